# The distances stand in the order of the points.
# earns: 16
# kdist-order: Sort the distances
# %% kdist
def k_distances(X, k):
    gaps = np.sqrt(((X[:, None] - X[None]) ** 2).sum(axis=2))
    return np.sort(gaps, axis=1)[:, k - 1]
