# D is measured to the newest center alone; equal points divide 0 by 0.
# earns: 15
# plusplus-rows: The same row was drawn twice. Its D² is 0 once it is a center, if D is
# plusplus-chances: On other data the same row was drawn twice.
# plusplus-repeats: Ten equal points: after the first center all D² are 0, and 0 / 0 is no
# %% plusplus
def kmeans_plusplus(X, n_clusters, rng):
    centers = [X[rng.integers(len(X))]]
    while len(centers) < n_clusters:
        gaps = ((X - centers[-1]) ** 2).sum(axis=1)
        centers.append(X[rng.choice(len(X), p=gaps / gaps.sum())])
    return np.array(centers)
