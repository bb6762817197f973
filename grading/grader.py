"""Grade one submission: bytes in, bytes out. The same in a process here or on another machine."""

import hashlib
import json
import os
import shutil
import tempfile
import traceback
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.preprocessors import CheckCellMetadata, OverwriteCells
from nbgrader.utils import parse_utc

from grading.course import course_api
from grading.execution import RestartingExecute
from grading.intake import BAD_NAME, NAME, Unreadable, parse
from grading.marks import Marks, blank_marks, seconds_late
from grading.pages import Pages
from grading.plan import Plan
from grading.sandbox import Broken, Zygote
from grading.split import SplitExecute
from grading.task import Result, by_hand_extension, write_by_hand

SHARED_MEMORY = Path("/dev/shm")
PATIENCE_S = 300  # for nbgrader's steps, beyond what the sessions may take


def digest_of_answers(notebook: NotebookNode) -> str:
    """Return a fingerprint of all that a student has written, and of the pictures in it."""
    marks = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
    cells = zip(notebook.cells, marks, strict=True)
    own = [cell for cell, mark in cells if mark.get("solution") or not mark.get("locked")]
    texts = [cell.source for cell in own]
    texts += [cell.attachments for cell in own if "attachments" in cell]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()


def sweep() -> None:
    """Remove the folders in memory of graders that were killed."""
    for folder in SHARED_MEMORY.glob("grading-*-*"):
        owner = folder.name.split("-")[1]
        if owner.isdigit() and not Path("/proc", owner).exists():
            shutil.rmtree(folder, ignore_errors=True)


class Grader:
    """Grades submissions of one lab, one after the other, in a folder of its own in memory.

    Parameters
    ----------
    course : Path
        The folder with nbgrader_config.py.
    lab : str
    template : Path
        A folder with solutions/LAB, labs/LAB and a gradebook that knows the lab.

    Attributes
    ----------
    limit_s : int
        How long one submission may take in all; 0 for no limit.
    """

    limit_s = 0

    def __init__(self, course: Path, lab: str, template: Path):
        self.lab, self.template = lab, template
        place = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
        self.folder = tempfile.TemporaryDirectory(dir=place, prefix=f"grading-{os.getpid()}-")
        self.stage = Path(self.folder.name)
        self.api = course_api(course, self.stage)
        shutil.copyfile(template / "gradebook.db", self.stage / "gradebook.db")
        self.release = nbformat.read(template / "labs" / lab / f"{lab}.ipynb", 4)

    def close(self) -> None:
        """Remove the folder."""
        self.folder.cleanup()

    def gradebook(self) -> Gradebook:
        """Open the private gradebook."""
        return Gradebook(self.api.coursedir.db_url, self.api.coursedir.course_id)

    def grade(self, order: dict, data: bytes) -> tuple[Result, bytes, bytes]:
        """Grade one submission; whatever goes wrong ends in the result's note.

        Parameters
        ----------
        order : dict
            student, note, timestamp, last_answers, and by_hand: what a teacher has given.
        data : bytes
            The notebook that was handed in.

        Returns
        -------
        result : Result
        autograded : bytes
            The executed notebook; empty if there is none.
        page : bytes
            The feedback.
        """
        result = Result(order["student"], order["note"], timestamp=order["timestamp"])
        try:
            if not NAME.fullmatch(result.student):
                raise Unreadable(BAD_NAME)
            notebook = parse(data, self.release)
        except Unreadable as problem:
            result.note = str(problem)
            return result, b"", b""
        result.answers = digest_of_answers(notebook)
        return self.run(result, order, notebook)

    def failed(self, result: Result, log: str) -> tuple[Result, bytes, bytes]:
        """Return the result of a submission that could not be graded."""
        result.log, result.note = log, f"not graded, see logs/{result.student}.txt"
        return result, b"", b""


class SplitGrader(Grader):
    """Grades in two sessions. nbgrader's own steps do the rest, on a notebook in memory.

    Parameters
    ----------
    course, lab, template
        See `Grader`.
    plan : Plan
    zygote : Zygote
    """

    def __init__(self, course: Path, lab: str, template: Path, plan: Plan, zygote: Zygote):
        super().__init__(course, lab, template)
        settings = Autograde(coursedir=self.api.coursedir, parent=self.api).config
        exporter = NotebookExporter(config=settings)
        # What the rebuilding has done need not be done again: the metadata are the release's.
        about = self.about("", self.api.coursedir.db_url)
        self.release, _ = OverwriteCells(parent=exporter).preprocess(self.release, about)
        self.steps = [
            (SplitExecute if step is RestartingExecute else step)(parent=exporter)
            for step in settings.Autograde.autograde_preprocessors
            if step is not CheckCellMetadata
        ]
        self.execute = next(step for step in self.steps if isinstance(step, SplitExecute))
        self.execute.zygote, self.execute.plan = zygote, plan
        self.limit_s = int(self.execute.limits.submission_s) + PATIENCE_S
        feedback = GenerateFeedback(coursedir=self.api.coursedir, parent=self.api)
        self.pages = Pages(config=feedback.config)
        for step in feedback.preprocessors:
            self.pages.register_preprocessor(step)
        with self.gradebook() as gradebook:
            self.due = gradebook.find_assignment(lab).duedate

    def about(self, student: str, gradebook: str | Marks) -> dict:
        """Return what nbgrader's steps want to know of a submission."""
        names = {"student": student, "assignment": self.lab, "notebook": self.lab}
        return {"unique_key": self.lab, "nbgrader": {**names, "db_url": gradebook}}

    def run(
        self, result: Result, order: dict, notebook: NotebookNode
    ) -> tuple[Result, bytes, bytes]:
        """Grade a submission that can be read."""
        try:
            notebook, marks = self.autograde(result.student, order, notebook)
            autograded = nbformat.writes(notebook).encode()
        except Broken:
            raise
        except Exception:
            return self.failed(result, traceback.format_exc())
        if self.execute.deaths:
            result.add_note(f"an answer {' or '.join(sorted(set(self.execute.deaths)))}")
        result.penalty = marks.late_submission_penalty
        result.take_scores(marks.grades.items(), marks.comments.items(), order)
        try:
            page = self.feedback(result.student, notebook, marks)
        except Exception:
            result.add_note("no feedback")
            page, result.log = "", traceback.format_exc()
        return result, autograded, page.encode()

    def autograde(
        self, student: str, order: dict, notebook: NotebookNode
    ) -> tuple[NotebookNode, Marks]:
        """Do the steps of nbgrader's autograding; return the executed notebook and its marks."""
        by_hand, handed_in = order["by_hand"], parse_utc(order["timestamp"])
        late = seconds_late(handed_in, self.due, by_hand_extension(by_hand))
        marks = blank_marks(notebook, by_hand, late)
        about = self.about(student, marks)
        for step in self.steps:
            notebook, about = step(notebook, about)
        return notebook, marks

    def feedback(self, student: str, notebook: NotebookNode, marks: Marks) -> str:
        """Return the page of a notebook that was graded."""
        return self.pages.from_notebook_node(notebook, self.about(student, marks))[0]


class PlainGrader(Grader):
    """Grades as nbgrader does by itself: a kernel for each submission, and no sandbox."""

    def __init__(self, course: Path, lab: str, template: Path):
        super().__init__(course, lab, template)
        shutil.copytree(template / "solutions", self.stage / "solutions")

    def run(
        self, result: Result, order: dict, notebook: NotebookNode
    ) -> tuple[Result, bytes, bytes]:
        """Grade a submission that can be read."""
        self.lay_out(order, notebook)
        told = self.api.autograde(self.lab, result.student)
        if not told["success"]:
            return self.failed(result, told.get("log", "") + told["error"])
        if "killed the kernel" in told.get("log", ""):
            result.add_note("an answer killed the kernel")
        with self.gradebook() as gradebook:
            submission = gradebook.find_submission_notebook(self.lab, self.lab, result.student)
            result.penalty = submission.late_submission_penalty
            grades = [(grade.name, grade) for grade in submission.grades]
            comments = [(comment.name, comment) for comment in submission.comments]
            result.take_scores(grades, comments, order)
        page = b""
        if self.api.generate_feedback(self.lab, result.student)["success"]:
            page = self.product("feedback", result.student, "html")
        else:
            result.add_note("no feedback")
        return result, self.product("autograded", result.student, "ipynb"), page

    def product(self, kind: str, student: str, ending: str) -> bytes:
        """Return a file that nbgrader has written."""
        return (self.stage / kind / student / self.lab / f"{self.lab}.{ending}").read_bytes()

    def lay_out(self, order: dict, notebook: NotebookNode) -> None:
        """Put one submission, and all that is known of it, where nbgrader looks for it."""
        for kind in ("submitted", "autograded", "feedback"):
            shutil.rmtree(self.stage / kind, ignore_errors=True)
        shutil.copyfile(self.template / "gradebook.db", self.stage / "gradebook.db")
        target = self.stage / "submitted" / order["student"] / self.lab
        target.mkdir(parents=True)
        nbformat.write(notebook, target / f"{self.lab}.ipynb")
        if order["timestamp"]:
            (target / "timestamp.txt").write_text(order["timestamp"], encoding="utf-8")
        by_hand = order["by_hand"]
        if by_hand:
            with self.gradebook() as gradebook:
                write_by_hand(gradebook, self.lab, order["student"], by_hand)
