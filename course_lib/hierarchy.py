"""Hierarchical clustering: a tree of clusters, from single points to one, and what to do with it.

`merge_closest` is the algorithm as the text tells it. `linkage` builds the same tree by the short
cuts of `fast_linkage`. `cut`, `cophenetic` and `AgglomerativeClustering` read the tree. `bisect`
goes the other way, from one cluster down.
"""

import warnings
from numbers import Integral, Real

import numpy as np
from scipy.cluster.hierarchy import is_valid_linkage
from scipy.spatial.distance import cdist, pdist, squareform
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_array, check_random_state
from sklearn.utils.validation import validate_data

from course_lib.fast_linkage import merge_tree, neighbor_chain, spanning_path, ward_rounds
from course_lib.kmeans import KMeans
from course_lib.linkage_rules import LINKAGES, distance_to_union
from course_lib.linkage_rules import ward_cost as ward_cost  # readers look for it here


def merge_closest(X: np.ndarray, method: str = "ward") -> np.ndarray:
    """Merge the two closest clusters until one is left: the plain loop, O(n^3) time.

    Parameters
    ----------
    X : array of shape (n_samples, n_features)
    method : {"single", "complete", "average", "ward"}

    Returns
    -------
    Z : float array of shape (n_samples - 1, 4)
        The tree, as `linkage` returns it.

    Examples
    --------
    >>> merge_closest([[1], [2], [6]], method="single")
    array([[0., 1., 1., 2.],
           [2., 3., 4., 3.]])
    """
    X = check_points(X, method)
    Z = np.empty((len(X) - 1, 4))
    distances = cdist(X, X)  # step 1: every point is a cluster
    names, sizes = np.arange(len(X)), np.ones(len(X))
    for step in range(len(X) - 1):
        above = np.triu_indices(len(distances), k=1)
        closest = distances[above].argmin()  # step 2a: find the closest two, a and b
        a, b = above[0][closest], above[1][closest]
        height = distances[a, b]
        Z[step] = *sorted((names[a], names[b])), height, sizes[a] + sizes[b]
        distances[a] = distances[:, a] = distance_to_union(  # step 2b: a becomes the union
            distances[a], distances[b], height, sizes[a], sizes[b], sizes, method
        )
        distances[a, a] = 0.0
        names[a], sizes[a] = len(X) + step, sizes[a] + sizes[b]
        others = np.arange(len(names)) != b  # step 2c: b is gone
        names, sizes, distances = names[others], sizes[others], distances[np.ix_(others, others)]
    return Z


def linkage(X: np.ndarray, method: str = "ward") -> np.ndarray:
    """Build the tree of agglomerative clustering, in the format of SciPy.

    Parameters
    ----------
    X : array of shape (n_samples, n_features)
        The points; distances are Euclidean.
    method : {"single", "complete", "average", "ward"}

    Returns
    -------
    Z : float array of shape (n_samples - 1, 4)
        One merge a row, lowest first: the two clusters, the height of the merge in units of the
        features, the size of the union. Cluster ``i < n_samples`` is point ``i``; cluster
        ``n_samples + i`` is the union of row ``i``. Where distances tie, the tied part of the tree
        may differ from SciPy's and be as right.

    Raises
    ------
    ValueError
        If X is not a table of finite numbers, or the method is not one of the four.

    Notes
    -----
    Memory above X: O(n) for "single", O(n d) for "ward", 8 n^2 bytes for "complete" and "average".

    Examples
    --------
    >>> linkage([[1], [2], [6]], method="complete")
    array([[0., 1., 1., 2.],
           [2., 3., 5., 3.]])
    """
    X = check_points(X, method)
    if method == "ward":
        return merge_tree(*ward_rounds(X))
    if method == "single":
        return merge_tree(*spanning_path(X))
    return merge_tree(*neighbor_chain(cdist(X, X), method))


def check_points(X: np.ndarray, method: str) -> np.ndarray:
    """Return X as a table of finite floats, or say what is wrong with it or with the method.

    Parameters
    ----------
    X : array of shape (n_samples, n_features)
    method : str

    Returns
    -------
    X : float array of shape (n_samples, n_features)

    Raises
    ------
    ValueError
        If X is not a table of finite numbers, or the method is not one of the four.

    Examples
    --------
    >>> check_points([[1], [2]], "ward")
    array([[1.], [2.]])
    """
    if method not in LINKAGES:
        raise ValueError(f"unknown linkage method {method!r}; choose one of {', '.join(LINKAGES)}")
    return check_array(X, dtype=float, input_name="X")


def check_tree(Z: np.ndarray) -> np.ndarray:
    """Return Z as a float table, or say why it is not a tree whose heights never fall.

    Parameters
    ----------
    Z : array of shape (n_samples - 1, 4)

    Returns
    -------
    Z : float array of shape (n_samples - 1, 4)

    Raises
    ------
    ValueError
        If Z is not a tree in the format of `linkage`, or if its heights are not in order.

    Examples
    --------
    >>> check_tree([[0, 1, 2.5, 2]])
    array([[0. , 1. , 2.5, 2. ]])
    """
    Z = np.asarray(Z, dtype=float)
    if Z.shape == (0, 4):
        return Z
    is_valid_linkage(Z, throw=True, name="Z")
    if (np.diff(Z[:, 2]) < 0).any():
        raise ValueError("the heights in Z fall from one row to the next; build Z with linkage")
    return Z


def cut(Z: np.ndarray, n_clusters: int | None = None, height: float | None = None) -> np.ndarray:
    """Cut the tree into a number of clusters, or at a height.

    Parameters
    ----------
    Z : array of shape (n_samples - 1, 4)
        A tree, as `linkage` returns it.
    n_clusters : int, optional
        Undo the last merges until so many clusters are left.
    height : float, optional
        Keep the merges up to this height, itself included. Give either this or `n_clusters`.

    Returns
    -------
    labels : int array of shape (n_samples,)
        Clusters are numbered by their first member.

    Raises
    ------
    ValueError
        If Z is not a tree, if both or neither of the two are given, or if the number of clusters
        is not an integer from 1 to n_samples.

    Examples
    --------
    >>> Z = linkage([[1], [2], [6], [8]], method="single")
    >>> cut(Z, n_clusters=2), cut(Z, height=1.5)
    (array([0, 0, 1, 1]), array([0, 0, 1, 2]))
    """
    Z = check_tree(Z)
    n_samples = len(Z) + 1
    if (n_clusters is None) == (height is None):
        raise ValueError(
            f"give either n_clusters or height; got n_clusters={n_clusters!r}, height={height!r}"
        )
    if height is not None:
        n_merges = np.searchsorted(Z[:, 2], height, side="right")
    elif isinstance(n_clusters, Integral) and 1 <= n_clusters <= n_samples:
        n_merges = n_samples - n_clusters
    else:
        raise ValueError(
            f"n_clusters must be an integer from 1 to n_samples = {n_samples}, got {n_clusters!r}"
        )
    cluster = np.arange(2 * n_samples - 1)
    for row in reversed(range(n_merges)):  # from the top: parts take the name of their union
        cluster[Z[row, :2].astype(int)] = cluster[n_samples + row]
    _, first, labels = np.unique(cluster[:n_samples], return_index=True, return_inverse=True)
    return first.argsort().argsort()[labels]


def cophenetic(Z: np.ndarray) -> np.ndarray:
    """Return for each two points the height at which they first share a cluster.

    Parameters
    ----------
    Z : array of shape (n_samples - 1, 4)
        A tree, as `linkage` returns it.

    Returns
    -------
    heights : float array of shape (n_samples * (n_samples - 1) / 2,)
        Pairs (0, 1), (0, 2), ..., (1, 2), ..., in the order of SciPy's ``pdist``.

    Raises
    ------
    ValueError
        If Z is not a tree.

    Notes
    -----
    Sokal and Rohlf (1962), Taxon 11, 33-40. The table takes 8 n^2 bytes.

    Examples
    --------
    >>> cophenetic(linkage([[1], [2], [6]], method="single"))
    array([1., 4., 4.])
    """
    Z = check_tree(Z)
    n_samples = len(Z) + 1
    table = np.zeros((n_samples, n_samples))
    members = {point: [point] for point in range(n_samples)}
    for row, (a, b, height, _) in enumerate(Z):
        left, right = members.pop(a), members.pop(b)
        table[np.ix_(left, right)] = height
        members[n_samples + row] = left + right
    return squareform(table + table.T, checks=False)


def cophenetic_correlation(X: np.ndarray, Z: np.ndarray) -> float:
    """Return how well a tree keeps the distances: their correlation with the cophenetic ones.

    Parameters
    ----------
    X : array of shape (n_samples, n_features)
        The points.
    Z : array of shape (n_samples - 1, 4)
        A tree of these points, as `linkage` returns it.

    Returns
    -------
    correlation : float
        At most 1; the nearer to 1, the better the dendrogram tells the distances.

    Raises
    ------
    ValueError
        If Z is not a tree of as many points as X has, or if all distances are equal, which leaves
        the correlation undefined.

    Examples
    --------
    >>> X = [[1], [2], [6]]
    >>> print(f"{cophenetic_correlation(X, linkage(X, method='single')):.4f}")
    0.9707
    """
    X = check_array(X, dtype=float, input_name="X")
    in_tree = cophenetic(Z)
    if len(X) != len(Z) + 1:
        raise ValueError(f"X has {len(X)} points, but Z is a tree of {len(Z) + 1}")
    distances = pdist(X)
    if len(X) < 3 or np.ptp(distances) == 0 or np.ptp(in_tree) == 0:
        raise ValueError("the cophenetic correlation needs distances that differ; all are equal")
    return float(np.corrcoef(distances, in_tree)[0, 1])


def bisect(
    X: np.ndarray, n_clusters: int, random_state: int | np.random.RandomState | None = None
) -> np.ndarray:
    """Cluster from the top down: split the cluster with the largest inertia in two, and repeat.

    Parameters
    ----------
    X : array of shape (n_samples, n_features)
    n_clusters : int
    random_state : int, RandomState or None
        Decides where each two-means run starts.

    Returns
    -------
    labels : int array of shape (n_samples,)

    Raises
    ------
    ValueError
        If X is not a table of finite numbers, or if `n_clusters` is not an integer from 1 to
        n_samples.

    Warns
    -----
    ConvergenceWarning
        If X has fewer distinct points than `n_clusters`; there are then fewer clusters.

    Notes
    -----
    Bisecting K-Means: Steinbach, Karypis and Kumar (2000), KDD Workshop on Text Mining.

    Examples
    --------
    >>> labels = bisect([[1], [2], [10], [11], [30]], n_clusters=3, random_state=0)
    >>> labels[0] == labels[1], labels[2] == labels[3], len(set(labels.tolist()))
    (np.True_, np.True_, 3)
    """
    X = check_array(X, dtype=float, input_name="X")
    if not isinstance(n_clusters, Integral) or not 1 <= n_clusters <= len(X):
        raise ValueError(
            f"n_clusters must be an integer from 1 to n_samples = {len(X)}, got {n_clusters!r}"
        )
    rng = check_random_state(random_state)
    labels = np.zeros(len(X), dtype=int)
    inertias = [_inertia(X)]
    for new in range(1, n_clusters):
        widest = int(np.argmax(inertias))
        if inertias[widest] == 0:
            warnings.warn(
                f"X has {new} distinct points, fewer than n_clusters = {n_clusters}",
                ConvergenceWarning,
                stacklevel=2,
            )
            break
        members = np.flatnonzero(labels == widest)
        halves = KMeans(n_clusters=2, n_init=10, random_state=rng).fit(X[members]).labels_
        labels[members[halves == 1]] = new
        inertias[widest] = _inertia(X[members[halves == 0]])
        inertias.append(_inertia(X[members[halves == 1]]))
    return labels


def _inertia(X: np.ndarray) -> float:
    """Sum of squared distances to the mean; exactly 0 for equal points."""
    shifted = X - X[0]
    return float(((shifted - shifted.mean(axis=0)) ** 2).sum())


class AgglomerativeClustering(ClusterMixin, BaseEstimator):
    """Agglomerative clustering with the interface of scikit-learn.

    Parameters
    ----------
    n_clusters : int or None, default=2
        Number of clusters; None if `distance_threshold` decides.
    linkage : {"ward", "complete", "average", "single"}, default="ward"
    distance_threshold : float or None, default=None
        Clusters at this distance or farther apart stay apart. Give either this or `n_clusters`.

    Attributes
    ----------
    labels_ : int array of shape (n_samples,)
        Clusters are numbered by their first member.
    children_ : int array of shape (n_samples - 1, 2)
        The two clusters of each merge, named as by `course_lib.hierarchy.linkage`.
    distances_ : float array of shape (n_samples - 1,)
        The heights of the merges.
    n_clusters_ : int
        Number of clusters found.
    n_leaves_ : int
        Number of points.
    n_features_in_ : int

    Examples
    --------
    >>> AgglomerativeClustering(n_clusters=2).fit_predict([[1], [2], [6], [8]])
    array([0, 0, 1, 1])
    """

    def __init__(
        self,
        n_clusters: int | None = 2,
        *,
        linkage: str = "ward",
        distance_threshold: float | None = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.linkage = linkage
        self.distance_threshold = distance_threshold

    def fit(self, X: np.ndarray, y: None = None) -> "AgglomerativeClustering":
        """Build the tree and cut it.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)
            At least two points.
        y : ignored

        Returns
        -------
        self : AgglomerativeClustering
        """
        X = validate_data(self, X, dtype=float, ensure_min_samples=2)
        threshold = self.distance_threshold
        if (self.n_clusters is None) == (threshold is None):
            raise ValueError(
                "Exactly one of n_clusters and distance_threshold must be set, the other None; "
                f"got n_clusters={self.n_clusters!r}, distance_threshold={threshold!r}"
            )
        if threshold is not None and not (isinstance(threshold, Real) and threshold >= 0):
            raise ValueError(f"distance_threshold must be a number >= 0, got {threshold!r}")
        Z = linkage(X, method=self.linkage)
        self.children_ = Z[:, :2].astype(int)
        self.distances_ = Z[:, 2]
        self.n_leaves_ = len(X)
        self.n_clusters_ = self.n_clusters
        if threshold is not None:
            self.n_clusters_ = int(np.count_nonzero(self.distances_ >= threshold)) + 1
        self.labels_ = cut(Z, n_clusters=self.n_clusters_)
        return self
