"""Marks and pages made in memory are those that nbgrader makes with its database and its files."""

import copy
import datetime
import itertools
import subprocess
import sys
from pathlib import Path

import nbgrader
import pytest
from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from nbgrader.dbutil import _temp_alembic_ini

from grading.course import course_api, newest_version
from grading.marks import Comment, Grade, Marks, seconds_late
from grading.pages import Pages

ROOT = Path(__file__).resolve().parents[2]


def test_version_of_the_database_is_the_one_that_nbgrader_would_ask_a_command_for():
    folder = Path(nbgrader.__file__).parent
    code = "import sys; from alembic.config import main; main(sys.argv[1:])"
    with _temp_alembic_ini("sqlite://") as settings:
        command = [sys.executable, "-c", code, "-c", settings, "heads"]
        said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)
    assert said.stdout.split()[0] == newest_version()


def test_marks_in_memory_count_as_nbgraders_do(tmp_path):
    """The same grades in a real gradebook, for every mixture of test, teacher and extra credit."""
    values = [None, 0.0, 1.5]
    mixtures = list(itertools.product(values, values, values))
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        gradebook.add_assignment("lab")
        gradebook.add_notebook("lab", "lab")
        for i in range(len(mixtures)):
            gradebook.add_grade_cell(f"c{i}", "lab", "lab", max_score=2, cell_type="code")
            gradebook.add_solution_cell(f"c{i}", "lab", "lab")
        gradebook.add_student("zoe")
        gradebook.add_submission("lab", "zoe")
        ours = Marks()
        for i, mixture in enumerate(mixtures):
            grade = gradebook.find_grade(f"c{i}", "lab", "lab", "zoe")
            comment = gradebook.find_comment(f"c{i}", "lab", "lab", "zoe")
            grade.auto_score, grade.manual_score, grade.extra_credit = mixture
            comment.auto_comment, comment.manual_comment = map(str, mixture[:2])
            if mixture[1] is None:
                comment.manual_comment = None
            ours.grades[f"c{i}"] = Grade(2, *mixture)
            ours.comments[f"c{i}"] = Comment(comment.auto_comment, comment.manual_comment)
        gradebook.db.commit()
        theirs = gradebook.find_submission_notebook("lab", "lab", "zoe")
        assert (ours.score, ours.max_score) == (theirs.score, theirs.max_score)
        for name in ours.grades:
            where = name, "lab", "lab", "zoe"
            assert ours.find_grade(*where).score == gradebook.find_grade(*where).score
            assert ours.find_comment(*where).comment == gradebook.find_comment(*where).comment


@pytest.mark.parametrize(
    ("due", "extension", "late"), [(None, None, 0), (0, None, 3600), (0, 1800, 1800), (7200, 0, 0)]
)
def test_lateness_is_counted_as_nbgrader_counts_it(tmp_path, due, extension, late):
    noon = datetime.datetime(2026, 3, 1, 12)
    after = datetime.timedelta(hours=1)
    with Gradebook(f"sqlite:///{tmp_path / 'gradebook.db'}") as gradebook:
        deadline = None if due is None else noon + datetime.timedelta(seconds=due)
        gradebook.add_assignment("lab", duedate=deadline)
        gradebook.add_student("zoe")
        submission = gradebook.add_submission("lab", "zoe", timestamp=noon + after)
        more = None if extension is None else datetime.timedelta(seconds=extension)
        submission.extension = more
        gradebook.db.commit()
        assert submission.total_seconds_late == seconds_late(noon + after, deadline, more) == late


def a_notebook():
    """Cells of all kinds, some of them twice, with outputs of all kinds."""
    shown = [
        new_output("stream", text="words <b>not bold</b>\n"),
        new_output("execute_result", data={"text/plain": "3"}, execution_count=1),
        new_output("display_data", data={"image/png": "iVBORw0KGgo=", "text/plain": "<Figure>"}),
        new_output("display_data", data={"text/html": "<table><tr><td>1</td></tr></table>"}),
        new_output("error", ename="ValueError", evalue="no", traceback=["\x1b[31mValueError: no"]),
    ]
    text = "# A heading\n\nSome *words*, $x^2$ and `code`.\n\n```python\nx = 1\n```\n\n| a |\n|-|"
    code = "def f(x):\n    return x < 1 and 'a' != \"b\"  # why"
    cells = [new_markdown_cell(text), new_code_cell(code, outputs=shown), new_markdown_cell(text)]
    cells += [new_code_cell(code), new_code_cell(""), new_markdown_cell("")]
    return new_notebook(
        cells=cells, metadata={"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    )


def test_a_page_says_what_nbgraders_says(tmp_path):
    api = course_api(ROOT, tmp_path)
    settings = GenerateFeedback(coursedir=api.coursedir, parent=api).config
    ours, theirs = Pages(config=settings), HTMLExporter(config=settings)
    about = {"nbgrader": {"notebook": "lab", "score": 1, "max_score": 2, "late_penalty": 0}}
    notebook = a_notebook()
    for _ in range(2):  # the second time most of it is known
        pages = [
            e.from_notebook_node(copy.deepcopy(notebook), dict(about))[0] for e in (ours, theirs)
        ]
        one, two = (BeautifulSoup(page, "html.parser") for page in pages)
        assert one.get_text() == two.get_text()
        for page in (one, two):
            for image in page.find_all("img"):
                assert image.attrs.pop("alt")
        tags = [[(t.name, t.attrs) for t in page.find_all(True)] for page in (one, two)]
        assert tags[0] == tags[1]
