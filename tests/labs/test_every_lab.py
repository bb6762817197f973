"""What each lab proves about itself: who gets which points, what they read, and what nobody sees.

Do its tests notice small mistakes? That takes longer and is a command of its own:
`python -m grading mutants LAB`.
"""

import ast
import json
import re
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import compute_checksum, is_grade, is_solution

from grading.course import labs_of
from grading.mutants import equivalents, mutants_of, spoilers
from grading.plan import BESIDE
from grading.rehearsal import cells_in_reach, fill_in, is_test, read_answers, rehearse
from grading.source import notebook_text, read_text, release

ROOT = Path(__file__).resolve().parents[2]
LABS = [lab for lab in labs_of(ROOT) if (ROOT / "solutions" / lab / f"{lab}.md").exists()]

each_lab = pytest.mark.parametrize("lab", LABS)


def each_answer(kind):
    """One test for each answer of a bank, named lab-answer."""
    paths = sorted((ROOT / "tests" / "labs").glob(f"*/{kind}/*.py"))
    found = [(path.parents[1].name, path) for path in paths if path.parents[1].name in LABS]
    return pytest.mark.parametrize(
        ("lab", "path"), found, ids=[f"{lab}-{path.stem}" for lab, path in found]
    )


def bank(lab, kind):
    return sorted((ROOT / "tests" / "labs" / lab / kind).glob("*.py"))


def source(lab):
    return nbformat.read(ROOT / "solutions" / lab / f"{lab}.ipynb", 4)


def released(lab):
    return nbformat.read(ROOT / "labs" / lab / f"{lab}.ipynb", 4)


def grade_id(cell):
    return cell.metadata.nbgrader.grade_id


def points_of_tests(lab):
    return {grade_id(c): c.metadata.nbgrader.points for c in source(lab).cells if is_test(c)}


def stubs(lab):
    return {grade_id(c): c.source for c in released(lab).cells if is_solution(c)}


def rehearsed(lab, answers):
    """Score answers; of the cells that they cannot reach none is run."""
    notebook = source(lab)
    fill_in(notebook, answers)
    return rehearse(notebook, cells_in_reach(source(lab), notebook))


def plan(head):
    """Read the planned points and messages from the head of a wrong answer."""
    earns = float(re.search(r"^# earns: (\S+)$", head, re.MULTILINE).group(1))
    says = dict(re.findall(r"^# ([a-z0-9-]+): (.+)$", head, re.MULTILINE))
    del says["earns"]
    return earns, says


# The source and the release ---------------------------------------------------------------


@each_lab
def test_notebook_is_what_its_text_says(lab):
    path = ROOT / "solutions" / lab / f"{lab}.ipynb"
    expected = notebook_text(read_text(path.with_suffix(".md")))
    assert path.read_text(encoding="utf-8") == expected, f"run: python -m grading release {lab}"


@each_lab
def test_release_is_what_the_source_gives(lab, tmp_path):
    for name in ("solutions", "nbgrader_config.py", "grading"):
        (tmp_path / name).symlink_to(ROOT / name)
    fresh, given = release(tmp_path, lab), ROOT / "labs" / lab
    name = f"{lab}.ipynb"
    assert [path.name for path in fresh.iterdir()] == [name], "only the notebook may travel"
    assert [path.name for path in given.iterdir() if path.name[0] != "."] == [name]
    assert (fresh / name).read_text() == (given / name).read_text(), (
        f"labs/ is not what solutions/ gives; run: python -m grading release {lab}"
    )


@each_lab
def test_announced_points_are_the_points(lab):
    marks = [(cell, cell.metadata.nbgrader.get("points", 0)) for cell in source(lab).cells]
    total = sum(points for _, points in marks)
    intro = next(cell.source for cell, _ in marks if grade_id(cell) == "intro")
    parts = [int(n) for n in re.findall(r"\| (\d+) \|$", intro, re.MULTILINE)]
    told = re.search(r"\*\*Total\*\* *\| *\*\*(\d+)\*\*", intro)
    assert told, "the table of points in `intro` ends with a line | | **Total** | **N** |"
    assert sum(parts) == int(told.group(1)) == total

    # A heading with points announces those of the cells below it, up to the next of its level.
    sections = []
    for cell, points in marks:
        if cell.cell_type == "markdown" and not is_grade(cell):
            for hashes, text in re.findall(r"^(#+) (.*)$", cell.source, re.MULTILINE):
                for section in sections:
                    section["open"] &= len(hashes) > section["level"]
                sections.append({"level": len(hashes), "open": True, "text": text, "points": 0})
        for section in sections:
            section["points"] += points * section["open"]
    headings = {section["text"]: section["points"] for section in sections}
    announced = {h: re.search(r"\((\d+) points?\b", h) for h in headings}
    assert any(announced.values()), "each task's heading says its points: (2 points)"
    for heading, told in announced.items():
        assert told is None or int(told.group(1)) == headings[heading], heading


@each_lab
def test_cells_are_clean(lab):
    for notebook in (source(lab), released(lab)):
        assert notebook.nbformat_minor == 5
        assert set(notebook.metadata) <= {"kernelspec", "language_info"}
        assert [cell.id for cell in notebook.cells] == [grade_id(cell) for cell in notebook.cells]
        for cell in notebook.cells:
            assert set(cell.metadata) <= {"nbgrader", "deletable", "editable", "tags"}
            assert cell.metadata.get("tags", [BESIDE]) == [BESIDE]
            assert cell.get("outputs", []) == []
            assert cell.get("execution_count") is None
            assert "attachments" not in cell


@each_lab
def test_release_checksums_hold(lab):
    for cell in released(lab).cells:
        assert cell.metadata.nbgrader.checksum == compute_checksum(cell)


@each_lab
def test_no_test_cell_ends_in_a_value(lab):
    """Where a test cell shows a value, nbgrader takes it for the points."""
    for cell in source(lab).cells:
        if is_test(cell):
            assert not isinstance(ast.parse(cell.source).body[-1], ast.Expr), grade_id(cell)


@each_lab
def test_the_library_of_the_course_is_withheld(lab):
    setup = next(cell.source for cell in source(lab).cells if grade_id(cell) == "setup")
    withheld = re.search(r"^WITHHELD = (\(.*?\))$", setup, re.MULTILINE | re.DOTALL)
    assert "course_lib" in ast.literal_eval(withheld.group(1))


@each_lab
def test_release_holds_no_secret(lab, secrets):
    raw = (ROOT / "labs" / lab / f"{lab}.ipynb").read_text(encoding="utf-8")
    hidden = secrets(lab)
    assert len(hidden) > 20
    for mark in ("BEGIN SOLUTION", "HIDDEN TESTS", "import course_lib", "from course_lib"):
        assert mark not in raw
    for secret in hidden:
        assert json.dumps(secret, ensure_ascii=False)[1:-1] not in raw
        assert json.dumps(secret)[1:-1] not in raw


@each_lab
def test_stubs_ask_for_work(lab):
    for cell in released(lab).cells:
        if is_solution(cell):
            code = cell.cell_type == "code"
            asks = "raise NotImplementedError()" if code else "YOUR ANSWER HERE"
            assert asks in cell.source, grade_id(cell)


# Points and messages ----------------------------------------------------------------------


@each_lab
def test_reference_has_full_marks_twice_in_one_process(lab):
    for _ in range(2):
        outcome = rehearse(source(lab))
        assert outcome.says == {}
        assert outcome.points == points_of_tests(lab)


@each_lab
def test_blank_has_nothing(lab):
    outcome = rehearsed(lab, stubs(lab))
    assert outcome.total == 0
    assert outcome.says.keys() == points_of_tests(lab).keys()


@each_answer("right")
def test_another_right_answer_has_full_marks(lab, path):
    assert rehearsed(lab, read_answers(path)[1]).says == {}


@each_answer("wrong")
def test_wrong_answer_has_the_planned_points_and_message(lab, path):
    head, answers = read_answers(path)
    earns, says = plan(head)
    outcome = rehearsed(lab, answers)
    assert {name: outcome.says[name] for name in outcome.says if name not in says} == {}
    assert sorted(outcome.says) == sorted(says)
    for name, fragment in says.items():
        assert fragment in outcome.says[name]
    assert outcome.total == earns


@each_lab
def test_banks_are_large_enough(lab):
    assert len(bank(lab, "right")) >= 3
    assert len(bank(lab, "wrong")) >= 8
    blamed = {name for path in bank(lab, "wrong") for name in plan(read_answers(path)[0])[1]}
    assert blamed == set(points_of_tests(lab)), "each test cell must catch a wrong answer"


@each_lab
def test_mutants_are_many_and_each_excuse_has_one(lab):
    answers = [c for c in source(lab).cells if is_solution(c) and not is_grade(c)]
    mutants = {mutant.name for cell in answers for mutant in mutants_of(cell)}
    excused = equivalents(ROOT, lab)
    assert len(mutants) >= 20
    made = mutants | {spoiler.name for cell in answers for spoiler in spoilers(cell)}
    assert set(excused) <= made, "equivalent.yml names mutants that are not made any more"
    assert all(len(reason.split()) >= 3 for reason in excused.values()), "say why it is no mistake"
    assert len(excused) <= len(mutants) / 4


# The page for instructors -----------------------------------------------------------------


@each_lab
def test_instructors_have_a_page_and_it_tells_no_secret(lab, secrets):
    path = ROOT / "book" / "instructor" / f"{lab}.md"
    assert path.exists(), f"write {path.relative_to(ROOT)}"
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"(instructor-{lab})=\n# ")
    for secret in secrets(lab):
        assert secret not in text
