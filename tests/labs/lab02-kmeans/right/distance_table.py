# SciPy's distance table, sums by np.add.at, labels of another whole-number type, a search in cumulated chances.
# %% assign
from scipy.spatial.distance import cdist


def assign(X, centers):
    return cdist(X, centers, "sqeuclidean").argmin(axis=1).astype(np.int32)
# %% update
def update(X, labels, centers):
    sums, counts = np.zeros(np.shape(centers)), np.bincount(labels, minlength=len(centers))
    np.add.at(sums, labels, X)
    with np.errstate(all="ignore"):
        means = sums / counts[:, None]
    return np.where(counts[:, None] > 0, means, centers)
# %% inertia
def inertia(X, labels, centers):
    return cdist(X, centers, "sqeuclidean")[np.arange(len(X)), labels].sum()
# %% plusplus
def kmeans_plusplus(X, n_clusters, rng):
    chosen = [rng.choice(len(X))]
    nearest = np.full(len(X), np.inf)
    for _ in range(n_clusters - 1):
        nearest = np.minimum(nearest, cdist(X, X[chosen[-1:]], "sqeuclidean")[:, 0])
        steps = nearest.cumsum()
        chosen.append(min(np.searchsorted(steps, rng.random() * steps[-1], side="right"), len(X) - 1))
    return X[chosen]
# %% lloyd
def lloyd(X, centers, max_iter=100):
    labels, n_iter, settled = assign(X, centers), 0, False
    while not settled and n_iter < max_iter:
        centers = update(X, labels, centers)
        fresh = assign(X, centers)
        settled = n_iter > 0 and before_equal(labels, previous)
        previous, labels, n_iter = labels, fresh, n_iter + 1
    return labels, centers, inertia(X, labels, centers), n_iter


def before_equal(labels, previous):
    return (labels == previous).all()
# %% elbow
inertias = {k: KMeans(k, n_init=10, random_state=42).fit(X_scaled).inertia_ for k in range(1, 11)}
