"""Every number and every "you see that" of the first chapter.

Numbers are read out of the page, so an edit of the text alone fails here. They are compared with
exact counts or with scikit-learn; `test_no_number_is_unheld` finds numbers that nobody checks.
"""

import re
from itertools import combinations, product
from math import comb, factorial
from pathlib import Path

import numpy as np
import pytest
import yaml
from sklearn import cluster, metrics
from sklearn.datasets import load_iris

from course_lib import datasets
from course_lib.kmeans import KMeans

BOOK = Path(__file__).resolve().parents[2] / "book"
PAGE = (BOOK / "01-unsupervised.md").read_text(encoding="utf-8")
N = r"(\d+(?:,\d{3})*(?:\.\d+)?)"  # a printed number

FRUITS = np.array([[1, 1], [2, 1], [1, 2], [5, 5], [6, 5], [5, 6]])
STRANGER = np.array([3, 2])
PETALS, SPECIES = load_iris().data[:, 2:], load_iris().target


def claim(pattern, page=PAGE):
    """Return what the groups of a pattern hold, at its one place in the page."""
    found = re.findall(pattern.replace("NUMBER", N), re.sub(r"\s+", " ", page))
    assert len(found) == 1, f"{len(found)} places say {pattern!r}"
    return (found[0],) if isinstance(found[0], str) else found[0]


def partitions(n):
    """Each way to group n points once, as labels that number the groups as they come."""

    def grow(labels, used):
        if len(labels) == n:
            yield tuple(labels)
            return
        for label in range(used + 1):
            yield from grow([*labels, label], max(used, label + 1))

    return grow([], 0)


def best_in_two(X):
    """The two-way split with the smallest sum of squares, of all."""

    def cost(labels):
        groups = (X[np.array(labels) == group] for group in (0, 1))
        return sum(((group - group.mean(axis=0)) ** 2).sum() for group in groups)

    return min((labels for labels in partitions(len(X)) if max(labels) == 1), key=cost)


def solution(label):
    return PAGE.split(f"{{solution}} {label}\n")[1].split("\n:::")[0]


def cell(start):
    """Return the code cell that contains a string."""
    (found,) = [c for c in re.findall(r"```\{code-cell\}.*?\n(.*?)```", PAGE, re.S) if start in c]
    return found


# Both ways ---------------------------------------------------------------------------------------


def test_distances_of_the_fruits():
    assert str(FRUITS.tolist()) in cell("stranger = ")
    assert "np.array([3, 2])" in cell("stranger = ")
    distances = dict(zip("ABCDEF", ((FRUITS - STRANGER) ** 2).sum(axis=1).tolist(), strict=True))
    (said,) = claim(r"Take the three nearest: (.*?)\. Suppose")
    nearest = re.findall(r"([A-F]) \((\d+)\)", said)
    assert [(name, int(d)) for name, d in nearest] == sorted(
        distances.items(), key=lambda item: item[1]
    )[:3]
    assert len(set(sorted(distances.values())[:4])) == 4, "no tie among the voters"


@pytest.mark.parametrize(("answers", "told"), [("kinds", "plum"), ("ripeness", "ripe")])
def test_votes_of_the_three_nearest(answers, told):
    names = re.findall(r'"(\w+)"', re.search(rf"{answers} = \[(.*?)\]", PAGE)[1])
    nearest = np.argsort(((FRUITS - STRANGER) ** 2).sum(axis=1))[:3]
    votes = [names[i] for i in nearest]
    assert max(set(votes), key=votes.count) == told
    assert f"The stranger is {told}." in PAGE or f"the stranger is a {told}." in PAGE
    if answers == "ripeness":
        assert "Say A, C and E are ripe" in PAGE
        assert [n for n, r in zip("ABCDEF", names, strict=True) if r == "ripe"] == list("ACE")
        assert "A and C say ripe, B says no" in PAGE


def test_two_groups_of_fruits():
    assert best_in_two(FRUITS) == (0, 0, 0, 1, 1, 1)
    assert "A, B and C together, D, E and F together" in PAGE


# What a clustering is ----------------------------------------------------------------------------


def stirling(n, k):
    """By inclusion and exclusion, not by the recurrence of the page."""
    return sum((-1) ** j * comb(k, j) * (k - j) ** n for j in range(k + 1)) // factorial(k)


def test_recurrence_by_listing():
    for n, k in product(range(1, 8), range(1, 8)):
        listed = sum(max(labels) + 1 == k for labels in partitions(n))
        assert listed == stirling(n, k)
        if 1 < k < n:
            assert listed == k * stirling(n - 1, k) + stirling(n - 1, k - 1)


def test_counts():
    seven, fourteen = claim(r"in two groups: NUMBER ways.* in five groups: NUMBER, a minute")
    assert int(seven) == stirling(7, 2)
    assert int(fourteen.replace(",", "")) == stirling(14, 5)
    assert stirling(14, 5) / 1e6 < 60, "a minute of computing, at a million a second"
    mantissa, power, years = claim(
        r"in three groups: \$NUMBER \\cdot 10\^\{(\d+)\}\$.*"
        r"takes \$10\^\{(\d+)\}\$ years, and more"
    )
    assert f"{stirling(100, 3):.1e}" == f"{mantissa}e+{power}"
    assert 1 < stirling(100, 3) / 1e6 / (365.25 * 86400) / 10.0 ** int(years) < 10


# By eye, and by code -----------------------------------------------------------------------------


def test_the_triangle():
    X, _, truth, _ = datasets.triangle_blobs()
    model = cluster.KMeans(3, n_init=10, random_state=0).fit(X)
    assert metrics.adjusted_rand_score(truth, model.labels_) == 1
    within, inertia = claim(r"each center lies within NUMBER of it\..* centers is NUMBER\.")
    corners = np.array([[0, 0], [5, 5], [10, 0]])
    away = np.linalg.norm(model.cluster_centers_[:, None] - corners, axis=2).min(axis=1)
    assert away.max() < float(within)
    assert f"{model.inertia_:.2f}" == inertia
    assert claim(r"NUMBER points, NUMBER round each") == (str(len(X)), str(np.sum(truth == 0)))


# The flowers -------------------------------------------------------------------------------------


def three_groups():
    return cluster.KMeans(3, n_init=20, random_state=1).fit_predict(PETALS)


def test_silhouettes_of_the_flowers():
    two, three = claim(r"it gives NUMBER to two groups and NUMBER to three")
    for k, printed in ((2, two), (3, three)):
        labels = cluster.KMeans(k, n_init=20, random_state=1).fit_predict(PETALS)
        assert f"{metrics.silhouette_score(PETALS, labels):.2f}" == printed


def test_six_flowers_stand_elsewhere():
    table = metrics.cluster.contingency_matrix(SPECIES, three_groups())
    assert claim(r"Six of NUMBER flowers") == (str(table.sum()),)
    assert table.sum() - table.max(axis=1).sum() == 6


def test_what_the_steps_say():
    two = cluster.KMeans(2, n_init=20, random_state=1).fit_predict(PETALS)
    lower = PETALS.sum(axis=1) < 4
    assert metrics.adjusted_rand_score(lower, two) > 0.95, "the small group at the lower left"
    assert lower.sum() == 50
    gap = np.sort(PETALS[:, 0])
    assert np.diff(gap).argmax() == 49, "the widest gap parts the small group from the cloud"
    assert metrics.adjusted_rand_score(lower, three_groups() == three_groups()[0]) == 1
    assert len(set(SPECIES)) == 3


# What goes wrong ---------------------------------------------------------------------------------


def test_even_points_get_three_groups():
    even = np.random.default_rng(0).random((300, 2))
    labels = cluster.KMeans(3, n_init=10, random_state=0).fit_predict(even)
    assert np.bincount(labels).min() > 60
    assert metrics.silhouette_score(even, labels) < 0.5, "no gap"


def test_units_decide():
    R = datasets.rectangle()

    def partner_of_p(X):
        best = best_in_two(X)
        return [name for name, own in zip(R.names, best, strict=True) if own == best[0]]

    assert partner_of_p(R.X) == ["P", "Q"]
    assert partner_of_p(R.X * [1, 10]) == ["P", "R"]
    assert R.X[1].tolist() == [0, 1], "Q is the other end of the short side"


def test_distance_is_a_choice():
    places = claim(r"P \((\d, \d)\), Q \((\d, \d)\) and R \((\d, \d)\)")
    p, q, r = (np.array([int(v) for v in place.split(",")]) for place in places)
    assert np.linalg.norm(p - r) < np.linalg.norm(p - q)
    assert p[0] * q[1] == p[1] * q[0], "the same proportion"
    assert p[0] * r[1] != p[1] * r[0]


def test_numbers_change_and_groups_do_not():
    seeds = range(int(re.search(r"for seed in range\((\d+)\)", PAGE)[1]))
    runs = [KMeans(3, n_init=10, random_state=seed).fit_predict(PETALS) for seed in seeds]
    assert len({int(labels[0]) for labels in runs}) > 1
    assert all(metrics.adjusted_rand_score(runs[0], labels) == 1 for labels in runs)


# Questions and exercises -------------------------------------------------------------------------


def test_quiz_on_equal_clusterings():
    bodies = re.findall(r"^:::\{quiz\}\n(.*?)^:::", PAGE, re.M | re.S)
    quizzes = [yaml.safe_load(body) for body in bodies]
    assert len(quizzes) == 5
    for choice in quizzes[2]["choices"]:
        first, second = (yaml.safe_load(text) for text in re.findall(r"`(.*?)`", choice["text"]))
        same = all(
            (first[i] == first[j]) == (second[i] == second[j])
            for i, j in combinations(range(4), 2)
        )
        assert same == bool(choice.get("right"))


def test_exercise_42():
    text = solution("ex-unsupervised-42")
    for n in range(2, 9):
        assert stirling(n, 2) == 2 ** (n - 1) - 1 == (2**n - 2) // 2
    assert "That is 7." in text
    assert stirling(4, 2) == 7 == 2 * 3 + 1
    assert stirling(3, 2) == 3
    parts, total = re.search(r"= ([\d +]+) = (\d+)\$", text.split("(c)")[1]).groups()
    assert [int(p) for p in parts.split("+")] == [stirling(6, k) for k in range(1, 7)]
    assert int(total) == len(list(partitions(6))) == sum(stirling(6, k) for k in range(1, 7))


def test_every_exercise_has_a_solution():
    asked = re.findall(r"^:label: (ex-unsupervised-\d\d)$", PAGE, re.M)
    assert asked == [f"ex-unsupervised-{n:02}" for n in (1, 41, 42)]
    assert re.findall(r"^:::\{solution\} (\S+)$", PAGE, re.M) == asked


def test_years_stand_in_the_timeline():
    timeline = (BOOK / "timeline.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d{4}).*?\| (.*?) \|", timeline, re.M)
    what = {year: " ".join(text for y, text in rows if y == year) for year, _ in rows}
    years = claim(r"in (\d{4})\. K-Means was .* from (\d{4}) on, and got its name in (\d{4})\. "
                  r"The density idea came in (\d{4})")  # fmt: skip
    for year, word in zip(years, ("cultures", "K-Means", "name", "DBSCAN"), strict=True):
        assert word in what[year]


# Nothing unheld ----------------------------------------------------------------------------------

# Each number of the prose with two digits or more, by the test that recomputes it. A number that
# is new in the text fails here until somebody holds it. What claims nothing about data is "free".
HELD = {
    "test_counts": "63 40,075,035 8.6 10 46 33",
    "test_the_triangle": "0.2 286.18",
    "test_silhouettes_of_the_flowers": "0.77 0.66",
    "test_six_flowers_stand_elsewhere": "150",
    "test_even_points_get_three_groups": "300",
    "test_years_stand_in_the_timeline": "1932 1956 1967 1996",
    "test_exercise_42": "31 90 65 15 203",
    # Minutes to plan, days, marked mails, columns, letters of customers, cases, chapter of a book.
    "free": "45 90 1,000 50 40 12 14",
}


def test_no_number_is_unheld(nothing_unheld):
    nothing_unheld(HELD, PAGE)
