"""What is special to lab 4: its tables, its numbers on paper, its cohorts.

What it shares with all labs is in test_every_lab.py.
"""

from pathlib import Path

import nbformat
import numpy as np
import pytest
from sklearn.cluster import DBSCAN
from sklearn.metrics import adjusted_rand_score

from grading.rehearsal import fill_in, rehearse

LAB = "lab04-dbscan"
ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "solutions" / LAB / f"{LAB}.ipynb"
RELEASED = ROOT / "labs" / LAB / f"{LAB}.ipynb"
FUNCTIONS = ("neighbors", "types", "dbscan", "kdist")
PAPER = ("exercise-10", "exercise-5", "exercise-22", "moons", "uneven", "crowds")


def cells_by_name(path):
    return {c.metadata.nbgrader.grade_id: c for c in nbformat.read(path, 4).cells}


@pytest.fixture(scope="module")
def cells():
    return cells_by_name(SOURCE)


@pytest.fixture(scope="module")
def names(cells):
    """Return what the reference defines, with the tests left out."""
    names = {}
    for name in ("setup", *FUNCTIONS, *PAPER):
        exec(cells[name].source, names)
    return names


def kinds(X, eps, min_samples):
    """Count by the definitions, in plain loops."""
    near = [
        [j for j in range(len(X)) if np.linalg.norm(X[i] - X[j]) <= eps] for i in range(len(X))
    ]
    core = [len(rows) >= min_samples for rows in near]
    crowded = [any(core[j] for j in rows) for rows in near]
    return [
        "core" if c else "border" if b else "noise" for c, b in zip(core, crowded, strict=True)
    ]


def test_tables_of_the_setup_are_right(names):
    known = names["Known"]
    for X, eps, levels in ((known.twelve, 1.5, (3, 6)), (known.line, 1, (4,))):
        for i, rows in enumerate(known.near[len(X), eps]):
            assert rows == np.flatnonzero(np.linalg.norm(X - X[i], axis=1) <= eps).tolist()
            assert known.neighbors(X, i, eps).tolist() == rows
        for min_samples in levels:
            assert known.point_types(X, eps, min_samples) == kinds(X, eps, min_samples)
    with pytest.raises(AssertionError, match="the X and the eps that you were given"):
        known.neighbors(known.twelve[:5], 0, 1.5)


@pytest.mark.parametrize("eps", [0.15, 0.18, 0.2, 0.21, 0.22, 0.23, 0.25, 0.27, 0.3, 0.35])
def test_reference_agrees_with_scikit_learn_on_moons(names, eps):
    from sklearn.datasets import make_moons

    X = make_moons(200, noise=0.1, random_state=42)[0]
    truth = DBSCAN(eps=eps, min_samples=5).fit(X)
    labels = names["dbscan"](X, eps, 5)
    core = truth.core_sample_indices_
    words = names["point_types"](X, eps, 5)
    assert [i for i, word in enumerate(words) if word == "core"] == core.tolist()
    assert np.array_equal(labels == -1, truth.labels_ == -1)
    assert adjusted_rand_score(labels[core], truth.labels_[core]) == 1
    assert np.array_equal(words == np.array("noise"), labels == -1)
    assert (names["k_distances"](X, 5) <= eps).sum() == len(core)


def test_golden_values_on_paper(names):
    six = np.array([[0, 0], [1, 0], [0, 1], [5, 5], [1, 1], [10, 10]])
    assert names["six_types"] == kinds(six, 2, 3)
    assert "border" not in names["six_types"]
    assert names["seven_types"] == kinds(np.vstack([six, [2.5, 2]]), 2, 3)

    line = np.array([1, 2, 3, 5, 7, 8, 9, 14])
    words = dict(zip(line.tolist(), kinds(line[:, None], 2, 4), strict=True))
    assert [x for x in words if words[x] == "core"] == names["core_numbers"]
    assert [x for x in words if words[x] == "noise"] == names["noise_numbers"]
    found = {
        tuple(DBSCAN(eps=2, min_samples=4).fit(x[:, None]).labels_) for x in (line, line[::-1])
    }
    assert found == {(0, 0, 0, 0, 1, 1, 1, -1), (-1, 0, 0, 0, 0, 1, 1, 1)}, "5 takes the first"
    assert words[names["shared_number"]] == "border"

    spots = np.array([0, 1, 2, 10])
    gaps = abs(spots[:, None] - spots)
    core = np.sort(gaps, axis=1)[:, 2]
    reach = np.maximum(np.maximum(core[:, None], core), gaps)
    assert core.tolist() == names["core_distances"]
    found = names["reach_pq"], names["reach_rs"], names["reach_ps"]
    assert found == (reach[0, 1], reach[2, 3], reach[0, 3])


@pytest.mark.parametrize("cohort", range(2026, 2033))
def test_each_cohort_has_full_marks_and_no_radius_for_all(cells, cohort):
    notebook = nbformat.read(SOURCE, 4)
    for cell in notebook.cells:
        cell.source = cell.source.replace("COHORT = 2026", f"COHORT = {cohort}")
    part_c = [c for c in notebook.cells if c.id in ("setup", *FUNCTIONS) or is_part_c(c.id)]
    assert rehearse(notebook, [c for c in part_c if c.cell_type == "code"]).says == {}

    names = {"np": np, "COHORT": cohort, "k_distances": lambda X, k: [0]}
    exec("import matplotlib.pyplot as plt\n" + cells["uneven"].source, names)
    for eps in np.arange(0.05, 2, 0.05):
        labels = DBSCAN(eps=eps, min_samples=5).fit(names["uneven"]).labels_
        parts = [labels[i : i + 100] for i in (0, 100, 200)]
        largest = [max(np.bincount(p + 1, minlength=2)[1:]) for p in parts]
        place = [np.bincount(p + 1, minlength=2)[1:].argmax() for p in parts]
        assert not (min(largest) >= 90 and place[0] != place[1])


def is_part_c(name):
    return name.startswith(("moons", "sweep", "choice", "uneven", "crowds"))


def test_numbers_of_the_model_answer(cells, names):
    text = " ".join(cells["why"].source.split())
    tight, loose = (
        DBSCAN(eps=names[name], min_samples=5).fit(names["uneven"]).labels_
        for name in ("eps_tight", "eps_loose")
    )
    assert f"eps_tight = {names['eps_tight']} " in text
    assert f"eps_loose = {names['eps_loose']} " in text
    assert tight.max() == loose.max() == 1
    assert f"{(tight == -1).sum()} of the 300 points are noise" in text
    assert ((tight[:200] == -1).sum(), (tight[200:] == -1).sum()) == (2, 100)
    assert len(set(loose[:200])) == 1
    assert f"one cluster with {(loose[200:] != -1).sum()} of its points" in text
    assert f"{(loose == -1).sum()} points are noise." in text


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_missing_function_costs_its_own_points_and_the_sweep(cells, name):
    notebook = nbformat.read(SOURCE, 4)
    fill_in(notebook, {name: cells_by_name(RELEASED)[name].source})
    own = {n for n in cells if n.startswith(f"{name}-") and not n.endswith("-text")}
    together = {"sweep-results"} if name in ("neighbors", "dbscan") else set()
    assert set(rehearse(notebook).says) == own | together
