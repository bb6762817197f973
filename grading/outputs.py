"""What a session says that a cell has shown, made safe for a notebook and a web page."""

import re
from typing import Any

import bleach
from nbformat import NotebookNode
from nbformat.v4 import new_output

MAX_TEXT = 210_000
MAX_PICTURES = 1_100_000
MAX_OUTPUTS = 500
PICTURES = ("image/png", "image/jpeg")
TAGS = {
    "a", "b", "br", "caption", "code", "div", "em", "h1", "h2", "h3", "h4", "hr", "i", "li", "ol",
    "p", "pre", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead",
    "tr", "u", "ul",
}  # fmt: skip
ATTRIBUTES = {"*": ["class", "colspan", "rowspan", "title"], "a": ["href"], "table": ["border"]}
HIDDEN = re.compile(r"<(script|style)\b.*?(</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")


def safe_html(text: str) -> str:
    """Return HTML without scripts, styles, forms, frames or links that run code."""
    return bleach.clean(HIDDEN.sub("", text), tags=TAGS, attributes=ATTRIBUTES, strip=True)


def safe_data(bundle: Any) -> dict[str, str]:
    """Return the parts of a display that are known to be harmless."""
    kept = {}
    for mime, content in bundle.items() if isinstance(bundle, dict) else ():
        if not isinstance(content, str):
            continue
        if mime == "text/plain":
            kept[mime] = content
        elif mime == "text/html":
            kept[mime] = safe_html(content)
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
        data = safe.get("data", {})
        pictures_left -= sum(len(data[mime]) for mime in PICTURES if mime in data)
        text_left -= len(str(safe)) - sum(len(data[mime]) for mime in PICTURES if mime in data)
        if pictures_left < 0 or (text_left < 0 and safe.output_type != "error"):
            continue
        kept.append(safe)
    return kept


def safe_output(output: dict, test: bool) -> NotebookNode | None:
    """Return one output of sound form."""
    kind = output["output_type"]
    if kind == "stream":
        name = "stderr" if output["name"] == "stderr" and not test else "stdout"
        return new_output("stream", name=name, text=str(output["text"])[:MAX_TEXT])
    if kind == "error":
        lines = [str(line)[:20_100] for line in output["traceback"][:100]]
        name, value = str(output["ename"])[:200], str(output["evalue"])[:5000]
        return new_output("error", ename=name, evalue=value, traceback=lines)
    if kind in ("display_data", "execute_result"):
        more = {"execution_count": None} if kind == "execute_result" else {}
        data = safe_data(output["data"])
        return new_output(kind, data=data, **more) if data else None
    return None


def failure(name: str, why: str) -> NotebookNode:
    """Return the output of a cell that could not run to its end."""
    return new_output("error", ename=name, evalue=why, traceback=[f"{name}: {why}"])
