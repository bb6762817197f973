"""What is special to lab 2: the sheet, the stand-ins, and the whole way through nbgrader.

What it shares with all labs is in test_every_lab.py.
"""

import csv
import itertools
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
from nbgrader.utils import is_solution
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.preprocessing import StandardScaler

from grading.rehearsal import cells_in_reach, fill_in, read_answers, rehearse
from grading.sandbox import NoSandbox, Zygote

LAB = "lab02-kmeans"
ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "solutions" / LAB / f"{LAB}.ipynb"
RELEASED = ROOT / "labs" / LAB / f"{LAB}.ipynb"
BANK = Path(__file__).parent / LAB


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


# The text and the setup -------------------------------------------------------------------


def test_sheet_is_named_and_repaired():
    text = cells_by_name(source())["customers-text"].source
    for name in ("Practical Work 3", "Louis Fippo\nFitime", "Claude Tinku", "Kerolle Sonfack"):
        assert name in text
    assert "ENSPY" in text
    assert "n_init" in text


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

    def reaches_it():
        import scipy

        return scipy.cluster.vq.vq

    import scipy.cluster.vq

    with pytest.raises(AssertionError, match="withheld"), names["own_work"]():
        reaches_it()
    assert reaches_it() is scipy.cluster.vq.vq
    withheld_itself = names["own_work"](scipy.cluster.vq.vq)
    with pytest.raises(AssertionError, match="`vq` comes from scipy"), withheld_itself:
        pass
    with pytest.raises(ModuleNotFoundError), names["own_work"]():
        import no_such_library_of_mine  # noqa: F401


@pytest.mark.parametrize("name", ["assign", "update", "inertia", "plusplus", "lloyd"])
def test_a_missing_function_costs_its_own_points_and_the_one_that_needs_all(name):
    lost = rehearse(filled({name: stubs()[name]})).says
    together = set() if name == "plusplus" else {"exercise-6-code"}
    own = {test for test in cells_by_name(source()) if re.match(rf"{name}-(?!text)", test)}
    assert set(lost) == own | together


def test_stand_ins_go_away():
    names = {}
    exec(cells_by_name(source())["setup"].source, names)
    names["mine"] = "mine"
    with pytest.raises(KeyError, match="slip"), names["stand_ins"](mine=1, other=2):
        raise KeyError("slip" if (names["mine"], names["other"]) == (1, 2) else "not there")
    assert names["mine"] == "mine"
    assert "other" not in names


def test_table_of_the_chapter_is_right():
    names = {}
    exec(cells_by_name(source())["setup"].source, names)
    chapter = names["Chapter"]
    for labels, centers in itertools.product(chapter.labels, chapter.centers):
        J = ((chapter.X - np.array(centers)[labels]) ** 2).sum()
        assert chapter.inertia(chapter.X, labels, centers) == pytest.approx(J, rel=1e-8)
    for labels, centers in zip(chapter.labels, chapter.centers[1:], strict=True):
        means = [chapter.X[np.array(labels) == j].mean(axis=0) for j in range(2)]
        np.testing.assert_allclose(chapter.update(chapter.X, labels), means)
        np.testing.assert_allclose(centers, means)
    for centers in chapter.centers:
        gaps = ((chapter.X[:, None] - np.array(centers)) ** 2).sum(axis=2)
        assert chapter.assign(chapter.X, centers).tolist() == gaps.argmin(axis=1).tolist()
    with pytest.raises(AssertionError, match="No iteration of the chapter has these centers"):
        chapter.assign(chapter.X, [[0, 0], [5, 7]])


@pytest.mark.parametrize("name", ["float_column_labels", "unscaled", "farthest_start"])
def test_cells_out_of_reach_change_nothing(name):
    notebook = filled(read_answers(BANK / "wrong" / f"{name}.py")[1])
    cells = cells_in_reach(source(), notebook)
    assert len(cells) < 16
    assert rehearse(notebook, cells) == rehearse(notebook)


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
    assert not re.search(r"0\.7213|4\.4241", RELEASED.read_text(encoding="utf-8"))
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
    try:
        Zygote([]).close()
    except NoSandbox:
        command.append("--unsafe-no-sandbox")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    run = subprocess.run(command, cwd=course, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
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


def test_feedback_teaches_and_hides(graded, secrets):
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
        for secret in secrets(LAB):
            # A student's own answer may be the reference's; a hidden test is nobody's own.
            assert secret in answers or secret not in text


def test_nothing_but_the_result_is_left(graded):
    assert [path.name for path in graded.parent.iterdir()] == [LAB]
    kept = {"scores.csv", "gradebook.db", "autograded", "feedback", ".lock"}
    assert {path.name for path in graded.iterdir()} == kept
