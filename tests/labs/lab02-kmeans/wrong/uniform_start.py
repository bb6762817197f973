# Any rows, equally likely, and never the same twice.
# earns: 17
# plusplus-chances: as if all rows were equally likely
# %% plusplus
def kmeans_plusplus(X, n_clusters, rng):
    return X[rng.choice(len(X), size=n_clusters, replace=False)]
