"""Mini-batch K-Means: learn from a few random points at a time, look at all once, at the end.

A center is the mean of all members it has ever been given, and a mean can be kept up to date
without the old members: `mini_batch_step`. The rest decides when to stop.
"""

import math
from numbers import Integral, Real

import numpy as np
from sklearn.utils import check_random_state, check_scalar
from sklearn.utils.validation import validate_data

from course_lib.centers import CenterModel
from course_lib.geometry import indicator
from course_lib.lloyd import assign
from course_lib.metrics import inertia


def mini_batch_step(
    batch: np.ndarray, centers: np.ndarray, counts: np.ndarray
) -> tuple[np.ndarray, np.ndarray, float]:
    """Pull each center toward the mean of its members in the batch.

    Parameters
    ----------
    batch : float array of shape (n_batch, n_features)
    centers : float array of shape (n_clusters, n_features)
    counts : float array of shape (n_clusters,)
        How many points each center has been given so far.

    Returns
    -------
    centers : float array of shape (n_clusters, n_features)
    counts : float array of shape (n_clusters,)
    batch_inertia : float
        Squared distances of the batch to the centers before the step, summed.

    Notes
    -----
    Fact: adding (x - center) / count for each of m new points at once gives the mean of all
    count points. Proof: (count - m) center + sum of x = count center + sum of (x - center).

    References
    ----------
    D. Sculley, "Web-scale k-means clustering", WWW 2010, algorithm 1, with the batch as one step.

    Examples
    --------
    >>> centers, counts, cost = mini_batch_step(
    ...     np.array([[4.0], [6.0]]), np.array([[2.0]]), np.array([1.0])
    ... )
    >>> centers, counts, cost
    (array([[4.]]), array([3.]), 20.0)
    """
    labels = assign(batch, centers)
    pulls = batch - centers.take(labels, axis=0)
    counts = counts + np.bincount(labels, minlength=len(centers))
    moves = indicator(labels, len(centers)) @ pulls / np.maximum(counts, 1.0)[:, None]
    return centers + moves, counts, float(np.einsum("ij,ij->", pulls, pulls))


def replace_starved(
    batch: np.ndarray, centers: np.ndarray, counts: np.ndarray, rng: np.random.RandomState
) -> tuple[np.ndarray, np.ndarray]:
    """Move centers with less than 1 % of the largest count to random points of the batch.

    Parameters
    ----------
    batch : float array of shape (n_batch, n_features)
    centers : float array of shape (n_clusters, n_features)
    counts : float array of shape (n_clusters,)
    rng : RandomState

    Returns
    -------
    centers : float array of shape (n_clusters, n_features)
    counts : float array of shape (n_clusters,)
        A moved center starts with the smallest count of the others, not to be moved again at once.

    Examples
    --------
    >>> replace_starved(
    ...     np.array([[7.0]] * 4), np.array([[0.0], [5.0]]), np.array([900.0, 2.0]),
    ...     np.random.RandomState(0),
    ... )
    (array([[0.],
           [7.]]), array([900., 900.]))
    """
    starved = counts < 0.01 * counts.max()
    most = len(batch) // 2
    if starved.sum() > most:
        starved[np.argsort(counts)[most:]] = False
    if not starved.any():
        return centers, counts
    centers, counts = centers.copy(), counts.copy()
    centers[starved] = batch[rng.choice(len(batch), starved.sum(), replace=False)]
    counts[starved] = counts[~starved].min()
    return centers, counts


class MiniBatchKMeans(CenterModel):
    """K-Means for data too large to be looked at in every iteration.

    Parameters
    ----------
    n_clusters : int
    init : "k-means++", "random" or array of shape (n_clusters, n_features)
    n_init : int or "auto"
        Starts to try; only the best one is followed. "auto" is 3 for "random" and 1 otherwise.
    max_iter : int
        Stop after batches that hold `max_iter` times as many points as the data.
    batch_size : int
    max_no_improvement : int or None
        Stop after this many batches in a row that do not lower the smoothed batch inertia; None
        goes on to `max_iter`.
    random_state : int, RandomState or None

    Attributes
    ----------
    labels_ : int array of shape (n_samples,)
    cluster_centers_ : float array of shape (n_clusters, n_features)
    inertia_ : float
        Sum of squared distances to the nearest center, for these labels and centers.
    n_iter_ : int
        Passes over the data, the last one begun.
    n_steps_ : int
        Batches.
    n_features_in_ : int

    Notes
    -----
    The random numbers are drawn as ``sklearn.cluster.MiniBatchKMeans`` draws them, so that the
    same `random_state` leads to the same centers.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [10.0], [11.0]] * 100)
    >>> model = MiniBatchKMeans(n_clusters=2, batch_size=50, random_state=0).fit(X)
    >>> sorted((model.cluster_centers_ // 5).ravel().tolist())
    [0.0, 2.0]
    """

    def __init__(
        self,
        n_clusters=8,
        *,
        init="k-means++",
        n_init="auto",
        max_iter=100,
        batch_size=1024,
        max_no_improvement=10,
        random_state=None,
    ):
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.batch_size = batch_size
        self.max_no_improvement = max_no_improvement
        self.random_state = random_state

    def fit(self, X: np.ndarray, y: object = None) -> "MiniBatchKMeans":
        """Cluster the points, from random batches of them.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)
        y : ignored

        Returns
        -------
        self : MiniBatchKMeans
        """
        X = validate_data(self, X, dtype=float)
        n_runs = self._check_start(X, random_runs=3)
        patience = np.inf if self.max_no_improvement is None else self.max_no_improvement
        check_scalar(patience, "max_no_improvement", Real, min_val=1)
        n_samples = len(X)
        size = min(check_scalar(self.batch_size, "batch_size", Integral, min_val=1), n_samples)
        self._random_state = rng = check_random_state(self.random_state)
        centers = self._best_start(X, size, n_runs, rng)
        counts, self._seen = np.zeros(self.n_clusters), 0
        smooth, lowest, worse = None, np.inf, 0
        alpha = min(1.0, 2.0 * size / (n_samples + 1))
        for step in range(1, self.max_iter * n_samples // size + 1):
            rows = (rng.random_sample(size) * n_samples).astype(np.intp)
            centers, counts, cost = self._step(X.take(rows, axis=0), centers, counts, size)
            if step == 1:
                continue  # the first batch measures the start
            smooth = cost if smooth is None else smooth + alpha * (cost - smooth)
            worse = 0 if smooth < lowest else worse + 1
            lowest = min(lowest, smooth)
            if worse >= patience:
                break
        self.cluster_centers_, self._counts = centers, counts
        self.n_steps_, self.n_iter_ = step, math.ceil(step * size / n_samples)
        return self._label(X)

    def partial_fit(self, X: np.ndarray, y: object = None) -> "MiniBatchKMeans":
        """Learn from one more batch; the first batch also gives the start.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)
        y : ignored

        Returns
        -------
        self : MiniBatchKMeans
        """
        first = not hasattr(self, "cluster_centers_")
        X = validate_data(self, X, dtype=float, reset=first)
        if first:
            self._check_start(X, random_runs=1)
            self._random_state = check_random_state(self.random_state)
            self.cluster_centers_ = self._start(X, self._random_state)
            self._counts, self._seen, self.n_steps_ = np.zeros(self.n_clusters), 0, 0
        self.cluster_centers_, self._counts, _ = self._step(
            X, self.cluster_centers_, self._counts, len(X)
        )
        self.n_steps_ += 1
        return self._label(X)

    def _best_start(
        self, X: np.ndarray, size: int, n_runs: int, rng: np.random.RandomState
    ) -> np.ndarray:
        """Start from samples of three batches; judge the starts by another such sample."""
        n_drawn = 3 * (size if 3 * size >= self.n_clusters else self.n_clusters)
        n_drawn = min(n_drawn, len(X))
        judges = rng.randint(0, len(X), n_drawn)
        starts = []
        for _ in range(n_runs):
            few = X[rng.randint(0, len(X), n_drawn)] if n_drawn < len(X) else X
            starts.append(self._start(few, rng))
        if n_runs == 1:
            return starts[0]
        X = X[judges]
        return min(starts, key=lambda centers: inertia(X, assign(X, centers), centers))

    def _step(
        self, batch: np.ndarray, centers: np.ndarray, counts: np.ndarray, size: int
    ) -> tuple[np.ndarray, np.ndarray, float]:
        """Make one step, and once in 10 n_clusters points look for starved centers."""
        self._seen += size
        due = (counts == 0).any() or self._seen >= 10 * self.n_clusters
        centers, counts, cost = mini_batch_step(batch, centers, counts)
        if due:
            self._seen = 0
            centers, counts = replace_starved(batch, centers, counts, self._random_state)
        return centers, counts, cost

    def _label(self, X: np.ndarray) -> "MiniBatchKMeans":
        self.labels_ = assign(X, self.cluster_centers_)
        self.inertia_ = inertia(X, self.labels_, self.cluster_centers_)
        return self
