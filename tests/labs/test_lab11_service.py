"""What is special to lab 11: MLflow is kept in its place, the model answer quotes its race."""

import contextlib
import io
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from scipy.stats import ks_2samp

from course_lib.drift import matched_displacement, population_stability_index
from course_lib.drift import share_shift as shift_of_the_library
from grading.rehearsal import is_test, rehearse, run_cell

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "solutions" / "lab11-service" / "lab11-service.ipynb"
PURE = ["setup", "batch", "answer", "shares", "baseline", "psi", "gaps", "limit", "carry"]


def source():
    return nbformat.read(SOURCE, 4)


@pytest.fixture(scope="module")
def cells():
    return {cell.id: cell for cell in source().cells}


@pytest.fixture
def names(cells):
    """Return the setup and the reference answers that need no MLflow."""
    names = {"__name__": "__main__"}
    for name in PURE:
        assert run_cell(cells[name], names) == ""
    return names


def printed_race(cells, names):
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(cells["race"].source, names)
    rows = said.getvalue().splitlines()[2:]
    return {row[:26].strip(): [int(n) for n in row[26:].split()] for row in rows}


def test_model_answer_quotes_the_race(cells, names):
    table = printed_race(cells, names)
    words = re.sub(r"\s+", " ", cells["verdict"].source)
    calm, longer = table["nothing has changed"], table["trips 15 % longer"]
    campaign, mixed = table["a campaign at night"], table["night mixed up"]
    assert f"{calm[4]} of 100 windows ring" in words
    assert f"by my limits {calm[3]}," in words
    assert f"the index ({longer[0]}) and the gap ({longer[1]})" in words
    assert f"the shares hardly notice ({longer[2]})" in words
    assert f"by the shares ({campaign[2]})" in words
    assert f"index ({mixed[0]}) and gap ({mixed[1]}) cannot see it" in words
    assert f"only a little ({mixed[2]})" in words
    assert pytest.approx(0.1, abs=0.002) == 9 * (1 / 1000 + 1 / 100)


@pytest.mark.parametrize("cohort", [2026, 2031])
def test_what_the_race_teaches_holds_in_other_cities(cells, names, cohort):
    names["COHORT"] = cohort
    run = {"__name__": "__main__"}
    for name in PURE:
        cell = cells[name].copy()
        cell.source = cell.source.replace("COHORT = 2026", f"COHORT = {cohort}")
        assert run_cell(cell, run) == ""
    table = printed_race(cells, run)
    assert table["nothing has changed"][3] <= 12
    assert table["nothing has changed"][4] >= 50
    assert table["trips 15 % longer"][3] >= 75
    assert table["a campaign at night"][2] >= 40
    assert max(table["night mixed up"][:2]) <= 12


def test_answers_are_those_of_the_library(names):
    rng = np.random.default_rng(5)
    old, new = rng.normal(size=300), rng.normal(0.3, size=80)
    stored = names["baseline"](old, 6)
    now = names["shares_in"](new, stored["edges"])
    index = population_stability_index(stored["shares"], now)
    assert names["psi"](stored, new) == pytest.approx(index)
    assert names["ks_gap"](old, new) == pytest.approx(ks_2samp(old, new).statistic)
    labels, later = rng.integers(0, 4, size=90), rng.integers(0, 3, size=40)
    before, after, _ = shift_of_the_library(labels, later, 4)
    assert names["share_shift"](labels, later, 4) == pytest.approx(after - before)


def test_names_follow_the_matched_centers(names):
    rng = np.random.default_rng(6)
    tables = [names["riders"](rng, 300) for _ in range(2)]
    pipelines = [names["fit"](table) for table in tables]
    segments = names["names_of_centers"](pipelines[0])
    carried, moves = names["carry_names"](*pipelines, segments)
    raw = [p[0].inverse_transform(p[-1].cluster_centers_) for p in pipelines]
    scaled = [pipelines[0][0].transform(centers) for centers in raw]
    distances, partners = matched_displacement(*scaled)
    for j, partner in enumerate(partners):
        assert carried[partner] == segments[j]
        assert moves[partner] == pytest.approx(distances[j])


def test_another_cohort_has_full_marks():
    notebook = source()
    for cell in notebook.cells:
        if cell.id == "setup":
            assert "COHORT = 2026" in cell.source
            cell.source = cell.source.replace("COHORT = 2026", "COHORT = 2027")
    assert rehearse(notebook).says == {}


def test_without_mlflow_only_part_a_is_lost():
    notebook = source()
    for cell in notebook.cells:
        if cell.id == "mlflow":
            cell.source = "raise ModuleNotFoundError('No module named mlflow')"
    order = [cell.id for cell in notebook.cells]
    part = order[order.index("registry-text") : order.index("batch-text")]
    assert set(rehearse(notebook).says) == {c.id for c in source().cells if is_test(c)} & set(part)


def test_the_store_is_a_folder_of_its_own(cells):
    """Nothing is written beside the notebook, and the folder goes when the notebook ends."""
    code = cells["mlflow"].source
    assert "tempfile.mkdtemp" in code
    assert "atexit.register(shutil.rmtree, folder, ignore_errors=True)" in code
    assert code.index("MLFLOW_DISABLE_TELEMETRY") < code.index("import mlflow")
