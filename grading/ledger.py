"""The one writer of a lab's results: gradebook, notebooks, pages, list of points."""

import contextlib
import csv
import fcntl
import functools
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbgrader.api
from nbgrader.api import (
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.utils import parse_utc
from sqlalchemy import create_engine, text
from sqlalchemy.orm import joinedload

from grading.task import Result, read_by_hand

# One engine a database: SQLAlchemy compiles each of nbgrader's queries once, not for each student.
nbgrader.api.create_engine = functools.lru_cache(maxsize=4)(create_engine)
RECORDS = (
    "CREATE TABLE IF NOT EXISTS grading_record "
    "(student VARCHAR(128) PRIMARY KEY, digest VARCHAR(64), answers VARCHAR(64), note TEXT)"
)
REMEMBER = "INSERT OR REPLACE INTO grading_record VALUES (:student, :digest, :answers, :note)"


@dataclass
class Row:
    """One student's line of scores.csv."""

    student: str
    scores: dict[str, float] = field(default_factory=dict)
    needs_manual_grade: list[str] = field(default_factory=list)
    note: str = ""
    penalty: float = 0

    @property
    def total(self) -> float:
        """Sum of the points that are known so far, less what lateness costs."""
        return sum(self.scores.values()) - self.penalty


class Ledger:
    """graded/LAB: each submission is entered in one transaction, and can be found done later.

    Parameters
    ----------
    folder : Path
    lab : str
    course_id : str
    """

    def __init__(self, folder: Path, lab: str, course_id: str):
        self.folder, self.lab, self.course_id = folder, lab, course_id
        folder.mkdir(parents=True, exist_ok=True)
        self.db_url = f"sqlite:///{folder / 'gradebook.db'}"

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Wait until nobody else writes here."""
        with open(self.folder / ".lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    @contextlib.contextmanager
    def gradebook(self) -> Iterator[Gradebook]:
        """Open the gradebook, with the table of what is done."""
        with Gradebook(self.db_url, self.course_id) as gradebook:
            gradebook.db.execute(text("PRAGMA busy_timeout = 30000"))
            gradebook.db.execute(text(RECORDS))
            yield gradebook

    def known(self, student: str) -> tuple[dict, str, str]:
        """Return what a teacher gave by hand, and the digests of what was graded last."""
        with self.gradebook() as gradebook:
            by_hand = read_by_hand(gradebook, self.lab, student)
            query = text("SELECT digest, answers FROM grading_record WHERE student = :student")
            found = gradebook.db.execute(query, {"student": student}).first()
        return by_hand, *(found or ("", ""))

    def enter(
        self, result: Result, autograded: bytes, page: bytes, digest: str, by_hand: dict
    ) -> Row:
        """Enter the result of one submission.

        Files first, each in one move; then scores and record in one transaction. Who is killed
        in between finds no record, and grades this submission again.

        Parameters
        ----------
        result : Result
        autograded, page : bytes
        digest : str
            The fingerprint of all that the result depends on.
        by_hand : dict
            What the grader knew of a teacher's scores; newer ones are kept.

        Returns
        -------
        row : Row
        """
        with self.locked():
            self.write("autograded", result.student, "ipynb", autograded)
            self.write("feedback", result.student, "html", page)
            if result.log:
                (self.folder / "logs").mkdir(exist_ok=True)
                replace(self.folder / "logs" / f"{result.student}.txt", result.log.encode())
            with self.gradebook() as gradebook:
                if result.graded:
                    self.enter_scores(gradebook, result, by_hand)
                values = {"student": result.student, "digest": digest, "answers": result.answers}
                gradebook.db.execute(text(REMEMBER), {**values, "note": result.note})
                gradebook.db.commit()
                return self.row_in(gradebook, result.student)

    def enter_scores(self, gradebook: Gradebook, result: Result, by_hand: dict) -> None:
        """Put scores into the open transaction."""
        submission = self.submission(gradebook, result.student)
        if result.timestamp:
            submission.timestamp = parse_utc(result.timestamp)
        given = by_hand.get("grades", {})
        for notebook in submission.notebooks:
            notebook.late_submission_penalty = result.penalty
            for grade in notebook.grades:
                if grade.name in result.auto_scores:
                    grade.auto_score = result.auto_scores[grade.name]
                    if grade.manual_score == given.get(grade.name, {}).get("manual_score"):
                        grade.needs_manual_grade = grade.name in result.to_read
            for comment in notebook.comments:
                if comment.name in result.auto_comments:
                    comment.auto_comment = result.auto_comments[comment.name]

    def submission(self, gradebook: Gradebook, student: str) -> SubmittedAssignment:
        """Return a student's submission; make it, as nbgrader does, if there is none yet."""
        with contextlib.suppress(MissingEntry):
            return gradebook.find_submission(self.lab, student)
        assignment, db = gradebook.find_assignment(self.lab), gradebook.db
        owner = db.get(Student, student) or Student(id=student)
        submission = SubmittedAssignment(assignment=assignment, student=owner)
        for notebook in assignment.notebooks:
            empty = SubmittedNotebook(notebook=notebook, assignment=submission)
            for cell in [*notebook.grade_cells, *notebook.task_cells]:
                Grade(cell_id=cell.id, cell=cell, notebook=empty)
            for cell in [*notebook.solution_cells, *notebook.task_cells]:
                Comment(cell_id=cell.id, cell=cell, notebook=empty)
        db.add(submission)
        return submission

    def write(self, kind: str, student: str, ending: str, content: bytes) -> None:
        """Put a file in place in one move, or remove the one of an earlier submission."""
        path = self.folder / kind / student / self.lab / f"{self.lab}.{ending}"
        if content:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace(path, content)
        else:
            path.unlink(missing_ok=True)

    def row(self, student: str) -> Row:
        """Return a student's line as the gradebook has it now."""
        with self.gradebook() as gradebook:
            return self.row_in(gradebook, student)

    def row_in(self, gradebook: Gradebook, student: str) -> Row:
        """Return a student's line out of the open gradebook."""
        row, of_student = Row(student), {"student": student}
        query = text("SELECT note FROM grading_record WHERE student = :student")
        found = gradebook.db.execute(query, of_student).first()
        row.note = found[0] if found else ""
        try:
            notebook = gradebook.find_submission_notebook(self.lab, self.lab, student)
        except MissingEntry:
            return row
        row.penalty = notebook.late_submission_penalty or 0
        cells = joinedload(Grade.cell)
        for grade in gradebook.db.query(Grade).options(cells).filter_by(notebook_id=notebook.id):
            row.scores[grade.name] = grade.score
            if grade.needs_manual_grade:
                row.needs_manual_grade.append(grade.name)
        return row

    def write_scores(self, tasks: dict[str, float], rows: list[Row]) -> None:
        """Write scores.csv: one line a student, the score of each task, what is left to do.

        Parameters
        ----------
        tasks : dict
            The points of each task, in the order of the notebook.
        rows : list of Row
        """
        ends = ["total", "max", "needs_manual_grade", "note"]
        path = self.folder / f".scores-{os.getpid()}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["student", *tasks, *ends])
            for row in rows:
                scores = [f"{row.scores.get(task, 0):g}" for task in tasks]
                todo = " ".join(task for task in tasks if task in row.needs_manual_grade)
                most = f"{sum(tasks.values()):g}"
                writer.writerow([row.student, *scores, f"{row.total:g}", most, todo, row.note])
        path.replace(self.folder / "scores.csv")


def replace(path: Path, content: bytes) -> None:
    """Write a file under another name, then move it to its place."""
    fresh = path.with_name(f".{path.name}-{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)


def digest_of(*parts: object) -> str:
    """Return a fingerprint of bytes and of plain values."""
    import hashlib

    total = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else json.dumps(part, sort_keys=True).encode()
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()
