"""Mutants: what is changed, who survives, and what is said about it."""

import time

import nbformat
import pytest
import yaml
from nbformat.v4 import new_code_cell, new_notebook

from grading import mutants as tool
from grading.__main__ import main
from grading.course import GradingError
from grading.mutants import difference, in_a_copy, mutants_of, survivors_of
from grading.rehearsal import cells_in_reach, fill_in, rehearse

LOCKED = {"grade": False, "locked": True, "solution": False, "task": False, "schema_version": 3}


def cell(name, source, **kinds):
    return new_code_cell(
        source, id=name, metadata={"nbgrader": {**LOCKED, "grade_id": name, **kinds}}
    )


def answer(name, source):
    return cell(name, source, solution=True, locked=False)


def check(name, source):
    return cell(name, source, grade=True, points=1)


def sources(source):
    return [mutant.source for mutant in mutants_of(answer("a", source))]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("y = x < 3", {"y = x <= 3", "y = x >= 3", "y = x < 4"}),
        ("y = a - b", {"y = a + b", "y = b - a"}),
        ("y = a / b", {"y = a * b", "y = b / a", "y = a"}),
        ("y = (a - b) ** 2", {
            "y = a - b", "y = (a + b) ** 2", "y = (a - b) ** 3", "y = (a - b) ** 1",
        }),
        ("y = x.sum(axis=0)", {
            "y = x.sum()", "y = x.mean(axis=0)", "y = x.sum(axis=1)", "y = x.sum(axis=-1)",
        }),
        ("y = x.argmin()", {"y = x.argmax()"}),
        ("y = np.sqrt(x)", {"y = x"}),
        ("y = x.copy()", {"y = x"}),
        ("y = f(a, b)", {"y = f(b, a)"}),
        ("y = x[:, i]", {"y = x[i, :]"}),
        ("y = x[i:]", {"y = x[i + 1:]"}),
        ("y = -x", {"y = x"}),
        ("y = not x", {"y = x"}),
        ("y = a and b", {"y = a or b"}),
        ("y = True", {"y = False"}),
        ("y = 1e-06", {"y = 1.000001"}),
        ("y = a if t else b", {"y = a if not t else b"}),
        ("y = [v for v in x if v]", {"y = [v for v in x if not v]", "y = [v for v in x]"}),
        ("for i in range(n):\n    f(i)", {
            "for i in range(n + 1):\n    f(i)", "for i in range(n - 1):\n    f(i)",
            "for i in range(n):\n    pass", "pass",
        }),
        ("while t:\n    break", {"while not t:\n    break", "while t:\n    continue", "pass"}),
        ("n += k", {"n -= k", "n = k", "pass"}),
        ("def f():\n    return a, b, c", {
            "def f():\n    return (b, a, c)", "def f():\n    return (a, c, b)",
        }),
        # Nobody can tell, or no test may depend on it.
        ('print(1 + 2)', set()),
        ('"""A docstring."""', set()),
        ('f"{a + b}"', {"pass"}),
        ("y = default_rng(3)", set()),
        ("y = KMeans(random_state=3)", set()),
        ("y = np.array_equal(a, b)", set()),
    ],
)  # fmt: skip
def test_what_is_changed(source, expected):
    left_out = {"pass"} if source.startswith("y =") else set()
    assert sorted(sources(source)) == sorted(expected | left_out)


def test_names_tell_the_change_and_are_unique():
    assert difference("x.sum(axis=0)", "x.sum()") == "axis=0 -> nothing"
    assert difference("f(a, b)", "f(b, a)") == "a, b -> b, a"
    assert difference("x < 3", "x <= 3") == "< -> <="
    assert difference("x.argmin", "x.argmax") == "argmin -> argmax"
    mutants = mutants_of(answer("a", "y = [2, 2]"))
    assert [m.name for m in mutants if m.name.endswith(("2 -> 1", "2 -> 1 | 2"))] == [
        "a | y = [2, 2] | 2 -> 1",
        "a | y = [2, 2] | 2 -> 1 | 2",
    ]


def test_only_what_students_write_is_changed():
    source = "def f(x, n=1):\n    ### BEGIN SOLUTION\n    return x + n\n    ### END SOLUTION"
    (mutant,) = mutants_of(answer("a", source))
    assert mutant.name == "a | return x + n | + -> -"
    assert mutant.source == "def f(x, n=1):\n    return x - n"


# Trials -------------------------------------------------------------------------------------

ANSWER = """\
def total(values):
    ### BEGIN SOLUTION
    result, i = 0, 0
    while i < len(values):
        result += values[i]
        i += 1
    return result
    ### END SOLUTION"""


def lab(test="assert total([1, 2]) == 3", more=()):
    setup = cell("setup", "import math\nn_setups = 1")
    return new_notebook(cells=[setup, answer("total", ANSWER), check("test", test), *more])


def names_of_survivors(notebook, **options):
    return {
        m.name.split(" | ", 1)[1] for m in survivors_of(notebook, lambda line: None, **options)[1]
    }


def test_weak_test_lets_mutants_live_and_a_sharper_one_does_not():
    start = time.monotonic()
    weak = names_of_survivors(lab("assert total([]) == 0"))
    assert "result += values[i] | += -> -=" in weak
    assert "i += 1 | left out" in weak
    assert names_of_survivors(lab()) == set()  # some of these never stop, and are stopped
    assert time.monotonic() - start < 120


def test_a_copy_is_stopped_when_it_waits_or_dies_or_takes_all_memory():
    assert in_a_copy(lambda: True, 5)
    assert not in_a_copy(lambda: False, 5)
    assert not in_a_copy(lambda: 1 / 0, 5)
    assert not in_a_copy(lambda: time.sleep(60) or True, 0.05)
    assert not in_a_copy(lambda: bool([0] * 10**10), 5)


def test_mutants_leave_no_trace_in_this_process():
    """Each is tried in a copy; the next one meets the state that the reference left."""
    count = answer("count", "state.append(None)\ncounted = len(state)")
    cells = [
        cell("setup", "state = []"),
        count,
        check("test", "assert counted == 1 == len(state)"),
    ]
    assert survivors_of(new_notebook(cells=cells), print)[1] == []


def test_reference_must_have_full_marks():
    with pytest.raises(GradingError, match="The reference loses points"):
        survivors_of(lab("assert total([1]) == 2"), print)


def test_where_copies_are_unsafe_each_mutant_runs_on_from_there(monkeypatch):
    monkeypatch.setattr(tool, "NO_SAFE_FORK", ("dangerous",))
    ran = []
    run_cell = tool.run_cell
    monkeypatch.setattr(tool, "run_cell", lambda c, names: ran.append(c.id) or run_cell(c, names))
    more = [
        cell("danger", "dangerous = 2"),
        answer("last", "number = 3 * dangerous"),
        check("test-last", "assert number == 6"),
    ]
    assert survivors_of(lab(more=more), print)[1] == []
    assert ran == ["setup", "total", "test"]  # the rest ran in copies alone
    monkeypatch.setattr(tool, "NO_SAFE_FORK", ("math",))
    assert tool.first_unsafe([cell("a", "x = 1")]) == 0  # loaded, but nobody says where


@pytest.fixture
def course(tmp_path, monkeypatch):
    (tmp_path / "nbgrader_config.py").write_text("")
    (tmp_path / "solutions" / "tiny").mkdir(parents=True)
    (tmp_path / "tests" / "labs" / "tiny").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)

    def write(notebook, excused=None):
        nbformat.write(notebook, tmp_path / "solutions" / "tiny" / "tiny.ipynb")
        if excused is not None:
            text = excused if isinstance(excused, str) else yaml.safe_dump(excused)
            (tmp_path / "tests" / "labs" / "tiny" / "equivalent.yml").write_text(text)

    return write


def test_command_fails_when_too_many_survive(course, capsys):
    course(lab("assert total([]) == 0"))
    assert main(["mutants", "tiny"]) == 1
    told = capsys.readouterr().out
    assert "'total | i += 1 | left out': 'why is this no mistake?'" in told
    assert "mutants killed" in told


def test_excused_survivors_do_not_count_and_stale_excuses_are_told(course, capsys):
    course(lab("assert total([]) == 0"))
    main(["mutants", "tiny"])
    told = capsys.readouterr().out
    lines = [line for line in told.split("\n") if line.endswith("'why is this no mistake?'")]
    excused = yaml.safe_load("\n".join(lines))
    course(lab("assert total([]) == 0"), {**excused, "total | gone | 1 -> 2": "was removed"})
    assert main(["mutants", "tiny"]) == 0
    told = capsys.readouterr().out
    assert f"(100.0%), {len(excused)} more are no mistakes" in told
    assert "stale in equivalent.yml, no mutant of this name survives: total | gone" in told
    assert "why is this" not in told
    assert main(["mutants", "tiny", "--cell", "total"]) == 0


def test_broken_excuses_are_told(course, capsys):
    course(lab(), "a | b: c: d\n- e")
    assert main(["mutants", "tiny"]) == 2
    assert "put names in quotes" in capsys.readouterr().err


# Reach --------------------------------------------------------------------------------------


def reach(cells, **answers):
    before, after = new_notebook(cells=cells), new_notebook(cells=[c.copy() for c in cells])
    fill_in(after, answers)
    found = cells_in_reach(before, after)
    assert rehearse(after, found) == rehearse(after)
    return [c.id for c in found]


def test_reach_follows_functions_and_leaves_the_rest():
    cells = [
        cell("setup", "import math\nscale = 2"),
        answer("f", "def f(x): return x"),
        answer("g", "def g(x): return f(x) * scale"),
        answer("h", "def h(x): return math.floor(x)"),
        check("test-f", "points = [1]\nassert f(points) == [1]"),
        check("test-g", "assert g(1) == 2"),
        check("test-h", "points = [2]\nassert h(points[0]) == 2"),
    ]
    assert reach(cells, f="def f(x): return 0") == ["setup", "f", "g", "test-f", "test-g"]
    assert reach(cells, h="def h(x): return 0") == ["setup", "h", "test-h"]
    assert reach(cells, f="def f(x): return (") == ["setup", "f", "g", "test-f", "test-g"]


def test_reach_follows_data_that_is_written_into():
    cells = [
        cell("data", "X = [3, 1]\nY = [1]"),
        answer("f", "def f(x): return sorted(x)"),
        check("test-f", "assert f(X) == [1, 3]"),
        check("test-X", "assert X == [3, 1]"),
        check("test-Y", "assert Y == [1]"),
        check("test-name", 'assert "f" in globals()'),
    ]
    changed = reach(cells, f="def f(x):\n    x.sort()\n    return x")
    assert changed == ["data", "f", "test-f", "test-X", "test-name"]


def test_reach_keeps_what_a_later_test_takes_from_an_earlier_one():
    cells = [
        answer("f", "def f(x): return x"),
        check("test-1", "shared = 1\nassert shared"),
        check("test-2", "assert f(shared) == 1"),
    ]
    assert reach(cells, f="def f(x): return 2") == ["f", "test-1", "test-2"]


# Spoilers -----------------------------------------------------------------------------------

DOUBLED = """\
def doubled(values):
    ### BEGIN SOLUTION
    return np.array([2 * value for value in values])
    ### END SOLUTION"""
VISIBLE = "assert doubled(np.array([1, 2])).tolist() == [2, 4]\n"
HIDDEN = "### BEGIN HIDDEN TESTS\nvalues = np.array([3.0, 5.0, 9.0])\n{}\n### END HIDDEN TESTS"


@pytest.mark.parametrize(
    ("hidden", "gaps"),
    [
        ("assert doubled(values.copy()).tolist() == [6, 10, 18]", set()),
        ("truth = 2 * values\nassert np.array_equal(doubled(values), truth)", set()),
        (
            "assert np.array_equal(doubled(values), 2 * values)",
            {"turns its arguments round", "makes its arguments alike"},
        ),
        (
            "assert all(a == b for a, b in zip(doubled(values.copy()), 2 * values))",
            {"returns nothing in it", "returns the first only", "returns all but the last"},
        ),
        (
            "assert np.allclose(doubled(values[:1].copy()), 2 * values[0])",
            {"returns nothing in it", "returns all but the last"},
        ),
    ],
)
def test_spoilers_find_what_hidden_tests_do_not_ask(hidden, gaps):
    setup = cell("setup", "import numpy as np")
    test = check("test", VISIBLE + HIDDEN.format(hidden))
    notebook = new_notebook(cells=[setup, answer("doubled", DOUBLED), test])
    mutants, survivors = survivors_of(notebook, print)
    found = {m.name.removeprefix("doubled | doubled | ") for m in survivors if m.spoils}
    assert found == gaps
    assert [m for m in mutants if m.spoils] == [m for m in survivors if m.spoils]
