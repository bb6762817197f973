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


def homogeneous(X: np.ndarray) -> np.ndarray:
    """Write points as columns, with a 1 below each: then one matrix can turn and shift them.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)

    Returns
    -------
    points : float array of shape (n_features + 1, n_samples)

    Examples
    --------
    >>> homogeneous(np.array([[3.0, 4.0], [5.0, 6.0]]))
    array([[3., 5.],
           [4., 6.],
           [1., 1.]])
    """
    return np.vstack([X.T, np.ones(len(X))])


def em_sweep(
    points: np.ndarray,
    weights: np.ndarray,
    means: np.ndarray,
    covariances: np.ndarray,
    reg_covar: float = 1e-6,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Do an E-step and the M-step after it in one pass over the data.

    Fact: the white coordinates y of a point x, which its density needs anyway, give the M-step
    too. Proof: x = L y + mean, so the covariance of x is L times the covariance of y with x.

    Parameters
    ----------
    points : float array of shape (n_features + 1, n_samples)
        From `homogeneous`, measured from near their mean: far from zero, products lose digits.
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
    The y of all components are one product. A second one gives each component a table of products
    of y and x: its count in the corner, the sums of y in the last column.

    Examples
    --------
    >>> points, means = homogeneous(np.array([[-2.5], [-1.5], [1.5], [2.5]])), [[-1.5], [1.5]]
    >>> _, means, _, log_likelihood = em_sweep(points, np.ones(2) / 2, means, np.ones((2, 1, 1)))
    >>> means.ravel().round(6), round(log_likelihood, 6)
    (array([-1.982138,  1.982138]), -7.425142)
    """
    n_components, n_features = np.shape(means)
    factors = cholesky_factors(covariances)
    frames = np.zeros((n_components, n_features + 1, n_features + 1))
    frames[:, :-1, :-1] = factors
    frames[:, :-1, -1] = means
    frames[:, -1, -1] = 1.0
    whiten = np.linalg.inv(frames).reshape(-1, n_features + 1)
    log_volumes = np.log(np.diagonal(factors, axis1=1, axis2=2)).sum(axis=1)
    # The 1 below y adds 1 to its squared length; the last term takes that back.
    peaks = np.log(weights) - log_volumes - 0.5 * n_features * math.log(2 * math.pi) + 0.5

    products, log_likelihood = np.zeros_like(whiten), 0.0
    # Twice the usual block: BLAS gains more from long rows than the nearer cache does.
    blocks = list(row_blocks(points.shape[1], n_components * (n_features + 1) // 2))
    room = np.empty((len(whiten), blocks[0].stop))  # new memory for each block costs as much again
    for rows in blocks:
        block = points[:, rows]
        white = np.matmul(whiten, block, out=room[:, : block.shape[1]])
        white = white.reshape(n_components, n_features + 1, -1)
        log_joint = peaks[:, None] - 0.5 * np.einsum("jfi,jfi->ji", white, white)
        top = log_joint.max(axis=0)
        shares = np.exp(log_joint - top)
        total = shares.sum(axis=0)
        log_likelihood += float((top + np.log(total)).sum())
        white *= (shares / total)[:, None]
        products += white.reshape(len(whiten), -1) @ block.T

    products = products.reshape(frames.shape)
    counts = products[:, -1, -1] + NOBODY
    products /= counts[:, None, None]
    shifts = products[:, :-1, -1]
    means = means + np.matvec(factors, shifts)
    covariances = factors @ (products[:, :-1, :-1] - shifts[:, :, None] * means[:, None, :])
    covariances = (covariances + covariances.transpose(0, 2, 1)) / 2  # equal up to rounding
    return (
        counts / counts.sum(),
        means,
        covariances + reg_covar * np.eye(n_features),
        log_likelihood,
    )


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
    origin = X.mean(axis=0)
    points, means = homogeneous(X - origin), means - origin
    bound, n_iter, converged = -np.inf, 0, False
    while n_iter < max_iter and not converged:
        weights, means, covariances, log_likelihood = em_sweep(
            points, weights, means, covariances, reg_covar
        )
        before, bound = bound, log_likelihood / len(X)
        n_iter, converged = n_iter + 1, abs(bound - before) < tol
    cholesky_factors(covariances)  # a collapse in the last sweep must not pass for a result
    return Fit(weights, means + origin, covariances, bound, n_iter, converged)
