"""The scores against scikit-learn, against the formulas written out, and against known faults."""

from fractions import Fraction
from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import pdist, squareform
from sklearn import metrics as theirs
from sklearn.cluster import DBSCAN, KMeans
from sklearn.datasets import make_blobs, make_moons
from sklearn.preprocessing import StandardScaler

from course_lib import agreement, metrics

SEVEN = np.array([[1, 1], [1.5, 2], [3, 4], [5, 7], [3.5, 5], [4.5, 5], [3.5, 4.5]])
SEVEN_LABELS = np.array([0, 0, 1, 1, 1, 1, 1])
CUSTOMERS = np.array(
    [
        [15, 39, 17, 35, 18, 92, 20, 95, 23, 75, 78, 7, 75, 12],
        [77, 20, 79, 3, 40, 40, 42, 52, 45, 35, 55, 60, 58, 58],
    ],
    dtype=float,
).reshape(14, 2)
INTERNAL = ["silhouette_score", "davies_bouldin_score", "calinski_harabasz_score"]
EXTERNAL = [
    "rand_score",
    "adjusted_rand_score",
    "normalized_mutual_info_score",
    "clustering_accuracy",
]

labelings = st.integers(0, 40).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(-1, 4), min_size=n, max_size=n),
        st.lists(st.integers(-1, 6), min_size=n, max_size=n),
    )
)


@st.composite
def clustered_points(draw):
    """Draw points on a coarse grid (many equal points and ties) with 2 to n - 1 labels."""
    n, d = draw(st.integers(3, 30)), draw(st.integers(1, 4))
    seed = draw(st.integers(0, 2**32 - 1))
    rng = np.random.default_rng(seed)
    X = rng.integers(-3, 4, size=(n, d)) * draw(st.sampled_from([1.0, 0.5, 100.0]))
    k = draw(st.integers(2, n - 1))
    labels = np.append(np.arange(k), rng.integers(0, k, size=n - k))
    return X, rng.permutation(labels) - draw(st.sampled_from([0, 1, 7]))


def silhouettes_by_hand(X, labels):
    """Compute every silhouette from the full table of distances."""
    D = squareform(pdist(X))
    scores = []
    for i, label in enumerate(labels):
        others = [j for j in np.flatnonzero(labels == label) if j != i]
        b = min(D[i, labels == other].mean() for other in set(labels) - {label})
        a = np.mean(D[i, others]) if others else 0.0
        scores.append((b - a) / max(a, b) if others and max(a, b) > 0 else 0.0)
    return np.array(scores)


# ---------------------------------------------------------------- worked examples


def test_seven_points():
    centers = np.array([[1.25, 1.5], [3.9, 5.1]])
    assert metrics.inertia(SEVEN, SEVEN_LABELS, centers) == pytest.approx(8.525, abs=1e-12)
    assert metrics.silhouette_samples(SEVEN, SEVEN_LABELS) == pytest.approx(
        [0.7777, 0.7156, 0.4076, 0.5838, 0.6925, 0.6870, 0.6508], abs=5e-5
    )
    assert metrics.silhouette_score(SEVEN, SEVEN_LABELS) == pytest.approx(0.645005, abs=5e-7)
    assert metrics.davies_bouldin_score(SEVEN, SEVEN_LABELS) == pytest.approx(0.364795, abs=5e-7)


def test_calinski_harabasz_weighs_each_cluster_by_its_size():
    """The published formula without the sizes would give 6.9363."""
    between, within = 28.5464286, 8.525
    score = metrics.calinski_harabasz_score(SEVEN, SEVEN_LABELS)
    assert score == pytest.approx(between / (within / 5), abs=1e-5)
    assert score == pytest.approx(16.742773, abs=5e-7)
    assert abs(score - 6.9363) > 9


def test_silhouette_of_two_triples():
    X = np.array([[0, 0], [1, 0], [0, 1], [5, 5], [6, 5], [5, 6]], dtype=float)
    labels = np.array([0, 0, 0, 1, 1, 1])
    a, b, s = metrics.silhouette_of(0, X, labels)
    assert (a, b, s) == pytest.approx((1, 7.563856, 0.867792), abs=5e-7)
    scores = metrics.silhouette_samples(X, labels)
    published = [0.867792, 0.824933, 0.824933, 0.849074, 0.836083, 0.836083]
    assert scores == pytest.approx(published, abs=5e-7)
    assert scores.mean() == pytest.approx(0.839816, abs=5e-7)


def test_silhouette_and_scores_of_the_far_triples():
    X = np.array([[0, 0], [1, 0], [0, 1], [10, 10], [11, 10], [10, 11]], dtype=float)
    labels = np.array([0, 0, 0, 1, 1, 1])
    a, b, s = metrics.silhouette_of(1, X, labels)
    assert (a, b, s) == pytest.approx((1.2071, 13.9361, 0.9134), abs=5e-5)
    assert metrics.silhouette_score(X, labels) == pytest.approx(0.9196, abs=5e-5)
    assert metrics.davies_bouldin_score(X, labels) == pytest.approx(0.0925, abs=5e-5)
    assert metrics.calinski_harabasz_score(X, labels) == pytest.approx(450, abs=1e-9)


def test_a_point_alone_in_its_cluster_has_silhouette_0():
    """A published listing sets a = 0 and s = 1 for it, and its mean is 0.9211."""
    X, labels = np.array([[0, 0], [0, 1], [1, 0], [8, 8.0]]), np.array([0, 0, 0, 1])
    expected = [0.911612, 0.886445, 0.886445, 0]
    assert metrics.silhouette_samples(X, labels) == pytest.approx(expected, abs=5e-7)
    assert metrics.silhouette_score(X, labels) == pytest.approx(0.671125, abs=5e-7)
    assert metrics.silhouette_of(3, X, labels)[2] == 0


def test_equal_points_in_two_clusters_have_silhouette_0():
    """0 / 0 is 0 here, with no warning and no NaN."""
    X, labels = np.ones((4, 2)), np.array([0, 0, 1, 1])
    assert metrics.silhouette_samples(X, labels).tolist() == [0, 0, 0, 0]
    assert metrics.silhouette_of(0, X, labels) == (0, 0, 0)


def test_practical_work_table():
    X = StandardScaler().fit_transform(CUSTOMERS)
    table = {
        2: (10.2530, 0.5616, 20.771, 0.4706),
        3: (4.4241, 0.6018, 29.309, 0.5348),
        4: (1.6024, 0.6888, 54.911, 0.3974),
        5: (0.7646, 0.7213, 80.143, 0.3243),
        6: (0.4615, 0.6859, 95.471, 0.2754),
        7: (0.2865, 0.6413, 112.849, 0.1929),
        8: (0.1247, 0.5335, 191.568, 0.2811),
        9: (0.0813, 0.4781, 214.550, 0.2001),
        10: (0.0438, 0.4103, 283.492, 0.1309),
    }
    for k, (inertia, silhouette, calinski, davies) in table.items():
        model = KMeans(k, n_init=10, random_state=42).fit(X)
        found = metrics.inertia(X, model.labels_, model.cluster_centers_)
        assert found == pytest.approx(inertia, abs=5.1e-5)
        assert metrics.silhouette_score(X, model.labels_) == pytest.approx(silhouette, abs=5.1e-5)
        assert metrics.calinski_harabasz_score(X, model.labels_) == pytest.approx(
            calinski, abs=5.1e-4
        )
        assert metrics.davies_bouldin_score(X, model.labels_) == pytest.approx(davies, abs=5.1e-5)


def test_agreement_examples():
    assert metrics.adjusted_rand_score([0, 0, 1, 1], [0, 1, 0, 1]) == -0.5
    true, pred = [0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]
    assert metrics.rand_score(true, pred) == pytest.approx(2 / 3, abs=1e-15)
    assert metrics.adjusted_rand_score(true, pred) == pytest.approx(8 / 33, abs=1e-15)
    assert metrics.normalized_mutual_info_score(true, pred) == pytest.approx(0.515804, abs=5e-7)
    assert metrics.contingency_matrix(true, pred).tolist() == [[2, 1, 0], [0, 1, 2]]
    assert metrics.clustering_accuracy(true, pred) == pytest.approx(4 / 6)


# ---------------------------------------------------------------- internal scores


@pytest.mark.parametrize("name", INTERNAL)
@pytest.mark.parametrize("seed", range(8))
def test_internal_scores_equal_scikit_learn(name, seed):
    rng = np.random.default_rng(seed)
    n, d, k = rng.integers(20, 900), rng.integers(1, 12), rng.integers(2, 19)
    X, labels = make_blobs(int(n), int(d), centers=int(k), random_state=seed)
    labels = np.where(rng.random(n) < 0.2, rng.permutation(labels), labels)
    expected = getattr(theirs, name)(X, labels)
    assert getattr(metrics, name)(X, labels) == pytest.approx(expected, rel=1e-12, abs=1e-12)
    names = np.array([f"group {label}" for label in labels])
    assert getattr(metrics, name)(X.tolist(), names) == pytest.approx(expected, rel=1e-12)


@settings(deadline=None, max_examples=120)
@given(clustered_points())
def test_story_and_fast_silhouette_agree(case):
    X, labels = case
    fast = metrics.silhouette_samples(X, labels)
    story = [metrics.silhouette_of(i, X, labels)[2] for i in range(len(X))]
    assert fast == pytest.approx(story, abs=1e-12)
    assert fast == pytest.approx(silhouettes_by_hand(X, labels), abs=1e-12)


def test_silhouettes_across_many_blocks():
    """More than one block of rows, and of clusters in a block."""
    rng = np.random.default_rng(5)
    X = rng.normal(size=(700, 3))
    for k in (2, 3, 300):
        labels = np.append(np.arange(k), rng.integers(k, size=700 - k))
        expected = silhouettes_by_hand(X, labels)
        assert metrics.silhouette_samples(X, labels) == pytest.approx(expected, abs=1e-12)


@settings(deadline=None, max_examples=80)
@given(clustered_points())
def test_variance_scores_follow_their_definitions(case):
    X, labels = case
    groups = [X[labels == label] for label in np.unique(labels)]
    means = [group.mean(axis=0) for group in groups]
    within = sum(((group - mean) ** 2).sum() for group, mean in zip(groups, means, strict=True))
    if within > 1e-9:
        total = ((X - X.mean(axis=0)) ** 2).sum()
        k, n = len(groups), len(X)
        expected = ((total - within) / (k - 1)) / (within / (n - k))
        score = metrics.calinski_harabasz_score(X, labels)
        assert score == pytest.approx(expected, rel=1e-9, abs=1e-9)
    else:
        assert metrics.calinski_harabasz_score(X, labels) == 1
    if len({tuple(np.round(mean, 9)) for mean in means}) == len(means):
        spreads = [
            np.linalg.norm(group - mean, axis=1).mean()
            for group, mean in zip(groups, means, strict=True)
        ]
        worst = [
            max(
                (spreads[i] + spreads[j]) / np.linalg.norm(means[i] - means[j])
                for j in range(len(means))
                if j != i
            )
            for i in range(len(means))
        ]
        score = metrics.davies_bouldin_score(X, labels)
        assert score == pytest.approx(np.mean(worst), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("name", INTERNAL)
@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 1000), power=st.integers(-30, 30), shift=st.integers(-(10**6), 10**6))
def test_internal_scores_ignore_unit_place_and_order(name, seed, power, shift):
    """Powers of two and whole shifts of whole numbers are exact, so only the score can err."""
    rng = np.random.default_rng(seed)
    X = rng.integers(-1000, 1000, size=(40, 2)).astype(float)
    labels = np.arange(40) % 4
    score = getattr(metrics, name)
    expected = score(X, labels)
    assert score((X + shift) * 2.0**power, labels) == pytest.approx(expected, rel=1e-9)
    order = rng.permutation(40)
    assert score(X[order], 3 - labels[order]) == pytest.approx(expected, rel=1e-9)


def test_davies_bouldin_keeps_its_digits_far_from_the_origin():
    """The reference is computed in extended precision; scikit-learn is off by about 5e-7 here."""
    rng = np.random.default_rng(0)
    X = rng.uniform(10_000, 10_100, size=(2000, 3))
    labels = rng.integers(4, size=2000)
    L = X.astype(np.longdouble)
    means = np.array([L[labels == j].mean(axis=0) for j in range(4)])
    spreads = [np.sqrt(((L[labels == j] - means[j]) ** 2).sum(axis=1)).mean() for j in range(4)]
    worst = [
        max(
            (spreads[i] + spreads[j]) / np.sqrt(((means[i] - means[j]) ** 2).sum())
            for j in range(4)
            if j != i
        )
        for i in range(4)
    ]
    expected = float(np.mean(worst))
    error = abs(metrics.davies_bouldin_score(X, labels) / expected - 1)
    assert error < 1e-10
    assert error <= abs(theirs.davies_bouldin_score(X, labels) / expected - 1)


def test_equal_points_give_exactly_zero_spread():
    """Three times 0.1 divided by 3 is not 0.1; a ratio with that rounding in it is nonsense."""
    X = np.repeat([[0.1, 0.7], [1 / 3, 1e8 + 0.1]], [3, 7], axis=0)
    labels = np.repeat([0, 1], [3, 7])
    assert metrics.calinski_harabasz_score(X, labels) == 1
    assert metrics.davies_bouldin_score(X, labels) == 0
    assert metrics.silhouette_samples(X, labels).tolist() == [1] * 10


def test_clusters_with_the_same_mean():
    X, labels = [[-1, -1], [1, 1]] * 10, [0] * 10 + [1] * 10
    assert metrics.calinski_harabasz_score(X, labels) == 0
    assert metrics.davies_bouldin_score(X, labels) == 0


def test_silhouette_of_a_sample_draws_as_scikit_learn_does():
    X, labels = make_blobs(300, centers=4, random_state=1)
    for seed in range(4):
        ours = metrics.silhouette_score(X, labels, sample_size=60, random_state=seed)
        expected = theirs.silhouette_score(X, labels, sample_size=60, random_state=seed)
        assert ours == pytest.approx(expected, abs=1e-12)
    for wrong in (0, 301):
        with pytest.raises(ValueError, match="sample_size"):
            metrics.silhouette_score(X, labels, sample_size=wrong)


# ---------------------------------------------------------------- noise


@pytest.fixture
def moons_with_noise():
    X, y = make_moons(200, noise=0.1, random_state=42)
    labels = DBSCAN(eps=0.15, min_samples=5).fit_predict(X)
    assert 0 < (labels == -1).sum() < 60
    return X, y, labels


@pytest.mark.parametrize("name", INTERNAL)
def test_noise_policies(name, moons_with_noise):
    X, _, labels = moons_with_noise
    ours, expected, kept = getattr(metrics, name), getattr(theirs, name), labels >= 0
    assert ours(X, labels) == pytest.approx(expected(X, labels), abs=1e-9)
    assert ours(X, labels, noise="cluster") == ours(X, labels)
    dropped = ours(X, labels, noise="drop")
    assert dropped == pytest.approx(expected(X[kept], labels[kept]), abs=1e-9)
    assert abs(dropped - ours(X, labels)) > 1e-3
    assert ours(X[kept], labels[kept], noise="drop") == pytest.approx(dropped, rel=1e-12)


def test_dropped_points_have_no_silhouette(moons_with_noise):
    X, _, labels = moons_with_noise
    scores = metrics.silhouette_samples(X, labels, noise="drop")
    assert len(scores) == len(X)
    assert (np.isnan(scores) == (labels == -1)).all()
    mean = metrics.silhouette_score(X, labels, noise="drop")
    assert np.nanmean(scores) == pytest.approx(mean, abs=1e-12)


def test_silhouette_can_be_bought_with_noise():
    """The grid search of a published script prefers 7 clusters and 110 of 300 points as noise."""
    X, y = make_moons(300, noise=0.08, random_state=42)
    X = StandardScaler().fit_transform(X)
    bought = DBSCAN(eps=0.2, min_samples=10).fit_predict(X)
    assert metrics.count_clusters(bought) == 7
    assert metrics.noise_share(bought) == pytest.approx(110 / 300)
    assert metrics.silhouette_score(X, bought, noise="drop") == pytest.approx(0.5067, abs=5e-5)
    assert metrics.adjusted_rand_score(y, bought) == pytest.approx(0.2132, abs=5e-5)
    assert metrics.silhouette_score(X, y) == pytest.approx(0.3803, abs=5e-5)


def test_drop_needs_two_clusters_among_the_rest():
    with pytest.raises(ValueError, match="Number of labels is 1"):
        metrics.silhouette_score([[0], [1], [2], [3]], [0, 0, 0, -1], noise="drop")
    with pytest.raises(ValueError, match="Number of labels is 0"):
        metrics.davies_bouldin_score([[0], [1], [2], [3]], [-1] * 4, noise="drop")


def test_counting_clusters_and_noise():
    """`len(set(labels)) - 1` is a published fault: it is wrong where nothing is noise."""
    for labels, n_clusters, share in [
        ([0, 1, 1, 0], 2, 0),
        ([0, 1, 1, -1], 2, 0.25),
        ([-1, -1], 0, 1),
        ([7, 7, 3], 2, 0),
        (["a", "b"], 2, 0),
        ([], 0, 0),
        (np.array([-1.0, 0.0]), 1, 0.5),
        (np.array([5, 255], dtype=np.uint8), 2, 0),
    ]:
        assert metrics.count_clusters(labels) == n_clusters
        assert metrics.noise_share(labels) == share


# ---------------------------------------------------------------- agreement


@settings(deadline=None, max_examples=150)
@given(labelings)
def test_external_scores_equal_scikit_learn(pair):
    true, pred = pair
    for name in EXTERNAL[:3]:
        expected = getattr(theirs, name)(true, pred)
        assert getattr(metrics, name)(true, pred) == pytest.approx(expected, abs=1e-9)
    expected = theirs.cluster.contingency_matrix(true, pred)
    assert (metrics.contingency_matrix(true, pred) == expected).all()
    assert metrics.contingency_matrix(true, pred).shape == expected.shape


@settings(deadline=None, max_examples=60)
@given(labelings)
def test_pair_counts_by_looking_at_every_pair(pair):
    true, pred = pair
    pairs = list(combinations(range(len(true)), 2))
    in_true = [true[i] == true[j] for i, j in pairs]
    in_pred = [pred[i] == pred[j] for i, j in pairs]
    both = sum(t and p for t, p in zip(in_true, in_pred, strict=True))
    counts = both, sum(in_true), sum(in_pred), len(pairs)
    assert metrics.pair_counts(true, pred) == counts
    if (sum(in_true) + sum(in_pred)) * len(pairs) != 2 * sum(in_true) * sum(in_pred):
        expected = Fraction(sum(in_true) * sum(in_pred), len(pairs))
        best = Fraction(sum(in_true) + sum(in_pred), 2)
        exact = (both - expected) / (best - expected)
        assert metrics.adjusted_rand_score(true, pred) == pytest.approx(float(exact), abs=1e-15)


@settings(deadline=None, max_examples=100)
@given(labelings, st.permutations(range(8)))
def test_external_scores_are_symmetric_bounded_and_blind_to_names(pair, names):
    true, pred = pair
    renamed = [f"cluster {names[label + 1]}" for label in pred]
    for name in EXTERNAL:
        score = getattr(metrics, name)
        assert score(true, pred) == pytest.approx(score(pred, true), abs=1e-12)
        assert score(true, renamed) == pytest.approx(score(true, pred), abs=1e-12)
        assert score(pred, renamed) == 1
        lowest = -0.5 if name == "adjusted_rand_score" else 0
        assert lowest <= score(true, pred) <= 1


def test_adjusted_rand_score_is_never_below_minus_one_half():
    lowest = min(
        metrics.adjusted_rand_score(true, pred)
        for n in range(2, 5)
        for true in np.ndindex(*[2] * n)
        for pred in np.ndindex(*[3] * n)
    )
    assert lowest == -0.5


def test_adjusted_rand_score_is_0_on_average_for_shuffled_labels():
    true, pred = [0, 0, 0, 1, 1, 2], [0, 1, 1, 1, 2, 2]
    orders = list(permutations(range(6)))
    scores = [metrics.adjusted_rand_score(true, np.take(pred, order)) for order in orders]
    assert np.mean(scores) == pytest.approx(0, abs=1e-12)
    plain = [metrics.rand_score(true, np.take(pred, order)) for order in orders]
    assert np.mean(plain) > 0.5


@pytest.mark.parametrize("name", EXTERNAL)
def test_labelings_with_nothing_to_compare(name):
    score = getattr(metrics, name)
    for true, pred in [([], []), ([0], [1]), ([0, 0, 0], [5, 5, 5]), ([0, 1, 2], [42, 7, 2])]:
        assert score(true, pred) == 1
    assert score([0.0, 1.0, 0.0], [42.0, 7.0, 42.0]) == 1


def test_accuracy_tries_every_naming():
    rng = np.random.default_rng(3)
    for _ in range(40):
        true, pred = rng.integers(4, size=25), rng.integers(4, size=25)
        best = max(np.mean(np.take(names, pred) == true) for names in permutations(range(4)))
        assert metrics.clustering_accuracy(true, pred) == pytest.approx(best)


def test_accuracy_with_more_clusters_than_classes_and_the_reverse():
    assert metrics.clustering_accuracy([0, 0, 0, 0], [0, 1, 2, 2]) == 0.5
    assert metrics.clustering_accuracy([0, 1, 2, 2], [0, 0, 0, 0]) == 0.5


def test_large_counts_do_not_overflow():
    """A million points have 5e11 pairs, and the score multiplies two such numbers."""
    true = np.arange(1_000_000, dtype=np.int64) % 2
    pred = (np.arange(1_000_000) % 1000 < 400).astype(np.int8)
    for name in EXTERNAL[:3]:
        expected = getattr(theirs, name)(true, pred)
        assert getattr(metrics, name)(true, pred) == pytest.approx(expected, abs=1e-9)


def test_many_labels_need_no_large_table():
    """50,000 labels on both sides: a dense table would take 20 GB."""
    labels = np.arange(50_000)
    assert metrics.adjusted_rand_score(labels, labels[::-1]) == 1
    assert metrics.normalized_mutual_info_score(labels, labels // 2) == pytest.approx(
        theirs.normalized_mutual_info_score(labels, labels // 2), abs=1e-9
    )


@pytest.mark.parametrize(
    "labels",
    [
        np.array([-128, 127, -128], dtype=np.int8),
        np.array([2**63, 2**64 - 1, 2**63], dtype=np.uint64),
        np.array([10**15, -(10**15), 10**15]),
        np.array([True, False, True]),
        np.array([5.0, -1.0, 5.0]),
        np.array(["b", "a", "b"], dtype=object),
    ],
)
def test_labels_are_names(labels):
    codes, n_labels = agreement.encode_labels(labels)
    assert n_labels == 2
    assert codes.tolist() == np.unique(labels, return_inverse=True)[1].tolist()
    assert metrics.adjusted_rand_score(labels, [0, 1, 0]) == 1


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize("name", [*EXTERNAL, "contingency_matrix", "pair_counts"])
def test_bad_labelings_are_named(name):
    score = getattr(metrics, name)
    with pytest.raises(ValueError, match=r"inconsistent numbers of samples: \[2, 3\]"):
        score([0, 1], [1, 1, 1])
    with pytest.raises(ValueError, match=r"labels_true must be 1D: shape is \(2"):
        score([[0, 1], [1, 0]], [1, 1, 1])
    with pytest.raises(ValueError, match=r"labels_pred must be 1D: shape is \(2"):
        score([0, 1, 0], [[1, 1], [0, 0]])
    with pytest.raises(ValueError, match=r"labels_pred has missing values"):
        score([0, 1], [np.nan, 1])
    with pytest.raises(ValueError, match=r"labels_pred has missing values"):
        score([0, 1], np.array(["a", None], dtype=object))
    with pytest.raises(ValueError, match=r"labels_true holds 0\.3"):
        score([0.3, 1], [0, 1])
    with pytest.raises(ValueError, match=r"labels_pred mixes types"):
        score([0, 1], np.array(["a", 1], dtype=object))


@pytest.mark.parametrize("name", [*INTERNAL, "silhouette_samples"])
def test_bad_input_of_internal_scores_is_named(name):
    score = getattr(metrics, name)
    X, labels = np.arange(8.0).reshape(4, 2), [0, 0, 1, 1]
    for wrong in ([0] * 4, [0, 1, 2, 3]):
        with pytest.raises(
            ValueError,
            match=rf"Number of labels is {len(set(wrong))}\. Valid values are 2 to n_samples - 1",
        ):
            score(X, wrong)
    with pytest.raises(ValueError, match="inconsistent numbers of samples"):
        score(X, labels[:3])
    with pytest.raises(ValueError, match="noise must be 'cluster' or 'drop', got 'ignore'"):
        score(X, labels, noise="ignore")
    for bad in (np.nan, np.inf):
        with pytest.raises(ValueError, match="X contains"):
            score(np.where(X == 3, bad, X), labels)
    with pytest.raises(ValueError, match="2D"):
        score(X[:, 0], labels)
    with pytest.raises(ValueError, match="minimum of 1"):
        score(np.empty((0, 2)), [])
    with pytest.raises(ValueError, match="could not convert"):
        score([["a"], ["b"], ["c"], ["d"]], labels)


def test_bad_input_of_inertia_is_named():
    X, centers = np.arange(8.0).reshape(4, 2), np.zeros((2, 2))
    with pytest.raises(ValueError, match="leave out noise"):
        metrics.inertia(X, [0, 1, -1, 0], centers)
    with pytest.raises(ValueError, match="rows 0 to 1"):
        metrics.inertia(X, [0, 1, 2, 0], centers)
    with pytest.raises(ValueError, match="X has 2 features but centers has 3"):
        metrics.inertia(X, [0, 1, 1, 0], np.zeros((2, 3)))
    with pytest.raises(ValueError, match="integers"):
        metrics.inertia(X, ["a", "b", "a", "b"], centers)
    with pytest.raises(ValueError, match="inconsistent"):
        metrics.inertia(X, [0, 1], centers)


def test_inertia_equals_scikit_learn_over_many_blocks():
    X = np.random.default_rng(0).normal(size=(9000, 11))
    model = KMeans(5, n_init=1, random_state=0).fit(X)
    found = metrics.inertia(X, model.labels_, model.cluster_centers_)
    assert found == pytest.approx(model.inertia_, rel=1e-12)
