# The last number of a row counts the clusters that merge.
# earns: 15
# merge-sizes: counts the points of the union, not the clusters
# %% merge
def merge_closest(X, method):
    clusters, Z = {i: [i] for i in range(len(X))}, []
    while len(clusters) > 1:
        d, a, b = min((cluster_distance(X[p], X[q], method), i, j) for i, p in clusters.items() for j, q in clusters.items() if i < j)
        clusters[len(X) + len(Z)] = clusters.pop(a) + clusters.pop(b)
        Z.append([a, b, d, 2])
    return np.array(Z)
