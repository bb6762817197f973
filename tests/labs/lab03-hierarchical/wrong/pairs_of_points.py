# The closest pairs of points, as if each merge joined two of them.
# earns: 13
# merge-numbers: No number is above 6
# merge-heights: The whole road must become one cluster
# merge-sizes: counts the points of the union, not the clusters
# %% merge
def merge_closest(X, method):
    pairs = sorted((cluster_distance(X[[i]], X[[j]], method), i, j) for i in range(len(X)) for j in range(i + 1, len(X)))
    return np.array([[i, j, d, 2] for d, i, j in pairs[: len(X) - 1]])
