"""The command `python -m grading`."""

import argparse
import sys
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
        0, or 2 if the command line cannot be followed.
    """
    parser = argparse.ArgumentParser(prog="python -m grading", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    releasing = commands.add_parser("release", help="derive labs/LAB from solutions/LAB")
    grading = commands.add_parser("grade", help="grade submissions into graded/LAB")
    for command in (releasing, grading):
        command.add_argument("lab", metavar="LAB", help="a folder of solutions/")
    grading.add_argument(
        "--submitted",
        type=Path,
        default=Path("submitted"),
        metavar="FOLDER",
        help="holds STUDENT/LAB/LAB.ipynb (default: submitted)",
    )
    options = parser.parse_args(arguments)
    course = Path.cwd()
    try:
        check_lab(course, options.lab)
        if options.command == "release":
            print(f"Deriving labs/{options.lab} from solutions/{options.lab} ...", flush=True)
            print(f"Released {release(course, options.lab).relative_to(course)}")
        else:
            print(UNSAFE, file=sys.stderr, flush=True)
            done = grade(course, options.lab, options.submitted, lambda s: print(s, flush=True))
            print(f"Graded: {(done / 'scores.csv').relative_to(course)}")
    except GradingError as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
