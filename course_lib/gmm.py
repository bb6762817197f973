"""Gaussian mixtures: clusters with a weight, a center and a shape, and points that may be shared.

Expectation-maximization (EM) repeats two steps. E: given the components, which share of each point
does each of them own? M: given the shares, what are the best weights, means and covariances? No
pair of steps lowers the likelihood.

`e_step` and `m_step` tell it as the text does, and `em_steps` is the loop round them. `fast_em`
does both steps in one pass, with the same result.
"""

import math
import warnings
from collections.abc import Iterator
from numbers import Integral, Real
from typing import NamedTuple

import numpy as np
from scipy.linalg import solve_triangular
from sklearn.base import BaseEstimator, DensityMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_array, check_random_state, check_scalar
from sklearn.utils.validation import check_is_fitted, validate_data

from course_lib.fast_em import NOBODY, cholesky_factors, em
from course_lib.kmeans import KMeans


class Step(NamedTuple):
    """One state of EM: the parameters, and what the E-step says about exactly these parameters."""

    weights: np.ndarray
    means: np.ndarray
    covariances: np.ndarray
    responsibilities: np.ndarray
    log_likelihood: float


def log_gaussian(X: np.ndarray, means: np.ndarray, covariances: np.ndarray) -> np.ndarray:
    """Return the logarithm of each component's normal density at each point.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    means : float array of shape (n_components, n_features)
    covariances : float array of shape (n_components, n_features, n_features)

    Returns
    -------
    log_density : float array of shape (n_samples, n_components)

    Notes
    -----
    With L the Cholesky factor of a covariance, y = L⁻¹(x - mean) are *white* coordinates: the
    Mahalanobis distance of x is the plain length of y, and half the logarithm of the determinant
    is the sum of the logarithms on L's diagonal.

    Examples
    --------
    >>> log_gaussian(np.array([[0.0], [2.0]]), np.array([[0.0]]), np.array([[[1.0]]])).round(4)
    array([[-0.9189],
           [-2.9189]])
    """
    log_density = np.empty((len(X), len(means)))
    for j, factor in enumerate(cholesky_factors(covariances)):
        white = solve_triangular(factor, (X - means[j]).T, lower=True)
        log_density[:, j] = -0.5 * (white**2).sum(axis=0) - np.log(np.diag(factor)).sum()
    return log_density - 0.5 * X.shape[1] * math.log(2 * math.pi)


def log_sum_exp(table: np.ndarray) -> np.ndarray:
    """Return log(sum(exp(row))) for each row, also where every exp(...) alone would be zero.

    Parameters
    ----------
    table : float array of shape (n_samples, n_components)

    Returns
    -------
    result : float array of shape (n_samples,)

    Notes
    -----
    The largest entry is taken out first, so one term of the sum is 1 and none overflows.

    Examples
    --------
    >>> log_sum_exp(np.array([[-1000.0, -1000.0]])).round(4)
    array([-999.3069])
    """
    top = table.max(axis=1)
    return top + np.log(np.exp(table - top[:, None]).sum(axis=1))


def e_step(
    X: np.ndarray, weights: np.ndarray, means: np.ndarray, covariances: np.ndarray
) -> tuple[np.ndarray, float]:
    """Share each point among the components, by Bayes' rule with the current parameters.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    weights : float array of shape (n_components,)
        Positive, with sum 1.
    means : float array of shape (n_components, n_features)
    covariances : float array of shape (n_components, n_features, n_features)

    Returns
    -------
    responsibilities : float array of shape (n_samples, n_components)
        Each row sums to 1.
    log_likelihood : float
        Of all points together, under these parameters.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [4.0], [5.0]])
    >>> means, covariances = np.array([[1.0], [4.0]]), np.ones((2, 1, 1))
    >>> shares, log_likelihood = e_step(X, np.array([0.5, 0.5]), means, covariances)
    >>> shares.round(3)
    array([[0.999, 0.001],
           [0.989, 0.011],
           [0.011, 0.989],
           [0.001, 0.999]])
    >>> round(log_likelihood, 6)
    -7.425142
    """
    log_joint = log_gaussian(X, means, covariances) + np.log(weights)
    log_density = log_sum_exp(log_joint)
    return np.exp(log_joint - log_density[:, None]), float(log_density.sum())


def m_step(
    X: np.ndarray, responsibilities: np.ndarray, reg_covar: float = 1e-6
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Fit weights, means and covariances to the shares: weighted counts, means and scatters.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    responsibilities : float array of shape (n_samples, n_components)
    reg_covar : float, default=1e-6
        Added to each variance, in squared units of X, so that no component can shrink to a point.

    Returns
    -------
    weights : float array of shape (n_components,)
    means : float array of shape (n_components, n_features)
    covariances : float array of shape (n_components, n_features, n_features)

    Examples
    --------
    >>> X = np.array([[0.0], [2.0], [9.0]])
    >>> weights, means, covariances = m_step(X, np.array([[1.0, 0], [1, 0], [0, 1]]))
    >>> weights.round(4), means.ravel().round(4), covariances.ravel().round(4)
    (array([0.6667, 0.3333]), array([1., 9.]), array([1., 0.]))
    """
    counts = responsibilities.sum(axis=0) + NOBODY
    means = responsibilities.T @ X / counts[:, None]
    covariances = np.empty((len(counts), X.shape[1], X.shape[1]))
    for j, mean in enumerate(means):
        owned = responsibilities[:, j] > 0  # the others would only add zeros
        away = X[owned] - mean
        covariances[j] = (responsibilities[owned, j] * away.T) @ away / counts[j]
    return counts / counts.sum(), means, covariances + reg_covar * np.eye(X.shape[1])


def em_steps(
    X: np.ndarray,
    weights: np.ndarray,
    means: np.ndarray,
    covariances: np.ndarray,
    reg_covar: float = 1e-6,
    tol: float = 1e-3,
    max_iter: int = 100,
) -> Iterator[Step]:
    """Yield the states of EM from a given start until the likelihood stops rising: the story.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    weights : float array of shape (n_components,)
    means : float array of shape (n_components, n_features)
    covariances : float array of shape (n_components, n_features, n_features)
    reg_covar : float, default=1e-6
        Added to each variance, in squared units of X.
    tol : float, default=1e-3
        Stop when the log-likelihood per point changes by less.
    max_iter : int, default=100
        Most pairs of an M-step and an E-step after the start.

    Yields
    ------
    step : Step
        The start first. Responsibilities and likelihood are those of the parameters beside them.

    Raises
    ------
    ValueError
        If X is not a finite table, the start does not fit it, or a component collapses.

    Notes
    -----
    The log-likelihood cannot fall, except by about `reg_covar` near the end: the floor on the
    variances is not part of the maximum [1]_.

    References
    ----------
    .. [1] A. P. Dempster, N. M. Laird, D. B. Rubin, "Maximum likelihood from incomplete data via
       the EM algorithm", Journal of the Royal Statistical Society B 39 (1977), 1-38.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [4.0], [5.0]])
    >>> for step in em_steps(X, [0.5, 0.5], [[1.0], [4.0]], np.ones((2, 1, 1)), max_iter=2):
    ...     print(step.means.ravel().round(4), round(step.log_likelihood, 4))
    [1. 4.] -7.4251
    [0.5179 4.4821] -5.7355
    [0.5 4.5] -5.6758
    """
    X = check_array(X, dtype=float)
    weights = _as_table("weights", weights, (len(means),))
    means = _as_table("means", means, (len(means), X.shape[1]))
    covariances = _as_table("covariances", covariances, (*means.shape, X.shape[1]))
    if weights.min() <= 0 or abs(weights.sum() - 1) > 1e-6:
        raise ValueError(f"weights must be positive and sum to 1, got {weights}.")
    before = -np.inf
    for _ in range(max_iter + 1):
        responsibilities, log_likelihood = e_step(X, weights, means, covariances)
        yield Step(weights, means, covariances, responsibilities, log_likelihood)
        if abs(log_likelihood - before) < tol * len(X):
            return
        before = log_likelihood
        weights, means, covariances = m_step(X, responsibilities, reg_covar)


def n_parameters(n_components: int, n_features: int) -> int:
    """Count the free numbers of a mixture with full covariances, as BIC and AIC need it.

    Parameters
    ----------
    n_components : int
    n_features : int

    Returns
    -------
    count : int

    Notes
    -----
    A component has d mean coordinates and d(d + 1)/2 covariances (the matrix is symmetric). The k
    weights sum to 1, so k - 1 of them are free.

    Examples
    --------
    >>> n_parameters(4, 2)
    23
    """
    a_component = n_features + n_features * (n_features + 1) // 2
    return n_components * a_component + n_components - 1


def _as_table(name: str, values: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return finite values of this shape as floats, or say what is wrong."""
    values = np.asarray(values, dtype=float)
    if values.shape != shape:
        raise ValueError(f"{name} must have the shape {shape}, got {values.shape}.")
    if not np.isfinite(values).all():
        raise ValueError(f"{name} must be finite: it contains NaN or infinity.")
    return values


class GaussianMixture(DensityMixin, BaseEstimator):
    """A mixture of normal distributions with full covariances, fitted by EM.

    Parameters
    ----------
    n_components : int, default=1
        Number of components.
    tol : float, default=1e-3
        Stop when the log-likelihood per point changes by less.
    reg_covar : float, default=1e-6
        Added to each variance, in squared units of X, so that no component can shrink to a point.
    max_iter : int, default=100
        Most EM sweeps in one run.
    n_init : int, default=1
        Runs from different starts; the one with the best likelihood is kept.
    init_params : {"kmeans", "random"}, default="kmeans"
        Shares to begin with: the clusters of one K-Means run, or uniform random numbers.
    random_state : int, RandomState instance or None, default=None
        Decides the starts, and the draws of `sample`. With an integer, repeated calls agree.

    Attributes
    ----------
    weights_ : float array of shape (n_components,)
        They sum to 1.
    means_ : float array of shape (n_components, n_features)
        Centers of the components.
    covariances_ : float array of shape (n_components, n_features, n_features)
        In squared units of X.
    converged_ : bool
        Whether the kept run met `tol`.
    n_iter_ : int
        Sweeps of the kept run.
    lower_bound_ : float
        Log-likelihood per point before the last M-step; `score` gives the one after it.
    n_features_in_ : int
        Number of features seen in `fit`.

    Notes
    -----
    The same `random_state` leads to the start that scikit-learn's class of this name takes, and so
    to the same mixture. A sweep over n points with k components in d features costs n k d² steps,
    and k d³ for the factors.

    Examples
    --------
    >>> X = np.array([[1.0, 2], [1, 4], [1, 0], [10, 2], [10, 4], [10, 0]])
    >>> mixture = GaussianMixture(n_components=2, random_state=0).fit(X)
    >>> mixture.means_[mixture.predict([[0.0, 0.0], [12.0, 3.0]])].round(4)
    array([[ 1.,  2.],
           [10.,  2.]])
    """

    def __init__(
        self,
        n_components=1,
        *,
        tol=1e-3,
        reg_covar=1e-6,
        max_iter=100,
        n_init=1,
        init_params="kmeans",
        random_state=None,
    ):
        self.n_components = n_components
        self.tol = tol
        self.reg_covar = reg_covar
        self.max_iter = max_iter
        self.n_init = n_init
        self.init_params = init_params
        self.random_state = random_state

    def fit(self, X: np.ndarray, y: None = None) -> "GaussianMixture":
        """Fit the mixture to the points.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)
            At least two points, and as many as components.
        y : ignored

        Returns
        -------
        self : GaussianMixture

        Raises
        ------
        ValueError
            If a parameter is out of range, X is not a finite table, or a component collapses.
        """
        for name in ("n_components", "max_iter", "n_init"):
            check_scalar(getattr(self, name), name, Integral, min_val=1)
        for name in ("tol", "reg_covar"):
            check_scalar(getattr(self, name), name, Real, min_val=0)
        if self.init_params not in ("kmeans", "random"):
            raise ValueError(
                f"init_params must be 'kmeans' or 'random', got {self.init_params!r}."
            )
        X = validate_data(self, X, dtype=float, ensure_min_samples=2)
        if len(X) < self.n_components:
            raise ValueError(
                f"n_components={self.n_components} is more than n_samples={len(X)}: "
                "use fewer components or more points."
            )
        rng = check_random_state(self.random_state)
        runs = []
        for _ in range(self.n_init):
            start = m_step(X, self._first_shares(X, rng), self.reg_covar)
            runs.append(em(X, *start, self.reg_covar, self.tol, self.max_iter))
        best = max(runs, key=lambda run: run.lower_bound)
        if not best.converged:
            warnings.warn(
                f"EM did not converge within max_iter={self.max_iter} sweeps: raise max_iter or "
                "tol, or look for duplicated points.",
                ConvergenceWarning,
                stacklevel=2,
            )
        self.weights_, self.means_, self.covariances_ = best[:3]
        self.lower_bound_, self.n_iter_, self.converged_ = best[3:]
        return self

    def _first_shares(self, X: np.ndarray, rng: np.random.RandomState) -> np.ndarray:
        """Draw the shares that EM begins with."""
        if self.init_params == "kmeans":
            labels = KMeans(self.n_components, n_init=1, random_state=rng).fit(X).labels_
            return np.eye(self.n_components)[labels]
        shares = rng.uniform(size=(len(X), self.n_components))
        return shares / shares.sum(axis=1, keepdims=True)

    def _log_joint(self, X: np.ndarray) -> np.ndarray:
        """Return log(weight times density) of each component at each point."""
        check_is_fitted(self)
        X = validate_data(self, X, dtype=float, reset=False)
        return log_gaussian(X, self.means_, self.covariances_) + np.log(self.weights_)

    def fit_predict(self, X: np.ndarray, y: None = None) -> np.ndarray:
        """Fit the mixture and label the same points.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)
        y : ignored

        Returns
        -------
        labels : int array of shape (n_samples,)
            The component with the largest share of each point.
        """
        return self.fit(X).predict(X)

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Label each point with the component that has the largest share of it.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)

        Returns
        -------
        labels : int array of shape (n_samples,)
        """
        return self._log_joint(X).argmax(axis=1)

    def predict_proba(self, X: np.ndarray) -> np.ndarray:
        """Share each point among the components.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)

        Returns
        -------
        responsibilities : float array of shape (n_samples, n_components)
            Each row sums to 1.
        """
        log_joint = self._log_joint(X)
        return np.exp(log_joint - log_sum_exp(log_joint)[:, None])

    def score_samples(self, X: np.ndarray) -> np.ndarray:
        """Return the log-density of the mixture at each point.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)

        Returns
        -------
        log_density : float array of shape (n_samples,)
        """
        return log_sum_exp(self._log_joint(X))

    def score(self, X: np.ndarray, y: None = None) -> float:
        """Return the log-likelihood per point; higher is better.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)
        y : ignored

        Returns
        -------
        score : float
        """
        return float(self.score_samples(X).mean())

    def bic(self, X: np.ndarray) -> float:
        """Return the Bayesian information criterion; lower is better.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)

        Returns
        -------
        bic : float
            Free parameters times log(n_samples), less twice the log-likelihood.
        """
        log_density = self.score_samples(X)
        free = n_parameters(*self.means_.shape)
        return float(free * math.log(len(log_density)) - 2 * log_density.sum())

    def aic(self, X: np.ndarray) -> float:
        """Return Akaike's information criterion; lower is better.

        Parameters
        ----------
        X : array of shape (n_samples, n_features)

        Returns
        -------
        aic : float
            Twice the free parameters, less twice the log-likelihood.
        """
        log_density = self.score_samples(X)
        return float(2 * n_parameters(*self.means_.shape) - 2 * log_density.sum())

    def sample(self, n_samples: int = 1) -> tuple[np.ndarray, np.ndarray]:
        """Draw new points from the mixture.

        Parameters
        ----------
        n_samples : int, default=1

        Returns
        -------
        X : float array of shape (n_samples, n_features)
            Sorted by component.
        labels : int array of shape (n_samples,)
            The component that each point came from.
        """
        check_is_fitted(self)
        check_scalar(n_samples, "n_samples", Integral, min_val=1)
        rng = check_random_state(self.random_state)
        sizes = rng.multinomial(n_samples, self.weights_)
        components = zip(self.means_, self.covariances_, sizes, strict=True)
        draws = [rng.multivariate_normal(*component) for component in components]
        return np.vstack(draws), np.repeat(np.arange(self.n_components), sizes)
