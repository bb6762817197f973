"""The commands, the intake and the redaction, on a course of one small lab."""

import base64
import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from nbgrader.api import Gradebook

from grading.__main__ import main
from grading.batch import Options, students_in
from grading.batch import grade as grade_lab
from grading.course import GradingError
from grading.grader import digest_of_answers
from grading.intake import Unreadable, parse, read_submission, rebuild
from grading.redact import MAX_WRITTEN, HarmlessWriting, RedactHidden, harmless, hidden_lines
from grading.source import read_text

ROOT = Path(__file__).resolve().parents[2]
SECRET = "hidden_number = 4711"


def mark(name, **kinds):
    base = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3}
    return {"nbgrader": {**base, "grade_id": name, **kinds}}


def tiny_lab():
    """One answer and two test cells, the second with a hidden part that the answer kills."""
    test_double = (
        'assert double(1) == 2, "twice one is two"\n### BEGIN HIDDEN TESTS\n'
        f'{SECRET}\nassert double(hidden_number) == 9422, "wrong elsewhere"\n### END HIDDEN TESTS'
    )
    locked = {"grade": True, "locked": True, "points": 1}
    answer = "### BEGIN SOLUTION\ndef double(x):\n    return 2 * x\n### END SOLUTION"
    notebook = new_notebook(
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        },
        cells=[
            new_markdown_cell("Text", id="text", metadata=mark("text", locked=True)),
            new_code_cell(answer, id="double", metadata=mark("double", solution=True)),
            new_code_cell(test_double, id="test-1", metadata=mark("test-1", **locked)),
            new_code_cell("assert True", id="test-2", metadata=mark("test-2", **locked)),
        ],
    )
    return notebook


@pytest.fixture
def grade(mode):
    """Grade in the sandbox where there is one, else the same without walls."""

    def grade(course, lab, submitted, say, **options):
        return grade_lab(course, lab, submitted, say, Options(mode, **{"n_workers": 1, **options}))

    return grade


@pytest.fixture
def course(tmp_path, monkeypatch):
    for name in ("nbgrader_config.py", "grading"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "solutions" / "tiny").mkdir(parents=True)
    nbformat.write(tiny_lab(), tmp_path / "solutions" / "tiny" / "tiny.ipynb")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def hand_in(course, student, source, name="tiny.ipynb"):
    folder = course / "submitted" / student / "tiny"
    folder.mkdir(parents=True, exist_ok=True)
    notebook = tiny_lab()
    notebook.cells[1].source = source
    notebook.cells[2].source = "assert True  # a student's own idea of a test"
    nbformat.write(notebook, folder / name)
    return folder / name


# The command line -------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["grade", "release"])
def test_unknown_lab(course, capsys, command):
    assert main([command, "lab99-nothing"]) == 2
    problem = capsys.readouterr().err
    assert "LAB is 'lab99-nothing'" in problem
    assert "Choose one of: tiny." in problem
    assert not (course / "graded").exists()


@pytest.mark.parametrize("empty", [False, True])
def test_no_submissions(course, capsys, empty):
    if empty:
        (course / "nobody").mkdir()
    assert main(["grade", "tiny", "--submitted", "nobody"]) == 2
    problem = capsys.readouterr().err
    assert "--submitted is nobody" in problem
    assert "FOLDER/STUDENT/LAB/LAB.ipynb" in problem
    assert not (course / "graded").exists()


def test_not_in_a_course(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["grade", "tiny"]) == 2
    assert "No nbgrader_config.py" in capsys.readouterr().err


def test_the_process_says_so_too(course):
    command = [sys.executable, "-m", "grading", "grade", "nope"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert run.returncode == 2
    assert run.stderr.startswith("error: LAB is 'nope'")
    assert "Traceback" not in run.stderr


# Grading ----------------------------------------------------------------------------------


def test_each_student_by_herself(course, grade):
    hand_in(course, "abe", "def double(x):\n    return x + x")
    hand_in(course, "bea", "def double(x):\n    print('seen', x)\n    return 2")
    hand_in(course, "cid", "def double(x):\n    return 2 * x", name="my answers.ipynb")
    lines = []
    done = grade(course, "tiny", course / "submitted", lines.append)
    assert [line.split(": ")[0] for line in lines] == ["[1/3] abe", "[2/3] bea", "[3/3] cid"]
    with (done / "scores.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["total"] for row in rows] == ["2", "1", "2"]
    assert [row["test-1"] for row in rows] == ["1", "0", "1"]
    assert [row["max"] for row in rows] == ["2", "2", "2"]
    assert rows[2]["note"] == "handed in as my answers.ipynb"
    for student in ("abe", "bea", "cid"):
        page = (done / "feedback" / student / "tiny" / "tiny.html").read_text()
        assert "4711" not in page
        assert "HIDDEN TESTS" not in page
    assert (
        "A check on other data failed: wrong elsewhere"
        in (done / "feedback" / "bea" / "tiny" / "tiny.html").read_text()
    )
    assert [path.name for path in done.parent.iterdir()] == ["tiny"]

    # A second run grades nobody again; with other work only who handed it in.
    hand_in(course, "abe", "def double(x):\n    return 7")
    lines.clear()
    grade(course, "tiny", course / "submitted", lines.append)
    assert sorted(line.endswith("as before") for line in lines) == [False, True, True]
    assert scores_of(done)["abe"]["total"] == "1"


def test_interrupted_batch_keeps_what_is_done(course, grade):
    for student in ("abe", "bea"):
        hand_in(course, student, "def double(x):\n    return x + x")

    def stop(line):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade(course, "tiny", course / "submitted", stop)
    assert not (course / "graded" / "tiny" / "scores.csv").exists()
    lines = []
    done = grade(course, "tiny", course / "submitted", lines.append)
    assert lines == ["[1/2] abe: 2 of 2, as before", "[2/2] bea: 2 of 2"]
    assert [row["total"] for row in scores_of(done).values()] == ["2", "2"]


def test_one_student_alone(course, grade):
    for student in ("abe", "bea"):
        hand_in(course, student, "def double(x):\n    return x + x")
    lines = []
    grade(course, "tiny", course / "submitted", lines.append, student="bea")
    assert lines == ["[1/1] bea: 2 of 2"]
    with pytest.raises(GradingError, match="no such folder among abe, bea"):
        grade(course, "tiny", course / "submitted", print, student="cid")


def test_no_sandbox_is_refused_with_the_remedy(course, capsys, monkeypatch):
    hand_in(course, "abe", "def double(x):\n    return x + x")
    monkeypatch.setattr("grading.sandbox.shutil.which", lambda name: None)
    assert main(["grade", "tiny"]) == 2
    problem = capsys.readouterr().err
    assert "apt install bubblewrap" in problem
    assert "--unsafe-no-sandbox" in problem
    assert not (course / "graded").exists()


def test_plain_nbgrader_is_still_there(course, capsys):
    hand_in(course, "abe", "def double(x):\n    return x + x")
    assert main(["grade", "tiny", "--plain", "--workers", "1"]) == 0
    said = capsys.readouterr()
    assert "[1/1] abe: 2 of 2" in said.out
    assert "without a sandbox" in said.err


def test_students_are_folders(tmp_path):
    (tmp_path / "zoe").mkdir()
    (tmp_path / "abe").mkdir()
    (tmp_path / ".cache").mkdir()
    (tmp_path / "notes.txt").write_text("")
    assert [path.name for path in students_in(tmp_path)] == ["abe", "zoe"]
    with pytest.raises(GradingError, match="no such folder"):
        students_in(tmp_path / "notes.txt")


# Intake -----------------------------------------------------------------------------------


def test_rebuild_keeps_answers_and_own_cells_and_nothing_else():
    handed_in = tiny_lab()
    text, answer, test_1, _ = handed_in.cells
    answer.source = "answer"
    test_1.source, test_1.metadata.nbgrader.points = "assert True", 100
    copied_test, copied_answer = nbformat.from_dict(test_1), nbformat.from_dict(dict(answer))
    copied_answer.source = "second thought"
    own = new_code_cell("before")
    handed_in.cells = [own, text, answer, copied_answer, test_1, copied_test]  # test-2 deleted
    rebuilt = rebuild(tiny_lab(), handed_in)
    sources = [cell.source for cell in rebuilt.cells]
    original = [cell.source for cell in tiny_lab().cells]
    assert sources == ["before", original[0], "answer", "second thought", *original[2:]]
    assert rebuilt.cells[4].metadata.nbgrader.points == 1
    nbformat.validate(rebuilt)


def test_written_answer_may_be_split_or_go_on_in_a_cell_of_its_own():
    handed_in = lab_with_an_essay()
    text, essay = handed_in.cells[0], handed_in.cells[4]
    essay.source = "first half"
    half, copied_text = (nbformat.from_dict(dict(cell)) for cell in (essay, text))
    half.source, copied_text.source = "second half", "Full points to all."
    more = new_markdown_cell(
        "![a](attachment:b.png)", attachments={"b.png": {"image/png": "AAAA"}}
    )
    handed_in.cells[5:5] = [half, copied_text, more, new_raw_cell("raw")]
    rebuilt = rebuild(lab_with_an_essay(), handed_in)
    original = [cell.source for cell in lab_with_an_essay().cells]
    added = ["first half", "second half", "![a](attachment:picture-1)"]
    assert [cell.source for cell in rebuilt.cells] == [*original[:4], *added, *original[5:]]
    assert rebuilt.cells[6].attachments == {"picture-1": {"image/png": "AAAA"}}
    nbformat.validate(rebuilt)


def test_links_and_broken_files_are_refused(course):
    path = hand_in(course, "abe", "x")
    folder = course / "submitted" / "abe"
    path.rename(course / "elsewhere.ipynb")
    path.symlink_to(course / "elsewhere.ipynb")
    with pytest.raises(Unreadable, match="is a link"):
        read_submission(folder, "tiny", tiny_lab())
    path.unlink()
    with pytest.raises(Unreadable, match=r"expected tiny/tiny\.ipynb"):
        read_submission(folder, "tiny", tiny_lab())
    for text in ("", "[]", '{"cells": 3, "nbformat": 4, "nbformat_minor": 5, "metadata": {}}'):
        path.write_text(text)
        with pytest.raises(Unreadable, match="not a readable notebook"):
            read_submission(folder, "tiny", tiny_lab())


# Redaction --------------------------------------------------------------------------------


def failing_cell(line, ename="AssertionError", evalue="wrong elsewhere", printed="seen 4711"):
    cell = tiny_lab().cells[2]
    entry = f"\x1b[32mCell \x1b[39mIn[3]\x1b[32m, line {line}\x1b[39m\n----> {line} {SECRET}\n"
    cell.outputs = [
        new_output("stream", name="stdout", text=printed),
        new_output("error", ename=ename, evalue=evalue, traceback=[entry, evalue]),
    ]
    return cell


def redacted(cell):
    return RedactHidden().preprocess_cell(cell, {}, 0)[0]


def test_hidden_lines():
    assert hidden_lines(tiny_lab().cells[2].source) == [2, 3, 4, 5]
    assert hidden_lines("x = 1") == []


def test_hidden_failure_shows_only_the_authors_message():
    text = str(redacted(failing_cell(4)).outputs)
    assert "4711" not in text
    assert "A check on other data failed: wrong elsewhere" in text


def test_hidden_failure_by_another_error_shows_no_data():
    for ename in ("ValueError", "AssertionError"):
        text = str(redacted(failing_cell(4, ename, "the argument was 4711")).outputs)
        assert "4711" not in text
        assert f"your code raised {ename}" in text


def test_unknown_line_counts_as_hidden():
    cell = failing_cell(4)
    cell.outputs[1].traceback = ["what is this 4711"]
    assert "4711" not in str(redacted(cell).outputs)


def test_visible_failure_stays_less_the_quoted_lines():
    cell = redacted(failing_cell(1, evalue="twice one is two", printed="mine"))
    assert "4711" not in str(cell.outputs)
    assert cell.outputs[0].text == "mine"
    assert cell.outputs[1].traceback[-1] == "twice one is two"


def test_output_of_passed_tests_is_dropped():
    cell = tiny_lab().cells[2]
    cell.outputs = [new_output("stream", name="stdout", text="seen 4711")]
    assert redacted(cell).outputs == []


# The text of a source notebook ------------------------------------------------------------


@pytest.mark.parametrize("second", ["{}", '{"nbgrader": {"grade_id": "one"}}'])
def test_each_cell_needs_a_name_of_its_own(tmp_path, second):
    path = tmp_path / "lab.md"
    path.write_text(f'+++ {{"nbgrader": {{"grade_id": "one"}}}}\n\nText\n\n+++ {second}\n\nMore\n')
    with pytest.raises(GradingError, match="cell 2 has the grade_id"):
        read_text(path)


# Scores given by hand ----------------------------------------------------------------------


def lab_with_an_essay():
    notebook = tiny_lab()
    essay = mark("essay", grade=True, solution=True, points=3)
    notebook.cells.append(new_markdown_cell("Because.", id="essay", metadata=essay))
    return notebook


def scores_of(done):
    with (done / "scores.csv").open(newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def gradebook_of(done):
    return Gradebook(f"sqlite:///{done / 'gradebook.db'}", "clustering")


def says_unread(done, student):
    page = (done / "feedback" / student / "tiny" / "tiny.html").read_text()
    return page.count("has not read this answer yet") == 1


def test_second_grading_keeps_scores_and_words_given_by_hand(course, grade):
    nbformat.write(lab_with_an_essay(), course / "solutions" / "tiny" / "tiny.ipynb")
    for student in ("abe", "bea"):
        folder = course / "submitted" / student / "tiny"
        folder.mkdir(parents=True)
        notebook = lab_with_an_essay()
        notebook.cells[1].source = "def double(x):\n    return 2 * x"
        notebook.cells[4].source = f"I, {student}, think so."
        nbformat.write(notebook, folder / "tiny.ipynb")
    done = grade(course, "tiny", course / "submitted", lambda line: None)
    first = scores_of(done)
    assert [first[student]["total"] for student in ("abe", "bea")] == ["2", "2"]
    assert [first[student]["needs_manual_grade"] for student in ("abe", "bea")] == ["essay"] * 2
    assert says_unread(done, "abe")

    # What nbgrader's formgrader does: two scores by hand, one on an automatic cell, and a comment.
    with gradebook_of(done) as gradebook:
        essay = gradebook.find_grade("essay", "tiny", "tiny", "abe")
        essay.manual_score, essay.needs_manual_grade = 2.5, False
        test = gradebook.find_grade("test-2", "tiny", "tiny", "abe")
        test.manual_score, test.needs_manual_grade = 0.25, False
        comment = gradebook.find_comment("essay", "tiny", "tiny", "abe")
        comment.manual_comment = "Well *said*, Abe: a<b, no <script>alert('owned')</script>."
        gradebook.db.commit()

    # Bea hands in again, and all is graded a second time.
    path = course / "submitted" / "bea" / "tiny" / "tiny.ipynb"
    notebook = nbformat.read(path, 4)
    notebook.cells[1].source = "def double(x):\n    return 3 * x"
    nbformat.write(notebook, path)
    assert grade(course, "tiny", course / "submitted", lambda line: None) == done
    second = scores_of(done)
    assert (second["abe"]["essay"], second["abe"]["test-2"]) == ("2.5", "0.25")
    assert (second["abe"]["total"], second["bea"]["total"]) == ("3.75", "1")
    assert second["bea"]["needs_manual_grade"] == "essay"
    with gradebook_of(done) as gradebook:
        assert gradebook.find_grade("essay", "tiny", "tiny", "abe").manual_score == 2.5
    page = (done / "feedback" / "abe" / "tiny" / "tiny.html").read_text()
    assert "Well <em>said</em>, Abe: a&lt;b, no &lt;script&gt;" in page
    assert not says_unread(done, "abe")
    assert says_unread(done, "bea")

    # What has not changed is not to be read again; what has changed is.
    assert second["abe"]["needs_manual_grade"] == ""
    path = course / "submitted" / "abe" / "tiny" / "tiny.ipynb"
    notebook = nbformat.read(path, 4)
    notebook.cells[4].source = "On second thought, no."
    nbformat.write(notebook, path)
    third = scores_of(grade(course, "tiny", course / "submitted", lambda line: None))
    assert (third["abe"]["total"], third["abe"]["needs_manual_grade"]) == ("3.75", "test-2 essay")


def test_written_answer_runs_no_script(course, grade):
    nbformat.write(lab_with_an_essay(), course / "solutions" / "tiny" / "tiny.ipynb")
    folder = course / "submitted" / "eve" / "tiny"
    folder.mkdir(parents=True)
    notebook = lab_with_an_essay()
    notebook.cells[1].source = "def double(x):\n    return 2 * x"
    notebook.cells[4].source = (
        "**Well.** <script>alert('owned')</script><img src=x onerror=alert(1)>"
        "<iframe src=x></iframe> [here](javascript:alert(1)) [there](java&#115;cript:alert(1)) "
        "[so](javascript&colon;alert(1)) <a href='javascript:alert(1)'>x</a>"
    )
    nbformat.write(notebook, folder / "tiny.ipynb")
    done = grade(course, "tiny", course / "submitted", lambda line: None)
    page = (done / "feedback" / "eve" / "tiny" / "tiny.html").read_text()
    assert "<strong>Well.</strong>" in page
    soup = BeautifulSoup(page, "html.parser")
    assert not [tag for tag in soup.find_all("script") if "owned" in tag.text]
    for tag in soup.find_all(True):
        assert tag.name != "iframe"
        assert not [name for name in tag.attrs if name.startswith("on")]
        assert not str(tag.get("href", "")).startswith("javascript:")


def test_what_is_too_long_to_be_shown_is_cut():
    notebook = lab_with_an_essay()
    locked = notebook.cells[2].source = "." * 50_000
    notebook.cells[1].source = (
        "def double(x):\n    return 2 * x\n#" + "." * 30_000 + "\t\n" * 30_000
    )
    notebook.cells[4].source = "Well. " * 10_000
    notebook.cells += [new_code_cell("1.\n" * 20_000) for _ in range(20)]
    notebook, _ = HarmlessWriting().preprocess(notebook, {})
    assert notebook.cells[2].source == locked
    code, essay = notebook.cells[1].source, notebook.cells[4].source
    assert code.startswith("def double(x):\n    return 2 * x\n#...")
    assert max(map(len, code.split("\n"))) < 1010
    assert len(code) < 1200
    assert essay.startswith("Well. Well. ")
    assert essay.endswith("too long to be shown.]")
    assert "# [The rest" in notebook.cells[-1].source
    assert sum(len(c.source) for c in notebook.cells) - len(locked) < 1.1 * MAX_WRITTEN


def test_more_cells_than_anybody_reads_are_refused():
    notebook = tiny_lab()
    for n_more, refused in ((500, False), (501, True)):
        notebook.cells = [*tiny_lab().cells, *(new_code_cell("1") for _ in range(n_more))]
        data = nbformat.writes(notebook).encode()
        if refused:
            with pytest.raises(Unreadable, match="501 cells more than the lab; the limit is 500"):
                parse(data, tiny_lab())
        else:
            assert len(parse(data, tiny_lab()).cells) == 504


@pytest.mark.parametrize("odd", ["!", "![", "![a", "![](attachment:", "<", "&a", "data "])
def test_odd_writing_is_made_harmless_at_once(odd):
    start = time.perf_counter()
    harmless(odd * (20_000 // len(odd)), ["a"])
    assert time.perf_counter() - start < 1


def test_pictures_in_a_written_answer_reach_the_teacher(course, grade):
    nbformat.write(lab_with_an_essay(), course / "solutions" / "tiny" / "tiny.ipynb")
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(300)).decode()
    names = ["image.png", "my picture (2).png", "d\u00e9j\u00e0.png"]
    for student, attached in {
        "abe": {name: {"image/png": png + 4 * str(i)} for i, name in enumerate(names)},
        "bea": {"image.png": {"image/svg+xml": "<svg onload='alert(1)'/>", "image/png": "'/>"}},
        "eve": {},
        "fay": {"image.png": {"text/html": "<b>"}, "\ud83d": {"image/png": png}},
        "hal": {300 * "x": {"image/png": png}},
        "gil": {f"{i}": {"image/jpeg": "A" * 3_000_000} for i in range(6)},
    }.items():
        folder = course / "submitted" / student / "tiny"
        folder.mkdir(parents=True)
        notebook = lab_with_an_essay()
        notebook.cells[4].source = (
            "So: ![a](attachment:image.png) ![b](attachment:my%20picture%20%282%29.png) ![c]"
            "(attachment:d\u00e9j\u00e0.png) !![d](https://spy.example/a.png) ![e][f] ![g]("
            "attachment:lost.png)\n\n<img src='attachment:lost.png'>\n\n"
            f"[f]: attachment:lost.png\n\n![0](attachment:0) ![5](attachment:5) "
            f"![h](attachment:{300 * 'x'})"
        )
        content = json.loads(nbformat.writes(notebook))
        content["cells"][4]["attachments"] = attached
        (folder / "tiny.ipynb").write_text(json.dumps(content))
    done = grade(course, "tiny", course / "submitted", lambda line: None)
    assert {row["note"] for row in scores_of(done).values()} == {""}
    sources = {}
    for student in ("abe", "bea", "eve", "fay", "gil", "hal"):
        page = (done / "feedback" / student / "tiny" / "tiny.html").read_text()
        images = BeautifulSoup(page, "html.parser").find_all("img")
        assert ("A picture is too large to be shown." in page) == (student == "gil")
        sources[student] = [image["src"] for image in images]
        # nbgrader's formgrader shows the executed notebook in the same way.
        executed = nbformat.read(done / "autograded" / student / "tiny" / "tiny.ipynb", 4)
        HTMLExporter().from_notebook_node(executed)
    assert sources["abe"] == [f"data:image/png;base64,{png}{4 * str(i)}" for i in range(3)]
    assert sources["bea"] == sources["eve"] == sources["fay"] == sources["hal"] == []
    assert [len(source) for source in sources["gil"]] == [3_000_023]  # three fit, one is shown

    # Another picture is another answer.
    path = course / "submitted" / "abe" / "tiny" / "tiny.ipynb"
    other = path.read_bytes().replace(png.encode(), png[::-1].encode())
    answers = [parse(content, lab_with_an_essay()) for content in (path.read_bytes(), other)]
    assert digest_of_answers(answers[0]) != digest_of_answers(answers[1])
