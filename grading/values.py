"""Plain values as bytes and back, without pickle in the direction from a student.

What is plain: None, numbers, text, bytes, containers of plain values, dates, NumPy arrays and
scalars, pandas frames, series and indexes, SciPy's sparse matrices, random generators. Anything
else is left to the two sides, see `encode` and `decode`. Security-critical: `decode` reads what
a hostile process wrote. Its methods ``read_KIND`` undo what the encoder calls KIND.
"""
# ruff: noqa: D102

import datetime
import decimal
import fractions
import functools
import json
import pathlib
import struct
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

MAX_DEPTH = 60
AS_IT_IS = frozenset((bool, int, float, str))
MAX_NODES = 2_000_000
PLAIN_KINDS = "?bBhHiIlLqQefdgFDGSUmM"
BIT_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")
SPARSE = {f"{kind}_{form}" for kind in ("csr", "csc", "coo") for form in ("matrix", "array")}
TEXTUAL = {
    "date": (datetime.date, str, datetime.date.fromisoformat),
    "datetime": (datetime.datetime, str, datetime.datetime.fromisoformat),
    "time": (datetime.time, str, datetime.time.fromisoformat),
    "fraction": (fractions.Fraction, str, fractions.Fraction),
    "decimal": (decimal.Decimal, str, decimal.Decimal),
    "path": (pathlib.PurePath, str, pathlib.Path),
}
Odd = Callable[..., Any]
try:  # the standard encoder, made once and not for each call
    from json.encoder import c_make_encoder, encode_basestring_ascii

    _chunks = c_make_encoder(
        None, None, encode_basestring_ascii, None, ":", ",", False, False, True
    )
    write_json = lambda tree: "".join(_chunks(tree, 0))  # noqa: E731
except (ImportError, TypeError):
    write_json = json.dumps
WEIGHTS = {"get_weights": "set_weights", "numpy": "assign"}  # how Keras reads and writes them
OPAQUE = object()  # an attribute that does not cross


class NotPlain(TypeError):
    """A value that cannot cross from one process to the other."""


class NoSeed(np.random.bit_generator.ISeedSequence):
    """The seed of a random generator whose state is about to be set: none costs no time."""

    def generate_state(self, n_words: int, dtype: type = np.uint32) -> np.ndarray:
        """Return zeros."""
        return np.zeros(n_words, dtype=dtype)


class State(dict):
    """The attributes of an object that the receiver already has; see `update`."""


class Weights(list):
    """The arrays of a network, or the array of a variable, that the receiver already has."""


class Encoder:
    """Turn one value into bytes.

    Parameters
    ----------
    odd : callable, optional
        Takes a value that is not plain, this encoder and the depth; returns a list for the
        decoder's `odd`, or raises.
    """

    def __init__(self, odd: Odd | None = None):
        self.odd, self.parts, self.size, self.nodes = odd, [], 0, 0

    def encode(self, value: Any) -> bytes:
        """Return the bytes of a value."""
        tree = write_json(self.tree(value, 0)).encode("ascii")
        return b"".join((struct.pack("!I", len(tree)), tree, *self.parts))

    def store(self, data: bytes) -> list[int]:
        """Keep bytes for the end; return their place and size."""
        self.parts.append(data)
        self.size += len(data)
        return [self.size - len(data), len(data)]

    def tree(self, value: Any, depth: int) -> Any:
        """Return what JSON can hold of a value: itself, or a list that begins with its kind."""
        kind, depth = type(value), depth + 1
        if value is None or kind in AS_IT_IS:
            return value
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise NotPlain("a value is nested too deeply or has too many parts")
        if kind is list or kind is tuple:
            return [kind.__name__, [self.tree(item, depth) for item in value]]
        if kind is np.ndarray:
            return self.array(value, depth)
        if kind is dict:
            return ["dict", [[self.tree(k, depth), self.tree(v, depth)] for k, v in value.items()]]
        if kind is np.random.Generator:
            source = type(value.bit_generator).__name__
            if source == "PCG64":  # only here the state is plain for JSON as well
                return ["generator", source, value.bit_generator.state]
            return ["generator", source, self.tree(value.bit_generator.state, depth)]
        return self.rarer(value, kind, depth)

    def rarer(self, value: Any, kind: type, depth: int) -> Any:
        """Return the tree of a value of a rarer kind, or of a subclass as of its base."""
        for plain in (list, tuple, set, frozenset):
            if issubclass(kind, plain):
                return [plain.__name__, [self.tree(item, depth) for item in plain.__iter__(value)]]
        if issubclass(kind, dict):
            return self.tree(dict(dict.items(value)), depth)
        if isinstance(value, np.ndarray):
            return self.array(np.asarray(value), depth)
        if isinstance(value, np.generic) and value.dtype.char in PLAIN_KINDS:
            return ["scalar", value.dtype.str, *self.store(value.tobytes())]
        for plain in (str, int, float):
            if isinstance(value, plain):
                return plain(value)
        if isinstance(value, complex):
            return ["complex", value.real, value.imag]
        if isinstance(value, (bytes, bytearray)):
            return ["bytes", *self.store(bytes(value))]
        if kind in (slice, range):
            ends = (value.start, value.stop, value.step)
            return [kind.__name__, [self.tree(end, depth) for end in ends]]
        if kind is datetime.timedelta:
            return ["timedelta", [value.days, value.seconds, value.microseconds]]
        for name in ("datetime", "date", "time", "fraction", "decimal", "path"):
            if isinstance(value, TEXTUAL[name][0]) and kind.__module__ in sys.stdlib_module_names:
                return [name, str(value)]
        if value is Ellipsis:
            return ["ellipsis"]
        return self.library(value, depth)

    def array(self, value: np.ndarray, depth: int) -> list:
        """Return an array: its bytes, or the items of an array of objects."""
        if value.dtype.char in PLAIN_KINDS:
            return ["array", value.dtype.str, value.shape, *self.store(value.tobytes())]
        if value.dtype.char == "O":
            items = [self.tree(item, depth) for item in value.ravel()]
            return ["objects", value.shape, items]
        raise NotPlain(f"an array of {value.dtype} cannot be handed over")

    def library(self, value: Any, depth: int) -> list:
        """Return a value of NumPy's, SciPy's or pandas' own kinds."""
        home, name = type(value).__module__.partition(".")[0], type(value).__name__
        if home == "numpy" and isinstance(value, np.random.RandomState):
            return ["randomstate", self.tree(value.get_state(legacy=False), depth)]
        if home == "numpy" and isinstance(value, np.dtype) and value.char in PLAIN_KINDS:
            return ["dtype", value.str]
        if home == "scipy" and name in SPARSE:
            fields = ("data", "row", "col") if name[:3] == "coo" else ("data", "indices", "indptr")
            parts = [self.tree(getattr(value, field), depth) for field in fields]
            return ["sparse", name, value.shape, parts]
        if home == "pandas":
            tree = self.pandas(value, depth)
            if tree is not None:
                return tree
        if self.odd is None:
            raise NotPlain(f"a {type(value).__name__} cannot be handed over")
        return self.odd(value, self, depth)

    def pandas(self, value: Any, depth: int) -> list | None:
        """Return a frame, series or index, as arrays; None for pandas' other kinds."""
        import pandas as pd

        if isinstance(value, pd.DataFrame):
            columns = [self.column(value.iloc[:, i], depth) for i in range(value.shape[1])]
            return [
                "frame",
                columns,
                self.tree(value.columns, depth),
                self.tree(value.index, depth),
            ]
        if isinstance(value, pd.Series):
            name = self.tree(value.name, depth)
            return ["series", self.column(value, depth), self.tree(value.index, depth), name]
        if isinstance(value, pd.RangeIndex):
            ends = [value.start, value.stop, value.step]
            return ["rangeindex", ends, self.tree(value.name, depth)]
        if isinstance(value, pd.MultiIndex):
            return [
                "multiindex",
                self.tree(list(value), depth),
                self.tree(list(value.names), depth),
            ]
        if isinstance(value, pd.Index):
            return ["index", self.column(value, depth), self.tree(value.name, depth)]
        if value is pd.NA or value is pd.NaT:
            return ["missing", str(value)]
        if isinstance(value, (pd.Timestamp, pd.Timedelta)):
            return ["pandas" + type(value).__name__.lower(), str(value)]
        return None

    def column(self, values: Any, depth: int) -> list:
        """Return the name of the type of a series or index, and its values."""
        kind = str(values.dtype)
        if isinstance(values.dtype, np.dtype):
            return [kind, self.array(values.to_numpy(), depth)]
        return [kind, ["list", [self.tree(item, depth) for item in values]]]


def encode(value: Any, odd: Odd | None = None) -> bytes:
    """Return a value as bytes.

    Parameters
    ----------
    value : object
    odd : callable, optional
        See `Encoder`.

    Returns
    -------
    data : bytes

    Raises
    ------
    NotPlain
        If a part of the value is not plain and `odd` does not take it.

    Examples
    --------
    >>> decode(encode({"a": (1, 2.5), "b": np.arange(3)}))
    {'a': (1, 2.5), 'b': array([0, 1, 2])}
    """
    return Encoder(odd).encode(value)


class Decoder:
    """Turn bytes into the value; trust nothing in them."""

    def __init__(self, data: bytes, odd: Odd | None):
        size = struct.unpack_from("!I", data)[0]
        self.top = json.loads(data[4 : 4 + size].decode("ascii"))
        self.rest = memoryview(data)[4 + size :]
        self.odd = odd

    def bytes(self, start: int, size: int) -> memoryview:
        if not (isinstance(start, int) and 0 <= start <= start + size <= len(self.rest)):
            raise NotPlain("bytes are missing")
        return self.rest[start : start + size]

    def value(self, tree: Any) -> Any:
        if not isinstance(tree, list):
            if isinstance(tree, dict):
                raise NotPlain("a message makes no sense")
            return tree
        kind, *parts = tree
        read = READERS.get(kind)
        if read is not None:
            return read(self, *parts)
        if kind in TEXTUAL:
            return TEXTUAL[kind][2](parts[0])
        if self.odd is None:
            raise NotPlain(f"nobody expected a {kind!r}")
        return self.odd([kind, *parts], self)

    def read_list(self, items):
        return [self.value(item) for item in items]

    def read_tuple(self, items):
        return tuple(self.read_list(items))

    def read_set(self, items):
        return set(self.read_list(items))

    def read_frozenset(self, items):
        return frozenset(self.read_list(items))

    def read_dict(self, items):
        return {self.value(key): self.value(item) for key, item in items}

    def read_complex(self, real, imaginary):
        return complex(real, imaginary)

    def read_bytes(self, start, size):
        return bytes(self.bytes(start, size))

    def read_slice(self, ends):
        return slice(*self.read_list(ends))

    def read_range(self, ends):
        return range(*self.read_list(ends))

    def read_timedelta(self, parts):
        return datetime.timedelta(*parts)

    def read_ellipsis(self):
        return Ellipsis

    def read_dtype(self, name):
        return plain_dtype(name)

    def read_scalar(self, dtype, start, size):
        if not plain_dtype(dtype).itemsize:
            return plain_dtype(dtype).type()
        return self.read_array(dtype, [1], start, size)[0]

    def read_array(self, dtype, shape, start, size):
        flat = (
            np.frombuffer(self.bytes(start, size), plain_dtype(dtype))
            if size
            else np.empty(0, plain_dtype(dtype))
        )
        if flat.dtype.char == "?":  # whatever the bytes are
            flat = flat.view(np.uint8) != 0
        return flat.reshape(plain_shape(shape)).copy()

    def read_objects(self, shape, items):
        array = np.empty(len(items), dtype=object)
        for i, item in enumerate(items):
            array[i] = self.value(item)
        return array.reshape(plain_shape(shape))

    def read_generator(self, name, state):
        if name not in BIT_GENERATORS:
            raise NotPlain(f"nobody expected a {name!r}")
        source = getattr(np.random, name)(NoSeed())
        source.state = plain_state(state if name == "PCG64" else self.value(state))
        return np.random.Generator(source)

    def read_randomstate(self, state):
        found = np.random.RandomState(0)
        found.set_state(plain_state(self.value(state)))
        return found

    def read_sparse(self, name, shape, parts):
        import scipy.sparse

        if name not in SPARSE:
            raise NotPlain(f"nobody expected a {name!r}")
        data, *where = (np.asarray(self.value(part)) for part in parts)
        kinds = {part.dtype.kind for part in where}
        if data.ndim != 1 or data.dtype.kind not in "biufc" or kinds - {"i", "u"}:
            raise NotPlain("a sparse matrix makes no sense")
        where, shape = [part.astype(np.int64) for part in where], plain_shape(shape)
        check_places(name, len(data), where, shape)
        parts = (data, tuple(where)) if name.startswith("coo") else (data, *where)
        return getattr(scipy.sparse, name)(parts, shape=shape)

    def read_column(self, kind, values):
        if not isinstance(kind, str) or "arrow" in kind:
            raise NotPlain("a column makes no sense")
        return {"data": self.value(values), "dtype": kind}

    def read_frame(self, columns, names, index):
        import pandas as pd

        index = self.value(index)
        parts = {i: pd.Series(index=index, **self.read_column(*c)) for i, c in enumerate(columns)}
        frame = pd.DataFrame(parts, index=index)
        frame.columns = self.value(names)
        return frame

    def read_series(self, column, index, name):
        import pandas as pd

        index, name = self.value(index), self.value(name)
        return pd.Series(index=index, name=name, **self.read_column(*column))

    def read_rangeindex(self, ends, name):
        import pandas as pd

        if len(range(*ends)) > MAX_NODES:
            raise NotPlain("an index is too long")
        return pd.RangeIndex(*ends, name=self.value(name))

    def read_multiindex(self, rows, names):
        import pandas as pd

        return pd.MultiIndex.from_tuples(self.value(rows), names=self.value(names))

    def read_index(self, column, name):
        import pandas as pd

        return pd.Index(name=self.value(name), **self.read_column(*column))

    def read_missing(self, name):
        import pandas as pd

        return pd.NA if name == "<NA>" else pd.NaT

    def read_pandastimestamp(self, text):
        import pandas as pd

        return pd.Timestamp(text)

    def read_pandastimedelta(self, text):
        import pandas as pd

        return pd.Timedelta(text)

    def read_state(self, items):
        return State(self.read_dict(items))

    def read_weights(self, found):
        return Weights([self.value(found)])

    def read_opaque(self):
        return OPAQUE


READERS = {name[5:]: read for name, read in vars(Decoder).items() if name.startswith("read_")}


@functools.lru_cache(200)
def plain_dtype(name: str) -> np.dtype:
    """Return a NumPy type by name, if it is one without pointers."""
    dtype = np.dtype(str(name))
    if dtype.char not in PLAIN_KINDS:
        raise NotPlain(f"an array of {dtype} cannot be handed over")
    return dtype


def plain_shape(shape: list) -> tuple[int, ...]:
    """Return a shape, if it is one."""
    if not all(isinstance(n, int) and n >= 0 for n in shape):
        raise NotPlain("a shape makes no sense")
    return tuple(shape)


def check_places(name: str, size: int, where: list[np.ndarray], shape: tuple[int, ...]) -> None:
    """Raise NotPlain where a sparse matrix would read or write beyond its memory.

    SciPy's own check lets some of them pass, as rows that begin at 0, 1 and 2 and end at 0.
    """
    kind, limits = name[:3], list(shape)
    if kind != "coo":
        n_lines, n_places = limits if kind == "csr" else limits[::-1]
        (*where, starts), limits = where, [n_places]
        fits = starts.shape == (n_lines + 1,) and within(starts, size + 1)
        if not (fits and starts[0] == 0 and starts[-1] == size and (np.diff(starts) >= 0).all()):
            raise NotPlain("a sparse matrix makes no sense")
    for places, limit in zip(where, limits, strict=True):
        if places.shape != (size,) or not within(places, limit):
            raise NotPlain("a sparse matrix makes no sense")


def within(places: np.ndarray, limit: int) -> bool:
    """Tell whether all places lie between 0 and a limit, without it."""
    return bool(((places >= 0) & (places < limit)).all())


def plain_state(state: dict) -> dict:
    """Return the state of a random generator, if its places lie within its memory.

    NumPy does not look, and would read from anywhere.
    """
    places = (state["state"].get("pos", 0), 624), (state.get("buffer_pos", 0), 4)
    if not all(isinstance(place, int) and 0 <= place <= end for place, end in places):
        raise NotPlain("the state of a generator makes no sense")
    return state


def decode(data: bytes, odd: Odd | None = None) -> Any:
    """Return the value that `encode` was given.

    Parameters
    ----------
    data : bytes
    odd : callable, optional
        Takes the list that the encoder's `odd` returned, and the decoder.

    Raises
    ------
    NotPlain
        If the bytes are no value; whatever is in them, no code of theirs runs.
    """
    try:
        decoder = Decoder(data, odd)
        return decoder.value(decoder.top)
    except NotPlain:
        raise
    except Exception as error:
        raise NotPlain(f"a value makes no sense: {type(error).__name__}") from None


def update(old: Any, new: Any) -> None:
    """Let an object that was handed over take on what the other side did to its copy.

    Parameters
    ----------
    old : object
    new : object
        The copy as it came back: changed contents of arrays, lists, dictionaries, frames,
        generators, of attributes of other objects, and the weights of networks.
    """
    if isinstance(new, Weights):
        write = next(write for read, write in WEIGHTS.items() if hasattr(old, read))
        getattr(old, write)(new[0])
    elif isinstance(new, State):
        for name, value in new.items():
            before = vars(old).get(name, OPAQUE)
            if settles(before, value):
                update(before, value)
            elif value is not OPAQUE:
                vars(old)[name] = value
    elif type(old) is not type(new):
        return
    elif isinstance(old, np.ndarray):
        if old.shape == new.shape and old.flags.writeable:
            old[...] = new
    elif isinstance(old, (list, tuple)) and len(old) == len(new):
        for i, (before, after) in enumerate(zip(old, new, strict=True)):
            if settles(before, after):
                update(before, after)
            elif isinstance(old, list) and after is not OPAQUE:
                old[i] = after
    elif isinstance(old, list):
        old[:] = new
    elif isinstance(old, dict):
        for key in [key for key in old if key not in new]:
            del old[key]
        for key, after in new.items():
            if key in old and settles(old[key], after):
                update(old[key], after)
            elif after is not OPAQUE:
                old[key] = after
    elif isinstance(old, set):
        old.clear()
        old.update(new)
    elif isinstance(old, np.random.Generator):
        old.bit_generator.state = new.bit_generator.state
    elif isinstance(old, np.random.RandomState):
        old.set_state(new.get_state())
    elif hasattr(old, "_update_inplace"):  # pandas' own way for a frame or a series
        old._update_inplace(new)


def settles(before: Any, after: Any) -> bool:
    """Tell whether `update` can bring an item of a container up to date by itself."""
    if isinstance(after, (State, Weights)):
        return True
    mutable = (np.ndarray, list, tuple, dict, set, np.random.Generator, np.random.RandomState)
    shaped = getattr(before, "shape", None) == getattr(after, "shape", None)
    return type(before) is type(after) and (
        (isinstance(after, mutable) and shaped) or hasattr(after, "_update_inplace")
    )
