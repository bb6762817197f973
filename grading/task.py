"""What grading one submission gives, and what a teacher gave it before: values that can travel."""

import datetime
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from nbgrader.api import Gradebook, MissingEntry


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

    def add_note(self, note: str) -> None:
        """Tell one thing more."""
        self.note = f"{self.note}; {note}".lstrip("; ")

    def take_scores(self, grades: Iterable[tuple], comments: Iterable[tuple], order: dict) -> None:
        """Take over the points and words that nbgrader's steps have found.

        nbgrader wants each score by hand confirmed after each grading. A teacher need not read
        again what has not changed.
        """
        given, same = order["by_hand"].get("grades", {}), self.answers == order["last_answers"]
        settled = {
            n for n, g in given.items() if g["manual_score"] is not None and not g["to_read"]
        }
        for name, grade in grades:
            self.auto_scores[name] = grade.auto_score
            if grade.needs_manual_grade and not (same and name in settled):
                self.to_read.append(name)
        for name, comment in comments:
            self.auto_comments[name] = comment.auto_comment
        self.graded = True


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


def by_hand_extension(by_hand: dict) -> datetime.timedelta | None:
    """Return the longer time that a teacher has given a student, if any."""
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
