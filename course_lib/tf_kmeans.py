"""K-Means in TensorFlow: one compiled graph, on whatever processor TensorFlow finds.

Labels choose segments, and a sum over segments needs no loop over clusters and no list. So the
number of clusters may change without a new graph, and an empty cluster is a plain zero.
"""

import numpy as np

from course_lib.arguments import as_points, check_enough
from course_lib.backend import tf


def tensorflow_kmeans(
    X: np.ndarray, centers: np.ndarray, max_iter: int = 300
) -> tuple[np.ndarray, np.ndarray, float, int]:
    """Run K-Means from the given centers until no label changes.

    Parameters
    ----------
    X : array of shape (n_samples, n_features)
    centers : array of shape (n_clusters, n_features)
        Where to start. A center that loses all its points stays where it is.
    max_iter : int, default=300

    Returns
    -------
    labels : int array of shape (n_samples,)
    centers : float array of shape (n_clusters, n_features)
    inertia : float
        Of these labels and these centers.
    n_iter : int

    Raises
    ------
    ValueError
        If an argument is no table of finite numbers, their features differ in number, or there
        are more centers than points.

    Notes
    -----
    The result is that of `course_lib.lloyd.lloyd`, as long as no cluster is empty on the way.

    Examples
    --------
    >>> X = [[0, 0], [1, 0], [0, 1], [10, 10], [11, 10], [10, 11]]
    >>> labels, centers, inertia, n_iter = tensorflow_kmeans(X, [[0, 0], [10, 10]])
    >>> labels, round(inertia, 4), n_iter
    (array([0, 0, 0, 1, 1, 1]), 2.6667, 2)
    """
    X = as_points(X)
    centers = as_points(centers, "centers", X.shape[1])
    check_enough(len(X), len(centers))
    origin = X.mean(axis=0)  # sums of large numbers lose digits
    found = _run(tf.constant(X - origin), tf.constant(centers - origin), tf.constant(max_iter))
    labels, centers, inertia, n_iter = (tensor.numpy() for tensor in found)
    return labels.astype(np.intp), centers + origin, float(inertia), int(n_iter)


@tf.function(reduce_retracing=True)
def _run(X: tf.Tensor, centers: tf.Tensor, max_iter: tf.Tensor) -> tuple[tf.Tensor, ...]:
    labels, squares = nearest(X, centers)
    before, n_updates = labels - 1, tf.constant(0)
    while n_updates < max_iter and tf.reduce_any(labels != before):
        centers = segment_means(X, labels, centers)
        before, n_updates = labels, n_updates + 1
        labels, squares = nearest(X, centers)
    return labels, centers, tf.reduce_sum(squares), tf.minimum(n_updates + 1, max_iter)


def nearest(X: tf.Tensor, centers: tf.Tensor) -> tuple[tf.Tensor, tf.Tensor]:
    """Return the nearest center of every point, the first on a tie, and its squared distance.

    Examples
    --------
    >>> labels, squares = nearest(tf.constant([[0.0], [4.0]]), tf.constant([[1.0], [9.0]]))
    >>> labels.numpy(), squares.numpy()
    (array([0, 0], dtype=int32), array([1., 9.], dtype=float32))
    """
    table = tf.reduce_sum(tf.math.squared_difference(X[:, None], centers[None]), axis=2)
    return tf.argmin(table, axis=1, output_type=tf.int32), tf.reduce_min(table, axis=1)


def segment_means(X: tf.Tensor, labels: tf.Tensor, centers: tf.Tensor) -> tf.Tensor:
    """Return the mean of each cluster's members; an empty cluster keeps its old center.

    Examples
    --------
    >>> X, labels = tf.constant([[0.0], [4.0]]), tf.constant([0, 0])
    >>> segment_means(X, labels, tf.constant([[1.0], [9.0]])).numpy().ravel()
    array([2., 9.], dtype=float32)
    """
    n_clusters = tf.shape(centers)[0]
    sums = tf.math.unsorted_segment_sum(X, labels, n_clusters)
    sizes = tf.math.unsorted_segment_sum(tf.ones_like(X[:, :1]), labels, n_clusters)
    return tf.where(sizes > 0, sums / tf.maximum(sizes, 1), centers)
