"""Drift: golden values, oracles, and the error level of the alarm."""

from itertools import permutations
from math import comb, log

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans as TheirKMeans
from sklearn.datasets import make_blobs
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from course_lib.drift import (
    drift_report,
    feature_drift,
    matched_displacement,
    population_stability_index,
    share_shift,
)
from course_lib.kmeans import KMeans

counts = st.lists(st.integers(1, 50), min_size=2, max_size=6)


# Shares ------------------------------------------------------------------------------------------


def test_index_of_four_segments():
    """The published answer: .25 each to .35/.25/.25/.15 is .085."""
    index = population_stability_index([0.25] * 4, [0.35, 0.25, 0.25, 0.15])
    assert index == pytest.approx(0.1 * log(1.4) + 0.1 * log(5 / 3))
    assert round(index, 3) == 0.085


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_index_is_symmetric_and_zero_only_for_equal_shares(data):
    a = np.array(data.draw(counts), dtype=float)
    b = np.array(data.draw(st.lists(st.integers(1, 50), min_size=len(a), max_size=len(a))), float)
    a, b = a / a.sum(), b / b.sum()
    index = population_stability_index(a, b)
    assert index == pytest.approx(population_stability_index(b, a))
    assert (index > 0) == (not np.allclose(a, b))
    kl = float(np.sum(b * np.log(b / a)) + np.sum(a * np.log(a / b)))
    assert index == pytest.approx(kl, abs=1e-12), "the two divergences of Kullback and Leibler"


def test_index_without_a_change_is_about_its_expectation():
    rng = np.random.default_rng(0)
    shares = np.array([0.1, 0.2, 0.3, 0.4])
    found = [
        population_stability_index(rng.multinomial(800, shares) / 800, drawn / 200)
        for drawn in rng.multinomial(200, shares, size=2000)
    ]
    assert np.mean(found) == pytest.approx(3 * (1 / 800 + 1 / 200), rel=0.1)


def test_an_empty_group_counts_as_the_floor():
    index = population_stability_index([0.5, 0.5, 0], [0.5, 0.25, 0.25], floor=0.01)
    assert index == pytest.approx(0.25 * log(2) + 0.24 * log(25))
    assert np.isfinite(population_stability_index([1, 0], [0, 1]))


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ([0.5, 0.5], [0.2, 0.3, 0.5], "2 groups and observed_shares 3"),
        ([0.5, 0.4], [0.5, 0.5], "expected_shares .* sum to 1"),
        ([0.5, 0.5], [1.5, -0.5], "observed_shares .* none negative"),
        ([[0.5, 0.5]], [0.5, 0.5], "one share a group"),
        ([0.5, np.nan], [0.5, 0.5], "expected_shares contains NaN"),
        ([20, 30], [0.5, 0.5], "Divide the counts"),
    ],
)
def test_what_is_no_share_is_refused(before, now, said):
    with pytest.raises(ValueError, match=said):
        population_stability_index(before, now)


def fisher(a, n, b, m):
    """Return the exact two-sided p-value of a of n against b of m, from binomials alone."""
    weights = {
        x: comb(n, x) * comb(m, a + b - x) for x in range(max(0, a + b - m), min(n, a + b) + 1)
    }
    return sum(w for w in weights.values() if w <= weights[a]) / sum(weights.values())


@settings(deadline=None, max_examples=30)
@given(counts, st.integers(0, 10**6))
def test_shares_against_exact_fractions(sizes, seed):
    rng = np.random.default_rng(seed)
    k = len(sizes)
    old = np.repeat(np.arange(k), sizes)
    new = rng.integers(0, k, size=20)
    before, now, p_values = share_shift(rng.permutation(old), new, k)
    assert before == pytest.approx([s / len(old) for s in sizes])
    assert now == pytest.approx([np.mean(new == j) for j in range(k)])
    for j in range(k):
        exact = fisher(sizes[j], len(old), int(np.sum(new == j)), 20)
        assert p_values[j] == pytest.approx(exact, rel=1e-6)


def test_labels_of_another_model_are_refused():
    with pytest.raises(ValueError, match="window_labels runs from 0 to 3, but n_clusters=3"):
        share_shift([0, 1, 2], [0, 3], 3)
    with pytest.raises(ValueError, match="reference_labels runs from -1"):
        share_shift([-1, 0], [0, 1], 2)
    for wrong in ([], [0.5], [[0, 1]], ["a"]):
        with pytest.raises(ValueError, match="window_labels must be"):
            share_shift([0, 1], wrong, 2)


# Centers -----------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 5), st.integers(1, 3), st.integers(0, 10**6))
def test_no_pairing_has_a_smaller_sum(k, d, seed):
    rng = np.random.default_rng(seed)
    before, after = rng.normal(size=(k, d)), rng.normal(size=(k, d))
    distances, partners = matched_displacement(before, after)
    assert sorted(partners) == list(range(k))
    assert distances == pytest.approx(np.linalg.norm(before - after[partners], axis=1))
    least = min(
        sum(np.linalg.norm(before[i] - after[j]) for i, j in enumerate(order))
        for order in permutations(range(k))
    )
    assert distances.sum() == pytest.approx(least)


def test_displacement_does_not_depend_on_numbers():
    rng = np.random.default_rng(1)
    before = 10 * rng.permutation(6)[:, None] * np.ones(3)
    order, move = rng.permutation(6), rng.normal(size=(6, 3))
    distances, partners = matched_displacement(before, (before + move)[order])
    assert distances == pytest.approx(np.linalg.norm(move, axis=1))
    assert order[partners].tolist() == list(range(6))


def test_the_nearest_center_is_not_always_the_partner():
    distances, _ = matched_displacement([[0.0], [4.0]], [[3.0], [9.0]])
    assert distances.tolist() == [3, 5], "one to one: 3 cannot continue both"


def test_other_numbers_of_clusters_are_refused():
    with pytest.raises(ValueError, match=r"shape \(2, 1\) and centers_after \(3, 1\)"):
        matched_displacement([[0.0], [1.0]], [[0.0], [1.0], [2.0]])


# Features ----------------------------------------------------------------------------------------


def test_gap_by_brute_force():
    rng = np.random.default_rng(2)
    a, b = rng.integers(0, 9, size=(40, 3)), rng.integers(2, 11, size=(25, 3))
    gaps, _ = feature_drift(a, b)
    for j in range(3):
        brute = max(abs(np.mean(a[:, j] <= t) - np.mean(b[:, j] <= t)) for t in range(12))
        assert gaps[j] == pytest.approx(brute)


def test_p_values_against_permutations():
    rng = np.random.default_rng(3)
    a, b = rng.normal(size=60), rng.normal(size=40) + 0.45
    gap, p_value = feature_drift(a[:, None], b[:, None])
    both = np.r_[a, b]
    drawn = [rng.permutation(both) for _ in range(1000)]
    gaps = [feature_drift(x[:60, None], x[60:, None])[0][0] for x in drawn]
    assert p_value[0] == pytest.approx(np.mean(np.array(gaps) >= gap[0] - 1e-12), abs=0.03)


def test_tables_that_do_not_fit_are_refused():
    X = np.ones((5, 2))
    frame = pd.DataFrame(X, columns=["income", "score"])
    with pytest.raises(ValueError, match="reference has 2 features and window 1"):
        feature_drift(X, X[:, :1])
    with pytest.raises(ValueError, match="same columns in the same order"):
        feature_drift(frame, frame[["score", "income"]])
    with pytest.raises(ValueError, match="window contains NaN"):
        feature_drift(X, np.full((5, 2), np.nan))
    with pytest.raises(ValueError, match="0 sample"):
        feature_drift(X, X[:0])


# The alarm ---------------------------------------------------------------------------------------


def customers(rng, n, means=((0, 0), (6, 0), (0, 6)), shares=(0.5, 0.3, 0.2)):
    """Draw customers of three segments, with six more features that tell nothing."""
    drawn = rng.choice(3, size=n, p=shares)
    return np.column_stack([np.array(means)[drawn] + rng.normal(size=(n, 2)),
                            rng.normal(size=(n, 6))])  # fmt: skip


def watched(seed):
    """Return a fitted model, held-out reference rows, and the generator for windows."""
    rng = np.random.default_rng(seed)
    model = make_pipeline(StandardScaler(), KMeans(3, n_init=5, random_state=0))
    return model.fit(customers(rng, 600)), customers(rng, 600), rng


@pytest.mark.parametrize("seed", range(20))
def test_drift_raises_the_alarm_and_nothing_else_does(seed):
    """The bar: drifted data raise it, undrifted data do not, over 20 seeds."""
    model, reference, rng = watched(seed)
    same = drift_report(reference, customers(rng, 300), model)
    assert not same["alarm"], same["alarms"]
    shifted = customers(rng, 300)
    shifted[:, 4] += 0.7
    report = drift_report(reference, shifted, model)
    assert "feature 4" in report["alarms"]
    assert not set(report["alarms"]) & {f"feature {j}" for j in range(8) if j != 4}
    report = drift_report(reference, customers(rng, 300, shares=(0.25, 0.3, 0.45)), model)
    assert report["alarm"]
    assert any(name.startswith("segment") for name in report["alarms"])
    assert report["level"] != "quiet"
    far = customers(rng, 300, means=((2, 2), (6, 2), (2, 6)))
    assert drift_report(reference, far, model)["alarm"]


def test_error_level_holds_over_many_features():
    """A single test at the level 0.05 errs 1 time in 20; forty of them must not err more often."""
    rng = np.random.default_rng(4)
    runs = 200
    pairs = [(rng.normal(size=(120, 40)), rng.normal(size=(80, 40))) for _ in range(runs)]
    reports = [drift_report(a, b, error_level=0.05) for a, b in pairs]
    alarms = sum(report["alarm"] for report in reports)
    careless = sum(min(f["p_value"] for f in r["features"].values()) < 0.05 for r in reports)
    assert 0 < alarms <= 0.05 * runs + 3 * np.sqrt(0.05 * 0.95 * runs)
    assert careless > runs / 2, "what happens without the bound"


def test_error_level_holds_with_a_model_and_ties():
    alarms, runs = 0, 100
    rng = np.random.default_rng(5)
    model = make_pipeline(StandardScaler(), TheirKMeans(3, n_init=3, random_state=0))
    model.fit(customers(rng, 300).round())
    for _ in range(runs):
        a, b = customers(rng, 150).round(), customers(rng, 60).round()
        alarms += drift_report(a, b, model, error_level=0.05)["alarm"]
    assert alarms <= 0.05 * runs + 3 * np.sqrt(0.05 * 0.95 * runs)


def test_dependence_may_change_while_every_feature_stays():
    """Each feature alone looks as before: only the model sees that the pairs have changed."""
    rng = np.random.default_rng(6)
    x = rng.normal(size=(900, 1))
    before = np.hstack([x, x + 0.1 * rng.normal(size=(900, 1))])
    model = make_pipeline(StandardScaler(), KMeans(4, n_init=3, random_state=0)).fit(before)
    y = rng.normal(size=(900, 1))
    reference = np.hstack([y, y + 0.1 * rng.normal(size=(900, 1))])
    window = np.column_stack([reference[:, 0], rng.permutation(reference[:, 1])])
    assert not drift_report(reference, window)["alarm"]
    assert "distance to the center" in drift_report(reference, window, model)["alarms"]


def test_report_is_made_of_its_parts():
    X, _ = make_blobs(n_samples=400, centers=[[0, 0], [9, 9]], random_state=0)
    frame = pd.DataFrame(X, columns=["income", "distance"])  # a feature may bear any name
    model = make_pipeline(StandardScaler(), KMeans(2, n_init=2, random_state=0)).fit(frame)
    reference, window = frame.iloc[:200], frame.iloc[200:]
    names = ["north", "south"]
    report = drift_report(reference, window, model, segment_names=names, error_level=0.05)
    assert report["threshold"] == pytest.approx(0.05 / (2 + 2 + 1))
    assert (report["n_reference"], report["n_window"]) == (200, 200)
    assert list(report["features"]) == ["income", "distance"]
    assert list(report["segments"]) == names
    gaps, p_values = feature_drift(reference, window)
    assert [f["gap"] for f in report["features"].values()] == gaps.tolist()
    assert [f["p_value"] for f in report["features"].values()] == p_values.tolist()
    before, now, _ = share_shift(model.predict(reference), model.predict(window), 2)
    assert [s["now"] for s in report["segments"].values()] == now.tolist()
    assert report["psi"] == population_stability_index(before, now)
    centers = model[-1].cluster_centers_
    scaled = model[0].transform(window)
    nearest = np.linalg.norm(scaled[:, None] - centers, axis=2).min(axis=1)
    assert report["distance"]["now"] == pytest.approx(nearest.mean())
    assert report["alarm"] is bool(report["alarms"])


@pytest.mark.parametrize(
    ("shares", "level"), [((0.5, 0.5), "quiet"), ((0.67, 0.33), "watch"), ((0.8, 0.2), "act")]
)
def test_level_of_the_rule_of_thumb(shares, level):
    model = KMeans(2, n_init=1, init=np.array([[0.0], [9.0]])).fit([[0.0], [0.1], [9.0], [9.1]])
    reference = np.repeat([0.0, 9.0], [500, 500])[:, None]
    window = np.repeat([0.0, 9.0], [round(1000 * s) for s in shares])[:, None]
    assert drift_report(reference, window, model)["level"] == level


def test_wrong_options_are_refused():
    X = np.arange(20.0)[:, None]
    model = KMeans(2, n_init=1, random_state=0).fit(X)
    for level in (0, 1, -0.1, 5):
        with pytest.raises(ValueError, match="error_level"):
            drift_report(X, X, error_level=level)
    for names in (["one"], ["same", "same"]):
        with pytest.raises(ValueError, match="segment_names"):
            drift_report(X, X, model, segment_names=names)
