# One merge too few happens before the cut.
# earns: 14
# cut-groups: Asked for 2 clusters, cut gives 3.
# cut-ends: With one cluster all villages have the same label
# %% cut
def cut(Z, n_clusters):
    n = len(Z) + 1
    names = np.arange(n)
    for row in range(n - n_clusters - 1):
        names[np.isin(names, Z[row, :2])] = n + row
    return names
