# The largest distance comes first.
# earns: 16
# kdist-order: The distances fall from left to right.
# %% kdist
def k_distances(X, k):
    gaps = np.sqrt(((X[:, None] - X[None]) ** 2).sum(axis=2))
    return np.sort(np.sort(gaps, axis=1)[:, k - 1])[::-1]
