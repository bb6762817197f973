# n - 1 instead of n.
# earns: 17
# standardize-columns: You divided by n - 1. StandardScaler, and this course, divide by n
# %% standardize
X_mean, X_std = X_sim.mean(axis=0), X_sim.std(axis=0, ddof=1)
X_scaled = (X_sim - X_mean) / X_std
