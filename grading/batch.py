"""Grade all submissions of a lab."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook

from grading.check import differences, trusted_plan
from grading.course import GradingError, course_api
from grading.grader import sweep
from grading.intake import Unreadable, read_bytes, shown
from grading.ledger import Ledger, Row, digest_of
from grading.plan import plan_of
from grading.pool import Local, Task, processors
from grading.task import Result

VERSION = 1  # of what grading does; a change grades everything anew


@dataclass
class Options:
    """How to grade.

    Parameters
    ----------
    mode : str, default="split"
        split: in two sandboxed sessions. unsafe: the same without sandbox. plain: as nbgrader
        does, in a kernel, without sandbox.
    n_workers : int, optional
        Default: as many as there are processors to use, but not more than submissions.
    scheduler : str, optional
        The address of a Dask scheduler whose workers grade; default: this machine does.
    student : str, optional
        Grade this one alone.
    again : bool, default=False
        Also what has been graded before and has not changed.
    pictures : bool, default=True
        Draw the figures of the notebooks.
    """

    mode: str = "split"
    n_workers: int | None = None
    scheduler: str | None = None
    student: str | None = None
    again: bool = False
    pictures: bool = True


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


def chosen(folders: list[Path], student: str | None) -> list[Path]:
    """Return the folders to grade: all, or that of one student."""
    if student is None:
        return folders
    found = [folder for folder in folders if folder.name == student]
    if not found:
        known = ", ".join(shown(folder.name) for folder in folders[:20])
        raise GradingError(f"--student is {student!r}, but there is no such folder among {known}.")
    return found


def make_template(course: Path, lab: str, template: Path, ledger: Ledger) -> None:
    """Let nbgrader read the lab: once for the gradebook of the course, once for the graders'."""
    shutil.copytree(course / "solutions" / lab, template / "solutions" / lab)
    api = course_api(course, template)
    due = None
    with ledger.locked():
        if (ledger.folder / "gradebook.db").exists():
            whole = course_api(course, template)
            whole.coursedir.db_url = ledger.db_url
            accept(whole.generate_assignment(lab), lab)
            with ledger.gradebook() as gradebook:
                due = gradebook.find_assignment(lab).duedate
        accept(api.generate_assignment(lab), lab)
        if not (ledger.folder / "gradebook.db").exists():
            shutil.copyfile(template / "gradebook.db", ledger.folder / ".gradebook.db")
            (ledger.folder / ".gradebook.db").replace(ledger.folder / "gradebook.db")
    if due is not None:
        with Gradebook(api.coursedir.db_url, api.coursedir.course_id) as gradebook:
            gradebook.update_or_create_assignment(lab, duedate=due.isoformat())


def check(course: Path, lab: str, say: Callable[[str], None], every: int = 1) -> bool:
    """Tell where grading in two sessions and in one differ, on the lab's bank of answers.

    Parameters
    ----------
    course : Path
    lab : str
    say : callable
    every : int, default=1
        Try one answer out of so many.

    Returns
    -------
    same : bool
    """
    source = nbformat.read(course / "solutions" / lab / f"{lab}.ipynb", 4)
    plan = plan_of(source)
    engine = Local(course, plan.modules, "split", 1)
    try:
        plan = trusted_plan(course, lab, source, plan, engine.complaints, say)
        lines = differences(course, lab, source, plan, engine.zygote, every)
    finally:
        engine.close()
    for line in lines:
        say(line)
    say(f"{lab}: {len(lines)} differences between two sessions and one")
    return not lines


def accept(result: dict, lab: str) -> None:
    """Raise an error if nbgrader has refused a lab."""
    if not result["success"]:
        raise GradingError(f"nbgrader refused solutions/{lab}:\n{result['error']}")


def tasks_of(
    folders: list[Path], lab: str, ledger: Ledger, basis: str, options: Options
) -> Iterator[Task]:
    """Read the submissions one by one, and what is known of them from before.

    Yields
    ------
    task : tuple
        What is to be graded: order and notebook.
    """
    for folder in folders:
        student = shown(folder.name)
        by_hand, last_digest, last_answers = ledger.known(student)
        order = {"student": student, "note": "", "timestamp": None, "by_hand": by_hand}
        order["last_answers"] = last_answers
        data = b""
        try:
            data, order["note"] = read_bytes(folder, lab)
            order["timestamp"] = timestamp_of(folder / lab / "timestamp.txt")
        except (Unreadable, OSError) as problem:
            order["unreadable"] = shown(str(problem))
        given = {name: {**g, "to_read": None} for name, g in by_hand.get("grades", {}).items()}
        about = [
            data,
            basis,
            {**by_hand, "grades": given},
            order["timestamp"],
            order["note"],
            options.mode if options.pictures else f"{options.mode} without pictures",
        ]
        order["digest"] = digest_of(*about)
        order["done"] = order["digest"] == last_digest and not options.again
        yield order, data


def timestamp_of(path: Path) -> str | None:
    """Return when a notebook was handed in, if a plain file beside it says so."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > 200:
        return None
    from nbgrader.utils import parse_utc

    words = path.read_text(encoding="utf-8", errors="replace").strip()
    try:
        parse_utc(words)
    except (ValueError, OverflowError):
        return None
    return words


def grade(
    course: Path,
    lab: str,
    submitted: Path,
    say: Callable[[str], None],
    options: Options | None = None,
) -> Path:
    """Grade a lab. What is done stays done when this is interrupted; start it again.

    Parameters
    ----------
    course : Path
        The folder with nbgrader_config.py.
    lab : str
    submitted : Path
        The folder with one folder a student.
    say : callable
        Takes one line of progress.
    options : Options, optional

    Returns
    -------
    graded : Path
        The folder with scores.csv, autograded/, feedback/ and gradebook.db.
    """
    options = options or Options()
    sweep()
    everybody = students_in(submitted)
    folders = chosen(everybody, options.student)
    source = nbformat.read(course / "solutions" / lab / f"{lab}.ipynb", 4)
    marks = [cell.metadata.get("nbgrader", {}) for cell in source.cells]
    points = {mark["grade_id"]: float(mark["points"]) for mark in marks if mark.get("grade")}
    plan = plan_of(source)
    if options.scheduler is None:
        n_workers = min(options.n_workers or len(processors()), len(folders))
        engine = Local(course, plan.modules, options.mode, n_workers)
    else:
        from grading.cluster import Cluster

        engine = Cluster(options.scheduler, safe=options.mode == "split")
    try:
        ledger = Ledger(
            course / "graded" / lab, lab, course_api(course, course).coursedir.course_id
        )
        with tempfile.TemporaryDirectory(prefix="grading-") as folder:
            make_template(course, lab, Path(folder), ledger)
            engine.open(lab, Path(folder), plan)
            if options.mode != "plain":
                safe = options.mode == "split"
                plan = trusted_plan(course, lab, source, plan, engine.complaints, say, safe)
                plan = replace(plan, pictures=options.pictures)
            basis = digest_of(VERSION, nbformat.writes(source))
            tasks = tasks_of(folders, lab, ledger, basis, options)
            enter_all(tasks, partial(engine.results, plan), ledger, points, len(folders), say)
        with ledger.locked():
            ledger.write_scores(points, [ledger.row(shown(folder.name)) for folder in everybody])
    finally:
        engine.close()
    return ledger.folder


def enter_all(tasks, grade_them, ledger, points, n_all, say) -> None:
    """Grade what is not done yet, enter each result, and say so."""
    n_seen = 0

    def tell(row: Row, how: str = "") -> None:
        nonlocal n_seen
        n_seen += 1
        todo = f", {len(row.needs_manual_grade)} to read" if row.needs_manual_grade else ""
        note = f" ({row.note})" if row.note else ""
        counted = f"{row.total:g} of {sum(points.values()):g}"
        say(f"[{n_seen}/{n_all}] {row.student}: {counted}{todo}{note}{how}")

    def to_do() -> Iterator[Task]:
        for order, data in tasks:
            if order["done"]:
                tell(ledger.row(order["student"]), ", as before")
            elif "unreadable" in order:
                nothing = Result(order["student"], order["unreadable"])
                tell(ledger.enter(nothing, b"", b"", order["digest"], order["by_hand"]))
            else:
                yield order, data

    for order, result, autograded, page in grade_them(to_do()):
        digest = order["digest"] if result.graded or not result.log else ""
        tell(ledger.enter(result, autograded, page, digest, order["by_hand"]))
