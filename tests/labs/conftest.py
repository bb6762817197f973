"""The banks hold answers, not modules: nothing there runs outside its lab."""

import os
import re
from pathlib import Path

import matplotlib.pyplot
import nbformat
import pytest
from nbgrader.utils import is_grade, is_solution

collect_ignore_glob = ["*/right/*", "*/wrong/*"]

# Each kernel imports the same libraries: let them share what the first one compiles.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ.setdefault(
    "PYTHONPYCACHEPREFIX", str(Path(__file__).resolve().parents[2] / ".cache" / "pycache")
)

ROOT = Path(__file__).resolve().parents[2]
matplotlib.use("Agg")


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    matplotlib.pyplot.close("all")


@pytest.fixture(scope="session")
def secrets():
    """Return what finds the lines of a lab that no student may read: answers, hidden tests."""
    mark = re.compile(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)### END", re.DOTALL)

    def secrets(lab):
        found, visible = [], []
        for cell in nbformat.read(ROOT / "solutions" / lab / f"{lab}.ipynb", 4).cells:
            written = is_grade(cell) and is_solution(cell) and not mark.search(cell.source)
            regions = [cell.source] if written else mark.findall(cell.source)
            found += [line.strip() for text in regions for line in text.split("\n")]
            visible.append("" if written else mark.sub("", cell.source))
        # A line that the visible part of the source shows as well is no secret.
        shown = "\n".join(visible)
        return sorted({line for line in found if len(line) > 12 and line not in shown})

    return secrets
