"""HDBSCAN: DBSCAN for all eps at once, and the clusters that live longest.

Five steps, five functions. Points in thin regions are pushed apart (`mutual_reachability`). The
shortest tree that joins all points (`spanning_tree`), cut at any distance, gives the clusters of
that distance; cut at all distances, it gives a hierarchy (`single_linkage_tree`). Splits that only
shed a few points are no splits (`condense`). What is left is a small tree of clusters, and the
clusters that keep many points over a wide range of distances win (`select_stable`).

This form is for reading: time grows with n_samples squared, memory with n_samples.
"""

from numbers import Integral
from typing import NamedTuple

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import check_array, validate_data

NOISE = -1


def core_distances(X: np.ndarray, min_samples: int) -> np.ndarray:
    """Return the radius at which each point becomes a core point of DBSCAN.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    min_samples : int
        Which neighbor to measure to; the point itself is the first.

    Returns
    -------
    core : float array of shape (n_samples,)
        In the units of X.

    Raises
    ------
    ValueError
        If X is not a finite table, or min_samples not between 1 and n_samples.

    Examples
    --------
    >>> core_distances(np.array([[0.0], [1.0], [2.0], [10.0]]), min_samples=2)
    array([1., 1., 1., 8.])
    """
    X = check_array(X, dtype=float)
    if not (isinstance(min_samples, Integral) and 1 <= min_samples <= len(X)):
        raise ValueError(
            f"min_samples must be an integer from 1 to the number of points "
            f"(n_samples = {len(X)}; a point counts itself), got {min_samples!r}."
        )
    return np.array(
        [np.partition(cdist(x[None], X)[0], min_samples - 1)[min_samples - 1] for x in X]
    )


def mutual_reachability(X: np.ndarray, min_samples: int) -> np.ndarray:
    """Return the table of mutual reachability distances, max(core(a), core(b), d(a, b)).

    At radius eps, two points are core and neighbors exactly where this distance is at most eps.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    min_samples : int
        The point itself counts.

    Returns
    -------
    table : float array of shape (n_samples, n_samples)
        The diagonal holds the core distances.

    Raises
    ------
    ValueError
        If X is not a finite table, or min_samples not between 1 and n_samples.

    Notes
    -----
    Equation 3.1 of [1]_. The table is for small examples; `spanning_tree` makes one row at a time.

    References
    ----------
    .. [1] R. J. G. B. Campello, D. Moulavi, J. Sander, "Density-based clustering based on
       hierarchical density estimates", PAKDD 2013, 160-172.

    Examples
    --------
    >>> mutual_reachability(np.array([[0.0], [1.0], [2.0], [10.0]]), min_samples=2)
    array([[ 1.,  1.,  2., 10.],
           [ 1.,  1.,  1.,  9.],
           [ 2.,  1.,  1.,  8.],
           [10.,  9.,  8.,  8.]])
    """
    core = core_distances(X, min_samples)
    return np.maximum(cdist(X, X), np.maximum(core[:, None], core))


def spanning_tree(X: np.ndarray, min_samples: int) -> tuple[np.ndarray, np.ndarray]:
    """Join all points with the shortest possible edges of mutual reachability.

    Prim's method: start at the first point; always add the point that is closest to the tree.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    min_samples : int
        The point itself counts.

    Returns
    -------
    edges : int array of shape (n_samples - 1, 2)
        In the order in which they were found: a point of the tree, and the point it brings in.
    lengths : float array of shape (n_samples - 1,)
        Mutual reachability distance of each edge.

    Raises
    ------
    ValueError
        If X is not a finite table, or min_samples not between 1 and n_samples.

    Examples
    --------
    >>> edges, lengths = spanning_tree(np.array([[0.0], [1.0], [2.0], [10.0]]), min_samples=2)
    >>> edges.tolist(), lengths.tolist()
    ([[0, 1], [1, 2], [2, 3]], [1.0, 1.0, 8.0])
    """
    X = check_array(X, dtype=float)
    core = core_distances(X, min_samples)
    n_samples = len(X)
    edges = np.empty((n_samples - 1, 2), dtype=int)
    lengths = np.empty(n_samples - 1)
    outside = np.ones(n_samples, dtype=bool)
    reach = np.full(n_samples, np.inf)  # from the tree to each point, and the end in the tree
    end = np.zeros(n_samples, dtype=int)
    newest = 0
    for step in range(n_samples - 1):
        outside[newest] = False
        row = np.maximum(cdist(X[newest : newest + 1], X)[0], np.maximum(core, core[newest]))
        closer = outside & (row < reach)
        reach[closer], end[closer] = row[closer], newest
        newest = np.where(outside, reach, np.inf).argmin()
        edges[step], lengths[step] = (end[newest], newest), reach[newest]
    return edges, lengths


def single_linkage_tree(edges: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Turn a spanning tree into a hierarchy: merge along its edges, the shortest first.

    Parameters
    ----------
    edges : int array of shape (n_samples - 1, 2)
    lengths : float array of shape (n_samples - 1,)

    Returns
    -------
    tree : float array of shape (n_samples - 1, 4)
        As SciPy's linkage: row i makes cluster n_samples + i of the two clusters in columns 0 and
        1, at the distance in column 2, with as many points as column 3 says.

    Examples
    --------
    >>> single_linkage_tree(np.array([[0, 1], [1, 2], [2, 3]]), np.array([1.0, 2.0, 8.0]))
    array([[0., 1., 1., 2.],
           [4., 2., 2., 3.],
           [5., 3., 8., 4.]])
    """
    n_samples = len(lengths) + 1
    above = np.arange(2 * n_samples - 1)  # the cluster that a cluster went into
    size = np.ones(2 * n_samples - 1, dtype=int)
    tree = np.empty((n_samples - 1, 4))

    def top(cluster: int) -> int:
        while above[cluster] != cluster:
            above[cluster] = above[above[cluster]]  # shorten the way for the next one
            cluster = above[cluster]
        return cluster

    for i, edge in enumerate(np.argsort(lengths)):
        left, right = top(edges[edge, 0]), top(edges[edge, 1])
        merged = n_samples + i
        above[left] = above[right] = merged
        size[merged] = size[left] + size[right]
        tree[i] = left, right, lengths[edge], size[merged]
    return tree


class CondensedTree(NamedTuple):
    """What leaves which cluster, and when: one entry for each point and each cluster but the root.

    Points are 0 to n_samples - 1, clusters count on from there; the root, cluster n_samples, holds
    everything. Parents have smaller numbers than their child clusters.
    """

    parent: np.ndarray  # the cluster that is left
    child: np.ndarray  # the point or cluster that leaves it
    level: np.ndarray  # 1 / distance at which it leaves (lambda in the paper)
    size: np.ndarray  # how many points leave


def condense(tree: np.ndarray, min_cluster_size: int) -> CondensedTree:
    """Walk down the hierarchy and keep only the splits into two large clusters.

    Where one side is smaller than `min_cluster_size`, the cluster does not split: it loses points.

    Parameters
    ----------
    tree : float array of shape (n_samples - 1, 4)
        From `single_linkage_tree`, or from SciPy's linkage.
    min_cluster_size : int
        At least 2.

    Returns
    -------
    condensed : CondensedTree

    Raises
    ------
    ValueError
        If min_cluster_size is not an integer of at least 2.

    Examples
    --------
    Two pairs, and a point that the second pair loses before the pairs join:

    >>> tree = np.array([[0, 1, 1, 2], [2, 3, 1, 2], [6, 4, 2, 3], [5, 7, 4, 5]], dtype=float)
    >>> condensed = condense(tree, min_cluster_size=2)
    >>> for parent, child, level, size in zip(*condensed):
    ...     print(parent, child, level, size)
    5 6 0.25 2
    5 7 0.25 3
    7 4 0.5 1
    7 2 1.0 1
    7 3 1.0 1
    6 0 1.0 1
    6 1 1.0 1
    """
    if not (isinstance(min_cluster_size, Integral) and min_cluster_size >= 2):
        raise ValueError(
            f"min_cluster_size must be an integer of at least 2, got {min_cluster_size!r}."
        )
    n_samples = len(tree) + 1
    below = tree[:, :2].astype(int)
    size = np.append(np.ones(n_samples, dtype=int), tree[:, 3].astype(int))
    root = 2 * n_samples - 2
    cluster_of = {root: n_samples}  # nodes of the hierarchy that are (still) a large cluster
    n_clusters = 1
    leaving = []
    for node in range(root, n_samples - 1, -1):  # from the top down: children come later
        if node not in cluster_of:
            continue
        distance = tree[node - n_samples, 2]
        level = 1 / distance if distance > 0 else np.inf
        splits = size[below[node - n_samples]].min() >= min_cluster_size
        for child in below[node - n_samples]:
            if size[child] < min_cluster_size:
                points = _points_under(child, below)
                leaving += [(cluster_of[node], point, level, 1) for point in points]
            elif splits:
                cluster_of[child] = n_samples + n_clusters
                n_clusters += 1
                leaving.append((cluster_of[node], cluster_of[child], level, size[child]))
            else:
                cluster_of[child] = cluster_of[node]
    parent, child, level, count = zip(*leaving, strict=True)
    return CondensedTree(np.array(parent), np.array(child), np.array(level), np.array(count))


def stabilities(condensed: CondensedTree) -> np.ndarray:
    """Add up how long each cluster keeps its points, in units of 1 / distance.

    Parameters
    ----------
    condensed : CondensedTree

    Returns
    -------
    stability : float array of shape (n_clusters,)
        Entry 0 is the root: cluster n_samples of the condensed tree.

    Notes
    -----
    Equation 5.3 of Campello, Moulavi and Sander (2013): the sum over the points of a cluster of
    the level at which the point leaves minus the level at which the cluster appears.

    Examples
    --------
    >>> tree = np.array([[0, 1, 1, 2], [2, 3, 1, 2], [6, 4, 2, 3], [5, 7, 4, 5]], dtype=float)
    >>> stabilities(condense(tree, min_cluster_size=2))  # .25 * 5, .75 * 2, .25 + .75 * 2
    array([1.25, 1.5 , 1.75])
    """
    root = condensed.parent.min()
    birth = np.zeros(condensed.parent.max() - root + 1)
    is_cluster = condensed.child >= root
    birth[condensed.child[is_cluster] - root] = condensed.level[is_cluster]
    born = birth[condensed.parent - root]
    # Among equal points both levels are infinite: the point leaves when the cluster appears.
    stays = np.subtract(
        condensed.level, born, out=np.zeros(len(born)), where=condensed.level > born
    )
    return np.bincount(condensed.parent - root, weights=stays * condensed.size)


def select_stable(condensed: CondensedTree, stability: np.ndarray) -> np.ndarray:
    """Choose the clusters, none inside another, with the largest sum of stabilities.

    From the leaves up: a cluster stays one unless the best choice inside it is worth more.

    Parameters
    ----------
    condensed : CondensedTree
    stability : float array of shape (n_clusters,)

    Returns
    -------
    selected : int array of shape (n_selected,)
        Clusters of the condensed tree. Never the root: all points in one cluster is no finding.

    Examples
    --------
    >>> tree = np.array([[0, 1, 1, 2], [2, 3, 1, 2], [6, 4, 2, 3], [5, 7, 4, 5]], dtype=float)
    >>> condensed = condense(tree, min_cluster_size=2)
    >>> select_stable(condensed, stabilities(condensed))
    array([6, 7])
    """
    above = _parents(condensed)
    worth = stability.copy()  # of the best choice inside a cluster, itself among the choices
    inside = np.zeros(len(worth))
    chosen = np.zeros(len(worth), dtype=bool)
    for cluster in range(len(worth) - 1, 0, -1):
        chosen[cluster] = stability[cluster] >= inside[cluster]
        worth[cluster] = max(stability[cluster], inside[cluster])
        inside[above[cluster]] += worth[cluster]
    taken = np.zeros(len(worth), dtype=bool)
    for cluster in range(1, len(worth)):  # what lies inside a chosen cluster is not chosen
        taken[cluster] = taken[above[cluster]]
        chosen[cluster] &= not taken[cluster]
        taken[cluster] |= chosen[cluster]
    return np.flatnonzero(chosen) + condensed.parent.min()


def label_points(condensed: CondensedTree, selected: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give each point the selected cluster that it belongs to, and how firmly.

    Parameters
    ----------
    condensed : CondensedTree
    selected : int array of shape (n_selected,)

    Returns
    -------
    labels : int array of shape (n_samples,)
        Points of no selected cluster are noise, -1.
    probabilities : float array of shape (n_samples,)
        The level at which a point leaves its cluster, in parts of the cluster's last level; noise
        has 0.

    Examples
    --------
    >>> tree = np.array([[0, 1, 1, 2], [2, 3, 1, 2], [6, 4, 2, 3], [5, 7, 4, 5]], dtype=float)
    >>> label_points(condense(tree, min_cluster_size=2), selected=np.array([6, 7]))
    (array([0, 0, 1, 1, 1]), array([1. , 1. , 1. , 1. , 0.5]))
    """
    root = condensed.parent.min()
    above = _parents(condensed)
    owner = np.full(len(above), NOISE)
    owner[selected - root] = np.arange(len(selected))
    for cluster in range(1, len(above)):
        if owner[cluster] == NOISE:
            owner[cluster] = owner[above[cluster]]
    is_point = condensed.child < root
    point, level = condensed.child[is_point], condensed.level[is_point]
    labels = np.empty(root, dtype=int)
    labels[point] = owner[condensed.parent[is_point] - root]

    last = np.zeros(len(above))
    np.maximum.at(last, condensed.parent - root, condensed.level)
    member = labels[point] != NOISE
    point, level = point[member], level[member]
    last = last[selected - root][labels[point]]
    probabilities = np.zeros(root)
    probabilities[point] = 1.0
    early = level < last
    probabilities[point[early]] = level[early] / last[early]
    return labels, probabilities


def hdbscan(
    X: np.ndarray, min_cluster_size: int = 5, min_samples: int | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Find clusters of different densities, without an `eps`.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    min_cluster_size : int, default=5
        Fewer points than this are no cluster.
    min_samples : int, optional
        Neighbors that make a point core, the point itself counted; `min_cluster_size` if None.

    Returns
    -------
    labels : int array of shape (n_samples,)
        Noise is -1.
    probabilities : float array of shape (n_samples,)
        How firmly each point belongs, from 0 (noise) to 1.

    Raises
    ------
    ValueError
        If X is not a finite table, min_cluster_size below 2, or min_samples not between 1 and
        n_samples, or if there is one sample only.

    Notes
    -----
    Many mutual reachability distances are equal, as one core distance can decide several of them.
    Equal edges may be merged in any order; a point that hangs between two clusters by equal edges
    is then noise or a member, as the order has it. All orders are valid results. This one takes
    the same as scikit-learn, as long as both round the distances in the same way.

    Examples
    --------
    >>> X = np.array([0.0, 0.1, 0.2, 5.0, 5.1, 5.2, 99.0]).reshape(-1, 1)
    >>> labels, probabilities = hdbscan(X, min_cluster_size=3, min_samples=2)
    >>> labels
    array([ 0,  0,  0,  1,  1,  1, -1])
    """
    X = check_array(X, dtype=float, ensure_min_samples=2)
    edges, lengths = spanning_tree(X, min_cluster_size if min_samples is None else min_samples)
    condensed = condense(single_linkage_tree(edges, lengths), min_cluster_size)
    return label_points(condensed, select_stable(condensed, stabilities(condensed)))


class HDBSCAN(ClusterMixin, BaseEstimator):
    """Clusters of different densities, as a scikit-learn estimator over `hdbscan`.

    Parameters
    ----------
    min_cluster_size : int, default=5
        Fewer points than this are no cluster.
    min_samples : int, optional
        Neighbors that make a point core, the point itself counted; `min_cluster_size` if None.

    Attributes
    ----------
    labels_ : int array of shape (n_samples,)
        Noise is -1.
    probabilities_ : float array of shape (n_samples,)
        How firmly each point belongs, from 0 (noise) to 1.
    n_features_in_ : int
        Features seen in `fit`.

    Examples
    --------
    >>> X = [[0.0], [0.1], [0.2], [5.0], [5.1], [5.2], [99.0]]
    >>> HDBSCAN(min_cluster_size=3, min_samples=2).fit_predict(X)
    array([ 0,  0,  0,  1,  1,  1, -1])
    """

    def __init__(self, min_cluster_size: int = 5, min_samples: int | None = None):
        """Keep the parameters as they are given."""
        self.min_cluster_size = min_cluster_size
        self.min_samples = min_samples

    def fit(self, X: np.ndarray, y: None = None) -> "HDBSCAN":
        """Cluster the rows of X.

        Parameters
        ----------
        X : float array of shape (n_samples, n_features)
        y : None
            Ignored; here because every estimator takes it.

        Returns
        -------
        self : HDBSCAN

        Raises
        ------
        ValueError
            As `hdbscan` does.
        """
        X = validate_data(self, X, dtype=float)
        self.labels_, self.probabilities_ = hdbscan(X, self.min_cluster_size, self.min_samples)
        return self


def _points_under(node: int, below: np.ndarray) -> list[int]:
    """List the points of a node of the hierarchy."""
    n_samples = len(below) + 1
    points, stack = [], [node]
    while stack:
        node = stack.pop()
        if node < n_samples:
            points.append(node)
        else:
            stack.extend(below[node - n_samples])
    return points


def _parents(condensed: CondensedTree) -> np.ndarray:
    """Return the parent of each cluster, both counted from the root, which is 0."""
    root = condensed.parent.min()
    is_cluster = condensed.child >= root
    above = np.zeros(condensed.parent.max() - root + 1, dtype=int)
    above[condensed.child[is_cluster] - root] = condensed.parent[is_cluster] - root
    return above
