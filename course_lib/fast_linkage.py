"""Three short cuts to the tree that the plain loop of `hierarchy.merge_closest` builds.

All return the merges in the order in which they find them, as pairs of points (one member of each
cluster) and heights; `merge_tree` sorts and names them. All keep the living clusters in
the front of their arrays: when one dies, the last one moves into its place.
"""

import numpy as np
from scipy.spatial.distance import cdist

from course_lib.geometry import lift, probe, row_blocks
from course_lib.linkage_rules import distance_to_union, ward_cost

# A product of lifted points has rounding errors near 2e-16 |x|^2. A cost of at least 2e-8 |x|^2
# is therefore known to eight digits; smaller ones are worked out from differences.
TRUSTED = 2e-8


def merge_tree(pairs: np.ndarray, heights: np.ndarray) -> np.ndarray:
    """Sort merges by height and name the clusters: from pairs of points to a tree.

    Parameters
    ----------
    pairs : int array of shape (n_samples - 1, 2)
        One member of each of the two clusters that merge.
    heights : float array of shape (n_samples - 1,)

    Returns
    -------
    Z : float array of shape (n_samples - 1, 4)
        The tree, as `course_lib.hierarchy.linkage` returns it.

    Notes
    -----
    Union-find with path halving: `parent` leads from each cluster to the union that holds it.

    Examples
    --------
    >>> merge_tree(np.array([[2, 1], [0, 1]]), np.array([4.0, 1.0]))
    array([[0., 1., 1., 2.],
           [2., 3., 4., 3.]])
    """
    n_samples = len(pairs) + 1
    parent = list(range(2 * n_samples - 1))
    sizes = [1] * n_samples
    Z = np.empty((len(pairs), 4))

    def top(cluster: int) -> int:
        while parent[cluster] != cluster:
            parent[cluster] = cluster = parent[parent[cluster]]
        return cluster

    for row, step in enumerate(np.argsort(heights, kind="stable")):
        a, b = sorted((top(pairs[step, 0]), top(pairs[step, 1])))
        parent[a] = parent[b] = n_samples + row
        sizes.append(sizes[a] + sizes[b])
        Z[row] = a, b, heights[step], sizes[-1]
    return Z


def spanning_path(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the merges of single linkage in O(n) memory: walk to the nearest point not yet reached.

    Fact: joining each point to the one reached just before it, at the height at which it was
    reached, gives the tree of single linkage. Proof: while a step of length at most h is left, the
    walk never makes a longer one, so it completes a group that steps up to h hold together before
    it leaves, and every such group is a run of the walk.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)

    Returns
    -------
    pairs : int array of shape (n_samples - 1, 2)
        Points that follow one another on the walk.
    heights : float array of shape (n_samples - 1,)
        Euclidean distance of the later one to the nearest of all points before it.

    Notes
    -----
    Prim's algorithm for the minimum spanning tree: Prim (1957), Bell System Technical Journal 36,
    1389-1401; for single linkage: Gower and Ross (1969), Applied Statistics 18, 54-64.

    Examples
    --------
    >>> pairs, heights = spanning_path(np.array([[0.0], [5.0], [1.0]]))
    >>> pairs, heights
    (array([[0, 2], [2, 1]]), array([1., 4.]))
    """
    rest = X[1:].copy()
    point = np.arange(1, len(X))
    nearest = np.full(len(rest), np.inf)
    walk, heights = [0], []
    here = X[:1]
    for last in range(len(rest) - 1, -1, -1):
        np.minimum(nearest, cdist(here, rest, "sqeuclidean")[0], out=nearest)
        found = nearest.argmin()
        walk.append(point[found])
        heights.append(nearest[found])
        here = rest[found : found + 1].copy()
        rest[found], point[found], nearest[found] = rest[last], point[last], nearest[last]
        rest, point, nearest = rest[:last], point[:last], nearest[:last]
    return np.column_stack([walk[:-1], walk[1:]]), np.sqrt(heights)


def neighbor_chain(distances: np.ndarray, method: str) -> tuple[np.ndarray, np.ndarray]:
    """Find the merges of a reducible linkage in O(n^2) time: go from neighbor to nearest neighbor.

    Fact: two clusters that are each other's nearest neighbors may merge at once, whatever the rest
    of the table says. Proof: no later union comes nearer to either of them than its parts were, so
    they stay each other's nearest neighbors until they merge.

    Parameters
    ----------
    distances : float array of shape (n_samples, n_samples)
        Symmetric table; the diagonal is not read. It is overwritten: no second one is needed.
    method : {"single", "complete", "average", "ward"}

    Returns
    -------
    pairs : int array of shape (n_samples - 1, 2)
        One member of each of the two clusters.
    heights : float array of shape (n_samples - 1,)

    Notes
    -----
    Benzécri (1982), Les Cahiers de l'Analyse des Données 7, 209-218; Murtagh (1983), Computer
    Journal 26, 354-359. Distances along the chain only fall, so it ends in a mutual pair; on a tie
    the cluster that the chain comes from wins, so it cannot run in a circle.

    Examples
    --------
    >>> neighbor_chain(cdist([[0.0], [5.0], [1.0]], [[0.0], [5.0], [1.0]]), "complete")
    (array([[0, 2], [0, 1]]), array([1., 5.]))
    """
    n_living = len(distances)
    point, sizes = np.arange(n_living), np.ones(n_living)
    pairs, heights, chain = [], [], []
    while n_living > 1:
        if not chain:
            chain = [0]
        row = distances[chain[-1], :n_living]
        row[chain[-1]] = np.inf
        nearest = int(row.argmin())
        row[chain[-1]] = 0.0  # not infinity, which would make the next union warn
        if len(chain) == 1 or row[nearest] < row[chain[-2]]:
            chain.append(nearest)
            continue
        a, b = sorted(chain[-2:])
        del chain[-2:]
        pairs.append((point[a], point[b]))
        heights.append(distances[a, b])
        to_a, to_b, living = distances[a, :n_living], distances[b, :n_living], sizes[:n_living]
        union = distance_to_union(to_a, to_b, to_a[b], sizes[a], sizes[b], living, method)
        distances[a, :n_living] = distances[:n_living, a] = union
        sizes[a] += sizes[b]
        n_living -= 1
        distances[b, :n_living] = distances[n_living, :n_living]
        distances[:n_living, b] = distances[b, :n_living]
        sizes[b], point[b] = sizes[n_living], point[n_living]
        chain = [b if cluster == n_living else cluster for cluster in chain]
    return np.array(pairs, dtype=int).reshape(-1, 2), np.array(heights, dtype=float)


def nearest_clusters(
    rows: np.ndarray, means: np.ndarray, lifted: np.ndarray, sizes: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Find for some clusters the one that is cheapest to merge with.

    Parameters
    ----------
    rows : int array of shape (n_rows,)
        The clusters that ask.
    means : float array of shape (n_clusters, n_features)
    lifted : float array of shape (n_clusters, n_features + 2)
        `geometry.lift` of the means, seen from the center of the data.
    sizes : float array of shape (n_clusters,)

    Returns
    -------
    nearest : int array of shape (n_rows,)
    cost : float array of shape (n_rows,)
        `linkage_rules.ward_cost` of the two.

    Examples
    --------
    >>> means = np.array([[0.0], [3.0], [4.0]])
    >>> nearest_clusters(np.array([0, 2]), means, lift(means), np.ones(3))
    (array([1, 1]), array([4.5, 0.5]))
    """
    inverse = 1.0 / sizes
    nearest, cost = np.empty(len(rows), dtype=int), np.empty(len(rows))
    # Blocks of four times the usual size: with rows so long, fewer calls save more than the cache.
    blocks = list(row_blocks(len(rows), len(sizes) // 4))
    longest = blocks[0].stop if blocks else 0
    # Written over block after block: to ask the system for fresh memory each time costs more.
    products, weights = np.empty((2, longest, len(sizes)))

    def choose(some: np.ndarray, squared: np.ndarray) -> None:
        asking = rows[some]
        if np.ptp(sizes) > 0:  # equal sizes change no order
            weight = weights[: len(asking)]
            squared /= np.add(inverse[asking, np.newaxis], inverse, out=weight)
        squared[np.arange(len(asking)), asking] = np.inf
        nearest[some] = found = squared.argmin(axis=1)
        cost[some] = ward_cost(sizes[asking], means[asking], sizes[found], means[found])

    for block in blocks:
        some = np.arange(block.start, block.stop)
        probes = probe(lifted[rows[block], :-2])
        choose(some, np.matmul(probes, lifted.T, out=products[: len(some)]))
        too_small = TRUSTED * sizes[rows[block]] * lifted[rows[block], -2]
        if (doubtful := some[cost[block] <= too_small]).size:
            choose(doubtful, cdist(means[rows[doubtful]], means, "sqeuclidean"))
    return nearest, cost


def close_up(gone: np.ndarray, n_clusters: int) -> tuple[int, np.ndarray, np.ndarray, np.ndarray]:
    """Plan which of the last living clusters move into the places of the dead.

    Parameters
    ----------
    gone : int array of shape (n_gone,)
        The places of the dead.
    n_clusters : int
        Living and dead.

    Returns
    -------
    n_living : int
    holes, movers : int arrays of the same length
        Place `holes[i]` takes what stood in place `movers[i]`.
    place : int array of shape (n_clusters,)
        The new place of each living cluster.

    Examples
    --------
    >>> close_up(np.array([0, 4]), 5)
    (3, array([0]), array([3]), array([0, 1, 2, 0, 4]))
    """
    dead = np.zeros(n_clusters, dtype=bool)
    dead[gone] = True
    n_living = n_clusters - len(gone)
    holes = np.flatnonzero(dead[:n_living])
    movers = n_living + np.flatnonzero(~dead[n_living:])
    place = np.arange(n_clusters)
    place[movers] = holes
    return n_living, holes, movers, place


def ward_rounds(X: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the merges of Ward's method in O(n d) memory: each round merges all mutual neighbors.

    A cluster is a mean and a size, so no table of distances is kept. Fact: all pairs of mutual
    nearest neighbors may merge in the same round. Proof: Ward's cost is reducible (a union is
    never nearer than the nearer of its parts), so no merge separates another mutual pair, and a
    cluster whose nearest neighbor still lives need not look again. A cluster whose neighbor has
    merged looks again only once another cluster points to it.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)

    Returns
    -------
    pairs : int array of shape (n_samples - 1, 2)
        One member of each of the two clusters.
    heights : float array of shape (n_samples - 1,)
        The square root of twice the cost of the merge.

    Notes
    -----
    Reducibility and mutual nearest neighbors: Bruynooghe (1977), Statistique et Analyse des
    Données 3, 24-42; Murtagh (1983), Computer Journal 26, 354-359.

    Examples
    --------
    >>> ward_rounds(np.array([[0.0], [1.0], [5.0], [7.0]]))
    (array([[0, 1], [2, 3], [0, 2]]), array([1. , 2. , 7.77817459]))
    """
    means, member, group, sizes = np.unique(
        X, axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    sizes = sizes.astype(float)
    copies = np.setdiff1d(np.arange(len(X)), member)
    pairs, costs = [np.column_stack([member[group[copies]], copies])], [np.zeros(len(copies))]
    origin = means.mean(axis=0)
    lifted = lift(means - origin)
    nearest, cost = np.zeros(len(means), dtype=int), np.full(len(means), np.inf)
    known, asked = np.zeros(len(means), dtype=bool), np.ones(len(means), dtype=bool)
    while len(means) > 1:
        asked[nearest[known]] = True
        asked &= ~known
        rows = np.flatnonzero(asked)
        nearest[rows], cost[rows] = nearest_clusters(rows, means, lifted, sizes)
        known[rows], asked[rows] = True, False
        a = np.flatnonzero(known)
        b = nearest[a]
        mutual = (a < b) & known[b] & (nearest[b] == a)
        if mutual.any():
            a, b = a[mutual], b[mutual]
        elif len(rows):
            continue
        else:  # rounding can break ties in a circle, a -> b -> c -> a: the closest pair opens it
            closest = cost[a].argmin()
            a, b = a[[closest]], b[[closest]]
        pairs.append(np.column_stack([member[a], member[b]]))
        costs.append(cost[a])
        means[a] += (sizes[b] / (sizes[a] + sizes[b]))[:, np.newaxis] * (means[b] - means[a])
        lifted[a] = lift(means[a] - origin)
        sizes[a] += sizes[b]
        merged = np.zeros(len(means), dtype=bool)
        merged[a] = merged[b] = asked[a] = True
        known &= ~(merged | merged[nearest])
        living, holes, movers, place = close_up(b, len(means))
        nearest = np.where(known, place[nearest], 0)
        state = (means, lifted, sizes, member, nearest, cost, known, asked)
        for array in state:
            array[holes] = array[movers]
        means, lifted, sizes, member, nearest, cost, known, asked = (s[:living] for s in state)
    return np.vstack(pairs), np.sqrt(2.0 * np.concatenate(costs))
