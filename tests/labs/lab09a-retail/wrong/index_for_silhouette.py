# The Calinski-Harabasz index for the silhouette.
# earns: 20
# sweep-silhouette: A silhouette lies between -1 and 1.
# %% sweep
def sweep(X, ks):
    inertias, silhouettes, sizes = {}, {}, {}
    for k in ks:
        model = KMeans(n_clusters=k, n_init=10, random_state=42).fit(X)
        inertias[k] = model.inertia_
        silhouettes[k] = calinski_harabasz_score(X, model.labels_)
        sizes[k] = sorted(np.bincount(model.labels_).tolist())
    return inertias, silhouettes, sizes
