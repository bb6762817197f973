"""Spectral clustering: draw a graph on the points, place them by its smoothest waves, run K-Means.

K-Means wants round clusters. A graph knows only who is near whom, so a ring is as good as a disk;
the eigenvectors of its Laplacian are nearly constant on each connected part, and points placed by
them fall into round, distant groups.
"""

from numbers import Integral, Real

import numpy as np
from scipy.linalg import eigh
from scipy.spatial import KDTree
from sklearn.utils.validation import check_array, check_scalar

from course_lib.geometry import squared_distances
from course_lib.kmeans import KMeans


def neighbor_affinity(X: np.ndarray, n_neighbors: int = 10) -> np.ndarray:
    """Join each point to its nearest neighbors.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    n_neighbors : int, default=10
        How many, the point itself counted, as in scikit-learn.

    Returns
    -------
    affinity : float array of shape (n_samples, n_samples)
        1 where both chose each other, 0.5 where only one did, else 0; the diagonal is 0.

    Raises
    ------
    ValueError
        If n_neighbors is not between 2 and n_samples.

    Examples
    --------
    >>> neighbor_affinity(np.array([[0.0], [1.0], [3.0]]), n_neighbors=2)
    array([[0. , 1. , 0. ],
           [1. , 0. , 0.5],
           [0. , 0.5, 0. ]])
    """
    X = check_array(X, dtype=np.float64, input_name="X")
    check_scalar(n_neighbors, "n_neighbors", Integral, min_val=2, max_val=len(X))
    neighbors = KDTree(X).query(X, n_neighbors)[1]
    chosen = np.zeros((len(X), len(X)))
    np.put_along_axis(chosen, neighbors, 1.0, axis=1)
    np.fill_diagonal(chosen, 0.0)
    return (chosen + chosen.T) / 2


def rbf_affinity(X: np.ndarray, gamma: float = 1.0) -> np.ndarray:
    """Join all points, with a strength that fades with the distance.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    gamma : float, default=1.0
        In one over squared units of X: at distance ``1 / sqrt(gamma)`` the strength is 0.37.

    Returns
    -------
    affinity : float array of shape (n_samples, n_samples)
        ``exp(-gamma * squared distance)``; the diagonal is 0.

    Raises
    ------
    ValueError
        If gamma is not positive.

    Examples
    --------
    >>> rbf_affinity(np.array([[0.0], [1.0]]), gamma=1.0).round(2)
    array([[0.  , 0.37],
           [0.37, 0.  ]])
    """
    X = check_array(X, dtype=np.float64, input_name="X")
    check_scalar(gamma, "gamma", Real, min_val=0, include_boundaries="neither")
    affinity = np.exp(-gamma * squared_distances(X, X))
    np.fill_diagonal(affinity, 0.0)
    return affinity


def normalized_laplacian(affinity: np.ndarray) -> np.ndarray:
    """Return I - D^(-1/2) W D^(-1/2), where D holds the degrees, the row sums of W.

    Parameters
    ----------
    affinity : float array of shape (n_samples, n_samples)
        W: symmetric, not negative, with an empty diagonal.

    Returns
    -------
    laplacian : float array of shape (n_samples, n_samples)
        Its eigenvalues lie between 0 and 2; 0 occurs once for each connected part of the graph.

    Examples
    --------
    >>> normalized_laplacian(np.array([[0.0, 1.0], [1.0, 0.0]]))
    array([[ 1., -1.],
           [-1.,  1.]])
    """
    degrees = affinity.sum(axis=1)
    # A point without neighbors is a connected part of its own: its row of the Laplacian is 0.
    scale = 1 / np.sqrt(np.where(degrees > 0, degrees, 1.0))
    return np.diag((degrees > 0).astype(float)) - scale[:, None] * affinity * scale


def spectral_embedding(affinity: np.ndarray, n_components: int) -> np.ndarray:
    """Place the points so that strongly joined points come close together.

    Parameters
    ----------
    affinity : float array of shape (n_samples, n_samples)
        Symmetric, not negative, with an empty diagonal.
    n_components : int
        Dimensions of the new space.

    Returns
    -------
    embedding : float array of shape (n_samples, n_components)
        The first column, for the smallest eigenvalue, is constant if the graph is connected.

    Notes
    -----
    With L = D - W, the columns f solve ``L f = lambda D f``: among all f of unit length in the
    metric D they have the smallest ``sum over pairs of w_ij (f_i - f_j)^2``, so f changes least
    where the graph is dense. They are the eigenvectors of the normalized Laplacian divided by the
    square roots of the degrees. The full matrix is solved, time O(n^3) and memory O(n^2):
    iterative solvers are faster, but may miss an eigenvalue that occurs several times, and here
    the eigenvalue 0 does so whenever the graph falls apart.

    References
    ----------
    von Luxburg, A tutorial on spectral clustering, Statistics and Computing 17 (2007),
    395-416.

    Examples
    --------
    >>> two_pairs = np.kron(np.eye(2), [[0.0, 1.0], [1.0, 0.0]])
    >>> places = spectral_embedding(two_pairs, 2)
    >>> bool(np.allclose(places[0], places[1])), bool(np.allclose(places[0], places[2]))
    (True, False)
    """
    degrees = affinity.sum(axis=1)
    vectors = eigh(normalized_laplacian(affinity), subset_by_index=[0, n_components - 1])[1]
    return vectors / np.sqrt(np.where(degrees > 0, degrees, 1.0))[:, None]


def spectral_clustering(
    X: np.ndarray,
    n_clusters: int,
    *,
    n_neighbors: int = 10,
    gamma: float | None = None,
    random_state: int | np.random.RandomState | None = None,
) -> np.ndarray:
    """Cluster the points by K-Means on their places in the spectral embedding.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
    n_clusters : int
    n_neighbors : int, default=10
        Neighbors of each point in the graph, itself counted.
    gamma : float, optional
        If given, join all points by `rbf_affinity` with this gamma instead. The choice matters:
        on two rings a small gamma joins what should be apart.
    random_state : int, RandomState or None
        Starts of K-Means.

    Returns
    -------
    labels : int array of shape (n_samples,)

    Raises
    ------
    ValueError
        If an option is out of its range.

    Notes
    -----
    Graph, embedding and K-Means with 10 starts are those of scikit-learn's `SpectralClustering`.
    All tables are dense: 2,000 points take seconds, and 10,000 would take 800 MB a table.

    Examples
    --------
    >>> X = np.array([[0.0, 0], [0, 1], [1, 0], [9, 9], [9, 8], [8, 9]])
    >>> labels = spectral_clustering(X, 2, n_neighbors=3, random_state=0)
    >>> len(set(labels[:3])), len(set(labels[3:])), len(set(labels))
    (1, 1, 2)
    """
    X = check_array(X, dtype=np.float64, input_name="X")
    check_scalar(n_clusters, "n_clusters", Integral, min_val=1, max_val=len(X))
    affinity = neighbor_affinity(X, n_neighbors) if gamma is None else rbf_affinity(X, gamma)
    embedding = spectral_embedding(affinity, n_clusters)
    return KMeans(n_clusters, n_init=10, random_state=random_state).fit_predict(embedding)
