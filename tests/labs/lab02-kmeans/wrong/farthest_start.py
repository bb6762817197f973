# Always the farthest point next.
# earns: 17
# plusplus-chances: one far outlier must not always win
# %% plusplus
def kmeans_plusplus(X, n_clusters, rng):
    centers = [X[rng.integers(len(X))]]
    while len(centers) < n_clusters:
        gaps = np.min([((X - c) ** 2).sum(axis=1) for c in centers], axis=0)
        centers.append(X[gaps.argmax()])
    return np.array(centers)
