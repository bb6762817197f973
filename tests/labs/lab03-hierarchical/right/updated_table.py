# SciPy's distance table; the loop updates one table by the rule of Lance and Williams; a walk from the root.
# %% distance
from scipy.spatial.distance import cdist


def cluster_distance(A, B, method):
    if method == "ward":
        a, b = len(A), len(B)
        return np.linalg.norm(A.mean(0) - B.mean(0)) * np.sqrt(2 * a * b / (a + b))
    return {"single": np.min, "complete": np.max, "average": np.mean}[method](cdist(A, B))
# %% merge
def merge_closest(X, method):
    n = len(X)
    D = cdist(X, X)
    np.fill_diagonal(D, np.inf)
    names, sizes, Z = np.arange(n), np.ones(n), np.empty((n - 1, 4))
    for step in range(n - 1):
        a, b = np.unravel_index(D.argmin(), D.shape)
        d, na, nb = D[a, b], sizes[a], sizes[b]
        Z[step] = *sorted((names[a], names[b])), d, na + nb
        if method == "single":
            fresh = np.minimum(D[a], D[b])
        elif method == "complete":
            fresh = np.maximum(D[a], D[b])
        elif method == "average":
            fresh = (na * D[a] + nb * D[b]) / (na + nb)
        else:
            fresh = np.sqrt(((na + sizes) * D[a] ** 2 + (nb + sizes) * D[b] ** 2 - sizes * d**2) / (na + nb + sizes))
        fresh[~np.isfinite(fresh)] = np.inf
        D[a] = D[:, a] = fresh
        D[a, a] = D[b] = D[:, b] = np.inf
        names[a], sizes[a] = n + step, na + nb
    return Z
# %% cut
def cut(Z, n_clusters):
    Z = np.asarray(Z)
    n = len(Z) + 1
    name = np.arange(2 * n - 1)
    for step in reversed(range(n - n_clusters)):
        name[Z[step, :2].astype(int)] = name[n + step]
    return name[:n].astype(np.uint8)
# %% cophenetic
def cophenetic(Z):
    n = len(Z) + 1
    inside = np.zeros((2 * n - 1, n), dtype=bool)
    inside[:n] = np.eye(n)
    for step, (a, b) in enumerate(np.asarray(Z)[:, :2].astype(int)):
        inside[n + step] = inside[a] | inside[b]
    table = np.full((n, n), np.inf)
    for step, height in enumerate(np.asarray(Z)[:, 2]):
        block = np.outer(inside[n + step], inside[n + step])
        table[block] = np.minimum(table[block], height)
    np.fill_diagonal(table, 0)
    return table.astype(np.float32)
# %% correlation
from scipy.spatial.distance import pdist, squareform


def cophenetic_correlation(X, Z):
    return np.corrcoef(pdist(X), squareform(cophenetic(Z), checks=False))[1, 0]
# %% exercise-9
heights_single = np.array([1, 1, 1, 1, 3, 4], dtype=np.float32)
heights_complete = np.array([1, 1, 2, 2, 5, 11])
# %% chain
n_below, n_at, top_complete = np.int64(5), np.int64(1), 10.0
