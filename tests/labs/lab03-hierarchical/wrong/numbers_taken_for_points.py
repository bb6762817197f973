# Numbers of clusters are taken for rows of points.
# earns: 14
# cut-groups: IndexError
# cut-ends: IndexError
# %% cut
def cut(Z, n_clusters):
    labels = np.arange(len(Z) + 1)
    for a, b in Z[: len(Z) + 1 - n_clusters, :2].astype(int):
        labels[labels == labels[b]] = labels[a]
    return labels
