"""Which submissions of a lab are like each other? A list to read, not a verdict.

Copydetect compares by winnowing (Schleimer, Wilkerson and Aiken 2003), the method of MOSS: names
and comments do not count, and what the release gives to everybody is left out.
"""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import numpy as np
from copydetect import CopyDetector
from nbformat import NotebookNode
from nbgrader.utils import is_solution

from grading.course import GradingError
from grading.intake import BAD_NAME, NAME, Unreadable, grade_id, read_submission, shown
from grading.redact import shorten

KINDS = {"code": "py", "text": "txt"}
REFERENCE = "(the author)"


def answers_of(notebook: NotebookNode, kind: str) -> str:
    """Return what a student has written: the code of all own cells, or all written answers."""
    wanted = "code" if kind == "code" else "markdown"
    return "\n\n".join(
        cell.source
        for cell in notebook.cells
        if cell.cell_type == wanted and (grade_id(cell) is None or is_solution(cell))
    )


def pairs(detector: CopyDetector) -> list[tuple[str, str, float, float]]:
    """Return each pair of files once, with the share of each that is in the other."""
    shares = detector.similarity_matrix
    names = [Path(file).stem for file in detector.test_files]
    above = np.argwhere(np.triu(shares.max(axis=2, initial=0) >= detector.conf.display_t, k=1))
    return [(names[i], names[j], *map(float, shares[i, j])) for i, j in above]


def compare(folder: Path, kind: str, above: float) -> list[tuple[str, str, float, float]]:
    """Compare all answers of one kind, and write a page that shows the like ones side by side.

    Parameters
    ----------
    folder : Path
        With answers/STUDENT.ENDING and release/release.ENDING; the page goes there.
    kind : str
        code or text.
    above : float
        The share, between 0 and 1, from which on a pair is listed.

    Returns
    -------
    pairs : list of tuple
        Two names, and the share of each one's answers that is in the other's.
    """
    files = sorted((folder / "answers").glob(f"*.{KINDS[kind]}"))
    if len(files) < 2:
        return []
    detector = CopyDetector(
        boilerplate_dirs=[str(folder / "release")], extensions=[KINDS[kind]], display_t=above,
        disable_filtering=kind == "text", out_file=str(folder / f"{kind}.html"),
        autoopen=False, silent=True,
    )  # fmt: skip
    for file in files:
        detector.add_file(str(file))
    detector.run()
    found = pairs(detector)
    if found:
        detector.generate_html_report()
    return [(one, two, *shares) for one, two, *shares in found]


def similar(
    course: Path, lab: str, submitted: list[Path], say: Callable[[str], None], above: float = 0.6
) -> Path:
    """Write which submissions are alike, into graded/LAB/similar/.

    Parameters
    ----------
    course : Path
    lab : str
    submitted : list of Path
        The folders of the students.
    say : callable
        Takes one line.
    above : float, default=0.6
        The share from which on a pair is listed.

    Returns
    -------
    table : Path
        pairs.csv; beside it a page for code and one for text, and the answers themselves.

    Raises
    ------
    GradingError
        If `above` is not a share, or fewer than two submissions can be read.
    """
    if not 0 < above <= 1:
        raise GradingError(f"--above is {above:g}, but a share lies between 0 and 1.")
    release = nbformat.read(course / "labs" / lab / f"{lab}.ipynb", 4)
    source = nbformat.read(course / "solutions" / lab / f"{lab}.ipynb", 4)
    known = {REFERENCE: source}
    for folder in submitted:
        try:
            if not NAME.fullmatch(folder.name):
                raise Unreadable(BAD_NAME)
            known[folder.name], _ = read_submission(folder, lab, release)
            shorten(known[folder.name])
        except (Unreadable, OSError) as problem:
            say(f"{shown(folder.name)}: left out, {problem}")
    if len(known) < 3:
        raise GradingError(f"There are {len(known) - 1} submissions of {lab}; two make a pair.")
    place = course / "graded" / lab / "similar"
    shutil.rmtree(place, ignore_errors=True)
    lines = []
    for kind, ending in KINDS.items():
        for name, notebook in [*known.items(), ("release", release)]:
            target = place / ("release" if notebook is release else "answers") / f"{name}.{ending}"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(answers_of(notebook, kind), encoding="utf-8")
        say(f"Comparing {kind} of {len(known) - 1} submissions with each other ...")
        lines += [[kind, *pair] for pair in compare(place, kind, above)]
    lines.sort(key=lambda line: -max(line[3:]))
    table = [["kind", "first", "second", "share_of_first", "share_of_second"]]
    table += [[*line[:3], *(f"{share:.2f}" for share in line[3:])] for line in lines]
    with (place / "pairs.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(table)
    for line in table[1:]:
        say(f"  {line[0]}: {line[1]} ({line[3]}) and {line[2]} ({line[4]})")
    return place / "pairs.csv"
