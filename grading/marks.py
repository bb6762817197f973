"""The marks of one submission, in memory, in the form in which nbgrader's steps ask for them.

nbgrader enters each score into its database and reads it again for the next step. For one
submission that is slow, and the one who writes the gradebook of the course is `ledger.py`. So
nbgrader's steps run unchanged, and where they open a gradebook they get `Marks`.
"""
# ruff: noqa: D105 (what Python's own methods do is known)

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import getgrades, latesubmissions, saveautogrades
from nbgrader.utils import is_grade, is_solution, is_task


@dataclass
class Grade:
    """The points of a cell, with the names of nbgrader's own class."""

    max_score: float
    auto_score: float | None = None
    manual_score: float | None = None
    extra_credit: float | None = None
    needs_manual_grade: bool = False

    @property
    def score(self) -> float:
        """What counts: a teacher's score before the test's, and extra credit on top."""
        for score in (self.manual_score, self.auto_score):
            if score is not None:
                return score + (self.extra_credit or 0)
        return 0.0


@dataclass
class Comment:
    """The words on a cell, with the names of nbgrader's own class."""

    auto_comment: str | None = None
    manual_comment: str | None = None

    @property
    def comment(self) -> str | None:
        """What a student reads: a teacher's words before nbgrader's."""
        return self.auto_comment if self.manual_comment is None else self.manual_comment


@dataclass
class Marks:
    """The marks of one submission: it stands for a gradebook, for the submission in it, and more.

    Parameters
    ----------
    grades : dict
        A Grade for each cell with points, by grade id.
    comments : dict
        A Comment for each cell to write in, by grade id.
    total_seconds_late : float
    """

    grades: dict[str, Grade] = field(default_factory=dict)
    comments: dict[str, Comment] = field(default_factory=dict)
    total_seconds_late: float = 0
    late_submission_penalty: float | None = None

    @property
    def score(self) -> float:
        """The sum of all points."""
        return sum(grade.score for grade in self.grades.values())

    @property
    def max_score(self) -> float:
        """The most that can be had."""
        return sum(grade.max_score for grade in self.grades.values())

    # What nbgrader's steps call --------------------------------------------------------------

    def __enter__(self) -> "Marks":
        return self

    def __exit__(self, *error: object) -> None:
        pass

    @property
    def db(self) -> "Marks":
        """There is nothing behind it."""
        return self

    def commit(self) -> None:
        """Do nothing: all is said already."""

    def find_grade(self, name: str, *where: str) -> Grade:
        """Return the points of a cell."""
        return self.grades[name]

    def find_comment(self, name: str, *where: str) -> Comment:
        """Return the words on a cell."""
        return self.comments[name]

    def find_submission(self, *where: str) -> "Marks":
        """Return itself."""
        return self

    find_submission_notebook = find_submission


def blank_marks(notebook: NotebookNode, by_hand: dict, total_seconds_late: float) -> Marks:
    """Return the marks of a submission before it is graded.

    Parameters
    ----------
    notebook : NotebookNode
        The submission.
    by_hand : dict
        What a teacher has given before, see `task.read_by_hand`.
    total_seconds_late : float
    """
    marks = Marks(total_seconds_late=total_seconds_late)
    given, said = by_hand.get("grades", {}), by_hand.get("comments", {})
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        name = about.get("grade_id")
        if is_grade(cell):
            known = given.get(name, {})
            hand = {key: known.get(key) for key in ("manual_score", "extra_credit")}
            marks.grades[name] = Grade(float(about["points"]), **hand)
        if is_solution(cell) or is_task(cell):
            marks.comments[name] = Comment(manual_comment=said.get(name))
    return marks


def seconds_late(
    handed_in: datetime | None, due: datetime | None, extension: timedelta | None
) -> float:
    """Return how late a submission is, as nbgrader counts it."""
    if handed_in is None or due is None:
        return 0
    return max(0, (handed_in - due - (extension or timedelta())).total_seconds())


def open_gradebook(where: str | Marks, *more: object) -> Gradebook | Marks:
    """Open the gradebook behind an address, or return the marks that stand for one."""
    return where if isinstance(where, Marks) else Gradebook(where, *more)


for step in (saveautogrades, latesubmissions, getgrades):
    step.Gradebook = open_gradebook
