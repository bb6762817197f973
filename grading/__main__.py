"""The command `python -m grading`."""

import argparse
import os
import sys
from functools import partial
from pathlib import Path

from grading.batch import grade
from grading.course import GradingError, check_lab
from grading.source import release

UNSAFE = (
    "Warning: submissions run on this machine as the user you are, without a sandbox, in kernels "
    "that other users of the machine can reach. Grade only work of people you trust."
)


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, do what it says, and return the exit status.

    Parameters
    ----------
    arguments : list of str, optional
        Default: those of the process.

    Returns
    -------
    status : int
        0; 1 if too many mutants survive; 2 if the command line cannot be followed.
    """
    parser = argparse.ArgumentParser(prog="python -m grading", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    releasing = commands.add_parser("release", help="derive labs/LAB from solutions/LAB")
    grading = commands.add_parser("grade", help="grade submissions into graded/LAB")
    breaking = commands.add_parser("mutants", help="do the tests of LAB notice small mistakes?")
    for command in (releasing, grading, breaking):
        command.add_argument("lab", metavar="LAB", help="a folder of solutions/")
    grading.add_argument(
        "--submitted",
        type=Path,
        default=Path("submitted"),
        metavar="FOLDER",
        help="holds STUDENT/LAB/LAB.ipynb (default: submitted)",
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
        else:
            print(UNSAFE, file=sys.stderr, flush=True)
            done = grade(course, options.lab, options.submitted, partial(print, flush=True))
            print(f"Graded: {(done / 'scores.csv').relative_to(course)}")
    except GradingError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
