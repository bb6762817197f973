"""The report on similarity finds copies under new names, and not what everybody was given."""

import csv
import re
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import is_solution

from grading.__main__ import main
from grading.rehearsal import fill_in, read_answers

ROOT = Path(__file__).resolve().parents[2]
LAB = "lab02-kmeans"
BANK = ROOT / "tests" / "labs" / LAB / "right"
NEW_NAMES = {"X": "data", "labels": "who", "centers": "means", "counts": "sizes", "sums": "totals"}
TEXT = (
    "The first start is bad because two of the three centers lie in the same blob, so one of them "
    "has to serve two blobs at once and the sum of squares ends far above the best one that I saw."
)


def disguised(code):
    """The same code with other names and a word of its own."""
    for old, new in NEW_NAMES.items():
        code = re.sub(rf"\b{old}\b", new, code)
    return "# I did this alone\n" + code


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    for name in ("nbgrader_config.py", "grading", "labs", "solutions"):
        (folder / name).symlink_to(ROOT / name)
    release = nbformat.read(ROOT / "labs" / LAB / f"{LAB}.ipynb", 4)

    def hand_in(student, answers, text=""):
        notebook = nbformat.from_dict(release)
        notebook = nbformat.reads(nbformat.writes(notebook), 4)
        fill_in(notebook, answers)
        for cell in notebook.cells:
            if cell.cell_type == "markdown" and is_solution(cell) and text:
                cell.source = text
        target = folder / "submitted" / student / LAB
        target.mkdir(parents=True)
        nbformat.write(notebook, target / f"{LAB}.ipynb")

    own = {path.stem: read_answers(path)[1] for path in sorted(BANK.glob("*.py"))}
    for student, answers in own.items():
        hand_in(student, answers, f"I, {student}, saw {len(student)} bad starts in ten.")
    original = own["search_tree"]
    hand_in("writer", original, TEXT)
    hand_in("copier", {name: disguised(code) for name, code in original.items()}, TEXT)
    hand_in("blank1", {})
    hand_in("blank2", {})
    (folder / "submitted" / "broken" / LAB).mkdir(parents=True)
    (folder / "submitted" / "broken" / LAB / f"{LAB}.ipynb").write_text("{")
    return folder


def table(course):
    with (course / "graded" / LAB / "similar" / "pairs.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_copies_are_found_and_own_work_is_not(course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    assert main(["similar", LAB]) == 0
    assert "broken: left out" in capsys.readouterr().out
    rows = table(course)
    shares = {
        (row["kind"], *sorted((row["first"], row["second"]))): max(
            float(row["share_of_first"]), float(row["share_of_second"])
        )
        for row in rows
    }
    copied = {"writer", "copier", "search_tree"}
    assert shares["code", "copier", "writer"] > 0.9
    assert shares["text", "copier", "writer"] > 0.9
    assert {name for pair in shares for name in pair[1:]} == copied, shares
    page = (course / "graded" / LAB / "similar" / "code.html").read_text()
    assert "I did this alone" in page


def test_a_share_is_a_share(course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    assert main(["similar", LAB, "--above", "60"]) == 2
    assert "--above is 60" in capsys.readouterr().err


def test_one_submission_makes_no_pair(course, monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(course)
    (tmp_path / "zoe").mkdir()
    assert main(["similar", LAB, "--submitted", str(tmp_path)]) == 2
    assert "two make a pair" in capsys.readouterr().err
