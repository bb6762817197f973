"""Answers that are right where a student can look, and ruin what hidden tests give and get.

A spoiler calls the reference answer. When a hidden test calls it, it damages the result; or it
writes into the arguments first, so that a test that computes the truth from them afterwards
finds that all is well. Such a test lets a wrong answer pass.
"""

import ast
import copy
import functools
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from nbformat import NotebookNode

from grading.redact import hidden_lines
from grading.rehearsal import is_test
from grading.values import Encoder, NotPlain, encode

MAX_PARTS = 6
NUMERIC = frozenset("iuf")


def more(value: Any) -> Any:
    """Return a result whose numbers are larger by one.

    Examples
    --------
    >>> more({"a": [1, 2.5], "b": "x", "c": True})
    {'a': [2, 3.5], 'b': 'x', 'c': False}
    """
    match value:
        case bool() | np.bool_():
            return not value
        case int() | float() | np.number():
            return value + 1
        case list() | tuple() | set():
            return type(value)(map(more, value)) if type(value) in (list, tuple, set) else None
        case dict():
            return {key: more(item) for key, item in value.items()}
    if hasattr(value, "select_dtypes"):
        numbers = value.select_dtypes("number")
        return value.assign(**{str(name): numbers[name] + 1 for name in numbers})
    value = np.asarray(value) if is_tensor(value) else value
    return value + 1 if getattr(getattr(value, "dtype", None), "kind", "") in NUMERIC else value


def is_tensor(value: Any) -> bool:
    """Tell whether a value is an array of another library."""
    return hasattr(value, "__array__") and not hasattr(value, "iloc")


def cut(value: Any, end: int | None) -> Any:
    """Return a result without its end, or without anything.

    Examples
    --------
    >>> cut([1, 2, 3], -1), cut({"a": 1, "b": 2}, 1), cut(np.ones((2, 2)), 0), cut(5, 0)
    ([1, 2], {'a': 1}, array([], dtype=float64), 5)
    """
    match value:
        case np.ndarray() if end == 0:
            return np.array([], dtype=value.dtype)  # equals anything, where shapes are not asked
        case np.ndarray() if value.ndim == 0:
            return value
        case list() | tuple() | str() | np.ndarray():
            return value[:end]
        case dict() | set():
            return type(value)(list(value.items() if isinstance(value, dict) else value)[:end])
    return value.iloc[:end] if hasattr(value, "iloc") else value


def part(number: int) -> Callable[[Any], Any]:
    """Return what makes one part of a result wrong: of several, of a dictionary, of a table."""

    def spoiled(value: Any) -> Any:
        names = list(value) if isinstance(value, dict) or hasattr(value, "columns") else None
        if names is None and not isinstance(value, tuple):
            return value
        if number >= len(names or value):
            return value
        if names is None:
            items = list(value)
            items[number] = more(items[number])
            return tuple(items)
        found = copy.copy(value)
        found[names[number]] = more(found[names[number]])
        return found

    return spoiled


def turned(items: Any) -> Any:
    """Return items from back to front, and numbers cubed: no scale undoes that."""
    items = np.asarray(items)[::-1]
    return items**3 if items.dtype.kind in NUMERIC else items


def alike(items: Any) -> Any:
    """Return the first of some items for each of them."""
    return np.repeat(np.asarray(items)[:1], len(items), axis=0)


def overwrite(value: Any, how: Callable[[Any], Any]) -> None:
    """Let an argument hold something else, as far as it lets itself be changed.

    Examples
    --------
    >>> given = [np.arange(3), {"a": [1, 2]}]
    >>> overwrite(given, turned)
    >>> given
    [array([8, 1, 0]), {'a': [8, 1]}]
    """
    if isinstance(value, np.ndarray):
        if value.ndim and value.size and value.flags.writeable:
            value[...] = how(value)
    elif hasattr(value, "columns"):
        for name in value:
            value[name] = how(value[name])
    elif isinstance(value, dict):
        for item in value.values():
            overwrite(item, how)
    elif isinstance(value, (list, tuple)):
        plain = all(isinstance(item, (int, float, str)) for item in value)
        if value and plain and isinstance(value, list):
            value[:] = how(value).tolist()
        for item in value:
            overwrite(item, how)


RESULTS: dict[str, Callable[[Any], Any]] = {
    "returns None": lambda value: None,
    "returns nothing in it": lambda value: cut(value, 0),
    "returns the first only": lambda value: cut(value, 1),
    "returns all but the last": lambda value: cut(value, -1),
    "returns larger numbers": more,
    **{f"part {i + 1} is wrong": part(i) for i in range(MAX_PARTS)},
}
ARGUMENTS = {"turns its arguments round": turned, "makes its arguments alike": alike}


def changed(before: Any, after: Any) -> bool:
    """Tell whether a result has changed; an object that is no plain value is as good as its id."""

    def odd(value: Any, encoder: Encoder, depth: int) -> list:
        return array_of(value, encoder, depth) if is_tensor(value) else ["object", id(value)]

    return encode(before, odd) != encode(after, odd)


def unlike(one: Any, other: Any) -> bool:
    """Tell whether the results of two calls are plain values that differ."""
    try:
        return encode(one, array_of) != encode(other, array_of)
    except NotPlain:
        return False


def array_of(value: Any, encoder: Encoder, depth: int) -> list:
    """Return the tree of an array of another library."""
    if is_tensor(value):
        return encoder.tree(np.asarray(value), depth)
    raise NotPlain(f"a {type(value).__name__} is no array")


class Spoiler:
    """Makes spoilers, and counts what they have spoiled.

    Parameters
    ----------
    cells : iterable of NotebookNode
        Those of the lab. A test without a hidden part is hidden as a whole.
    """

    def __init__(self, cells: Iterable[NotebookNode]):
        self.n_spoiled = 0
        self.hidden = {
            cell.id: set(hidden_lines(cell.source)) or set(range(cell.source.count("\n") + 2))
            for cell in cells
            if is_test(cell)
        }

    def __call__(self, function: Callable, kind: str) -> Callable:
        """Return a function that is spoiled for hidden tests."""

        @functools.wraps(function)
        def spoiled(*args: Any, **kwargs: Any) -> Any:
            if not self.is_hidden(sys._getframe(1)):
                return function(*args, **kwargs)
            if kind in RESULTS:
                right = function(*args, **kwargs)
                found = RESULTS[kind](right)
                self.n_spoiled += changed(right, found)
                return found
            try:
                copies = copy.deepcopy((args, kwargs))
                right = function(*copies[0], **copies[1])
            except Exception:  # a test may want that error
                return function(*args, **kwargs)
            overwrite([*args, *kwargs.values()], ARGUMENTS[kind])
            found = function(*args, **kwargs)
            self.n_spoiled += unlike(right, found)
            return found

        return spoiled

    def is_hidden(self, frame: Any) -> bool:
        """Tell whether a call comes from a hidden test, be it through other functions."""
        while frame is not None:
            if frame.f_lineno in self.hidden.get(frame.f_code.co_filename, ()):
                return True
            frame = frame.f_back
        return False


def spoilers_of(cell: NotebookNode) -> Iterator[tuple[str, str]]:
    """Yield the name and the source of each spoiler of an answer.

    They need a `Spoiler` under the name ``__spoiled__``.
    """
    for node in ast.parse(cell.source).body:
        if isinstance(node, ast.FunctionDef):
            for kind in [*RESULTS, *ARGUMENTS]:
                line = f"{node.name} = __spoiled__({node.name}, {kind!r})"
                yield f"{cell.id} | {node.name} | {kind}", f"{cell.source}\n{line}"
