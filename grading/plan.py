"""Read a lab's source: which cells run where, and which names a test takes from a student."""

import ast
import builtins
from dataclasses import dataclass, field

from nbformat import NotebookNode
from nbgrader.utils import is_solution

from grading.names import names_of
from grading.rehearsal import code_cells, is_test

BESIDE = "beside-answers"  # for what only the session of the answers may do: load their pickles


@dataclass
class Plan:
    """How the cells of one lab are divided between the two sessions.

    Parameters
    ----------
    modules : list of str
        What the lab imports: the warm process does it once.
    names : dict
        For each test cell, by grade id, the names it takes from the student's session.
    shared : list of str
        The names of author's cells that run in both sessions, each by itself.
    watched : list of str
        Names that a test may give another value while it calls a student's function.
    whole : list of str
        Test cells that run in the student's session: they cannot be split.
    opening : list of str
        The code of the author's cells before the first answer: the same in each submission.
    pictures : bool
        Whether figures are drawn.
    """

    modules: list[str] = field(default_factory=list)
    names: dict[str, list[str]] = field(default_factory=dict)
    shared: list[str] = field(default_factory=list)
    watched: list[str] = field(default_factory=list)
    whole: list[str] = field(default_factory=list)
    opening: list[str] = field(default_factory=list)
    pictures: bool = True


def imported(notebook: NotebookNode) -> list[str]:
    """Return the modules that a lab's cells import, in order, from anywhere in a cell."""
    found: dict[str, None] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found.update(dict.fromkeys(alias.name for alias in node.names))
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found[node.module] = None
    return [name for name in found if name != "__future__"]


def plan_of(notebook: NotebookNode) -> Plan:
    """Divide the cells of a lab.

    A name belongs to who bound it last before the test, in the order of the notebook. An
    author's cell that uses a student's name while it runs makes its own names the student's; so
    does one with the tag `beside-answers`.

    Parameters
    ----------
    notebook : NotebookNode
        The source, with the author's answers.

    Returns
    -------
    plan : Plan
    """
    plan = Plan(modules=imported(notebook))
    owner: dict[str, str] = {}  # name -> "student" or "author"
    later: dict[str, set[str]] = {}  # what the functions of a name use when they are called
    watched: set[str] = set()
    for n_before, cell in enumerate(code_cells(notebook)):
        grade_id = cell.metadata.nbgrader.grade_id
        names = names_of(cell.source)
        used = reach(names.now, later | dict.fromkeys(names.binds, names.later))
        if is_solution(cell):
            side = "student"
        elif is_test(cell):
            side = "author"
            wanted = reach(names.uses, later)
            plan.names[grade_id] = sorted(n for n in wanted if owner.get(n) == "student")
        else:
            tainted = any(owner.get(n) == "student" for n in used)
            tainted |= BESIDE in cell.metadata.get("tags", [])
            side = "student" if tainted else "author"
            if not tainted:
                plan.shared.append(grade_id)
                plan.opening += [cell.source] if len(plan.opening) == n_before else []
        owner.update(dict.fromkeys(names.binds, side))
        later.update(dict.fromkeys(names.binds, names.later if side == "author" else set()))
        watched |= set() if is_test(cell) else names.binds
    plan.watched = sorted(watched - set(dir(builtins)))
    return plan


def reach(names: set[str], later: dict[str, set[str]]) -> set[str]:
    """Return names and, for those that are functions, all that they use when called."""
    found, todo = set(), set(names)
    while todo:
        name = todo.pop()
        found.add(name)
        todo |= later.get(name, set()) - found
    return found
