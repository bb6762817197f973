# The loop does not pass the method on.
# earns: 13
# merge-numbers: On other data, with complete linkage, other clusters merge.
# merge-heights: On other data, with complete linkage, a height is wrong.
# merge-sizes: On other data, with complete linkage, a size is wrong.
# %% merge
def merge_closest(X, method):
    clusters, Z = {i: [i] for i in range(len(X))}, []
    while len(clusters) > 1:
        d, a, b = min((cluster_distance(X[p], X[q], "single"), i, j) for i, p in clusters.items() for j, q in clusters.items() if i < j)
        clusters[len(X) + len(Z)] = clusters.pop(a) + clusters.pop(b)
        Z.append([a, b, d, len(clusters[len(X) + len(Z)])])
    return np.array(Z)
