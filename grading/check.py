"""Does a lab bear being split? Its own answers are run before anybody's points hang on it."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from grading.course import GradingError
from grading.ledger import digest_of
from grading.plan import Plan
from grading.rehearsal import fill_in, is_test, read_answers, rehearse
from grading.sandbox import Zygote
from grading.split import Limits, Run

FORGEABLE = (
    "Note: {n} of the tests run in the same session as the answers, in the sandbox: {names}. "
    "A hostile answer can forge their points; read what is odd there yourself."
)


def complaints(notebook: NotebookNode, plan: Plan, zygote: Zygote) -> dict[str, str]:
    """Run a filled-in notebook in two sessions; return why tests fail, by grade id."""
    run, found = Run(zygote, plan, Limits()), {}
    try:
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            errors = [out for out in run.cell(cell) if out.output_type == "error"]
            if is_test(cell) and errors:
                found[cell.metadata.nbgrader.grade_id] = f"{errors[0].ename}: {errors[0].evalue}"
    finally:
        run.end(run.student, run.checker)
    return found


def trusted_plan(
    course: Path,
    lab: str,
    source: NotebookNode,
    plan: Plan,
    ask: Callable,
    say: Callable,
    safe: bool = True,
) -> Plan:
    """Return a plan with which the author's own answers earn all points.

    Tests that cannot be split are found by running the answers, and are run whole. The result
    is kept in .cache/ until the lab changes.

    Parameters
    ----------
    course : Path
    lab : str
    source : NotebookNode
    plan : Plan
    ask : callable
        Takes a notebook and a plan, see `complaints`.
    say : callable
        Takes one line.
    safe : bool, default=True
        False if `ask` runs them without a sandbox: there, files do not cross.

    Returns
    -------
    plan : Plan

    Raises
    ------
    GradingError
        If the answers lose points also where nothing is split.
    """
    code = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    key = digest_of(nbformat.writes(source), asdict(plan), *code)
    path = course / ".cache" / "grading" / f"{lab}{'' if safe else '-unsafe'}.json"
    if path.exists() and (known := json.loads(path.read_text())).get("key") == key:
        plan = Plan(**known["plan"])
    else:
        plan.whole = sorted(ask(source, plan))
        if plan.whole and (still := ask(source, plan)):
            lines = "\n".join(f"  {name}: {why}" for name, why in still.items())
            raise GradingError(
                f"In the sandbox the reference of {lab} loses points that it earns elsewhere:\n"
                f"{lines}\n"
                "Mend the lab, or grade with --plain work of people you trust."
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"key": key, "plan": asdict(plan)}), encoding="utf-8")
    if plan.whole:
        say(FORGEABLE.format(n=len(plan.whole), names=", ".join(plan.whole)))
    return plan


def differences(
    course: Path, lab: str, source: NotebookNode, plan: Plan, zygote: Zygote, every: int = 1
) -> list[str]:
    """Compare the split with one plain process, on the answers of a lab's bank.

    Parameters
    ----------
    course : Path
    lab : str
    source : NotebookNode
    plan : Plan
    zygote : Zygote
    every : int, default=1
        Try one answer out of so many.

    Returns
    -------
    lines : list of str
        One for each test of each answer that the two judge differently.
    """
    lines = []
    bank = sorted((course / "tests" / "labs" / lab).glob("*/*.py"))[::every]
    for path in bank:
        notebook = nbformat.from_dict(json.loads(json.dumps(source)))
        fill_in(notebook, read_answers(path)[1])
        plain, split = rehearse(notebook).says, complaints(notebook, plan, zygote)
        for name in sorted(plain.keys() ^ split.keys()):
            one, two = plain.get(name, "passes"), split.get(name, "passes")
            answer = f"{path.parent.name}/{path.stem}: {name}"
            lines.append(f"{answer}: plain: {one!r:.200}, split: {two!r:.200}")
    return lines
