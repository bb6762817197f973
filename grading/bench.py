"""How fast is grading, beside nbgrader as it is? `python -m grading.bench LAB`, in the course."""

import argparse
import collections
import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import nbformat
from nbgrader.utils import is_solution

from grading.batch import Options, grade, make_template
from grading.check import complaints, trusted_plan
from grading.grader import PlainGrader, SplitGrader
from grading.intake import parse
from grading.ledger import Ledger
from grading.plan import plan_of
from grading.pool import keep_to, processors
from grading.rehearsal import code_cells
from grading.sandbox import Zygote
from grading.split import Limits, Run

ORDER = {"student": "zoe", "note": "", "timestamp": None, "by_hand": {}, "last_answers": ""}


def reference(course: Path, lab: str) -> bytes:
    """Return what a student hands in who has the author's answers."""
    source = nbformat.read(course / "solutions" / lab / f"{lab}.ipynb", 4)
    answers = {c.metadata.nbgrader.grade_id: c.source for c in source.cells if is_solution(c)}
    notebook = nbformat.read(course / "labs" / lab / f"{lab}.ipynb", 4)
    for cell in notebook.cells:
        if is_solution(cell):
            cell.source = answers[cell.metadata.nbgrader.grade_id]
    return nbformat.writes(notebook).encode()


@contextlib.contextmanager
def warm(course: Path, lab: str, say: Callable[[str], None]) -> Iterator[tuple]:
    """Yield a lab's source, its plan and a warm process, all on one processor."""
    source = nbformat.read(course / "solutions" / lab / f"{lab}.ipynb", 4)
    all_processors = processors()
    zygote = Zygote(plan_of(source).modules)
    try:
        ask = partial(complaints, zygote=zygote)
        plan = trusted_plan(course, lab, source, plan_of(source), ask, say)
        keep_to(all_processors[0])
        yield source, plan, zygote.branch(all_processors[0])
    finally:
        zygote.close()
        os.sched_setaffinity(0, all_processors)


def plain_seconds(grader: PlainGrader, lab: str, data: bytes) -> tuple[float, float]:
    """Return what nbgrader takes to autograde one submission, and to make its feedback."""
    grader.lay_out(ORDER, parse(data, grader.release))
    times = [time.perf_counter()]
    for step in (grader.api.autograde, grader.api.generate_feedback):
        told = step(lab, ORDER["student"])
        if not told["success"]:
            raise RuntimeError(told["error"])
        times.append(time.perf_counter())
    return times[1] - times[0], times[2] - times[1]


def split_seconds(grader: SplitGrader, lab: str, data: bytes) -> tuple[float, float]:
    """Return the same of two warm sessions, from the bytes that were handed in."""
    student, times = ORDER["student"], [time.perf_counter()]
    notebook, marks = grader.autograde(student, ORDER, parse(data, grader.release))
    nbformat.writes(notebook)
    times.append(time.perf_counter())
    grader.feedback(student, notebook, marks)
    times.append(time.perf_counter())
    return times[1] - times[0], times[2] - times[1]


def steady(course: Path, lab: str, repeats: int) -> dict[str, tuple[float, float]]:
    """Return the least seconds of one submission, for its points and for its feedback page.

    Plain nbgrader and two warm sessions run on one processor, in this process, with all that is
    imported once imported.
    """
    data, times = reference(course, lab), collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, warm(course, lab, print) as (_, plan, branch):
        place = Path(folder)
        make_template(course, lab, place, Ledger(place / "out", lab, "bench"))
        plain = PlainGrader(course, lab, place)
        split = SplitGrader(course, lab, place, plan, branch)
        for _ in range(repeats):  # in turn: a machine has slow minutes
            times["nbgrader"].append(plain_seconds(plain, lab, data))
            for kind, pictures in (("two sessions", True), ("without pictures", False)):
                split.execute.plan = replace(plan, pictures=pictures)
                times[kind] += [split_seconds(split, lab, data) for _ in range(3)]
        plain.close()
        split.close()
    for kind, seconds in times.items():
        print(f"  {kind}: " + " ".join(f"{points:.2f}+{page:.2f}" for points, page in seconds))
    return {kind: tuple(map(min, zip(*seconds, strict=True))) for kind, seconds in times.items()}


def cells(course: Path, lab: str, say: Callable[[str], None]) -> None:
    """Tell what each cell of the author's answers takes in two warm sessions, in milliseconds."""
    times: dict[str, list[float]] = {}
    with warm(course, lab, say) as (source, plan, branch):
        for _ in range(3):
            run = Run(branch, plan, Limits())
            for cell in code_cells(source):
                start = time.perf_counter()
                run.cell(cell)
                name = cell.metadata.nbgrader.grade_id
                times.setdefault(name, []).append(1000 * (time.perf_counter() - start))
            run.end(run.student, run.checker)
    for name, taken in times.items():
        say(f"  {min(taken):7.1f}  {name}")
    say(f"  {sum(map(min, times.values())):7.1f}  all cells of {lab}, the best of three runs each")


def cold(course: Path, lab: str, n_students: int, n_workers: int) -> float:
    """Return the seconds of a whole batch, feedback included, from a cold start."""
    data = reference(course, lab)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name in ("nbgrader_config.py", "grading", "solutions"):
            (place / name).symlink_to((course / name).resolve())
        for i in range(n_students):
            target = place / "submitted" / f"s{i:03d}" / lab
            target.mkdir(parents=True)
            (target / f"{lab}.ipynb").write_bytes(data)
        cache = course / ".cache" / "grading"
        if cache.is_dir():  # the lab was graded before, this cohort was not
            shutil.copytree(cache, place / ".cache" / "grading")
        start = time.perf_counter()
        options = Options("split", n_workers)
        grade(place, lab, place / "submitted", lambda line: None, options)
        return time.perf_counter() - start


def main() -> None:
    """Measure and tell."""
    parser = argparse.ArgumentParser(prog="python -m grading.bench", description=__doc__)
    parser.add_argument("lab", metavar="LAB")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--students", type=int, default=0, help="also a batch of so many")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--cells", action="store_true", help="only what each cell takes")
    options = parser.parse_args()
    course = Path.cwd()
    sys.path.insert(0, str(course))
    if options.cells:
        cells(course, options.lab, print)
        return
    times, load = steady(course, options.lab, options.repeats), os.getloadavg()[0]
    plain, plain_page = times.pop("nbgrader")
    print(f"{options.lab}, a submission on one processor (load of the machine {load:.1f}):")
    for kind, (points, page) in times.items():
        both, plain_both = points + page, plain + plain_page
        print(
            f"  autograde {plain:.2f} s, {kind} {points:.2f} s: {plain / points:.1f} times; "
            f"with feedback {plain_both:.2f} s, {both:.2f} s: {plain_both / both:.1f} times"
        )
    if options.students:
        seconds = cold(course, options.lab, options.students, options.workers)
        whole = plain * options.students
        print(
            f"  {options.students} submissions, {options.workers} workers, cold, with feedback: "
            f"{seconds:.1f} s; autograde alone {whole:.0f} s: {whole / seconds:.1f} times"
        )


if __name__ == "__main__":
    main()
