"""Every number and every "you see that" of the chapter on mixtures, recomputed.

Numbers are read out of the page, so an edit of the text alone fails here. The oracles are formulas
written out below in plain Python, SciPy's densities and scikit-learn; a claim about the library's
own run is checked on that run.
"""

import re
import warnings
from math import exp, log, pi, sqrt
from pathlib import Path

import numpy as np
import pytest
import yaml
from scipy.stats import multivariate_normal
from sklearn import cluster, mixture
from sklearn.metrics import adjusted_rand_score

from course_lib import datasets, gmm
from course_lib.kmeans import KMeans
from course_lib.spherical_em import spherical_em
from course_lib.steps import em_steps_figure

BOOK = Path(__file__).resolve().parents[2] / "book"
PAGE = (BOOK / "05-gmm.md").read_text(encoding="utf-8")
ERRATA = yaml.safe_load((BOOK / "errata.yml").read_text(encoding="utf-8"))["errata"]
FLAT = re.sub(r"\s+", " ", PAGE.replace("\N{MINUS SIGN}", "-"))

X, _, TRUTH, _ = datasets.overlapping_gaussians()
BLOBS = datasets.four_blobs().X
MOONS, _, MOON, _ = datasets.scaled_moons()
N = r"(-?\d+(?:\.\d+)?(?:e-\d+)?)"  # a printed number


def claim(pattern):
    """Return the numbers that a sentence holds, as printed, at its one place in the page."""
    found = re.findall(pattern.replace("NUMBER", N), FLAT)
    assert len(found) == 1, f"{len(found)} places say {pattern!r}"
    return (found[0],) if isinstance(found[0], str) else found[0]


def agrees(printed, value):
    """Tell whether a printed decimal is the value, to its digits."""
    if "e" in printed:
        return f"{value:.1e}".replace("e-0", "e-") == printed
    digits = len(printed.partition(".")[2])
    return abs(float(printed) - value) <= 0.5 * 10**-digits + 1e-12


def check(pattern, *values):
    printed = claim(pattern)
    assert len(printed) == len(values)
    for text, value in zip(printed, values, strict=True):
        assert agrees(text, value), f"{text} is printed, {value} is right"


def solution(label):
    text = PAGE.split(f"{{solution}} {label}\n")[1].split("\n:::")[0]
    return re.sub(r"\s+", " ", text.replace("\N{MINUS SIGN}", "-"))


# EM on a line, in plain Python -------------------------------------------------------------------


def normal(x, mean, variance):
    return exp(-((x - mean) ** 2) / (2 * variance)) / sqrt(2 * pi * variance)


def em_on_a_line(points, weights, means, variances, n_states):
    """Yield (means, variances, shares of the first component, log-likelihood)."""
    for _ in range(n_states):
        joint = [
            [w * normal(x, m, v) for w, m, v in zip(weights, means, variances, strict=True)]
            for x in points
        ]
        shares = [[value / sum(row) for value in row] for row in joint]
        yield means, variances, [row[0] for row in shares], sum(log(sum(row)) for row in joint)
        counts = [sum(row[j] for row in shares) for j in (0, 1)]
        weights = [count / len(points) for count in counts]
        means = [
            sum(row[j] * x for row, x in zip(shares, points, strict=True)) / counts[j]
            for j in (0, 1)
        ]
        variances = [
            sum(row[j] * (x - means[j]) ** 2 for row, x in zip(shares, points, strict=True))
            / counts[j]
            for j in (0, 1)
        ]


HAND = list(em_on_a_line([0, 1, 4, 5], [0.5, 0.5], [1, 4], [1, 1], 8))


def test_shares_by_hand():
    block = PAGE.split("| share of the second |")[1].split("\n\n")[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()[2:]
    ]
    assert [row[0] for row in rows] == ["0", "1", "4", "5"]
    for row, share in zip(rows, HAND[0][2], strict=True):
        assert agrees(row[1], share)
        assert agrees(row[2], 1 - share)
        assert share == pytest.approx(1 / (1 + exp(3 * int(row[0]) - 7.5)))
    assert r"\frac{1}{1 + e^{3x - 7.5}}" in PAGE


def test_first_m_step_by_hand():
    shares = HAND[0][2]
    check(r"The first component owns NUMBER \+ NUMBER \+ NUMBER \+ NUMBER = 2 points", *shares)
    assert sum(shares) == pytest.approx(2, abs=1e-12)
    times = r"NUMBER \\cdot NUMBER"
    printed = claim(rf"\\frac\{{{times} \+ {times} \+ {times} \+ {times}\}}\{{2\}} = NUMBER")
    assert [float(x) for x in printed[0:8:2]] == [0, 1, 4, 5]
    assert all(agrees(text, value) for text, value in zip(printed[1:8:2], shares, strict=True))
    assert agrees(printed[8], HAND[1][0][0])
    products = (float(x) * float(y) for x, y in zip(printed[0:8:2], printed[1:8:2], strict=True))
    assert sum(products) / 2 == pytest.approx(float(printed[8]), abs=2e-6)
    check(r"squared distances to it, NUMBER\. By symmetry", HAND[1][1][0])
    check(r"the second gets the mean NUMBER and the same variance", HAND[1][0][1])
    assert HAND[1][1][0] == pytest.approx(HAND[1][1][1])


def test_where_the_hand_run_ends():
    check(r"end at means NUMBER and NUMBER with variance NUMBER:", *HAND[-1][0], HAND[-1][1][0])
    assert np.allclose(HAND[-1][0], [0.5, 4.5], atol=5e-7)
    assert np.allclose(HAND[-1][1], [0.25, 0.25], atol=5e-7)
    values = [state[3] for state in HAND]
    check(r"It rises: NUMBER, NUMBER, NUMBER\.", *values[:3])
    assert values[0] < values[1] < values[2]


def test_the_library_does_what_the_hand_did():
    now = np.array([0.5, 0.5]), np.array([[1.0], [4.0]]), np.ones((2, 1, 1))
    line = np.array([[0.0], [1.0], [4.0], [5.0]])
    for means, variances, shares, value in HAND[:4]:
        owned, log_likelihood = gmm.e_step(line, *now)
        np.testing.assert_allclose(now[1].ravel(), means, rtol=1e-12)
        np.testing.assert_allclose(now[2].ravel(), variances, rtol=1e-9)
        np.testing.assert_allclose(owned[:, 0], shares, rtol=1e-9)
        assert log_likelihood == pytest.approx(value, rel=1e-12)
        now = gmm.m_step(line, owned, reg_covar=0)


# Soft and hard -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def fitted():
    return gmm.GaussianMixture(3, tol=1e-8, max_iter=300, random_state=0).fit(X)


def test_fifty_points_are_shared(fitted):
    theirs = mixture.GaussianMixture(3, tol=1e-8, max_iter=300, random_state=0).fit(X)
    shared = (theirs.predict_proba(X).max(axis=1) < 0.9).sum()
    check(r"Of the NUMBER points, NUMBER are shared", len(X), shared)
    assert "no cluster owns to 90 %" in FLAT
    np.testing.assert_allclose(theirs.predict_proba(X), fitted.predict_proba(X), atol=1e-9)
    np.testing.assert_allclose(theirs.means_, fitted.means_)


def test_both_panels_use_the_same_marker_for_a_group(fitted):
    hard = KMeans(3, n_init=1, random_state=0).fit_predict(X)
    soft = fitted.predict(X)
    table = np.array([[np.sum((hard == i) & (soft == j)) for j in range(3)] for i in range(3)])
    assert (table.argmax(axis=1) == np.arange(3)).all()


def test_responsibilities_are_bayes_rule(fitted):
    """The formula of the page, with SciPy's density."""
    joint = np.column_stack(
        [
            w * multivariate_normal(m, c).pdf(X)
            for w, m, c in zip(fitted.weights_, fitted.means_, fitted.covariances_, strict=True)
        ]
    )
    np.testing.assert_allclose(
        fitted.predict_proba(X), joint / joint.sum(axis=1, keepdims=True), atol=1e-12
    )


# The derivation ----------------------------------------------------------------------------------


def bound(q, weights, means, covariances):
    densities = np.column_stack(
        [multivariate_normal(m, c).logpdf(X) for m, c in zip(means, covariances, strict=True)]
    )
    return float((q * (np.log(weights) + densities - np.log(q))).sum())


def test_the_bound_touches_and_never_passes():
    rng = np.random.default_rng(1)
    start = np.full(3, 1 / 3), X[[5, 6, 7]], np.tile(np.eye(2), (3, 1, 1))
    owned, log_likelihood = gmm.e_step(X, *start)
    assert bound(owned, *start) == pytest.approx(log_likelihood, rel=1e-12)
    for _ in range(5):
        assert bound(rng.dirichlet(np.ones(3), len(X)), *start) < log_likelihood
    new = gmm.m_step(X, owned, reg_covar=0)
    after = gmm.e_step(X, *new)[1]
    assert after > bound(owned, *new) > log_likelihood


def test_the_m_step_is_the_maximum_of_q():
    """No small change of weights, means or covariances does better, as exercise 18 derives."""
    rng = np.random.default_rng(2)
    start = np.full(3, 1 / 3), X[[0, 160, 260]], np.tile(np.eye(2), (3, 1, 1))
    owned = gmm.e_step(X, *start)[0] + 1e-300
    weights, means, covariances = gmm.m_step(X, owned, reg_covar=0)
    best = bound(owned, weights, means, covariances)
    for _ in range(10):
        other = weights * np.exp(0.05 * rng.normal(size=3))
        assert bound(owned, other / other.sum(), means, covariances) < best
        assert bound(owned, weights, means + 0.05 * rng.normal(size=(3, 2)), covariances) < best
        turn = np.eye(2) + 0.05 * rng.normal(size=(3, 2, 2))
        shaken = turn @ covariances @ np.swapaxes(turn, 1, 2)
        assert bound(owned, weights, means, shaken) < best


def test_the_floor_costs_a_hair():
    start = gmm.m_step(BLOBS, np.eye(4)[KMeans(4, random_state=42).fit(BLOBS).labels_])
    with_floor = [s.log_likelihood for s in gmm.em_steps(BLOBS, *start, tol=0, max_iter=3)]
    falls = -np.diff(with_floor)
    check(r"it falls once, by NUMBER\.", falls[0])
    assert (falls[1:] < 1e-9).all()
    bare = gmm.m_step(BLOBS, gmm.e_step(BLOBS, *start)[0], reg_covar=0)
    assert gmm.e_step(BLOBS, *bare)[1] >= with_floor[0] - 1e-10


# Starts ------------------------------------------------------------------------------------------


def from_rows(rows, tol):
    start = np.full(3, 1 / 3), X[rows], np.tile(np.eye(2), (3, 1, 1))
    return list(gmm.em_steps(X, *start, tol=tol, max_iter=300))


@pytest.fixture(scope="module")
def best(fitted):
    return fitted.score(X) * len(X)


def test_the_stepped_run_recovers(best):
    assert set(TRUTH[[5, 6, 7]]) == set(TRUTH[[3, 10, 20]]) == {0}, "one group, as the text says"
    states = from_rows([5, 6, 7], 1e-3)
    assert states[-1].log_likelihood == pytest.approx(best, abs=1)
    assert (np.diff([s.log_likelihood for s in states]) > 0).all()
    assert adjusted_rand_score(TRUTH, states[-1].responsibilities.argmax(axis=1)) > 0.7
    assert len(em_steps_figure(X, states, title="t").frames) == len(states)


def test_a_plateau_is_no_end(best):
    early, late = from_rows([3, 10, 20], 1e-3), from_rows([3, 10, 20], 1e-6)
    assert "stops on a plateau, and patience goes on to the same end" in FLAT
    assert early[-1].log_likelihood < best - 50
    assert late[-1].log_likelihood == pytest.approx(best, abs=0.01)
    theirs = mixture.GaussianMixture(
        3,
        weights_init=np.full(3, 1 / 3),
        means_init=X[[3, 10, 20]],
        precisions_init=np.tile(np.eye(2), (3, 1, 1)),
        tol=1e-3,
    ).fit(X)
    assert theirs.score(X) * len(X) < best - 50, "scikit-learn stops there as well"


def test_random_starts_get_stuck():
    def ends(library, start):
        options = {"init_params": start, "tol": 1e-6, "max_iter": 2000}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            fits = [library(4, random_state=s, **options).fit(BLOBS) for s in range(20)]
        return np.array([fit.score(BLOBS) * len(BLOBS) for fit in fits])

    at_random = ends(gmm.GaussianMixture, "random")
    low = at_random < at_random.max() - 1
    check(
        r"NUMBER of NUMBER random starts end at NUMBER or lower, far below the best, NUMBER\.",
        low.sum(),
        20,
        at_random[low].max(),
        at_random.max(),
    )
    assert "All 20 starts from K-Means reach it" in FLAT
    np.testing.assert_allclose(ends(mixture.GaussianMixture, "kmeans"), at_random.max(), atol=1e-3)


# The number of components ------------------------------------------------------------------------


def test_bic_and_aic_disagree():
    ks = range(2, 8)
    fits = [mixture.GaussianMixture(k, n_init=3, random_state=42).fit(BLOBS) for k in ks]
    bic = {k: fit.bic(BLOBS) for k, fit in zip(ks, fits, strict=True)}
    aic = {k: fit.aic(BLOBS) for k, fit in zip(ks, fits, strict=True)}
    k_bic, k_aic = min(bic, key=bic.get), min(aic, key=aic.get)
    check(
        r"BIC is lowest at NUMBER components \(NUMBER\), AIC at NUMBER "
        r"\(NUMBER, against NUMBER at NUMBER\)",
        k_bic,
        bic[k_bic],
        k_aic,
        aic[k_aic],
        aic[k_bic],
        k_bic,
    )
    check(r"charges \$\\ln 300 = NUMBER\$", log(len(BLOBS)))
    assert bic[4] < bic[5] < bic[6] < bic[7], "as the alternative text says"
    assert max(aic[k] for k in ks if k >= 4) - min(aic.values()) < 0.02 * (max(aic.values()))
    ours = [gmm.GaussianMixture(k, n_init=3, random_state=42).fit(BLOBS) for k in ks]
    np.testing.assert_allclose([m.bic(BLOBS) for m in ours], list(bic.values()), rtol=1e-6)
    np.testing.assert_allclose([m.aic(BLOBS) for m in ours], list(aic.values()), rtol=1e-6)


def test_on_the_overlapping_groups_both_say_three():
    assert "On the three overlapping groups both say 3." in FLAT
    fits = [mixture.GaussianMixture(k, n_init=5, random_state=0).fit(X) for k in range(1, 6)]
    for name in ("bic", "aic"):
        assert 1 + np.argmin([getattr(m, name)(X) for m in fits]) == 3


def test_tight_groups_are_not_shared():
    (least,) = claim(r"each point has a share above NUMBER: soft and hard agree")
    four = mixture.GaussianMixture(4, n_init=3, random_state=42).fit(BLOBS)
    assert float(least) < four.predict_proba(BLOBS).max(axis=1).min() < float(least) + 0.001
    hard = cluster.KMeans(4, n_init=10, random_state=42).fit_predict(BLOBS)
    assert adjusted_rand_score(hard, four.predict(BLOBS)) == 1


def free_numbers(k, d):
    """Count entry by entry."""
    a_covariance = sum(1 for row in range(d) for column in range(row + 1))
    return k * (d + a_covariance) + (k - 1)


def test_counting_parameters():
    check(r"that is \$4 \\cdot 5 \+ 3 = NUMBER\$", free_numbers(4, 2))
    assert gmm.n_parameters(4, 2) == free_numbers(4, 2)
    (quiz,) = [q for q in quizzes() if q["question"].startswith("How many free parameters")]
    assert "3 full Gaussians in 4 dimensions" in quiz["question"]
    assert right(quiz) == [str(free_numbers(3, 4))]
    wrong = {c["text"] for c in quiz["choices"]} - set(right(quiz))
    assert wrong == {str(3 * 4 + 3), str(3 * (4 + 10) + 3), str(3 * (4 + 16) + 2)}


# The limit ---------------------------------------------------------------------------------------


def fixed_variance(points, means, s, weights=(0.5, 0.5), rounds=5000):
    for _ in range(rounds):
        distances = ((points[:, None] - means) ** 2).sum(axis=2)
        near = np.exp(-(distances - distances.min(axis=1, keepdims=True)) / (2 * s)) * weights
        shares = near / near.sum(axis=1, keepdims=True)
        means = shares.T @ points / shares.sum(axis=0)[:, None]
    return means, shares


def test_k_means_appears_in_the_limit():
    seven = datasets.seven_points().X
    ends = {s: fixed_variance(seven, seven[[0, 3]], s) for s in (10, 4, 1, 0.25)}
    for s, (means, shares) in ends.items():
        ours, owned = spherical_em(seven, seven[[0, 3]], variance=s)
        np.testing.assert_allclose(ours, means, atol=1e-6)
        np.testing.assert_allclose(owned, shares, atol=1e-6)
    np.testing.assert_allclose(ends[10][0], np.tile(seven.mean(axis=0), (2, 1)), atol=1e-6)
    np.testing.assert_allclose(ends[10][1], 0.5)
    check(r"point C is shared almost evenly, NUMBER to NUMBER\.", *ends[4][1][2])
    check(r"At NUMBER both means sit .* At NUMBER point C .* At NUMBER you see", 10, 4, 0.25)
    hard = cluster.KMeans(2, init=seven[[0, 3]], n_init=1).fit(seven).cluster_centers_
    check(r"the centers of K-Means, \(NUMBER, NUMBER\) and \(NUMBER, NUMBER\)", *hard.ravel())
    np.testing.assert_allclose(ends[0.25][0], hard, atol=5e-5)
    pair = r"\(NUMBER, NUMBER\)"
    check(rf"At \$s = 1\$ the means are {pair} and {pair}", *ends[1][0].ravel())
    assert np.abs(ends[1][0] - hard).max() > 0.01


def test_uniform_weights_are_not_needed():
    assert "any positive ones will do" in FLAT
    seven = datasets.seven_points().X
    hard = cluster.KMeans(2, init=seven[[0, 3]], n_init=1).fit(seven).cluster_centers_
    for weights in ((0.9, 0.1), (0.02, 0.98)):
        means, _ = fixed_variance(seven, seven[[0, 3]], 0.02, weights, rounds=50)
        np.testing.assert_allclose(means, hard, atol=1e-9)


# Where it fails ----------------------------------------------------------------------------------


def test_the_likelihood_climbs_for_ever():
    values = [
        sum(log(0.5 * normal(x, 0, sigma**2) + 0.5 * normal(x, 2, 4)) for x in (0, 1, 2, 5))
        for sigma in (1, 0.1, 0.01, 0.0001, 1e-8)
    ]
    check(r"It climbs for ever: NUMBER, NUMBER, NUMBER, NUMBER\.", *values[:4])
    assert values == sorted(values)
    assert "the points 0, 1, 2, 5, one component at 0" in FLAT
    assert "the other at 2 with variance 4:" in FLAT


def test_moons():
    two = mixture.GaussianMixture(2, random_state=42).fit_predict(MOONS)
    hard = cluster.KMeans(2, n_init=10, random_state=42).fit_predict(MOONS)
    check(
        r"adjusted Rand index of NUMBER, K-Means NUMBER:",
        adjusted_rand_score(MOON, two),
        adjusted_rand_score(MOON, hard),
    )
    ours = gmm.GaussianMixture(2, random_state=42).fit_predict(MOONS)
    assert adjusted_rand_score(two, ours) == 1
    for moon in (two[MOON == 0], two[MOON == 1]):
        assert len(set(moon.tolist())) == 2, "both moons lose an end"
    ks = [int(k) for k in re.findall(r"\d+", claim(r"Among ([\d, and]+), BIC")[0])]
    fits = {k: mixture.GaussianMixture(k, n_init=5, random_state=42).fit(MOONS) for k in ks}
    bic = {k: fit.bic(MOONS) for k, fit in fits.items()}
    least = min(bic, key=bic.get)
    check(r"BIC is lowest at NUMBER \(NUMBER\)\. That is", least, bic[least])
    pieces = gmm.GaussianMixture(8, n_init=5, random_state=42).fit(MOONS).predict(MOONS)
    check(r"not a cluster: the index falls to NUMBER\.", adjusted_rand_score(MOON, pieces))
    owner = [np.bincount(MOON[pieces == j], minlength=2) for j in range(8)]
    assert sorted(int(o.argmax()) for o in owner) == [0] * 4 + [1] * 4, "four along each moon"
    assert all(o.min() == 0 for o in owner), "a piece of one moon"


# Questions and exercises -------------------------------------------------------------------------


def quizzes():
    bodies = re.findall(r"^:::\{quiz\}\n(.*?)^:::", PAGE, re.M | re.S)
    return [yaml.safe_load(body) for body in bodies]


def right(quiz):
    return [choice["text"] for choice in quiz["choices"] if choice.get("right")]


def test_quiz_keys():
    keys = [right(quiz) for quiz in quizzes()]
    assert [len(key) for key in keys] == [1, 1, 1, 1, 1, 2]
    assert keys[0] == [r"The responsibilities $P(z_i = j \mid x_i)$"]
    assert keys[1] == ["A probability of each cluster for each point"]
    assert keys[2] == ["There is a bug"]
    assert keys[4] == ["It shrank onto one of 300 points"]
    assert keys[5][0].startswith("As $s \\to 0$")
    assert keys[5][1].startswith("In the limit the weights")


def test_quiz_on_a_fall():
    printed = claim(r"prints the log-likelihoods NUMBER, NUMBER, NUMBER, NUMBER\.")
    falls = -np.diff([float(text) for text in printed])
    assert (falls > 0).sum() == 1
    check(r"A fall of NUMBER is far beyond", falls.max())


def test_exercise_19():
    text = solution("ex-gmm-19")
    labels = cluster.KMeans(3, n_init=10, random_state=42).fit(X).labels_
    states = list(gmm.em_steps(X, *gmm.m_step(X, np.eye(3)[labels]), tol=0, max_iter=45))
    values = [state.log_likelihood for state in states]
    first = re.search(rf"goes {N}, {N}, {N}, …, {N}\. It rises at each of the {N} steps", text)
    printed = first.groups()
    wanted = [*values[:3], values[-1], len(values) - 1]
    for shown, value in zip(printed, wanted, strict=True):
        assert agrees(shown, value), (shown, value)
    assert (np.diff(values) > 0).all()
    weights = re.search(rf"weights end at {N}, {N} and {N};", text).groups()
    for shown, value in zip(weights, np.sort(states[-1].weights), strict=True):
        assert agrees(shown, value)
    sizes = re.search(rf"drawn with {N}, {N} and {N} of {N} points", text).groups()
    assert [int(n) for n in sizes] == [*sorted(np.bincount(TRUTH).tolist()), len(X)]
    theirs = mixture.GaussianMixture(3, n_init=10, tol=1e-10, max_iter=500, random_state=42)
    reached = theirs.fit(X).score(X) * len(X)
    assert agrees(re.search(rf"which reaches {N} as well", text)[1], reached)
    assert re.search(rf"fall by {N}\.", text)[1] == claim(r"it falls once, by NUMBER\.")[0]


def test_exercise_21_the_objective_tends_to_the_inertia():
    seven = datasets.seven_points().X
    centers = np.array([[1.25, 1.5], [3.9, 5.1]])
    weights = np.array([0.8, 0.2])
    distances = ((seven[:, None] - centers) ** 2).sum(axis=2)
    s = 0.01
    near = weights * np.exp(-(distances - distances.min(axis=1, keepdims=True)) / (2 * s))
    shares = near / near.sum(axis=1, keepdims=True)
    q = (shares * (np.log(weights) - distances / (2 * s))).sum()
    assert -2 * s * q == pytest.approx(8.525, abs=2 * s * 7 * log(5) + 1e-9)
    assert (shares * distances).sum() == pytest.approx(341 / 40, abs=1e-9)


def test_every_exercise_of_the_chapter_has_a_solution():
    asked = re.findall(r"^:label: (ex-gmm-\d\d)$", PAGE, re.M)
    assert asked == [f"ex-gmm-{n}" for n in (11, 18, 19, 21)]
    assert re.findall(r"^:::\{solution\} (\S+)$", PAGE, re.M) == asked


# The table of errata -----------------------------------------------------------------------------


@pytest.mark.parametrize("slip", ["E-016", "E-040", "E-045", "E-063c", "E-080", "E-098"])
def test_the_errata_are_listed_once(slip):
    entries = [entry for entry in ERRATA if entry["id"] == slip]
    assert [entry["page"] for entry in entries] == ["05-gmm"]


def entry(slip):
    (found,) = [row for row in ERRATA if row["id"] == slip]
    return " ".join(found[key] for key in ("published", "correct", "why")).replace(
        "\N{MINUS SIGN}", "-"
    )


def test_numbers_of_the_errata():
    """They repeat the page's, which are held above."""
    climbs = claim(r"It climbs for ever: NUMBER, NUMBER, NUMBER, NUMBER\.")
    assert ", ".join(climbs) in entry("E-016")
    for number in ("1.2772", "1.5387", "3.9052", "5.1064"):
        assert number in entry("E-040")
        assert number in PAGE
    assert claim(r"it falls once, by NUMBER\.")[0] in entry("E-045")
    said = claim(r"BIC is lowest at NUMBER components \(NUMBER\), AIC at NUMBER \(NUMBER, ")
    for number in said:
        assert number in entry("E-063c")
    for number in claim(r"adjusted Rand index of NUMBER, K-Means NUMBER:"):
        assert number in entry("E-098")
