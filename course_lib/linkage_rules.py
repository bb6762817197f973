"""How far apart two clusters are: the four rules of agglomerative clustering.

A tree of clusters needs one decision, the distance between two groups of points. `hierarchy` tells
the loop that uses it, `fast_linkage` the short cuts that each rule allows.
"""

import numpy as np

LINKAGES = ("single", "complete", "average", "ward")


def ward_cost(
    size_a: np.ndarray, mean_a: np.ndarray, size_b: np.ndarray, mean_b: np.ndarray
) -> np.ndarray:
    """Return by how much the sum of squares within clusters rises when two clusters merge.

    Parameters
    ----------
    size_a, size_b : int or array of shape (n_pairs,)
        Numbers of members.
    mean_a, mean_b : array of shape (n_features,) or (n_pairs, n_features)
        Cluster means.

    Returns
    -------
    cost : float or array of shape (n_pairs,)
        In squared units of the features. SciPy's Ward height is the square root of twice the cost.

    Notes
    -----
    The product of the sizes over their sum, times the squared distance of the means: Ward (1963),
    Journal of the American Statistical Association 58, 236-244. It follows from splitting each sum
    of squares at the mean of the union.

    Examples
    --------
    Two points and five points, the last merge of the seven-point example:

    >>> two, five = np.array([1.25, 1.5]), np.array([3.9, 5.1])
    >>> print(f"{ward_cost(2, two, 5, five):.4f}")
    28.5464
    """
    gap = np.asarray(mean_a) - np.asarray(mean_b)
    return size_a * size_b / (size_a + size_b) * (gap**2).sum(axis=-1)


def distance_to_union(
    to_a: np.ndarray,
    to_b: np.ndarray,
    a_to_b: float,
    size_a: int,
    size_b: int,
    sizes: np.ndarray,
    method: str,
) -> np.ndarray:
    """Return the distances of all clusters to the union of a and b, from those to a and to b.

    Parameters
    ----------
    to_a, to_b : float array of shape (n_clusters,)
        Distance of each cluster to a, and to b.
    a_to_b : float
        Distance between a and b.
    size_a, size_b : int
        Members of a, and of b.
    sizes : array of shape (n_clusters,)
        Members of each cluster.
    method : {"single", "complete", "average", "ward"}

    Returns
    -------
    to_union : float array of shape (n_clusters,)

    Notes
    -----
    Lance and Williams (1967), Computer Journal 9, 373-380. None of the four rules brings a union
    nearer than the nearer of its parts (they are *reducible*), as long as a and b were nearest
    neighbors; for "single", "complete" and "average" that holds in floating point too, because
    the weighted mean is written so that rounding cannot take it below the smaller distance.

    Examples
    --------
    A cluster at distance 3 from a and 6 from b; a has two members, b has one:

    >>> to_a, to_b, one = np.array([3.0]), np.array([6.0]), np.array([1])
    >>> for method in ("single", "complete", "average"):
    ...     print(method, distance_to_union(to_a, to_b, 1.0, 2, 1, one, method))
    single [3.]
    complete [6.]
    average [4.]
    """
    if method == "single":
        return np.minimum(to_a, to_b)
    if method == "complete":
        return np.maximum(to_a, to_b)
    if method == "average":
        return to_a + size_b / (size_a + size_b) * (to_b - to_a)
    squares = (size_a + sizes) * to_a**2 + (size_b + sizes) * to_b**2 - sizes * a_to_b**2
    return np.sqrt(np.maximum(squares, 0.0) / (size_a + size_b + sizes))
