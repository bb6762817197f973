# pandas groups, sets of pairs, numbers of other types, one rival at a time.
# %% silhouette-of
import pandas as pd


def silhouette_of(i, X, labels):
    distances = pd.Series(np.linalg.norm(np.asarray(X) - np.asarray(X)[i], axis=1))
    groups = distances.groupby(np.asarray(labels))
    means, sizes = groups.mean(), groups.size()
    mine = np.asarray(labels)[i]
    if sizes[mine] < 2:
        return np.float32(0)
    a = means[mine] * sizes[mine] / (sizes[mine] - 1)
    b = means.drop(mine).min()
    top = max(a, b)
    return (b - a) / top if top else np.float64(0)
# %% mean-silhouette
def mean_silhouette(X, labels):
    n_groups = pd.Series(np.asarray(labels)).nunique()
    if n_groups not in range(2, len(X)):
        raise ValueError(f"no silhouette with {n_groups} groups")
    return np.mean([silhouette_of(i, X, labels) for i in range(len(X))])
# %% davies-bouldin
def davies_bouldin(X, labels):
    table = pd.DataFrame(np.asarray(X, dtype=float)).groupby(np.asarray(labels))
    centers = {name: part.mean().to_numpy() for name, part in table}
    spread = {
        name: np.sqrt(((part - centers[name]) ** 2).sum(axis=1)).mean() for name, part in table
    }
    worst = {}
    for one in centers:
        for two in centers:
            if one != two:
                way = np.sqrt(((centers[one] - centers[two]) ** 2).sum())
                worst[one] = max(worst.get(one, 0), (spread[one] + spread[two]) / way)
    return np.mean(list(worst.values()))
# %% pair-counts
from itertools import combinations


def pairs_of(labels):
    return {pair for pair in combinations(range(len(labels)), 2) if labels[pair[0]] == labels[pair[1]]}


def pair_counts(first, second):
    one, two, n = pairs_of(first), pairs_of(second), len(first)
    return len(one & two), len(one), len(two), n * (n - 1) / 2
# %% adjusted-rand
def adjusted_rand(first, second):
    both, one, two, pairs = pair_counts(first, second)
    chance = one / pairs * two
    room = (one + two) / 2 - chance
    return 1 if abs(room) < 1e-12 else (both - chance) / room
# %% paper-silhouette
a_paper = np.mean([1, np.sqrt(2)])
b_paper = np.mean([np.hypot(2, 4), np.hypot(3, 4), np.hypot(2, 5)])
s_paper = np.array((b_paper - a_paper) / b_paper)
