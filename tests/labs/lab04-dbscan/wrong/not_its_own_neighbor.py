# A point is left out of its own neighbors, in this function and in the distances.
# earns: 14
# neighbors-within: A point is its own neighbor
# neighbors-edge: Within 5 of (0,0) are (0,0) and (3,4)
# kdist-values: You did not count the point itself.
# %% neighbors
def neighbors(X, i, eps):
    near = np.flatnonzero(np.sqrt(((X - X[i]) ** 2).sum(axis=1)) <= eps)
    return near[near != i]
# %% kdist
def k_distances(X, k):
    gaps = np.sqrt(((X[:, None] - X[None]) ** 2).sum(axis=2))
    np.fill_diagonal(gaps, np.inf)
    return np.sort(np.sort(gaps, axis=1)[:, k - 1])
