# A class and helper functions, labels of another type, J as a NumPy scalar, chances from the exponential race.
# %% assign
class Table:
    def __init__(self, X, centers):
        X, centers = np.asarray(X, dtype=float), np.asarray(centers, dtype=float)
        self.squares = np.array([((X - c) ** 2).sum(axis=-1) for c in centers])

    def nearest(self):
        return self.squares.argmin(axis=0).astype(np.uint8)


def assign(X, centers):
    return Table(X, centers).nearest()
# %% update
import pandas as pd


def update(X, labels, centers):
    means = pd.DataFrame(X).groupby(np.asarray(labels)).mean()
    return means.reindex(range(len(centers))).fillna(pd.DataFrame(centers)).to_numpy()
# %% inertia
def inertia(X, labels, centers):
    return np.float64(np.linalg.norm(X - centers[labels]) ** 2)
# %% plusplus
def kmeans_plusplus(X, n_clusters, rng):
    centers = [X[rng.choice(len(X))]]
    for _ in range(1, n_clusters):
        gaps = np.min([((X - c) ** 2).sum(1) for c in centers], axis=0)
        race = rng.exponential(size=len(X))
        with np.errstate(divide="ignore"):
            finish = race / gaps if gaps.any() else race
        centers.append(X[finish.argmin()])
    return np.stack(centers).astype(np.float32)
# %% lloyd
def lloyd(X, centers, max_iter=100):
    history = []
    for _ in range(max_iter):
        history.append(assign(X, centers))
        centers = update(X, history[-1], centers)
        if len(history) > 1 and (history[-2] == history[-1]).all():
            break
    end = assign(X, centers)
    return end, centers, inertia(X, end, centers), len(history)
