"""Try answers on a lab in this process: the same test cells, without a kernel, in a second.

For the authors of labs. Grading itself always goes through nbgrader.
"""

import builtins
import contextlib
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from grading.names import names_of

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


def code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    """Return the code cells of a notebook, in order."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def is_test(cell: NotebookNode) -> bool:
    """Tell whether a code cell gives points by itself: a graded answer is read by a teacher."""
    return cell.cell_type == "code" and is_grade(cell) and not is_solution(cell)


def run_cell(cell: NotebookNode, names: dict) -> str:
    """Run one cell in a namespace; return what costs its points, or an empty string.

    The rules are nbgrader's: an error or a word on stderr costs the points of a test cell.
    """
    said = io.StringIO()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(said):
        try:
            exec(compile(cell.source, cell.id, "exec"), names)
        except Exception as error:
            return f"{type(error).__name__}: {error}"
    return said.getvalue()


def rehearse(notebook: NotebookNode, cells: Iterable[NotebookNode] | None = None) -> Outcome:
    """Run the code cells of a filled-in notebook from top to bottom and score the test cells.

    Parameters
    ----------
    notebook : NotebookNode
    cells : iterable of NotebookNode, optional
        Run only these code cells of it; the test cells among the others have full points.

    Returns
    -------
    outcome : Outcome
    """
    outcome, names = Outcome(), {"__name__": "__main__"}
    chosen = None if cells is None else {cell.id for cell in cells}
    for cell in code_cells(notebook):
        run = chosen is None or cell.id in chosen
        complaint = run_cell(cell, names) if run else ""
        if is_test(cell):
            name = cell.metadata.nbgrader.grade_id
            outcome.points[name] = 0 if complaint else float(cell.metadata.nbgrader.points)
            if complaint:
                outcome.says[name] = complaint
    return outcome


# Which cells can an answer reach? ----------------------------------------------------------


def cells_in_reach(before: NotebookNode, after: NotebookNode) -> list[NotebookNode]:
    """Return the code cells to run to see what a change of answers does to the points.

    First forward: a change reaches the cells that use a name it binds, and through them others,
    also by writing into the data they use. Then backward: the tests that are reached need the
    cells that make their names. Both err on the side of running too much.

    Parameters
    ----------
    before, after : NotebookNode
        The notebook with the answers of the reference, and with some replaced.

    Returns
    -------
    cells : list of NotebookNode
        Cells of `after`.
    """
    cells = code_cells(after)
    pairs = list(zip(code_cells(before), cells, strict=True))
    changed = [old.source != new.source for old, new in pairs]
    known = [(names_of(old.source), names_of(new.source)) for old, new in pairs]
    binds = [old.binds | new.binds for old, new in known]
    uses = [old.uses | new.uses for old, new in known]
    fixed = [old.steady | new.steady for old, new in known]
    steady = set(dir(builtins)).union(*fixed)
    shared = set().union(*(b for b, cell in zip(binds, cells, strict=True) if not is_test(cell)))
    shared |= set().union(*(u - b for u, b in zip(uses, binds, strict=True)))

    reached, names = set(), set()
    for i, cell in enumerate(cells):
        if changed[i] or uses[i] & names:
            reached.add(i)
            spread = binds[i] | (uses[i] - steady)
            names |= spread & shared if is_test(cell) else spread

    kept, wanted, borrowed = [], set(), set()
    for i in reversed(range(len(cells))):
        if is_test(cells[i]):
            keep = i in reached or binds[i] & borrowed
        else:
            keep = changed[i] or not binds[i] or (binds[i] | (uses[i] - steady)) & wanted
        if keep:
            kept.insert(0, cells[i])
            wanted |= uses[i]
            borrowed |= uses[i] - binds[i]
    return kept
