"""How good is a clustering? Scores that look at the points, and (from `agreement`) at the truth.

All scores of this file compare the spread inside the clusters with the gaps between them. They
favor round clusters: a correct answer of another shape may score below a wrong round one.
"""

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_array, check_consistent_length

from course_lib.agreement import (
    adjusted_rand_score,
    clustering_accuracy,
    contingency_matrix,
    count_clusters,
    encode_labels,
    is_noise,
    noise_share,
    normalized_mutual_info_score,
    pair_counts,
    rand_score,
)
from course_lib.geometry import indicator, lift, probe, row_blocks

__all__ = [
    "adjusted_rand_score",
    "calinski_harabasz_score",
    "clustering_accuracy",
    "contingency_matrix",
    "count_clusters",
    "davies_bouldin_score",
    "inertia",
    "noise_share",
    "normalized_mutual_info_score",
    "pair_counts",
    "rand_score",
    "silhouette_of",
    "silhouette_samples",
    "silhouette_score",
]

# Below this share of |x|^2 + |y|^2, a squared distance from a product loses three digits.
CLOSE = 2.0**-8


def inertia(X: np.ndarray, labels: np.ndarray, centers: np.ndarray) -> float:
    """Sum the squared distances from each point to the center of its cluster (WCSS).

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
    labels : int array-like of shape (n_samples,)
        Rows of `centers`. Noise, -1, has no center and is refused.
    centers : array-like of shape (n_clusters, n_features)

    Returns
    -------
    inertia : float
        In squared units of X.

    Raises
    ------
    ValueError
        If shapes do not match or a label is no row of `centers`.

    Examples
    --------
    >>> inertia([[0, 0], [0, 2], [5, 5]], [0, 0, 1], [[0, 1], [5, 5]])
    2.0
    """
    X = check_array(X, dtype=np.float64, input_name="X")
    centers = check_array(centers, dtype=np.float64, input_name="centers")
    labels = np.asarray(labels)
    check_consistent_length(X, labels)
    if X.shape[1] != centers.shape[1]:
        raise ValueError(f"X has {X.shape[1]} features but centers has {centers.shape[1]}")
    if labels.ndim != 1 or labels.dtype.kind not in "iu":
        raise ValueError(f"labels must be a 1D array of integers, got {labels!r:.60}")
    if labels.min() < 0 or labels.max() >= len(centers):
        raise ValueError(
            f"labels run from {labels.min()} to {labels.max()}, but centers has rows 0 to "
            f"{len(centers) - 1}; leave out noise first: X[labels >= 0], labels[labels >= 0]"
        )
    return float(own_squared_distances(X, labels, centers).sum())


def own_squared_distances(X: np.ndarray, labels: np.ndarray, centers: np.ndarray) -> np.ndarray:
    """Return the squared distance from each point to the center of its own cluster.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    labels : int array of shape (n_samples,)
    centers : float array of shape (n_clusters, n_features)

    Returns
    -------
    squared : float array of shape (n_samples,)

    Examples
    --------
    >>> own_squared_distances(np.eye(2), np.array([0, 1]), np.zeros((2, 2)))
    array([1., 1.])
    """
    squared = np.empty(len(X))
    for rows in row_blocks(len(X), X.shape[1]):
        difference = X[rows] - centers.take(labels[rows], axis=0)
        np.einsum("ij,ij->i", difference, difference, out=squared[rows])
    return squared


def points_to_score(
    X: np.ndarray, labels: np.ndarray, noise: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Check the input of a score and apply its noise policy.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
    labels : array-like of shape (n_samples,)
    noise : {"cluster", "drop"}
        See `silhouette_samples`.

    Returns
    -------
    X : float array of shape (n_scored, n_features)
        The points that count.
    codes : int array of shape (n_scored,)
        Their labels, renamed to 0, 1, 2, ...
    scored : bool array of shape (n_samples,)
        Which points count.

    Raises
    ------
    ValueError
        If the scored points have fewer than 2 or more than n_scored - 1 labels.
    """
    X = check_array(X, dtype=np.float64, input_name="X")
    codes, n_labels = encode_labels(labels)
    check_consistent_length(X, codes)
    if noise not in ("cluster", "drop"):
        raise ValueError(f"noise must be 'cluster' or 'drop', got {noise!r}")
    scored = np.ones(len(X), dtype=bool)
    if noise == "drop" and is_noise(labels).any():
        scored = ~is_noise(labels)
        X = X[scored]
        codes, n_labels = encode_labels(np.asarray(labels)[scored])
    check_number_of_labels(n_labels, len(X))
    return X, codes, scored


def check_number_of_labels(n_labels: int, n_samples: int) -> None:
    """Refuse labelings that no score is defined for.

    Parameters
    ----------
    n_labels, n_samples : int

    Raises
    ------
    ValueError
        Unless 2 <= n_labels <= n_samples - 1.
    """
    if not 2 <= n_labels <= n_samples - 1:
        raise ValueError(
            f"Number of labels is {n_labels}. Valid values are 2 to n_samples - 1 (inclusive), "
            f"and {n_samples} points are scored; a score needs a gap and a cluster of two points"
        )


def silhouette_of(i: int, X: np.ndarray, labels: np.ndarray) -> tuple[float, float, float]:
    """Compute the silhouette of one point as the formula tells it.

    Parameters
    ----------
    i : int
        The point's row in X.
    X : float array of shape (n_samples, n_features)
    labels : array of shape (n_samples,)

    Returns
    -------
    a : float
        Mean distance to the other members of its own cluster; 0 if there are none.
    b : float
        Mean distance to the members of the nearest other cluster.
    s : float
        (b - a) / max(a, b); 0 for a point alone in its cluster, and where a = b = 0.

    Examples
    --------
    >>> X = np.array([[0.0, 0], [1, 0], [0, 1], [10, 10], [11, 10], [10, 11]])
    >>> a, b, s = silhouette_of(1, X, np.array([0, 0, 0, 1, 1, 1]))
    >>> round(a, 4), round(b, 4), round(s, 4)
    (1.2071, 13.9361, 0.9134)
    """
    distances = np.sqrt(((X - X[i]) ** 2).sum(axis=1))
    own = labels == labels[i]
    b = min(float(distances[labels == other].mean()) for other in np.unique(labels[~own]))
    if own.sum() == 1:
        return 0.0, b, 0.0
    a = float(distances[own].sum() / (own.sum() - 1))  # its distance to itself adds nothing
    return a, b, (b - a) / max(a, b) if max(a, b) > 0 else 0.0


def silhouette_samples(X: np.ndarray, labels: np.ndarray, *, noise: str = "cluster") -> np.ndarray:
    """Return every silhouette: near 1 well placed, near 0 between two clusters, below misplaced.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
    labels : array-like of shape (n_samples,)
        Integers or strings, 2 to n_samples - 1 different ones.
    noise : {"cluster", "drop"}, default="cluster"
        What the label -1 means. "cluster": one more cluster, so that the scores equal
        scikit-learn's on every input; right where -1 is just a name. "drop": these points take
        no part. Use "drop" for DBSCAN, and report `noise_share` beside the score: a score gets
        better by calling difficult points noise.

    Returns
    -------
    scores : float array of shape (n_samples,)
        Between -1 and 1; NaN for points that "drop" leaves out.

    Raises
    ------
    ValueError
        If the scored points have fewer than 2 or more than n_scored - 1 different labels.

    Notes
    -----
    `silhouette_of` is the story. Here the points are sorted by cluster and the table of distances
    is made in blocks that stay in the cache: time O(n_samples^2), memory O(n_samples k). The
    distance from i to j is the distance from j to i, so each block counts for the points of its
    rows and, transposed, for the points of its columns. A product gives the squared distances of a
    block; where some are small beside the lengths, and would lose digits, differences do. So those
    of equal points are exactly 0.

    References
    ----------
    Rousseeuw, Silhouettes: a graphical aid to the interpretation and validation of cluster
    analysis, Journal of Computational and Applied Mathematics 20 (1987), 53-65.

    Examples
    --------
    >>> silhouette_samples([[0], [1], [1], [2], [3], [3]], [0, 1, 1, 1, 2, 2])
    array([0. , 0.5, 0.5, 0. , 1. , 1. ])
    >>> silhouette_samples([[0], [1], [9], [9], [100]], [0, 0, 1, 1, -1], noise="drop").round(3)
    array([0.889, 0.875, 1.   , 1.   ,   nan])
    """
    X, codes, scored = points_to_score(X, labels, noise)
    scores = np.full(len(scored), np.nan)
    scores[scored] = silhouettes(X, codes)
    return scores


def silhouettes(X: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Compute all silhouettes, for labels 0 to k - 1 of which none is missing.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    codes : int array of shape (n_samples,)

    Returns
    -------
    scores : float array of shape (n_samples,)

    Examples
    --------
    >>> silhouettes(np.array([[0.0], [1.0], [3.0]]), np.array([1, 1, 0])).round(3)
    array([0.667, 0.5  , 0.   ])
    """
    order = np.argsort(codes, kind="stable")
    codes, sizes = codes[order], np.bincount(codes)
    means = distance_sums(X[order], codes)
    own = np.arange(len(X)), codes
    a = means[own] / np.maximum(sizes[codes] - 1, 1)
    means /= sizes
    means[own] = np.inf
    b = means.min(axis=1)
    larger = np.maximum(a, b)
    scores = np.zeros(len(X))
    defined = (sizes[codes] > 1) & (larger > 0)
    scores[order[defined]] = (b[defined] - a[defined]) / larger[defined]
    return scores


def distance_sums(X: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Sum the distances from each point to the members of each cluster.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    codes : int array of shape (n_samples,)
        Labels 0 to k - 1 in ascending order.

    Returns
    -------
    sums : float array of shape (n_samples, n_clusters)

    Examples
    --------
    >>> distance_sums(np.array([[0.0], [1.0], [5.0]]), np.array([0, 0, 1]))
    array([[1., 5.],
           [1., 4.],
           [9., 0.]])
    """
    sums = np.zeros((len(X), codes[-1] + 1))
    X = X - X.mean(axis=0)  # far from zero, products lose digits
    lifted, probes = lift(X), probe(X)
    blocks = []
    for rows in row_blocks(len(X), 256):
        # Sorted points: a block meets few clusters, so its membership table is narrow.
        clusters = np.arange(codes[rows][0], codes[rows][-1] + 1)
        members = (codes[rows, None] == clusters).astype(float)
        longest = lifted[rows, -2].max()
        blocks.append((rows, slice(clusters[0], clusters[-1] + 1), members, longest))
    for index, (rows, row_clusters, row_members, longest_row) in enumerate(blocks):
        for columns, column_clusters, column_members, longest_column in blocks[index:]:
            distances = lifted[rows] @ probes[columns].T
            if distances.min() < CLOSE * (longest_row + longest_column):
                distances = cdist(X[rows], X[columns], "sqeuclidean")
            np.sqrt(distances, out=distances)  # all roots at once, faster than one by one
            sums[rows, column_clusters] += distances @ column_members
            if columns != rows:
                sums[columns, row_clusters] += distances.T @ row_members
    return sums


def silhouette_score(
    X: np.ndarray,
    labels: np.ndarray,
    *,
    noise: str = "cluster",
    sample_size: int | None = None,
    random_state: int | np.random.RandomState | None = None,
) -> float:
    """Return the mean silhouette of the points.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
    labels : array-like of shape (n_samples,)
    noise : {"cluster", "drop"}, default="cluster"
        Meaning of the label -1, as in `silhouette_samples`; "drop" for DBSCAN.
    sample_size : int, optional
        Score a random sample of this many points: the time grows with the square of the number
        of points, and 10,000 points take about a second.
    random_state : int, RandomState or None
        Draws the sample.

    Returns
    -------
    score : float
        Between -1 and 1.

    Raises
    ------
    ValueError
        If the scored points have fewer than 2 or more than n_scored - 1 different labels.

    Examples
    --------
    >>> X = [[1, 1], [1.5, 2], [3, 4], [5, 7], [3.5, 5], [4.5, 5], [3.5, 4.5]]
    >>> round(silhouette_score(X, [0, 0, 1, 1, 1, 1, 1]), 6)
    0.645005
    """
    X, codes, _ = points_to_score(X, labels, noise)
    if sample_size is not None:
        if not 1 <= sample_size <= len(X):
            raise ValueError(f"sample_size must be 1 to {len(X)} points, got {sample_size!r}")
        drawn = check_random_state(random_state).permutation(len(X))[:sample_size]
        X, codes, _ = points_to_score(X[drawn], codes[drawn], "cluster")
    return float(silhouettes(X, codes).mean())


def cluster_moments(X: np.ndarray, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return size and mean of each cluster, and each point's squared distance to its mean.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
    codes : int array of shape (n_samples,)
        Labels 0 to k - 1, none missing.

    Returns
    -------
    sizes : int array of shape (n_clusters,)
    means : float array of shape (n_clusters, n_features)
    squared : float array of shape (n_samples,)

    Notes
    -----
    Each cluster is measured from one of its own points, its anchor. A mean of differences has
    the precision of the differences: far from the origin no digit is lost, and a cluster of
    equal points has a spread of exactly 0.

    Examples
    --------
    >>> cluster_moments(np.array([[3.0], [4.0], [8.0]]), np.array([0, 0, 1]))
    (array([2, 1]), array([[3.5], [8. ]]), array([0.25, 0.25, 0.  ]))
    """
    sizes = np.bincount(codes)
    anchor_rows = np.empty(len(sizes), dtype=int)
    anchor_rows[codes] = np.arange(len(X))  # written many times; any member will do
    anchors = X[anchor_rows]
    shifts = np.zeros_like(anchors)
    for rows in row_blocks(len(X), 1):  # fewer, larger blocks: making an indicator has its price
        difference = X[rows] - anchors.take(codes[rows], axis=0)
        shifts += indicator(codes[rows], len(sizes)) @ difference
    means = anchors + shifts / sizes[:, None]
    return sizes, means, own_squared_distances(X, codes, means)


def davies_bouldin_score(X: np.ndarray, labels: np.ndarray, *, noise: str = "cluster") -> float:
    """Return the mean over clusters of the worst ratio of spread to gap; lower is better.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
    labels : array-like of shape (n_samples,)
    noise : {"cluster", "drop"}, default="cluster"
        Meaning of the label -1, as in `silhouette_samples`; "drop" for DBSCAN.

    Returns
    -------
    score : float
        At least 0, and 0 only if every cluster is a single place.

    Raises
    ------
    ValueError
        If the scored points have fewer than 2 or more than n_scored - 1 different labels.

    Notes
    -----
    The spread of a cluster is the mean distance of its members to their mean, the gap of two
    clusters is the distance of their means. Two clusters with the same mean have no gap;
    as in scikit-learn, such a pair is left out.

    References
    ----------
    Davies and Bouldin, A cluster separation measure, IEEE Transactions on Pattern Analysis
    and Machine Intelligence 1 (1979), 224-227.

    Examples
    --------
    >>> X = [[1, 1], [1.5, 2], [3, 4], [5, 7], [3.5, 5], [4.5, 5], [3.5, 4.5]]
    >>> round(davies_bouldin_score(X, [0, 0, 1, 1, 1, 1, 1]), 6)
    0.364795
    """
    X, codes, _ = points_to_score(X, labels, noise)
    sizes, means, squared = cluster_moments(X, codes)
    spreads = np.bincount(codes, weights=np.sqrt(squared)) / sizes
    gaps = cdist(means, means)
    gaps[gaps == 0] = np.inf
    return float(((spreads[:, None] + spreads) / gaps).max(axis=1).mean())


def calinski_harabasz_score(X: np.ndarray, labels: np.ndarray, *, noise: str = "cluster") -> float:
    """Return the ratio of the variance between clusters to that inside them; higher is better.

    Parameters
    ----------
    X : array-like of shape (n_samples, n_features)
    labels : array-like of shape (n_samples,)
    noise : {"cluster", "drop"}, default="cluster"
        Meaning of the label -1, as in `silhouette_samples`; "drop" for DBSCAN.

    Returns
    -------
    score : float
        At least 0. If every cluster is a single place the ratio has no value, and the score is 1
        as in scikit-learn.

    Raises
    ------
    ValueError
        If the scored points have fewer than 2 or more than n_scored - 1 different labels.

    Notes
    -----
    ``(between / (k - 1)) / (within / (n - k))``. Each cluster's squared distance to the overall
    mean counts once for every member: unweighted, the sum would not be the part of the total
    that the clusters explain.

    References
    ----------
    Calinski and Harabasz, A dendrite method for cluster analysis, Communications in
    Statistics 3 (1974), 1-27.

    Examples
    --------
    >>> X = [[1, 1], [1.5, 2], [3, 4], [5, 7], [3.5, 5], [4.5, 5], [3.5, 4.5]]
    >>> round(calinski_harabasz_score(X, [0, 0, 1, 1, 1, 1, 1]), 6)
    16.742773
    """
    X, codes, _ = points_to_score(X, labels, noise)
    sizes, means, squared = cluster_moments(X, codes)
    within = squared.sum()
    if within == 0:
        return 1.0
    between = sizes @ ((means - sizes @ means / len(X)) ** 2).sum(axis=1)
    return float((between / (len(sizes) - 1)) / (within / (len(X) - len(sizes))))
