# A single start for each k.
# earns: 18
# sweep-inertia: For some k you stopped in a poor minimum: give n_init=10.
# sweep-silhouette: On other points a silhouette is wrong: score the labels of KMeans with
# sweep-sizes: On other points the sizes of the clusters are wrong: count the labels of
# %% sweep
def sweep(X, ks):
    inertias, silhouettes, sizes = {}, {}, {}
    for k in ks:
        model = KMeans(n_clusters=k, random_state=42).fit(X)
        inertias[k] = model.inertia_
        silhouettes[k] = silhouette_score(X, model.labels_)
        sizes[k] = sorted(np.bincount(model.labels_).tolist())
    return inertias, silhouettes, sizes
