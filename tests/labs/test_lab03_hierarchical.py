"""What is special to lab 3: its villages, its numbers on paper, and who pays for a slip.

What it shares with all labs is in test_every_lab.py.
"""

from fractions import Fraction
from itertools import combinations
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbgrader.utils import is_solution
from scipy.cluster.hierarchy import cophenet, fcluster, linkage
from scipy.spatial.distance import pdist, squareform

from grading.rehearsal import fill_in, rehearse

LAB = "lab03-hierarchical"
ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "solutions" / LAB / f"{LAB}.ipynb"
RELEASED = ROOT / "labs" / LAB / f"{LAB}.ipynb"
FUNCTIONS = ("distance", "merge", "cut", "cophenetic", "correlation")


def cells_by_name(path):
    return {c.metadata.nbgrader.grade_id: c for c in nbformat.read(path, 4).cells}


@pytest.fixture(scope="module")
def cells():
    return cells_by_name(SOURCE)


@pytest.fixture(scope="module")
def names(cells):
    """Return what the reference defines, with the tests left out."""
    names = {}
    for name in ("setup", *FUNCTIONS, "exercise-9", "chain", "ward-points", "ward"):
        exec(cells[name].source, names)
    return names


def test_villages_have_the_tree_that_setup_says(names):
    road = names["Road"]
    np.testing.assert_allclose(linkage(road.X, "single"), road.tree)
    np.testing.assert_allclose(squareform(cophenet(road.tree)), road.told)
    assert len(set(road.tree[:, 2])) == 6, "a tie would punish a right answer"
    for row in road.tree[:, :2].astype(int):
        members = {i: [i] for i in range(7)}
        for step, (a, b) in enumerate(road.tree[:, :2].astype(int)):
            members[7 + step] = members[a] + members[b]
        A, B = (road.X[members[name]] for name in row)
        assert road.distance(B, A) == pytest.approx(min(abs(p - q) for p in A for q in B)[0])


@pytest.mark.parametrize("method", ["single", "complete", "average", "ward"])
def test_reference_agrees_with_scipy(names, method):
    X = np.random.default_rng(0).normal(size=(20, 3))
    Z = names["merge_closest"](X, method)
    truth = linkage(X, method)
    np.testing.assert_allclose(Z, truth)
    for k in range(1, 21):
        same = names["together"](names["cut"](Z, k))
        np.testing.assert_array_equal(same, names["together"](fcluster(truth, k, "maxclust")))
    fit, heights = cophenet(truth, pdist(X))
    np.testing.assert_allclose(names["cophenetic"](Z), squareform(heights))
    assert names["cophenetic_correlation"](X, Z) == pytest.approx(fit)


def test_golden_values_of_exercise_9(names):
    X = np.array([[1], [2], [3], [10], [11], [12], [6]])
    for method in ("single", "complete"):
        np.testing.assert_allclose(names[f"heights_{method}"], linkage(X, method)[:, 2])
    for rows in ([6, 5, 4, 3, 2, 1, 0], [3, 6, 1, 0, 5, 2, 4]):  # ties may break as they like
        np.testing.assert_allclose(linkage(X[rows], "complete")[:, 2], names["heights_complete"])
    chain = np.array([[1], [2], [3], [4.5], [6], [7.5], [9], [10], [11]])
    single = linkage(chain, "single")
    assert names["n_below"] == fcluster(single, 1.4, "distance").max()
    assert names["n_at"] == fcluster(single, 1.5, "distance").max()
    for points in (chain, chain[::-1]):
        assert names["top_complete"] == linkage(points, "complete")[-1, 2]


@pytest.mark.parametrize("cohort", [2026, 2027, 2031])
def test_another_cohort_has_other_numbers_and_full_marks(cohort):
    notebook = nbformat.read(SOURCE, 4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("COHORT = 2026", f"COHORT = {cohort}")
    assert rehearse(notebook).says == {}


def test_exercise_12_in_exact_numbers(names):
    def spread(points):
        mean = [Fraction(int(sum(c)), len(points)) for c in zip(*points, strict=True)]
        return sum((int(x) - m) ** 2 for p in points for x, m in zip(p, mean, strict=True))

    one, two = names["one"].tolist(), names["two"].tolist()
    rise = spread(one + two) - spread(one) - spread(two)
    assert names["rise"] == pytest.approx(float(rise))
    assert names["ward_height"] == pytest.approx(float(2 * rise) ** 0.5)


def test_numbers_of_the_model_answer(cells):
    def inertia(part):
        return sum((x - Fraction(sum(part), len(part))) ** 2 for x in part)

    line = [0, 4, 7, 12]
    splits = {
        inertia([line[i] for i in rows]) + inertia([line[i] for i in range(4) if i not in rows])
        for size in (1, 2)
        for rows in combinations(range(4), size)
    }
    assert min(splits) == Fraction(41, 2)
    assert inertia([0, 4, 7]) == Fraction(74, 3)
    assert fcluster(linkage(np.array(line)[:, None], "ward"), 2, "maxclust").tolist() in (
        [1, 1, 1, 2],
        [2, 2, 2, 1],
    )
    assert "74/3" in cells["derive"].source
    assert "41/2" in cells["derive"].source


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_missing_function_costs_its_own_points(cells, name):
    stub = cells_by_name(RELEASED)[name].source
    notebook = nbformat.read(SOURCE, 4)
    fill_in(notebook, {name: stub})
    lost = rehearse(notebook).says
    own = {n for n, c in cells.items() if n.startswith(f"{name}-") and not n.endswith("-text")}
    assert is_solution(cells[name])
    assert set(lost) == own


def test_grouping_does_not_depend_on_numbers(names):
    together = names["together"]
    assert np.array_equal(together([0, 0, 5]), together(["x", "x", "a"]))
    assert not np.array_equal(together([0, 0, 1]), together([0, 1, 1]))
