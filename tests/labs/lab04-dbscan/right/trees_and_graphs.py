# A search tree, the words first, the clusters as connected pieces of a graph; numbering by last member.
# %% neighbors
from scipy.spatial import KDTree
from scipy.spatial.distance import cdist


def neighbors(X, i, eps):
    return np.array(KDTree(X).query_ball_point(X[i], eps))
# %% types
def point_types(X, eps, min_samples):
    near = [set(np.ravel(neighbors(X, i, eps)).tolist()) for i in range(len(X))]
    core = np.array([len(rows) >= min_samples for rows in near])
    words = np.full(len(X), "noise", dtype="<U6")
    for i in np.flatnonzero(core):
        words[list(near[i])] = "border"
    words[core] = "core"
    return words
# %% dbscan
from scipy.sparse.csgraph import connected_components


def dbscan(X, eps, min_samples):
    words = np.array(point_types(X, eps, min_samples))
    table = np.zeros((len(X), len(X)), dtype=bool)
    for i in range(len(X)):
        table[i, neighbors(X, i, eps)] = True
    core = np.flatnonzero(words == "core")
    labels = np.full(len(X), -1, dtype=np.int8)
    if len(core):
        parts = connected_components(table[np.ix_(core, core)])[1]
        labels[core] = parts.max() - parts
        for i in np.flatnonzero(words == "border"):
            labels[i] = labels[[j for j in core if table[i, j]][-1]]
    return labels
# %% kdist
def k_distances(X, k):
    return np.sort(np.partition(cdist(X, X), k - 1, axis=1)[:, k - 1]).astype(np.float32)
# %% sweep
runs = {eps: np.asarray(dbscan(moons, eps, 5)) for eps in GRID}
results = {eps: np.array([np.unique(run[run >= 0]).size, np.count_nonzero(run < 0)]) for eps, run in runs.items()}
# %% choice
eps_moons = np.float32(0.3)
