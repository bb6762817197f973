# The union keeps the number of one of its parts.
# earns: 15
# merge-numbers: a merged cluster must get a new number
# %% merge
def merge_closest(X, method):
    clusters, Z = {i: [i] for i in range(len(X))}, []
    while len(clusters) > 1:
        d, a, b = min((cluster_distance(X[p], X[q], method), i, j) for i, p in clusters.items() for j, q in clusters.items() if i < j)
        clusters[a] = clusters[a] + clusters.pop(b)
        Z.append([a, b, d, len(clusters[a])])
    return np.array(Z)
