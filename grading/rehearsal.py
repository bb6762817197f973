"""Try answers on a lab in this process: the same test cells, without a kernel, in a second.

For the authors of labs. Grading itself always goes through nbgrader.
"""

import contextlib
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

SEPARATOR = re.compile(r"^# %% (\S+)\n", re.MULTILINE)


@dataclass
class Outcome:
    """The points of each test cell, and what the failed ones say."""

    points: dict[str, float] = field(default_factory=dict)
    says: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """Sum of the points."""
        return sum(self.points.values())


def read_answers(path: Path) -> tuple[str, dict[str, str]]:
    """Read a file of answers: a head, then for each cell a line `# %% grade_id` and its code.

    Parameters
    ----------
    path : Path

    Returns
    -------
    head : str
        What stands before the first answer.
    answers : dict
        The code of each answer by its grade id.
    """
    head, *parts = SEPARATOR.split(path.read_text(encoding="utf-8"))
    return head, {name: code.strip() for name, code in zip(parts[::2], parts[1::2], strict=True)}


def fill_in(notebook: NotebookNode, answers: dict[str, str]) -> None:
    """Put answers into the solution cells of a notebook, in place.

    Parameters
    ----------
    notebook : NotebookNode
    answers : dict
        The code of each answer by its grade id.

    Raises
    ------
    KeyError
        If the notebook has no solution cell of that name.
    """
    cells = {c.metadata.nbgrader.grade_id: c for c in notebook.cells if is_solution(c)}
    for name, code in answers.items():
        cells[name].source = code


def rehearse(notebook: NotebookNode) -> Outcome:
    """Run the code cells of a filled-in notebook from top to bottom and score the test cells.

    The rules are nbgrader's: an error or a word on stderr costs the points of a test cell.

    Parameters
    ----------
    notebook : NotebookNode

    Returns
    -------
    outcome : Outcome
    """
    outcome, names = Outcome(), {"__name__": "__main__"}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        said = io.StringIO()
        complaint = ""
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
            try:
                exec(compile(cell.source, cell.id, "exec"), names)
            except Exception as error:
                complaint = f"{type(error).__name__}: {error}"
        if is_grade(cell):
            complaint = complaint or said.getvalue()
            name = cell.metadata.nbgrader.grade_id
            outcome.points[name] = 0 if complaint else float(cell.metadata.nbgrader.points)
            if complaint:
                outcome.says[name] = complaint
    return outcome
