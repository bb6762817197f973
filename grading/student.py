"""The session that runs a student's cells, and the student's functions when a test calls them.

Nothing in this process is trusted by the others: a student's code can change all of it.
"""

import builtins
import contextlib
import functools
import importlib
import pickle
import select
import sys
import threading
import traceback
from typing import Any

import numpy as np

from grading.files import Copies
from grading.shell import Record, Shell, Words
from grading.values import WEIGHTS, NotPlain, decode, encode, update
from grading.wire import Channel, Lost
from grading.withheld import Fence

MAX_SAID = 20_000
MAX_ITEMS = 1_000_000
OPERATIONS = {
    "array": np.asarray, "float": float, "int": int, "len": len, "str": str, "dir": dir,
    "iter": lambda value: list(zip(range(MAX_ITEMS), value, strict=False)),
    "item": lambda value, key: value[key], "in": lambda value, item: item in value,
    "get": getattr, "set": setattr,
}  # fmt: skip


class Student:
    """A student's names, served to the grader cell by cell, and to the tests call by call.

    Parameters
    ----------
    channel : Channel
        Leads to the grader.
    room : bool
        Whether it has a room, and so files, of its own.
    """

    def __init__(self, channel: Channel, room: bool):
        self.channel, self.shell, self.objects = channel, Shell.instance(), []
        self.fence, self.link, self.all_plain = Fence(), None, True
        self.copies, self.numbers = Copies(room), {}
        self.one_at_a_time = threading.RLock()  # an answer may call stand-ins from threads

    def serve(self) -> None:
        """Do what the grader and the checker ask until the session is ended."""
        poll = select.poll()
        poll.register(self.channel.sock, select.POLLIN)
        while True:
            ready = {fd for fd, _ in poll.poll()}
            if self.link is not None and self.link.sock.fileno() in ready:
                try:
                    self.answer(self.link.receive()[1])
                except Lost:
                    poll.unregister(self.link.sock)
                    self.link = None
            if self.channel.sock.fileno() in ready:
                head, _ = self.channel.receive()
                if head["do"] == "link":
                    self.link = self.channel.taken()
                    poll.register(self.link.sock, select.POLLIN)
                else:
                    self.fence.move([])
                    self.copies.same_names(head["source"])
                    outputs = self.shell.run(
                        head["source"], head["history"], head.get("shared", False)
                    )
                    self.channel.send({"is": "cell", "outputs": outputs})

    def answer(self, body: bytes) -> None:
        """Answer one question of the checker's."""
        record = Record()
        before = sys.stdout, sys.stderr
        sys.stdout = sys.stderr = Words(record, "stdout")
        files: dict = {}
        try:
            order = decode(body, self.arrives)
            folders, news = order.pop("folders"), order.pop("files")
            self.copies.put(news, [name.partition("/")[0] for name in news])
            try:
                answer = getattr(self, f"do_{order.pop('do')}")(**order)
            finally:
                files = self.copies.changes(folders)
            answer = encode([*answer, files], self.leaves)
        except BaseException as error:
            answer = encode(["error", told(error), None, files])
        finally:
            sys.stdout, sys.stderr = before
        said = "".join(output["text"] for output in record.outputs if "text" in output)
        self.link.send({"is": "returned", "said": said[:MAX_SAID]}, answer)

    def do_files(self) -> list:
        """Do nothing: files come and go with each question."""
        return ["ok", None, None]

    def do_values(self, names: list[str]) -> list:
        """Return the values of global names; what is not plain goes as a handle."""
        known = self.shell.user_ns
        return ["ok", {name: Parcel(known[name], self) for name in names if name in known}, None]

    def do_call(
        self, on: Any, given: bytes, times: int | None, instead: dict, roots: list[str]
    ) -> list:
        """Call an object of the student's, with stand-ins for some of the student's names."""
        self.all_plain = True
        args, kwargs = both = decode(given, self.arrives)
        before = given if self.all_plain else self.look_at(both)
        self.fence.move(roots)
        with self.standing_in(instead), self.fence.round(on):
            if times is None:
                result = on(*args, **kwargs)
            else:
                result = [on(*args, **kwargs) for _ in range(times)]
        after = None if before is None else self.look_at(both)
        return ["ok", result, None if after == before else after]

    def do_operation(self, name: str, on: Any, args: list) -> list:
        """Ask something else of an object of the student's."""
        return ["ok", OPERATIONS[name](on, *args), None]

    @contextlib.contextmanager
    def standing_in(self, instead: dict):
        """Let other values stand for some global names of the student's."""
        names = self.shell.user_ns
        kept = {name: names[name] for name in instead if name in names}
        names.update(instead)
        try:
            yield
        finally:
            for name in instead:
                names.pop(name, None)
            names.update(kept)

    # What is not plain -----------------------------------------------------------------------

    def leaves(self, value: Any, encoder: Any, depth: int) -> list:
        """Keep an object here and send a handle."""
        if isinstance(value, Parcel):
            return value.tree(depth)
        if isinstance(value, type) and value.__module__ in ("builtins", "numpy"):
            return ["named", value.__module__, value.__qualname__]
        return self.handle(value)

    def handle(self, value: Any) -> list:
        """Keep an object here and return what stands for it, for the same object the same."""
        number = self.numbers.setdefault(id(value), len(self.objects))
        if number == len(self.objects):
            self.objects.append(value)  # and so it lives, and its id is nobody else's
        return ["handle", number, type(value).__name__, callable(value)]

    def look_at(self, given: list) -> bytes | None:
        """Return the contents of arguments, to see whether a call changes them."""
        with contextlib.suppress(NotPlain):
            return encode(given, self.snapshot)
        return None

    def snapshot(self, value: Any, encoder: Any, depth: int) -> list:
        """Describe an object that came from the checker, to see later whether it has changed."""
        if isinstance(value, type) or id(value) in self.numbers:
            return ["opaque"]
        for read, write in WEIGHTS.items():  # networks and variables of Keras
            if hasattr(value, read) and hasattr(value, write):
                return ["weights", encoder.tree(getattr(value, read)(), depth)]
        if callable(value) or not hasattr(value, "__dict__"):
            return ["opaque"]
        return ["state", [[str(k), encoder.tree(v, depth)] for k, v in vars(value).items()]]

    def arrives(self, parts: list, decoder: Any) -> Any:
        """Return what a part of a message that is not plain stands for here."""
        kind, *rest = parts
        self.all_plain = False
        if kind == "handle":
            return self.objects[rest[0]]
        if kind == "pickled":  # a copy of the checker's: only this side is not trusted
            return pickle.loads(decoder.bytes(*rest))
        if kind == "named":
            return getattr(importlib.import_module(rest[0]), rest[1])
        if kind == "callback":
            return self.stub(*rest)
        if kind == "shared":
            return functools.reduce(getattr, rest[1:], self.shell.shared[rest[0]])
        raise NotPlain(f"nobody expected a {kind!r}")

    def stub(self, number: int, name: str) -> Any:
        """Return a function that is carried out by the checker."""

        def stand_in(*args, **kwargs):
            given = [list(args), kwargs]
            body = encode({"number": number, "given": given}, self.leaves)
            with self.one_at_a_time:
                self.link.send({"is": "callback"}, body)
                while True:
                    head, body = self.link.receive()
                    if head.get("do") == "resume":
                        break
                    self.answer(body)
            fate, result, changed = decode(body, self.arrives)
            if fate == "error":
                raise revived(result)
            if changed is not None:
                update(given, changed)
            return result

        stand_in.__name__ = stand_in.__qualname__ = name
        return stand_in


class Parcel:
    """One of several values: where it cannot be sent, a handle goes instead."""

    def __init__(self, value: Any, student: Student):
        self.value, self.student = value, student

    def tree(self, depth: int) -> list:
        """Return the value as bytes of its own, so that one failure does not touch the others."""
        try:
            data = encode(self.value, self.student.leaves)
            if len(data) < 30_000_000:
                return ["parcel", data.hex()]
        except (NotPlain, RecursionError, ValueError, MemoryError):
            pass
        return self.student.handle(self.value)


def told(error: BaseException) -> dict:
    """Return what the other side may know of an error: its kind, its words, its place."""
    try:
        text = str(error)[:5000]
    except Exception:
        text = "(an error whose text cannot be shown)"
    bases = [c.__name__ for c in type(error).__mro__ if getattr(builtins, c.__name__, None) is c]
    frames = [
        f"Cell In, line {frame.lineno}, in {frame.name}\n    {frame.line}"
        for frame in traceback.extract_tb(error.__traceback__)
        if "ipython-input" in frame.filename or "ipykernel" in frame.filename
    ]
    name = getattr(error, "name", None)
    return {
        "kind": type(error).__name__, "base": bases[0] if bases else "Exception", "text": text,
        "place": "\n".join(frames[-8:])[:5000], "name": name if isinstance(name, str) else None,
    }  # fmt: skip


def revived(about: dict) -> Exception:
    """Return an error of the kind that `told` described."""
    base = getattr(builtins, str(about.get("base")), None)
    if not (isinstance(base, type) and issubclass(base, Exception)):
        base = RuntimeError
    kind, text = str(about.get("kind")), str(about.get("text"))
    if kind != base.__name__ and kind.isidentifier():
        base = type(kind, (base,), {"__module__": "builtins"})
    try:
        error = base(text)
    except Exception:  # some kinds want more than words
        error = RuntimeError(f"{kind}: {text}")
    if about.get("name") is not None and isinstance(error, ImportError):
        error.name = str(about["name"])
    if isinstance(error, KeyError):  # or the words would be quoted twice
        error = type(
            base.__name__, (base,), {"__str__": lambda self: text, "__module__": "builtins"}
        )(text)
    return error


def serve(channel: Channel, room: bool) -> None:
    """Be a student's session."""
    Student(channel, room).serve()
