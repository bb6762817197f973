"""The session that runs the tests: a student's functions and objects are somewhere else.

What comes from there is plain values, or handles; it is never run here.
"""
# ruff: noqa: D105 (what Python's own methods do is known)

import contextlib
import functools
import pickle
import sys
import types
from typing import Any

import numpy as np

from grading.files import Copies
from grading.shell import Shell
from grading.student import MAX_SAID, revived, told
from grading.values import NotPlain, decode, encode, update
from grading.wire import Channel, Lost

MISSING = object()
NOT_FOR_CODE = ("", "/tmp", "/student")  # a student's files may come to lie there
FUNCTIONS = (types.FunctionType, types.MethodType, types.BuiltinFunctionType, functools.partial)


class DeadKernelError(RuntimeError):
    """A student's session has ended in the middle of a test."""


class Handle:
    """An object that stays in the student's session. What it tells of itself may be a lie."""

    def __init__(self, checker: "Checker", number: int):
        object.__setattr__(self, "_handle", (checker, number))

    def _ask(self, name: str, *arguments: Any) -> Any:
        return self._handle[0].ask(do="operation", name=name, on=self, args=list(arguments))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name not in ("__name__", "__doc__", "__qualname__"):
            raise AttributeError(name)  # Python's own protocols must not go out
        return self._ask("get", name)

    def __setattr__(self, name: str, value: Any) -> None:
        self._ask("set", name, value)

    def __getitem__(self, key: Any) -> Any:
        return self._ask("item", key)

    def __contains__(self, item: Any) -> bool:
        return self._ask("in", item) is True

    def __iter__(self) -> Any:
        return iter([item for _, item in self._ask("iter")])

    def __len__(self) -> int:
        return int(plain(self._ask("len"), int))

    def __float__(self) -> float:
        return float(plain(self._ask("float"), float))

    def __int__(self) -> int:
        return int(plain(self._ask("int"), int))

    def __array__(self, dtype: Any = None, copy: Any = None) -> Any:
        array = plain(self._ask("array"), np.ndarray)
        return array if dtype is None else array.astype(dtype)

    def __str__(self) -> str:
        return plain(self._ask("str"), str)

    def __repr__(self) -> str:
        return f"<an object of yours: {type(self).__name__}>"

    def __bool__(self) -> bool:
        raise TypeError(f"{self!r} is no number, text or array: it is neither true nor false here")

    def _no_comparison(self, other: Any) -> bool:
        raise TypeError(f"{self!r} is no number, text or array: it cannot be compared")

    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _no_comparison

    def __hash__(self) -> int:
        return id(self)


class Function(Handle):
    """A handle that can be called."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the student's object with plain values; it changes arguments as it would here."""
        return self._call(None, args, kwargs)

    def repeated(self, times: int, *args: Any) -> list:
        """Call it so many times with the same arguments, in one question."""
        found = plain(self._call(int(times), args, {}), list)
        if len(found) != times:
            raise TypeError(f"{len(found)} results came from {times} calls")
        return found

    def _call(self, times: int | None, args: tuple, kwargs: dict) -> Any:
        checker = self._handle[0]
        return checker.ask(
            do="call", on=self, given=[list(args), kwargs], times=times,
            instead=checker.stand_ins(), roots=checker.out_of_reach(),
        )  # fmt: skip


def plain(value: Any, kind: type) -> Any:
    """Return a value that must be of a kind."""
    if not isinstance(value, kind):
        raise TypeError(f"a {kind.__name__} was expected")
    return value


class Checker:
    """Runs the cells of a lab's author.

    Parameters
    ----------
    channel : Channel
        Leads to the grader.
    room : bool
        Whether it has a room, and so files, of its own.
    """

    def __init__(self, channel: Channel, room: bool):
        self.channel, self.shell, self.callbacks = channel, Shell.instance(), []
        self.link: Channel | None = None
        self.watched: list[str] = []
        self.start: dict[str, Any] = {}
        self.handles: dict[tuple, Handle] = {}
        self.copies, self.has_files, self.news = Copies(room), False, False
        sys.path[:] = [place for place in sys.path if place not in NOT_FOR_CODE]
        sys.addaudithook(self.audit)

    def serve(self) -> None:
        """Do what the grader says until the session is ended."""
        while True:
            head, _ = self.channel.receive()
            if head["do"] == "link":
                self.link, self.news, self.handles = self.channel.taken(), True, {}
                continue
            self.copies.same_names(head["source"])
            if head["do"] == "test":
                self.exchange_files()
                self.take_names(head["names"])
                self.watched, self.start = head["watched"], dict(self.shell.user_ns)
            outputs = self.shell.run(head["source"], shared=head["do"] == "cell")
            if head["do"] == "test":
                self.exchange_files()
            lost = self.link is None
            self.channel.send({"is": "cell", "outputs": outputs, "lost": lost})

    def exchange_files(self) -> None:
        """See what the student's cells have done to files, and show what the tests have done."""
        if self.copies.folders():
            with contextlib.suppress(Exception):  # a test will say that a file is missing
                self.ask(do="files")

    def audit(self, event: str, arguments: tuple) -> None:
        """Open no pickle once there are files that a student may have written."""
        if event == "pickle.find_class" and self.has_files:
            raise NotPlain(f"a test wants to load a {arguments[1]} from a student's pickle")

    def take_names(self, names: list[str]) -> None:
        """Set these global names to what they are in the student's session."""
        for name in names:
            self.shell.user_ns.pop(name, None)
        if names:
            with contextlib.suppress(Exception):  # a test will say that a name is missing
                values = self.ask(do="values", names=names)
                self.shell.user_ns.update({n: v for n, v in values.items() if n in names})

    def stand_ins(self) -> dict[str, Any]:
        """Return the names that the running test has given another value."""
        now = self.shell.user_ns
        changed = {
            n: now[n]
            for n in self.watched
            if n in now and now[n] is not self.start.get(n, MISSING)
        }
        return {name: value for name, value in changed.items() if self.crosses(value)}

    def out_of_reach(self) -> list[str]:
        """Return the modules that the lab withholds and that the running test has hidden."""
        names = self.shell.user_ns.get("WITHHELD", ())
        return [name for name in names if sys.modules.get(name, self) is None]

    def crosses(self, value: Any) -> bool:
        """Tell whether a value can be handed to a student's function."""
        kept = len(self.callbacks)
        try:
            encode(value, self.leaves)
        except Exception:
            return False
        finally:
            del self.callbacks[kept:]
        return True

    def ask(self, **order: Any) -> Any:
        """Put a question to the student's session; on the way it may call back."""
        kept = len(self.callbacks)
        given = order.get("given")
        if given is not None:
            order["given"] = encode(given, self.leaves)
        order["folders"] = folders = self.copies.folders()
        order["files"] = {} if self.news else self.copies.changes(folders)
        question = encode(order, self.leaves)
        try:
            self.need_link().send({"is": "ask"}, question)
            while True:
                head, body = self.need_link().receive()
                if head.get("is") != "callback":
                    break
                self.need_link().send({"do": "resume"}, self.called_back(body))
        except Lost:
            self.link = None
            raise DeadKernelError("Your code has ended its process, or was ended.") from None
        finally:
            del self.callbacks[kept:]
        if head.get("said"):
            print(str(head["said"])[:MAX_SAID], end="")
        fate, result, changed, files = decode(body, self.arrives)
        if self.news:  # a new session of the student's: what its cells have written counts
            self.copies.known, self.news = {}, False
        if files:
            self.has_files = True
            self.copies.put(files, folders)
        if fate == "error":
            error = revived(result)
            if result.get("place"):
                error.add_note(str(result["place"]))
            raise error from None
        if changed is not None:
            update(given, decode(changed, self.arrives))
        return result

    def need_link(self) -> Channel:
        """Return the way to the student's session, or raise Lost."""
        if self.link is None:
            raise Lost("the student's session has ended")
        return self.link

    def called_back(self, body: bytes) -> bytes:
        """Carry out a stand-in that a student's function calls."""
        try:
            order = decode(body, self.arrives)
            args, kwargs = given = order["given"]
            before = encode(given, self.leaves)
            result = self.callbacks[order["number"]](*args, **kwargs)
            after = encode(given, self.leaves)
            changed = None if after == before else given
            return encode(["ok", result, changed], self.leaves)
        except Exception as error:
            about = told(error) | {"place": ""}  # a line of a test is nothing for a student
            return encode(["error", about, None])

    # What is not plain -----------------------------------------------------------------------

    def leaves(self, value: Any, encoder: Any, depth: int) -> list:
        """Send a function as one to call back, another object as a copy."""
        if isinstance(value, Handle):
            return ["handle", value._handle[1]]
        if isinstance(value, type) and value.__module__ in ("builtins", "numpy"):
            return ["named", value.__module__, value.__qualname__]
        if not isinstance(value, FUNCTIONS) and type(value).__module__ != "__main__":
            with contextlib.suppress(Exception):
                return ["pickled", *encoder.store(pickle.dumps(value))]
        if isinstance(value, types.FunctionType):
            path = value.__qualname__.split(".")
            found = self.shell.shared.get(path[0])
            for part in path[1:]:
                found = getattr(found, part, None)
            if found is value:  # it can be called there, by its name, and need not call back
                return ["shared", *path]
        if callable(value):
            self.callbacks.append(value)
            return ["callback", len(self.callbacks) - 1, getattr(value, "__name__", "stand_in")]
        raise NotPlain(f"a {type(value).__name__} cannot be handed to a student's function")

    def arrives(self, parts: list, decoder: Any) -> Any:
        """Return what stands here for an object in the student's session."""
        kind, *rest = parts
        if kind == "parcel":
            return decode(bytes.fromhex(rest[0]), self.arrives)
        if kind == "handle":
            number, name, can_be_called = rest
            base = Function if can_be_called else Handle
            name = name if isinstance(name, str) and name.isidentifier() else "object"
            key = int(number), name[:80], base
            if key not in self.handles:  # the same object is the same handle, in all tests
                self.handles[key] = type(key[1], (base,), {})(self, key[0])
            return self.handles[key]
        if kind == "named" and rest[0] in ("builtins", "numpy"):
            found = getattr(sys.modules[rest[0]], rest[1])
            if isinstance(found, type):  # and no function of ours to call
                return found
        raise NotPlain(f"nobody expected a {kind!r}")


def serve(channel: Channel, room: bool) -> None:
    """Be a checker's session."""
    Checker(channel, room).serve()
