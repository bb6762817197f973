"""Grade all submissions of a lab, each by itself, and put the result in place in one move."""

import csv
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGraderAPI

from grading.course import GradingError, course_api
from grading.intake import Unreadable, read_submission


@dataclass
class Row:
    """One student's line of scores.csv."""

    student: str
    scores: dict[str, float] = field(default_factory=dict)
    needs_manual_grade: list[str] = field(default_factory=list)
    note: str = ""

    @property
    def total(self) -> float:
        """Sum of the points that are known so far."""
        return sum(self.scores.values())


def students_in(submitted: Path) -> list[Path]:
    """Return the folders of the students, in order.

    Parameters
    ----------
    submitted : Path
        The folder with one folder a student.

    Returns
    -------
    folders : list of Path

    Raises
    ------
    GradingError
        If the folder does not exist or is empty.
    """
    if not submitted.is_dir():
        raise GradingError(
            f"--submitted is {submitted}, but there is no such folder. "
            "Put each notebook in FOLDER/STUDENT/LAB/LAB.ipynb and name FOLDER."
        )
    folders = sorted(p for p in submitted.iterdir() if p.is_dir() and not p.name.startswith("."))
    if not folders:
        raise GradingError(
            f"--submitted is {submitted}, but it holds no student's folder. "
            "Put each notebook in FOLDER/STUDENT/LAB/LAB.ipynb and name FOLDER."
        )
    return folders


def answers_in(notebook: NotebookNode) -> list[str]:
    """Return the text of all cells that a student can write in."""
    marks = [cell.metadata.get("nbgrader", {}) for cell in notebook.cells]
    cells = zip(notebook.cells, marks, strict=True)
    return [cell.source for cell, mark in cells if mark.get("solution") or not mark.get("locked")]


def settled_by_hand(api: NbGraderAPI, lab: str, student: str) -> set[str]:
    """Return the names of the cells whose score a teacher has given and need not look at again."""
    with Gradebook(api.coursedir.db_url, api.coursedir.course_id) as gradebook:
        try:
            grades = gradebook.find_submission_notebook(lab, lab, student).grades
        except MissingEntry:
            return set()
        given = (g for g in grades if g.manual_score is not None and not g.needs_manual_grade)
        return {grade.name for grade in given}


def grade_one(api: NbGraderAPI, stage: Path, lab: str, folder: Path, last: Path) -> Row:
    """Grade one submission in the stage; whatever goes wrong ends in the row's note.

    Parameters
    ----------
    api : NbGraderAPI
    stage : Path
        The folder to work in, with the release in labs/.
    lab : str
    folder : Path
        The student's folder.
    last : Path
        Where the result of the last grading lies, if there was one.

    Returns
    -------
    row : Row
    """
    row = Row(folder.name)
    release = nbformat.read(stage / "labs" / lab / f"{lab}.ipynb", 4)
    try:
        notebook, row.note = read_submission(folder, lab, release)
    except Unreadable as problem:
        row.note = str(problem)
        return row
    target = stage / "submitted" / row.student / lab
    target.mkdir(parents=True)
    nbformat.write(notebook, target / f"{lab}.ipynb")
    # nbgrader wants each score by hand confirmed after each grading. A teacher need not read
    # again what has not changed.
    before, settled = last / "autograded" / row.student / lab / f"{lab}.ipynb", set()
    if before.exists() and answers_in(nbformat.read(before, 4)) == answers_in(notebook):
        settled = settled_by_hand(api, lab, row.student)

    result = api.autograde(lab, row.student)
    if not result["success"]:
        (stage / "logs").mkdir(exist_ok=True)
        log = result.get("log", "") + result["error"]
        (stage / "logs" / f"{row.student}.txt").write_text(log, encoding="utf-8")
        row.note = f"not graded, see logs/{row.student}.txt"
        return row
    if "killed the kernel" in result.get("log", ""):
        row.note = "an answer killed the kernel"
    with Gradebook(api.coursedir.db_url, api.coursedir.course_id) as gradebook:
        submission = gradebook.find_submission_notebook(lab, lab, row.student)
        for grade in submission.grades:
            grade.needs_manual_grade &= grade.name not in settled
            row.scores[grade.name] = grade.score
            if grade.needs_manual_grade:
                row.needs_manual_grade.append(grade.name)
        gradebook.db.commit()
    if not api.generate_feedback(lab, row.student)["success"]:
        row.note = f"{row.note}; no feedback".lstrip("; ")
    return row


def write_scores(path: Path, tasks: dict[str, float], rows: list[Row]) -> None:
    """Write one line a student: the score of each task, the total and what is left to do.

    Parameters
    ----------
    path : Path
    tasks : dict
        The points of each task, in the order of the notebook.
    rows : list of Row
    """
    ends = ["total", "max", "needs_manual_grade", "note"]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["student", *tasks, *ends])
        for row in rows:
            scores = [f"{row.scores.get(task, 0):g}" for task in tasks]
            todo = " ".join(row.needs_manual_grade)
            most = f"{sum(tasks.values()):g}"
            writer.writerow([row.student, *scores, f"{row.total:g}", most, todo, row.note])


def grade(course: Path, lab: str, submitted: Path, say: Callable[[str], None]) -> Path:
    """Grade a lab; the result replaces graded/LAB only when it is complete.

    Parameters
    ----------
    course : Path
        The folder with nbgrader_config.py.
    lab : str
    submitted : Path
        The folder with one folder a student.
    say : callable
        Takes one line of progress.

    Returns
    -------
    graded : Path
        The folder with scores.csv, autograded/, feedback/ and gradebook.db.
    """
    folders = students_in(submitted)
    final = course / "graded" / lab
    final.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=final.parent, prefix=f".{lab}-") as folder:
        stage = Path(folder) / lab
        shutil.copytree(course / "solutions" / lab, stage / "solutions" / lab)
        if (final / "gradebook.db").exists():  # scores given by hand live there
            shutil.copy(final / "gradebook.db", stage / "gradebook.db")
        api = course_api(course, stage)
        result = api.generate_assignment(lab)
        if not result["success"]:
            raise GradingError(f"nbgrader refused solutions/{lab}:\n{result['error']}")
        source = nbformat.read(stage / "solutions" / lab / f"{lab}.ipynb", 4)
        marks = [cell.metadata.get("nbgrader", {}) for cell in source.cells]
        tasks = {mark["grade_id"]: float(mark["points"]) for mark in marks if mark.get("grade")}

        rows = []
        for number, student in enumerate(folders, start=1):
            row = grade_one(api, stage, lab, student, final)
            rows.append(row)
            todo = f", {len(row.needs_manual_grade)} to read" if row.needs_manual_grade else ""
            note = f" ({row.note})" if row.note else ""
            counted = f"{row.total:g} of {sum(tasks.values()):g}"
            say(f"[{number}/{len(folders)}] {row.student}: {counted}{todo}{note}")
        write_scores(stage / "scores.csv", tasks, rows)
        for scrap in ("solutions", "labs"):
            shutil.rmtree(stage / scrap)
        if final.exists():
            final.rename(Path(folder) / "before")
        stage.rename(final)
    return final
