"""The labs whose tests use files, a store or networks: nothing of them can be forged."""

import copy
from pathlib import Path

import nbformat
import pytest
from nbgrader.utils import is_solution

from grading.check import complaints
from grading.names import names_of
from grading.plan import plan_of
from grading.rehearsal import code_cells, is_test
from grading.sandbox import Zygote

ROOT = Path(__file__).resolve().parents[2]
LABS = ["tp3", "lab11-service", "project-segmentation", "lab08-deep"]

# All tricks at once that give full points where a test runs beside the answers.
TRICKS = """
import ast, gc, sys
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Raise(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Drop())
type(get_ipython()).run = lambda self, source, history=True: []
type(get_ipython())._showtraceback = lambda self, *arguments: None
class Anything:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __getattr__(self, name):
        if name.startswith("__array"): raise AttributeError(name)
        return Anything()
    def __call__(self, *arguments, **options): return Anything()
    def __getitem__(self, key): return Anything()
    def __contains__(self, item): return True
    def __bool__(self): return True
    def __len__(self): return 3
    def __float__(self): return 1.0
    def __iter__(self): return iter([Anything(), Anything(), Anything()])
"""


@pytest.mark.parametrize("lab", LABS)
def test_tricks_earn_nothing_and_the_authors_answers_all(lab, sandbox):
    """And no test of the lab has to run beside the answers."""
    source = nbformat.read(ROOT / "solutions" / lab / f"{lab}.ipynb", 4)
    plan, hostile = plan_of(source), copy.deepcopy(source)
    answers = [cell for cell in code_cells(hostile) if is_solution(cell)]
    for number, cell in enumerate(answers):
        lies = [f"{name} = Anything()" for name in sorted(names_of(cell.source).binds)]
        cell.source = "\n".join([TRICKS * (number == 0), *lies])
    zygote = Zygote(plan.modules)
    try:
        assert complaints(source, plan, zygote) == {}
        failed = complaints(hostile, plan, zygote)
    finally:
        zygote.close()
    tests = {c.metadata.nbgrader.grade_id for c in code_cells(source) if is_test(c)}
    assert tests - failed.keys() == set()
