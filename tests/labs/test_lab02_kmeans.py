"""What lab 2 proves about itself: who gets which points, what they read, and what nobody sees."""

import ast
import csv
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot
import nbformat
import numpy as np
import pytest
from nbgrader.utils import compute_checksum, is_grade, is_solution
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

from grading.rehearsal import fill_in, read_answers, rehearse
from grading.source import notebook_text, read_text, release

LAB = "lab02-kmeans"
ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "solutions" / LAB / f"{LAB}.ipynb"
RELEASED = ROOT / "labs" / LAB / f"{LAB}.ipynb"
BANK = Path(__file__).parent / LAB
RIGHT, WRONG = (sorted((BANK / kind).glob("*.py")) for kind in ("right", "wrong"))
PART_C = {"standardize", "elbow", "silhouette"}
AUTOGRADED = 18  # of 20; the written answer has the other two

matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    matplotlib.pyplot.close("all")


def source():
    return nbformat.read(SOURCE, 4)


def released():
    return nbformat.read(RELEASED, 4)


def cells_by_name(notebook):
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells}


def stubs():
    return {name: c.source for name, c in cells_by_name(released()).items() if is_solution(c)}


def reference():
    return {name: c.source for name, c in cells_by_name(source()).items() if is_solution(c)}


def filled(answers):
    notebook = source()
    fill_in(notebook, answers)
    return notebook


def plan(head):
    """Read the planned points and messages from the head of a wrong answer."""
    earns = float(re.search(r"^# earns: (\S+)$", head, re.MULTILINE).group(1))
    says = dict(re.findall(r"^# ([a-z0-9-]+): (.+)$", head, re.MULTILINE))
    del says["earns"]
    return earns, says


# The source and the release ---------------------------------------------------------------


def test_notebook_is_what_its_text_says():
    expected = notebook_text(read_text(SOURCE.with_suffix(".md")))
    assert SOURCE.read_text(encoding="utf-8") == expected, "run: python -m grading release LAB"


def test_release_is_what_the_source_gives(tmp_path):
    for name in ("solutions", "nbgrader_config.py", "grading"):
        (tmp_path / name).symlink_to(ROOT / name)
    fresh = release(tmp_path, LAB)
    assert [p.name for p in fresh.iterdir()] == [RELEASED.name], "only the notebook may travel"
    assert [p.name for p in RELEASED.parent.iterdir() if p.name[0] != "."] == [RELEASED.name]
    assert (fresh / RELEASED.name).read_text() == RELEASED.read_text(), (
        "labs/ is not what solutions/ gives; run: python -m grading release LAB"
    )


def test_points():
    marks = [cell.metadata.nbgrader for cell in source().cells]
    assert sum(mark.get("points", 0) for mark in marks) == 20
    announced = cells_by_name(source())["intro"].source
    assert [int(n) for n in re.findall(r"\| (\d+) \|$", announced, re.MULTILINE)] == [13, 2, 5]
    headings = "\n".join(cell.source for cell in source().cells if cell.cell_type == "markdown")
    told = [int(n) for n in re.findall(r"^##+ .*\((\d+) points?\b", headings, re.MULTILINE)]
    assert told == [2, 3, 2, 3, 3, 2, 5, 1, 1, 1, 2]


def test_sheet_is_named_and_repaired():
    text = cells_by_name(source())["customers-text"].source
    for name in ("Practical Work 3", "Louis Fippo\nFitime", "Claude Tinku", "Kerolle Sonfack"):
        assert name in text
    assert "ENSPY" in text
    assert "n_init" in text


def test_cells_are_clean():
    for notebook in (source(), released()):
        assert notebook.nbformat_minor == 5
        names = [cell.metadata.nbgrader.grade_id for cell in notebook.cells]
        assert [cell.id for cell in notebook.cells] == names
        for cell in notebook.cells:
            assert cell.get("outputs", []) == []
            assert cell.get("execution_count") is None


def test_release_checksums_hold():
    for cell in released().cells:
        assert cell.metadata.nbgrader.checksum == compute_checksum(cell)


def test_no_test_cell_ends_in_a_value():
    """Where a test cell shows a value, nbgrader takes it for the points."""
    for cell in source().cells:
        if is_grade(cell) and cell.cell_type == "code":
            assert not isinstance(ast.parse(cell.source).body[-1], ast.Expr)


def secrets():
    """Lines of the source that no student may find: of answers and of hidden tests."""
    found, visible = [], []
    mark = re.compile(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)### END", re.DOTALL)
    for cell in source().cells:
        written = cell.metadata.nbgrader.grade_id == "choose"
        regions = [cell.source] if written else mark.findall(cell.source)
        found += [line.strip() for text in regions for line in text.split("\n")]
        visible.append("" if written else mark.sub("", cell.source))
    # A line that the visible part of the source shows as well is no secret.
    kept = {line for line in found if len(line) > 12 and line not in "\n".join(visible)}
    assert len(kept) > 100
    return sorted(kept)


def test_release_holds_no_secret():
    raw = RELEASED.read_text(encoding="utf-8")
    for mark in ("BEGIN SOLUTION", "HIDDEN TESTS", "course_lib import", "0.7213", "4.4241"):
        assert mark not in raw
    for secret in secrets():
        assert json.dumps(secret, ensure_ascii=False)[1:-1] not in raw
        assert json.dumps(secret)[1:-1] not in raw


def test_stubs_raise():
    for name, stub in stubs().items():
        assert name == "choose" or "raise NotImplementedError()" in stub


# Points and messages ----------------------------------------------------------------------


def test_reference_has_full_marks_twice_in_one_process():
    for _ in range(2):
        outcome = rehearse(source())
        assert outcome.says == {}
        assert outcome.total == AUTOGRADED


def test_blank_has_nothing():
    outcome = rehearse(filled(stubs()))
    assert outcome.total == 0
    assert len(outcome.says) == AUTOGRADED


@pytest.mark.parametrize("path", RIGHT, ids=lambda path: path.stem)
def test_another_right_answer_has_full_marks(path):
    outcome = rehearse(filled(read_answers(path)[1]))
    assert outcome.says == {}
    assert outcome.total == AUTOGRADED


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_wrong_answer_has_the_planned_points_and_message(path):
    head, answers = read_answers(path)
    earns, says = plan(head)
    notebook, skipped = filled(answers), 0
    if not PART_C & set(answers):  # part C uses nothing of parts A and B, and is slow
        names = [cell.id for cell in notebook.cells]
        del notebook.cells[names.index("customers-text") :]
        skipped = 3
    outcome = rehearse(notebook)
    assert sorted(outcome.says) == sorted(says)
    for name, fragment in says.items():
        assert fragment in outcome.says[name]
    assert outcome.total + skipped == earns == AUTOGRADED - len(says)


def test_banks_are_large_enough():
    assert len(RIGHT) >= 3
    assert len(WRONG) >= 8
    blamed = {name for path in WRONG for name in plan(read_answers(path)[0])[1]}
    tests = {c.metadata.nbgrader.grade_id for c in source().cells if is_grade(c)} - {"choose"}
    assert blamed == tests, "each test cell must catch a wrong answer"


def test_withheld_libraries_come_back():
    import sklearn.cluster

    names = {}
    exec(cells_by_name(source())["setup"].source, names)

    def uses_it():
        import sklearn.cluster as borrowed

        return borrowed

    with pytest.raises(AssertionError, match="withheld"), names["own_work"]():
        uses_it()
    assert uses_it() is sklearn.cluster
    with pytest.raises(ModuleNotFoundError), names["own_work"]():
        import no_such_library_of_mine  # noqa: F401


def test_golden_values_of_the_sheet():
    names = {"np": np}
    exec(cells_by_name(source())["customers"].source, names)
    X = StandardScaler().fit_transform(names["X_sim"])
    runs = [KMeans(k, n_init=10, random_state=42).fit(X) for k in range(1, 11)]
    np.testing.assert_allclose(
        [run.inertia_ for run in runs],
        [28, 10.2530, 4.4241, 1.6024, 0.7646, 0.4615, 0.2865, 0.1247, 0.0813, 0.0438],
        atol=6e-5,
    )
    scores = [silhouette_score(X, run.labels_) for run in runs[1:]]
    np.testing.assert_allclose(
        scores,
        [0.5616, 0.6018, 0.6888, 0.7213, 0.6859, 0.6413, 0.5335, 0.4781, 0.4103],
        atol=6e-5,
    )
    # The numbers of the model answer.
    text = reference()["choose"]
    for number in (*(run.inertia_ for run in runs[3:6]), scores[2], scores[3], scores[4]):
        assert f"{number:.2f}" in text
    centers = [names["X_sim"][runs[4].labels_ == j].mean(axis=0) for j in range(5)]
    for income, score in centers:
        assert f"({income:.1f}, {score:.1f})" in text


# The whole way through nbgrader -----------------------------------------------------------


def partly_right():
    known = reference()
    return stubs() | {name: known[name] for name in ("assign", "update", "inertia", "standardize")}


def crashing():
    """One answer kills the kernel when the points repeat, another raises, the rest is right."""
    killer = "import os\n" + reference()["plusplus"].replace(
        "total = gaps.sum()", "total = gaps.sum() or os._exit(1)"
    )
    return reference() | {"plusplus": killer, "exercise-6": "1 / 0"}


def plausible():
    wrong = ("stale_labels", "start_without_square", "one_start")
    answers = reference()
    for name in wrong:
        answers |= read_answers(BANK / "wrong" / f"{name}.py")[1]
    return answers


SUBMISSIONS = {
    "ada-full": (reference, 18, "choose", ""),
    "ben-blank": (stubs, 0, "", ""),
    "cem-partly": (partly_right, 8, "", ""),
    "dia-crashing": (crashing, 16, "choose", "an answer killed the kernel"),
    "eve-plausible": (plausible, 14, "choose", ""),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    course = tmp_path_factory.mktemp("course")
    for name in ("solutions", "nbgrader_config.py", "grading"):
        (course / name).symlink_to(ROOT / name)
    for student, (answers, *_) in SUBMISSIONS.items():
        folder = course / "handed-in" / student / LAB
        folder.mkdir(parents=True)
        notebook = released()
        fill_in(notebook, answers())
        nbformat.write(notebook, folder / f"{LAB}.ipynb")
    (course / "handed-in" / "fay-missing").mkdir()
    (course / "handed-in" / "gus-broken" / LAB).mkdir(parents=True)
    (course / "handed-in" / "gus-broken" / LAB / f"{LAB}.ipynb").write_text('{"cells": [')
    command = [sys.executable, "-m", "grading", "grade", LAB, "--submitted", "handed-in"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    run = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "without a sandbox" in run.stderr
    assert "[7/7]" in run.stdout
    return course / "graded" / LAB


@pytest.fixture(scope="module")
def rows(graded):
    with (graded / "scores.csv").open(newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("student", SUBMISSIONS)
def test_submission_gets_what_it_deserves(rows, student):
    answers, total, to_read, note = SUBMISSIONS[student]
    row = rows[student]
    assert (float(row["total"]), float(row["max"])) == (total, 20)
    assert (row["needs_manual_grade"], row["note"]) == (to_read, note)
    if student != "dia-crashing":  # in this process the killer would kill the tests
        for name, points in rehearse(filled(answers())).points.items():
            assert float(row[name]) == points


def test_crash_costs_only_its_own_points(rows):
    lost = {k for k, v in rows["dia-crashing"].items() if v == "0"} - {"choose"}
    assert lost == {"plusplus-repeats", "exercise-6-paper"}


def test_lost_submissions_are_reported(rows):
    assert list(rows) == [*SUBMISSIONS, "fay-missing", "gus-broken"]
    assert "no submission: expected" in rows["fay-missing"]["note"]
    assert "not a readable notebook" in rows["gus-broken"]["note"]
    assert rows["fay-missing"]["total"] == rows["gus-broken"]["total"] == "0"


def test_feedback_teaches_and_hides(graded):
    pages = {p.parent.parent.name: p.read_text() for p in graded.glob("feedback/*/*/*.html")}
    assert sorted(pages) == sorted(SUBMISSIONS)
    texts = {
        student: re.sub(r"&#39;", "'", re.sub(r"<[^>]+>", "", page)).replace("&quot;", '"')
        for student, page in pages.items()
    }
    assert "did you forget the square?" in texts["eve-plausible"]
    assert "A check on other data failed: For some K you stopped" in texts["eve-plausible"]
    answers = "\n".join(reference().values())
    for text in texts.values():
        assert "HIDDEN TESTS" not in text
        for secret in secrets():
            # A student's own answer may be the reference's; a hidden test is nobody's own.
            assert secret in answers or secret not in text


def test_nothing_but_the_result_is_left(graded):
    assert [path.name for path in graded.parent.iterdir()] == [LAB]
    kept = {"scores.csv", "gradebook.db", "submitted", "autograded", "feedback"}
    assert {path.name for path in graded.iterdir()} == kept
