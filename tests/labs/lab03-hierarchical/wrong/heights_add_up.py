# The heights are added up along the merges.
# earns: 15
# merge-heights: These heights add up.
# %% merge
def merge_closest(X, method):
    clusters, Z = {i: [i] for i in range(len(X))}, []
    total = 0
    while len(clusters) > 1:
        d, a, b = min((cluster_distance(X[p], X[q], method), i, j) for i, p in clusters.items() for j, q in clusters.items() if i < j)
        total += d
        clusters[len(X) + len(Z)] = clusters.pop(a) + clusters.pop(b)
        Z.append([a, b, total, len(clusters[len(X) + len(Z)])])
    return np.array(Z)
