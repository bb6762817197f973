# The diagonal counts as pairs.
# earns: 15
# correlation-pairs: You counted each point with itself
# %% correlation
def cophenetic_correlation(X, Z):
    gaps = np.sqrt(((X[:, None] - X[None]) ** 2).sum(axis=2))
    return np.corrcoef(gaps.ravel(), cophenetic(Z).ravel())[0, 1]
