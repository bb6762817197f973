"""Every number and every "you see that" of the two pages on metrics and on choosing k.

Numbers are read out of the pages, so an edit of the text alone fails here. They are compared with
exact fractions, with scikit-learn and SciPy, or with code of this file that shares nothing with
`course_lib`. `test_no_number_is_unheld` finds numbers that nobody checks.
"""

import re
import warnings
from fractions import Fraction
from itertools import combinations, permutations
from math import comb, log, sqrt
from pathlib import Path

import numpy as np
import pytest
import yaml
from sklearn import cluster
from sklearn import datasets as generators
from sklearn import metrics as oracle
from sklearn.decomposition import PCA
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture
from sklearn.preprocessing import StandardScaler

from course_lib import datasets, metrics, selection
from course_lib.kmeans import KMeans
from course_lib.spectral import spectral_clustering

BOOK = Path(__file__).resolve().parents[2] / "book"
PAGE = (BOOK / "06-metrics.md").read_text(encoding="utf-8")
SECOND = (BOOK / "06b-choosing-k.md").read_text(encoding="utf-8")
ERRATA = yaml.safe_load((BOOK / "errata.yml").read_text(encoding="utf-8"))

N = r"(-?\d+(?:\.\d+|/\d+)?)"  # a printed number

# Reading the pages -------------------------------------------------------------------------------


def claim(pattern, page=PAGE):
    """Return what the groups of a pattern hold, at its one place in a page."""
    text = re.sub(r"\s+", " ", page)
    found = re.findall(pattern.replace("NUMBER", N), text)
    assert len(found) == 1, f"{len(found)} places say {pattern!r}"
    return (found[0],) if isinstance(found[0], str) else found[0]


def agrees(printed, value):
    """Tell whether a printed number is the value: fractions exactly, decimals to their digits."""
    if "/" in printed:
        return Fraction(printed) == value
    digits = len(printed.partition(".")[2])
    return abs(float(printed) - float(value)) <= 0.5 * 10**-digits + 1e-12


def tables(page):
    """Return all Markdown tables: header cells and rows of cells."""
    found = []
    for block in re.findall(r"(?:^\|.*\|\n)+", page, re.M):
        lines = block.splitlines()
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
        found.append((rows[0], rows[2:]))
    return found


def table(page, *header):
    """Return the rows of the table with these first header cells."""
    (rows,) = [rows for head, rows in tables(page) if tuple(head[: len(header)]) == header]
    return rows


def solution(page, label):
    start = rf"\{{solution(?:-start)?\}} {label}\n"
    return re.split(r"\n:::\{exercise\}|\n## ", re.split(start, page)[1])[0]


# The oracle: silhouettes, Davies-Bouldin and Calinski-Harabasz without course_lib ----------------


def silhouette(X, labels, i):
    """Follow the definition with plain loops; return a, b and s."""

    def mean_to(members):
        return sum(np.linalg.norm(X[i] - X[j]) for j in members) / len(members)

    groups = {g: [j for j in range(len(X)) if labels[j] == g] for g in set(labels)}
    own = [j for j in groups[labels[i]] if j != i]
    b = min(mean_to(members) for g, members in groups.items() if g != labels[i])
    if not own:
        return None, b, 0.0
    a = mean_to(own)
    return a, b, (b - a) / max(a, b) if max(a, b) else 0.0


SIX = np.array([[0, 0], [1, 0], [0, 1], [5, 5], [6, 5], [5, 6]], dtype=float)
HALVES = [0, 0, 0, 1, 1, 1]
SEVEN = [(1, 1), (Fraction(3, 2), 2), (3, 4), (5, 7), (Fraction(7, 2), 5), (Fraction(9, 2), 5),
         (Fraction(7, 2), Fraction(9, 2))]  # fmt: skip
PARTS = SEVEN[:2], SEVEN[2:]


def mean(points):
    return tuple(Fraction(sum(column)) / len(points) for column in zip(*points, strict=True))


def d2(p, q):
    return sum((a - b) ** 2 for a, b in zip(p, q, strict=True))


WSS = sum(d2(p, mean(part)) for part in PARTS for p in part)
TOTAL = sum(d2(p, mean(SEVEN)) for p in SEVEN)
BSS = sum(len(part) * d2(mean(part), mean(SEVEN)) for part in PARTS)
UNWEIGHTED = sum(d2(mean(part), mean(SEVEN)) for part in PARTS)
SPREADS = [sum(sqrt(d2(p, mean(part))) for p in part) / len(part) for part in PARTS]
GAP = sqrt(d2(mean(PARTS[0]), mean(PARTS[1])))

SHOP = StandardScaler().fit_transform(datasets.x_sim().X)
BLOBS = generators.make_blobs(300, centers=3, cluster_std=1.0, random_state=42)[0]
CUBE = np.random.default_rng(0).uniform(size=(500, 8))


def kmeans(k, n_init=10, random_state=42):
    return cluster.KMeans(k, n_init=n_init, random_state=random_state)


def silhouettes_of_kmeans(X, ks, **options):
    return {k: oracle.silhouette_score(X, kmeans(k, **options).fit_predict(X)) for k in ks}


# The silhouette ----------------------------------------------------------------------------------


def test_points_of_the_example():
    said = re.findall(r"([P-U]) \((\d), (\d)\)", PAGE.split("Six points in two groups")[1])[:6]
    assert [name for name, *_ in said] == list("PQRSTU")
    assert [[float(x), float(y)] for _, x, y in said] == SIX.tolist()
    assert datasets.silhouette_six_points().X.tolist() == SIX.tolist()


def test_table_of_silhouettes():
    rows = table(PAGE, "point", "$a$")
    assert [row[0] for row in rows] == list("PQRSTU")
    for i, row in enumerate(rows):
        for printed, value in zip(row[1:], silhouette(SIX, HALVES, i), strict=True):
            assert agrees(printed, value), row
        told = metrics.silhouette_of(i, SIX, np.array(HALVES))
        assert told == pytest.approx(silhouette(SIX, HALVES, i)), "the stepped figure tells it"
    ours = metrics.silhouette_samples(SIX, HALVES)
    np.testing.assert_allclose(ours, [silhouette(SIX, HALVES, i)[2] for i in range(6)])
    assert agrees(claim(r"clustering is the mean, NUMBER \{cite")[0], ours.mean())


def test_silhouette_of_p_in_the_text():
    a, b, s = silhouette(SIX, HALVES, 0)
    assert claim(r"other members: \$\(1 \+ 1\)/2 = NUMBER\$") == ("1",)
    assert a == 1
    assert sqrt(50) + 2 * sqrt(61) == pytest.approx(3 * b)
    assert agrees(claim(r"2\\sqrt\{61\}\)/3 = NUMBER\$")[0], b)
    top, less, below, value = claim(r"s\(P\) &= \\frac\{NUMBER - NUMBER\}\{NUMBER\} = NUMBER \.")
    for printed, right in ((top, b), (less, a), (below, b), (value, s)):
        assert agrees(printed, right)


def test_printed_parentheses_give_a_negative_mean():
    factor, a = claim(r"is \$1/3 - 1 = NUMBER\$, and a mean distance would be \$NUMBER\$")
    assert Fraction(factor) == Fraction(1, 3) - 1
    assert Fraction(a) == Fraction(factor) * (1 + 1)


def test_point_alone():
    X = np.array([[0, 0], [0, 1], [1, 0], [8, 8]], dtype=float)
    labels = [0, 0, 0, 1]
    right = [silhouette(X, labels, i)[2] for i in range(4)]
    assert agrees(claim(r"the single point; the mean is NUMBER\.")[0], np.mean(right))
    assert agrees(claim(r"it prints NUMBER\.")[0], np.mean([*right[:3], 1.0]))
    assert metrics.silhouette_score(X, labels) == pytest.approx(np.mean(right))
    assert oracle.silhouette_score(X, labels) == pytest.approx(np.mean(right))
    row = next(row for row in ERRATA["errata"] if row["id"] == "E-011")
    assert claim(r"the mean is NUMBER\.", row["correct"]) == claim(
        r"the single point; the mean is NUMBER\."
    )


def test_equal_points_score_zero():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert metrics.silhouette_score(np.ones((4, 2)), [0, 0, 1, 1]) == 0
    assert "the fraction is 0/0. The silhouette is **0** again" in PAGE


def test_single_points_would_look_perfect():
    n, bound = claim(r"leave all but two of NUMBER points alone, and the score is above NUMBER,")
    labels = np.maximum(np.arange(int(n)) - 1, 0)
    right = metrics.silhouette_samples(CUBE, labels)
    assert np.count_nonzero(right) <= 2
    assert (int(n) - 2 - 2) / int(n) > float(bound), "even if both of the pair score -1"
    assert right.mean() < 0.01


# The scale ---------------------------------------------------------------------------------------


def read(score):
    for low, verdict in ((0.705, "strong"), (0.505, "reasonable"), (0.255, "weak")):
        if score >= low:
            return verdict
    return "none"


def test_scale_is_without_holes_and_used_as_it_stands():
    rows = [row[0] for row in table(PAGE, "mean silhouette")]
    assert rows == ["0.71 to 1.00", "0.51 to 0.70", "0.26 to 0.50", "0.25 or less"]
    high, low, lower = claim(
        r'"over NUMBER is good", .*? \*reasonable\* .*? and NUMBER or NUMBER,'
    )
    assert read(float(high)) == "reasonable"
    assert {read(float(low)), read(float(lower))} == {"weak"}


def test_even_numbers_score_reasonably():
    X = np.random.default_rng(0).uniform(size=(500, 1))
    score = silhouettes_of_kmeans(X, [2], random_state=0)[2]
    assert read(score) == "reasonable"
    assert '"Reasonable", says the scale.' in PAGE
    row = next(row for row in ERRATA["errata"] if row["id"] == "E-142")
    assert agrees(claim(r"cut in two, score NUMBER\.", row["why"])[0], score)


def test_score_of_the_shop():
    five, four = claim(r"and a score of NUMBER\. With four groups the score is NUMBER\.")
    scores = silhouettes_of_kmeans(SHOP, [4, 5])
    assert agrees(five, scores[5])
    assert agrees(four, scores[4])
    assert claim(r"has NUMBER customers in five groups") == (str(len(SHOP)),)


# Davies-Bouldin and Calinski-Harabasz ------------------------------------------------------------

DB = sum(SPREADS) / GAP
CH = BSS / (WSS / 5)
CENTER_CLAIMS = [
    (r"\$\\sigma\$ is NUMBER and NUMBER, and the centers are NUMBER apart", [*SPREADS, GAP]),
    (
        r"so DB is \$\(NUMBER \+ NUMBER\)/NUMBER = NUMBER\$",
        [*SPREADS, GAP, DB],
    ),
    (r"WSS is the inertia, NUMBER\. BSS is NUMBER\. .*? NUMBER, the sq", [WSS, BSS, TOTAL]),
    (r"CH is \$NUMBER / \(NUMBER/5\) = NUMBER\$", [BSS, WSS, CH]),
    (r"BSS is NUMBER and CH is NUMBER\.", [BSS, CH]),
    (r"sizes the sum is NUMBER, and CH would be NUMBER\.", [UNWEIGHTED, UNWEIGHTED / (WSS / 5)]),
]


@pytest.mark.parametrize(("pattern", "values"), CENTER_CLAIMS)
def test_scores_with_centers(pattern, values):
    for printed, value in zip(claim(pattern), values, strict=True):
        assert agrees(printed, value), f"{printed} is printed, {float(value)} is right"


def test_exact_values_and_the_library():
    X, labels = np.array(SEVEN, dtype=float), [0, 0, 1, 1, 1, 1, 1]
    assert Fraction(341, 40) == WSS
    assert BSS + WSS == TOTAL == Fraction(519, 14)
    for score, value in (("davies_bouldin_score", DB), ("calinski_harabasz_score", CH)):
        for library in (metrics, oracle):
            assert getattr(library, score)(X, labels) == pytest.approx(float(value))
    row = next(row for row in ERRATA["errata"] if row["id"] == "E-018")
    said = re.findall(r"\d+\.\d{4}", row["correct"] + row["why"])
    for printed, value in zip(said, (CH, UNWEIGHTED, BSS, UNWEIGHTED / (WSS / 5)), strict=True):
        assert agrees(printed, value)


def test_davies_bouldin_is_zero_only_without_spread():
    places = np.repeat([[0.0, 0.0], [1.0, 0.0]], 2, axis=0)
    labels = [0, 0, 1, 1]
    assert metrics.davies_bouldin_score(places, labels) == 0
    apart = places * 1e6 + [[0, 0], [0, 1], [0, 0], [0, 1]]
    assert metrics.davies_bouldin_score(apart, labels) > 0


@pytest.mark.parametrize("labels", [[0] * 6, range(6)])
def test_scores_need_two_groups_and_a_pair(labels):
    for score in ("silhouette_score", "davies_bouldin_score", "calinski_harabasz_score"):
        with pytest.raises(ValueError, match="Number of labels"):
            getattr(metrics, score)(SIX, list(labels))


# Against a second labeling -----------------------------------------------------------------------

ROOMS, FOUND = "AAADDD", [0, 0, 1, 1, 2, 2]


def counted_pairs(one, other):
    """Look at every pair: together in both, in the first, in the second, in neither; all."""
    both = first = second = neither = 0
    for i, j in combinations(range(len(one)), 2):
        in_first, in_second = one[i] == one[j], other[i] == other[j]
        both += in_first and in_second
        first += in_first
        second += in_second
        neither += not in_first and not in_second
    return both, first, second, neither, comb(len(one), 2)


def exact_ari(one, other):
    both, first, second, _, pairs = counted_pairs(one, other)
    expected = Fraction(first * second, pairs)
    return (both - expected) / (Fraction(first + second, 2) - expected)


def test_contingency_table():
    rows = [[int(v) for v in row[1:]] for row in table(PAGE, "", "A, B")]
    counts = metrics.contingency_matrix(list(ROOMS), FOUND)
    assert rows[:2] == [[*line, sum(line)] for line in counts.tolist()]
    assert rows[2] == [*counts.sum(axis=0).tolist(), 6]


def test_pairs():
    both, first, second, neither, pairs = counted_pairs(ROOMS, FOUND)
    said = claim(
        r"There are NUMBER pairs\. Together in a room: NUMBER\. Together in a group: NUMBER\. "
        r"Together in both: NUMBER\. "
        r"Apart in both: \$NUMBER - NUMBER - NUMBER \+ NUMBER = NUMBER\$"
    )
    assert [int(v) for v in said] == [
        pairs, first, second, both, pairs, first, second, both, neither
    ]  # fmt: skip
    assert neither == pairs - first - second + both
    one, two, below, rand = claim(r"agree, \$\(NUMBER \+ NUMBER\)/NUMBER = NUMBER\$")
    assert (int(one), int(two), int(below)) == (both, neither, pairs)
    assert agrees(rand, oracle.rand_score(list(ROOMS), FOUND))


def test_adjusted_rand_index():
    both, first, second, _, pairs = counted_pairs(ROOMS, FOUND)
    a, b, c, expected = claim(r"\$E = NUMBER \\cdot NUMBER / NUMBER = NUMBER\$")
    assert (int(a), int(b), int(c)) == (first, second, pairs)
    assert Fraction(expected) == Fraction(first * second, pairs)
    said = claim(r"ARI \$= \(NUMBER - NUMBER\)/\(NUMBER - NUMBER\)\$ \$= NUMBER = NUMBER\$")
    value = exact_ari(ROOMS, FOUND)
    for printed, right in zip(
        said,
        [both, Fraction(expected), Fraction(first + second, 2), Fraction(expected), value, value],
        strict=True,
    ):
        assert agrees(printed, right)
    assert metrics.adjusted_rand_score(list(ROOMS), FOUND) == pytest.approx(float(value))


def test_range_of_the_adjusted_rand_index():
    assert claim(r"\*\*never below NUMBER\*\*") == ("-0.5",)
    assert exact_ari([0, 0, 1, 1], [0, 1, 0, 1]) == Fraction(-1, 2)
    assert "The labels 0, 0, 1, 1 against 0, 1, 0, 1 reach -0.5" in PAGE
    one = [0, 0, 0, 1, 1, 2]
    values = [exact_ari(one, [one[i] for i in order]) for order in permutations(range(6))]
    assert sum(values) == 0, "on average over all orders, exactly"
    assert min(values) >= Fraction(-1, 2)


def test_mutual_information():
    shared, mean_entropy = 2 / 3 * log(2), (log(2) + log(3)) / 2
    assert r"shared information is $\tfrac{2}{3} \log 2$ and the entropies are $\log 2$" in PAGE
    nmi, alone = claim(r"so NMI is \$NUMBER\$\. .*? NMI \*rises\* to NUMBER, while")
    assert agrees(nmi, shared / mean_entropy)
    assert metrics.normalized_mutual_info_score(list(ROOMS), FOUND) == pytest.approx(
        shared / mean_entropy
    )
    assert agrees(alone, oracle.normalized_mutual_info_score(list(ROOMS), range(6)))
    assert float(alone) > float(nmi)
    assert exact_ari(ROOMS, range(6)) == 0
    assert "while ARI falls to 0." in PAGE


def test_clustering_accuracy():
    right = max(
        sum(name[g] == room for g, room in zip(FOUND, ROOMS, strict=True))
        for name in permutations("AD-")
    )
    assert claim(r"Here NUMBER of NUMBER are right") == (str(right), "6")
    assert metrics.clustering_accuracy(list(ROOMS), FOUND) == pytest.approx(right / 6)


def test_each_point_alone_scores_zero_only_in_ari():
    alone = range(6)
    assert metrics.adjusted_rand_score(list(ROOMS), alone) == 0
    for score in (
        metrics.rand_score,
        metrics.normalized_mutual_info_score,
        metrics.clustering_accuracy,
    ):
        assert score(list(ROOMS), alone) > 0


# Noise -------------------------------------------------------------------------------------------


def noisy_moons():
    X, truth = generators.make_moons(300, noise=0.08, random_state=42)
    return StandardScaler().fit_transform(X), truth


def test_a_score_bought_with_noise():
    X, truth = noisy_moons()
    found = cluster.DBSCAN(eps=0.2, min_samples=10).fit_predict(X)
    kept = found >= 0
    bought, noise, n, pieces, ari = claim(
        r"The higher silhouette, NUMBER, throws NUMBER of NUMBER points away and breaks the moons "
        r"into NUMBER pieces: ARI NUMBER\."
    )
    assert agrees(bought, oracle.silhouette_score(X[kept], found[kept]))
    assert (int(noise), int(n), int(pieces)) == (np.sum(~kept), len(X), found.max() + 1)
    assert agrees(ari, oracle.adjusted_rand_score(truth, found))
    (honest,) = claim(r"The lower one, NUMBER, \*is\* the truth: no noise, ARI 1\.")
    assert agrees(honest, oracle.silhouette_score(X, truth))
    found = cluster.DBSCAN(eps=0.3, min_samples=5).fit_predict(X)
    assert np.all(found >= 0)
    assert oracle.adjusted_rand_score(truth, found) == 1
    assert float(bought) > float(honest)


def test_quiz_on_noise_uses_the_moons():
    X, truth = noisy_moons()
    found = cluster.DBSCAN(eps=0.2, min_samples=10).fit_predict(X)
    high, share, low = claim(r"DBSCAN scores NUMBER with NUMBER % noise, and NUMBER with none")
    bought, honest = (
        claim(rf"The {w} (?:one|silhouette), NUMBER, ")[0] for w in ("higher", "lower")
    )
    assert agrees(high, float(bought))
    assert agrees(low, float(honest))
    assert agrees(share, 100 * np.mean(found < 0))
    assert agrees(
        claim(r"the first has ARI NUMBER and")[0], oracle.adjusted_rand_score(truth, found)
    )


def test_noise_policies():
    X, _ = noisy_moons()
    found = cluster.DBSCAN(eps=0.2, min_samples=10).fit_predict(X)
    as_cluster = metrics.silhouette_score(X, found, noise="cluster")
    assert as_cluster == pytest.approx(oracle.silhouette_score(X, found))
    assert as_cluster < metrics.silhouette_score(X, found, noise="drop")


def test_exercise_on_buying():
    X = datasets.scaled_moons().X
    found = kmeans(2, random_state=0).fit_predict(X)
    scores = oracle.silhouette_samples(X, found)
    kept = np.sort(np.argsort(scores)[50:])
    text = solution(PAGE, "ex-metrics-31")
    before, after = claim(r"rises from NUMBER to NUMBER: from \*weak\* to \*reasonable\*", text)
    assert agrees(before, scores.mean())
    assert agrees(after, oracle.silhouette_score(X[kept], found[kept]))
    assert (read(float(before)), read(float(after))) == ("weak", "reasonable")
    rest, share = claim(r"other NUMBER points .*? Only the NUMBER % noise", text)
    assert (int(rest), int(share)) == (len(kept), 100 * 50 // len(X))


# Where the scores mislead ------------------------------------------------------------------------

SCORES = (
    oracle.silhouette_score,
    oracle.davies_bouldin_score,
    oracle.calinski_harabasz_score,
)


def test_table_of_misleading_scores():
    rows = {row[0]: row[1:] for row in table(PAGE, "", "silhouette")}
    for name, data in (("moons", datasets.scaled_moons()), ("circles", datasets.circles())):
        found = kmeans(2, random_state=0).fit_predict(data.X)
        wrong = [score(data.X, found) for score in SCORES]
        true = [score(data.X, data.labels) for score in SCORES]
        for row, values in ((f"{name}, K-Means", wrong), (f"{name}, truth", true)):
            assert all(map(agrees, rows[row], values)), row
        assert wrong[0] > true[0], "silhouette: higher is better"
        assert wrong[1] < true[1], "Davies-Bouldin: lower is better"
        assert wrong[2] > true[2], "Calinski-Harabasz: higher is better"
        assert oracle.adjusted_rand_score(data.labels, found) < 0.5
    assert "Each score prefers the wrong answer, twice." in PAGE
    chance = oracle.adjusted_rand_score(data.labels, found)
    assert agrees(claim(r"no better than chance \(ARI NUMBER\)")[0], chance)
    assert metrics.davies_bouldin_score(data.X, data.labels) == pytest.approx(true[1])


def test_negative_silhouettes_under_true_labels():
    said = claim(
        r"labels, NUMBER of the NUMBER moon points and NUMBER of the NUMBER circle points have"
    )
    counts = []
    for data in (datasets.scaled_moons(), datasets.circles()):
        negative = oracle.silhouette_samples(data.X, data.labels) < 0
        counts += [str(negative.sum()), str(len(data.X))]
    assert list(said) == counts
    assert claim(r"only: NUMBER of NUMBER moon points are negative") == tuple(counts[:2])
    row = next(row for row in ERRATA["errata"] if row["id"] == "E-086")
    assert re.findall(r"\d+", row["why"]) == counts


def test_a_straight_line_cuts_both_circles():
    X, _, truth, _ = datasets.circles()
    found = kmeans(2, random_state=0).fit_predict(X)
    for circle in (0, 1):
        assert 0.4 < np.mean(found[truth == circle]) < 0.6


def test_scores_of_different_spaces():
    line = PCA(1).fit_transform(CUBE)
    halves = kmeans(2, random_state=0).fit_predict(line)
    narrow, wide = claim(r"The same groups: NUMBER or NUMBER\.")
    assert agrees(narrow, oracle.silhouette_score(line, halves))
    assert agrees(wide, oracle.silhouette_score(CUBE, halves))
    row = next(row for row in ERRATA["errata"] if row["id"] == "E-110")
    assert re.findall(r"0\.\d+", row["why"]) == [narrow, wide]


def test_standard_scaling_by_hand():
    *ages, center, std, said = claim(
        r"Ages NUMBER, NUMBER, NUMBER, NUMBER, NUMBER: mean NUMBER, standard deviation NUMBER, "
        r"so \$z\$ = (.*?)\. \*\*Skew"
    )
    ages = np.array(ages, dtype=float)
    z = StandardScaler().fit_transform(ages[:, None]).ravel()
    assert float(center) == ages.mean()
    assert agrees(std, ages.std())
    assert all(map(agrees, said.split(", "), z))
    shown = claim(r": NUMBER, and NUMBER, NUMBER, NUMBER\. Why : `StandardScaler` divides")
    assert all(map(agrees, shown, [ages.std(), *z[:3]]))
    (sample,) = claim(r"Dividing by \$n - 1\$ gives NUMBER\.")
    assert agrees(sample, ages.std(ddof=1))
    row = next(row for row in ERRATA["errata"] if row["id"] == "E-104")
    assert [std, *shown[1:]] == re.findall(r"-?\d+\.\d{4}", row["correct"])
    assert claim(r"deviation of these ages is NUMBER,") == ("17",)
    assert not agrees("17", ages.std())
    assert not agrees("17", ages.std(ddof=1))


# Exercises of the first page ---------------------------------------------------------------------

FAR = np.array([[0, 0], [1, 0], [0, 1], [10, 10], [11, 10], [10, 11]], dtype=float)


def test_exercise_7():
    text = solution(PAGE, "ex-metrics-07")
    a, b, s = silhouette(FAR, HALVES, 1)
    assert agrees(claim(r"\\sqrt2\)/2 = NUMBER\$", text)[0], a)
    assert a == pytest.approx((1 + sqrt(2)) / 2)
    roots = re.findall(r"\\sqrt\{(\d+)\} = (\d+\.\d+)", text)
    assert [int(under) for under, _ in roots] == [int(d) for d in ((FAR[3:] - FAR[1]) ** 2).sum(1)]
    assert all(agrees(value, sqrt(int(under))) for under, value in roots)
    assert agrees(claim(r"so \$b = NUMBER\$", text)[0], b)
    assert agrees(claim(r"1 - a/b = NUMBER\$", text)[0], s)
    q, average = claim(r"Higher than for Q, NUMBER: .*? All six have mean NUMBER\.", text)
    assert agrees(q, silhouette(SIX, HALVES, 1)[2])
    assert s > float(q)
    assert agrees(average, oracle.silhouette_score(FAR, HALVES))


def test_exercise_15():
    db, ch = claim(r"DB is NUMBER and CH is NUMBER\.", solution(PAGE, "ex-metrics-15"))
    assert agrees(db, oracle.davies_bouldin_score(FAR, HALVES))
    assert agrees(ch, oracle.calinski_harabasz_score(FAR, HALVES))


def test_calinski_harabasz_ranks_as_inertia_does_for_fixed_k():
    rng = np.random.default_rng(0)
    labelings = [rng.permutation(np.arange(30) % 3) for _ in range(20)]
    X = BLOBS[:30]
    inertias = [
        sum(((X[y == j] - X[y == j].mean(axis=0)) ** 2).sum() for j in range(3)) for y in labelings
    ]
    ch = [metrics.calinski_harabasz_score(X, y) for y in labelings]
    assert np.argsort(inertias).tolist() == np.argsort(ch)[::-1].tolist()


# The second page: easy data ----------------------------------------------------------------------


@pytest.fixture(scope="module")
def easy():
    inertias = np.array([kmeans(k).fit(BLOBS).inertia_ for k in range(1, 11)])
    return inertias, silhouettes_of_kmeans(BLOBS, range(2, 11))


def test_elbow_of_the_blobs(easy):
    inertias, scores = easy
    drops = 1 - inertias[1:] / inertias[:-1]
    header = next(head for head, _ in tables(SECOND) if head[1:] == list("12345"))
    rows = {row[0]: row[1:] for row in table(SECOND, *header)}
    assert all(map(agrees, rows["inertia"], inertias))
    assert all(
        agrees(p.removesuffix(" %"), 100 * d)
        for p, d in zip(rows["removes"][1:], drops[:4], strict=True)
    )
    assert all(agrees(p, scores[k]) for k, p in enumerate(rows["silhouette"][1:], start=2))
    second, third, rest = claim(
        r"group remove NUMBER and NUMBER %\. After them no group removes more than NUMBER %",
        SECOND,
    )
    assert agrees(second, 100 * drops[0])
    assert agrees(third, 100 * drops[1])
    assert agrees(rest, 100 * max(drops[2:]))
    assert max(scores, key=scores.get) == 3
    curve = selection.elbow(BLOBS, range(1, 11), n_init=10, random_state=42)
    np.testing.assert_allclose(curve.inertias, inertias, rtol=1e-9)
    line = np.linspace(inertias[0], inertias[-1], 10)
    assert curve.chord == 1 + np.argmax(line - inertias) == 3
    assert "Here it says 3." in SECOND


def test_exercise_14(easy):
    inertias, scores = easy
    text = solution(SECOND, "ex-choosing-14")
    said = claim(r"The drops are NUMBER, NUMBER, NUMBER and NUMBER % at first, so \$k = 3\$", text)
    assert all(map(agrees, said, 100 * (1 - inertias[1:] / inertias[:-1])))
    said = claim(r"are NUMBER, \*\*NUMBER\*\*, NUMBER and NUMBER: the same", text)
    assert all(agrees(printed, scores[k]) for k, printed in enumerate(said, start=2))


# The second page: the shop -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def shop():
    models = {k: kmeans(k).fit(SHOP) for k in range(1, 11)}
    inertias = np.array([models[k].inertia_ for k in range(1, 11)])
    return models, inertias


def test_everybody_disagrees(shop):
    models, inertias = shop
    rows = {row[0]: row[1:] for row in table(SECOND, "criterion", "$k$")}

    def chord(last):
        return 1 + int(
            np.argmax(np.linspace(inertias[0], inertias[last - 1], last) - inertias[:last])
        )

    assert rows["chord rule, $k$ up to 10"] == [str(chord(10)), "up to 5 it says 2"]
    assert {chord(4), chord(5)} == {2}
    assert {chord(last) for last in range(6, 11)} == {3}
    assert selection.chord_rule(range(1, 11), inertias) == chord(10)
    best = {}
    for score in SCORES:
        sign = -1 if "davies" in score.__name__ else 1
        values = {k: sign * score(SHOP, models[k].labels_) for k in range(2, 11)}
        best[score.__name__] = max(values, key=values.get)
        if score is oracle.silhouette_score:
            assert agrees(rows["silhouette"][1], values[5])
    assert rows["silhouette"][0] == str(best["silhouette_score"]) == "5"
    for name in ("davies_bouldin", "calinski_harabasz"):
        title = name.replace("_", "-").title()
        assert rows[title] == [str(best[f"{name}_score"]), "the largest one tried"]
    row = next(row for row in ERRATA["errata"] if row["id"] == "E-092")
    assert "chord rule 3, silhouette 5, Davies-Bouldin and Calinski-Harabasz 10" in row["correct"]
    sizes = np.bincount(models[10].labels_)
    assert sizes.max() == 2, "almost everybody is alone or in a pair"


def test_four_letters_join_two_kinds_of_middling_customers(shop):
    models, _ = shop
    customers = datasets.x_sim().X
    four = {frozenset(np.flatnonzero(models[4].labels_ == j)) for j in range(4)}
    five = {frozenset(np.flatnonzero(models[5].labels_ == j)) for j in range(5)}
    (joined,) = four - five
    parts = five - four
    assert len(parts) == 2
    assert frozenset.union(*parts) == joined
    for part in parts:
        assert np.all((customers[list(part)] > 30) & (customers[list(part)] < 65))


def test_restarts_on_the_shop(shop):
    models, inertias = shop
    ((header, rows),) = [
        (head, rows) for head, rows in tables(SECOND) if rows[0][0] == "inertia, one start"
    ]
    ks = [int(k) for k in header[1:]]
    one = {k: kmeans(k, n_init=1).fit(SHOP) for k in range(2, 11)}
    values = {
        "inertia, one start": [one[k].inertia_ for k in ks],
        "inertia, best of ten": [inertias[k - 1] for k in ks],
        "silhouette, one start": [oracle.silhouette_score(SHOP, one[k].labels_) for k in ks],
        "silhouette, best of ten": [oracle.silhouette_score(SHOP, models[k].labels_) for k in ks],
    }
    for name, *printed in rows:
        assert all(map(agrees, printed, values[name])), name
    differ = [k for k in one if one[k].inertia_ > 1.0001 * inertias[k - 1]]
    assert differ == ks, "the table has all k where a single start is worse"


def test_silhouettes_of_fourteen_points():
    low, high = claim(r"a silhouette exists for \$k\$ from NUMBER to NUMBER only", SECOND)
    assert (int(low), int(high)) == (2, len(SHOP) - 1)
    for k, fine in ((1, False), (2, True), (13, True), (14, False)):
        labels = np.minimum(np.arange(14), k - 1)
        if fine:
            oracle.silhouette_score(SHOP, labels)
            metrics.silhouette_score(SHOP, labels)
        else:
            with pytest.raises(ValueError, match="Number of labels"):
                metrics.silhouette_score(SHOP, labels)


def test_gap_on_the_shop_depends_on_the_reference():
    said = claim(r"the seeds 0 to 9 give 1 (\w+) times, 2 (\w+) times and 5 (\w+): 14", SECOND)
    words = {"twice": 2, "three": 3, "four": 4, "five": 5}
    best = [
        selection.gap_statistic(SHOP, range(1, 8), n_init=3, random_state=s).best
        for s in range(10)
    ]
    assert [best.count(k) for k in (1, 2, 5)] == [words[w] for w in said]
    assert {row[0]: row[1] for row in table(SECOND, "criterion", "$k$")}["gap statistic"] == (
        "1, 2 or 5"
    )


def test_stability_on_the_shop():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        means = {
            k: selection.stability(
                SHOP,
                lambda seed, k=k: KMeans(k, n_init=5, random_state=seed),
                n_pairs=50,
                random_state=0,
            ).mean()
            for k in (2, 3, 4, 5, 6)
        }
    said = claim(
        r"five starts the means are NUMBER, NUMBER, NUMBER and NUMBER: four, then five",
        solution(SECOND, "ex-choosing-32"),
    )
    assert all(agrees(printed, means[k]) for k, printed in enumerate(said, start=3))
    assert sorted(means, key=means.get)[-2:] == [5, 4]
    row = {row[0]: row[1:] for row in table(SECOND, "criterion", "$k$")}["stability"]
    assert row == ["4", "5 is next"]
    assert 0.3 < (1 - 1 / 14) ** 14 < 0.37, "about a third is left out"


# The second page: gap, BIC, stability ------------------------------------------------------------


def test_gap_on_the_blobs():
    result = selection.gap_statistic(BLOBS, range(1, 7), n_references=10, n_init=2, random_state=0)
    assert claim(r"On the three groups it says NUMBER, clearly", SECOND) == (str(result.best),)
    assert result.best == 3
    # An own reference: other seeds, scikit-learn's K-Means, the same shape of the curve.
    rng = np.random.default_rng(1)
    box = BLOBS.min(axis=0), BLOBS.max(axis=0)
    logs = np.log(
        [
            [kmeans(k, n_init=2).fit(rng.uniform(*box, BLOBS.shape)).inertia_ for k in range(1, 7)]
            for _ in range(5)
        ]
    )
    own = logs.mean(axis=0) - np.log([kmeans(k).fit(BLOBS).inertia_ for k in range(1, 7)])
    np.testing.assert_allclose(result.gaps, own, atol=0.15)


def test_bic():
    theirs = [
        GaussianMixture(k, n_init=5, random_state=0).fit(BLOBS).bic(BLOBS) for k in range(1, 6)
    ]
    assert int(np.argmin(theirs)) == 2
    assert int(np.argmin(selection.bic_sweep(BLOBS, range(1, 6), random_state=0))) == 2
    assert "The third value is the lowest." in SECOND
    falling = selection.bic_sweep(SHOP, range(1, 6), random_state=0)
    assert np.all(np.diff(falling) < 0), "on the shop it goes on falling"


def test_stability_of_the_blobs():
    means = {
        k: selection.stability(
            BLOBS, lambda seed, k=k: KMeans(k, n_init=5, random_state=seed), random_state=0
        ).mean()
        for k in (2, 3, 4)
    }
    two, three = means[2], means[3]
    assert claim(r"But look at two: \*\*NUMBER, as stable", SECOND) == ("1.00",)
    assert two == three == 1
    assert means[4] < 0.9


def test_two_groups_join_the_closest_pair_and_four_cut_another_each_time():
    truth = datasets.three_blobs().labels
    centers = np.array([BLOBS[truth == j].mean(axis=0) for j in range(3)])
    pair = min(
        combinations(range(3), 2), key=lambda p: np.linalg.norm(np.subtract(*centers[list(p)]))
    )
    rng = np.random.default_rng(3)
    cut = set()
    for _ in range(10):
        drawn = rng.integers(300, size=300)
        found = kmeans(2, n_init=5).fit(BLOBS[drawn]).predict(BLOBS)
        assert len(set(found[np.isin(truth, pair)])) == 1
        found = kmeans(4, n_init=5).fit(BLOBS[drawn]).predict(BLOBS)
        cut |= {j for j in range(3) if len(set(found[truth == j])) > 1}
    assert len(cut) > 1


# The second page: no groups, and the wrong shape -------------------------------------------------


def test_flat_silhouettes_without_groups():
    scores = silhouettes_of_kmeans(CUBE, range(2, 13), n_init=5, random_state=0)
    low, high, first, last = claim(
        r"is \*\*flat\*\*, between NUMBER and NUMBER for every \$k\$ from NUMBER to NUMBER\.",
        SECOND,
    )
    assert agrees(low, min(scores.values()))
    assert agrees(high, max(scores.values()))
    assert (int(first), int(last)) == (min(scores), max(scores))
    assert claim(r"`argmax` gives you NUMBER,", SECOND) == (str(max(scores, key=scores.get)),)
    assert claim(r"sweep gives values from NUMBER to NUMBER for", SECOND) == (low, high)
    assert max(silhouettes_of_kmeans(BLOBS, range(2, 13), n_init=5).values()) > 0.8


def test_unstable_and_no_gap_without_groups():
    two, five = claim(r"to an ARI of NUMBER for two groups and NUMBER for five", SECOND)
    for printed, k in ((two, 2), (five, 5)):
        means = selection.stability(
            CUBE, lambda seed, k=k: KMeans(k, n_init=5, random_state=seed), n_pairs=10,
            random_state=0,
        )  # fmt: skip
        assert agrees(printed, means.mean())
    assert claim(r"halves of a cube agree to an ARI of NUMBER only", SECOND) == (two,)
    assert "and the gap statistic answers 1." in SECOND
    result = selection.gap_statistic(CUBE, range(1, 4), n_references=10, n_init=2, random_state=0)
    assert result.best == 1


def shuffled(X, k):
    rng = np.random.default_rng(0)
    tables = [rng.permuted(X, axis=0) for _ in range(20)]
    model = kmeans(k, n_init=5, random_state=0)
    return [oracle.silhouette_score(Y, model.fit_predict(Y)) for Y in tables]


def test_shuffled_columns():
    real, low, high, blobs, cube = claim(
        r"The shop's NUMBER is above everything that shuffling gives, NUMBER to NUMBER\. "
        r"So is the NUMBER of the three groups\. The cube's NUMBER is no better",
        SECOND,
    )
    chance = shuffled(SHOP, 5)
    assert agrees(real, silhouettes_of_kmeans(SHOP, [5])[5])
    assert agrees(low, min(chance))
    assert agrees(high, max(chance))
    assert float(real) > max(chance)
    score = silhouettes_of_kmeans(BLOBS, [3])[3]
    assert agrees(blobs, score)
    assert score > max(shuffled(BLOBS, 3))
    score = silhouettes_of_kmeans(CUBE, [5], n_init=5, random_state=0)[5]
    assert agrees(cube, score)
    assert score < max(shuffled(CUBE, 5))


def test_all_fail_on_the_moons():
    X, _, truth, _ = datasets.scaled_moons()
    rows = {row[0]: row[1:] for row in table(SECOND, "criterion on the moons")}
    scores = silhouettes_of_kmeans(X, range(2, 11), random_state=0)
    best = max(scores, key=scores.get)
    assert rows["silhouette"][0] == f"{best}, the largest one tried"
    ten, two = claim(r"\| NUMBER, against NUMBER for 2 \|", SECOND)
    assert agrees(ten, scores[10])
    assert agrees(two, scores[2])
    bic = selection.bic_sweep(X, range(1, 11), random_state=0)
    assert rows["BIC"][0] == str(1 + int(np.argmin(bic)))
    assert claim(r"for the two moons it asks for NUMBER\.", SECOND) == (rows["BIC"][0],)
    gap = selection.gap_statistic(X, range(1, 5), n_references=10, n_init=2, random_state=0)
    stable = {
        k: selection.stability(
            X, lambda seed, k=k: KMeans(k, n_init=5, random_state=seed), random_state=0
        ).mean()
        for k in range(2, 7)
    }
    assert rows["gap, stability"][0] == str(gap.best) == str(max(stable, key=stable.get))
    assert agrees(claim(r"with \$k = 2\$ has NUMBER, and it is wrong", SECOND)[0], stable[2])
    assert oracle.adjusted_rand_score(truth, kmeans(2).fit_predict(X)) < 0.5, "and it is wrong"


def test_exercise_23():
    X, _, truth, _ = datasets.circles()
    assert oracle.adjusted_rand_score(truth, spectral_clustering(X, 2, random_state=0)) == 1
    theirs = cluster.SpectralClustering(
        2, affinity="nearest_neighbors", n_neighbors=10, random_state=0
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # the graph has two parts: that is the point
        assert oracle.adjusted_rand_score(truth, theirs.fit_predict(X)) == 1
    for gamma, ari in ((1, 0), (10, 0), (30, 1), (100, 1)):
        found = spectral_clustering(X, 2, gamma=gamma, random_state=0)
        assert oracle.adjusted_rand_score(truth, found) == pytest.approx(ari, abs=0.005)
    text = solution(SECOND, "ex-choosing-23")
    assert re.search(r"At 1 and 10 .*? ARI is about 0\. At 30 and 100 it is 1", text)
    wrong, right = claim(r"the wrong answer NUMBER and the right one NUMBER\.", text)
    assert agrees(wrong, oracle.silhouette_score(X, kmeans(2).fit_predict(X)))
    assert agrees(right, oracle.silhouette_score(X, truth))


def test_first_inertia_of_the_standardized_blobs():
    row = next(row for row in ERRATA["errata"] if row["id"] == "E-063d")
    (value,) = claim(r"first inertia is NUMBER\.", row["correct"])
    assert agrees(value, kmeans(1).fit(datasets.four_blobs().X).inertia_)


# Questions ---------------------------------------------------------------------------------------


def quiz_keys(page):
    bodies = re.findall(r"^:::\{quiz\}\n(.*?)^:::", page, re.M | re.S)
    return [
        [choice["text"] for choice in yaml.safe_load(body)["choices"] if choice.get("right")]
        for body in bodies
    ]


def test_quiz_keys():
    first = quiz_keys(PAGE)
    assert [key[0].split(",")[0] for key in first] == [
        "Another group is nearer on average",
        "The lower one",
        "Adjusted Rand index",
        "0",
        "The two scores are about different points and do not compare",
        "Adjusted Rand index",
    ]
    second = quiz_keys(SECOND)
    assert len(second) == 5
    assert second[2] == ["Gap statistic", "Bayesian information criterion"]
    assert agrees(claim(r"For these groups it is NUMBER\.", SECOND)[0],
                  silhouettes_of_kmeans(BLOBS, [2])[2])  # fmt: skip


def test_bic_can_answer_one():
    one = np.random.default_rng(0).normal(size=(200, 2))
    assert int(np.argmin(selection.bic_sweep(one, range(1, 4), random_state=0))) == 0


# Nothing unheld ----------------------------------------------------------------------------------

# Each number of the prose with two digits or more, by the test that recomputes it. A number that
# is new in the text fails here until somebody holds it. What claims nothing about data is "free".
HELD = {
    "test_score_of_the_shop": "0.7213 0.6888 0.72 14",
    "test_silhouette_of_p_in_the_text": "7.5639 50 61",
    "test_table_of_silhouettes": "0.8398",
    "test_printed_parentheses_give_a_negative_mean": "1/3 2/3 4/3",
    "test_point_alone": "0.9211 0.6711",
    "test_single_points_would_look_perfect": "0.99 500",
    "test_equal_points_score_zero": "0/0",
    "test_scale_is_without_holes_and_used_as_it_stands": "0.6 0.41 0.2952",
    "test_scores_with_centers": "0.5590 1.0717 4.4702 0.364795 8.525 28.5464 37.0714 16.7428 "
    "11.8264 6.9363",
    "test_pairs": "15 0.6667",
    "test_adjusted_rand_index": "6/5 9/2 8/33 0.2424",
    "test_range_of_the_adjusted_rand_index": "0.5",
    "test_mutual_information": "0.5158 0.5579",
    "test_a_score_bought_with_noise": "0.5067 110 300 0.2132 0.3803",
    "test_quiz_on_noise_uses_the_moons": "0.51 37 0.38 0.21",
    "test_exercise_on_buying": "0.4925 0.6474 150 25",
    "test_table_of_misleading_scores": "0.0025",
    "test_negative_silhouettes_under_true_labels": "200 400",
    "test_scores_of_different_spaces": "0.5717 0.0956 500",
    "test_standard_scaling_by_hand": "22 38 67 45 28 40 15.6589 1.1495 0.1277 1.7243 "
    "0.3193 0.7663 17 1.06 0.12 1.59 17.5071",
    "test_exercise_7": "10 11 1.2071 181 13.4536 14.1421 202 14.2127 13.9361 0.9134 0.8249 0.9196",
    "test_exercise_15": "0.0925 450",
    "test_elbow_of_the_blobs": "72 90 18",
    "test_exercise_14": "12 0.7049 0.8480 0.6637 0.4901",
    "test_silhouettes_of_fourteen_points": "13",
    "test_stability_of_the_blobs": "1.00",
    "test_stability_on_the_shop": "0.76 0.83 0.78 0.71",
    "test_flat_silhouettes_without_groups": "0.09 0.11",
    "test_unstable_and_no_gap_without_groups": "0.24",
    "test_shuffled_columns": "0.32 0.53 0.85 0.10 20",
    "test_all_fail_on_the_moons": "0.94",
    "test_exercise_23": "30 100 0.354 0.111",
    "test_quiz_keys": "0.70",
    "free": "0.3",
}


def test_no_number_is_unheld(nothing_unheld):
    nothing_unheld(HELD, PAGE, SECOND)
