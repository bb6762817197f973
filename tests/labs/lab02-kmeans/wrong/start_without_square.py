# Chances proportional to D, not D squared.
# earns: 17
# plusplus-chances: did you forget the square?
# %% plusplus
def kmeans_plusplus(X, n_clusters, rng):
    centers = [X[rng.integers(len(X))]]
    while len(centers) < n_clusters:
        gaps = np.min([np.sqrt(((X - c) ** 2).sum(axis=1)) for c in centers], axis=0)
        p = gaps / gaps.sum() if gaps.sum() > 0 else None
        centers.append(X[rng.choice(len(X), p=p)])
    return np.array(centers)
