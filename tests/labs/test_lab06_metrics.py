"""What is special to lab 6: the tables of the worked examples, the paper tasks, the data.

What it shares with all labs is in test_every_lab.py.
"""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbgrader.utils import is_solution
from sklearn import metrics
from sklearn.cluster import KMeans

from grading.rehearsal import cells_in_reach, fill_in, rehearse

LAB = "lab06-metrics"
ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "solutions" / LAB / f"{LAB}.ipynb"
RELEASED = ROOT / "labs" / LAB / f"{LAB}.ipynb"


def cells_by_name(path=SOURCE):
    return {cell.metadata.nbgrader.grade_id: cell for cell in nbformat.read(path, 4).cells}


ANSWERS = [
    "silhouette-of",
    "mean-silhouette",
    "davies-bouldin",
    "pair-counts",
    "adjusted-rand",
    "paper-silhouette",
    "paper-centers",
    "paper-ari",
    "elbow",
    "sweep",
    "moons",
]


@pytest.mark.parametrize("name", ANSWERS)
def test_a_missing_answer_costs_its_own_points(name):
    released = {n: c.source for n, c in cells_by_name(RELEASED).items() if is_solution(c)}
    source, notebook = nbformat.read(SOURCE, 4), nbformat.read(SOURCE, 4)
    fill_in(notebook, {name: released[name]})
    lost = rehearse(notebook, cells_in_reach(source, notebook)).says
    assert set(lost) == {t for t in cells_by_name() if re.match(rf"{name}-(?!text)", t)}


def test_tables_of_the_worked_examples_are_right():
    names = {}
    exec(cells_by_name()["setup"].source, names)
    known = names["Known"]
    for X, labels in ((known.six, [0, 0, 0, 1, 1, 1]), (known.four, [0, 0, 0, 1])):
        scores = metrics.silhouette_samples(X, labels)
        np.testing.assert_allclose(known.silhouettes[len(X)], scores, atol=1e-6)
        assert known.silhouette_of(1, X, labels) == pytest.approx(scores[1], abs=1e-6)
    for (first, second), counts in known.pairs.items():
        (apart, second_only), (first_only, both) = metrics.cluster.pair_confusion_matrix(
            first, second
        ).tolist()
        found = (
            both,
            both + first_only,
            both + second_only,
            both + apart + first_only + second_only,
        )
        assert tuple(value // 2 for value in found) == counts
    assert known.pair_counts(list("AAADDD"), [5, 5, -1, -1, 7, 7]) == (2, 6, 3, 15)
    with pytest.raises(AssertionError, match="other labels"):
        known.pair_counts([0, 1], [0, 1])


def test_paper_tasks():
    names = {}
    for name in ("paper-silhouette", "paper-centers", "paper-ari"):
        exec(cells_by_name()[name].source, names)
    X, labels = np.array([[0, 0], [1, 0], [0, 1], [3, 4], [4, 4], [3, 5]]), [0, 0, 0, 1, 1, 1]
    assert names["s_paper"] == pytest.approx(metrics.silhouette_samples(X, labels)[1])
    assert names["db_paper"] == pytest.approx(metrics.davies_bouldin_score(X, labels))
    assert names["ch_paper"] == pytest.approx(metrics.calinski_harabasz_score(X, labels))
    found = [0, 0, 1, 1, 1, 1]
    assert names["rand_paper"] == pytest.approx(metrics.rand_score(labels, found))
    assert names["ari_paper"] == pytest.approx(metrics.adjusted_rand_score(labels, found))


def test_the_data_teach_what_the_model_answer_says():
    names = {"np": np}
    exec(cells_by_name()["data"].source, names)
    X = names["X_groups"]
    runs = [KMeans(k, n_init=10, random_state=42).fit(X) for k in range(1, 5)]
    inertias = [run.inertia_ for run in runs]
    assert inertias[2] < inertias[1] / 2
    assert inertias[3] > 0.8 * inertias[2]
    two, three, four = (metrics.silhouette_score(X, run.labels_) for run in runs[1:])
    assert three > max(two, four) + 0.05
    moons, truth = names["X_moons"], names["y_moons"]
    found = KMeans(2, n_init=10, random_state=42).fit_predict(moons)
    better, right = (metrics.silhouette_score(moons, labels) for labels in (found, truth))
    assert better > right + 0.05
    assert 0.4 < metrics.adjusted_rand_score(truth, found) < 0.6
