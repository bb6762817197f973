# Always two to eight, whatever ks says.
# earns: 18
# sweep-inertia: The keys of inertias are the numbers in ks, 2 and 3, not [2, 3, 4, 5].
# sweep-silhouette: The keys of silhouettes are the numbers in ks, 2 and 3, not [2, 3, 4, 5].
# sweep-sizes: The keys of sizes are the numbers in ks, 2 and 3, not [2, 3, 4, 5].
# %% sweep
def sweep(X, ks):
    inertias, silhouettes, sizes = {}, {}, {}
    for k in range(2, min(9, len(X))):
        model = KMeans(n_clusters=k, n_init=10, random_state=42).fit(X)
        inertias[k] = model.inertia_
        silhouettes[k] = silhouette_score(X, model.labels_)
        sizes[k] = sorted(np.bincount(model.labels_).tolist())
    return inertias, silhouettes, sizes
