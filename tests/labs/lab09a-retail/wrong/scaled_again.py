# The sweep scales what it is given.
# earns: 19
# sweep-inertia: With the groups 0, 1 and 10, 10.5, 11 and 30 the inertia is 0.5 + 0.5 = 1,
# sweep-silhouette: On other points a silhouette is wrong: score the labels of KMeans with
# %% sweep
def sweep(X, ks):
    inertias, silhouettes, sizes = {}, {}, {}
    X = StandardScaler().fit_transform(X)
    for k in ks:
        model = KMeans(n_clusters=k, n_init=10, random_state=42).fit(X)
        inertias[k] = model.inertia_
        silhouettes[k] = silhouette_score(X, model.labels_)
        sizes[k] = sorted(np.bincount(model.labels_).tolist())
    return inertias, silhouettes, sizes
