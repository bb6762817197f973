"""From the text that authors edit to the notebook that nbgrader reads, and to the release."""

import ast
import re
import shutil
import tempfile
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from grading.course import GradingError, course_api

INCLUDE = re.compile(r"^# include: (\S+)$", re.MULTILINE)


def read_text(path: Path) -> NotebookNode:
    """Read the text twin of a source notebook; a cell's id is its grade id.

    Parameters
    ----------
    path : Path
        A MyST Markdown notebook. Each cell must carry nbgrader metadata. A line
        `# include: name.py` in a code cell stands for that file of the folder above.

    Returns
    -------
    notebook : NotebookNode

    Raises
    ------
    GradingError
        If a cell has no grade id, two cells share one, or an included file is missing.
    """
    notebook = jupytext.reads(path.read_text(encoding="utf-8"), fmt="md:myst")
    notebook.metadata.pop("jupytext", None)
    notebook.nbformat_minor = 5
    seen = set()
    for number, cell in enumerate(notebook.cells, start=1):
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name is None or name in seen:
            raise GradingError(
                f"{path}: cell {number} has the grade_id {name!r}. "
                "Give each cell an nbgrader grade_id of its own."
            )
        seen.add(name)
        cell["id"] = name
        if cell.cell_type == "code":
            cell.source = INCLUDE.sub(
                lambda line: included(path.parent.parent / line[1]), cell.source
            )
    nbformat.validate(notebook)
    return notebook


def included(path: Path) -> str:
    """Return the code of a file without the words at its head, which are for authors."""
    if not path.is_file():
        raise GradingError(
            f"{path} is not there, but a cell includes it. Create it or mend the line."
        )
    code = path.read_text(encoding="utf-8")
    first = ast.parse(code).body[1]
    return "\n".join(code.split("\n")[first.lineno - 1 :]).strip()


def notebook_text(notebook: NotebookNode) -> str:
    """Return the text of a notebook as it is stored: stable, with one newline at its end."""
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def release(course: Path, lab: str) -> Path:
    """Write solutions/LAB/LAB.ipynb from its text twin, and labs/LAB from that.

    Parameters
    ----------
    course : Path
        The folder with nbgrader_config.py.
    lab : str
        The name of a folder in solutions/.

    Returns
    -------
    released : Path
        The folder that students get.

    Raises
    ------
    GradingError
        If nbgrader refuses the source. Nothing is changed in labs/ then.
    """
    source = course / "solutions" / lab
    text = source / f"{lab}.md"
    if text.exists():
        content = notebook_text(read_text(text))
        (source / f"{lab}.ipynb").write_text(content, encoding="utf-8")
    (course / "labs").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=course / "labs", prefix=".release-") as folder:
        stage = Path(folder)
        shutil.copytree(source, stage / "solutions" / lab)
        api = course_api(course, stage)
        result = api.generate_assignment(lab)
        if not result["success"]:
            raise GradingError(f"nbgrader refused solutions/{lab}:\n{result['error']}")
        fresh = stage / "labs" / lab
        for path in fresh.glob("*.ipynb"):
            path.write_text(notebook_text(nbformat.read(path, 4)), encoding="utf-8")
        released = course / "labs" / lab
        if released.exists():
            released.rename(stage / "before")
        fresh.rename(released)
    return released
