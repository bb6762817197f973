"""What a session says that a cell has shown, made safe for a notebook and a web page."""

import itertools
import re
from collections.abc import Iterable
from typing import Any

import nh3
from nbformat import NotebookNode
from nbformat.v4 import new_output

MAX_TEXT = 210_000
MAX_HTML = MAX_TRACE = 100_000
MAX_PICTURES = 1_100_000
MAX_OUTPUTS = 500
MAX_ALL_TEXT, MAX_ALL_PICTURES = 2_000_000, 15_000_000  # of one submission
MAX_VALUE = 1000  # of a test: its points
PICTURES = ("image/png", "image/jpeg")
TAGS = {
    "a", "b", "br", "caption", "code", "div", "em", "h1", "h2", "h3", "h4", "hr", "i", "li", "ol",
    "p", "pre", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead",
    "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {"*": {"class", "colspan", "rowspan", "title"}, "a": {"href"}, "table": {"border"}}
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")


def words(said: Any, size: int) -> str:
    """Return a text, or its beginning, that can be written to a file: without half characters."""
    return str(said)[:size].encode("utf-8", "replace").decode("utf-8")


def safe_html(text: str) -> str:
    """Return HTML without scripts, styles, forms, frames or links that run code."""
    return nh3.clean(text, tags=TAGS, attributes=ATTRIBUTES)


def safe_data(bundle: Any) -> dict[str, str]:
    """Return the parts of a display that are known to be harmless."""
    kept = {}
    for mime, content in bundle.items() if isinstance(bundle, dict) else ():
        if not isinstance(content, str):
            continue
        if mime == "text/plain":
            kept[mime] = words(content, MAX_TEXT)
        elif mime == "text/html" and len(content) <= MAX_HTML:
            kept[mime] = safe_html(words(content, MAX_HTML))
        elif mime in PICTURES and BASE64.fullmatch(content):
            kept[mime] = content
    return kept


def safe_outputs(said: Any, test: bool = False) -> list[NotebookNode]:
    """Return the outputs of a cell, of sound form and within limits.

    Parameters
    ----------
    said : object
        What the session said; it may be anything.
    test : bool, default=False
        In a test, words on stderr, such as the warning of a library, must not cost points:
        nbgrader counts them as a failure, so they are kept as words on stdout.

    Returns
    -------
    outputs : list of NotebookNode
    """
    kept, text_left, pictures_left = [], MAX_TEXT, MAX_PICTURES
    for output in said[:MAX_OUTPUTS] if isinstance(said, list) else ():
        try:
            safe = safe_output(output, test)
        except (KeyError, TypeError, AttributeError):
            continue
        if safe is None:
            continue
        text, pictures = sizes([safe])
        text_left, pictures_left = text_left - text, pictures_left - pictures
        if pictures_left < 0 or (text_left < 0 and safe.output_type != "error"):
            continue
        kept.append(safe)
    return kept


def safe_output(output: dict, test: bool) -> NotebookNode | None:
    """Return one output of sound form."""
    kind = output["output_type"]
    if kind == "stream":
        name = "stderr" if output["name"] == "stderr" and not test else "stdout"
        return new_output("stream", name=name, text=words(output["text"], MAX_TEXT))
    if kind == "error":
        lines = [words(line, 20_100) for line in output["traceback"][:100]]
        ends = itertools.accumulate(map(len, lines))
        lines = [line for line, end in zip(lines, ends, strict=True) if end < MAX_TRACE]
        name, value = words(output["ename"], 200), words(output["evalue"], 5000)
        return new_output("error", ename=name, evalue=value, traceback=lines)
    if kind in ("display_data", "execute_result"):
        more = {"execution_count": None} if kind == "execute_result" else {}
        data = safe_data(output["data"])
        return new_output(kind, data=data, **more) if data else None
    return None


def sizes(outputs: Iterable[NotebookNode]) -> tuple[int, int]:
    """Return how many characters of text and of pictures are in some outputs."""
    text = pictures = 0
    for output in outputs:
        data = output.get("data", {})
        shown = sum(len(data[mime]) for mime in PICTURES if mime in data)
        text, pictures = text + len(str(output)) - shown, pictures + shown
    return text, pictures


class Allowance:
    """What one submission may show in all its cells together."""

    def __init__(self):
        self.text, self.pictures = MAX_ALL_TEXT, MAX_ALL_PICTURES

    def fitting(self, outputs: list[NotebookNode], test: bool) -> list[NotebookNode]:
        """Return what the next cell shows; when all is used up, what a test's points come from."""
        text, pictures = sizes(outputs)
        self.text, self.pictures = self.text - text, self.pictures - pictures
        if self.text >= 0 and self.pictures >= 0:
            return outputs
        cut = new_output("stream", text="[This notebook shows too much. The rest is cut.]\n")
        return [cut, *(output for output in outputs if test and is_result(output))]


def is_result(output: NotebookNode) -> bool:
    """Tell whether an output decides on the points of a test."""
    value = output.get("data", {}).get("text/plain", "")
    return output.output_type == "error" or 0 < len(value) <= MAX_VALUE


def failure(name: str, why: str) -> NotebookNode:
    """Return the output of a cell that could not run to its end."""
    return new_output("error", ename=name, evalue=why, traceback=[f"{name}: {why}"])
