"""The command `python -m grading`."""

import argparse
import os
import sys
from functools import partial
from pathlib import Path

from grading.batch import Options, check, grade, students_in
from grading.course import GradingError, check_lab
from grading.source import release

UNSAFE = (
    "Warning: submissions run on this machine as the user you are, without a sandbox. "
    "Grade only work of people you trust."
)


def how_to_grade(options: argparse.Namespace) -> Options:
    """Return what the command line says of grading; warn where it gives up the sandbox."""
    mode = "plain" if options.plain else "unsafe" if options.unsafe_no_sandbox else "split"
    address = None if options.scheduler == "local" else options.scheduler
    if address and (options.workers or options.plain):
        given = "--workers" if options.workers else "--plain"
        raise GradingError(
            f"{given} is for this machine, --scheduler for others. A cluster has as many workers "
            "as were started, and they split. Leave out one of the two."
        )
    if mode != "split":
        print(UNSAFE, file=sys.stderr, flush=True)
    if options.no_pictures and options.plain:
        raise GradingError("--no-pictures is for sessions; a kernel (--plain) always draws.")
    pictures = not options.no_pictures
    return Options(mode, options.workers, address, options.student, options.again, pictures)


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, do what it says, and return the exit status.

    Parameters
    ----------
    arguments : list of str, optional
        Default: those of the process.

    Returns
    -------
    status : int
        0; 1 if too many mutants survive, or two sessions change points; 2 if the command line
        cannot be followed.
    """
    parser = argparse.ArgumentParser(prog="python -m grading", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    releasing = commands.add_parser("release", help="derive labs/LAB from solutions/LAB")
    grading = commands.add_parser("grade", help="grade submissions into graded/LAB")
    breaking = commands.add_parser("mutants", help="do the tests of LAB notice small mistakes?")
    checking = commands.add_parser("check", help="does grading LAB in two sessions change points?")
    comparing = commands.add_parser("similar", help="which submissions of LAB are alike?")
    for command in (releasing, grading, breaking, checking, comparing):
        command.add_argument("lab", metavar="LAB", help="a folder of solutions/")
    for command in (grading, comparing):
        command.add_argument(
            "--submitted",
            type=Path,
            default=Path("submitted"),
            metavar="FOLDER",
            help="holds STUDENT/LAB/LAB.ipynb (default: submitted)",
        )
    comparing.add_argument(
        "--above", type=float, default=0.6, metavar="SHARE", help="list pairs from here (0 to 1)"
    )
    grading.add_argument("--student", metavar="STUDENT", help="grade this one alone")
    grading.add_argument(
        "--workers", type=int, metavar="N", help="side by side (default: one a processor)"
    )
    grading.add_argument(
        "--scheduler",
        default="local",
        metavar="ADDRESS",
        help="grade on the workers of a Dask cluster, tls://HOST:PORT (default: local)",
    )
    grading.add_argument(
        "--again", action="store_true", help="also what was graded before and has not changed"
    )
    grading.add_argument(
        "--no-pictures",
        action="store_true",
        help="draw no figures: faster, where nobody needs them to read the answers",
    )
    walls = grading.add_mutually_exclusive_group()
    walls.add_argument(
        "--unsafe-no-sandbox", action="store_true", help="two sessions, but no sandbox round them"
    )
    walls.add_argument(
        "--plain", action="store_true", help="a kernel each, as nbgrader does it; no sandbox"
    )
    checking.add_argument(
        "--every", type=int, default=1, metavar="N", help="try one of N answers of the bank"
    )
    breaking.add_argument("--cell", metavar="GRADE_ID", help="break this answer alone")
    options = parser.parse_args(arguments)
    course = Path.cwd()
    try:
        check_lab(course, options.lab)
        if options.command == "release":
            print(f"Deriving labs/{options.lab} from solutions/{options.lab} ...", flush=True)
            print(f"Released {release(course, options.lab).relative_to(course)}")
        elif options.command == "mutants":
            if not hasattr(os, "fork"):
                raise GradingError(
                    "Mutants run in copies of this process, which this system cannot make. "
                    "Use Linux, macOS or WSL."
                )
            # One thread: threads do not survive the copying of a process. No window for figures.
            os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MPLBACKEND="Agg")
            from grading.mutants import check_mutants

            enough = check_mutants(course, options.lab, partial(print, flush=True), options.cell)
            return 0 if enough else 1
        elif options.command == "similar":
            from grading.similar import similar

            folders = students_in(options.submitted)
            table = similar(course, options.lab, folders, print, options.above)
            print(f"Compared: {table.relative_to(course)}. Read before you judge.")
        elif options.command == "check":
            os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MPLBACKEND="Agg")
            return (
                0 if check(course, options.lab, partial(print, flush=True), options.every) else 1
            )
        else:
            how = how_to_grade(options)
            say = partial(print, flush=True)
            done = grade(course, options.lab, options.submitted, say, how)
            print(f"Graded: {(done / 'scores.csv').relative_to(course)}")
    except GradingError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
