"""What every clustering by centers shares: how it starts, and what it does once it has centers."""

import warnings
from numbers import Integral

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.base import (
    BaseEstimator,
    ClassNamePrefixFeaturesOutMixin,
    ClusterMixin,
    TransformerMixin,
)
from sklearn.utils import check_random_state, check_scalar
from sklearn.utils.validation import check_is_fitted, validate_data

from course_lib.arguments import as_points, check_enough
from course_lib.lloyd import assign
from course_lib.metrics import inertia


def kmeans_plusplus(
    X: np.ndarray,
    n_clusters: int,
    random_state: int | np.random.RandomState | None = None,
    n_local_trials: int | None = None,
) -> tuple[np.ndarray, np.ndarray]:
    """Draw starting centers from the points, far points more likely.

    The first center is any point. Each next one is a point drawn with a probability proportional
    to its squared distance to the nearest center so far.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    n_clusters : int
        From 1 to n_samples.
    random_state : int, RandomState or None
    n_local_trials : int or None
        Candidates drawn for each center, of which the one that lowers the cost most is kept.
        1 is the published method; None is 2 + int(log(n_clusters)), as in scikit-learn.

    Returns
    -------
    centers : float array of shape (n_clusters, n_features)
    indices : int array of shape (n_clusters,)
        The rows of `X` that were drawn. Where `X` has fewer distinct points than clusters, some
        of the centers are equal.

    Raises
    ------
    ValueError
        If there are more clusters than points, or `X` is no table of finite numbers.

    Notes
    -----
    The random numbers are drawn as scikit-learn draws them, so the rows are the same. Distances
    come from a product, which loses digits far from the origin: subtract the mean first, as
    `KMeans` does.

    References
    ----------
    D. Arthur and S. Vassilvitskii, "k-means++: the advantages of careful seeding", SODA 2007.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [10.0], [11.0]])
    >>> centers, indices = kmeans_plusplus(X, 2, random_state=0)
    >>> centers
    array([[10.],
           [ 1.]])
    """
    X = as_points(X)
    n_samples = len(X)
    check_enough(n_samples, n_clusters)
    rng = check_random_state(random_state)
    n_trials = 2 + int(np.log(n_clusters)) if n_local_trials is None else n_local_trials
    check_scalar(n_trials, "n_local_trials", Integral, min_val=1)
    norms = np.einsum("ij,ij->i", X, X)
    ones = np.ones(n_samples)

    def distances_from(rows):
        table = (-2.0 * X[rows]) @ X.T + norms[rows][:, None]
        table += norms
        return np.maximum(table, 0.0, out=table)

    indices = [rng.choice(n_samples, p=ones / n_samples)]
    nearest = distances_from(indices)[0]
    cost = nearest @ ones
    for _ in range(1, n_clusters):
        # A uniform number below the total falls into a point's share as often as it is large.
        draws = rng.uniform(size=n_trials) * cost
        candidates = np.searchsorted(np.cumsum(nearest), draws).clip(max=n_samples - 1)
        table = distances_from(candidates)
        np.minimum(table, nearest, out=table)
        costs = table @ ones
        best = costs.argmin()
        indices.append(candidates[best])
        nearest, cost = table[best], costs[best]
    return X[indices], np.array(indices)


class CenterModel(ClassNamePrefixFeaturesOutMixin, TransformerMixin, ClusterMixin, BaseEstimator):
    """What every clustering by centers can do once `cluster_centers_` is there."""

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Return the nearest center of every point.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)

        Returns
        -------
        labels : int array of shape (n_samples,)
        """
        check_is_fitted(self)
        return assign(validate_data(self, X, dtype=float, reset=False), self.cluster_centers_)

    def transform(self, X: np.ndarray) -> np.ndarray:
        """Return the distance of every point to every center.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)

        Returns
        -------
        distances : float array of shape (n_samples, n_clusters)
        """
        check_is_fitted(self)
        return cdist(validate_data(self, X, dtype=float, reset=False), self.cluster_centers_)

    def score(self, X: np.ndarray, y: object = None) -> float:
        """Return minus the inertia of `X` under the fitted centers, so that larger is better.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)
        y : ignored

        Returns
        -------
        score : float
        """
        labels = self.predict(X)
        return -inertia(np.asarray(X, dtype=float), labels, self.cluster_centers_)

    @property
    def _n_features_out(self) -> int:
        return len(self.cluster_centers_)

    def _check_start(self, X: np.ndarray, random_runs: int) -> int:
        """Check what all models by centers share; return how many starts to try."""
        check_scalar(self.max_iter, "max_iter", Integral, min_val=1)
        check_enough(len(X), self.n_clusters)
        if isinstance(self.init, str):
            if self.init not in ("k-means++", "random"):
                raise ValueError(
                    f"init={self.init!r} is unknown; use 'k-means++', 'random' or an array of "
                    f"{self.n_clusters} centers."
                )
            automatic = random_runs if self.init == "random" else 1
        else:
            shape = np.shape(self.init)
            if len(shape) != 2 or shape != (self.n_clusters, X.shape[1]):
                wrong = "features of the data" if shape[:1] == (self.n_clusters,) else "clusters"
                raise ValueError(
                    f"The shape of the initial centers {shape} does not match the number of "
                    f"{wrong}: init must be an array of shape {(self.n_clusters, X.shape[1])}."
                )
            as_points(self.init, "init")
            if self.n_init not in ("auto", 1):
                warnings.warn(
                    "Explicit initial center position passed: performing only one init, as "
                    f"n_init={self.n_init} runs would all be the same.",
                    RuntimeWarning,
                    stacklevel=3,
                )
            return 1
        if isinstance(self.n_init, str) and self.n_init == "auto":
            return automatic
        return check_scalar(self.n_init, "n_init", Integral, min_val=1)

    def _start(self, X: np.ndarray, rng: np.random.RandomState, origin: object = 0) -> np.ndarray:
        """Return the centers of one start among points from which `origin` was subtracted."""
        if not isinstance(self.init, str):
            return np.asarray(self.init, dtype=float) - origin
        if self.init == "k-means++":
            return kmeans_plusplus(X, self.n_clusters, rng)[0]
        # The probabilities change nothing but the way to the draw, which is scikit-learn's.
        equal = np.full(len(X), 1.0 / len(X))
        return X[rng.choice(len(X), self.n_clusters, replace=False, p=equal)]
