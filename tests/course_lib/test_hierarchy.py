"""Trees against SciPy, the plain loop, exact fractions and the worst data."""

import tracemalloc
from fractions import Fraction

import numpy as np
import pytest
import scipy.cluster.hierarchy as scipy_tree
import sklearn.cluster
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import cdist, pdist, squareform
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_rand_score
from sklearn.utils.estimator_checks import check_estimator

from course_lib import fast_linkage
from course_lib.hierarchy import (
    AgglomerativeClustering,
    bisect,
    cophenetic,
    cophenetic_correlation,
    cut,
    linkage,
    merge_closest,
    ward_cost,
)
from course_lib.linkage_rules import LINKAGES

SEVEN = np.array([[1, 1], [1.5, 2], [3, 4], [5, 7], [3.5, 5], [4.5, 5], [3.5, 4.5]])
SCORES = [0, 2, 6, 8, 16, 18, 21]
EXERCISE_9 = [1, 2, 3, 6, 10, 11, 12]
CHAIN = [1, 2, 3, 4.5, 6, 7.5, 9, 10, 11]


def column(values):
    return np.array(values, dtype=float)[:, np.newaxis]


def random_set(seed):
    """Draw a set without ties: any size, scale, offset; half of them in two groups."""
    rng = np.random.default_rng(seed)
    n_samples, n_features = int(rng.integers(2, 160)), int(rng.integers(1, 12))
    X = rng.normal(size=(n_samples, n_features)) * 10 ** rng.uniform(-3, 3)
    X += rng.normal() * 10 ** rng.uniform(0, 4)
    if seed % 2:
        X[: n_samples // 2] += 5 * X.std()
    return X


def partition(labels):
    """Return the clusters as sets of points: what is left when the numbers are taken away."""
    return {frozenset(np.flatnonzero(labels == label).tolist()) for label in np.unique(labels)}


def assert_same_tree(Z, expected, rtol=1e-7):
    np.testing.assert_array_equal(Z[:, [0, 1, 3]], expected[:, [0, 1, 3]])
    np.testing.assert_allclose(Z[:, 2], expected[:, 2], rtol=rtol)


def distance_by_definition(A, B, method):
    """Return the distance of two groups from all their points, with no update formula."""
    if method == "ward":
        rise = sum_of_squares(np.vstack([A, B])) - sum_of_squares(A) - sum_of_squares(B)
        return np.sqrt(max(2 * rise, 0.0))
    return {"single": np.min, "complete": np.max, "average": np.mean}[method](cdist(A, B))


def sum_of_squares(X):
    return ((X - X.mean(axis=0)) ** 2).sum()


def assert_valid_tree(X, Z, method, atol=1e-9):
    """Hold each row of a tree to the definition: nothing closer was left, and the height is right.

    This is what a tree must satisfy where distances tie and several trees are correct.
    """
    scipy_tree.is_valid_linkage(Z, throw=True)
    clusters = {i: X[[i]] for i in range(len(X))}
    for row, (a, b, height, size) in enumerate(Z):
        left, right = clusters.pop(a), clusters.pop(b)
        assert height == pytest.approx(distance_by_definition(left, right, method), abs=atol)
        groups = [left, right, *clusters.values()]
        closest = min(
            distance_by_definition(A, B, method) for k, A in enumerate(groups) for B in groups[:k]
        )
        assert height == pytest.approx(closest, abs=atol)
        clusters[len(X) + row] = np.vstack([left, right])
        assert len(clusters[len(X) + row]) == size


# ------------------------------------------------------------------ the oracle: SciPy


@pytest.mark.parametrize("method", LINKAGES)
def test_same_tree_as_scipy_on_150_random_sets(method):
    for seed in range(150):
        X = random_set(seed)
        assert_same_tree(linkage(X, method), scipy_tree.linkage(X, method))


@pytest.mark.parametrize("method", LINKAGES)
def test_same_tree_as_scipy_on_larger_sets(method):
    rng = np.random.default_rng(7)
    for shape in [(1200, 2), (700, 40)]:
        X = rng.normal(size=shape)
        assert_same_tree(linkage(X, method), scipy_tree.linkage(X, method))


@pytest.mark.parametrize("method", LINKAGES)
def test_story_and_fast_path_build_the_same_tree(method):
    for seed in range(0, 60, 2):
        X = random_set(seed)
        assert_same_tree(merge_closest(X, method), linkage(X, method))


@pytest.mark.parametrize("build", [linkage, merge_closest])
@pytest.mark.parametrize("method", LINKAGES)
def test_every_merge_is_the_closest_by_definition(method, build):
    for seed in range(4):
        X = np.random.default_rng(seed).normal(size=(14, 2))
        assert_valid_tree(X, build(X, method), method)


def test_cut_agrees_with_fcluster():
    for seed in range(40):
        Z = linkage(random_set(seed), LINKAGES[seed % 4])
        n_samples = len(Z) + 1
        for k in {1, 2, n_samples // 2 + 1, n_samples}:
            theirs = scipy_tree.fcluster(Z, k, criterion="maxclust")
            assert partition(cut(Z, n_clusters=k)) == partition(theirs)
        for height in [0.0, *Z[:: max(1, n_samples // 5), 2], Z[-1, 2] * 0.7]:
            theirs = scipy_tree.fcluster(Z, height, criterion="distance")
            assert partition(cut(Z, height=height)) == partition(theirs)


def test_cophenetic_agrees_with_scipy():
    for seed in range(40):
        X = random_set(seed)[:90]
        Z = linkage(X, LINKAGES[seed % 4])
        np.testing.assert_array_equal(cophenetic(Z), scipy_tree.cophenet(Z))
        if len(X) > 3:
            theirs, _ = scipy_tree.cophenet(Z, pdist(X))
            assert cophenetic_correlation(X, Z) == pytest.approx(theirs, abs=1e-12)


def test_estimator_finds_the_same_clusters_as_scikit_learn():
    for seed in range(60):
        X, method = random_set(seed), LINKAGES[seed % 4]
        for k in {1, 2, len(X) // 3 + 1, len(X)}:
            ours = AgglomerativeClustering(n_clusters=k, linkage=method).fit(X)
            theirs = sklearn.cluster.AgglomerativeClustering(n_clusters=k, linkage=method).fit(X)
            assert partition(ours.labels_) == partition(theirs.labels_)
            np.testing.assert_array_equal(ours.children_, np.sort(theirs.children_, axis=1))
        heights = np.append(0.0, ours.distances_)
        threshold = heights[len(X) // 2 - 1 : len(X) // 2 + 1].mean()  # between two heights
        by_height = {"n_clusters": None, "distance_threshold": threshold, "linkage": method}
        ours = AgglomerativeClustering(**by_height).fit(X)
        theirs = sklearn.cluster.AgglomerativeClustering(**by_height).fit(X)
        assert ours.n_clusters_ == theirs.n_clusters_ == len(np.unique(ours.labels_))
        assert partition(ours.labels_) == partition(theirs.labels_)
        np.testing.assert_allclose(ours.distances_, theirs.distances_, rtol=1e-7)


def test_check_estimator_passes_with_no_expected_failure():
    check_estimator(AgglomerativeClustering())


# ------------------------------------------------------------------ golden values of the course


@pytest.mark.parametrize("build", [linkage, merge_closest])
@pytest.mark.parametrize(
    ("values", "method", "heights"),
    [
        (SCORES, "single", [2, 2, 2, 3, 4, 8]),
        (EXERCISE_9, "single", [1, 1, 1, 1, 3, 4]),
        (EXERCISE_9, "complete", [1, 1, 2, 2, 5, 11]),
        (CHAIN, "single", [1, 1, 1, 1, 1.5, 1.5, 1.5, 1.5]),
    ],
)
def test_heights_of_the_worked_examples(values, method, heights, build):
    np.testing.assert_allclose(build(column(values), method)[:, 2], heights, rtol=1e-12)


def test_cuts_of_the_dendrogram():
    Z = linkage(column(SCORES), "single")
    assert partition(cut(Z, height=5)) == {frozenset({0, 1, 2, 3}), frozenset({4, 5, 6})}
    parts = {frozenset({0, 1}), frozenset({2, 3}), frozenset({4, 5, 6})}
    assert partition(cut(Z, height=3)) == parts


@pytest.mark.parametrize("method", ["single", "complete"])
def test_cuts_of_exercise_9(method):
    Z = linkage(column(EXERCISE_9), method)
    assert partition(cut(Z, n_clusters=2)) == {frozenset({0, 1, 2, 3}), frozenset({4, 5, 6})}
    parts = {frozenset({0, 1, 2}), frozenset({3}), frozenset({4, 5, 6})}
    assert partition(cut(Z, n_clusters=3)) == parts


def test_chain_has_no_stable_cut_by_single_but_one_by_complete():
    single, complete = (linkage(column(CHAIN), method) for method in ("single", "complete"))
    assert single[-1, 2] == single[-2, 2]
    assert complete[-1, 2] == 10
    assert complete[-1, 2] > 1.5 * complete[-2, 2]
    halves = {frozenset(range(4)), frozenset(range(4, 9))}
    assert partition(cut(complete, n_clusters=2)) == halves


def test_ward_on_the_seven_points_in_exact_fractions():
    X = [[Fraction(2 * v).limit_denominator(2) / 2 for v in map(Fraction, row)] for row in SEVEN]
    groups = [X[:2], X[2:]]
    means = [[sum(c) / len(group) for c in zip(*group, strict=True)] for group in groups]
    gap = sum((a - b) ** 2 for a, b in zip(*means, strict=True))
    cost = Fraction(2 * 5, 7) * gap
    assert cost == Fraction(519, 14) - Fraction(341, 40)
    assert float(cost) == pytest.approx(28.5464, abs=5e-5)
    a, b = SEVEN[:2], SEVEN[2:]
    assert ward_cost(2, a.mean(axis=0), 5, b.mean(axis=0)) == pytest.approx(float(cost), rel=1e-12)
    Z = linkage(SEVEN, "ward")
    assert partition(cut(Z, n_clusters=2)) == {frozenset({0, 1}), frozenset(range(2, 7))}
    assert Z[-1, 2] == pytest.approx(float(2 * cost) ** 0.5, rel=1e-12)
    assert Z[-1, 2] == pytest.approx(7.5560, abs=5e-5)
    assert (Z[:, 2] ** 2 / 2).sum() == pytest.approx(519 / 14, rel=1e-12)


def test_ward_cost_is_the_rise_of_the_sum_of_squares():
    rng = np.random.default_rng(3)
    for size_a, size_b in [(1, 1), (2, 5), (30, 7)]:
        A, B = rng.normal(size=(size_a, 3)), rng.normal(2.0, 3.0, size=(size_b, 3))
        rise = sum_of_squares(np.vstack([A, B])) - sum_of_squares(A) - sum_of_squares(B)
        assert ward_cost(size_a, A.mean(axis=0), size_b, B.mean(axis=0)) == pytest.approx(rise)


# ------------------------------------------------------------------ invariants


finite_points = arrays(
    float,
    st.tuples(st.integers(2, 12), st.integers(1, 3)),
    elements=st.integers(-20, 20).map(lambda v: v / 4),
)


@pytest.mark.parametrize("method", LINKAGES)
@settings(deadline=None, max_examples=40)
@given(X=finite_points)
def test_any_tree_with_ties_satisfies_the_definition(method, X):
    assert_valid_tree(X, linkage(X, method), method)


@settings(deadline=None, max_examples=40)
@given(X=finite_points)
def test_tied_single_linkage_has_the_cophenetic_distances_of_scipy(X):
    theirs = scipy_tree.cophenet(scipy_tree.linkage(X, "single"))
    np.testing.assert_allclose(cophenetic(linkage(X, "single")), theirs, atol=1e-12)


@settings(deadline=None, max_examples=40)
@given(X=finite_points)
def test_ward_heights_hold_the_total_sum_of_squares(X):
    heights = linkage(X, "ward")[:, 2]
    assert (heights**2 / 2).sum() == pytest.approx(sum_of_squares(X), abs=1e-9)


@pytest.mark.parametrize("method", LINKAGES)
def test_heights_never_fall_and_a_cluster_is_used_once(method):
    for seed in range(20):
        Z = linkage(random_set(seed), method)
        assert (np.diff(Z[:, 2]) >= 0).all()
        used = Z[:, :2].ravel()
        assert sorted(used) == list(range(2 * len(Z)))
        assert (Z[:, 0] < Z[:, 1]).all()


@pytest.mark.parametrize("method", LINKAGES)
def test_order_of_the_points_and_place_of_the_origin_do_not_matter(method):
    rng = np.random.default_rng(11)
    X = rng.normal(size=(80, 3))
    expected = squareform(cophenetic(linkage(X, method)))
    order = rng.permutation(80)
    shuffled = squareform(cophenetic(linkage(X[order], method)))
    np.testing.assert_allclose(shuffled, expected[np.ix_(order, order)], rtol=1e-9)
    moved = squareform(cophenetic(linkage(X + np.array([1e6, -3e5, 7.0]), method)))
    np.testing.assert_allclose(moved, expected, rtol=1e-7)
    scaled = squareform(cophenetic(linkage(X * 1e-9, method)))
    np.testing.assert_allclose(scaled, expected * 1e-9, rtol=1e-9)


def test_input_is_left_as_it_was():
    X = np.random.default_rng(0).normal(size=(30, 2))
    before = X.copy()
    for method in LINKAGES:
        linkage(X, method)
        merge_closest(X, method)
    bisect(X, 3, random_state=0)
    np.testing.assert_array_equal(X, before)


# ------------------------------------------------------------------ worst cases


GRID = np.stack(np.meshgrid(np.arange(6.0), np.arange(5.0)), axis=-1).reshape(-1, 2)
WORST = {
    "hub in n dimensions": np.vstack([np.zeros(30), np.diag(1 + np.arange(30) / 1000)]),
    "geometric line": 2.0 ** np.arange(40)[:, np.newaxis],
    "all points equal": np.full((25, 2), 0.1),
    "many copies of few points": np.repeat([[0.1, 0.7], [0.3, 0.2], [5.0, 5.0]], 9, axis=0),
    "integer grid": GRID,
    "grid far away": GRID + 1e6,
    "equal distances": np.eye(20),
}


@pytest.mark.parametrize("method", LINKAGES)
@pytest.mark.parametrize("name", WORST)
def test_worst_cases_satisfy_the_definition(name, method):
    X = WORST[name]
    scale = pdist(X).max() or 1.0
    # By definition the rise is a difference of large sums: it has half of their digits.
    digits = 1e-7 if method == "ward" else 1e-13
    assert_valid_tree(X, linkage(X, method), method, atol=digits * scale)


@pytest.mark.parametrize("method", LINKAGES)
@pytest.mark.parametrize("name", ["hub in n dimensions", "geometric line", "all points equal"])
def test_worst_cases_have_the_heights_of_scipy(name, method):
    heights = scipy_tree.linkage(WORST[name], method)[:, 2]
    np.testing.assert_allclose(linkage(WORST[name], method)[:, 2], heights, rtol=1e-9)


def test_ward_keeps_small_gaps_beside_huge_ones():
    # A product of lifted points sees nothing below 1e-8 of the largest coordinate.
    X = 2.0 ** np.arange(500)[:, np.newaxis]
    Z = linkage(X, "ward")
    np.testing.assert_allclose(Z[:, 2], scipy_tree.linkage(X, "ward")[:, 2], rtol=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_ward_sees_tight_groups_far_apart(seed):
    rng = np.random.default_rng(seed)
    X = np.vstack([rng.normal(scale=1e-6, size=(40, 2)) + c for c in [(0, 0), (9e3, 1), (1, 9e3)]])
    Z, expected = linkage(X, "ward"), scipy_tree.linkage(X, "ward")
    np.testing.assert_array_equal(Z[:, [0, 1, 3]], expected[:, [0, 1, 3]])
    last_digit = np.spacing(9e3)  # of the coordinates themselves
    np.testing.assert_allclose(Z[:, 2], expected[:, 2], rtol=1e-7, atol=10 * last_digit)


def test_ward_ends_when_rounding_breaks_ties_in_a_circle():
    for side in (20, 31):
        X = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2) / 7
        Z = linkage(X, "ward")
        scipy_tree.is_valid_linkage(Z, throw=True)
        assert (Z[:, 2] ** 2 / 2).sum() == pytest.approx(sum_of_squares(X), rel=1e-9)


def test_ward_breaks_a_circle_of_pointers(monkeypatch):
    """Three equal gaps that rounding turns into a -> b -> c -> a must not hang the rounds."""
    true_search, calls = fast_linkage.nearest_clusters, []

    def circle(rows, means, lifted, sizes):
        calls.append(len(rows))
        assert len(calls) < 20, "the rounds do not end"
        nearest, cost = true_search(rows, means, lifted, sizes)
        return ((rows + 1) % 3, cost) if len(sizes) == 3 else (nearest, cost)

    monkeypatch.setattr(fast_linkage, "nearest_clusters", circle)
    Z = linkage(np.eye(3), "ward")
    np.testing.assert_allclose(Z[:, 2], scipy_tree.linkage(np.eye(3), "ward")[:, 2])


@pytest.mark.parametrize(("method", "megabytes"), [("single", 2), ("ward", 9)])
def test_memory_does_not_grow_with_the_square(method, megabytes):
    X = np.random.default_rng(0).normal(size=(3000, 2))  # a table of distances takes 72 MB
    linkage(X[:10], method)
    tracemalloc.start()
    linkage(X, method)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < megabytes * 1e6


def test_average_never_falls_below_the_smaller_distance():
    """In (1 * 0.1 + 2 * 0.1) / 3 the last digit falls; the chain would come back to a dead end."""
    rng = np.random.default_rng(0)
    to_a, to_b = rng.uniform(size=(2, 100_000))
    to_b[::2] = to_a[::2]
    for size_a, size_b in [(1, 1), (1, 2), (2, 1), (7, 3), (1, 999)]:
        union = fast_linkage.distance_to_union(to_a, to_b, 0.0, size_a, size_b, 1, "average")
        assert (union >= np.minimum(to_a, to_b)).all()
        assert (union <= np.maximum(to_a, to_b)).all()


# ------------------------------------------------------------------ small, odd and bad input


@pytest.mark.parametrize("build", [linkage, merge_closest])
@pytest.mark.parametrize("method", LINKAGES)
def test_one_and_two_points(method, build):
    Z = build([[3.0, 4.0]], method)
    assert Z.shape == (0, 4)
    assert cut(Z, n_clusters=1).tolist() == [0]
    assert cophenetic(Z).shape == (0,)
    np.testing.assert_allclose(build([[0, 0], [3, 4]], method), [[0, 1, 5, 2]])


@pytest.mark.parametrize("method", LINKAGES)
def test_integers_and_other_floats_give_the_same_tree(method):
    X = np.random.default_rng(5).integers(-1000, 1000, size=(40, 2))
    expected = linkage(X.astype(float), method)
    for dtype in (np.int16, np.int64, np.float32):
        np.testing.assert_array_equal(linkage(X.astype(dtype), method), expected)
    np.testing.assert_array_equal(linkage(np.asfortranarray(X, dtype=float), method), expected)
    np.testing.assert_array_equal(linkage(X.tolist(), method), expected)


def test_negative_zero_is_zero():
    Z = linkage([[0.0], [-0.0], [1.0]], "ward")
    np.testing.assert_allclose(Z[:, 2], [0.0, np.sqrt(4 / 3)])


@pytest.mark.parametrize("build", [linkage, merge_closest])
@pytest.mark.parametrize(
    ("X", "message"),
    [
        ([[1.0], [np.nan]], "X contains NaN"),
        ([[1.0], [np.inf]], "infinity"),
        ([1.0, 2.0], "Expected 2D array"),
        (np.empty((0, 2)), "minimum of 1 is required"),
        ([["a"], ["b"]], "could not convert string"),
    ],
)
def test_bad_points_are_refused(build, X, message):
    with pytest.raises(ValueError, match=message):
        build(X)


@pytest.mark.parametrize("build", [linkage, merge_closest])
def test_unknown_method_is_refused(build):
    with pytest.raises(ValueError, match=r"'median'; choose one of single, complete"):
        build([[0], [1]], method="median")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "either n_clusters or height"),
        ({"n_clusters": 2, "height": 1.0}, "either n_clusters or height"),
        ({"n_clusters": 0}, "from 1 to n_samples = 3, got 0"),
        ({"n_clusters": 4}, "from 1 to n_samples = 3, got 4"),
        ({"n_clusters": 2.0}, "must be an integer"),
    ],
)
def test_bad_cuts_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        cut(linkage([[0], [1], [5]]), **arguments)


@pytest.mark.parametrize("use", [cophenetic, lambda Z: cut(Z, n_clusters=1)])
def test_what_is_no_tree_is_refused(use):
    with pytest.raises(ValueError, match="heights in Z fall"):
        use([[0, 1, 2.0, 2], [2, 3, 1.0, 3]])
    with pytest.raises(ValueError, match="Z"):
        use([[0, 4, 2.0, 2], [2, 3, 3.0, 3]])
    with pytest.raises(ValueError, match="Z"):
        use(np.zeros((3, 3)))


def test_cophenetic_correlation_refuses_what_it_cannot_measure():
    with pytest.raises(ValueError, match="X has 3 points, but Z is a tree of 2"):
        cophenetic_correlation([[0], [1], [2]], linkage([[0], [1]]))
    with pytest.raises(ValueError, match="all are equal"):
        cophenetic_correlation([[0], [1]], linkage([[0], [1]]))
    with pytest.raises(ValueError, match="all are equal"):
        cophenetic_correlation(np.ones((4, 2)), linkage(np.ones((4, 2))))


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"n_clusters": None}, "Exactly one of"),
        ({"n_clusters": 2, "distance_threshold": 1.0}, "Exactly one of"),
        ({"n_clusters": 9}, "n_clusters must be an integer from 1 to n_samples = 3"),
        ({"n_clusters": None, "distance_threshold": -1.0}, "distance_threshold must be"),
        ({"n_clusters": None, "distance_threshold": "far"}, "distance_threshold must be"),
        ({"linkage": "nearest"}, "unknown linkage method 'nearest'"),
    ],
)
def test_bad_parameters_of_the_estimator_are_refused(parameters, message):
    with pytest.raises(ValueError, match=message):
        AgglomerativeClustering(**parameters).fit([[0], [1], [5]])


@pytest.mark.parametrize("method", LINKAGES)
def test_clusters_exactly_at_the_threshold_stay_apart(method):
    for threshold, n_clusters in [(0.5, 2), (1.0, 2), (1.5, 1)]:
        model = AgglomerativeClustering(
            n_clusters=None, distance_threshold=threshold, linkage=method
        ).fit([[0], [1]])
        assert model.n_clusters_ == len(set(model.labels_)) == n_clusters


def test_clusters_are_numbered_by_their_first_member():
    for seed in range(10):
        labels = cut(linkage(random_set(seed), "average"), n_clusters=2)
        first = [int(np.argmax(labels == label)) for label in np.unique(labels)]
        assert first == sorted(first)


# ------------------------------------------------------------------ from the top down


def test_bisect_finds_separate_groups():
    rng = np.random.default_rng(0)
    truth = np.repeat(np.arange(5), 30)
    X = np.array([[0, 0], [9, 0], [40, 0], [0, 60], [80, 90]])[truth] + rng.normal(size=(150, 2))
    for seed in range(5):
        assert adjusted_rand_score(truth, bisect(X, 5, random_state=seed)) == 1


def test_bisect_is_nested_and_splits_the_cluster_with_the_largest_inertia():
    X = np.random.default_rng(2).normal(size=(200, 3))
    coarse = bisect(X, 1, random_state=0)
    for k in range(2, 12):
        fine = bisect(X, k, random_state=0)
        assert len(np.unique(fine)) == k
        split = partition(coarse) - partition(fine)
        assert len(split) == 1
        inertias = {part: sum_of_squares(X[sorted(part)]) for part in partition(coarse)}
        assert split.pop() == max(inertias, key=inertias.get)
        coarse = fine


def test_bisect_splits_about_as_well_as_scikit_learn():
    def inertia(X, labels):
        return sum(sum_of_squares(X[labels == j]) for j in np.unique(labels))

    ours, theirs = 0.0, 0.0
    for seed in range(3):
        X = np.random.default_rng(seed).normal(size=(300, 2))
        ours += inertia(X, bisect(X, 8, random_state=seed))
        model = sklearn.cluster.BisectingKMeans(8, n_init=3, random_state=seed)
        theirs += inertia(X, model.fit_predict(X))
    assert ours <= 1.05 * theirs


def test_bisect_sees_small_gaps_far_from_the_origin():
    X = column([1e8, 1e8 + 1e-6, 1e8 + 1, 1e8 + 1 + 1e-6])
    assert partition(bisect(X, 2, random_state=0)) == {frozenset({0, 1}), frozenset({2, 3})}
    assert len(set(bisect(X, 4, random_state=0))) == 4


def test_bisect_gives_every_point_a_cluster_of_its_own_if_asked():
    X = np.random.default_rng(0).normal(size=(12, 2))
    assert sorted(bisect(X, 12, random_state=0)) == list(range(12))


def test_bisect_with_too_few_distinct_points_warns():
    X = np.repeat([[0.1, 0.2], [0.7, 0.3]], 3, axis=0)  # the mean of three 0.1 is not 0.1
    with pytest.warns(ConvergenceWarning, match="2 distinct points, fewer than n_clusters = 4"):
        labels = bisect(X, 4, random_state=0)
    assert partition(labels) == {frozenset(range(3)), frozenset(range(3, 6))}


@pytest.mark.parametrize("n_clusters", [0, 4, 1.5, "two"])
def test_bisect_refuses_impossible_numbers(n_clusters):
    with pytest.raises(ValueError, match="from 1 to n_samples = 3"):
        bisect([[0], [1], [5]], n_clusters)
