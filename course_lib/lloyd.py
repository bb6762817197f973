"""Lloyd's algorithm: each point to its nearest center, each center to its points, and again.

`lloyd_steps` tells it, built from `assign`, `refill`, `update` and `inertia`. `lloyd` does the
same fast, by looking only at points that could change.
"""

from collections.abc import Iterator
from numbers import Integral
from typing import NamedTuple

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.utils import check_scalar

from course_lib.arguments import as_points, check_enough
from course_lib.geometry import indicator, lift, probe, row_blocks
from course_lib.metrics import inertia

EPSILON = np.finfo(float).eps


def countdown_of(n_clusters: int) -> np.ndarray:
    """Return k, k-1, ..., 1 as a column of the smallest integers that hold k.

    The largest number among the marked rows of a table belongs to the first marked row, so
    `k - (marked * countdown).max(axis=0)` is an argmin over bytes, several times faster.
    """
    return np.arange(n_clusters, 0, -1, dtype=np.min_scalar_type(n_clusters))[:, None]


def assign(X: np.ndarray, centers: np.ndarray) -> np.ndarray:
    """Return the nearest center of every point; the first of equally near ones wins.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    centers : float array of shape (n_clusters, n_features)

    Returns
    -------
    labels : int array of shape (n_samples,)

    Raises
    ------
    ValueError
        If an argument is no table of finite numbers, or their features differ in number.

    Notes
    -----
    One product gives all distances up to rounding. Where rounding could change the winner, the
    differences decide: the result is that of ``cdist(X, centers).argmin(axis=1)``, sooner.

    Examples
    --------
    >>> assign(np.array([[1.0, 1.0], [3.0, 4.0], [4.0, 6.0]]), np.array([[1.0, 1.0], [5.0, 7.0]]))
    array([0, 0, 1])
    """
    X = as_points(X)
    (n_samples, n_features), n_clusters = X.shape, len(centers)
    centers = as_points(centers, "centers", n_features)
    origin = centers.mean(axis=0)
    probes, countdown = probe(centers - origin), countdown_of(n_clusters)
    labels = np.empty(n_samples, dtype=np.intp)
    for rows in row_blocks(n_samples, n_clusters + n_features):
        lifted = lift(X[rows] - origin)
        table = probes @ lifted.T
        first = table.min(axis=0)
        # A product of n terms is off by less than n eps (|x| + |c|)^2, and |c| <= |x| + |x - c|.
        rounding = 16 * (n_features + 4) * EPSILON * (lifted[:, n_features] + np.abs(first))
        near = table <= first + rounding
        labels[rows] = n_clusters - (near * countdown).max(axis=0)
        close = rows.start + np.flatnonzero(np.count_nonzero(near, axis=0) > 1)
        if close.size:
            labels[close] = cdist(X[close], centers, "sqeuclidean").argmin(axis=1)
    return labels


def update(X: np.ndarray, labels: np.ndarray, centers: np.ndarray) -> np.ndarray:
    """Return the mean of each cluster's members; an empty cluster keeps its old center.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    labels : int array of shape (n_samples,)
    centers : float array of shape (n_clusters, n_features)

    Returns
    -------
    centers : float array of shape (n_clusters, n_features)

    Examples
    --------
    >>> update(np.array([[0, 0], [0, 1], [4, 4]]), np.array([0, 0, 2]), np.eye(3, 2))
    array([[0. , 0.5],
           [0. , 1. ],
           [4. , 4. ]])
    """
    X, centers = np.asarray(X, dtype=float), np.asarray(centers, dtype=float)
    origin = X.mean(axis=0)  # sums of large numbers lose digits
    sizes = np.bincount(labels, minlength=len(centers))[:, None]
    sums = indicator(labels, len(centers)) @ (X - origin)
    return np.where(sizes > 0, origin + sums / np.maximum(sizes, 1), centers)


def refill(X: np.ndarray, labels: np.ndarray, centers: np.ndarray) -> np.ndarray:
    """Give every empty cluster one point: the farthest from its own center, then the next.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    labels : int array of shape (n_samples,)
    centers : float array of shape (n_clusters, n_features)

    Returns
    -------
    labels : int array of shape (n_samples,)
        The same array where no cluster is empty. A point that sits on its center is left there,
        so with fewer distinct points than clusters some clusters stay empty.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [9.0]])
    >>> refill(X, np.array([0, 0, 0]), np.array([[0.0], [20.0]]))
    array([0, 0, 1])
    """
    empty = np.flatnonzero(np.bincount(labels, minlength=len(centers)) == 0)
    if empty.size == 0:
        return labels
    misses = ((X - centers[labels]) ** 2).sum(axis=1)
    worst = np.argpartition(misses, -empty.size)[: -empty.size - 1 : -1]
    # A point on its center may miss it by rounding: that is no reason to move it.
    served = misses[worst] > (8 * EPSILON * np.abs(X).max()) ** 2
    labels = labels.copy()
    labels[worst[served]] = empty[served]
    return labels


class Step(NamedTuple):
    """Half an iteration of K-Means: who belongs where, where the centers are, what it costs."""

    name: str  # "assign" or "update"
    labels: np.ndarray
    centers: np.ndarray
    inertia: float


def lloyd_steps(X: np.ndarray, centers: np.ndarray, max_iter: int = 300) -> Iterator[Step]:
    """Tell K-Means step by step: assign, update, assign, ... until an assignment changes nothing.

    Parameters
    ----------
    X : array of shape (n_samples, n_features)
    centers : array of shape (n_clusters, n_features)
        Where to start.
    max_iter : int
        Most updates to make.

    Yields
    ------
    step : Step
        After every half step. The inertia never rises. The last step is an assignment.

    Notes
    -----
    An empty cluster is refilled before the update; its step shows the labels with the refill.

    References
    ----------
    S. P. Lloyd, "Least squares quantization in PCM", IEEE Transactions on Information Theory 28
    (1982).

    Examples
    --------
    >>> X = [[0, 0], [1, 0], [0, 1], [10, 10], [11, 10], [10, 11]]
    >>> for step in lloyd_steps(X, [[0, 0], [10, 10]]):
    ...     print(step.name, step.labels, round(step.inertia, 4))
    assign [0 0 0 1 1 1] 4.0
    update [0 0 0 1 1 1] 2.6667
    assign [0 0 0 1 1 1] 2.6667
    """
    X, centers = np.asarray(X, dtype=float), np.asarray(centers, dtype=float)
    check_enough(len(X), len(centers))
    labels = assign(X, centers)
    yield Step("assign", labels, centers, inertia(X, labels, centers))
    for _ in range(max_iter):
        members = refill(X, labels, centers)
        centers = update(X, members, centers)
        yield Step("update", members, centers, inertia(X, members, centers))
        before, labels = labels, assign(X, centers)
        yield Step("assign", labels, centers, inertia(X, labels, centers))
        if np.array_equal(labels, before):
            return


def lloyd(
    X: np.ndarray, centers: np.ndarray, max_iter: int = 300, tol: float = 0.0
) -> tuple[np.ndarray, np.ndarray, float, int]:
    """Run K-Means from the given centers, fast: look only at points that could change.

    Parameters
    ----------
    X : array of shape (n_samples, n_features)
    centers : array of shape (n_clusters, n_features)
        Where to start.
    max_iter : int
        Most iterations (an assignment and an update) to make.
    tol : float
        Stop when the squared moves of all centers sum to no more than this, in squared units of
        `X`. 0 goes on until no label changes.

    Returns
    -------
    labels : int array of shape (n_samples,)
    centers : float array of shape (n_clusters, n_features)
    inertia : float
        Of these labels and these centers.
    n_iter : int

    Raises
    ------
    ValueError
        If an argument is no table of finite numbers, their features differ in number, or there
        are more centers than points.

    Notes
    -----
    Fact: a point keeps its center while its slack, the distance to its second nearest center
    less that to its nearest, is positive. Proof: when centers move, the first distance grows at
    most by the move of its own center, the second shrinks at most by the longest move; so the
    slack less both is still a lower bound. (G. Hamerly, SDM 2010, with both bounds in one array.)

    The result is that of `lloyd_steps`, and that of scikit-learn, whose arithmetic is followed so
    closely that even most exact ties fall alike. Such ties are where the two may differ, and the
    center of a cluster that stays empty: here it stays, there it joins the largest cluster.

    Examples
    --------
    >>> X = [[0, 0], [1, 0], [0, 1], [10, 10], [11, 10], [10, 11]]
    >>> labels, centers, cost, n_iter = lloyd(X, [[0, 0], [10, 10]])
    >>> labels, round(cost, 4), n_iter
    (array([0, 0, 0, 1, 1, 1]), 2.6667, 2)
    """
    X = as_points(X)
    (n_samples, n_features), n_clusters = X.shape, len(centers)
    centers = as_points(centers, "centers", n_features)
    check_enough(n_samples, n_clusters)
    check_scalar(max_iter, "max_iter", Integral, min_val=1)
    origin = X.mean(axis=0)
    labels, centers, cost, n_iter = lloyd_centered(X - origin, centers - origin, max_iter, tol)
    return labels, centers + origin, cost, n_iter


def lloyd_centered(
    X: np.ndarray, centers: np.ndarray, max_iter: int, tol: float
) -> tuple[np.ndarray, np.ndarray, float, int]:
    """Run `lloyd` on points around the origin, where distances from products are exact enough."""
    points, labels, slack, totals, trust = unvisited(X, len(centers))
    n_features, loss = X.shape[1], np.empty(len(X))
    for n_iter in range(1, max_iter + 1):  # noqa: B007, it is returned
        moved, left = reassign(points, centers, labels, slack, trust)
        if moved.size == 0:
            break
        totals = recount(points, labels, totals, moved, left)
        sums, sizes = totals[:, :n_features], totals[:, [n_features]]
        full = sizes.all()
        means = sums / sizes if full else update(X, refill(X, labels, centers), centers)
        moves = np.sqrt(((means - centers) ** 2).sum(axis=1))
        centers = means
        slack -= np.take(moves + moves.max(), labels, out=loss, mode="clip")
        if moves @ moves <= (tol if full else 0.0):
            break
    if moved.size:  # stopped early: these labels belong to the centers before
        reassign(points, centers, labels, slack, trust)
    return labels, centers, inertia(X, labels, centers), n_iter


class Visited(NamedTuple):
    """Points, and what is known of them after their last visit."""

    points: np.ndarray  # (n_samples, n_features + 2): coordinates, 1, squared length
    labels: np.ndarray  # (n_samples,): the nearest center, -1 before the first visit
    slack: np.ndarray  # (n_samples,): while it is positive, the label needs no second look
    totals: np.ndarray  # (n_clusters, n_features + 2): the sum of each cluster's points
    trust: float  # a slack up to here may be a rounding error


def unvisited(X: np.ndarray, n_clusters: int, origin: np.ndarray | float = 0.0) -> Visited:
    """Prepare points for their first visit.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    n_clusters : int
    origin : float array of shape (n_features,), default=0.0
        Where to measure from. Choose it among the points: far from it, distances from products
        lose digits.

    Returns
    -------
    visited : Visited

    Examples
    --------
    >>> unvisited(np.array([[5.0, 4.0]]), 2, origin=np.array([2.0, 0.0])).points
    array([[ 3.,  4.,  1., 25.]])
    """
    n_samples, n_features = X.shape
    points = np.ones((n_samples, n_features + 2))
    X = np.subtract(X, origin, out=points[:, :n_features])
    squares = np.einsum("ij,ij->i", X, X, out=points[:, -1])
    totals = np.zeros((n_clusters, n_features + 2))
    trust = 1e-7 * np.sqrt(squares.max())  # the slack is wrong by less, as the root of eps |x|^2
    return Visited(points, np.full(n_samples, -1), np.zeros(n_samples), totals, trust)


def recount(
    points: np.ndarray,
    labels: np.ndarray,
    totals: np.ndarray,
    moved: np.ndarray,
    left: np.ndarray,
) -> np.ndarray:
    """Return the sum of each cluster's points after some of them moved.

    Parameters
    ----------
    points : float array of shape (n_samples, n_features)
    labels : int array of shape (n_samples,)
        After the move.
    totals : float array of shape (n_clusters, n_features)
        The sums before it.
    moved : int array
        The rows of those who moved.
    left : int array, as long as `moved`
        The clusters they left.

    Returns
    -------
    totals : float array of shape (n_clusters, n_features)

    Examples
    --------
    >>> points, totals = np.ones((32, 1)), np.array([[32.0], [0.0]])
    >>> recount(points, np.array([0] * 31 + [1]), totals, np.array([31]), np.array([0]))
    array([[31.],
           [ 1.]])
    """
    if 16 * moved.size > len(points):
        return indicator(labels, len(totals)) @ points
    numbers = np.arange(len(totals))[:, None]
    joins, leaves = labels[moved] == numbers, left == numbers
    return totals + (joins.astype(float) - leaves) @ points.take(moved, axis=0)


def reassign(
    points: np.ndarray, centers: np.ndarray, labels: np.ndarray, slack: np.ndarray, trust: float
) -> tuple[np.ndarray, np.ndarray]:
    """Bring `labels` and `slack` up to date in place; return who moved, and from where.

    Parameters
    ----------
    points : float array of shape (n_samples, n_features + 2)
        As in `Visited`.
    centers : float array of shape (n_clusters, n_features)
    labels : int array of shape (n_samples,)
        Written to.
    slack : float array of shape (n_samples,)
        Written to. Only points whose slack is used up are looked at.
    trust : float
        Up to here a slack counts as used up.

    Returns
    -------
    moved : int array
        The rows whose label changed.
    left : int array, as long as `moved`
        Their labels before.

    Examples
    --------
    >>> points, labels, slack, _, trust = unvisited(np.array([[-2.0], [3.0]]), 2)
    >>> reassign(points, np.array([[-2.0], [2.0]]), labels, slack, trust)
    (array([0, 1]), array([-1, -1]))
    >>> labels, slack
    (array([0, 1]), array([4., 4.]))
    """
    n_clusters, n_features = centers.shape
    probes = np.column_stack([-2.0 * centers, np.einsum("ij,ij->i", centers, centers)])
    countdown = countdown_of(n_clusters)
    look = np.flatnonzero(slack <= trust)
    before, after, gap = labels.take(look), np.empty_like(look), np.empty(look.size)
    # Long blocks: threads that share one interpreter wait for each other at every call.
    for block in row_blocks(look.size, (n_clusters + n_features + 2) // 4):
        rows = points[block] if look.size == len(points) else points.take(look[block], axis=0)
        lifted, norms = rows[:, :-1], rows[:, -1]
        # BLAS rounds the edges of a small table by its orientation; this one is scikit-learn's.
        small = len(rows) < 1000
        table = (lifted @ probes.T).T.copy() if small else probes @ lifted.T
        first = table.min(axis=0)
        nearest = n_clusters - ((table == first) * countdown).max(axis=0).astype(np.intp)
        # Strike out one winner only: between equally near centers the slack is zero.
        table.reshape(-1)[nearest * len(rows) + np.arange(len(rows))] = np.inf
        second = table.min(axis=0)
        gap[block] = np.sqrt(np.abs(second + norms)) - np.sqrt(np.abs(first + norms))
        after[block] = nearest
    labels[look], slack[look] = after, gap
    changed = np.flatnonzero(before != after)
    return look[changed], before[changed]
