"""The vocabulary of the library: a distance table is one product, sums by cluster are one product.

Every algorithm of the course needs many squared distances, or many sums over the members of a
cluster. Both are matrix products in disguise, and matrix products are what computers do best.
"""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csc_array

# 2**16 cells of 8 bytes are half a megabyte: a block of that size stays in a core's cache.
CELLS_PER_BLOCK = 2**16


def lift(X: np.ndarray) -> np.ndarray:
    """Lift each row x to (x, |x|^2, 1), so that a product with `probe` is a squared distance.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
        The points. Center them first: far from the origin the product loses digits.

    Returns
    -------
    lifted : float array of shape (n_samples, n_features + 2)

    Notes
    -----
    |x - c|^2 = (x, |x|^2, 1) . (-2c, 1, |c|^2).

    Examples
    --------
    >>> lift(np.array([[3.0, 4.0]]))
    array([[ 3.,  4., 25.,  1.]])
    """
    n_samples, n_features = X.shape
    lifted = np.ones((n_samples, n_features + 2))
    lifted[:, :n_features] = X
    np.einsum("ij,ij->i", X, X, out=lifted[:, n_features])
    return lifted


def probe(centers: np.ndarray) -> np.ndarray:
    """Turn each row c into (-2c, 1, |c|^2), the partner of `lift`.

    Parameters
    ----------
    centers : float array of shape (n_clusters, n_features)

    Returns
    -------
    probes : float array of shape (n_clusters, n_features + 2)

    Examples
    --------
    >>> probe(np.array([[3.0, 0.0]])) @ lift(np.array([[3.0, 4.0], [3.0, 0.0]])).T
    array([[16.,  0.]])
    """
    return np.column_stack(
        [-2.0 * centers, np.ones(len(centers)), np.einsum("ij,ij->i", centers, centers)]
    )


def squared_distances(X: np.ndarray, centers: np.ndarray) -> np.ndarray:
    """Return the table of squared Euclidean distances, one row a point, one column a center.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    centers : float array of shape (n_clusters, n_features)

    Returns
    -------
    table : float array of shape (n_samples, n_clusters)
        Never negative: what rounding pushes below zero is set to zero.

    Examples
    --------
    >>> squared_distances(np.array([[1.0, 1.0], [3.0, 4.0]]), np.array([[1.0, 1.0], [5.0, 7.0]]))
    array([[ 0., 52.],
           [13., 13.]])
    """
    origin = centers.mean(axis=0)
    return np.maximum(lift(X - origin) @ probe(centers - origin).T, 0.0)


def indicator(labels: np.ndarray, n_clusters: int) -> csc_array:
    """Return the membership matrix: entry (j, i) is 1 where point i belongs to cluster j.

    `indicator(labels, k) @ X` holds the sum of the members of each cluster, in one sparse product.

    Parameters
    ----------
    labels : int array of shape (n_samples,)
        Values 0 to n_clusters - 1.
    n_clusters : int

    Returns
    -------
    members : sparse float array of shape (n_clusters, n_samples)

    Examples
    --------
    >>> indicator(np.array([0, 1, 0]), 2) @ np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
    array([[6., 8.],
           [3., 4.]])
    """
    n_samples = len(labels)
    # Column i holds a single 1, in row labels[i].
    return csc_array(
        (np.ones(n_samples), labels, np.arange(n_samples + 1)), shape=(n_clusters, n_samples)
    )


def row_blocks(n_rows: int, cells_per_row: int) -> Iterator[slice]:
    """Cut a table into blocks of rows that stay in the processor's cache.

    Parameters
    ----------
    n_rows : int
        Rows of the whole table.
    cells_per_row : int
        Cells that one row needs while it is worked on.

    Yields
    ------
    rows : slice

    Examples
    --------
    >>> list(row_blocks(5, CELLS_PER_BLOCK // 2))
    [slice(0, 2, None), slice(2, 4, None), slice(4, 5, None)]
    """
    step = max(1, CELLS_PER_BLOCK // max(1, cells_per_row))
    for start in range(0, n_rows, step):
        yield slice(start, min(start + step, n_rows))
