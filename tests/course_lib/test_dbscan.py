"""DBSCAN against scikit-learn, brute force, worked examples and known faults."""

import tracemalloc
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.cluster import DBSCAN as Authority
from sklearn.datasets import make_blobs, make_circles, make_moons
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

import course_lib.dbscan as module
from course_lib.dbscan import (
    DBSCAN,
    NeighborGraph,
    dbscan,
    k_distances,
    neighbor_counts,
    point_types,
    spread,
    within,
)
from course_lib.metrics import count_clusters


def column(*values):
    return np.array(values, dtype=float).reshape(-1, 1)


def random_set(seed):
    """Blobs, uniform noise, integer grids with many ties, duplicates: 1 to 20 features."""
    rng = np.random.default_rng(seed)
    n, d = int(rng.integers(1, 200)), int(rng.choice([1, 2, 2, 3, 5, 10, 20]))
    kind = seed % 4
    if kind == 0:
        X = make_blobs(n, d, centers=min(n, 4), random_state=seed)[0]
    elif kind == 1:
        X = rng.uniform(size=(n, d))
    elif kind == 2:
        X = rng.integers(0, 7, size=(n, d)).astype(float)
    else:
        X = rng.normal(size=(n, d))[rng.integers(0, n, size=n)]
    k = int(rng.integers(1, min(n, 12) + 1))
    # A hair off any distance of the set: on a distance, rounding decides, and not all round alike.
    eps = float(np.quantile(k_distances(X, k), rng.uniform(0.2, 0.9))) * (1 + 1e-6)
    if kind == 2 or eps == 0:
        eps = float(rng.integers(1, 4))  # with integers every distance is exact: ties are fair
    return X, eps, int(rng.integers(1, 9))


@pytest.fixture(params=["pairs", "blocks", "many features"])
def path(request, monkeypatch):
    """Send small sets down each of the three ways to the neighbors."""
    monkeypatch.setattr(module, "ROWS_PER_BLOCK", 19)
    monkeypatch.setattr(module, "COLUMNS_PER_BLOCK", 23)
    if request.param == "blocks":
        monkeypatch.setattr(module, "MOST_STORED_PAIRS", 0)
    if request.param == "many features":
        monkeypatch.setattr(module, "MOST_TREE_FEATURES", 0)
    return request.param


def test_labels_and_core_points_are_scikit_learns_on_300_sets(path):
    for seed in range(0, 300, 1 if path == "pairs" else 3):
        X, eps, min_samples = random_set(seed)
        authority = Authority(eps=eps, min_samples=min_samples).fit(X)
        core, labels = dbscan(X, eps, min_samples)
        np.testing.assert_array_equal(labels, authority.labels_, err_msg=f"seed {seed}")
        np.testing.assert_array_equal(core, authority.core_sample_indices_, f"seed {seed}")


def test_the_story_gives_the_labels_of_the_graph():
    for seed in range(300):
        X, eps, min_samples = random_set(seed)
        core, labels = dbscan(X, eps, min_samples)
        np.testing.assert_array_equal(spread(X, eps, min_samples), labels, f"seed {seed}")
        counts = neighbor_counts(X, eps)
        np.testing.assert_array_equal(np.flatnonzero(counts >= min_samples), core)


def test_neighbor_counts_by_brute_force():
    for seed in range(0, 300, 10):
        X, eps, _ = random_set(seed)
        squared = ((X[:, None] - X) ** 2).sum(axis=2)
        np.testing.assert_array_equal(neighbor_counts(X, eps), (squared <= eps**2).sum(axis=1))


# --- worked examples --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("min_samples", "types", "labels"),
    [  # neighbors within 1, itself counted: 2 3 3 2 1 2 2
        (1, "core core core core core core core", [0, 0, 0, 0, 1, 2, 2]),
        (2, "core core core core noise core core", [0, 0, 0, 0, -1, 1, 1]),
        (3, "border core core border noise noise noise", [0, 0, 0, 0, -1, -1, -1]),
        (4, "noise noise noise noise noise noise noise", [-1] * 7),
    ],
)
def test_every_regime_on_seven_points_of_a_line(min_samples, types, labels):
    X = column(0, 1, 2, 3, 6, 8, 9)
    assert point_types(X, 1.0, min_samples).tolist() == types.split()
    assert dbscan(X, 1.0, min_samples)[1].tolist() == labels
    assert spread(X, 1.0, min_samples).tolist() == labels


def test_a_distance_of_exactly_eps_is_inside(path):
    triangle = np.array([[0.0, 0.0], [3.0, 4.0], [6.0, 8.0]])
    assert dbscan(triangle, 5.0, 3)[0].tolist() == [1]
    assert len(dbscan(triangle, np.nextafter(5.0, 0.0), 2)[0]) == 0
    assert neighbor_counts(triangle, 5.0).tolist() == [2, 3, 2]


FIGURE_POINTS = np.array(
    [
        *[(1, 6), (2, 6), (1, 5), (2, 5), (6, 3), (7, 3), (6, 2), (7, 2)],
        *[(3.25, 5), (4.75, 2), (2, 2.5), (9.5, 0.5)],
    ]
)


def test_repaired_figure_of_point_types():
    types = ["core"] * 8 + ["border"] * 2 + ["noise"] * 2
    assert point_types(FIGURE_POINTS, 1.5, 3).tolist() == types
    labels = dbscan(FIGURE_POINTS, 1.5, 3)[1]
    assert labels.tolist() == [0, 0, 0, 0, 1, 1, 1, 1, 0, 1, -1, -1]


def test_a_border_point_joins_the_cluster_that_is_scanned_first():
    X = column(-1, -0.5, 0, 1, 2, 2.5, 3)
    for row_order in (np.arange(7), np.arange(7)[::-1]):
        data = X[row_order]
        core, labels = dbscan(data, 1.0, 4)
        assert sorted(data[core].ravel()) == [0, 2]
        at = dict(zip(data.ravel(), labels, strict=True))
        assert at[0] != at[2]
        assert at[1] == at[data.ravel()[core[0]]] == 0
        np.testing.assert_array_equal(spread(data, 1.0, 4), labels)


def test_exercise_10_and_its_repair():
    X = np.array([(0, 0), (1, 0), (0, 1), (5, 5), (1, 1), (10, 10)])
    assert neighbor_counts(X, 2).tolist() == [4, 4, 4, 1, 4, 1]
    assert point_types(X, 2, 3).tolist() == ["core"] * 3 + ["noise", "core", "noise"]
    repaired = np.vstack([X, (2.5, 2)])
    assert neighbor_counts(repaired, 2).tolist() == [4, 4, 4, 1, 5, 1, 2]
    assert point_types(repaired, 2, 3)[-1] == "border"
    assert dbscan(repaired, 2, 3)[1].tolist() == [0, 0, 0, -1, 0, -1, 0]


EXERCISE_17 = [0.15, 0.18, 0.19, 0.20, 0.205, 0.21, 0.22, 0.23, 0.25, 0.27, 0.30, 0.35]


@pytest.mark.parametrize("eps", EXERCISE_17)
def test_exercise_17(eps):
    X = make_moons(200, noise=0.1, random_state=42)[0]
    authority = Authority(eps=eps, min_samples=5).fit(X)
    core, labels = dbscan(X, eps, 5)
    np.testing.assert_array_equal(labels, authority.labels_)
    np.testing.assert_array_equal(core, authority.core_sample_indices_)


@pytest.mark.parametrize(
    ("eps", "sizes", "noise", "ari"),
    [
        (0.20, [30, 69, 99], 2, 0.7717),
        (0.21, [99, 99], 2, 0.98),
        (0.22, [99, 100], 1, 0.99),
        (0.23, [99, 100], 1, 0.99),
        (0.25, [199], 1, 0.0),
    ],
)
def test_moons_and_their_narrow_window(eps, sizes, noise, ari):
    X, y = make_moons(200, noise=0.1, random_state=42)
    labels = dbscan(X, eps, 5)[1]
    assert sorted(np.bincount(labels[labels >= 0])) == sizes
    assert (labels == -1).sum() == noise
    assert adjusted_rand_score(y, labels) == pytest.approx(ari, abs=5e-3)


def test_moons_at_the_published_eps_have_186_core_points_in_three_clusters():
    X = make_moons(200, noise=0.1, random_state=42)[0]
    core, labels = dbscan(X, 0.2, 5)
    assert (len(core), count_clusters(labels)) == (186, 3)


@pytest.mark.parametrize(
    ("eps", "n_clusters", "noise", "ari"),
    [(0.25, 3, 5, None), (0.30, 2, 1, 0.99), (0.70, 1, 0, 0.0)]
    + [(eps, 2, 0, 1.0) for eps in (0.35, 0.40, 0.50, 0.60)],
)
def test_moons_of_the_practical_work(eps, n_clusters, noise, ari):
    X, y = make_moons(200, noise=0.05, random_state=42)
    X = StandardScaler().fit_transform(X)
    core, labels = dbscan(X, eps, 5)
    assert (count_clusters(labels), (labels == -1).sum()) == (n_clusters, noise)
    if ari is not None:
        assert adjusted_rand_score(y, labels) == pytest.approx(ari, abs=5e-3)
    if eps == 0.40:
        assert len(core) == 196


def test_k_distances_of_the_practical_work_count_the_point_itself():
    X = StandardScaler().fit_transform(make_moons(200, noise=0.05, random_state=42)[0])
    distances = k_distances(X, 5)
    summary = [np.median(distances), np.percentile(distances, 95), distances[-1]]
    assert summary == pytest.approx([0.151, 0.267, 0.507], abs=5e-4)
    assert (k_distances(X, 1) == 0).all()
    for eps in (0.1, 0.2, 0.4):  # core means: the k-distance is at most eps
        assert (distances <= eps).sum() == len(dbscan(X, eps, 5)[0])


@pytest.mark.parametrize(
    ("eps", "min_samples", "n_clusters", "noise", "ari", "silhouette"),
    [
        (0.2, 3, 8, 4, 0.5505, 0.1456),
        (0.2, 5, 7, 10, 0.5435, 0.2187),
        (0.2, 10, 7, 110, 0.2132, 0.5067),
        (0.3, 3, 2, 0, 1.0, 0.3803),
        (0.3, 5, 2, 0, 1.0, 0.3803),
        (0.3, 10, 2, 2, 0.9867, 0.3868),
        (0.5, 5, 1, 0, 0.0, None),
        (0.7, 5, 1, 0, 0.0, None),
    ],
)
def test_the_grid_where_silhouette_buys_its_score_with_noise(
    eps, min_samples, n_clusters, noise, ari, silhouette
):
    X, y = make_moons(300, noise=0.08, random_state=42)
    X = StandardScaler().fit_transform(X)
    labels = dbscan(X, eps, min_samples)[1]
    kept = labels != -1
    assert (count_clusters(labels), (~kept).sum()) == (n_clusters, noise)
    assert adjusted_rand_score(y, labels) == pytest.approx(ari, abs=1e-4)
    if silhouette is not None:
        assert silhouette_score(X[kept], labels[kept]) == pytest.approx(silhouette, abs=1e-4)


# --- faults known from elsewhere --------------------------------------------------------------


def test_regression_neighbor_indices_are_not_off_by_one():
    # A well-known implementation numbers neighbors after it has removed the point itself.
    group = np.array([(0, 0), (0.3, 0), (0, 0.3), (0.3, 0.3)])
    X = np.vstack([group, group + 5])
    for labels in (spread(X, 0.35, 2), dbscan(X, 0.35, 2)[1]):
        assert labels.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


def test_regression_noise_is_not_a_cluster():
    # Elsewhere noise gets the label n_clusters, or a count is taken as len(set(labels)) - 1.
    labels = dbscan(column(0, 0.1, 0.2, 5, 9, 9.1, 9.2), 0.15, 2)[1]
    assert labels.tolist() == [0, 0, 0, -1, 1, 1, 1]
    assert count_clusters(labels) == 2
    assert count_clusters(np.array([0, 1, 1])) == 2
    assert count_clusters(np.array([-1, -1])) == 0


def test_regression_no_recursion():
    # Elsewhere a chain of 1 500 points ends in a RecursionError.
    X = np.arange(1500.0).reshape(-1, 1)
    assert (spread(X, 1.0, 2) == 0).all()
    assert (dbscan(X, 1.0, 2)[1] == 0).all()


def test_regression_no_table_of_n_by_n_by_d():
    # 5 000 x 5 000 x 2 numbers would be 400 megabytes.
    X = np.random.default_rng(0).normal(size=(5000, 2))
    for function in (spread, dbscan):
        tracemalloc.start()
        function(X, 0.05, 5)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 40e6, function.__name__


@pytest.mark.parametrize("crowd", ["equal points", "large eps"])
def test_regression_memory_does_not_follow_the_pairs(crowd):
    # 18 million pairs: more than a gigabyte if all were kept at 60 bytes each.
    X = np.random.default_rng(0).normal(size=(6000, 2)) * (crowd == "large eps")
    tracemalloc.start()
    core, labels = dbscan(X, 20.0, 5)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(core) == 6000
    assert (labels == 0).all()
    assert peak < 150e6


def test_a_crowd_among_many_strangers_is_noticed():
    rng = np.random.default_rng(0)
    X = np.vstack([rng.normal(size=(8000, 2)) * 1e-3, rng.uniform(-500, 500, size=(20000, 2))])
    X = X[rng.permutation(len(X))]
    assert NeighborGraph(X[np.lexsort(X.T)], 0.5).pairs is None
    authority = Authority(eps=0.5, min_samples=5).fit(X[::8])
    np.testing.assert_array_equal(dbscan(X[::8], 0.5, 5)[1], authority.labels_)


# --- the exact table --------------------------------------------------------------------------


@pytest.mark.parametrize("offset", [0.0, 1e3, 1e6])
def test_the_table_decides_ties_exactly(offset):
    rng = np.random.default_rng(0)
    # Tenths are not exact in binary, so the matrix product alone errs on many of the ties.
    A, B = (rng.integers(0, 9, size=(rows, 17)) / 10 + offset for rows in (40, 60))
    squared = ((A[:, None] - B) ** 2).sum(axis=2)
    for limit in np.unique(squared)[::10]:
        eps = float(np.sqrt(limit))
        np.testing.assert_array_equal(within(A, B, eps), squared <= eps**2)


def test_the_table_agrees_with_fractions():
    A, B = column(0.1, 0.2, 0.7), column(0.4, 0.30000000000000004)
    exact = [
        [abs(Fraction(float(a)) - Fraction(float(b))) <= Fraction(1, 4) for b in B.ravel()]
        for a in A.ravel()
    ]
    np.testing.assert_array_equal(within(A, B, 0.25), exact)


def test_edges_join_different_marks_once(path):
    X = np.random.default_rng(1).integers(0, 5, size=(60, 2)).astype(float)
    mark = np.arange(60) % 3
    graph = NeighborGraph(X, 1.0)
    found = [pair for batch in graph.edges(mark) for pair in zip(*batch, strict=True)]
    near = ((X[:, None] - X) ** 2).sum(axis=2) <= 1
    expected = {(i, j) for i, j in np.argwhere(near) if i < j and mark[i] != mark[j]}
    assert len(found) == len(expected)
    assert {(min(pair), max(pair)) for pair in found} == expected
    np.testing.assert_array_equal(graph.degrees(), near.sum(axis=1))


# --- invariants -------------------------------------------------------------------------------

small_sets = arrays(
    float, st.tuples(st.integers(1, 30), st.integers(1, 3)), elements=st.integers(0, 9).map(float)
)


@settings(deadline=None, max_examples=60)
@given(small_sets, st.integers(1, 5), st.integers(1, 6), st.randoms(use_true_random=False))
def test_core_points_noise_and_core_clusters_ignore_the_order(X, eps, min_samples, random):
    permutation = np.array(random.sample(range(len(X)), len(X)))
    core, labels = dbscan(X, eps, min_samples)
    core_p, labels_p = dbscan(X[permutation], eps, min_samples)
    assert set(permutation[core_p]) == set(core)
    back = np.empty_like(labels)
    back[permutation] = labels_p
    np.testing.assert_array_equal(back == -1, labels == -1)
    assert count_clusters(labels_p) == count_clusters(labels)
    if len(core):
        assert adjusted_rand_score(back[core], labels[core]) == 1


@settings(deadline=None, max_examples=60)
@given(small_sets, st.integers(1, 5), st.integers(1, 6), st.integers(-1000, 1000))
def test_translation_changes_nothing(X, eps, min_samples, shift):
    for one, other in zip(
        dbscan(X, eps, min_samples), dbscan(X + shift, eps, min_samples), strict=True
    ):
        np.testing.assert_array_equal(one, other)


@settings(deadline=None, max_examples=60)
@given(small_sets, st.integers(1, 5), st.integers(1, 6))
def test_definitions_hold(X, eps, min_samples):
    labels = dbscan(X, eps, min_samples)[1]
    types = point_types(X, eps, min_samples)
    near = ((X[:, None] - X) ** 2).sum(axis=2) <= eps**2
    core = near.sum(axis=1) >= min_samples
    np.testing.assert_array_equal(types == "core", core)
    np.testing.assert_array_equal(types == "border", ~core & (near & core).any(axis=1))
    np.testing.assert_array_equal(types == "noise", labels == -1)
    i, j = np.nonzero(near & core & core[:, None])
    np.testing.assert_array_equal(labels[i], labels[j])
    for point in np.flatnonzero(types == "border"):
        assert labels[point] == labels[near[point] & core].min()


# --- degenerate input, estimator --------------------------------------------------------------


@pytest.mark.parametrize("function", [spread, lambda *a: dbscan(*a)[1]])
def test_degenerate_sets(function):
    assert function(np.zeros((1, 1)), 1.0, 1).tolist() == [0]
    assert function(np.zeros((1, 1)), 1.0, 2).tolist() == [-1]
    assert function(np.full((50, 3), 7.0), 1e-9, 50).tolist() == [0] * 50
    assert function(np.full((50, 3), 7.0), 1e-9, 51).tolist() == [-1] * 50
    assert function(np.array([[0], [1], [5]]), 1, 2).tolist() == [0, 0, -1]  # integers
    assert function([[0.0], [1.0], [5.0]], 1.0, 2).tolist() == [0, 0, -1]  # a list
    assert function(np.eye(40), np.sqrt(2) * (1 + 1e-15), 2).tolist() == [0] * 40


@pytest.mark.parametrize("function", [spread, dbscan, point_types])
@pytest.mark.parametrize(
    ("X", "eps", "min_samples", "message"),
    [
        (np.zeros((3, 1)), 0, 2, "eps must be a positive distance.*got 0"),
        (np.zeros((3, 1)), -1.0, 2, "eps must be a positive distance.*got -1"),
        (np.zeros((3, 1)), np.nan, 2, "eps must be"),
        (np.zeros((3, 1)), np.inf, 2, "eps must be"),
        (np.zeros((3, 1)), "1", 2, "eps must be"),
        (np.zeros((3, 1)), 1.0, 0, "min_samples must be an integer of at least 1.*got 0"),
        (np.zeros((3, 1)), 1.0, 2.5, "min_samples must be an integer"),
        (column(0, np.nan), 1.0, 2, "NaN"),
        (column(0, np.inf), 1.0, 2, "infinity"),
        (np.zeros(3), 1.0, 2, "2D array"),
        (np.zeros((0, 2)), 1.0, 2, "0 sample"),
        (np.array([["a"], ["b"]]), 1.0, 2, "could not convert"),
    ],
)
def test_bad_input_is_named(function, X, eps, min_samples, message):
    with pytest.raises(ValueError, match=message):
        function(X, eps, min_samples)


@pytest.mark.parametrize("k", [0, 4, 1.5])
def test_k_distances_names_a_bad_k(k):
    with pytest.raises(ValueError, match="k must be an integer from 1 to the number of points, 3"):
        k_distances(np.zeros((3, 1)), k)


def test_estimator_passes_scikit_learns_checks():
    check_estimator(DBSCAN())


def test_estimator_has_scikit_learns_attributes():
    X = make_circles(200, factor=0.5, noise=0.05, random_state=0)[0]
    ours, theirs = DBSCAN(eps=0.2, min_samples=4).fit(X), Authority(eps=0.2, min_samples=4).fit(X)
    for name in ("labels_", "core_sample_indices_", "components_", "n_features_in_"):
        np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name))
    nothing = DBSCAN(eps=1e-6).fit(X)
    assert nothing.components_.shape == (0, 2)
    assert ours.components_.base is None or not np.shares_memory(ours.components_, X)
    assert DBSCAN().get_params() == {"eps": 0.5, "min_samples": 5}
