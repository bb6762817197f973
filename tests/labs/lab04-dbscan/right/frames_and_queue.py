# Broadcasting, a frame of pandas, a queue that goes breadth first, clusters scanned from the last row.
# %% neighbors
from collections import deque

import pandas as pd


def neighbors(X, i, eps):
    frame = pd.DataFrame(X)
    return np.array(frame.index[np.linalg.norm(frame - frame.iloc[i], axis=1) <= eps])[::-1]
# %% types
def point_types(X, eps, min_samples):
    table = pd.Series([frozenset(np.ravel(neighbors(X, i, eps)).tolist()) for i in range(len(X))])
    core = table.map(len) >= min_samples
    crowd = set(core.index[core])
    return table.map(lambda rows: "border" if rows & crowd else "noise").mask(core, "core")
# %% dbscan
def dbscan(X, eps, min_samples):
    n = len(X)
    crowd = {}
    for i in range(n):
        rows = np.ravel(neighbors(X, i, eps)).tolist()
        if len(rows) >= min_samples:
            crowd[i] = rows
    labels = pd.Series(-1, index=range(n))
    number = 0
    for start in reversed(list(crowd)):
        if labels[start] >= 0:
            continue
        queue = deque([start])
        labels[start] = number
        while queue:
            for j in crowd.get(queue.popleft(), []):
                if labels[j] < 0:
                    labels[j] = number
                    queue.append(j)
        number += 1
    return labels
# %% kdist
def k_distances(X, k):
    table = pd.DataFrame({i: np.sqrt(((X - p) ** 2).sum(axis=1)) for i, p in enumerate(X)})
    return table.apply(lambda column: column.nsmallest(k).iloc[-1]).sort_values()
# %% crowds
eps_tight, eps_loose = 0.12, 1
