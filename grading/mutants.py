"""Do a lab's tests notice small mistakes? Break the reference answers on purpose and see.

A mutant is a reference answer with one small change: `<` for `<=`, a sum for a mean, an axis, a
lost square, a statement left out. A test cell that costs a mutant points has killed it. A mutant
that survives is a gap in the tests, or is no mistake at all: then it is listed, with the reason,
in tests/labs/LAB/equivalent.yml. So are spoilers, which are wrong in hidden tests alone.
"""

import ast
import contextlib
import copy
import importlib
import math
import os
import re
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import nbformat
import yaml
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_solution

from grading.course import GradingError
from grading.rehearsal import cells_in_reach, code_cells, fill_in, is_test, run_cell
from grading.source import read_text
from grading.spoilers import Spoiler, spoilers_of

ENOUGH = 0.95
LIMIT_BYTES = 4 << 30
NO_SAFE_FORK = ("tensorflow", "keras")  # once they have run, a copy of the process hangs

COMPARISONS = {
    ast.Lt: [ast.LtE, ast.GtE], ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.LtE], ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.Is: [ast.IsNot], ast.IsNot: [ast.Is],
    ast.In: [ast.NotIn], ast.NotIn: [ast.In],
}  # fmt: skip
ARITHMETIC = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div, ast.Mod: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
PAIRS = [
    "argmin argmax", "min max", "minimum maximum", "nanmin nanmax", "any all", "sum mean",
    "std var", "floor ceil", "zeros ones", "zeros_like ones_like", "logical_and logical_or",
    "triu tril", "hstack vstack", "union1d intersect1d", "reduce_sum reduce_mean",
]  # fmt: skip
NAMES = {a: b for pair in PAIRS for a, b in (pair.split(), pair.split()[::-1])}
DROPPED = {"sqrt", "square", "abs", "exp", "log", "log2", "sorted", "unique", "copy", "transpose"}
WORDS = re.compile(r"\w+|\s+|[-+*/%@&|<>=!]+|.", re.DOTALL)
CHANCE = {"random_state", "seed", "default_rng", "RandomState", "n_jobs", "verbose"}
SYMMETRIC = {"array_equal", "allclose", "isclose", "minimum", "maximum", "isinstance"}
REMOVED = (ast.Assign, ast.AugAssign, ast.Expr, ast.If, ast.For, ast.While, ast.Raise)


@dataclass(frozen=True)
class Mutant:
    """A reference answer with one change; its name stays when other lines change."""

    cell: str
    name: str
    source: str
    spoils: bool = False


def variants(node: ast.AST, squared: bool = False) -> Iterator[ast.AST]:
    """Yield what a hasty hand would have written in the place of a piece of code.

    Parameters
    ----------
    node : AST
        A statement, an expression or a part of one.
    squared : bool
        Whether its sign is lost anyway.

    Yields
    ------
    other : AST
        A piece of the same kind. An empty statement stands for one that was left out.
    """

    def changed(**fields: object) -> ast.AST:
        other = copy.copy(node)
        for name, value in fields.items():
            setattr(other, name, value)
        return other

    def swaps(items: list, count: int | None = None) -> Iterator[list]:
        for i in range(len(items) - 1)[:count]:
            if ast.dump(items[i]) != ast.dump(items[i + 1]):
                yield [*items[:i], items[i + 1], items[i], *items[i + 2 :]]

    def by_one(value: ast.expr, *operators: type[ast.operator]) -> Iterator[ast.expr]:
        if not isinstance(value, ast.Constant):
            yield from (ast.BinOp(value, operator(), ast.Constant(1)) for operator in operators)

    if isinstance(node, REMOVED):
        yield ast.Pass()
    match node:
        case ast.Compare(ops=[operator, *rest]):
            yield from (changed(ops=[c(), *rest]) for c in COMPARISONS[type(operator)])
        case ast.BinOp(left=left, op=operator, right=right):
            if type(operator) in ARITHMETIC:
                yield changed(op=ARITHMETIC[type(operator)]())
            if isinstance(operator, ast.Sub | ast.Div | ast.MatMult) and not squared:
                yield changed(left=right, right=left)
            if isinstance(operator, ast.Pow | ast.Div):
                yield left
        case ast.AugAssign(op=operator, target=target, value=value):
            if type(operator) in ARITHMETIC:
                yield changed(op=ARITHMETIC[type(operator)]())
            yield ast.Assign([target], value, lineno=node.lineno)
        case ast.BoolOp(op=operator):
            yield changed(op=ast.Or() if isinstance(operator, ast.And) else ast.And())
        case ast.UnaryOp(operand=operand) if not isinstance(node.op, ast.UAdd):
            yield operand
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield ast.Constant(value + 1)
            if value in (0, 1, 2):
                yield ast.Constant(value - 1)
        case ast.Constant(value=float(value)):
            yield ast.Constant(value + 1)
        case ast.Name(id=name, ctx=ast.Load()) if name in NAMES:
            yield changed(id=NAMES[name])
        case ast.Attribute(attr=name) if name in NAMES:
            yield changed(attr=NAMES[name])
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            yield changed(test=ast.UnaryOp(ast.Not(), test))
        case ast.comprehension(ifs=[test, *rest]):
            yield changed(ifs=[ast.UnaryOp(ast.Not(), test), *rest])
            yield changed(ifs=rest)
        case ast.Return(value=ast.Tuple(elts=items)):
            yield from (changed(value=ast.Tuple(order)) for order in swaps(items))
        case ast.Subscript(slice=ast.Tuple(elts=[_, _] as items)):
            if isinstance(items[0], ast.Slice) != isinstance(items[1], ast.Slice):
                yield changed(slice=ast.Tuple(items[::-1]))
        case ast.Slice(lower=lower, upper=upper):
            for name, value in (("lower", lower), ("upper", upper)):
                yield from (changed(**{name: v}) for v in by_one(value, ast.Add) if value)
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()
        case ast.Call(func=function, args=given, keywords=keywords):
            name = getattr(function, "attr", getattr(function, "id", ""))
            if name in DROPPED and len(given) == 1:
                yield given[0]
            if name in DROPPED and not given and isinstance(function, ast.Attribute):
                yield function.value
            for keyword in keywords:
                if keyword.arg not in CHANCE:
                    yield changed(keywords=[k for k in keywords if k is not keyword])
            if name not in SYMMETRIC and not any(isinstance(v, ast.Starred) for v in given):
                yield from (changed(args=order) for order in swaps(given, 1))
            if name == "range":
                for end in by_one(given[min(1, len(given) - 1)], ast.Add, ast.Sub):
                    yield changed(args=[end] if len(given) == 1 else [given[0], end, *given[2:]])


def places(parent: ast.AST) -> Iterator[tuple[ast.AST, Callable, bool]]:
    """Yield each piece worth a change, what puts another there, and whether it is squared."""
    square = isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Pow)
    for field, value in ast.iter_fields(parent):
        for i, node in enumerate(value if isinstance(value, list) else [value]):
            if not isinstance(node, ast.AST) or told_only(node):
                continue
            if isinstance(value, list):
                yield node, partial(value.__setitem__, i), False
            else:
                yield node, partial(setattr, parent, field), square and field == "left"
            if not isinstance(node, ast.Raise):
                yield from places(node)


def told_only(node: ast.AST) -> bool:
    """Is this a docstring, a print, a text or a source of chance? No test may depend on those."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.JoinedStr():
            return True
        case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return True
        case ast.Call(func=ast.Attribute(attr=name) | ast.Name(id=name)) if name in CHANCE:
            return True
    return isinstance(node, ast.keyword) and node.arg in CHANCE


def difference(before: str, after: str) -> str:
    """Return the words in which two pieces of code differ.

    Examples
    --------
    >>> difference("X.sum(axis=0)", "X.sum(axis=1)")
    '0 -> 1'
    """
    old, new = (WORDS.findall(text) for text in (before, after))
    for _ in range(2):  # cut what they begin with, turn around, cut what they end with
        while old and new and old[0] == new[0]:
            old, new = old[1:], new[1:]
        old, new = old[::-1], new[::-1]
    return " -> ".join("".join(words).strip() or "nothing" for words in (old, new))


def mutants_of(cell: NotebookNode) -> list[Mutant]:
    """Return all mutants of one solution cell.

    Parameters
    ----------
    cell : NotebookNode
        A solution cell of the source. Only what students must write is changed.

    Returns
    -------
    mutants : list of Mutant
    """
    lines = cell.source.split("\n")
    begins = [i for i, line in enumerate(lines, start=1) if "### BEGIN SOLUTION" in line]
    ends = [i for i, line in enumerate(lines, start=1) if "### END SOLUTION" in line]
    asked = [range(*region) for region in zip(begins, ends, strict=True)]
    tree, seen, names = ast.parse(cell.source), {ast.unparse(ast.parse(cell.source))}, Counter()
    mutants, line = [], 0
    for node, put, squared in places(tree):
        line = getattr(node, "lineno", line)
        if asked and not any(line in region for region in asked):
            continue
        for other in variants(node, squared):
            put(other)
            source = ast.unparse(tree)
            put(node)
            if source in seen:
                continue
            seen.add(source)
            left_out = isinstance(node, ast.stmt) and isinstance(other, ast.Pass)
            pieces = (ast.unparse(piece).split("\n")[0] for piece in (node, other))
            change = "left out" if left_out else difference(*pieces)
            name = f"{cell.id} | {lines[line - 1].strip()} | {change}"
            names[name] += 1
            number = f" | {names[name]}" if names[name] > 1 else ""
            mutants.append(Mutant(cell.id, name + number, source))
    return mutants


def spoilers(cell: NotebookNode) -> list[Mutant]:
    """Return the spoilers of one solution cell as mutants."""
    return [Mutant(cell.id, *spoiler, spoils=True) for spoiler in spoilers_of(cell)]


# Trials -------------------------------------------------------------------------------------


def in_a_copy(work: Callable[[], bool], seconds: float) -> bool:
    """Do work in a copy of this process; say whether it was done, in time, and came out true.

    Parameters
    ----------
    work : callable
    seconds : float
        Of CPU time. An answer that only waits has ten times as long by the clock.

    Returns
    -------
    result : bool
    """
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    status = 1
    try:
        for number in (signal.SIGXCPU, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        with contextlib.suppress(ValueError, OSError):  # not every system can limit memory
            resource.setrlimit(resource.RLIMIT_DATA, (LIMIT_BYTES, LIMIT_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (math.ceil(seconds), math.ceil(seconds) + 1))
        signal.setitimer(signal.ITIMER_REAL, 10 * seconds)
        status = 0 if work() else 1
    finally:
        os._exit(status)


def keeps_all_points(cells: list[NotebookNode], names: dict) -> bool:
    """Run cells up to the first test cell that loses its points; say whether there is none."""
    return not any(run_cell(cell, names) and is_test(cell) for cell in cells)


def survives(cells: list[NotebookNode], names: dict, spoils: bool) -> bool:
    """Say whether a mutant keeps all points, and, if it is a spoiler, has spoiled anything."""
    return keeps_all_points(cells, names) and (not spoils or names["__spoiled__"].n_spoiled > 0)


def warm_up(cells: list[NotebookNode]) -> None:
    """Import what the cells import, once for all copies."""
    trees = [ast.parse(cell.source) for cell in cells]
    imports = [n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Import)]
    origins = [n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    modules = {a.name for n in imports for a in n.names} | {n.module for n in origins if n.module}
    for module in sorted(modules):
        with contextlib.suppress(ImportError):
            importlib.import_module(module)


def first_unsafe(cells: list[NotebookNode]) -> int:
    """Return the place of the first cell that must not run before the process is copied."""
    told = [i for i, c in enumerate(cells) if any(name in c.source for name in NO_SAFE_FORK)]
    loaded = any(name in sys.modules for name in NO_SAFE_FORK)
    return told[0] if told else 0 if loaded else len(cells)


def survivors_of(
    notebook: NotebookNode, say: Callable[[str], None], only: str | None = None
) -> tuple[list[Mutant], list[Mutant]]:
    """Try all mutants of a lab, each in a copy of a process that has run the cells before it.

    Parameters
    ----------
    notebook : NotebookNode
        The source, with the reference answers.
    say : callable
        Takes one line of progress.
    only : str, optional
        Try the mutants of this solution cell alone.

    Returns
    -------
    mutants, survivors : list of Mutant
        A spoiler is among the mutants only where it survives: most have nothing to spoil.

    Raises
    ------
    GradingError
        If the reference itself loses points.
    """
    cells = code_cells(notebook)
    warm_up(cells)
    clock = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    if not in_a_copy(lambda: keeps_all_points(cells, {"__name__": "__main__"}), 600):
        raise GradingError("The reference loses points. Run the tests of the lab first.")
    took = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - clock
    say(f"The reference has full marks ({took:.1f} s).")

    names: dict = {"__name__": "__main__", "__spoiled__": Spoiler(cells)}
    mutants, survivors, last = [], [], first_unsafe(cells)
    for place, cell in enumerate(cells):
        if is_solution(cell) and not is_grade(cell) and only in (None, cell.id):
            start = told = time.monotonic()
            found, alive = mutants_of(cell) + spoilers(cell), []
            done = {earlier.id for earlier in cells[: min(place, last)]}
            for number, mutant in enumerate(found, start=1):
                changed = copy.deepcopy(notebook)
                fill_in(changed, {cell.id: mutant.source})
                reach = [c for c in cells_in_reach(notebook, changed) if c.id not in done]
                if in_a_copy(partial(survives, reach, names, mutant.spoils), 2 + 4 * took):
                    alive.append(mutant)
                if time.monotonic() - told > 20:
                    told = time.monotonic()
                    say(f"{cell.id}: {number} of {len(found)} tried ...")
            counted = [m for m in found if not m.spoils or m in alive]
            mutants, survivors = mutants + counted, survivors + alive
            say(
                f"{cell.id}: {len(counted)} mutants, {len(counted) - len(alive)} killed "
                f"({time.monotonic() - start:.1f} s)"
            )
        if place < last:
            run_cell(cell, names)
    return mutants, survivors


def equivalents(course: Path, lab: str) -> dict[str, str]:
    """Return the mutants of a lab that are no mistakes, each with the reason."""
    path = course / "tests" / "labs" / lab / "equivalent.yml"
    try:
        return (yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}) or {}
    except yaml.YAMLError as problem:
        raise GradingError(f"{path} is not YAML; put names in quotes. {problem}") from None


def check_mutants(
    course: Path, lab: str, say: Callable[[str], None], only: str | None = None
) -> bool:
    """Try the mutants of a lab and tell which survive; say whether enough were killed.

    Parameters
    ----------
    course : Path
    lab : str
    say : callable
        Takes one line of the report.
    only : str, optional
        Try the mutants of this solution cell alone.

    Returns
    -------
    enough : bool
        Whether 95 % of the mutants that are mistakes cost points.
    """
    text = course / "solutions" / lab / f"{lab}.md"
    notebook = read_text(text) if text.exists() else nbformat.read(text.with_suffix(".ipynb"), 4)
    excused = equivalents(course, lab)
    mutants, survivors = survivors_of(notebook, say, only)
    alive = {mutant.name: mutant.source for mutant in survivors}
    gaps = [name for name in alive if name not in excused]
    if gaps:
        say(f"Survivors: sharpen a test, or excuse them in tests/labs/{lab}/equivalent.yml:")
    for name in gaps:
        line = {name: "why is this no mistake?"}
        say(yaml.safe_dump(line, default_style="'", width=2000, allow_unicode=True).strip())
    for name in excused:
        if name not in alive and only in (None, name.split(" | ")[0]):
            say(f"stale in equivalent.yml, no mutant of this name survives: {name}")
    mistakes = len(mutants) - (len(alive) - len(gaps))
    share = 1 - len(gaps) / max(mistakes, 1)
    say(
        f"{lab}: {mistakes - len(gaps)} of {mistakes} mutants killed ({share:.1%}), "
        f"{len(alive) - len(gaps)} more are no mistakes"
    )
    return share >= ENOUGH
