"""How many clusters? Five answers: elbow, silhouette, gap, BIC, stability.

No rule decides alone. The elbow is a matter of taste, the silhouette wants round clusters, the
gap asks whether there is any structure, BIC asks a model, stability asks other samples.
"""

from collections.abc import Callable, Sequence
from numbers import Integral
from typing import NamedTuple

import numpy as np
from sklearn.base import ClusterMixin
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_array, check_scalar

from course_lib.agreement import adjusted_rand_score
from course_lib.gmm import GaussianMixture
from course_lib.kmeans import KMeans
from course_lib.metrics import silhouette_score

Seed = int | np.random.RandomState | None


def check_range(n_clusters_range: Sequence[int], lowest: int, highest: int) -> list[int]:
    """Refuse numbers of clusters that are not ascending or that cannot be tried.

    Parameters
    ----------
    n_clusters_range : sequence of int
    lowest, highest : int
        The smallest and largest number that make sense here.

    Returns
    -------
    ks : list of int

    Raises
    ------
    ValueError
        If the numbers are fewer than one, unordered, fractional or out of bounds.

    Examples
    --------
    >>> check_range(range(1, 4), 1, 10)
    [1, 2, 3]
    """
    ks = list(n_clusters_range)
    whole = all(isinstance(k, Integral) for k in ks)
    if not ks or not whole or ks != sorted(set(ks)) or ks[0] < lowest or ks[-1] > highest:
        raise ValueError(
            f"n_clusters_range must be ascending whole numbers from {lowest} to {highest}, "
            f"got {n_clusters_range!r}"
        )
    return [int(k) for k in ks]


class Elbow(NamedTuple):
    """What the elbow method looks at.

    Parameters
    ----------
    n_clusters : int array of shape (n_tried,)
    inertias : float array of shape (n_tried,)
        Inertia of the best of the K-Means starts.
    drops : float array of shape (n_tried,)
        Share of the inertia before that this step removes; NaN for the first.
    chord : int
        The number of clusters that `chord_rule` picks.
    """

    n_clusters: np.ndarray
    inertias: np.ndarray
    drops: np.ndarray
    chord: int


def elbow(
    X: np.ndarray,
    n_clusters_range: Sequence[int] = range(1, 11),
    *,
    n_init: int = 10,
    random_state: Seed = None,
) -> Elbow:
    """Run K-Means for each number of clusters and return the curve of inertias.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
    n_clusters_range : ascending ints, default=range(1, 11)
    n_init : int, default=10
        Starts of each K-Means. With a single start the curve has false bends.
    random_state : int, RandomState or None

    Returns
    -------
    curve : Elbow

    Raises
    ------
    ValueError
        If a number of clusters is below 1 or above n_samples.

    Notes
    -----
    The best inertia never rises with the number of clusters, so its minimum says nothing; one
    looks where the curve bends, and it need not bend anywhere.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [10.0], [11.0], [20.0], [21.0]])
    >>> curve = elbow(X, range(1, 6), random_state=0)
    >>> curve.inertias.round(2), curve.chord
    (array([401.5, 101.5,   1.5,   1. ,   0.5]), 2)

    The drop to 3 removes 99 percent, and the chord rule says 2: look at the curve yourself.

    >>> curve.drops.round(2)
    array([ nan, 0.75, 0.99, 0.33, 0.5 ])
    """
    X = check_array(X, dtype=np.float64, input_name="X")
    ks = check_range(n_clusters_range, 1, len(X))
    inertias = np.array(
        [KMeans(k, n_init=n_init, random_state=random_state).fit(X).inertia_ for k in ks]
    )
    before = inertias[:-1]
    drops = np.divide(before - inertias[1:], before, out=np.zeros(len(before)), where=before > 0)
    return Elbow(np.array(ks), inertias, np.append(np.nan, drops), chord_rule(ks, inertias))


def chord_rule(n_clusters: Sequence[int], inertias: np.ndarray) -> int:
    """Pick the number of clusters whose inertia lies farthest below the chord of the curve.

    Parameters
    ----------
    n_clusters : sequence of int
    inertias : array-like of shape (n_tried,)

    Returns
    -------
    n_clusters : int

    Notes
    -----
    The chord joins the two ends of the curve, and both axes are scaled to run from 0 to 1. So
    the answer depends on where the curve is cut off: an automatic elbow is a habit, no proof.
    The idea is behind the Kneedle method.

    References
    ----------
    Satopaa, Albrecht, Irwin and Raghavan, Finding a "Kneedle" in a haystack, ICDCS
    Workshops (2011), 166-171.

    Examples
    --------
    >>> chord_rule([1, 2, 3, 4, 5], [100, 40, 10, 8, 6])
    3
    """
    ks, values = np.asarray(n_clusters, dtype=float), np.asarray(inertias, dtype=float)
    if len(ks) != len(values):
        raise ValueError(f"{len(ks)} numbers of clusters but {len(values)} inertias")
    width, height = ks[-1] - ks[0], values[0] - values[-1]
    # Multiplied out, so that a flat curve or a single number of clusters divides nothing by 0.
    below = (values[0] - values) * width - (ks - ks[0]) * height
    return int(n_clusters[int(below.argmax())])


def silhouette_sweep(
    X: np.ndarray,
    n_clusters_range: Sequence[int] = range(2, 11),
    *,
    n_init: int = 10,
    random_state: Seed = None,
) -> np.ndarray:
    """Return the mean silhouette of K-Means for each number of clusters; higher is better.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
    n_clusters_range : ascending ints, default=range(2, 11)
    n_init : int, default=10
    random_state : int, RandomState or None

    Returns
    -------
    scores : float array of shape (n_tried,)

    Raises
    ------
    ValueError
        If a number of clusters is below 2 or above n_samples - 1.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [10.0], [11.0], [20.0], [21.0]])
    >>> silhouette_sweep(X, range(2, 5), random_state=0).round(2)
    array([0.63, 0.9 , 0.6 ])
    """
    X = check_array(X, dtype=np.float64, input_name="X")
    ks = check_range(n_clusters_range, 2, len(X) - 1)
    models = (KMeans(k, n_init=n_init, random_state=random_state) for k in ks)
    return np.array([silhouette_score(X, model.fit_predict(X)) for model in models])


class Gap(NamedTuple):
    """What the gap statistic found.

    Parameters
    ----------
    n_clusters : int array of shape (n_tried,)
    gaps : float array of shape (n_tried,)
        How much smaller the log-inertia is than on data without clusters.
    errors : float array of shape (n_tried,)
        Simulation error s_k of each gap.
    best : int or None
        The smallest k with ``gap(k) >= gap(k + 1) - s(k + 1)``; None if no k of the range has it.
    """

    n_clusters: np.ndarray
    gaps: np.ndarray
    errors: np.ndarray
    best: int | None


def gap_statistic(
    X: np.ndarray,
    n_clusters_range: Sequence[int] = range(1, 11),
    *,
    n_references: int = 20,
    n_init: int = 10,
    random_state: Seed = None,
) -> Gap:
    """Compare the inertia with that of data that have no clusters.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
    n_clusters_range : consecutive ints, default=range(1, 11)
        The last one is only compared with, never chosen.
    n_references : int, default=20
        Reference data sets, drawn uniformly from the box around X.
    n_init : int, default=10
    random_state : int, RandomState or None

    Returns
    -------
    result : Gap
        The only rule of this file that can answer "one cluster".

    Raises
    ------
    ValueError
        If the numbers of clusters are not consecutive, or an inertia is 0.

    Notes
    -----
    ``gap(k) = mean over references of log W*(k) - log W(k)``, and ``s(k) = sd sqrt(1 + 1 / B)``
    for B references.

    References
    ----------
    Tibshirani, Walther and Hastie, Estimating the number of clusters in a data set via the
    gap statistic, Journal of the Royal Statistical Society B 63 (2001), 411-423.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> three = np.repeat([[0, 0], [0, 9], [9, 0]], 20, axis=0) + rng.normal(size=(60, 2))
    >>> gap_statistic(three, range(1, 6), n_references=10, n_init=3, random_state=0).best
    3
    """
    X = check_array(X, dtype=np.float64, input_name="X")
    ks = check_range(n_clusters_range, 1, len(X))
    if len(ks) < 2 or ks[-1] - ks[0] != len(ks) - 1:
        raise ValueError(f"n_clusters_range must be two or more neighbors in a row, got {ks}")
    check_scalar(n_references, "n_references", Integral, min_val=1)
    rng = check_random_state(random_state)

    def log_inertias(data: np.ndarray) -> np.ndarray:
        inertias = [KMeans(k, n_init=n_init, random_state=rng).fit(data).inertia_ for k in ks]
        if min(inertias) == 0:
            raise ValueError(
                f"{ks[int(np.argmin(inertias))]} clusters leave no inertia; end the range earlier"
            )
        return np.log(inertias)

    observed = log_inertias(X)
    box = X.min(axis=0), X.max(axis=0)
    references = np.array([log_inertias(rng.uniform(*box, X.shape)) for _ in range(n_references)])
    gaps = references.mean(axis=0) - observed
    errors = references.std(axis=0) * np.sqrt(1 + 1 / n_references)
    enough = np.flatnonzero(gaps[:-1] >= gaps[1:] - errors[1:])
    return Gap(np.array(ks), gaps, errors, ks[enough[0]] if len(enough) else None)


def bic_sweep(
    X: np.ndarray,
    n_components_range: Sequence[int] = range(1, 11),
    *,
    n_init: int = 5,
    random_state: Seed = None,
) -> np.ndarray:
    """Return the Bayesian information criterion of Gaussian mixtures; lower is better.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
    n_components_range : ascending ints, default=range(1, 11)
    n_init : int, default=5
        Starts of each mixture. With a single start the smallest value may be an accident.
    random_state : int, RandomState or None

    Returns
    -------
    scores : float array of shape (n_tried,)
        ``p log(n) - 2 log-likelihood``, with p free parameters.

    Raises
    ------
    ValueError
        If a number of components is below 1 or above n_samples.

    Notes
    -----
    BIC counts the Gaussians that the density needs. A cluster of another shape needs several, so
    components are not always clusters.

    References
    ----------
    Fraley and Raftery, How many clusters? Which clustering method?, The Computer Journal 41
    (1998), 578-588.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> two = np.repeat([[0.0], [9.0]], 50, axis=0) + rng.normal(size=(100, 1))
    >>> int(bic_sweep(two, range(1, 4), random_state=0).argmin()) + 1
    2
    """
    X = check_array(X, dtype=np.float64, input_name="X")
    ks = check_range(n_components_range, 1, len(X))
    models = (GaussianMixture(k, n_init=n_init, random_state=random_state) for k in ks)
    return np.array([model.fit(X).bic(X) for model in models])


def stability(
    X: np.ndarray,
    make_clusterer: Callable[[int], ClusterMixin],
    *,
    n_pairs: int = 20,
    random_state: Seed = None,
) -> np.ndarray:
    """Cluster pairs of bootstrap samples and return how well each pair agrees.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
    make_clusterer : callable
        Makes a fresh estimator from a seed, as in ``lambda seed: KMeans(3, random_state=seed)``.
    n_pairs : int, default=20
    random_state : int, RandomState or None
        Draws the samples and the seeds.

    Returns
    -------
    agreement : float array of shape (n_pairs,)
        Adjusted Rand index of each pair.

    Notes
    -----
    An estimator with `predict` labels all points; from others, such as DBSCAN, the points that
    both samples drew are compared. A stable answer can be wrong: one cluster is always stable,
    and so is a bad cut that every sample repeats. An unstable one cannot be relied on.

    References
    ----------
    von Luxburg, Clustering stability: an overview, Foundations and Trends in Machine
    Learning 2 (2010), 235-274.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [2.0], [30.0], [31.0], [32.0]] * 5)
    >>> stability(X, lambda seed: KMeans(2, random_state=seed), n_pairs=3, random_state=0)
    array([1., 1., 1.])
    """
    X = check_array(X, dtype=np.float64, input_name="X")
    check_scalar(n_pairs, "n_pairs", Integral, min_val=1)
    rng = check_random_state(random_state)
    agreement = np.empty(n_pairs)
    for pair in range(n_pairs):
        (first, in_first), (second, in_second) = (
            bootstrap_labels(X, make_clusterer(rng.randint(2**31 - 1)), rng) for _ in range(2)
        )
        known = in_first & in_second
        agreement[pair] = adjusted_rand_score(first[known], second[known])
    return agreement


def bootstrap_labels(
    X: np.ndarray, clusterer: ClusterMixin, rng: np.random.RandomState
) -> tuple[np.ndarray, np.ndarray]:
    """Fit on as many points as X has, drawn with replacement, and label the points of X.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    clusterer : estimator
    rng : RandomState

    Returns
    -------
    labels : int array of shape (n_samples,)
    known : bool array of shape (n_samples,)
        Which labels mean something: all if the estimator can predict, else the points drawn.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [30.0], [31.0]])
    >>> bootstrap_labels(X, KMeans(2, random_state=0), np.random.RandomState(0))[1]
    array([ True,  True,  True,  True])
    """
    drawn = rng.randint(len(X), size=len(X))
    clusterer.fit(X[drawn])
    if hasattr(clusterer, "predict"):
        return clusterer.predict(X), np.ones(len(X), dtype=bool)
    labels, known = np.full(len(X), -1), np.zeros(len(X), dtype=bool)
    labels[drawn], known[drawn] = clusterer.labels_, True
    return labels, known
