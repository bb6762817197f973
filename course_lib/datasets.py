"""The data sets of the course: small tables to work by hand, seeded generators for the rest.

Nothing here reads a file or a network. A call without arguments gives the very points that the
chapters, the exercises and their tests speak of.
"""

from typing import NamedTuple

import numpy as np
from sklearn.datasets import make_blobs, make_circles, make_moons
from sklearn.preprocessing import StandardScaler
from sklearn.utils import check_random_state


class Dataset(NamedTuple):
    """A table of points with the names of its columns, and what else is known of the rows.

    Parameters
    ----------
    X : float array of shape (n_samples, n_features)
        The points.
    features : tuple of str
        One name a column, with its unit where it has one.
    labels : int array of shape (n_samples,), or None
        The group that a row was drawn from. None where nobody knows: then there is no truth.
    names : tuple of str, or None
        One name a row, where the text calls the rows by name.

    Examples
    --------
    >>> X, features, labels, names = seven_points()
    >>> X.shape, features, labels, names[:3]
    ((7, 2), ('x', 'y'), None, ('A', 'B', 'C'))
    """

    X: np.ndarray
    features: tuple[str, ...]
    labels: np.ndarray | None = None
    names: tuple[str, ...] | None = None


def seven_points() -> Dataset:
    """Return the points A to G, on which the course works K-Means by hand.

    Returns
    -------
    data : Dataset
        7 points in the plane. All coordinates are multiples of one half, so hand work stays exact.

    Examples
    --------
    >>> data = seven_points()
    >>> dict(zip(data.names, data.X.tolist()))["F"]
    [4.5, 5.0]
    """
    points = [[1, 1], [1.5, 2], [3, 4], [5, 7], [3.5, 5], [4.5, 5], [3.5, 4.5]]
    return Dataset(np.array(points, dtype=float), ("x", "y"), names=tuple("ABCDEFG"))


def exercise_six_points() -> Dataset:
    """Return two triples of points, far apart: three near (0, 0), three near (10, 10).

    Returns
    -------
    data : Dataset
        6 points in the plane. They serve exercises 6 and 7.

    Examples
    --------
    >>> exercise_six_points().X.mean(axis=0)
    array([5.33333333, 5.33333333])
    """
    points = [[0, 0], [1, 0], [0, 1], [10, 10], [11, 10], [10, 11]]
    return Dataset(np.array(points, dtype=float), ("x", "y"), np.repeat([0, 1], 3))


def silhouette_six_points() -> Dataset:
    """Return two triples of points, near (0, 0) and near (5, 5): the silhouette example.

    Returns
    -------
    data : Dataset
        6 points in the plane.

    Examples
    --------
    >>> silhouette_six_points().labels
    array([0, 0, 0, 1, 1, 1])
    """
    points = [[0, 0], [1, 0], [0, 1], [5, 5], [6, 5], [5, 6]]
    return Dataset(np.array(points, dtype=float), ("x", "y"), np.repeat([0, 1], 3))


def rectangle() -> Dataset:
    """Return the corners of a rectangle 4 wide and 1 high, on which K-Means gets stuck.

    Returns
    -------
    data : Dataset
        4 points P to S in the plane: bottom left, top left, bottom right, top right.

    Examples
    --------
    >>> np.ptp(rectangle().X, axis=0)
    array([4., 1.])
    """
    points = [[0, 0], [0, 1], [4, 0], [4, 1]]
    return Dataset(np.array(points, dtype=float), ("x", "y"), names=tuple("PQRS"))


def x_sim() -> Dataset:
    """Return the 14 simulated customers of the practical work, in their units.

    Returns
    -------
    data : Dataset
        Annual income in thousands of dollars, and a spending score from 1 to 100.

    Examples
    --------
    >>> x_sim().X.mean(axis=0).round(3)
    array([45.857, 44.5  ])
    """
    income = [15, 17, 18, 20, 23, 78, 75, 77, 79, 40, 42, 45, 55, 58]
    score = [39, 35, 92, 95, 75, 7, 12, 20, 3, 40, 52, 35, 60, 58]
    X = np.column_stack([income, score]).astype(float)
    return Dataset(X, ("Annual_Income (k$)", "Spending_Score (1-100)"))


def dendrogram_points() -> Dataset:
    """Return seven points on a line whose single-linkage tree has heights 2, 2, 2, 3, 4, 8.

    Returns
    -------
    data : Dataset
        7 points A to G in one dimension.

    Examples
    --------
    >>> np.diff(dendrogram_points().X.ravel())
    array([2., 4., 2., 8., 2., 3.])
    """
    X = np.array([[0.0], [2], [6], [8], [16], [18], [21]])
    return Dataset(X, ("x",), names=tuple("ABCDEFG"))


def dbscan_figure_points() -> Dataset:
    """Return two squares of core points, each with one border point, and two points of noise.

    The roles hold for eps 1.5 and min_samples 3, the point itself counted.

    Returns
    -------
    data : Dataset
        12 points in the plane. Labels: the square that a point belongs to, -1 for noise.

    Examples
    --------
    >>> np.bincount(dbscan_figure_points().labels + 1)
    array([2, 5, 5])
    """
    core_1, border_1 = [[1, 6], [2, 6], [1, 5], [2, 5]], [[3.25, 5]]
    core_2, border_2 = [[6, 3], [7, 3], [6, 2], [7, 2]], [[4.75, 2]]
    noise = [[2, 2.5], [9.5, 0.5]]
    X = np.array(core_1 + border_1 + core_2 + border_2 + noise, dtype=float)
    return Dataset(X, ("x", "y"), np.repeat([0, 1, -1], [5, 5, 2]))


def shared_border_points() -> Dataset:
    """Return seven points on a line: the middle of the right half can join either of two clusters.

    With eps 1 and min_samples 4 the points 0 and 2 are core, and 1 is within reach of both.

    Returns
    -------
    data : Dataset
        7 points in one dimension, in increasing order.

    Examples
    --------
    >>> shared_border_points().X.ravel()
    array([-1. , -0.5,  0. ,  1. ,  2. ,  2.5,  3. ])
    """
    return Dataset(np.array([[-1.0], [-0.5], [0], [1], [2], [2.5], [3]]), ("x",))


def three_blobs(random_state=42) -> Dataset:
    """Draw 300 points from three round, well separated groups of standard deviation 1.

    Parameters
    ----------
    random_state : int, RandomState instance or None, default=42

    Returns
    -------
    data : Dataset

    Examples
    --------
    >>> data = three_blobs()
    >>> data.X.shape, np.bincount(data.labels)
    ((300, 2), array([100, 100, 100]))
    """
    X, labels = make_blobs(300, centers=3, cluster_std=1.0, random_state=random_state)
    return Dataset(X, ("x", "y"), labels)


def triangle_blobs(random_state=42) -> Dataset:
    """Draw 50 points round each of (0, 0), (5, 5) and (10, 0), standard deviation 1.

    Parameters
    ----------
    random_state : int, RandomState instance or None, default=42

    Returns
    -------
    data : Dataset

    Examples
    --------
    >>> triangle_blobs().X.shape
    (150, 2)
    """
    rng = check_random_state(random_state)
    X = np.vstack([rng.standard_normal((50, 2)) + corner for corner in ([0, 0], [5, 5], [10, 0])])
    return Dataset(X, ("x", "y"), np.repeat([0, 1, 2], 50))


def four_blobs(random_state=42) -> Dataset:
    """Draw 300 points from four tight groups, and standardize both columns.

    Parameters
    ----------
    random_state : int, RandomState instance or None, default=42

    Returns
    -------
    data : Dataset
        Each column has mean 0 and standard deviation 1.

    Examples
    --------
    >>> four_blobs().X.std(axis=0).round(12)
    array([1., 1.])
    """
    X, labels = make_blobs(300, centers=4, cluster_std=0.8, random_state=random_state)
    return Dataset(StandardScaler().fit_transform(X), ("x", "y"), labels)


def moons(noise=0.1, random_state=42) -> Dataset:
    """Draw 200 points from two interleaved half circles, in their own units.

    Parameters
    ----------
    noise : float, default=0.1
        Standard deviation of the noise added to each coordinate.
    random_state : int, RandomState instance or None, default=42

    Returns
    -------
    data : Dataset

    Examples
    --------
    >>> np.bincount(moons().labels)
    array([100, 100])
    """
    X, labels = make_moons(200, noise=noise, random_state=random_state)
    return Dataset(X, ("x", "y"), labels)


def scaled_moons(random_state=42) -> Dataset:
    """Draw the moons of the practical work: noise 0.05, both columns standardized.

    Parameters
    ----------
    random_state : int, RandomState instance or None, default=42

    Returns
    -------
    data : Dataset

    Examples
    --------
    >>> scaled_moons().X.std(axis=0).round(12)
    array([1., 1.])
    """
    data = moons(0.05, random_state)
    return data._replace(X=StandardScaler().fit_transform(data.X))


def circles(random_state=42) -> Dataset:
    """Draw 400 points from two circles, one inside the other at half the radius, noise 0.05.

    Parameters
    ----------
    random_state : int, RandomState instance or None, default=42

    Returns
    -------
    data : Dataset

    Examples
    --------
    >>> data = circles()
    >>> radius = np.hypot(*data.X.T)
    >>> [float(radius[data.labels == circle].mean().round(1)) for circle in (0, 1)]
    [1.0, 0.5]
    """
    X, labels = make_circles(400, factor=0.5, noise=0.05, random_state=random_state)
    return Dataset(X, ("x", "y"), labels)


def unequal_density(seed=7) -> Dataset:
    """Draw 100 points each from two tight neighboring groups and one loose, distant group.

    Parameters
    ----------
    seed : int, default=7
        Seed of `numpy.random.default_rng`.

    Returns
    -------
    data : Dataset
        Labels 0 and 1: the tight groups (standard deviation 0.12). Label 2: the loose one (1.3).

    Examples
    --------
    >>> data = unequal_density()
    >>> [float(data.X[data.labels == group, 1].std().round(1)) for group in (0, 1, 2)]
    [0.1, 0.1, 1.2]
    """
    rng = np.random.default_rng(seed)
    groups = [((0.0, 0.0), 0.12), ((0.9, 0.0), 0.12), ((6.0, 0.0), 1.3)]
    X = np.vstack([rng.normal(center, spread, (100, 2)) for center, spread in groups])
    return Dataset(X, ("x", "y"), np.repeat([0, 1, 2], 100))


def overlapping_gaussians() -> Dataset:
    """Draw 150, 100 and 50 points from three Gaussian groups of different shape that overlap.

    Returns
    -------
    data : Dataset
        The group with label j comes from `numpy.random.default_rng(j)`.

    Examples
    --------
    >>> np.bincount(overlapping_gaussians().labels)
    array([150, 100,  50])
    """
    means = [(0, 0), (3, 1), (0, 4)]
    covariances = [[[1, 0.6], [0.6, 1]], [[1, -0.5], [-0.5, 0.6]], [[0.4, 0], [0, 1.5]]]
    sizes = [150, 100, 50]
    groups = [
        np.random.default_rng(j).multivariate_normal(means[j], covariances[j], sizes[j])
        for j in range(3)
    ]
    return Dataset(np.vstack(groups), ("x", "y"), np.repeat([0, 1, 2], sizes))


def touching_blobs(seed=0) -> Dataset:
    """Draw 100 points round each corner of a triangle, so close that the groups touch.

    Parameters
    ----------
    seed : int, default=0
        Seed of `numpy.random.default_rng`.

    Returns
    -------
    data : Dataset
        Standard deviation 1; the corners are 4 apart.

    Examples
    --------
    >>> np.bincount(touching_blobs().labels)
    array([100, 100, 100])
    """
    labels = np.repeat([0, 1, 2], 100)
    corners = np.array([[0.0, 0.0], [4.0, 0.0], [2.0, 12**0.5]])
    X = corners[labels] + np.random.default_rng(seed).standard_normal((300, 2))
    return Dataset(X, ("x", "y"), labels)


def stretched_blobs(seed=5) -> Dataset:
    """Draw 100 points from each of three long, parallel, slanted groups side by side.

    Parameters
    ----------
    seed : int, default=5
        Seed of `numpy.random.default_rng`.

    Returns
    -------
    data : Dataset
        Along x the standard deviation is 2, about the axis of a group it is 0.45 in y; the axes
        rise by 1 in 2 and lie 2.2 above each other.

    Examples
    --------
    >>> X, _, labels, _ = stretched_blobs()
    >>> float(np.corrcoef(X[labels == 0].T)[0, 1].round(1))
    0.9
    """
    labels = np.repeat([0, 1, 2], 100)
    X = np.random.default_rng(seed).standard_normal((300, 2)) * [2.0, 0.45]
    X[:, 1] += 2.2 * labels + 0.5 * X[:, 0]
    return Dataset(X, ("x", "y"), labels)


def unequal_spread(seed=0) -> Dataset:
    """Draw one wide group of 200 points and two narrow groups of 50 at its rim.

    Parameters
    ----------
    seed : int, default=0
        Seed of `numpy.random.default_rng`.

    Returns
    -------
    data : Dataset
        Label 0: the wide group (standard deviation 2.5). Labels 1 and 2: the narrow ones (0.5).

    Examples
    --------
    >>> X, _, labels, _ = unequal_spread()
    >>> [float(X[labels == group].std(axis=0).mean().round(1)) for group in (0, 1, 2)]
    [2.5, 0.5, 0.5]
    """
    labels = np.repeat([0, 1, 2], [200, 50, 50])
    middles, spreads = np.array([[0.0, 0.0], [6.5, 0.0], [0.0, 7.0]]), np.array([2.5, 0.5, 0.5])
    noise = np.random.default_rng(seed).standard_normal((300, 2))
    return Dataset(middles[labels] + noise * spreads[labels, None], ("x", "y"), labels)


def noisy_blobs(seed=0) -> Dataset:
    """Return `three_blobs` with 60 more points strewn over the whole field.

    Parameters
    ----------
    seed : int, default=0
        Seed of `numpy.random.default_rng`, for the strewn points.

    Returns
    -------
    data : Dataset
        The strewn points have label -1.

    Examples
    --------
    >>> np.bincount(noisy_blobs().labels + 1)
    array([ 60, 100, 100, 100])
    """
    blobs = three_blobs()
    low, high = blobs.X.min(axis=0) - 2, blobs.X.max(axis=0) + 2
    strewn = np.random.default_rng(seed).uniform(low, high, (60, 2))
    labels = np.append(blobs.labels, np.full(60, -1))
    return Dataset(np.vstack([blobs.X, strewn]), ("x", "y"), labels)


def wide_blobs(seed=0) -> Dataset:
    """Draw 100 points from each of three round groups in 100 dimensions.

    Parameters
    ----------
    seed : int, default=0
        Seed of `numpy.random.default_rng`.

    Returns
    -------
    data : Dataset
        Standard deviation 1 in each column; the middles lie 6 from the origin.

    Examples
    --------
    >>> wide_blobs().X.shape
    (300, 100)
    """
    rng = np.random.default_rng(seed)
    middles = rng.standard_normal((3, 100))
    middles *= 6 / np.linalg.norm(middles, axis=1, keepdims=True)
    labels = np.repeat([0, 1, 2], 100)
    X = middles[labels] + rng.standard_normal((300, 100))
    return Dataset(X, tuple(f"x{column}" for column in range(100)), labels)
