"""What the K-Means family asks of its arguments, and what it says where they do not fit."""

from numbers import Integral

import numpy as np
from sklearn.utils import check_scalar


def as_points(X: np.ndarray, name: str = "X", n_features: int | None = None) -> np.ndarray:
    """Return `X` as a table of finite floats, or say what is wrong with it.

    Parameters
    ----------
    X : array of shape (n_samples, n_features)
    name : str, default="X"
        What the caller calls it.
    n_features : int or None, default=None
        How many columns it must have.

    Returns
    -------
    X : float array of shape (n_samples, n_features)

    Raises
    ------
    ValueError
        If it is no table, holds NaN, infinity or numbers whose squares overflow, or has other
        columns.

    Examples
    --------
    >>> as_points([[1, 2]])
    array([[1., 2.]])
    """
    X = np.asarray(X, dtype=float)
    if X.ndim != 2 or X.size == 0:
        raise ValueError(
            f"{name} has shape {X.shape}; it must be a table, one row a point, with at least one "
            f"row and one column (for a single feature use {name}.reshape(-1, 1))."
        )
    if n_features not in (None, X.shape[1]):
        raise ValueError(
            f"{name} has {X.shape[1]} features but X has {n_features}; give both the same columns."
        )
    # One bad value spoils the whole sum, and a sum is cheaper than a test of every cell.
    if not np.isfinite(np.einsum("ij,ij->", X, X)):
        if np.isfinite(X).all():
            raise ValueError(f"{name} holds numbers whose squares overflow; rescale it first.")
        raise ValueError(f"{name} contains NaN or infinity; drop or impute these rows first.")
    return X


def check_enough(n_samples: int, n_clusters: int) -> None:
    """Raise where that many clusters do not fit that many points.

    Parameters
    ----------
    n_samples : int
    n_clusters : int

    Raises
    ------
    ValueError
        If there are fewer points than clusters.

    Examples
    --------
    >>> check_enough(n_samples=3, n_clusters=2)
    """
    check_scalar(n_clusters, "n_clusters", Integral, min_val=1)
    if n_clusters > n_samples:
        raise ValueError(
            f"n_samples={n_samples} should be >= n_clusters={n_clusters}: lower n_clusters, or "
            "bring more points."
        )
