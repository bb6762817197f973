"""What is special to lab 10: its example on the line is one, its model answer quotes its race."""

import contextlib
import io
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from sklearn.cluster import KMeans

from grading.rehearsal import run_cell

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "solutions" / "lab10-scale" / "lab10-scale.ipynb"


@pytest.fixture(scope="module")
def cells():
    return {cell.id: cell for cell in nbformat.read(SOURCE, 4).cells}


@pytest.fixture(scope="module")
def names(cells):
    """Return the setup and the reference answers."""
    names = {"__name__": "__main__"}
    for name in ["setup", "step", "batches", "map", "reduce", "loop"]:
        assert run_cell(cells[name], names) == ""
    return names


def test_the_tables_of_the_line_are_those_of_its_points(names):
    line = names["Line"]
    for i in range(3):
        centers = np.array(line.centers[i], dtype=float)
        tables = [names["map_block"](block, centers) for block in line.blocks]
        assert np.allclose(tables, [line.first[i], line.second[i]])
        moved, J = names["reduce_tables"](tables, centers)
        assert np.allclose(moved, line.centers[i + 1])
        assert np.isclose(J, line.costs[i])


def test_blocks_end_where_scikit_learn_ends_in_one_piece(names):
    X = np.random.default_rng(0).normal(size=(500, 3))
    ends, costs = names["kmeans_blocks"](np.array_split(X, 7), X[:5])
    model = KMeans(5, init=X[:5], n_init=1, tol=0).fit(X)
    assert np.allclose(ends, model.cluster_centers_)
    assert np.isclose(costs[-1], model.inertia_)
    assert len(costs) == model.n_iter_


def test_model_answer_quotes_the_race(cells, names):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(cells["race"].source, names)
    rows = [re.findall(r"[\d.,]+", line) for line in said.getvalue().splitlines()[1:]]
    full = [round(float(row[1].replace(",", "")) / 1e6, 2) for row in rows]
    assert full == [10.90, 8.99, 8.99]
    assert [int(row[2]) for row in rows] == [60, 9, 8]
    assert {row[4] for row in rows} == {"1.0"}
    assert all(0.05 < float(row[5]) < 1.5 for row in rows)
    assert round(100 * (full[0] / full[1] - 1)) == 21
