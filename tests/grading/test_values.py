# ruff: noqa: E501
"""Plain values cross whole; anything else, and any nonsense, is refused without harm."""

import contextlib
import datetime
import decimal
import fractions
import json
import pickle
import struct

import numpy as np
import pandas as pd
import pytest
import scipy.sparse
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra import numpy as arrays

from grading.checker import Checker
from grading.values import Encoder, NotPlain, decode, encode, update

leaves = (
    some.none()
    | some.booleans()
    | some.integers(-(10**60), 10**60)
    | some.floats(allow_nan=False)
    | some.complex_numbers(allow_nan=False)
    | some.text()
    | some.binary(max_size=50)
    | some.dates()
    | some.datetimes()
    | some.timedeltas()
    | some.fractions()
)
keys = (
    some.text(max_size=5) | some.integers() | some.tuples(some.integers(), some.text(max_size=3))
)
values = some.recursive(
    leaves,
    lambda inner: (
        some.lists(inner, max_size=4)
        | some.dictionaries(keys, inner, max_size=4)
        | some.tuples(inner, inner)
        | some.sets(some.integers() | some.text(max_size=4), max_size=4)
        | some.frozensets(some.integers(), max_size=4)
    ),
    max_leaves=20,
)
dtypes = (
    arrays.boolean_dtypes()
    | arrays.integer_dtypes(endianness="?")
    | arrays.floating_dtypes()
    | arrays.complex_number_dtypes()
    | arrays.unicode_string_dtypes(max_len=5)
    | arrays.byte_string_dtypes(max_len=5)
    | arrays.datetime64_dtypes()
)


def same_kind(one, other):
    """Equal, and of equal kinds all the way down."""
    if type(one) is not type(other):
        return False
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same_kind, one, other))
    if isinstance(one, dict):
        return list(map(repr, one)) == list(map(repr, other)) and all(
            same_kind(one[k], other[k]) for k in one
        )
    return one == other


@settings(deadline=None, max_examples=150)
@given(values)
def test_python_values_come_back_as_they_were(value):
    assert same_kind(decode(encode(value)), value)


@settings(deadline=None, max_examples=100)
@given(arrays.arrays(dtypes, arrays.array_shapes(min_dims=0, max_dims=3, min_side=0)))
def test_arrays_come_back_to_the_last_bit(array):
    found = decode(encode(array))
    assert (found.dtype, found.shape) == (array.dtype, array.shape)
    assert found.tobytes() == array.tobytes()
    assert found.flags.writeable


@settings(deadline=None, max_examples=50)
@given(arrays.arrays(dtypes, ()))
def test_scalars_come_back_with_their_type(array):
    value = array[()]
    found = decode(encode(value))
    assert type(found) is type(value)
    assert found.tobytes() == value.tobytes()


@pytest.mark.parametrize(
    "value",
    [
        float("nan"), float("inf"), -0.0, 1e-320, "\ud800 alone", b"\x00\xff", slice(1, None, 2),
        range(3, 9, 2), Ellipsis, np.float32(0.1), np.int8(-3), np.str_("é"), np.bool_(True),
        decimal.Decimal("1.10"), fractions.Fraction(1, 3), datetime.time(3, 4), np.dtype("<f4"),
        datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC),
    ],
)  # fmt: skip
def test_odd_values(value):
    found = decode(encode(value))
    assert type(found) is type(value)
    assert repr(found) == repr(value)


def test_subclasses_go_as_their_base():
    class Mine(np.ndarray):
        pass

    class Words(str):
        pass

    assert type(decode(encode(np.ones(2).view(Mine)))) is np.ndarray
    assert type(decode(encode(Words("a")))) is str
    assert decode(encode({"a": type("D", (dict,), {})(b=1)})) == {"a": {"b": 1}}


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"a": [1, 2], "b": [0.5, None], "c": ["x", None]}, index=[7, 3]),
        pd.DataFrame({"t": pd.to_datetime(["2026-01-02", None]), "k": pd.Categorical(["a", "b"])}),
        pd.DataFrame(np.ones((2, 3)), columns=pd.MultiIndex.from_tuples([(1, "a"), (1, "b"), (2, "a")])),
        pd.DataFrame({"n": pd.array([1, None], dtype="Int64"), "b": pd.array([True, None], dtype="boolean")}),
        pd.DataFrame(),
        pd.DataFrame({"a": [1]}, index=pd.Index(["row"], name="who")),
        pd.DataFrame([[1, 2]], columns=["twice", "twice"]),
    ],
)  # fmt: skip
def test_frames(frame):
    pd.testing.assert_frame_equal(decode(encode(frame)), frame)


@pytest.mark.parametrize(
    "series",
    [
        pd.Series([1, 2], name="n", index=["a", "b"]), pd.Series(["x", "y"], dtype=object),
        pd.Series(["x", None]), pd.Series([True, False], index=[5, 4]), pd.Series([], dtype=float),
        pd.Series(pd.timedelta_range("1D", periods=2)), pd.Series([[1], {"a": 2}]),
    ],
)  # fmt: skip
def test_series_and_their_indexes(series):
    pd.testing.assert_series_equal(decode(encode(series)), series)
    pd.testing.assert_index_equal(decode(encode(series.index)), series.index)


def test_single_values_of_pandas():
    assert decode(encode(pd.NA)) is pd.NA
    assert decode(encode(pd.NaT)) is pd.NaT
    assert decode(encode(pd.Timestamp("2026-01-02 03:04"))) == pd.Timestamp("2026-01-02 03:04")
    assert decode(encode(pd.Timedelta("3D"))) == pd.Timedelta("3D")


@pytest.mark.parametrize("form", ["csr", "csc", "coo"])
def test_sparse_matrices(form):
    for make in (scipy.sparse.random, scipy.sparse.random_array):
        shape = ((5, 4),) if make is scipy.sparse.random_array else (5, 4)
        matrix = make(*shape, density=0.4, format=form, rng=1)
        found = decode(encode(matrix))
        assert type(found) is type(matrix)
        assert np.array_equal(found.toarray(), matrix.toarray())


def test_truth_is_0_or_1_whatever_the_bytes():
    found = decode(raw(["array", "|b1", [4], 0, 4], b"\x00\x01\x02\xff"))
    assert found.view(np.uint8).tolist() == [0, 1, 1, 1]
    assert repr(decode(raw(["scalar", "|b1", 0, 1], b"\xff"))) == repr(np.True_)


def test_generators_go_on_where_they_were():
    for name in ("PCG64", "MT19937", "Philox", "SFC64", "PCG64DXSM"):
        rng = np.random.Generator(getattr(np.random, name)(3))
        rng.random(5)
        copy = decode(encode(rng))
        assert np.array_equal(copy.normal(size=9), rng.normal(size=9))
        rng.random(3)
        update(copy, decode(encode(rng)))
        assert copy.random() == rng.random()
    old = np.random.RandomState(3)
    copy = decode(encode(old))
    assert np.array_equal(copy.normal(size=9), old.normal(size=9))


# What is refused ----------------------------------------------------------------------------


@pytest.mark.parametrize("value", [object(), lambda: 0, open, np, np.array([(1, 2)], dtype="i,i")])
def test_other_values_are_refused(value):
    with pytest.raises(NotPlain):
        encode(value)


def test_depth_and_size_have_limits():
    deep = []
    for _ in range(200):
        deep = [deep]
    with pytest.raises(NotPlain):
        encode(deep)
    with pytest.raises(NotPlain):
        encode([[i] for i in range(2_100_000)])


def raw(tree, rest=b""):
    text = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    return struct.pack("!I", len(text)) + text + rest


class Bomb:
    def __reduce__(self):
        return (pytest.fail, ("code of the other side has run",))


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff" * 9, raw(b"["), raw(b"[" * 100_000), raw({"a": 1}), raw(["nothing", 1]),
        raw(["array", "O", [1], 0, 8], b"\x41" * 8), raw(["array", "<f8", [2**50], 0, 8], b"x" * 8),
        raw(["array", "<f8", [-1], 0, 8], b"x" * 8), raw(["array", "<f8", [1], 0, 800], b"x" * 8),
        raw(["array", "<f8", [1], -8, 8], b"x" * 8), raw(["scalar", "O", 0, 8], b"x" * 8),
        raw(["array", "i4,O", [1], 0, 12], b"x" * 12), raw(["pickled", 0, 200], pickle.dumps(Bomb())),
        raw(["generator", "Generator", {}]), raw(["generator", "PCG64", {"state": "x"}]),
        raw(["sparse", "csr_matrix", [2, 2], [["list", [1.0]], ["list", [9]], ["list", [0, 0, 1]]]]),
        raw(["sparse", "csr_matrix", [2, 2], [["list", [1.0]], ["list", [0]], ["list", [0, 7, 1]]]]),
        raw(["sparse", "coo_matrix", [2, 2], [["list", [1.0]], ["list", [5]], ["list", [0]]]]),
        raw(["sparse", "csr_matrix", [3, 3], [["array", "<f8", [0], 0, 0], ["array", "<i4", [0], 0, 0], ["list", [0, 1, 2, 0]]]]),
        raw(["sparse", "csr_array", [2, 2], [["list", [1.0]], ["list", [0]], ["list", [0, 1]]]]),
        raw(["sparse", "csc_matrix", [2, 1], [["list", [1.0]], ["list", [-1]], ["list", [0, 1]]]]),
        raw(["sparse", "csc_matrix", [2, 1], [["list", [1.0]], ["list", [2]], ["list", [0, 1]]]]),
        raw(["sparse", "csc_matrix", [2, 1], [["list", [1.0]], ["list", [0]], ["list", [1, 1]]]]),
        raw(["sparse", "csr_matrix", [3, 1], [["list", [1.0]], ["list", [0]], ["list", [0, 3 << 61, -3 << 61, 1]]]]),
        raw(["sparse", "csr_matrix", [1, 1], [["list", [1.0, 2.0]], ["list", [0]], ["list", [0, 1]]]]),
        raw(["sparse", "coo_array", [2, 2], [["list", [1.0]], ["list", [0]], ["list", [0, 1]]]]),
        raw(["rangeindex", [0, 2**63 - 1, 1], None]),
        raw(["sparse", "spmatrix", [2, 2], []]), raw(["fraction", "1/0"]), raw(["date", 7]),
        raw(["series", ["category[pyarrow]", ["list", []]], None, None]), raw([["list"], 1]),
        raw(["dict", [[["list", []], 1]]]), raw(["__init__", "x"]),
        raw(["dtype", "O"]), raw(["list", 5]), raw(["set", [["list", []]]]),
    ],
)  # fmt: skip
def test_nonsense_is_refused(data):
    with pytest.raises(NotPlain):
        decode(data)


@pytest.mark.parametrize(
    ("source", "where", "name", "end"),
    [("MT19937", "state", "pos", 624), ("Philox", None, "buffer_pos", 4)],
)
def test_generators_that_would_read_beyond_their_memory_are_refused(source, where, name, end):
    def sent(place, kind="generator"):
        state = getattr(np.random, source)(3).state
        (state[where] if where else state)[name] = place
        parts = Encoder()
        tree = parts.tree(state, 0)
        tree = [kind, source, tree] if kind == "generator" else [kind, tree]
        return raw(tree, b"".join(parts.parts))

    for place in (0, end):
        decode(sent(place)).random()
    kinds = ["generator", "randomstate"] if source == "MT19937" else ["generator"]
    for kind in kinds:
        for place in (-1, end + 1, 10**8, 2.5, "3", None):
            with pytest.raises(NotPlain):
                decode(sent(place, kind))


def test_only_types_come_by_name():
    checker = object.__new__(Checker)
    assert checker.arrives(["named", "builtins", "int"], None) is int
    assert checker.arrives(["named", "numpy", "float32"], None) is np.float32
    for home, name in (
        ("builtins", "eval"),
        ("builtins", "__dict__"),
        ("numpy", "load"),
        ("os", "system"),
    ):
        with pytest.raises(NotPlain):
            checker.arrives(["named", home, name], None)


@settings(deadline=None, max_examples=300)
@given(values, some.binary(min_size=1, max_size=6), some.integers(0, 400))
def test_damaged_messages_do_no_harm(value, damage, place):
    data = bytearray(encode(value))
    data[place : place + len(damage)] = damage
    with contextlib.suppress(NotPlain):
        decode(bytes(data))


# Changed arguments ---------------------------------------------------------------------------


def test_update_changes_in_place():
    array, items, table = np.arange(4), [1, np.zeros(2)], {"a": np.ones(1), "gone": 1}
    frame = pd.DataFrame({"a": [1, 2]})
    inner = items[1]
    after = decode(encode([array, items, table, frame]))
    after[0][0], after[1][0], after[1][1][:] = 9, 7, 5
    after[2]["a"][0], after[2]["new"] = 3, [1]
    del after[2]["gone"]
    after[3]["b"] = [0.5, 1.5]
    update([array, items, table, frame], decode(encode(after)))
    assert array.tolist() == [9, 1, 2, 3]
    assert items[0] == 7
    assert items[1] is inner
    assert inner.tolist() == [5, 5]
    assert (table["a"].tolist(), table["new"], "gone" in table) == ([3], [1], False)
    assert list(frame.columns) == ["a", "b"]


class Network:
    """Has weights, as Keras' networks have."""

    def __init__(self):
        self.weights = [np.zeros((2, 1)), np.zeros(1)]

    def get_weights(self):
        return self.weights

    def set_weights(self, weights):
        self.weights = weights


class Variable:
    """Has a value, as Keras' variables have."""

    def __init__(self):
        self.value = np.zeros(2)

    def numpy(self):
        return self.value

    def assign(self, value):
        self.value = value


def test_update_sets_weights():
    network, variable = Network(), Variable()
    new = [["weights", [np.ones((2, 1)), np.full(1, 7.0)]], ["weights", np.array([3.0, 4.0])]]

    def odd(value, encoder, depth):
        kind, weights = new[isinstance(value, Variable)]
        return [kind, encoder.tree(weights, depth)]

    update([network, variable], decode(encode([network, variable], odd)))
    assert [w.tolist() for w in network.weights] == [[[1], [1]], [7]]
    assert variable.value.tolist() == [3, 4]
