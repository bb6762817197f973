"""What is special to lab 8: its four codes are one example, its model answers quote its table."""

import contextlib
import io
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from course_lib.dec import soft_assignment
from grading.rehearsal import run_cell

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "solutions" / "lab08-deep" / "lab08-deep.ipynb"
FORMULAS = ["soft", "target", "loss", "pull", "loop", "score"]
ANSWERS = [*FORMULAS, "count", "network", "train", "joint"]


@pytest.fixture(scope="module")
def cells():
    return {cell.id: cell for cell in nbformat.read(SOURCE, 4).cells}


@pytest.fixture(scope="module")
def names(cells):
    """Return the setup and the reference answers."""
    names = {"__name__": "__main__"}
    for name in ["setup", "network-setup", *ANSWERS]:
        assert run_cell(cells[name], names) == ""
    return names


def test_the_numbers_of_the_four_codes_belong_to_them(names):
    four = names["Four"]
    shares = soft_assignment(four.codes, four.centers)
    assert np.allclose(shares, four.shares)
    assert np.allclose(names["target_distribution"](shares), four.target)
    assert np.isclose(names["clustering_loss"](four.target, shares), four.loss, atol=1e-7)
    assert np.isclose(4 * four.loss, 0.209167, atol=1e-6)
    pulls = names["dec_gradient"](four.codes, four.centers, four.target)
    assert np.allclose(pulls[0], four.pull)
    assert np.allclose(pulls[1], four.pull_centers)


def test_model_answers_quote_the_table(cells, names):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        for name in ["digits", "compare", "joint-run"]:
            exec(cells[name].source, names)
    lines = said.getvalue().splitlines()
    rows = {line[:24].strip(): [float(x) for x in line[24:].split()] for line in lines[-5:]}
    pixels, components, untrained, trained, deep = rows.values()
    assert untrained[0] < 0.5
    assert 0.66 < trained[0] < 0.76
    assert abs(pixels[0] - 0.77) < 0.02
    assert abs(pixels[0] - components[0]) < 0.03
    assert 0.02 < pixels[0] - trained[0] < 0.12
    assert 0 < deep[0] - trained[0] < 0.06 < trained[0] - untrained[0]
    assert deep[2] > 1.4 * trained[2]
    assert abs(deep[3] - trained[3]) < 0.02
    sure = [re.search(r"point ([\d.]+) before, ([\d.]+) after", line) for line in lines]
    changes = [[float(x) for x in found.groups()] for found in sure if found]
    assert len(changes) == 3
    assert all(0.25 < before < 0.42 < after < 0.65 for before, after in changes)
