# The generator of the whole program instead of the one given; the first center is always row 0.
# earns: 16
# plusplus-rows: The same rng gave two different starts. Draw from rng only, never from
# plusplus-chances: Each of the 8 rows should be the first center in 12.5 % of runs, but the
# %% plusplus
def kmeans_plusplus(X, n_clusters, rng):
    centers = [X[0]]
    while len(centers) < n_clusters:
        gaps = np.min([((X - c) ** 2).sum(axis=1) for c in centers], axis=0)
        p = gaps / gaps.sum() if gaps.sum() > 0 else None
        centers.append(X[np.random.choice(len(X), p=p)])
    return np.array(centers)
