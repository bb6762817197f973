"""How fast is grading, beside nbgrader as it is? `python -m grading.bench LAB`, in the course."""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
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


def autograde(grader: PlainGrader, lab: str, data: bytes) -> float:
    """Return the seconds that nbgrader's autograding of one submission takes."""
    grader.lay_out(ORDER, parse(data, grader.release))
    start = time.perf_counter()
    told = grader.api.autograde(lab, ORDER["student"])
    if not told["success"]:
        raise RuntimeError(told["error"])
    return time.perf_counter() - start


def whole(grader: SplitGrader, data: bytes) -> float:
    """Return the seconds from the bytes that were handed in to the scores and the feedback."""
    start = time.perf_counter()
    result, _, _ = grader.grade(ORDER, data)
    if not result.graded:
        raise RuntimeError(result.log)
    return time.perf_counter() - start


def steady(course: Path, lab: str, repeats: int) -> dict[str, float]:
    """Return the least seconds of one submission: plain nbgrader, and two warm sessions.

    All run on one processor, in this process, with all that is imported once imported.
    The sessions' time is that of everything; nbgrader would make the feedback in a second step.
    """
    data = reference(course, lab)
    source = nbformat.read(course / "solutions" / lab / f"{lab}.ipynb", 4)
    all_processors = processors()
    zygote = Zygote(plan_of(source).modules)
    times: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        ask = partial(complaints, zygote=zygote)
        plan = trusted_plan(course, lab, source, plan_of(source), ask, print)
        make_template(course, lab, Path(folder), Ledger(Path(folder) / "out", lab, "bench"))
        keep_to(all_processors[0])
        branch = zygote.branch(all_processors[0])
        plain = PlainGrader(course, lab, Path(folder))
        split = SplitGrader(course, lab, Path(folder), plan, branch)
        times["plain"] = [autograde(plain, lab, data) for _ in range(repeats)]
        for kind in ("split", "without pictures"):
            split.execute.plan = replace(plan, pictures=kind == "split")
            times[kind] = [whole(split, data) for _ in range(2 * repeats)]
        plain.close()
        split.close()
    zygote.close()
    os.sched_setaffinity(0, all_processors)
    for kind, seconds in times.items():
        print(f"  {kind}: " + " ".join(f"{s:.2f}" for s in seconds))
    return {kind: min(seconds) for kind, seconds in times.items()}


def cells(course: Path, lab: str, say: Callable[[str], None]) -> None:
    """Tell what each cell of the author's answers takes in two warm sessions, in milliseconds."""
    source = nbformat.read(course / "solutions" / lab / f"{lab}.ipynb", 4)
    zygote = Zygote(plan_of(source).modules)
    ask = partial(complaints, zygote=zygote)
    plan = trusted_plan(course, lab, source, plan_of(source), ask, say)
    all_processors = processors()
    keep_to(all_processors[0])
    branch, times = zygote.branch(all_processors[0]), {}
    for _ in range(3):
        run = Run(branch, plan, Limits())
        for cell in code_cells(source):
            start = time.perf_counter()
            run.cell(cell)
            name = cell.metadata.nbgrader.grade_id
            times.setdefault(name, []).append(1000 * (time.perf_counter() - start))
        run.end(run.student, run.checker)
    zygote.close()
    os.sched_setaffinity(0, all_processors)
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
    times = steady(course, options.lab, options.repeats)
    plain, load = times.pop("plain"), os.getloadavg()[0]
    for kind, seconds in times.items():
        print(
            f"{options.lab}: plain {plain:.2f} s, {kind} {seconds:.2f} s a submission "
            f"on one processor: {plain / seconds:.1f} times (load of the machine {load:.1f})"
        )
    if options.students:
        seconds = cold(course, options.lab, options.students, options.workers)
        whole = plain * options.students
        print(f"  {options.students} submissions, {options.workers} workers, cold, with feedback:")
        print(
            f"  {seconds:.1f} s; plain without feedback {whole:.0f} s: {whole / seconds:.1f} times"
        )


if __name__ == "__main__":
    main()
