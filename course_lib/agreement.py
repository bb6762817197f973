"""How well two labelings agree: count the points that each pair of labels shares, then compare.

Everything here starts from one small table, the contingency matrix, and none of it looks at the
numbers that the labels happen to carry: a label is a name. `metrics` offers these functions too.
"""

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array
from sklearn.utils.validation import check_consistent_length


def encode_labels(labels: np.ndarray, name: str = "labels") -> tuple[np.ndarray, int]:
    """Rename the labels to 0, 1, 2, ... in their sorted order.

    Parameters
    ----------
    labels : array-like of shape (n_samples,)
        Integers, strings, or anything else that sorts.
    name : str
        What an error message calls the argument.

    Returns
    -------
    codes : int array of shape (n_samples,)
    n_labels : int
        How many different labels there are.

    Raises
    ------
    ValueError
        If the labels are not one-dimensional, or hold missing or fractional numbers.

    Examples
    --------
    >>> encode_labels(["b", "a", "b"])
    (array([1, 0, 1]), 2)
    """
    labels = np.asarray(labels)
    if labels.ndim != 1:
        raise ValueError(f"{name} must be 1D: shape is {labels.shape}; pass one label a point")
    kind = labels.dtype.kind
    if (kind == "f" and np.isnan(labels).any()) or (
        kind == "O" and any(label is None or label != label for label in labels)
    ):
        raise ValueError(f"{name} has missing values; give every point a label, noise is -1")
    if kind == "f" and (labels != np.rint(labels)).any():
        fraction = labels[labels != np.rint(labels)][0]
        raise ValueError(f"{name} holds {fraction}; a label is a name: pass integers or strings")
    if kind in "iu" and len(labels):
        lowest = int(labels.min())
        n_values = int(labels.max()) - lowest + 1
        if n_values <= 2 * len(labels) + 1000:  # counting is ten times faster than sorting
            offsets = labels.astype(np.int64) - lowest
            present = np.bincount(offsets) > 0
            n_labels = int(present.sum())
            if n_labels == n_values:
                return offsets, n_labels
            return (np.cumsum(present) - 1)[offsets], n_labels
    try:
        names, codes = np.unique(labels, return_inverse=True)
    except TypeError:
        raise ValueError(f"{name} mixes types that do not compare; use one type") from None
    return codes, len(names)


def is_noise(labels: np.ndarray) -> np.ndarray:
    """Say which points are noise, that is labeled with the number -1.

    Parameters
    ----------
    labels : array-like of shape (n_samples,)

    Returns
    -------
    noise : bool array of shape (n_samples,)

    Examples
    --------
    >>> is_noise([0, -1, 1])
    array([False,  True, False])
    """
    labels = np.asarray(labels)
    return labels == -1 if labels.dtype.kind in "ifO" else np.zeros(labels.shape, dtype=bool)


def count_clusters(labels: np.ndarray) -> int:
    """Count the clusters; noise, labeled -1, is not one of them.

    Parameters
    ----------
    labels : array-like of shape (n_samples,)

    Returns
    -------
    n_clusters : int

    Notes
    -----
    The popular ``len(set(labels)) - 1`` is one too low where nothing is noise.

    Examples
    --------
    >>> count_clusters([0, 1, 1, -1]), count_clusters([0, 1, 1, 0]), count_clusters([-1])
    (2, 2, 0)
    """
    n_labels = encode_labels(labels)[1]
    return n_labels - bool(is_noise(labels).any())


def noise_share(labels: np.ndarray) -> float:
    """Return the share of points labeled -1; report it with every score that leaves them out.

    Parameters
    ----------
    labels : array-like of shape (n_samples,)

    Returns
    -------
    share : float
        Between 0 and 1.

    Examples
    --------
    >>> noise_share([0, 1, 1, -1])
    0.25
    """
    noise = is_noise(labels)
    return float(noise.mean()) if noise.size else 0.0


def contingency(labels_true: np.ndarray, labels_pred: np.ndarray) -> coo_array:
    """Count the points that each pair of labels shares, and keep only the pairs that occur.

    Parameters
    ----------
    labels_true, labels_pred : array-like of shape (n_samples,)

    Returns
    -------
    table : sparse int array of shape (n_labels_true, n_labels_pred)
        At most n_samples entries, however many labels there are.

    Examples
    --------
    >>> contingency([0, 0, 1], ["a", "b", "b"]).toarray()
    array([[1, 1],
           [0, 1]])
    """
    rows, n_rows = encode_labels(labels_true, "labels_true")
    columns, n_columns = encode_labels(labels_pred, "labels_pred")
    check_consistent_length(rows, columns)
    cells = rows * n_columns + columns
    if n_rows * n_columns <= 2 * len(cells) + 1000:
        counts = np.bincount(cells)
        occupied = np.flatnonzero(counts)
        counts = counts[occupied]
    else:
        occupied, counts = np.unique(cells, return_counts=True)
    where = np.divmod(occupied, max(n_columns, 1))
    return coo_array((counts, where), shape=(n_rows, n_columns), dtype=np.int64)


def contingency_matrix(labels_true: np.ndarray, labels_pred: np.ndarray) -> np.ndarray:
    """Count the points with true label i and predicted label j.

    Parameters
    ----------
    labels_true, labels_pred : array-like of shape (n_samples,)
        Integers or strings; rows and columns follow their sorted order.

    Returns
    -------
    table : int array of shape (n_labels_true, n_labels_pred)

    Examples
    --------
    >>> contingency_matrix([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2])
    array([[2, 1, 0],
           [0, 1, 2]])
    """
    return contingency(labels_true, labels_pred).toarray()


def pair_counts(labels_true: np.ndarray, labels_pred: np.ndarray) -> tuple[int, int, int, int]:
    """Count the pairs of points that share a label.

    Parameters
    ----------
    labels_true, labels_pred : array-like of shape (n_samples,)

    Returns
    -------
    both, true, pred, pairs : int
        Pairs together in both labelings, in the first, in the second; all pairs there are.

    Notes
    -----
    A group of m points holds m (m - 1) / 2 pairs, so no pair is ever looked at.

    Examples
    --------
    >>> pair_counts([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2])
    (2, 6, 3, 15)
    """
    table = contingency(labels_true, labels_pred)
    sizes = (table.data, table.sum(axis=1), table.sum(axis=0), np.array([len(labels_true)]))
    # Python's integers have no limit: the scores multiply these counts, up to n_samples**4.
    return tuple(int(m @ m - m.sum()) // 2 for m in sizes)


def rand_score(labels_true: np.ndarray, labels_pred: np.ndarray) -> float:
    """Return the share of pairs on which two labelings agree: together in both, or in neither.

    Parameters
    ----------
    labels_true, labels_pred : array-like of shape (n_samples,)
        The two are interchangeable. Noise, -1, is a label like any other.

    Returns
    -------
    score : float
        Between 0 and 1; 1 for equal partitions. Fewer than two points count as equal.

    Examples
    --------
    >>> round(rand_score([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]), 4)
    0.6667
    """
    both, true, pred, pairs = pair_counts(labels_true, labels_pred)
    return 1 - (true + pred - 2 * both) / pairs if pairs else 1.0


def adjusted_rand_score(labels_true: np.ndarray, labels_pred: np.ndarray) -> float:
    """Return the Rand index corrected for chance (ARI): 0 is what random labels score on average.

    Parameters
    ----------
    labels_true, labels_pred : array-like of shape (n_samples,)
        The two are interchangeable. Noise, -1, is a label like any other: a result with much
        noise can score high, so look at `noise_share` too.

    Returns
    -------
    score : float
        At most 1, for equal partitions; never below -0.5.

    Notes
    -----
    With the four numbers of `pair_counts`, chance alone would put ``expected = true * pred /
    pairs`` pairs together in both labelings, and at best ``(true + pred) / 2`` could be. ARI is
    ``(both - expected) / (best - expected)``, computed here with whole numbers. The lower
    bound is proved by Chacon and Rastrojo.

    References
    ----------
    Hubert and Arabie, Comparing partitions, Journal of Classification 2 (1985), 193-218.

    Chacon and Rastrojo, Minimum adjusted Rand index for two clusterings of a given size,
    Advances in Data Analysis and Classification 17 (2023), 125-133.

    Examples
    --------
    >>> round(adjusted_rand_score([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]), 6)
    0.242424
    >>> adjusted_rand_score([0, 0, 1, 1], [0, 1, 0, 1])
    -0.5
    """
    both, true, pred, pairs = pair_counts(labels_true, labels_pred)
    room = (true + pred) * pairs - 2 * true * pred
    return 2 * (both * pairs - true * pred) / room if room else 1.0


def normalized_mutual_info_score(labels_true: np.ndarray, labels_pred: np.ndarray) -> float:
    """Return the information that two labelings share, as a part of their mean entropy (NMI).

    Parameters
    ----------
    labels_true, labels_pred : array-like of shape (n_samples,)
        The two are interchangeable. Noise, -1, is a label like any other.

    Returns
    -------
    score : float
        Between 0 and 1; 1 for equal partitions. Not corrected for chance: many small clusters
        score above 0 even when drawn at random.

    Notes
    -----
    ``MI = sum over cells of p(i, j) log(p(i, j) / (p(i) p(j)))``, divided by the arithmetic mean
    of the two entropies (scikit-learn's default; other means are in use).

    Examples
    --------
    >>> round(normalized_mutual_info_score([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]), 6)
    0.515804
    """
    table = contingency(labels_true, labels_pred)
    n_samples, true, pred = len(labels_true), table.sum(axis=1), table.sum(axis=0)
    if len(table.data) == len(true) == len(pred):  # one label for each label: equal partitions
        return 1.0
    rows, columns = table.coords
    shared = table.data @ np.log(table.data * n_samples / (true[rows] * pred[columns]))
    entropies = [sizes @ np.log(n_samples / sizes) for sizes in (true, pred)]
    return float(np.clip(shared / np.mean(entropies), 0.0, 1.0))


def clustering_accuracy(labels_true: np.ndarray, labels_pred: np.ndarray) -> float:
    """Return the share of points labeled right under the best naming of the clusters (ACC).

    Parameters
    ----------
    labels_true, labels_pred : array-like of shape (n_samples,)
        Noise, -1, is a label like any other.

    Returns
    -------
    accuracy : float
        Between 0 and 1. Each cluster stands for at most one class and each class for at most one
        cluster, so the points of surplus clusters are all wrong.

    Notes
    -----
    The Hungarian method finds the best of all one-to-one namings. The table is dense: with
    thousands of labels on both sides it is large.

    References
    ----------
    Kuhn, The Hungarian method for the assignment problem, Naval Research Logistics
    Quarterly 2 (1955), 83-97.

    Examples
    --------
    >>> clustering_accuracy(["cat", "cat", "dog", "dog"], [1, 1, 0, 1])
    0.75
    """
    table = contingency_matrix(labels_true, labels_pred)
    right = table[linear_sum_assignment(table, maximize=True)].sum()
    return float(right / table.sum()) if table.size else 1.0
