# SciPy's distance table for all points at once, a contingency table, matrices of rivals, another order of labels.
# %% silhouette-of
from scipy.spatial.distance import cdist, pdist, squareform


def all_silhouettes(X, labels):
    names, place = np.unique(labels, return_inverse=True)
    members = np.eye(len(names))[place]
    sizes = members.sum(axis=0)
    sums = squareform(pdist(np.asarray(X, dtype=float))) @ members
    rows = np.arange(len(X))
    own = sums[rows, place] / np.maximum(sizes[place] - 1, 1)
    means = sums / sizes
    means[rows, place] = np.inf
    other = means.min(axis=1)
    wide = np.maximum(own, other)
    scores = np.divide(other - own, wide, out=np.zeros(len(X)), where=wide > 0)
    return np.where(sizes[place] == 1, 0, scores)


def silhouette_of(i, X, labels):
    return all_silhouettes(X, labels)[i]
# %% mean-silhouette
def mean_silhouette(X, labels):
    sizes = np.unique(labels, return_counts=True)[1]
    if len(sizes) < 2 or sizes.max() == 1:
        raise ValueError("2 to n - 1 groups")
    return all_silhouettes(X, labels).mean()
# %% davies-bouldin
def davies_bouldin(X, labels):
    names, place = np.unique(labels, return_inverse=True)
    members = np.eye(len(names))[place].T
    sizes = members.sum(axis=1)
    centers = members @ X / sizes[:, None]
    spreads = members @ np.linalg.norm(X - centers[place], axis=1) / sizes
    gaps = cdist(centers, centers)
    np.fill_diagonal(gaps, np.inf)
    return ((spreads[:, None] + spreads) / gaps).max(axis=1).mean()
# %% pair-counts
def pair_counts(first, second):
    one, two = (np.unique(labels, return_inverse=True)[1] for labels in (first, second))
    table = np.zeros((one.max() + 1, two.max() + 1), dtype=int)
    np.add.at(table, (one, two), 1)

    def chosen(sizes):
        return (sizes * (sizes - 1) // 2).sum()

    return chosen(table), chosen(table.sum(axis=1)), chosen(table.sum(axis=0)), chosen(table.sum())
# %% adjusted-rand
def adjusted_rand(first, second):
    a, b, c, n = (float(v) for v in pair_counts(first, second))
    if b == c and b in (0, n):
        return 1.0
    return (a - b * c / n) / (0.5 * (b + c) - b * c / n)
# %% sweep
runs = {k: KMeans(k, n_init=10, random_state=42).fit_predict(X_groups) for k in range(10, 1, -1)}
silhouettes = {k: mean_silhouette(X_groups, labels) for k, labels in runs.items()}
k_silhouette = float(max(runs, key=lambda k: silhouettes[k]))
# %% moons
flipped = 1 - KMeans(2, n_init=10, random_state=42).fit_predict(X_moons)
silhouette_kmeans = mean_silhouette(X_moons, flipped)
silhouette_truth = mean_silhouette(X_moons, y_moons)
ari_kmeans = adjusted_rand(flipped, y_moons)
