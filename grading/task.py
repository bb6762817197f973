"""Grade one submission: bytes in, bytes out. The same in a process here or on another machine."""

import hashlib
import json
import os
import re
import shutil
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry

from grading.course import course_api
from grading.intake import Unreadable, parse
from grading.plan import Plan
from grading.sandbox import Broken, Zygote
from grading.split import SplitExecute

NAME = re.compile(r"[\w@+.-][\w@+. -]*")
SHARED_MEMORY = Path("/dev/shm")


@dataclass
class Result:
    """What grading one submission gives; the notebook and the page travel beside it."""

    student: str
    note: str = ""
    log: str = ""
    graded: bool = False
    answers: str = ""
    timestamp: str | None = None
    penalty: float | None = None
    auto_scores: dict[str, float | None] = field(default_factory=dict)
    to_read: list[str] = field(default_factory=list)
    auto_comments: dict[str, str | None] = field(default_factory=dict)


def digest_of_answers(notebook: NotebookNode) -> str:
    """Return a fingerprint of the text of all cells that a student can write in."""
    marks = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
    cells = zip(notebook.cells, marks, strict=True)
    texts = [cell.source for cell, mark in cells if mark.get("solution") or not mark.get("locked")]
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
    plan : Plan
    zygote : Zygote, optional
        None grades as plain nbgrader does: a kernel for each submission, and no sandbox.
    """

    def __init__(self, course: Path, lab: str, template: Path, plan: Plan, zygote: Zygote | None):
        self.lab, self.template = lab, template
        place = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
        self.folder = tempfile.TemporaryDirectory(dir=place, prefix=f"grading-{os.getpid()}-")
        self.stage = Path(self.folder.name)
        shutil.copytree(template / "solutions", self.stage / "solutions")
        self.release = nbformat.read(template / "labs" / lab / f"{lab}.ipynb", 4)
        self.api = course_api(course, self.stage, split=zygote is not None)
        self.db_url = self.api.coursedir.db_url
        self.plan, self.zygote = plan, zygote

    def close(self) -> None:
        """Remove the folder."""
        self.folder.cleanup()

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
                raise Unreadable("the name of the folder has characters that nbgrader refuses")
            notebook = parse(data, self.release)
        except Unreadable as problem:
            result.note = str(problem)
            return result, b"", b""
        result.answers = digest_of_answers(notebook)
        self.lay_out(order, notebook)
        SplitExecute.zygote, SplitExecute.plan = self.zygote, self.plan
        SplitExecute.deaths, SplitExecute.broken = [], False
        told = self.api.autograde(self.lab, result.student)
        if SplitExecute.broken:
            raise Broken("the warm process has died")
        if not told["success"]:
            result.log = told.get("log", "") + told["error"]
            result.note = f"not graded, see logs/{result.student}.txt"
            return result, b"", b""
        deaths = set(SplitExecute.deaths)
        if "killed the kernel" in told.get("log", ""):
            deaths.add("killed the kernel")
        if deaths:
            note = f"an answer {' or '.join(sorted(deaths))}"
            result.note = f"{result.note}; {note}".lstrip("; ")
        same = result.answers == order["last_answers"]
        self.read_scores(result, order["by_hand"], same)
        page = b""
        if self.api.generate_feedback(self.lab, result.student)["success"]:
            page = self.product("feedback", result.student, "html")
        else:
            result.note = f"{result.note}; no feedback".lstrip("; ")
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
            with Gradebook(self.db_url, self.api.coursedir.course_id) as gradebook:
                write_by_hand(gradebook, self.lab, order["student"], by_hand)

    def read_scores(self, result: Result, by_hand: dict, same: bool) -> None:
        """Take the scores out of the private gradebook.

        nbgrader wants each score by hand confirmed after each grading. A teacher need not read
        again what has not changed.
        """
        given = by_hand.get("grades", {})
        settled = {
            n for n, g in given.items() if g["manual_score"] is not None and not g["to_read"]
        }
        with Gradebook(self.db_url, self.api.coursedir.course_id) as gradebook:
            submission = gradebook.find_submission_notebook(self.lab, self.lab, result.student)
            result.penalty = submission.late_submission_penalty
            for grade in submission.grades:
                result.auto_scores[grade.name] = grade.auto_score
                if grade.needs_manual_grade and not (same and grade.name in settled):
                    result.to_read.append(grade.name)
            for comment in submission.comments:
                result.auto_comments[comment.name] = comment.auto_comment
        result.graded = True


def write_by_hand(gradebook: Gradebook, lab: str, student: str, by_hand: dict) -> None:
    """Enter what a teacher has given before into a gradebook, in one transaction."""
    gradebook.update_or_create_student(student)
    submission = gradebook.update_or_create_submission(lab, student)
    submission.extension = by_hand_extension(by_hand)
    notebook = gradebook.find_submission_notebook(lab, lab, student)
    for grade in notebook.grades:
        known = by_hand["grades"].get(grade.name, {})
        grade.manual_score, grade.extra_credit = (
            known.get("manual_score"),
            known.get("extra_credit"),
        )
    for comment in notebook.comments:
        comment.manual_comment = by_hand["comments"].get(comment.name)
    gradebook.db.commit()


def by_hand_extension(by_hand: dict):
    """Return the longer time that a teacher has given a student, if any."""
    import datetime

    seconds = by_hand.get("extension_s")
    return None if seconds is None else datetime.timedelta(seconds=seconds)


def read_by_hand(gradebook: Gradebook, lab: str, student: str) -> dict:
    """Return what a teacher has given a submission: scores, comments, more time.

    Parameters
    ----------
    gradebook : Gradebook
    lab : str
    student : str

    Returns
    -------
    by_hand : dict
        Empty if there is nothing.
    """
    try:
        submission = gradebook.find_submission(lab, student)
    except MissingEntry:
        return {}
    found = {"grades": {}, "comments": {}, "extension_s": None}
    if submission.extension is not None:
        found["extension_s"] = submission.extension.total_seconds()
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            if grade.manual_score is not None or grade.extra_credit is not None:
                found["grades"][grade.name] = {
                    "manual_score": grade.manual_score, "extra_credit": grade.extra_credit,
                    "to_read": grade.needs_manual_grade,
                }  # fmt: skip
        for comment in notebook.comments:
            if comment.manual_comment is not None:
                found["comments"][comment.name] = comment.manual_comment
    return found if any(found.values()) else {}


def packed(result: Result, autograded: bytes, page: bytes) -> tuple[dict, bytes]:
    """Return a result as the head and the body of a message."""
    return {**asdict(result), "split_at": len(autograded)}, autograded + page


def unpacked(head: dict, body: bytes) -> tuple[Result, bytes, bytes]:
    """Undo `packed`."""
    at = head.pop("split_at")
    return Result(**head), body[:at], body[at:]
