"""Each data set has the property that the course uses it for, judged by libraries not our own."""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from scipy.cluster.hierarchy import fcluster, linkage
from sklearn.cluster import DBSCAN, HDBSCAN, KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_samples, silhouette_score
from sklearn.mixture import GaussianMixture
from sklearn.preprocessing import StandardScaler

from course_lib import datasets

TABLES = [
    datasets.seven_points,
    datasets.exercise_six_points,
    datasets.silhouette_six_points,
    datasets.rectangle,
    datasets.x_sim,
    datasets.dendrogram_points,
    datasets.dbscan_figure_points,
    datasets.shared_border_points,
]
GENERATORS = [
    datasets.three_blobs,
    datasets.triangle_blobs,
    datasets.four_blobs,
    datasets.moons,
    datasets.scaled_moons,
    datasets.circles,
    datasets.unequal_density,
    datasets.touching_blobs,
    datasets.stretched_blobs,
    datasets.unequal_spread,
    datasets.noisy_blobs,
    datasets.wide_blobs,
]
FIXED = [datasets.overlapping_gaussians]


def cost(X, labels):
    """WCSS in exact fractions."""
    points = [tuple(Fraction(float(value)) for value in row) for row in X]
    total = Fraction(0)
    for label in set(labels):
        members = [point for point, own in zip(points, labels, strict=True) if own == label]
        center = [sum(column) / len(members) for column in zip(*members, strict=True)]
        total += sum(
            (value - middle) ** 2
            for point in members
            for value, middle in zip(point, center, strict=True)
        )
    return total


def two_way_splits(n):
    """All ways to cut n points in two nonempty groups, each once."""
    for code in range(1, 2 ** (n - 1)):
        yield tuple(code >> i & 1 for i in range(n))


def inertias(X, ks, **options):
    return [KMeans(k, random_state=42, **options).fit(X).inertia_ for k in ks]


def sets_of(names, labels):
    groups = {}
    for name, label in zip(names, labels, strict=True):
        groups.setdefault(label, set()).add(name)
    return {frozenset(group) for group in groups.values()}


@pytest.mark.parametrize("make", TABLES + GENERATORS + FIXED, ids=lambda make: make.__name__)
def test_shape_and_kind(make):
    X, features, labels, names = make()
    assert X.dtype == np.float64
    assert X.ndim == 2
    assert X.shape[1] == len(features)
    assert np.isfinite(X).all()
    assert labels is None or (labels.shape == (len(X),) and labels.dtype.kind == "i")
    assert names is None or len(set(names)) == len(X)


@pytest.mark.parametrize("make", TABLES + GENERATORS + FIXED, ids=lambda make: make.__name__)
def test_a_caller_owns_what_it_gets(make):
    first = make()
    first.X[:] = -99.0
    second, third = make().X, make().X
    np.testing.assert_array_equal(second, third)
    assert not (second == -99.0).any()


@pytest.mark.parametrize("make", GENERATORS, ids=lambda make: make.__name__)
def test_generators_listen_to_their_seed_and_leave_the_global_one_alone(make):
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    assert not np.array_equal(make().X, make(**{make.__code__.co_varnames[0]: 3}).X)
    np.testing.assert_array_equal(before, np.random.get_state()[1])  # noqa: NPY002


def test_seven_points_best_split_is_341_over_40():
    X, _, _, names = datasets.seven_points()
    costs = sorted((cost(X, split), split) for split in two_way_splits(7))
    assert len(costs) == 63
    assert costs[0][0] == Fraction(341, 40) != Fraction("8.4")
    assert sets_of(names, costs[0][1]) == {frozenset("AB"), frozenset("CDEFG")}
    assert [round(float(value), 4) for value, _ in costs[1:4]] == [12.2083, 16.2708, 17.25]
    assert cost(X, [0] * 7) == Fraction(519, 14)


def test_exercise_six_points():
    X, _, labels, _ = datasets.exercise_six_points()
    assert cost(X, labels) == Fraction(8, 3)
    assert silhouette_samples(X, labels)[1] == pytest.approx(0.9134, abs=5e-5)


def test_silhouette_six_points():
    X, _, labels, _ = datasets.silhouette_six_points()
    golden = [0.867792, 0.824933, 0.824933, 0.849074, 0.836083, 0.836083]
    np.testing.assert_allclose(silhouette_samples(X, labels), golden, atol=1e-6)


def test_rectangle_has_a_good_and_a_bad_resting_place():
    X, _, _, names = datasets.rectangle()
    ends = {}
    for i, j in combinations(range(4), 2):
        model = KMeans(2, init=X[[i, j]], n_init=1).fit(X)
        ends[names[i] + names[j]] = round(model.inertia_, 9)
    assert sorted(ends.values()) == [1, 1, 1, 1, 16, 16]
    assert {pair for pair, value in ends.items() if value == 16} == {"PQ", "RS"}


def test_x_sim_inertia_with_and_without_restarts():
    X = datasets.x_sim().X
    np.testing.assert_allclose(X.mean(axis=0), [45.857, 44.5], atol=5e-4)
    np.testing.assert_allclose(X.std(axis=0), [23.880, 28.324], atol=5e-4)
    Z = StandardScaler().fit_transform(X)
    golden = [28, 10.2530, 4.4241, 1.6024, 0.7646, 0.4615, 0.2865, 0.1247, 0.0813, 0.0438]
    np.testing.assert_allclose(inertias(Z, range(1, 11), n_init=10), golden, atol=5.1e-5)
    golden_k5 = KMeans(5, n_init=10, random_state=42).fit(Z)
    assert silhouette_score(Z, golden_k5.labels_) == pytest.approx(0.7213, abs=5e-5)
    assert inertias(Z, [3], n_init=1)[0] == pytest.approx(6.2196, abs=5e-5)


def test_dendrogram_points():
    X, _, _, names = datasets.dendrogram_points()
    tree = linkage(X, "single")
    np.testing.assert_allclose(tree[:, 2], [2, 2, 2, 3, 4, 8])
    at = {height: fcluster(tree, height, "distance") for height in (3, 5)}
    assert sets_of(names, at[5]) == {frozenset("ABCD"), frozenset("EFG")}
    assert sets_of(names, at[3]) == {frozenset("AB"), frozenset("CD"), frozenset("EFG")}


def test_dbscan_figure_points():
    X, _, labels, _ = datasets.dbscan_figure_points()
    model = DBSCAN(eps=1.5, min_samples=3).fit(X)
    assert adjusted_rand_score(labels, model.labels_) == 1
    np.testing.assert_array_equal(labels == -1, model.labels_ == -1)
    core = {tuple(point) for point in X[model.core_sample_indices_]}
    assert core == {(1, 6), (2, 6), (1, 5), (2, 5), (6, 3), (7, 3), (6, 2), (7, 2)}
    border = {tuple(point) for point in X[labels >= 0]} - core
    assert border == {(3.25, 5), (4.75, 2)}


def test_the_shared_border_point_goes_to_whoever_comes_first():
    X = datasets.shared_border_points().X
    forward = DBSCAN(eps=1, min_samples=4).fit(X)
    assert X[forward.core_sample_indices_].ravel().tolist() == [0, 2]
    backward = DBSCAN(eps=1, min_samples=4).fit_predict(X[::-1])[::-1]
    assert forward.labels_[3] == forward.labels_[2] != forward.labels_[4]
    assert backward[3] == backward[4] != backward[2]


def test_three_blobs():
    X = datasets.three_blobs().X
    golden = [20402.3, 5763.5, 566.9, 496.4, 427.1, 375.0, 308.2, 272.4, 234.3, 217.0]
    np.testing.assert_allclose(inertias(X, range(1, 11), n_init=10), golden, atol=0.051)


def test_triangle_blobs():
    X, _, labels, _ = datasets.triangle_blobs()
    model = KMeans(3, n_init=10, random_state=42).fit(X)
    assert model.inertia_ == pytest.approx(286.18, abs=5e-3)
    assert adjusted_rand_score(labels, model.labels_) == 1


def test_four_blobs():
    X, _, labels, _ = datasets.four_blobs()
    golden = [312.7, 66.7, 11.3, 10.1]
    np.testing.assert_allclose(inertias(X, range(2, 6), n_init=10), golden, atol=0.051)
    model = KMeans(4, n_init=10, random_state=42).fit(X)
    assert adjusted_rand_score(labels, model.labels_) == 1
    assert silhouette_score(X, model.labels_) == pytest.approx(0.8386, abs=5e-5)


def test_moons_fall_into_three_clusters_at_the_published_radius():
    X, _, labels, _ = datasets.moons()
    found = DBSCAN(eps=0.20, min_samples=5).fit(X)
    assert sorted(np.bincount(found.labels_ + 1)) == [2, 30, 69, 99]
    assert len(found.core_sample_indices_) == 186
    assert adjusted_rand_score(labels, found.labels_) == pytest.approx(0.7717, abs=5e-5)
    assert adjusted_rand_score(labels, DBSCAN(eps=0.22).fit_predict(X)) > 0.98


def test_scaled_moons_defeat_k_means_and_not_dbscan():
    X, _, labels, _ = datasets.scaled_moons()
    model = KMeans(2, n_init=10, random_state=42).fit(X)
    assert model.inertia_ == pytest.approx(167.02, abs=5e-3)
    assert adjusted_rand_score(labels, model.labels_) == pytest.approx(0.4461, abs=5e-5)
    assert adjusted_rand_score(labels, DBSCAN(eps=0.4).fit_predict(X)) == 1
    assert silhouette_score(X, labels) == pytest.approx(0.3776, abs=5e-5)


def test_circles_defeat_k_means():
    X, _, labels, _ = datasets.circles()
    found = KMeans(2, n_init=10, random_state=42).fit_predict(X)
    assert adjusted_rand_score(labels, found) == pytest.approx(-0.002, abs=1e-3)
    assert max(np.mean(found == labels), np.mean(found != labels)) == pytest.approx(0.51, abs=0.01)
    assert silhouette_score(X, found) == pytest.approx(0.354, abs=5e-4)
    assert silhouette_score(X, labels) == pytest.approx(0.111, abs=5e-4)


@pytest.mark.parametrize(("eps", "noise", "ari"), [(0.2, 95, 0.976), (0.4, 52, 0.40)])
def test_unequal_density_defeats_one_radius(eps, noise, ari):
    X, _, labels, _ = datasets.unequal_density()
    found = DBSCAN(eps=eps, min_samples=5).fit_predict(X)
    assert (found == -1).sum() == noise
    assert adjusted_rand_score(labels, found) == pytest.approx(ari, abs=5e-3)


def test_unequal_density_is_clear_to_hdbscan():
    X, _, labels, _ = datasets.unequal_density()
    found = HDBSCAN(min_cluster_size=10, copy=True).fit_predict(X)
    assert adjusted_rand_score(labels, found) == 1
    assert -1 not in found


def test_overlapping_gaussians():
    X = datasets.overlapping_gaussians().X
    model = GaussianMixture(3, tol=1e-10, max_iter=1000, n_init=5, random_state=0).fit(X)
    assert model.score(X) * len(X) == pytest.approx(-991.113628, abs=1e-4)
    assert sorted(model.weights_.round(3)) == [0.180, 0.321, 0.499]


def test_touching_blobs_are_for_centers():
    X, _, labels, _ = datasets.touching_blobs()
    assert adjusted_rand_score(labels, KMeans(3, n_init=10, random_state=0).fit_predict(X)) > 0.8
    assert adjusted_rand_score(labels, fcluster(linkage(X, "single"), 3, "maxclust")) < 0.1


@pytest.mark.parametrize("make", [datasets.stretched_blobs, datasets.unequal_spread])
def test_unlike_shapes_are_for_mixtures(make):
    X, _, labels, _ = make()
    mixture = GaussianMixture(3, n_init=5, random_state=0).fit_predict(X)
    assert adjusted_rand_score(labels, mixture) > 0.9
    assert adjusted_rand_score(labels, KMeans(3, n_init=10, random_state=0).fit_predict(X)) < 0.5


def test_noisy_blobs_keep_the_blobs():
    X, _, labels, _ = datasets.noisy_blobs()
    np.testing.assert_array_equal(X[labels >= 0], datasets.three_blobs().X)
    found = DBSCAN(eps=1.0, min_samples=5).fit_predict(X)
    assert adjusted_rand_score(labels[found >= 0], found[found >= 0]) > 0.9


def test_wide_blobs_are_parted_by_their_middles():
    X, _, labels, _ = datasets.wide_blobs()
    middles = np.array([X[labels == group].mean(axis=0) for group in (0, 1, 2)])
    assert (np.linalg.norm(X[:, None] - middles, axis=2).argmin(axis=1) == labels).all()
    far = [np.linalg.norm(middles[i] - middles[j]) for i, j in combinations(range(3), 2)]
    assert min(far) > 7
