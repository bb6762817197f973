"""Take a student's answers out of what was handed in, and put them into the release."""

import json
import os
import re
import stat
from pathlib import Path
from urllib.parse import quote

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from grading.outputs import PICTURES, safe_data

MAX_BYTES = 20_000_000
MAX_CELLS = 500  # more than the release has
NEW = {"code": new_code_cell, "markdown": new_markdown_cell}
MAX_ATTACHED = 50  # pictures in one written answer
MAX_NAME = 200  # characters, of one picture
MAX_PICTURES = 10_000_000  # characters, in all written answers
NAME = re.compile(r"[\w@+.-][\w@+. -]{0,99}")  # of a student, as nbgrader takes it
BAD_NAME = "rename the folder: 1 to 100 letters, digits, spaces, @, +, _, . and - are possible"


class Unreadable(Exception):
    """A submission that cannot be graded; the message says why."""


def shown(name: str) -> str:
    """Return the name of a file as it can be printed and stored, whatever bytes it has.

    Examples
    --------
    >>> shown("Zo\\udceb\\n.ipynb")
    'Zo��.ipynb'
    """
    return "".join(character if character.isprintable() else "\ufffd" for character in name)


def grade_id(cell: NotebookNode) -> str | None:
    """Return a cell's nbgrader id, or None for a cell the student added."""
    marks = cell.metadata.get("nbgrader")
    return marks.get("grade_id") if isinstance(marks, dict) else None


def take_pictures(answer: NotebookNode, submitted: NotebookNode, left: int) -> int:
    """Put the pictures of a written answer into the rebuilt one, under plain names.

    Parameters
    ----------
    answer : NotebookNode
        The cell of the rebuilt notebook; it has the text already.
    submitted : NotebookNode
        What was handed in: its attachments may be anything.
    left : int
        How many characters of pictures there is room for.

    Returns
    -------
    left : int
        How many there is still room for.
    """
    attached, kept, large = submitted.get("attachments"), {}, False
    for name in list(attached)[:MAX_ATTACHED] if isinstance(attached, dict) else ():
        bundle = attached[name] if isinstance(attached[name], dict) else {}
        data = safe_data({mime: bundle[mime] for mime in PICTURES if mime in bundle})
        size = sum(map(len, data.values()))
        large |= size > left
        if not data or size > left or len(name) > MAX_NAME:
            continue
        left, plain = left - size, f"picture-{len(kept) + 1}"
        for written in (name, quote(name, errors="replace")):
            answer.source = answer.source.replace(
                f"](attachment:{written})", f"](attachment:{plain})"
            )
        kept[plain] = data
    if kept:
        answer.attachments = nbformat.from_dict(kept)
    if large:
        answer.source += "\n\n[A picture is too large to be shown. It is in the file handed in.]"
    return left


def rebuild(release: NotebookNode, submitted: NotebookNode) -> NotebookNode:
    """Return the release with the student's answers, and the student's own cells between.

    Whatever happened to locked cells (edited, deleted, copied) is undone by that.

    Parameters
    ----------
    release : NotebookNode
        What students were given.
    submitted : NotebookNode
        What one of them handed in.

    Returns
    -------
    notebook : NotebookNode
    """
    answers: dict[str, NotebookNode] = {}
    own: dict[str | None, list[NotebookNode]] = {None: []}
    known = {grade_id(cell): cell for cell in release.cells}
    place = None
    for cell in submitted.cells:
        name = grade_id(cell)
        if name in known and name not in answers:
            place, answers[name], own[name] = name, cell, []
        elif cell.cell_type in NEW and (
            name not in known or known[name].metadata.nbgrader.solution
        ):
            own[place].append(cell)

    notebook = nbformat.from_dict({**release, "cells": []})
    left = MAX_PICTURES

    def take(cell: NotebookNode, written: NotebookNode) -> None:
        nonlocal left
        cell.source = written.source
        if cell.cell_type == "markdown":
            left = take_pictures(cell, written, left)
        notebook.cells.append(cell)

    def take_own(place: str | None) -> None:
        for cell in own.get(place, []):
            take(NEW[cell.cell_type](id=f"own-{len(notebook.cells)}"), cell)

    take_own(None)
    for cell in release.cells:
        name, copy = grade_id(cell), nbformat.from_dict(dict(cell))
        if cell.metadata.nbgrader.solution and name in answers:
            take(copy, answers[name])
        else:
            notebook.cells.append(copy)
        take_own(name)
    return notebook


def read_bytes(folder: Path, lab: str) -> tuple[bytes, str]:
    """Read one student's notebook from disk: a plain file of a sane size, no link to elsewhere.

    Parameters
    ----------
    folder : Path
        The student's folder; the notebook lies in FOLDER/LAB/LAB.ipynb.
    lab : str

    Returns
    -------
    data : bytes
    note : str
        What the teacher should know; empty if all is as it should be.

    Raises
    ------
    Unreadable
        If there is no notebook, or none that may be read.
    """
    path, note = folder / lab / f"{lab}.ipynb", ""
    if folder.is_symlink() or path.parent.is_symlink():
        raise Unreadable(f"{lab} is a link or lies behind one")
    if not path.exists() and not path.is_symlink():
        others = sorted((folder / lab).glob("*.ipynb"))
        if len(others) != 1:
            raise Unreadable(f"no submission: expected {lab}/{lab}.ipynb")
        path, note = others[0], f"handed in as {shown(others[0].name)}"
    if not stat.S_ISREG(path.lstat().st_mode):
        raise Unreadable(f"{shown(path.name)} is a link or not a plain file")
    try:
        with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            size = os.fstat(file.fileno()).st_size
            data = file.read(MAX_BYTES) if size <= MAX_BYTES else b""
    except OSError as error:
        raise Unreadable(f"{shown(path.name)} cannot be read: {error.strerror}") from None
    if size > MAX_BYTES:
        raise Unreadable(f"{shown(path.name)} has {size} bytes; the limit is {MAX_BYTES}")
    return data, note


def parse(data: bytes, release: NotebookNode) -> NotebookNode:
    """Return the release with the answers of a notebook that was handed in.

    Parameters
    ----------
    data : bytes
        What was handed in: anything.
    release : NotebookNode

    Raises
    ------
    Unreadable
        If it is no notebook.
    """
    try:
        submitted = nbformat.convert(nbformat.reader.reads(data.decode("utf-8")), 4)
        n_more = len(submitted.cells) - len(release.cells)
        if n_more > MAX_CELLS:
            raise Unreadable(f"it has {n_more} cells more than the lab; the limit is {MAX_CELLS}")
        notebook = rebuild(release, submitted)
        nbformat.validate(notebook)
        json.dumps(notebook, ensure_ascii=False).encode("utf-8")  # half characters end here
    except Unreadable:
        raise
    except Exception as error:  # a hand-made file can break the reader in any way
        raise Unreadable(f"not a readable notebook: {error!r:.120}") from None
    return notebook


def read_submission(folder: Path, lab: str, release: NotebookNode) -> tuple[NotebookNode, str]:
    """Read one student's notebook from disk and rebuild it; see `read_bytes` and `parse`."""
    data, note = read_bytes(folder, lab)
    return parse(data, release), note
