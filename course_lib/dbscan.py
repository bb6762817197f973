"""DBSCAN: clusters are crowded regions, and what lies in no crowd is noise.

Three words carry the algorithm. The *neighbors* of a point are all points at a distance of at
most `eps`, the point itself among them. A point with at least `min_samples` neighbors is a *core*
point. A point that is not core but has a core neighbor is a *border* point; what is neither is
*noise* and gets the label -1.

`spread_steps` tells the story as the text does, and `spread` is how it ends. `dbscan` gives the
same labels from a graph.
"""

from collections.abc import Iterator
from numbers import Integral, Real

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import KDTree
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import check_array, validate_data

from course_lib.geometry import lift, probe, row_blocks

NOISE = -1

# Above about 15 features a KD-tree looks at nearly all points; a matrix product does it faster.
MOST_TREE_FEATURES = 15
# A pair costs about 60 bytes while it is worked on: 2**24 pairs are one gigabyte.
MOST_STORED_PAIRS = 2**24
# A block of the distance table: 256 rows share one bounding box, 2**20 cells are 8 megabytes.
ROWS_PER_BLOCK, COLUMNS_PER_BLOCK = 2**8, 2**12


def spread_steps(X: np.ndarray, eps: float, min_samples: int) -> Iterator[tuple[int, np.ndarray]]:
    """Spread from core point to neighbors, and stop at each visited point: the story, in one loop.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    eps : float
        Radius of a neighborhood, in the units of X; a distance of exactly eps is inside.
    min_samples : int
        Neighbors that make a point core; the point itself counts.

    Yields
    ------
    point : int
        The point that was visited. A point of noise that is a border point after all is visited
        twice: when it is its turn, and when a cluster reaches it.
    labels : int array of shape (n_samples,)
        What is known after the visit, -1 for points in no cluster yet. It is one array for the
        whole run: copy it if you want to keep it.

    Raises
    ------
    ValueError
        If X is not a finite table, eps not positive, or min_samples not a positive integer.

    Examples
    --------
    >>> for point, labels in spread_steps(np.array([[9.0], [0.0], [1.0], [2.0]]), 1.0, 3):
    ...     print(point, labels)
    0 [-1 -1 -1 -1]
    1 [-1 -1 -1 -1]
    2 [-1  0  0  0]
    3 [-1  0  0  0]
    1 [-1  0  0  0]
    """
    X = _checked(X, eps, min_samples)
    neighbors = [np.flatnonzero(((X - x) ** 2).sum(axis=1) <= eps**2) for x in X]
    labels = np.full(len(X), NOISE)
    cluster = 0
    for start in range(len(X)):
        if labels[start] != NOISE:
            continue  # a cluster has reached it
        stack = [start]
        while stack:
            near = neighbors[point := stack.pop()]
            if len(near) >= min_samples:  # border points belong, but do not spread
                labels[point] = cluster
                fresh = near[labels[near] == NOISE]
                labels[fresh] = cluster  # now, so that none is stacked twice
                stack.extend(fresh)
            yield point, labels
        cluster = labels.max() + 1


def spread(X: np.ndarray, eps: float, min_samples: int) -> np.ndarray:
    """Label the points by spreading from core point to neighbors: where `spread_steps` ends.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    eps : float
        Radius of a neighborhood, in the units of X; a distance of exactly eps is inside.
    min_samples : int
        Neighbors that make a point core; the point itself counts.

    Returns
    -------
    labels : int array of shape (n_samples,)
        Clusters count from 0 in the order of their first core point; noise is -1.

    Raises
    ------
    ValueError
        If X is not a finite table, eps not positive, or min_samples not a positive integer.

    Notes
    -----
    A border point that two clusters reach belongs to the one found first, so it depends on the
    order of the rows. Core points and noise do not [1]_.

    References
    ----------
    .. [1] M. Ester, H.-P. Kriegel, J. Sander, X. Xu, "A density-based algorithm for discovering
       clusters in large spatial databases with noise", KDD-96, 226-231.

    Examples
    --------
    >>> spread(np.array([[0.0], [1.0], [2.0], [9.0], [10.0], [11.0], [50.0]]), 1.0, 3)
    array([ 0,  0,  0,  1,  1,  1, -1])
    """
    *_, (_, labels) = spread_steps(X, eps, min_samples)
    return labels


def dbscan(X: np.ndarray, eps: float = 0.5, min_samples: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Find core points and clusters as a graph: the labels of `spread`, without its loop.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    eps : float
        Radius of a neighborhood, in the units of X; a distance of exactly eps is inside.
    min_samples : int
        Neighbors that make a point core; the point itself counts.

    Returns
    -------
    core_sample_indices : int array of shape (n_core_samples,)
        Rows of X that are core points, in rising order.
    labels : int array of shape (n_samples,)
        Clusters count from 0 in the order of their first core point; noise is -1.

    Raises
    ------
    ValueError
        If X is not a finite table, eps not positive, or min_samples not a positive integer.

    Notes
    -----
    Join two core points where they are neighbors: the clusters are the connected components.
    Spreading walks along exactly these edges, so it reaches all of a component and nothing else.
    It finishes one cluster before it begins the next, so a border point gets the smallest label
    among its core neighbors.

    A pair of neighbors takes about 60 bytes. Where `eps` reaches an eighth of all points, or the
    pairs would fill more than a gigabyte, they are not kept: the distance table is made again
    block by block, with about a hundred megabytes. Time is n_samples squared at worst.

    Examples
    --------
    >>> core, labels = dbscan(np.array([[0.0], [1.0], [2.0], [9.0]]), eps=1.0, min_samples=3)
    >>> core, labels
    (array([1]), array([ 0,  0,  0, -1]))
    """
    X = _checked(X, eps, min_samples)
    n_samples = len(X)
    # In the order of the leaves of a tree, neighbors in space are neighbors in memory.
    order = KDTree(X, leafsize=32, balanced_tree=False).indices
    graph = NeighborGraph(X[order], eps)
    core = graph.degrees() >= min_samples

    part = np.where(core, np.arange(n_samples), NOISE)
    for first, second in graph.edges(part):
        both = core[first] & core[second]
        part[core] = _join(part, first[both], second[both])[core]

    # Number the parts by their first core point, in the order of the rows of X.
    first_row = np.full(n_samples, n_samples)
    np.minimum.at(first_row, part[core], order[core])
    founders = np.sort(first_row[first_row < n_samples])
    label = np.full(n_samples, n_samples)  # larger than any label, until one is smaller
    label[core] = np.searchsorted(founders, first_row[part[core]])
    for first, second in graph.edges(core):
        inner, outer = np.where(core[first], (first, second), (second, first))
        np.minimum.at(label, outer, label[inner])

    labels = np.empty(n_samples, dtype=int)
    labels[order] = np.where(label < n_samples, label, NOISE)
    return np.sort(order[core]), labels


class NeighborGraph:
    """The graph that joins all points within eps of each other.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
        Best in an order where neighbors in space are close in memory.
    eps : float

    Attributes
    ----------
    pairs : int array of shape (n_pairs, 2), or None
        Each pair of neighbors once; None where they would not fit into memory.

    Examples
    --------
    >>> graph = NeighborGraph(np.array([[0.0], [1.0], [2.0], [7.0]]), eps=1.0)
    >>> graph.degrees()
    array([2, 3, 2, 1])
    >>> list(graph.edges(np.array([0, 0, 1, 1])))
    [(array([1]), array([2]))]
    """

    def __init__(self, X: np.ndarray, eps: float):
        """Estimate how many pairs there are, and keep them where they fit."""
        self.X, self.eps, self.pairs = X, eps, None
        # Every so many-th point of an order that follows space: no crowd can hide from it.
        sample = X[:: max(1, len(X) // 256)]
        by_tree = X.shape[1] <= MOST_TREE_FEATURES
        if by_tree:
            tree = KDTree(X, leafsize=20, balanced_tree=False)
            degree = tree.query_ball_point(sample, eps, return_length=True).mean()
        else:
            degree = within(sample, X, eps).sum(axis=1).mean()
        if degree > len(X) / 8 or degree * len(X) / 2 > MOST_STORED_PAIRS:
            return
        if by_tree:
            self.pairs = tree.query_pairs(eps, output_type="ndarray")
        else:
            batches = [np.column_stack(batch) for batch in self.edges(np.arange(len(X)))]
            self.pairs = np.concatenate([np.empty((0, 2), dtype=int), *batches])

    def degrees(self) -> np.ndarray:
        """Count the neighbors of each point, the point itself among them."""
        n_samples = len(self.X)
        if self.pairs is not None:
            ends = self.pairs.T
            return 1 + sum(np.bincount(end, minlength=n_samples) for end in ends)
        degrees = np.ones(n_samples, dtype=int)
        for rows, columns in self._blocks():
            table = self._table(rows, columns)
            degrees[rows] += table.sum(axis=1)
            degrees[columns] += table.sum(axis=0)
        return degrees

    def edges(self, mark: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Yield the edges between points of different marks, in batches, each edge once.

        The marks may change between two batches: what has become equal is not yielded any more.
        """
        if self.pairs is not None:
            # Every k-th pair: a first thin sample joins nearly all that will be joined.
            step = min(16, len(self.pairs) // (4 * len(self.X)) + 1)
            for start in range(step):
                first, second = self.pairs[start::step].T
                differ = mark[first] != mark[second]
                yield first[differ], second[differ]
            return
        for rows, columns in self._blocks():
            if (mark[rows] == mark[rows[0]]).all() and (mark[columns] == mark[rows[0]]).all():
                continue  # nothing differs, so the distances do not matter
            table = self._table(rows, columns) & (mark[rows][:, None] != mark[columns])
            first, second = np.divmod(np.flatnonzero(table), len(columns))
            yield rows[first], columns[second]

    def _blocks(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Cut the upper half of the distance table into blocks; leave out what is too far."""
        features = self.X.T.copy()
        reach = self.eps * (1 + 1e-9)  # rounding must not leave out what is exactly eps away
        for start in range(0, len(self.X), ROWS_PER_BLOCK):
            rows = np.arange(start, min(start + ROWS_PER_BLOCK, len(self.X)))
            near = np.arange(start, len(self.X))
            for feature in features:
                low, high = feature[rows].min(), feature[rows].max()
                near = near[(low - feature[near] <= reach) & (feature[near] - high <= reach)]
            for cut in range(0, len(near), COLUMNS_PER_BLOCK):
                yield rows, near[cut : cut + COLUMNS_PER_BLOCK]

    def _table(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Tell which rows and columns are neighbors; each pair counts above the diagonal only."""
        return within(self.X[rows], self.X[columns], self.eps) & (rows[:, None] < columns)


def within(A: np.ndarray, B: np.ndarray, eps: float) -> np.ndarray:
    """Tell which points of A and B lie within eps of each other, exactly.

    Parameters
    ----------
    A : float array of shape (n_a, n_features)
    B : float array of shape (n_b, n_features)
    eps : float
        A distance of exactly eps is inside.

    Returns
    -------
    table : bool array of shape (n_a, n_b)

    Notes
    -----
    The matrix product is fast but rounds; it decides only where its error cannot matter. The few
    pairs on the border of eps are decided by their differences, as everywhere else.

    Examples
    --------
    >>> within(np.array([[0.0, 0.0]]), np.array([[3.0, 4.0], [3.1, 4.0]]), 5.0)
    array([[ True, False]])
    """
    a, b = lift(A - A[0]), probe(B - A[0])
    squared = a @ b.T
    largest = a[:, -2].max() + b[:, -1].max()
    slack = 8 * (A.shape[1] + 4) * np.finfo(float).eps * largest
    table = squared <= eps**2 + slack
    unsure = table & (squared > eps**2 - slack)
    i, j = np.divmod(np.flatnonzero(unsure), len(B))  # several times as fast as nonzero()
    for some in row_blocks(len(i), A.shape[1]):
        gap = A[i[some]] - B[j[some]]
        table[i[some], j[some]] = (gap**2).sum(axis=1) <= eps**2
    return table


def _join(part: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Give one number to all parts that the edges connect."""
    edges = (np.ones(len(first), dtype=bool), (part[first], part[second]))
    graph = coo_array(edges, shape=(len(part), len(part)))
    return connected_components(graph, directed=False)[1][part]


def neighbor_counts(X: np.ndarray, eps: float) -> np.ndarray:
    """Count the neighbors of every point, the point itself among them.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    eps : float
        Radius of a neighborhood, in the units of X; a distance of exactly eps is inside.

    Returns
    -------
    counts : int array of shape (n_samples,)

    Raises
    ------
    ValueError
        If X is not a finite table or eps not positive.

    Examples
    --------
    >>> neighbor_counts(np.array([[0.0], [1.0], [2.0], [9.0]]), eps=1.0)
    array([2, 3, 2, 1])
    """
    X = _checked(X, eps)
    return KDTree(X).query_ball_point(X, eps, return_length=True)


def point_types(X: np.ndarray, eps: float, min_samples: int) -> np.ndarray:
    """Name every point "core", "border" or "noise".

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    eps : float
        Radius of a neighborhood, in the units of X; a distance of exactly eps is inside.
    min_samples : int
        Neighbors that make a point core; the point itself counts.

    Returns
    -------
    types : str array of shape (n_samples,)

    Raises
    ------
    ValueError
        If X is not a finite table, eps not positive, or min_samples not a positive integer.

    Examples
    --------
    >>> point_types(np.array([[0.0], [1.0], [2.0], [9.0]]), eps=1.0, min_samples=3)
    array(['border', 'core', 'border', 'noise'], dtype='<U6')
    """
    core_sample_indices, labels = dbscan(X, eps, min_samples)
    types = np.where(labels == NOISE, "noise", "border")
    types[core_sample_indices] = "core"
    return types


def k_distances(X: np.ndarray, k: int) -> np.ndarray:
    """Return each point's distance to its k-th neighbor, sorted: the plot that suggests `eps`.

    With k = min_samples, a point is core exactly where its k-distance is at most eps.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    k : int
        The point itself is its first neighbor, so k = 1 gives zeros.

    Returns
    -------
    distances : float array of shape (n_samples,)
        In rising order, in the units of X.

    Raises
    ------
    ValueError
        If X is not a finite table, or k is not between 1 and n_samples.

    Examples
    --------
    >>> k_distances(np.array([[0.0], [1.0], [2.0], [9.0]]), k=2)
    array([1., 1., 1., 7.])
    """
    X = check_array(X, dtype=float)
    if not (isinstance(k, Integral) and 1 <= k <= len(X)):
        raise ValueError(
            f"k must be an integer from 1 to the number of points, {len(X)} "
            f"(a point counts itself), got {k!r}."
        )
    return np.sort(KDTree(X).query(X, [k])[0].ravel())


class DBSCAN(ClusterMixin, BaseEstimator):
    """Density-based clustering, as a scikit-learn estimator over `dbscan`.

    Parameters
    ----------
    eps : float, default=0.5
        Radius of a neighborhood, in the units of X; a distance of exactly eps is inside.
    min_samples : int, default=5
        Neighbors that make a point core; the point itself counts.

    Attributes
    ----------
    labels_ : int array of shape (n_samples,)
        Clusters count from 0; noise is -1.
    core_sample_indices_ : int array of shape (n_core_samples,)
        Rows of X that are core points, in rising order.
    components_ : float array of shape (n_core_samples, n_features)
        The core points themselves.
    n_features_in_ : int
        Features seen in `fit`.

    Examples
    --------
    >>> DBSCAN(eps=1.0, min_samples=3).fit_predict([[0.0], [1.0], [2.0], [9.0]])
    array([ 0,  0,  0, -1])
    """

    def __init__(self, eps: float = 0.5, min_samples: int = 5):
        """Keep the parameters as they are given."""
        self.eps = eps
        self.min_samples = min_samples

    def fit(self, X: np.ndarray, y: None = None) -> "DBSCAN":
        """Cluster the rows of X.

        Parameters
        ----------
        X : float array of shape (n_samples, n_features)
        y : None
            Ignored; here because every estimator takes it.

        Returns
        -------
        self : DBSCAN

        Raises
        ------
        ValueError
            If X is not a finite table, eps not positive, or min_samples not a positive integer.
        """
        X = validate_data(self, X, dtype=float)
        self.core_sample_indices_, self.labels_ = dbscan(X, self.eps, self.min_samples)
        self.components_ = X[self.core_sample_indices_]
        return self


def _checked(X: np.ndarray, eps: float, min_samples: int = 1) -> np.ndarray:
    """Return X as a float table, or say what is wrong."""
    if not (isinstance(eps, Real) and 0 < eps < np.inf):
        raise ValueError(
            f"eps must be a positive distance in the units of X, got {eps!r}; "
            "read one off k_distances(X, min_samples)."
        )
    if not (isinstance(min_samples, Integral) and min_samples >= 1):
        raise ValueError(
            f"min_samples must be an integer of at least 1 (a point counts itself), "
            f"got {min_samples!r}."
        )
    return check_array(X, dtype=float)
