# n - 1 instead of n.
# earns: 70
# prepare-scaled: You divided by n - 1. StandardScaler, and this course, divide by n (np.std w
# %% prepare
X_sim = customers[["Annual_Income", "Spending_Score"]].to_numpy(dtype=float)
X_mean, X_std = X_sim.mean(axis=0), X_sim.std(axis=0, ddof=1)
X_scaled = (X_sim - X_mean) / X_std


def standardize_new(income, score):
    return (np.array([income, score]) - X_mean) / X_std
