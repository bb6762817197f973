# The first union is called n + 1.
# earns: 15
# merge-numbers: The first row makes cluster 7, not 8
# %% merge
def merge_closest(X, method):
    clusters, Z = {i: [i] for i in range(len(X))}, []
    while len(clusters) > 1:
        d, a, b = min((cluster_distance(X[p], X[q], method), i, j) for i, p in clusters.items() for j, q in clusters.items() if i < j)
        union = clusters.pop(a) + clusters.pop(b)
        Z.append([a, b, d, len(union)])
        clusters[len(X) + len(Z)] = union
    return np.array(Z)
