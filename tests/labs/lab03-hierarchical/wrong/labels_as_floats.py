# Labels are floats.
# earns: 15
# cut-ends: Labels must be whole numbers, not float64.
# %% cut
def cut(Z, n_clusters):
    n = len(Z) + 1
    names = np.arange(n) * 1.0
    for row in range(n - n_clusters):
        names[np.isin(names, Z[row, :2])] = n + row
    return names
