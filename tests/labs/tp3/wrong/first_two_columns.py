# The first two columns of the table, whatever they are; the scaler is fitted to the new customer.
# earns: 69
# prepare-columns: A customer's number is a name, not a measurement. Take income and score.
# prepare-new: A scaler fitted to the new customer alone makes everybody (0, 0). Use the me
# %% prepare
X_sim = customers.iloc[:, [0, 3]].to_numpy(dtype=float)
X_mean, X_std = X_sim.mean(axis=0), X_sim.std(axis=0)
X_scaled = (X_sim - X_mean) / X_std


def standardize_new(income, score):
    return StandardScaler().fit_transform([[income, score]])[0]
