"""Keep hidden tests out of the feedback, and what a student has written harmless and short."""

import ast
import re
from collections.abc import Container

from nbformat import NotebookNode
from nbformat.v4 import new_output
from nbgrader.preprocessors import ClearHiddenTests, GetGrades, NbGraderPreprocessor
from nbgrader.utils import is_grade, is_locked, is_solution

ANSI = re.compile(r"\x1b\[[0-9;]*m")
FRAME = re.compile(r"Cell In\s?\[\d+\], line (\d+)")
MAX_LINE = 1000
MAX_TEXT = 20_000
MAX_WRITTEN = 100_000  # in all cells of one submission

TAG = re.compile(r"<(?=[A-Za-z/!?])")
ENTITY = re.compile(r"&(?=#|\w+;)")
SCHEME = re.compile(r"\b(javascript|vbscript|data|file)\s*:", re.IGNORECASE)
PICTURE = re.compile(r"(?<!!)!+(?=\[(?:[^\]\n]{0,300}\]\(attachment:([\w.-]{1,200})\))?)")


def harmless(text: str, pictures: Container[str] = ()) -> str:
    """Return Markdown whose HTML, entities and odd links are words and nothing else.

    A picture from elsewhere becomes a link: to load it would tell its owner who is reading.

    Parameters
    ----------
    text : str
    pictures : container of str
        The names of the cell's own pictures. They stay.

    Examples
    --------
    >>> harmless("a < b, <script>x</script>, [y](javascript:z)")
    'a < b, &lt;script>x&lt;/script>, [y](javascript :z)'
    >>> harmless("![a](attachment:b) ![c](https://d) ![e](attachment:f)", ["b"])
    '![a](attachment:b) [c](https://d) [e](attachment:f)'
    """
    words = SCHEME.sub(r"\1 :", TAG.sub("&lt;", ENTITY.sub("& ", text)))
    return PICTURE.sub(lambda found: "!" if found[1] in pictures else "", words)


def short_lines(code: str) -> str:
    """Return code with long lines cut, and with no wide gaps: to color these can take hours.

    Examples
    --------
    >>> short = short_lines("a = 1\\t\\n" + "\\n" * 5000 + "#" * 5000)
    >>> short == "a = 1" + "\\n" * 10 + "#" * 1000 + " [...]"
    True
    """
    lines = [
        line if len(line) <= MAX_LINE else f"{line[:MAX_LINE]} [...]" for line in code.split("\n")
    ]
    return re.sub(r"\n{10,}", "\n" * 10, "\n".join(map(str.rstrip, lines)))


def shorten(notebook: NotebookNode) -> None:
    """Cut what a student has written and what is too long to be shown."""
    left = MAX_WRITTEN
    for cell in notebook.cells:
        if not is_locked(cell):
            code = cell.cell_type == "code"
            text = short_lines(cell.source) if code else cell.source
            size = max(0, min(left, MAX_TEXT))
            cut = f"\n\n{'# ' * code}[The rest is too long to be shown.]" * (len(text) > size)
            cell.source = text[:size] + cut
            left -= len(cell.source)


class HarmlessWriting(NbGraderPreprocessor):
    """Take the HTML out of what a student has written, and shorten it.

    A teacher's browser will show it. This comes after the notebook has run; the file that was
    handed in stays as it is.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Rewrite the cells that a student could write in."""
        shorten(nb)
        return super().preprocess(nb, resources)

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict, index: int
    ) -> tuple[NotebookNode, dict]:
        """Rewrite one cell, if a student could write in it."""
        if cell.cell_type != "code" and not is_locked(cell):
            cell.source = harmless(cell.source, cell.get("attachments", {}))
        return cell, resources


class ShowGrades(GetGrades):
    """Get the points as nbgrader does; where nobody has read an answer, its 0 is no verdict."""

    unread = "Your teacher has not read this answer yet, so it has no points so far."

    def _get_score(self, cell: NotebookNode, resources: dict) -> None:
        super()._get_score(cell, resources)
        marks, where = cell.metadata.nbgrader, (self.notebook_id, self.assignment_id)
        grade = self.gradebook.find_grade(marks.grade_id, *where, self.student_id)
        if is_solution(cell) and grade.needs_manual_grade and grade.manual_score is None:
            marks.comment = "\n\n".join(filter(None, [self.unread, marks.get("comment")]))


def hidden_lines(source: str) -> list[int]:
    """Return the numbers, from 1, of the lines between the marks of hidden tests.

    Parameters
    ----------
    source : str
        The whole text of a test cell.

    Returns
    -------
    numbers : list of int

    Examples
    --------
    >>> hidden_lines("a\\n### BEGIN HIDDEN TESTS\\nb\\n### END HIDDEN TESTS")
    [2, 3, 4]
    """
    numbers, inside = [], False
    for number, line in enumerate(source.split("\n"), start=1):
        inside = inside or ClearHiddenTests.begin_test_delimeter.default_value in line
        if inside:
            numbers.append(number)
        inside = inside and ClearHiddenTests.end_test_delimeter.default_value not in line
    return numbers


def messages(source: str) -> set[str]:
    """Return the constant strings of a cell: what its author meant a student to read."""
    tree = ast.walk(ast.parse(source))
    return {
        node.value
        for node in tree
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


class RedactHidden(NbGraderPreprocessor):
    """Rewrite the outputs of test cells with hidden tests, before their source is removed.

    A failure in the visible part stays as it is, less the lines that quote hidden ones. Of a
    failure in the hidden part only the author's own message stays: a traceback quotes the test,
    and an exception or a print of the student's code can carry the hidden data.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict, index: int
    ) -> tuple[NotebookNode, dict]:
        """Rewrite the outputs of one cell, and the comment on it."""
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("comment"):
            marks.comment = harmless(marks.comment)
        if cell.cell_type == "code" and is_grade(cell):
            hidden = hidden_lines(cell.source)
            if hidden:
                cell.outputs = self._redacted(cell, hidden)
        return cell, resources

    def _redacted(self, cell: NotebookNode, hidden: list[int]) -> list[NotebookNode]:
        errors = [output for output in cell.outputs if output.output_type == "error"]
        if any(self._failed_line(error) not in range(1, hidden[0]) for error in errors):
            return [self._hidden_failure(error, cell.source) for error in errors[:1]]
        if not errors:
            return []
        lines = cell.source.split("\n")
        secrets = {lines[number - 1].strip() for number in hidden} - {""}
        for error in errors:
            error.traceback = [
                "\n".join(
                    line
                    for line in entry.split("\n")
                    if not any(secret in ANSI.sub("", line) for secret in secrets)
                )
                for entry in error.traceback
            ]
        return cell.outputs

    @staticmethod
    def _failed_line(error: NotebookNode) -> int:
        """Return the line of the test cell that failed, or 0 if the traceback does not say."""
        frame = FRAME.search(ANSI.sub("", "\n".join(error.traceback)))
        return int(frame.group(1)) if frame else 0

    @staticmethod
    def _hidden_failure(error: NotebookNode, source: str) -> NotebookNode:
        if error.ename == "AssertionError" and error.evalue in messages(source):
            why = f"A check on other data failed: {error.evalue}"
        elif error.ename in ("CellTimeoutError", "DeadKernelError"):
            why = f"{error.ename}: the test was stopped. {error.evalue}".strip()
        else:
            why = f"A check on other data failed: your code raised {error.ename}."
        return new_output("error", ename=error.ename, evalue=why, traceback=[why])
