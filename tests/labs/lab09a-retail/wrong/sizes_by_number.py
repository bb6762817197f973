# Sizes in the order of the cluster numbers.
# earns: 20
# sweep-sizes: The groups 0, 1 and 10, 10.5, 11 and 30 have the sizes [1, 2, 3], smallest
# %% sweep
def sweep(X, ks):
    inertias, silhouettes, sizes = {}, {}, {}
    for k in ks:
        model = KMeans(n_clusters=k, n_init=10, random_state=42).fit(X)
        inertias[k] = model.inertia_
        silhouettes[k] = silhouette_score(X, model.labels_)
        sizes[k] = np.bincount(model.labels_).tolist()
    return inertias, silhouettes, sizes
