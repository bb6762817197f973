"""K-Means against exact fractions, enumeration, scikit-learn, and its own invariants."""

import inspect
import pickle
import warnings
from fractions import Fraction
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import cdist
from sklearn.base import clone
from sklearn.cluster import KMeans as TheirKMeans
from sklearn.cluster import kmeans_plusplus as their_kmeans_plusplus
from sklearn.datasets import make_blobs
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.metrics import (
    adjusted_rand_score,
    calinski_harabasz_score,
    davies_bouldin_score,
    silhouette_score,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

from course_lib.kmeans import (
    KMeans,
    Step,
    assign,
    inertia,
    kmeans_plusplus,
    lloyd,
    lloyd_steps,
    refill,
    update,
)

SEVEN = np.array([[1, 1], [1.5, 2], [3, 4], [5, 7], [3.5, 5], [4.5, 5], [3.5, 4.5]])
EXERCISE_6 = np.array([[0, 0], [1, 0], [0, 1], [10, 10], [11, 10], [10, 11]])
RECTANGLE = np.array([[0, 0], [0, 1], [4, 0], [4, 1]])
INCOME = [15, 17, 18, 20, 23, 78, 75, 77, 79, 40, 42, 45, 55, 58]
SPENDING = [39, 35, 92, 95, 75, 7, 12, 20, 3, 40, 52, 35, 60, 58]
X_SIM = StandardScaler().fit_transform(np.array([INCOME, SPENDING], dtype=float).T)


def exact(points):
    return [tuple(Fraction(float(x)) for x in row) for row in points]


def exact_mean(points):
    return tuple(sum(axis) / len(points) for axis in zip(*points, strict=True))


def exact_distance(p, q):
    return sum((a - b) ** 2 for a, b in zip(p, q, strict=True))


def exact_cost(points):
    center = exact_mean(points)
    return sum(exact_distance(p, center) for p in points)


def exact_k_means(points, centers):
    """Return the inertia after every half step, in fractions: the oracle."""
    costs, labels = [], None
    while True:
        before = labels
        labels = [
            min(range(len(centers)), key=lambda j: exact_distance(p, centers[j])) for p in points
        ]
        costs.append(
            sum(exact_distance(p, centers[j]) for p, j in zip(points, labels, strict=True))
        )
        if labels == before:
            return costs, labels, centers
        groups = [
            [p for p, own in zip(points, labels, strict=True) if own == j]
            for j in range(len(centers))
        ]
        centers = [
            exact_mean(group) if group else center
            for group, center in zip(groups, centers, strict=True)
        ]
        costs.append(
            sum(exact_distance(p, centers[j]) for p, j in zip(points, labels, strict=True))
        )


def same_clusters(labels, others):
    return adjusted_rand_score(labels, others) == 1.0


def random_sets(n_sets, seed=0):
    """Yield small sets of six kinds, ties and duplicates among them, and a number of clusters."""
    for number in range(seed, seed + n_sets):
        rng = np.random.default_rng(number)
        n, d = int(rng.integers(5, 400)), int(rng.integers(1, 12))
        k = int(rng.integers(1, min(n, 15) + 1))
        some = rng.normal(size=(max(2, n // 4), d))
        X = [
            lambda n=n, d=d, k=k, i=number: make_blobs(n, d, centers=max(k, 2), random_state=i)[0],
            lambda n=n, d=d, r=rng: r.random((n, d)),
            lambda n=n, d=d, r=rng: r.integers(0, 6, (n, d)).astype(float),
            lambda n=n, s=some, r=rng: s[r.integers(0, len(s), n)],
            lambda n=n, d=d, r=rng: r.normal(size=(n, d)) * 10.0 ** r.integers(-8, 8),
            lambda n=n, d=d, r=rng: r.normal(size=(n, d)) + 10.0 ** r.integers(2, 7),
        ][number % 6]()
        yield number, X, k


# --- The seven points, in exact fractions -------------------------------------------------------


def test_seven_points_step_by_step():
    costs, labels, centers = exact_k_means(exact(SEVEN), exact(SEVEN[[0, 3]]))
    golden = [(133, 4), (293, 24), (3233, 288), (341, 40), (341, 40)]
    assert costs == [Fraction(*pair) for pair in golden]
    assert centers == [*exact([(1.25, 1.5)]), (Fraction(39, 10), Fraction(51, 10))]

    steps = list(lloyd_steps(SEVEN, SEVEN[[0, 3]]))
    assert [step.name for step in steps] == ["assign", "update", "assign", "update", "assign"]
    assert [step.inertia for step in steps] == pytest.approx([float(c) for c in costs], rel=1e-14)
    assert steps[0].labels.tolist() == [0, 0, 0, 1, 1, 1, 1]  # C is equally near: the first wins
    assert steps[-1].labels.tolist() == labels == [0, 0, 1, 1, 1, 1, 1]
    np.testing.assert_allclose(steps[1].centers, [[11 / 6, 7 / 3], [33 / 8, 43 / 8]], rtol=1e-14)
    np.testing.assert_allclose(steps[-1].centers, [[1.25, 1.5], [3.9, 5.1]], rtol=1e-14)


def test_seven_points_fast_path():
    labels, centers, cost, n_iter = lloyd(SEVEN, SEVEN[[0, 3]])
    assert labels.tolist() == [0, 0, 1, 1, 1, 1, 1]
    assert cost == pytest.approx(341 / 40, rel=1e-14)
    assert n_iter == 3
    np.testing.assert_allclose(centers, [[1.25, 1.5], [3.9, 5.1]], rtol=1e-14)


def test_published_8_4_is_a_misprint():
    cost = lloyd(SEVEN, SEVEN[[0, 3]])[2]
    parts = ((SEVEN - np.array([[1.25, 1.5], [3.9, 5.1]])[[0, 0, 1, 1, 1, 1, 1]]) ** 2).sum(axis=1)
    np.testing.assert_allclose(parts, [0.3125, 0.3125, 2.02, 4.82, 0.17, 0.37, 0.52])
    assert cost == pytest.approx(341 / 40, rel=1e-14)
    assert abs(cost - 8.4) > 0.1


def test_seven_points_best_of_all_63_splits():
    points = exact(SEVEN)
    splits = []
    for rest in product([0, 1], repeat=6):
        sides = [[p for p, s in zip(points, (0, *rest), strict=True) if s == j] for j in (0, 1)]
        if all(sides):
            splits.append(exact_cost(sides[0]) + exact_cost(sides[1]))
    assert len(splits) == 63
    assert [float(c) for c in sorted(splits)[:4]] == pytest.approx(
        [8.525, 12.2083, 16.2708, 17.25], abs=1e-4
    )
    assert min(splits) == Fraction(341, 40)


def test_seven_points_all_21_starts_reach_the_optimum():
    for pair in combinations(range(7), 2):
        assert lloyd(SEVEN, SEVEN[list(pair)])[2] == pytest.approx(8.525, rel=1e-12)
        *_, last = lloyd_steps(SEVEN, SEVEN[list(pair)])
        assert last.inertia == pytest.approx(8.525, rel=1e-12)


def test_seven_points_plusplus_probabilities_and_expected_cost():
    points = exact(SEVEN)
    squared = [exact_distance(p, points[0]) for p in points]
    assert [float(s) for s in squared] == [0, 1.25, 13, 52, 22.25, 28.25, 18.5]
    shares = [float(s / sum(squared)) for s in squared]
    assert shares == pytest.approx([0, 0.0092, 0.0961, 0.3845, 0.1645, 0.2089, 0.1368], abs=5e-5)

    def pair_cost(i, j):
        return sum(min(exact_distance(p, points[i]), exact_distance(p, points[j])) for p in points)

    expected = Fraction(0)
    for i in range(7):
        row = [exact_distance(p, points[i]) for p in points]
        expected += sum(row[j] / sum(row) * pair_cost(i, j) for j in range(7)) / 7
    assert float(expected) == pytest.approx(20.1796, abs=5e-5)

    rng = np.random.RandomState(0)
    draws = [kmeans_plusplus(SEVEN, 2, rng, n_local_trials=1) for _ in range(4000)]
    costs = [inertia(SEVEN, assign(SEVEN, centers), centers) for centers, _ in draws]
    assert np.mean(costs) == pytest.approx(20.1796, abs=5 * np.std(costs) / np.sqrt(4000))
    second = np.bincount([b for _, (a, b) in draws if a == 0], minlength=7)
    wanted = np.array(shares) * second.sum()
    assert second[0] == 0
    assert ((second - wanted)[1:] ** 2 / wanted[1:]).sum() < 20.5  # chi-square, 5 df, p = 0.001


def test_exercise_6():
    steps = list(lloyd_steps(EXERCISE_6, EXERCISE_6[[0, 3]]))
    assert [step.inertia for step in steps] == pytest.approx([4, 8 / 3, 8 / 3], rel=1e-14)
    labels, centers, cost, n_iter = lloyd(EXERCISE_6, EXERCISE_6[[0, 3]])
    assert labels.tolist() == [0, 0, 0, 1, 1, 1]
    assert (cost, n_iter) == (pytest.approx(8 / 3), 2)
    np.testing.assert_allclose(centers, [[1 / 3, 1 / 3], [31 / 3, 31 / 3]])
    assert davies_bouldin_score(EXERCISE_6, labels) == pytest.approx(0.0925, abs=5e-5)
    assert calinski_harabasz_score(EXERCISE_6, labels) == pytest.approx(450)


def test_exercise_8_a_rectangle_can_trap():
    ends = {}
    for pair in combinations(range(4), 2):
        ends[pair] = lloyd(RECTANGLE, RECTANGLE[list(pair)])[2]
    assert sum(cost == pytest.approx(16) for cost in ends.values()) == 2
    assert sum(cost == pytest.approx(1) for cost in ends.values()) == 4
    np.testing.assert_allclose(lloyd(RECTANGLE, RECTANGLE[:2])[1], [[2, 0], [2, 1]])
    rng = np.random.RandomState(1)
    runs = [kmeans_plusplus(RECTANGLE, 2, rng, n_local_trials=1)[1] for _ in range(4000)]
    bad = np.mean([abs(a - b) == 1 and a // 2 == b // 2 for a, b in runs])
    assert bad == pytest.approx(1 / 34, abs=0.01)  # uniform draws: 1 / 3
    assert KMeans(2, n_init=10, random_state=0).fit(RECTANGLE).inertia_ == pytest.approx(1)


@pytest.mark.parametrize(
    ("k", "cost", "silhouette"),
    [
        (1, 28.0, None),
        (2, 10.2530, 0.5616),
        (3, 4.4241, 0.6018),
        (4, 1.6024, 0.6888),
        (5, 0.7646, 0.7213),
        (6, 0.4615, 0.6859),
        (7, 0.2865, 0.6413),
        (8, 0.1247, 0.5335),
        (9, 0.0813, 0.4781),
        (10, 0.0438, 0.4103),
    ],
)
def test_practical_work_table(k, cost, silhouette):
    model = KMeans(k, n_init=10, random_state=42).fit(X_SIM)
    assert model.inertia_ == pytest.approx(cost, abs=5e-5)
    if silhouette:
        assert silhouette_score(X_SIM, model.labels_) == pytest.approx(silhouette, abs=5e-5)


@pytest.mark.parametrize(("k", "cost"), [(3, 6.2196), (8, 0.1921), (9, 0.0989), (10, 0.0565)])
def test_practical_work_one_start_is_not_enough(k, cost):
    assert KMeans(k, random_state=42).fit(X_SIM).inertia_ == pytest.approx(cost, abs=5e-5)


# --- scikit-learn from the same start and the same seed -----------------------------------------


def test_same_seed_same_labels_as_scikit_learn():
    other = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        for number, X, k in random_sets(300):
            ours = KMeans(k, random_state=number).fit(X)
            theirs = TheirKMeans(k, random_state=number).fit(X)
            if not np.array_equal(ours.labels_, theirs.labels_) or ours.n_iter_ != theirs.n_iter_:
                other.append(number)
                continue
            if len(np.unique(ours.labels_)) < k:  # their centers need not fit their labels then
                continue
            scale = np.abs(X).max()
            np.testing.assert_allclose(
                ours.cluster_centers_, theirs.cluster_centers_, rtol=1e-9, atol=1e-9 * scale
            )
            assert ours.inertia_ == pytest.approx(theirs.inertia_, rel=1e-6, abs=1e-18 * scale**2)
    # What is left are sets with fewer distinct points than clusters, and exact ties.
    assert len(other) <= 3, other


def test_plusplus_draws_the_rows_of_scikit_learn():
    for number, X, k in random_sets(120, seed=1000):
        for trials in (None, 1, 3):
            ours_rng, their_rng = np.random.RandomState(number), np.random.RandomState(number)
            centers, rows = kmeans_plusplus(X, k, ours_rng, trials)
            _, their_rows = their_kmeans_plusplus(
                X, k, random_state=their_rng, n_local_trials=trials
            )
            np.testing.assert_array_equal(rows, their_rows)
            np.testing.assert_array_equal(centers, X[rows])
            assert ours_rng.uniform() == their_rng.uniform()  # as many numbers were drawn


@pytest.mark.parametrize("init", ["k-means++", "random"])
def test_n_init_follows_scikit_learn(init):
    for number, X, k in random_sets(18, seed=2000):
        if number % 6 in (2, 3):
            continue
        ours = KMeans(k, init=init, n_init=4, random_state=number).fit(X)
        theirs = TheirKMeans(k, init=init, n_init=4, random_state=number).fit(X)
        np.testing.assert_array_equal(ours.labels_, theirs.labels_)
        assert ours.n_iter_ == theirs.n_iter_


@pytest.mark.filterwarnings("ignore:Number of distinct clusters")
@pytest.mark.parametrize("max_iter", [1, 2, 5, 300])
def test_same_start_same_end_with_empty_clusters(max_iter):
    n_refilled = 0
    for number in range(60):
        rng = np.random.default_rng(number)
        X = rng.normal(size=(80, 3))
        start = rng.normal(size=(6, 3)) * rng.choice([1, 10])  # far centers stay empty
        n_refilled += len(set(assign(X, start))) < 6
        labels, centers, cost, n_iter = lloyd(X, start, max_iter)
        theirs = TheirKMeans(6, init=start, n_init=1, max_iter=max_iter, tol=0).fit(X)
        np.testing.assert_array_equal(labels, theirs.labels_)
        used = np.unique(labels)  # the center of an empty cluster may lie anywhere
        np.testing.assert_allclose(centers[used], theirs.cluster_centers_[used], rtol=1e-10)
        assert cost == pytest.approx(theirs.inertia_, rel=1e-12)
        assert n_iter == theirs.n_iter_
    assert n_refilled > 20


def test_tolerance_stops_where_scikit_learn_stops():
    X = np.random.default_rng(5).normal(size=(3000, 2))
    counts = []
    for tol in (0, 1e-5, 1e-4, 1e-2):
        ours = KMeans(8, tol=tol, random_state=1).fit(X)
        theirs = TheirKMeans(8, tol=tol, random_state=1).fit(X)
        assert ours.n_iter_ == theirs.n_iter_
        np.testing.assert_array_equal(ours.labels_, theirs.labels_)
        counts.append(ours.n_iter_)
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[-1]


# --- The story and the fast path ----------------------------------------------------------------


@pytest.mark.parametrize("max_iter", [1, 2, 3, 300])
@pytest.mark.parametrize(
    ("n", "d", "k", "spread"),
    [(60, 2, 5, 1), (500, 1, 7, 1), (300, 30, 4, 1), (200, 3, 9, 20), (12_000, 2, 30, 1)],
)
def test_story_and_fast_path_agree(n, d, k, spread, max_iter):
    rng = np.random.default_rng(n + d)
    X = rng.normal(size=(n, d)) * 3 + 100
    start = X[:k] if spread == 1 else 100 + spread * rng.normal(size=(k, d))
    steps = list(lloyd_steps(X, start, max_iter))
    labels, centers, cost, n_iter = lloyd(X, start, max_iter)
    np.testing.assert_array_equal(labels, steps[-1].labels)
    np.testing.assert_allclose(centers, steps[-1].centers, rtol=1e-10)
    assert cost == pytest.approx(steps[-1].inertia, rel=1e-11)
    assert n_iter == min(max_iter, sum(step.name == "assign" for step in steps))


def test_rounding_does_not_refill_for_ever():
    X = np.array([[1], [0], [0], [0], [0], [0], [0], [0], [0]])
    steps = list(lloyd_steps(X, X[[0, 0, 0, 0]]))
    assert len(steps) < 20
    assert steps[-1].inertia == pytest.approx(0, abs=1e-30)


@given(
    arrays(
        np.int64, st.tuples(st.integers(2, 30), st.integers(1, 3)), elements=st.integers(-9, 9)
    ),
    st.integers(1, 6),
    st.data(),
)
@settings(deadline=None, max_examples=80)
def test_inertia_never_rises(X, k, data):
    k = min(k, len(X))
    rows = data.draw(st.lists(st.integers(0, len(X) - 1), min_size=k, max_size=k))
    steps = list(lloyd_steps(X, X[rows]))
    costs = [step.inertia for step in steps]
    slack = 1e-12 * (1 + costs[0])
    assert all(after <= before + slack for before, after in pairwise(costs))
    assert len(steps) < 601  # it stopped by itself
    assert steps[-1].name == "assign"
    for step in steps:
        assert step.inertia == pytest.approx(inertia(X, step.labels, step.centers))
    labels, centers, cost, _ = lloyd(X, X[rows])
    assert np.isfinite(centers).all()
    assert set(labels) <= set(range(k))
    assert cost == pytest.approx(((X - centers[labels]) ** 2).sum(), abs=1e-9)
    table = cdist(X, centers, "sqeuclidean")
    np.testing.assert_allclose(table[np.arange(len(X)), labels], table.min(axis=1), atol=1e-9)


@given(
    arrays(np.float64, (25, 2), elements=st.floats(-100, 100, width=16), unique=True),
    st.integers(0, 10**6),
)
@settings(deadline=None, max_examples=60)
def test_fixed_point_is_a_fixed_point(X, seed):
    labels, centers, cost, _ = lloyd(X, kmeans_plusplus(X, 3, seed)[0])
    again = lloyd(X, centers)
    assert again[2] == pytest.approx(cost, rel=1e-9, abs=1e-9)
    if len(set(labels)) == 3:
        np.testing.assert_allclose(update(X, labels, centers), centers, atol=1e-9)


# --- assign, update, refill ---------------------------------------------------------------------


def test_assign_is_the_argmin_of_the_differences():
    rng = np.random.default_rng(3)
    for n, d, k in [(1, 1, 1), (50, 1, 3), (7000, 3, 40), (400, 60, 300), (20, 2, 70)]:
        X, centers = rng.normal(size=(n, d)), rng.normal(size=(k, d))
        for shift in (0.0, 1e6):
            wanted = cdist(X + shift, centers + shift, "sqeuclidean").argmin(axis=1)
            np.testing.assert_array_equal(assign(X + shift, centers + shift), wanted)


def test_assign_gives_ties_to_the_lowest_index():
    assert assign([[0.5], [1.5]], [[1.0], [0.0], [2.0], [1.0]]).tolist() == [0, 0]
    grid = np.array(list(product(range(6), repeat=2)), dtype=float)
    for seed in range(30):
        centers = grid[np.random.default_rng(seed).integers(0, 36, 7)] / 2
        wanted = cdist(grid, centers, "sqeuclidean").argmin(axis=1)
        np.testing.assert_array_equal(assign(grid, centers), wanted)


def test_assign_is_right_beside_an_outlier():
    X = np.array([[0.0], [1.0], [1e9]])
    assert assign(X, X).tolist() == [0, 1, 2]
    assert assign(X, np.array([[1e9], [-1e9], [1.0], [0.0]])).tolist() == [3, 2, 0]


def test_update_is_the_mean_and_leaves_empty_centers():
    X = np.array([[1, 2], [3, 5], [8, 8]])  # integers
    centers = update(X, np.array([1, 1, 3]), np.zeros((4, 2)) + 7)
    np.testing.assert_array_equal(centers, [[7, 7], [2, 3.5], [7, 7], [8, 8]])


def test_update_far_from_the_origin():
    X = np.random.default_rng(0).normal(size=(10_000, 2))
    far = X + 2.0**30
    wanted = np.array([[np.longdouble(x) for x in row] for row in far]).mean(axis=0)
    got = update(far, np.zeros(len(X), dtype=int), far[:1])[0]
    np.testing.assert_allclose(got - 2.0**30, (wanted - 2.0**30).astype(float), atol=3e-7)


def test_refill_takes_the_worst_served_points_in_turn():
    X = np.array([[0.0], [1.0], [5.0], [9.0]])
    labels = refill(X, np.zeros(4, dtype=int), np.array([[0.0], [50.0], [60.0]]))
    assert labels.tolist() == [0, 0, 2, 1]
    same = np.array([0, 1, 2, 0])
    assert refill(X, same, np.zeros((3, 1))) is same


# --- Invariants of the whole --------------------------------------------------------------------


def test_translation_turn_and_permutation_change_nothing():
    X, _ = make_blobs(300, 3, centers=4, random_state=8)
    start = X[:4]
    labels, centers, cost, n_iter = lloyd(X, start)
    moved = lloyd(X + 1000.0, start + 1000.0)
    np.testing.assert_array_equal(moved[0], labels)
    np.testing.assert_allclose(moved[1] - 1000.0, centers, atol=1e-9)
    assert moved[2:] == (pytest.approx(cost), n_iter)
    turn = np.linalg.qr(np.random.default_rng(0).normal(size=(3, 3)))[0]
    np.testing.assert_array_equal(lloyd(X @ turn, start @ turn)[0], labels)
    order = np.random.default_rng(1).permutation(300)
    np.testing.assert_array_equal(lloyd(X[order], start)[0], labels[order])
    swap = [2, 0, 3, 1]
    np.testing.assert_array_equal(np.array(swap)[lloyd(X, start[swap])[0]], labels)


def test_well_separated_blobs_are_found():
    X, truth = make_blobs(400, 2, centers=[[0, 0], [20, 0], [0, 20]], random_state=0)
    assert same_clusters(KMeans(3, n_init=5, random_state=0).fit_predict(X), truth)


# --- Known faults of other implementations ------------------------------------------------------


def test_regression_integer_input_is_not_truncated():
    *_, last = lloyd_steps(EXERCISE_6, EXERCISE_6[[0, 3]])
    assert last.centers.dtype == float
    np.testing.assert_allclose(last.centers[0], [1 / 3, 1 / 3])
    np.testing.assert_allclose(lloyd(EXERCISE_6.tolist(), [[0, 0], [10, 10]])[1][0], 1 / 3)
    np.testing.assert_allclose(
        KMeans(2, init=EXERCISE_6[[0, 3]]).fit(EXERCISE_6).cluster_centers_[0], 1 / 3
    )


def test_regression_no_nan_from_an_empty_cluster():
    X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    start = np.array([[0.0, 0.0], [100.0, 100.0]])
    for labels, centers in (lloyd(X, start)[:2], list(lloyd_steps(X, start))[-1][1:3]):
        assert np.isfinite(centers).all()
        assert set(labels) == {0, 1}


def test_regression_inertia_is_not_stale():
    X = np.random.default_rng(0).normal(size=(200, 2))
    for max_iter in (1, 2, 3):
        model = KMeans(5, max_iter=max_iter, tol=0, random_state=0).fit(X)
        own = ((X - model.cluster_centers_[model.labels_]) ** 2).sum()
        assert model.inertia_ == pytest.approx(own, rel=1e-12)
        np.testing.assert_array_equal(model.predict(X), model.labels_)


def test_regression_global_generator_is_left_alone():
    np.random.seed(7)  # noqa: NPY002
    before = np.random.get_state()[1].copy()  # noqa: NPY002
    start = np.array([[0.0, 0.0], [1e3, 1e3], [2e3, 2e3]])
    X = np.random.default_rng(0).normal(size=(50, 2))
    KMeans(3, random_state=0).fit(X)
    lloyd(X, start)
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


def test_regression_n_init_keeps_the_best():
    X = X_SIM
    rng = np.random.RandomState(3)
    runs = [lloyd(X, kmeans_plusplus(X, 4, rng)[0])[2] for _ in range(10)]
    assert KMeans(4, n_init=10, random_state=3).fit(X).inertia_ == pytest.approx(min(runs))
    assert max(runs) > 1.1 * min(runs)  # otherwise the test would prove nothing
    assert inspect.signature(KMeans).parameters["n_init"].default == "auto"


def test_regression_duplicates_fewer_than_clusters():
    X = np.repeat([[1.0, 2.0], [3.0, 4.0]], 5, axis=0)
    centers, _ = kmeans_plusplus(X, 4, random_state=0)
    assert np.isfinite(centers).all()
    assert len(np.unique(centers, axis=0)) == 2
    with pytest.warns(ConvergenceWarning, match=r"distinct clusters \(2\)"):
        model = KMeans(4, random_state=0).fit(X)
    assert model.inertia_ == 0
    np.testing.assert_array_equal(kmeans_plusplus(np.ones((10, 2)), 3, 0)[0], np.ones((3, 2)))
    with pytest.warns(ConvergenceWarning):
        assert KMeans(3, random_state=0).fit(np.ones((10, 2))).inertia_ == 0


# --- Bad and degenerate input -------------------------------------------------------------------


def test_as_many_clusters_as_points():
    X = np.random.default_rng(0).normal(size=(9, 2))
    model = KMeans(9, random_state=0).fit(X)
    assert sorted(model.labels_) == list(range(9))
    assert model.inertia_ == pytest.approx(0, abs=1e-25)


def test_one_cluster_one_feature_one_point():
    X = np.array([[1.0], [2.0], [6.0]])
    model = KMeans(1, random_state=0).fit(X)
    np.testing.assert_allclose(model.cluster_centers_, [[3.0]])
    assert model.inertia_ == pytest.approx(14.0)
    assert KMeans(1, random_state=0).fit([[5.0, 5.0]]).inertia_ == 0


def test_more_than_255_clusters():
    X = np.random.default_rng(0).normal(size=(900, 2))
    for k in (255, 256, 257, 300):
        np.testing.assert_array_equal(
            KMeans(k, random_state=0).fit(X).labels_, TheirKMeans(k, random_state=0).fit(X).labels_
        )


@pytest.mark.parametrize("function", [lambda X: kmeans_plusplus(X, 1, 0), lambda X: assign(X, X)])
@pytest.mark.parametrize(
    ("X", "message"),
    [
        ([[np.nan, 1.0]], "X contains NaN"),
        ([[np.inf, 1.0]], "X contains NaN or infinity"),
        ([[1e200, 1.0]], "X holds numbers whose squares overflow"),
        ([1.0, 2.0], r"X has shape \(2,\)"),
        (np.empty((0, 2)), r"X has shape \(0, 2\)"),
        ([["a", "b"]], "could not convert string"),
    ],
)
def test_functions_name_bad_points(function, X, message):
    with pytest.raises(ValueError, match=message):
        function(X)


def test_functions_name_bad_arguments():
    X = np.eye(3)
    with pytest.raises(ValueError, match="n_samples=3 should be >= n_clusters=4"):
        kmeans_plusplus(X, 4)
    with pytest.raises(ValueError, match="n_samples=3 should be >= n_clusters=4"):
        lloyd(X, np.zeros((4, 3)))
    with pytest.raises(ValueError, match="n_clusters == 0"):
        kmeans_plusplus(X, 0)
    with pytest.raises(ValueError, match="n_local_trials == 0"):
        kmeans_plusplus(X, 2, 0, n_local_trials=0)
    for function in (assign, lloyd, lambda X, c: next(lloyd_steps(X, c))):
        with pytest.raises(ValueError, match="centers has 2 features but X has 3"):
            function(X, np.zeros((2, 2)))
    with pytest.raises(ValueError, match="centers contains NaN"):
        lloyd(X, np.full((2, 3), np.nan))
    with pytest.raises(ValueError, match="max_iter == 0"):
        lloyd(X, X[:1], max_iter=0)


@pytest.mark.parametrize(
    ("parameters", "error", "message"),
    [
        ({"n_clusters": 0}, ValueError, "n_clusters == 0"),
        ({"n_clusters": 11}, ValueError, "n_samples=10 should be >= n_clusters=11"),
        ({"n_clusters": 2.5}, TypeError, "n_clusters must be an instance of"),
        ({"init": "kmeans"}, ValueError, "init='kmeans' is unknown"),
        ({"init": np.zeros((2, 2))}, ValueError, "does not match the number of clusters"),
        ({"init": np.zeros((3, 3))}, ValueError, "does not match the number of features"),
        ({"init": np.full((3, 2), np.nan)}, ValueError, "init contains NaN"),
        ({"n_init": 0}, ValueError, "n_init == 0"),
        ({"n_init": "many"}, TypeError, "n_init must be an instance of"),
        ({"max_iter": 0}, ValueError, "max_iter == 0"),
        ({"tol": -1.0}, ValueError, "tol == -1"),
        ({"random_state": "x"}, ValueError, "cannot be used to seed"),
    ],
)
def test_estimator_names_bad_parameters(parameters, error, message):
    X = np.random.default_rng(0).normal(size=(10, 2))
    with pytest.raises(error, match=message):
        KMeans(**{"n_clusters": 3, **parameters}).fit(X)


@pytest.mark.parametrize("X", [[[np.nan]], [[np.inf]], [["a"]], np.empty((0, 1)), [1.0, 2.0]])
def test_estimator_refuses_bad_points(X):
    with pytest.raises(ValueError, match=r"NaN|infinity|convert|0 sample|Expected 2D"):
        KMeans(1).fit(X)


# --- The coat -----------------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore")
def test_scikit_learn_accepts_the_estimator():
    check_estimator(KMeans())


def test_predict_transform_score():
    X, _ = make_blobs(200, 3, centers=4, random_state=1)
    ours = KMeans(4, random_state=0).fit(X)
    theirs = TheirKMeans(4, random_state=0).fit(X)
    fresh = np.random.default_rng(0).normal(size=(50, 3)) * 8
    np.testing.assert_array_equal(ours.predict(fresh), theirs.predict(fresh))
    np.testing.assert_allclose(ours.transform(fresh), theirs.transform(fresh))
    np.testing.assert_allclose(clone(ours).fit_transform(X), theirs.transform(X))
    assert ours.score(fresh) == pytest.approx(theirs.score(fresh))
    assert ours.n_features_in_ == 3
    assert list(ours.get_feature_names_out()) == ["kmeans0", "kmeans1", "kmeans2", "kmeans3"]
    with pytest.raises(NotFittedError):
        KMeans().predict(X)
    with pytest.raises(ValueError, match="features"):
        ours.predict(X[:, :2])


def test_clone_pickle_pipeline():
    X, truth = make_blobs(90, 2, centers=[[0, 0], [90, 0], [0, 90]], random_state=1)
    model = KMeans(3, n_init=2, random_state=4)
    assert clone(model).get_params() == model.get_params()
    pipe = make_pipeline(StandardScaler(), model).fit(X)
    assert same_clusters(pipe.predict(X), truth)
    again = pickle.loads(pickle.dumps(pipe))
    np.testing.assert_array_equal(again.predict(X), pipe.predict(X))


def test_fit_leaves_its_input_alone():
    X = np.random.default_rng(0).normal(size=(40, 2)) + 5
    start = X[:3].copy()
    kept, kept_start = X.copy(), start.copy()
    KMeans(3, init=start).fit(X)
    lloyd(X, start)
    list(lloyd_steps(X, start))
    np.testing.assert_array_equal(X, kept)
    np.testing.assert_array_equal(start, kept_start)
    with pytest.warns(RuntimeWarning, match="performing only one init"):
        KMeans(3, init=start, n_init=5).fit(X)


def test_step_is_a_named_tuple():
    step = next(lloyd_steps(SEVEN, SEVEN[:2]))
    assert isinstance(step, Step)
    assert step._fields == ("name", "labels", "centers", "inertia")
