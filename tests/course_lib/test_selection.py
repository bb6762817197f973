"""Choosing the number of clusters: known answers, the formulas written out, and what must hold."""

import warnings
from functools import partial

import numpy as np
import pytest
from sklearn import cluster as theirs
from sklearn.datasets import make_blobs, make_moons
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture
from sklearn.preprocessing import StandardScaler

from course_lib import selection
from course_lib.kmeans import KMeans

CUSTOMERS = np.array(
    [
        [15, 39, 17, 35, 18, 92, 20, 95, 23, 75, 78, 7, 75, 12],
        [77, 20, 79, 3, 40, 40, 42, 52, 45, 35, 55, 60, 58, 58],
    ],
    dtype=float,
).reshape(14, 2)


@pytest.fixture
def customers():
    return StandardScaler().fit_transform(CUSTOMERS)


@pytest.fixture
def three_groups():
    """Three groups of equal spread, ten spreads apart."""
    centers = np.array([[0, 0], [10, 0], [0, 10.0]])
    noise = np.random.default_rng(0).normal(size=(90, 2))
    return np.repeat(centers, 30, axis=0) + noise


# ---------------------------------------------------------------- elbow and silhouette


def test_elbow_of_the_practical_work(customers):
    curve = selection.elbow(customers, range(1, 11), random_state=42)
    inertias = [28, 10.2530, 4.4241, 1.6024, 0.7646, 0.4615, 0.2865, 0.1247, 0.0813, 0.0438]
    assert curve.inertias == pytest.approx(inertias, abs=5.1e-5)
    ratios = [0.366, 0.431, 0.362, 0.477, 0.604, 0.621]
    assert 1 - curve.drops[1:7] == pytest.approx(ratios, abs=6e-4)
    assert np.isnan(curve.drops[0])
    assert curve.n_clusters.tolist() == list(range(1, 11))


def test_automatic_elbows_are_fragile(customers):
    """The chord rule says 3; the silhouette says 5; and the chord rule moves with the range."""
    inertias = selection.elbow(customers, range(1, 11), random_state=42).inertias
    assert selection.chord_rule(range(1, 11), inertias) == 3
    assert selection.chord_rule(range(3, 11), inertias[2:]) == 5
    assert selection.chord_rule(range(1, 11), 7 + 1000 * inertias) == 3


def test_silhouettes_of_the_practical_work(customers):
    scores = selection.silhouette_sweep(customers, range(2, 11), random_state=42)
    published = [0.5616, 0.6018, 0.6888, 0.7213, 0.6859, 0.6413, 0.5335, 0.4781, 0.4103]
    assert scores == pytest.approx(published, abs=5.1e-5)
    assert range(2, 11)[scores.argmax()] == 5


def test_exercise_14():
    X, _ = make_blobs(300, centers=3, cluster_std=1.0, random_state=42)
    curve = selection.elbow(X, range(1, 5), random_state=42)
    assert curve.inertias == pytest.approx([20402.3, 5763.5, 566.9, 496.4], abs=0.051)
    assert curve.drops[1:] == pytest.approx([0.72, 0.90, 0.12], abs=0.006)
    scores = selection.silhouette_sweep(X, range(2, 6), random_state=42)
    assert scores == pytest.approx([0.7049, 0.8480, 0.6637, 0.4901], abs=5.1e-5)


def test_chord_rule_is_the_largest_distance_to_the_chord():
    """The perpendicular distance, computed with a cross product, is largest at the same place."""
    rng = np.random.default_rng(0)
    for _ in range(50):
        values = np.sort(rng.exponential(size=9))[::-1]
        x = np.linspace(0, 1, 9)
        y = (values - values[-1]) / (values[0] - values[-1])
        distances = (1 - x - y) / np.sqrt(2)
        assert selection.chord_rule(range(1, 10), values) == 1 + distances.argmax()


def test_chord_rule_on_curves_without_a_bend():
    assert selection.chord_rule([2], [5.0]) == 2
    assert selection.chord_rule([1, 2, 3], [4.0, 4.0, 4.0]) == 1
    with pytest.raises(ValueError, match="3 numbers of clusters but 2 inertias"):
        selection.chord_rule([1, 2, 3], [1.0, 2.0])


def test_elbow_reaches_zero_without_a_warning():
    X = np.array([[0.0], [1.0], [1.0], [5.0]])
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        curve = selection.elbow(X, range(1, 4), random_state=0)
    assert curve.inertias[-1] == 0
    assert curve.drops[-1] == 1
    assert selection.elbow(np.ones((3, 1)), [1], random_state=0).inertias == [0]


# ---------------------------------------------------------------- gap


def test_gap_finds_three_groups_and_no_structure(three_groups):
    options = {"n_references": 10, "n_init": 3}
    for seed in range(3):
        found = selection.gap_statistic(three_groups, range(1, 6), random_state=seed, **options)
        assert found.best == 3
    uniform = np.random.default_rng(1).uniform(size=(80, 2))
    assert selection.gap_statistic(uniform, range(1, 5), random_state=0, **options).best == 1


def test_gap_follows_the_paper(three_groups):
    """The same draws, the formulas of the paper one by one."""
    result = selection.gap_statistic(
        three_groups, range(1, 5), n_references=6, n_init=2, random_state=3
    )
    rng = np.random.RandomState(3)

    def log_inertias(data):
        fits = [theirs.KMeans(k, n_init=2, random_state=rng).fit(data) for k in range(1, 5)]
        return np.array([np.log(fit.inertia_) for fit in fits])

    observed = log_inertias(three_groups)
    low, high = three_groups.min(axis=0), three_groups.max(axis=0)
    reference = np.array(
        [log_inertias(rng.uniform(low, high, three_groups.shape)) for _ in range(6)]
    )
    center = reference.mean(axis=0)
    spread = np.sqrt(((reference - center) ** 2).sum(axis=0) / 6)
    assert result.gaps == pytest.approx(center - observed, abs=1e-6)
    assert result.errors == pytest.approx(spread * np.sqrt(1 + 1 / 6), abs=1e-6)
    first = next(
        k for k in range(3) if result.gaps[k] >= result.gaps[k + 1] - result.errors[k + 1]
    )
    assert result.best == first + 1


def test_gap_admits_that_no_number_fits(three_groups):
    found = selection.gap_statistic(three_groups, [2, 3], n_references=5, n_init=1, random_state=0)
    assert found.best is None


def test_gap_ignores_unit_and_place(three_groups):
    options = {"n_references": 4, "n_init": 1, "random_state": 0}
    plain = selection.gap_statistic(three_groups, range(1, 4), **options)
    moved = selection.gap_statistic(three_groups * 1024, range(1, 4), **options)
    assert moved.gaps == pytest.approx(plain.gaps, abs=1e-9)
    assert moved.best == plain.best


# ---------------------------------------------------------------- BIC


def test_bic_equals_scikit_learn_and_finds_three(three_groups):
    scores = selection.bic_sweep(three_groups, range(1, 6), random_state=0)
    expected = [
        GaussianMixture(k, n_init=5, random_state=0).fit(three_groups).bic(three_groups)
        for k in range(1, 6)
    ]
    assert scores == pytest.approx(expected, rel=1e-6)
    assert range(1, 6)[scores.argmin()] == 3


def test_bic_counts_gaussians_and_not_moons():
    """Two moons, and the smallest of six values is at 8 Gaussians (one start would say 10)."""
    X, _ = make_moons(200, noise=0.05, random_state=42)
    X = StandardScaler().fit_transform(X)
    scores = selection.bic_sweep(X, [2, 4, 6, 8, 10, 12], random_state=42)
    assert scores.argmin() == 3
    assert scores[3] == pytest.approx(727.0, abs=0.06)


# ---------------------------------------------------------------- stability


def k_means(seed, k, n_init=3):
    return KMeans(k, n_init=n_init, random_state=seed)


def test_the_right_number_is_the_most_stable(three_groups):
    means = [
        selection.stability(three_groups, partial(k_means, k=k), n_pairs=8, random_state=0).mean()
        for k in (2, 3, 4, 5)
    ]
    assert means[1] == 1
    assert max(means[0], *means[2:]) < 0.95


def test_one_cluster_is_always_stable(three_groups):
    """So stability alone cannot choose: one cluster would win."""
    scores = selection.stability(three_groups, partial(k_means, k=1), n_pairs=3, random_state=0)
    assert scores.tolist() == [1, 1, 1]


def test_stability_is_the_agreement_of_two_bootstrap_fits(three_groups):
    scores = selection.stability(three_groups, partial(k_means, k=4), n_pairs=2, random_state=5)
    rng = np.random.RandomState(5)
    for score in scores:
        fits = []
        for _ in range(2):
            seed = rng.randint(2**31 - 1)
            drawn = rng.randint(90, size=90)
            fits.append(k_means(seed, 4).fit(three_groups[drawn]))
        expected = adjusted_rand_score(*[fit.predict(three_groups) for fit in fits])
        assert score == pytest.approx(expected, abs=1e-12)
    again = selection.stability(three_groups, partial(k_means, k=4), n_pairs=2, random_state=5)
    assert again.tolist() == scores.tolist()


def test_stability_without_predict_compares_the_points_in_both_samples(three_groups):
    """A clusterer that labels by position agrees with itself wherever both labels are known."""

    class BySide:
        def fit(self, X):
            self.labels_ = (X[:, 0] > 5).astype(int) + 7
            return self

    labels, known = selection.bootstrap_labels(three_groups, BySide(), np.random.RandomState(0))
    assert 0.5 < known.mean() < 0.75
    assert (labels[known] == (three_groups[known, 0] > 5) + 7).all()
    assert (labels[~known] == -1).all()
    scores = selection.stability(three_groups, lambda seed: BySide(), n_pairs=3, random_state=0)
    assert scores.tolist() == [1, 1, 1]
    scores = selection.stability(
        three_groups, lambda seed: theirs.DBSCAN(eps=2), n_pairs=3, random_state=0
    )
    assert (scores > 0.9).all()


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("sweep", "lowest"),
    [
        (selection.elbow, 1),
        (selection.silhouette_sweep, 2),
        (selection.gap_statistic, 1),
        (selection.bic_sweep, 1),
    ],
)
def test_bad_ranges_are_named(sweep, lowest):
    X = np.arange(12.0).reshape(6, 2)
    for wrong in ([], [3, 2], [2, 2], [lowest - 1, lowest], [5, 7], [2.5, 3]):
        with pytest.raises(ValueError, match=f"ascending whole numbers from {lowest} to"):
            sweep(X, wrong)
    with pytest.raises(ValueError, match="X contains NaN"):
        sweep(np.full((5, 2), np.nan), [2, 3])
    with pytest.raises(ValueError, match="2D"):
        sweep(np.arange(5.0), [2, 3])


def test_bad_input_of_gap_and_stability_is_named(three_groups):
    with pytest.raises(ValueError, match="two or more neighbors in a row"):
        selection.gap_statistic(three_groups, [1, 3])
    with pytest.raises(ValueError, match="two or more neighbors in a row"):
        selection.gap_statistic(three_groups, [2])
    with pytest.raises(ValueError, match="n_references"):
        selection.gap_statistic(three_groups, [1, 2], n_references=0)
    with pytest.raises(ValueError, match="2 clusters leave no inertia; end the range earlier"):
        selection.gap_statistic(np.array([[0.0], [0.0], [1.0]]), [1, 2], random_state=0)
    with pytest.raises(ValueError, match="n_pairs"):
        selection.stability(three_groups, partial(k_means, k=2), n_pairs=0)
