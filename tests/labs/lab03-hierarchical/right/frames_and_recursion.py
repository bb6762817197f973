# Masks and a frame of pandas; the loop keeps a list of sets; labels by first member; the table by recursion.
# %% distance
import itertools

import pandas as pd


def cluster_distance(A, B, method):
    A, B = pd.DataFrame(A).astype(float), pd.DataFrame(B).astype(float)
    if method == "ward":
        spread = lambda T: float(((T - T.mean()) ** 2).to_numpy().sum())
        return (2 * (spread(pd.concat([A, B])) - spread(A) - spread(B))) ** 0.5
    pairs = pd.Series([float(np.hypot.reduce(p - q)) for p in A.to_numpy() for q in B.to_numpy()])
    return {"single": pairs.min(), "complete": pairs.max(), "average": pairs.mean()}[method]
# %% merge
class Cluster:
    def __init__(self, number, points):
        self.number, self.points = number, sorted(points)


def merge_closest(X, method="single"):
    clusters, rows = [Cluster(i, {i}) for i in range(len(X))], []
    for number in range(len(X), 2 * len(X) - 1):
        rank = lambda pair: cluster_distance(X[pair[0].points], X[pair[1].points], method)
        pair = min(itertools.combinations(clusters, 2), key=rank)
        union = Cluster(number, pair[0].points + pair[1].points)
        rows.append([*sorted(c.number for c in pair), rank(pair), len(union.points)])
        clusters = [c for c in clusters if c not in pair] + [union]
    return pd.DataFrame(rows)
# %% cut
def cut(Z, n_clusters):
    Z = np.asarray(Z)
    n = len(Z) + 1
    parent = {}
    for step in range(n - n_clusters):
        for side in Z[step, :2]:
            parent[int(side)] = n + step

    def top(node):
        return top(parent[node]) if node in parent else node

    return pd.Series([top(i) for i in range(n)]).rank(method="dense").astype(int)
# %% cophenetic
def cophenetic(Z):
    n = len(Z) + 1
    table = np.zeros((n, n))

    def walk(node):
        if node < n:
            return [int(node)]
        a, b, height, _ = Z[int(node) - n]
        left, right = walk(a), walk(b)
        table[np.ix_(left, right)] = height
        return left + right

    walk(2 * n - 2)
    return table + table.T
# %% correlation
def cophenetic_correlation(X, Z):
    upper = np.triu_indices(len(X), 1)
    gaps = np.sqrt(((X[:, None] - X[None]) ** 2).sum(-1))[upper]
    return float(pd.Series(gaps).corr(pd.Series(np.asarray(cophenetic(Z))[upper])))
# %% ward
mean_one, mean_two = [float(one[:, 0].mean()), float(one[:, 1].mean())], two.mean(axis=0).tolist()
rise = 1.2 * np.linalg.norm(np.subtract(mean_one, mean_two)) ** 2
ward_height = (rise + rise) ** 0.5
