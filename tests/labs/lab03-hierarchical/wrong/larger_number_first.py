# In each row the larger number stands first.
# earns: 15
# merge-numbers: In each row the smaller number stands first.
# %% merge
def merge_closest(X, method):
    clusters, Z = {i: [i] for i in range(len(X))}, []
    while len(clusters) > 1:
        d, a, b = min((cluster_distance(X[p], X[q], method), i, j) for i, p in clusters.items() for j, q in clusters.items() if i > j)
        union = clusters.pop(a) + clusters.pop(b)
        clusters[len(X) + len(Z)] = union
        Z.append([a, b, d, len(union)])
    return np.array(Z)
