"""K-Means: a start (`kmeans_plusplus`), a loop (`lloyd`), and the best of several runs of both.

The functions live in `course_lib.lloyd` and `course_lib.centers`; this is the door to all of them.
"""

import warnings
from numbers import Real

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state, check_scalar
from sklearn.utils.validation import validate_data

from course_lib.centers import CenterModel, kmeans_plusplus
from course_lib.lloyd import (
    Step,
    assign,
    lloyd,
    lloyd_centered,
    lloyd_steps,
    refill,
    update,
)
from course_lib.metrics import inertia
from course_lib.minibatch import MiniBatchKMeans

__all__ = [
    "KMeans",
    "MiniBatchKMeans",
    "Step",
    "assign",
    "inertia",
    "kmeans_plusplus",
    "lloyd",
    "lloyd_steps",
    "refill",
    "update",
]


class KMeans(CenterModel):
    """K-Means clustering: the best of several runs of Lloyd's algorithm.

    Parameters
    ----------
    n_clusters : int
    init : "k-means++", "random" or array of shape (n_clusters, n_features)
    n_init : int or "auto"
        Runs from different starts; the one with the lowest inertia is kept. "auto" is 10 for
        "random" and 1 otherwise.
    max_iter : int
        Most iterations of one run.
    tol : float
        Stop when the squared moves of all centers sum to no more than `tol` times the mean
        variance of the features.
    random_state : int, RandomState or None

    Attributes
    ----------
    labels_ : int array of shape (n_samples,)
    cluster_centers_ : float array of shape (n_clusters, n_features)
    inertia_ : float
        Sum of squared distances to the nearest center, for these labels and centers.
    n_iter_ : int
    n_features_in_ : int

    Notes
    -----
    From the same `random_state` the labels are those of ``sklearn.cluster.KMeans``.

    Examples
    --------
    >>> X = [[0, 0], [0, 1], [4, 0], [4, 1]]
    >>> model = KMeans(n_clusters=2, n_init=10, random_state=0).fit(X)
    >>> model.inertia_, sorted(model.cluster_centers_.tolist())
    (1.0, [[0.0, 0.5], [4.0, 0.5]])
    """

    def __init__(
        self,
        n_clusters=8,
        *,
        init="k-means++",
        n_init="auto",
        max_iter=300,
        tol=1e-4,
        random_state=None,
    ):
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.random_state = random_state

    def fit(self, X: np.ndarray, y: object = None) -> "KMeans":
        """Cluster the points.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)
        y : ignored

        Returns
        -------
        self : KMeans

        Raises
        ------
        ValueError
            If `X` or a parameter is out of range, or there are more clusters than points.
        """
        X = validate_data(self, X, dtype=float)
        n_runs = self._check_start(X, random_runs=10)
        check_scalar(self.tol, "tol", Real, min_val=0)
        rng = check_random_state(self.random_state)
        origin = X.mean(axis=0)
        X = X - origin
        tol = self.tol * np.einsum("ij,ij->", X, X) / X.size
        best = None
        for _ in range(n_runs):
            run = lloyd_centered(X, self._start(X, rng, origin), self.max_iter, tol)
            # The same clusters under other numbers differ by rounding: that is no progress.
            if best is None or run[2] < best[2] * (1 - 1e-12):
                best = run
        self.labels_, centers, self.inertia_, self.n_iter_ = best
        self.cluster_centers_ = centers + origin
        n_found = np.count_nonzero(np.bincount(self.labels_))
        if n_found < self.n_clusters:
            warnings.warn(
                f"Number of distinct clusters ({n_found}) found smaller than n_clusters "
                f"({self.n_clusters}). Possibly due to duplicate points in X: lower n_clusters.",
                ConvergenceWarning,
                stacklevel=2,
            )
        return self
