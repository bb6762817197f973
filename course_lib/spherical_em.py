"""EM with one round variance that is never learned: as it goes to zero, K-Means appears."""

import numpy as np
from sklearn.utils import check_array

from course_lib.fast_em import NOBODY
from course_lib.geometry import squared_distances


def spherical_em(
    X: np.ndarray, means: np.ndarray, variance: float, tol: float = 1e-10, max_iter: int = 10_000
) -> tuple[np.ndarray, np.ndarray]:
    """Run EM with equal weights and one fixed variance: K-Means with soft edges.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    means : float array of shape (n_components, n_features)
        The start.
    variance : float
        Variance of every component in every direction, in squared units of X; never learned.
    tol : float, default=1e-10
        Stop when no coordinate of a mean moves by more, in units of X.
    max_iter : int, default=10000
        Most pairs of steps.

    Returns
    -------
    means : float array of shape (n_components, n_features)
    responsibilities : float array of shape (n_samples, n_components)
        The shares under these means.

    Raises
    ------
    ValueError
        If X or the means are not finite tables of equal width, or the variance is not positive.

    Notes
    -----
    A point's share of a component is proportional to exp(-(d - d_min) / 2s), with d its squared
    distance, d_min that to the nearest mean and s the variance. As s goes to zero, every share
    goes to zero except that of the nearest: the E-step becomes the assignment of K-Means. At
    a fixed s the two differ.

    Examples
    --------
    >>> X = np.array([[0.0], [1.0], [4.0], [5.0]])
    >>> spherical_em(X, [[1.0], [4.0]], variance=100.0)[0].ravel().round(4)
    array([2.5, 2.5])
    >>> spherical_em(X, [[1.0], [4.0]], variance=0.01)[0].ravel().round(4)
    array([0.5, 4.5])
    """
    X = check_array(X, dtype=float)
    means = check_array(means, dtype=float, input_name="means")
    if means.shape[1] != X.shape[1]:
        raise ValueError(
            f"means has {means.shape[1]} columns but X has {X.shape[1]}; give both the same ones."
        )
    if not (np.isfinite(variance) and variance > 0):
        raise ValueError(f"variance must be a positive number, got {variance!r}.")
    for _ in range(max_iter):
        squared = squared_distances(X, means)
        nearness = np.exp((squared.min(axis=1, keepdims=True) - squared) / (2 * variance))
        responsibilities = nearness / nearness.sum(axis=1, keepdims=True)
        counts = responsibilities.sum(axis=0)[:, None]
        # A mean that owns nobody stays where it is.
        moved = (responsibilities.T @ X + NOBODY * means) / (counts + NOBODY)
        if np.abs(moved - means).max() <= tol:
            break
        means = moved
    return means, responsibilities
