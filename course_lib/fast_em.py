"""The short cut of `gmm`: an E-step and the M-step after it in one pass over the data."""

import math
from typing import NamedTuple

import numpy as np

from course_lib.geometry import row_blocks

# Far less than one point: a component that owns no point at all is not divided by zero.
NOBODY = 10 * np.finfo(float).eps


class Fit(NamedTuple):
    """Where EM ended."""

    weights: np.ndarray
    means: np.ndarray
    covariances: np.ndarray
    lower_bound: float  # log-likelihood per point before the last M-step
    n_iter: int
    converged: bool


def cholesky_factors(covariances: np.ndarray) -> np.ndarray:
    """Factor each covariance as L times its transpose, with L lower triangular.

    Parameters
    ----------
    covariances : float array of shape (n_components, n_features, n_features)

    Returns
    -------
    factors : float array of shape (n_components, n_features, n_features)

    Raises
    ------
    ValueError
        If a covariance is not positive definite: its component has collapsed.

    Examples
    --------
    >>> cholesky_factors(np.array([[[4.0, 2.0], [2.0, 2.0]]]))
    array([[[2., 0.],
            [1., 1.]]])
    """
    try:
        return np.linalg.cholesky(covariances)
    except np.linalg.LinAlgError:
        raise ValueError(
            "A covariance matrix is not positive definite: a component has collapsed onto too few "
            "distinct points. Use fewer components, a larger reg_covar, or scale the data."
        ) from None


def em_sweep(
    X: np.ndarray,
    weights: np.ndarray,
    means: np.ndarray,
    covariances: np.ndarray,
    reg_covar: float = 1e-6,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Do an E-step and the M-step after it in one pass over the data.

    Fact: the white coordinates y of a point, which its density needs anyway, give the M-step too.
    Proof: x = L y + mean is an affine map, and means and covariances follow affine maps, so those
    of the y, carried back by L, are those of the x.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    weights : float array of shape (n_components,)
    means : float array of shape (n_components, n_features)
    covariances : float array of shape (n_components, n_features, n_features)
    reg_covar : float, default=1e-6
        Added to each variance, in squared units of X.

    Returns
    -------
    weights, means, covariances : float arrays
        After the M-step, shaped as they came.
    log_likelihood : float
        Of all points under the parameters that came in.

    Notes
    -----
    A 1 below each y makes the affine map one matrix, as in computer graphics. The y of all
    components are then one product. A second one gives each component a table of moments: its
    count in the corner, its sums in the last column, its scatter in the rest.

    Examples
    --------
    >>> X, means = np.array([[0.0], [1.0], [4.0], [5.0]]), np.array([[1.0], [4.0]])
    >>> _, means, _, log_likelihood = em_sweep(X, np.array([0.5, 0.5]), means, np.ones((2, 1, 1)))
    >>> means.ravel().round(6), round(log_likelihood, 6)
    (array([0.517862, 4.482138]), -7.425142)
    """
    n_components, n_features = means.shape
    factors = cholesky_factors(covariances)
    origin = weights @ means  # far from zero, products lose digits
    frames = np.zeros((n_components, n_features + 1, n_features + 1))
    frames[:, :-1, :-1] = factors
    frames[:, :-1, -1] = means - origin
    frames[:, -1, -1] = 1.0
    whiten = np.linalg.inv(frames).reshape(-1, n_features + 1)
    log_volumes = np.log(np.diagonal(factors, axis1=1, axis2=2)).sum(axis=1)
    # The 1 below y adds 1 to its squared length; the last term takes that back.
    peaks = np.log(weights) - log_volumes - 0.5 * n_features * math.log(2 * math.pi) + 0.5

    moments, log_likelihood = np.zeros_like(frames), 0.0
    # Twice the usual block: BLAS gains more from long rows than the nearer cache does.
    for rows in row_blocks(len(X), n_components * (n_features + 1) // 2):
        points = np.column_stack([X[rows] - origin, np.ones(len(X[rows]))])
        white = (whiten @ points.T).reshape(*frames.shape[:2], -1)
        log_joint = peaks[:, None] - 0.5 * np.einsum("jfi,jfi->ji", white, white)
        top = log_joint.max(axis=0)
        shares = np.exp(log_joint - top)
        total = shares.sum(axis=0)
        log_likelihood += float((top + np.log(total)).sum())
        # With the root of the share in both factors, the product is a square: BLAS does half.
        white *= np.sqrt(shares / total)[:, None]
        moments += white @ white.transpose(0, 2, 1)

    counts = moments[:, -1, -1] + NOBODY
    moments = moments / counts[:, None, None]
    shifts = moments[:, :-1, -1:]
    scatters = moments[:, :-1, :-1] - shifts @ shifts.transpose(0, 2, 1)
    covariances = factors @ scatters @ factors.transpose(0, 2, 1) + reg_covar * np.eye(n_features)
    return counts / counts.sum(), means + (factors @ shifts)[:, :, 0], covariances, log_likelihood


def em(
    X: np.ndarray,
    weights: np.ndarray,
    means: np.ndarray,
    covariances: np.ndarray,
    reg_covar: float = 1e-6,
    tol: float = 1e-3,
    max_iter: int = 100,
) -> Fit:
    """Repeat `em_sweep` from a given start until the likelihood stops rising.

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
        Most sweeps, at least 1.

    Returns
    -------
    fit : Fit
        A sweep measures before it moves: `lower_bound` belongs to the parameters one step back.

    Raises
    ------
    ValueError
        If a component collapses.

    Examples
    --------
    >>> X, means = np.array([[0.0], [1.0], [4.0], [5.0]]), np.array([[1.0], [4.0]])
    >>> fit = em(X, np.array([0.5, 0.5]), means, np.ones((2, 1, 1)))
    >>> fit.means.ravel().round(4), fit.covariances.ravel().round(4), fit.converged
    (array([0.5, 4.5]), array([0.25, 0.25]), True)
    """
    bound, n_iter, converged = -np.inf, 0, False
    while n_iter < max_iter and not converged:
        weights, means, covariances, log_likelihood = em_sweep(
            X, weights, means, covariances, reg_covar
        )
        before, bound = bound, log_likelihood / len(X)
        n_iter, converged = n_iter + 1, abs(bound - before) < tol
    cholesky_factors(covariances)  # a collapse in the last sweep must not pass for a result
    return Fit(weights, means, covariances, bound, n_iter, converged)
