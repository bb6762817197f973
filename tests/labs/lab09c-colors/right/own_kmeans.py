# K-Means of one's own in the place of scikit-learn's.
# %% palette
def find_palette(colors, counts, k, seed):
    rng, best = np.random.default_rng(seed), (np.inf, None)
    if len(colors) <= k:
        return np.array(sorted(np.asarray(colors).tolist(), key=sum))
    for _ in range(10):
        centers = [colors[rng.integers(len(colors))]]
        while len(centers) < k:
            far = counts * ((colors[:, None] - np.array(centers)) ** 2).sum(axis=2).min(axis=1)
            centers.append(colors[rng.choice(len(colors), p=far / far.sum())])
        centers = np.array(centers, dtype=float)
        for _ in range(50):
            of = ((colors[:, None] - centers) ** 2).sum(axis=2).argmin(axis=1)
            for j in set(of.tolist()):
                centers[j] = np.average(colors[of == j], axis=0, weights=counts[of == j])
        gaps = ((colors[:, None] - centers) ** 2).sum(axis=2)
        best = min(best, ((counts * gaps.min(axis=1)).sum(), centers), key=lambda run: run[0])
    return best[1][np.argsort(best[1].sum(axis=1))]
# %% weighted
def weighted_palette(rows, k, weights, seed):
    scaled, back = rows * np.sqrt(weights), np.sqrt(weights)
    colors, counts = np.unique(scaled, axis=0, return_counts=True)
    return find_palette(colors, counts, k, seed) / back
