# ruff: noqa: E501, PT028
"""Two sessions behave as one: what tests may do with a student's functions, and what they may not."""

import json
import textwrap
import time
from pathlib import Path

import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from grading import sandbox as sandbox_module
from grading.outputs import Allowance, safe_html, safe_outputs
from grading.plan import plan_of
from grading.sandbox import Zygote
from grading.split import Limits, Run

ROOT = Path(__file__).resolve().parents[2]
MODULES = ["numpy", "pandas", "sklearn.cluster", "sklearn.preprocessing"]
SETUP = "import numpy as np\nimport pandas as pd\nimport sys"


@pytest.fixture(scope="module")
def zygote(mode):
    zygote = Zygote(MODULES, safe=mode == "split")
    yield zygote
    zygote.close()


def cell(name, source, **kinds):
    base = {"grade": False, "locked": True, "solution": False, "task": False, "schema_version": 3}
    source = textwrap.dedent(source).strip()
    return new_code_cell(
        source, id=name, metadata={"nbgrader": {**base, "grade_id": name, **kinds}}
    )


def answer(source, name="answer"):
    return cell(name, source, solution=True, locked=False)


def test_of(source, name="test"):
    return cell(name, source, grade=True, points=1)


test_of.__test__ = False


@pytest.fixture
def run(zygote):
    """Run cells as one submission; return what each cell shows, by name."""
    runs = []

    def run(*cells, reference=None, setup=SETUP, **limits):
        cells = [cell("setup", setup), *cells]
        source = new_notebook(
            cells=[c if c.id not in (reference or {}) else reference[c.id] for c in cells]
        )
        runs.append(Run(zygote, plan_of(source), Limits(**{"cell_s": 30, **limits})))
        shown = {c.id: runs[-1].cell(c) for c in cells}
        run.deaths = runs[-1].deaths
        return shown

    yield run
    for one in runs:
        one.end(one.student, one.checker)


def errors(outputs):
    return [f"{o.ename}: {o.evalue}" for o in outputs if o.output_type == "error"]


def passes(run, code, test, setup=SETUP):
    shown = run(answer(code), test_of(test), setup=setup)
    assert errors(shown["answer"]) == []
    assert errors(shown["test"]) == []
    return shown


def complains(run, code, test, setup=SETUP):
    (error,) = errors(run(answer(code), test_of(test), setup=setup)["test"])
    return error


def test_functions_are_called_with_plain_values(run):
    passes(
        run,
        """
        def f(X, *more, scale=1, **kw):
            return {"sum": X.sum() * scale, "more": more, "kw": kw}, [X.dtype.str, None]
        numbers, words, table = [1, 2.5], "w", pd.DataFrame({"a": [1, 2]})
        """,
        """
        told, (kind, nothing) = f(np.arange(3.0), 1, (2,), scale=2, a={3})
        assert told == {"sum": 6.0, "more": (1, (2,)), "kw": {"a": {3}}} and kind == "<f8" and nothing is None
        assert numbers == [1, 2.5] and words == "w" and table["a"].sum() == 3
        assert "numbers" in globals() and globals()["words"] == "w" and callable(f)
        """,
    )


def test_errors_cross_by_kind_and_words(run):
    code = """
    from sklearn.exceptions import NotFittedError
    class Own(ZeroDivisionError): pass
    def f(kind): raise {"v": ValueError("so"), "o": Own("own"), "k": KeyError("key"), "n": NotFittedError("no")}[kind]
    """
    passes(
        run,
        code,
        """
        for kind, error, words in [("v", ValueError, "so"), ("o", ZeroDivisionError, "own"), ("k", KeyError, "'key'"), ("n", ValueError, "no")]:
            try:
                f(kind)
            except error as caught:
                assert str(caught) == words, str(caught)
            else:
                raise AssertionError("nothing raised")
        """,
    )
    assert complains(run, code, "f('n')") == "NotFittedError: no"
    assert complains(run, "def f(x): sys.exit()", "f(1)").startswith("SystemExit")


def test_place_of_an_error_in_the_answer_is_told(run):
    shown = run(answer("def f(x):\n    y = x\n    return 1 / y"), test_of("f(0)"))
    trace = "\n".join(shown["test"][0].traceback)
    assert "line 3, in f" in trace
    assert "grading-code" not in trace
    assert "checker.py" not in trace


def test_changed_arguments_are_seen(run):
    passes(
        run,
        """
        def f(a, items, table, frame):
            a[0] = 9; items.append(4); table["new"] = a; frame["b"] = 1
        def g(rng): return rng.random()
        """,
        """
        a, items, table, frame = np.zeros(2), [1], {}, pd.DataFrame({"a": [1]})
        f(a, items, table, frame)
        assert a[0] == 9 and items == [1, 4] and list(frame) == ["a", "b"] and table["new"][0] == 9
        rng, same = np.random.default_rng(3), np.random.default_rng(3)
        assert [g(rng), g(rng), rng.random()] == [same.random() for _ in range(3)]
        """,
    )


def test_fitted_estimators_go_over_and_changes_are_seen(run):
    passes(
        run,
        """
        def use(package): return package["scaler"].transform([[3.0]])
        def spoil(package): package["scaler"].fit([[100.0], [300.0]])
        """,
        """
        from sklearn.preprocessing import StandardScaler
        package = {"scaler": StandardScaler().fit([[1.0], [3.0]])}
        assert use(package).tolist() == [[1.0]] and package["scaler"].mean_[0] == 2
        spoil(package)
        assert package["scaler"].mean_[0] == 200
        """,
    )


def test_objects_of_the_student_stay_there(run):
    code = """
    class Model:
        def __init__(self, k): self.k = k
        def fit(self, X): self.centers_ = X[: self.k]; return self
        def predict(self, X): return np.zeros(len(X), dtype=int)
        def __eq__(self, other): return True
        def __bool__(self): return True
    def many(): return (i for i in range(3))
    def values(): return {"a": 1}.values()
    """
    passes(
        run,
        code,
        """
        model = Model(2).fit(np.arange(6.0).reshape(3, 2))
        assert model.k == 2 and model.centers_.tolist() == [[0, 1], [2, 3]]
        assert model.predict(np.zeros((4, 2))).tolist() == [0] * 4
        assert type(model).__name__ == "Model" and list(many()) == [0, 1, 2] and list(values()) == [1]
        assert [m.k for m in [Model(1), Model(2)]] == [1, 2]
        """,
    )
    assert "cannot be compared" in complains(run, code, "assert Model(1) == 3")
    assert "neither true nor false" in complains(run, code, "assert Model(1)")
    assert "AttributeError" in complains(run, code, "Model(1).nothing")


STAND_INS = SETUP + "\n" + (ROOT / "solutions" / "stand_ins.py").read_text()


def test_stand_ins_are_called_back(run):
    passes(
        run,
        """
        def step(x): raise RuntimeError("wrong")
        def loop(x, n):
            for _ in range(n): x = step(x)
            return x
        """,
        """
        calls = []
        def spy(x):
            calls.append(x)
            return x + 1
        with stand_ins(step=spy):
            assert loop(1, 3) == 4
        assert calls == [1, 2, 3]
        with stand_ins(step=lambda x: {}["missing"]):
            try:
                loop(1, 1)
            except KeyError:
                pass
            else:
                raise AssertionError
        try:
            loop(1, 1)
        except RuntimeError as error:
            assert str(error) == "wrong"
        """,
        STAND_INS,
    )


SHARED = (
    STAND_INS
    + """
base = 1
class Known:
    def step(x): return x + base
def step_of_setup(x): return 10 * x
def another(x): return x + 18
def maker(n):
    def made(x): return n
    return made
"""
)
LOOP = "def step(x): return 0\ndef loop(x): return step(x)"


@pytest.mark.parametrize(
    ("code", "test"),
    [
        ("", "with stand_ins(step=Known.step):\n    assert loop(1) == 2"),
        ("base = 5", "with stand_ins(step=Known.step):\n    assert loop(1) == 6"),  # as in one process
        ("", "def step_of_setup(x): return 7\nwith stand_ins(step=step_of_setup):\n    assert loop(1) == 7"),
        ("", "with stand_ins(step=maker(4)):\n    assert loop(1) == 4"),
        ("import os", "try:\n    die()\nexcept Exception:\n    pass"),
    ],
)  # fmt: skip
def test_stand_ins_of_setup_cells_run_beside_the_answers(run, code, test):
    shown = run(
        answer(f"{LOOP}\n{code}"),
        answer("import os\ndef die(): os._exit(1)", "deadly"),
        test_of(test, "first"),
        test_of("with stand_ins(step=another):\n    assert loop(2) == 20", "second"),
        setup=SHARED,
    )
    assert errors(shown["first"]) == [] or "die()" in test
    assert errors(shown["second"]) == []


def test_stand_ins_are_called_from_threads(run):
    passes(
        run,
        """
        from concurrent.futures import ThreadPoolExecutor
        def step(x): return 0
        def loop(xs):
            with ThreadPoolExecutor(4) as pool:
                return list(pool.map(lambda x: step(x), xs))
        """,
        """
        with stand_ins(step=lambda x: x + 1):
            assert loop(range(40)) == list(range(1, 41))
        """,
        STAND_INS,
    )


def test_functions_as_arguments_are_called_back_and_may_ask_back(run):
    passes(
        run,
        "def apply(f, x): return f(x)\ndef twice(x): return 2 * x",
        "assert apply(lambda x: twice(x) + 1, 5) == 11 and apply(np.sqrt, 4.0) == 2 and apply(float, '3') == 3",
    )


REPEATED = f"{SETUP}\n{(ROOT / 'solutions/repeated.py').read_text()}"


def test_repeated_calls_share_their_arguments(run):
    passes(
        run,
        """
        def draw(rng, seen, most=9):
            seen.append(len(seen))
            return rng.integers(most, size=2)
        class Drawer:
            def __call__(self, rng, seen): return draw(rng, seen)
        drawer = Drawer()
        """,
        """
        for f in (draw, drawer):
            rng, twin, seen = np.random.default_rng(3), np.random.default_rng(3), []
            found = repeated(f, 50, rng, seen)
            assert np.array_equal(found, [twin.integers(9, size=2) for _ in range(50)])
            assert seen == list(range(50)) and rng.integers(10**9) == twin.integers(10**9)
        assert repeated(draw, 0, rng, seen) == [] and len(seen) == 50
        """,
        REPEATED,
    )


def test_an_error_in_a_repeated_call_is_told(run):
    code = "def f(seen):\n    seen.append(1)\n    return 1 / (4 - len(seen))"
    assert "division by zero" in complains(run, code, "repeated(f, 9, [])", REPEATED)


@pytest.mark.parametrize("result", ["3", "[1, 2]", "None"])
def test_what_a_session_makes_of_repeated_calls_is_checked(run, result):
    """A session may lie about the number of results, or send something else."""
    code = f"""
        from grading.student import Student
        def forged(self, **order): return ["ok", {result}, None]
        Student.do_call = forged
        def f(): return 1
        """
    assert "TypeError" in complains(run, code, "repeated(f, 5)", REPEATED)


OWN_WORK = (
    SETUP
    + """
import types, warnings
from contextlib import contextmanager
"""
    + """
WITHHELD = ("sklearn",)

@contextmanager
def own_work(*functions):
    kept = {n: m for n, m in sys.modules.items() if n == "sklearn" or n.startswith("sklearn.")}
    sys.modules.update(dict.fromkeys(kept))
    try:
        yield
    except ModuleNotFoundError as error:
        raise AssertionError(f"`{error.name}` is withheld here: write the step yourself.") from None
    finally:
        sys.modules.update(kept)
"""
)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("def f(X):\n    from sklearn.cluster import KMeans\n    return 0", "is withheld here: write the step yourself"),
        ("from sklearn.cluster import k_means as f", "`k_means` comes from sklearn.cluster"),
        ("def f(X):\n    import importlib\n    return importlib.import_module('sklearn')", "is withheld here"),
        ("from sklearn.cluster import KMeans\ndef f(X): return KMeans(2).fit(X).labels_", "`KMeans` comes from sklearn.cluster"),
        ("import sklearn.cluster as s\ndef f(X): return s.KMeans(2).fit(X).labels_", "`s` comes from sklearn.cluster"),
        ("import sklearn.cluster as s\nk = [s.KMeans]\ndef f(X): return k[0](2).fit(X).labels_", "which is withheld here"),
        ("import sklearn.cluster as s\ndef f(X, K=s.KMeans): return K(2).fit(X).labels_", "withheld here"),
        ("import sklearn.cluster as s\ndef make(K):\n    def f(X): return K(2).fit(X).labels_\n    return f\nf = make(s.KMeans)", "withheld here"),
        ("def walk(c): return [c] + [d for s in type.__subclasses__(c) for d in walk(s)]\ndef f(X): return [c for c in walk(object) if c.__name__ == 'KMeans'][0](2).fit(X).labels_", "withheld here"),
        ("import sklearn.cluster as s\nclass F:\n    m = s\n    def __call__(self, X): return self.m.KMeans(2).fit(X).labels_\nf = F()", "withheld here"),
    ],
)  # fmt: skip
def test_withheld_libraries_are_out_of_reach(run, code, words):
    test = "with own_work(f):\n    f(np.array([[0.0], [1.0], [9.0]]))"
    complaint = complains(run, code, test, OWN_WORK)
    assert words in complaint
    assert complaint.startswith("AssertionError")


def test_withheld_libraries_are_there_again_afterwards(run):
    code = "def own(X): return len(X)\ndef theirs(X):\n    from sklearn.cluster import KMeans\n    return KMeans(1, n_init=1).fit(X).inertia_"
    test = (
        "X = np.zeros((3, 1))\nwith own_work(own):\n    assert own(X) == 3\nassert theirs(X) == 0"
    )
    passes(run, code, test, OWN_WORK)


def test_names_of_the_author_are_not_the_students(run):
    """A student who overwrites the data or the libraries of the setup changes no test."""
    source = answer("def f(x): return x")
    own = answer("data = [0]\nnp = None\nlen = lambda x: 7\ndef f(x): return x")
    shown = run(
        cell("more", "data = [1, 2]"),
        own,
        test_of("assert len(data) == 2 and np.sum(f(data)) == 3"),
        reference={"answer": source},
    )
    assert errors(shown["test"]) == []


def test_results_of_author_cells_that_use_answers_are_the_students(run):
    shown = run(
        answer("def clean(x): return [v for v in x if v > 0]"),
        cell("use", "kept = clean([3, -1, 2])"),
        test_of("assert kept == [3, 2]"),
    )
    assert errors(shown["test"]) == []


def test_missing_names_are_missing(run):
    assert "NameError" in complains(run, "pass", "f(1)")
    shown = run(
        answer("y = 1"),
        test_of("assert 'x' in globals(), 'Define x'"),
        reference={"answer": answer("x = 1")},
    )
    assert errors(shown["test"]) == ["AssertionError: Define x"]


# What goes wrong -----------------------------------------------------------------------------


def test_a_death_costs_its_own_test_only(run):
    shown = run(
        answer("import os\ndef f(x): os._exit(3)\ndef g(x): return x"),
        test_of("f(1)", "one"),
        test_of("assert g(2) == 2", "two"),
        answer("h = 3", "later"),
        test_of("assert h == 3 and g(1) == 1", "three"),
        test_of("try:\n    f(1)\nexcept BaseException:\n    pass", "swallowed"),
    )
    assert [bool(errors(shown[n])) for n in ("one", "two", "three", "swallowed")] == [
        True,
        False,
        False,
        True,
    ]
    assert errors(shown["one"])[0].startswith("DeadKernelError")
    assert run.deaths == ["killed the kernel"] * 2


def test_an_endless_loop_costs_its_own_test_only(run):
    shown = run(
        answer(
            "def f(x):\n    while True:\n        try:\n            while True: pass\n        except BaseException: pass\ndef g(x): return x"
        ),
        test_of("f(1)", "one"),
        test_of("assert g(2) == 2", "two"),
        cell_s=2,
    )
    assert errors(shown["one"]) == ["CellTimeoutError: No end within 2 seconds."]
    assert errors(shown["two"]) == []


def test_a_submission_has_a_budget(run):
    loops = [answer("while True: pass", f"a{i}") for i in range(6)]
    shown = run(*loops, cell_s=0.7, submission_s=2)
    assert [errors(shown[f"a{i}"])[0].split(":")[0] for i in (0, 5)] == [
        "CellTimeoutError",
        "NotRun",
    ]


@pytest.mark.parametrize(
    "hide",
    [
        "pass",
        "ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)",  # /proc is not to tell of this process
        "os.fork() and os._exit(0)",
        "os.setsid() and os.fork() and os._exit(0)",
    ],
)
def test_memory_is_limited_for_all_processes_together(run, sandbox, hide):
    code = f"""
    import ctypes, os, time
    def f(n):
        for _ in range(n):
            if os.fork() == 0:
                {hide}
                kept = np.ones(2**25)
                time.sleep(60)
        time.sleep(60)
    """
    shown = run(answer(code), test_of("f(8)"), memory_bytes=700 << 20, cell_s=40)
    assert errors(shown["test"]) == [
        "DeadKernelError: It used more memory than one submission may."
    ]
    shown = run(answer(code), test_of("f(0) if False else None"), memory_bytes=700 << 20)
    assert errors(shown["test"]) == []


@pytest.mark.parametrize("killed", ["warden", "first process"])
def test_rooms_end_with_their_warden_and_with_the_sandbox(sandbox, killed):
    zygote = Zygote([])
    branch, outside = zygote.branch(0), psutil.Process(zygote.process.pid)
    before = set(outside.children(recursive=True))
    session = branch.session("student", Limits().of_room())
    code = "import os\nos.fork() or os.setsid() or print('child')\nwhile True: pass"
    session.channel.send({"do": "cell", "source": code, "history": True})
    while len(room := set(outside.children(recursive=True)) - before) < 2:
        time.sleep(0.05)
    warden = min(room, key=lambda process: len(process.parents())).parent()
    (warden if killed == "warden" else warden.parent()).kill()
    _, alive = psutil.wait_procs(room, timeout=10)
    assert [p for p in alive if p.is_running() and p.status() != psutil.STATUS_ZOMBIE] == []
    zygote.close()


def test_rooms_share_no_terminals(sandbox):
    code = "import os\nkept = os.openpty()\nprint(os.ttyname(kept[1]), sorted(os.listdir('/dev/pts')))"
    zygote, sessions, said = Zygote([]), [], []
    for _ in range(2):
        sessions.append(zygote.session("student", Limits().of_room()))
        sessions[-1].channel.send({"do": "cell", "source": code, "history": True})
        (output,) = sessions[-1].channel.receive()[0]["outputs"]
        said.append(output.get("text", output))
    for session in sessions:
        session.end()
    zygote.close()
    assert said == ["/dev/pts/0 ['0', 'ptmx']\n"] * 2


def test_machine_that_makes_no_rooms_is_told_at_once(sandbox, tmp_path, monkeypatch):
    broken, command_of = tmp_path / "room.py", sandbox_module.bwrap_command
    failing = "\n\ndef furnish(tmp_bytes):\n    raise OSError('no mounts here')\n"
    broken.write_text((ROOT / "grading" / "room.py").read_text() + failing)

    def with_broken_rooms(bwrap):
        command = command_of(bwrap)
        last = command.index("--remount-ro")
        instead = ["--ro-bind", str(broken), "/grading-code/grading/room.py"]
        return [*command[:last], *instead, *command[last:]]

    monkeypatch.setattr(sandbox_module, "bwrap_command", with_broken_rooms)
    with pytest.raises(sandbox_module.NoSandbox, match=r"(?s)no mounts here.*No room can be made"):
        Zygote([])


def test_outputs_are_cut(run):
    shown = run(
        answer(
            "for i in range(200): print('x' * 10**6)\ndef f():\n    print('y' * 10**6); return 1"
        ),
        test_of("f()"),
    )
    assert len(str(shown["answer"])) < 250_000
    assert "The rest is cut" in str(shown["answer"])
    assert len(str(shown["test"])) < 250_000


def test_warnings_cost_no_points(run):
    shown = passes(
        run,
        "import warnings\ndef f():\n    warnings.warn('old'); print('e', file=sys.stderr); return 1",
        "assert f() == 1\nprint('note', file=sys.stderr)",
    )
    assert {o.name for o in shown["test"]} == {"stdout"}


def test_partial_credit_comes_from_the_checker(run):
    shown = run(
        answer("from IPython.display import display\ndef f():\n    display(9); return 2"),
        test_of("points = f()\npoints / 4"),
    )
    (result,) = [o for o in shown["test"] if o.output_type == "execute_result"]
    assert result.data["text/plain"] == "0.5"


def test_figures_and_tables_are_shown(run):
    shown = run(
        answer("import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()", "figure"),
        answer("pd.DataFrame({'a': [1]})", "table"),
    )
    assert any("image/png" in o.get("data", {}) for o in shown["figure"])
    assert any("<table" in o.get("data", {}).get("text/html", "") for o in shown["table"])


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("import asyncio\nprint(await asyncio.sleep(0, 'waited'))", "waited"),
        ("async def f():\n    return 'later'\nprint(await f())", "later"),
        ("%%time\nprint('timed')", "Wall time"),
        ("%matplotlib inline\nprint('after')", "after"),
        ("kept = %pwd\nprint(kept)", "/student"),
        ("len?\nprint('asked')", "asked"),
        ("print('no newline')", "no newline"),
    ],
)
def test_cells_are_read_as_in_a_notebook(run, cell, words):
    shown = run(answer(cell))
    assert words in "".join(o.get("text", "") for o in shown["answer"]), shown


def test_two_submissions_do_not_meet(run, sandbox):
    leave = "open('/tmp/note', 'w').write('x'); open('note', 'w').write('x'); open('/dev/shm/note', 'w').write('x')"
    run(answer(leave))
    look = "import os\nfound = [f for f in ('/tmp/note', 'note', '/dev/shm/note') if os.path.exists(f)]"
    assert errors(run(answer(look), test_of("assert found == []"))["test"]) == []


# Outputs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>", "<SCRIPT src=x>", "<b onclick='alert(1)'>x</b>", "<iframe src=x></iframe>",
        "<a href='javascript:alert(1)'>x</a>", "<style>*{display:none}</style>", "<script>alert(1)", "<svg onload=alert(1)>",
        "<img src=x onerror=alert(1)>", "<form action=x><input></form>", "<scr<script>ipt>alert(1)</scr</script>ipt>",
    ],
)  # fmt: skip
def test_html_is_made_safe(html):
    safe = safe_html(html).lower()
    for word in (
        "<script",
        "onclick=",
        "onload=",
        "onerror=",
        "javascript:",
        "<iframe",
        "<style",
        "<form",
        "<svg",
    ):
        assert word not in safe


@pytest.mark.parametrize(
    "said",
    [
        None, 5, {}, [1], [{}], [{"output_type": "error"}], [{"output_type": "stream", "name": 3, "text": None}],
        [{"output_type": "display_data", "data": {"image/png": "\"><script>"}}], [{"output_type": "nothing"}],
        [{"output_type": "execute_result", "data": {"application/javascript": "alert(1)"}}],
    ],
)  # fmt: skip
def test_outputs_of_odd_form_are_dropped(said):
    for output in safe_outputs(said):
        assert output.output_type in ("stream",)


def test_all_outputs_of_a_submission_together_have_a_limit():
    allowance, long = Allowance(), new_output("stream", text="x" * 200_000)
    picture = new_output("display_data", {"image/png": "A" * 1_000_000})
    error = new_output("error", ename="E", evalue="e", traceback=["e"])
    points = new_output("execute_result", {"text/plain": "1.5"})
    for _ in range(9):
        assert allowance.fitting([long, picture], False) == [long, picture]
    for more in ([long], [long], [picture]):
        last = allowance.fitting(more, False)
    assert "The rest is cut" in last[0].text
    assert len(last) == 1
    assert allowance.fitting([long, error], True)[1:] == [error]
    assert allowance.fitting([points, picture], True)[1:] == [points]
    assert not allowance.fitting([error, points], False)[1:]
    allowance = Allowance()
    kept = [allowance.fitting([picture], False)[0].output_type for _ in range(20)]
    assert kept == 15 * ["display_data"] + 5 * ["stream"]


def test_what_is_slow_to_make_safe_is_left_out():
    deep = "<b><i>" * 100_000
    said = [{"output_type": "display_data", "data": {"text/html": deep, "text/plain": "a tree"}}]
    start = time.perf_counter()
    (output,) = safe_outputs(said)
    assert output.data == {"text/plain": "a tree"}
    assert time.perf_counter() - start < 1
    trace = ["f" * 30_000] * 1000
    (output,) = safe_outputs(
        [{"output_type": "error", "ename": "E", "evalue": "", "traceback": trace}]
    )
    assert sum(map(len, output.traceback)) < 100_000


def test_half_characters_cost_nothing():
    half = "a\ud800<b>"
    said = [
        {"output_type": "stream", "name": "stdout", "text": half},
        {"output_type": "error", "ename": half, "evalue": half, "traceback": [half, half]},
        {"output_type": "display_data", "data": {"text/plain": half, "text/html": half, half: ""}},
        {"output_type": "execute_result", "data": {"text/plain": half}},
    ]
    outputs = safe_outputs(said)
    assert len(outputs) == 4
    assert "a?" in json.dumps(outputs, ensure_ascii=False).encode().decode()


def test_packages_under_a_folder_that_rooms_replace_are_found(
    sandbox, monkeypatch, tmp_path_factory
):
    """A course in /tmp: its packages are imported when an answer asks for them, too."""
    folder = tmp_path_factory.mktemp("packages")
    folder.chmod(0o755)
    (folder / "a_late_import.py").write_text("value = 42")
    places = [*sandbox_module.site.getsitepackages(), str(folder)]
    monkeypatch.setattr(sandbox_module.site, "getsitepackages", lambda: places)
    monkeypatch.setattr(sandbox_module, "COVERED", (str(folder.parent), *sandbox_module.COVERED))
    zygote = Zygote([])
    try:
        one = Run(zygote, plan_of(new_notebook()), Limits())
        (shown,) = one.cell(answer("import a_late_import\nprint(a_late_import.value)"))
        one.end(one.student, one.checker)
    finally:
        zygote.close()
    assert shown.get("text") == "42\n", shown


# Files --------------------------------------------------------------------------------------


@pytest.fixture
def rooms(mode):
    """Skip where sessions have no rooms of their own."""
    if mode != "split":
        pytest.skip("without a sandbox both sessions have the same files, under other names")


FILES = (
    SETUP
    + """
import tempfile
from pathlib import Path
folder = Path(tempfile.mkdtemp(prefix="lab-"))
(folder / "given.txt").write_text("from the author")
"""
)


def test_files_of_a_test_and_of_an_answer_cross(run, rooms):
    code = """
        def copy(source, target):
            text = Path(source).read_text()
            Path(target).mkdir()
            (Path(target) / "copy.txt").write_text(text.upper())
            if "!" in text: raise FileExistsError("no exclamations")
        (folder / "mine.txt").write_text("from a cell")
        """
    test = """
        assert (folder / "mine.txt").read_text() == "from a cell"
        (folder / "given.txt").write_text("by the test")
        copy(folder / "given.txt", folder / "new")
        assert (folder / "new" / "copy.txt").read_text() == "BY THE TEST"
        with tempfile.TemporaryDirectory() as place:
            (Path(place) / "a").write_text("hm!")
            try: copy(Path(place) / "a", Path(place) / "b")
            except FileExistsError: pass
            else: raise AssertionError("no error")
            assert (Path(place) / "b" / "copy.txt").read_text() == "HM!"
        copy(str(folder / "mine.txt"), str(folder / "other"))
        """
    passes(run, code, test, setup=FILES)


def test_what_a_test_does_to_files_is_seen_by_later_cells(run, rooms):
    shown = run(
        answer("def f(): return (folder / 'given.txt').exists()"),
        test_of("assert f()\n(folder / 'given.txt').unlink()"),
        answer("assert not (folder / 'given.txt').exists()", "later"),
        setup=FILES,
    )
    assert [errors(outputs) for outputs in shown.values()] == [[]] * 4


def test_files_come_back_after_a_session_has_died(run, rooms):
    shown = run(
        answer("(folder / 'mine.txt').write_text('x')\ndef die(): import os; os._exit(1)"),
        test_of("die()"),
        test_of("assert (folder / 'mine.txt').read_text() == 'x'", "after"),
        setup=FILES,
    )
    assert "DeadKernelError" in errors(shown["test"])[0]
    assert errors(shown["after"]) == []


PICKLE = """
import pickle
class Mine:
    def __reduce__(self): return (print, ("the payload ran",))
def save(path): Path(path).write_bytes(pickle.dumps(Mine()))
"""


@pytest.mark.parametrize(
    "load",
    [
        "import pickle\npickle.loads((folder / 'p').read_bytes())",
        "import pickle\npickle._loads((folder / 'p').read_bytes())",
        "import joblib\njoblib.load(folder / 'p')",
        "np.load(folder / 'p', allow_pickle=True)",
        "pd.read_pickle(folder / 'p')",
    ],
)
def test_no_test_loads_a_pickle_of_a_student(run, rooms, load):
    shown = run(answer(PICKLE), test_of(f"save(folder / 'p')\n{load}"), setup=FILES)
    assert "pickle" in errors(shown["test"])[0]
    assert "the payload ran" not in str(shown["test"])


def test_no_test_imports_a_file_of_a_student(run, rooms):
    code = "def save(path): Path(path).write_text('print(\"hers\")')"
    test = "import os\nos.chdir(folder)\nsave(folder / 'hers.py')\nimport hers"
    shown = run(answer(code), test_of(test), setup=FILES)
    assert "ModuleNotFoundError" in errors(shown["test"])[0]


@pytest.mark.parametrize("name", ["../hers", "/student/hers", "hers/x", ""])
def test_a_session_that_lies_about_files_writes_nothing_elsewhere(run, rooms, name):
    code = f"""
        from grading.files import Copies
        Copies.changes = lambda self, folders: {{{name!r}: b"hers"}}
        def f(): return 1
        """
    places = "['/tmp/hers', '/student/hers', str(folder / 'hers'), '/hers']"
    test = f"import os\ntry: f()\nfinally: raise ValueError([p for p in {places} if os.path.exists(p)])"
    assert "ValueError: []" in errors(run(answer(code), test_of(test), setup=FILES)["test"])


def test_a_cell_beside_the_answers_runs_there_alone(run):
    beside = cell("beside", "def load():\n    return Odd()\nclass Odd:\n    n = 3")
    beside.metadata["tags"] = ["beside-answers"]
    shown = run(
        answer("x = 1"), beside, test_of("assert load().n == 3\nassert type(load()) is not dict")
    )
    assert errors(shown["test"]) == []
    assert "Odd" in errors(run(answer("x = 1"), beside, test_of("load() + 1"))["test"])[0]


# The author's first cells, which run once for all -------------------------------------------

DRAWS = """
import os, random, tempfile, time
import numpy as np
print("slow"); time.sleep(0.5)
here = os.getcwd()
drawn, start = random.random() + np.random.random(), time.monotonic()
grown = [1]
"""
TOLD = "now = here, drawn, random.random(), np.random.random(), len(grown), tempfile.mktemp()\ngrown.append(2)\nsince = start"


def in_two_submissions(sandbox, setup, *cells, opening=True):
    """Return what each of two submissions shows, by name, and the warm process."""
    zygote, shown = Zygote(["numpy"]), []
    cells = [cell("setup", setup), *cells]
    plan = plan_of(new_notebook(cells=[c for c in cells if c.id != "own"]))
    plan.opening = plan.opening if opening else []
    try:
        for _ in range(2):
            run = Run(zygote, plan, Limits(cell_s=30))
            shown.append({c.id: run.cell(c) for c in cells})
            run.end(run.student, run.checker)
        return shown, zygote
    finally:
        zygote.close()


def told(shown, name="answer"):
    (result,) = [o for o in shown[name] if o.output_type == "execute_result"]
    return result.data["text/plain"]


@pytest.mark.parametrize("own", [None, "before", "between"])
def test_first_cells_run_once_and_as_if_each_time(sandbox, own):
    setup = [] if own is None else [cell("own", "own = 1")]
    second = cell("second", "more = random.random()")
    cells = [*setup, second] if own == "between" else [second]
    asks = [
        answer(f"{TOLD}\nnow, more"),
        test_of("assert grown == [1] and more < 1\n(drawn, more)"),
    ]
    (one, two), zygote = in_two_submissions(sandbox, DRAWS, *cells, *asks)
    (plain, _), none = in_two_submissions(sandbox, DRAWS, *cells, *asks, opening=False)
    assert zygote.shown != []
    assert none.shown == []
    assert told(one) == told(two) == told(plain)
    assert told(one, "test") == told(two, "test") == told(plain, "test")
    assert [o.text for o in one["setup"]] == [o.text for o in plain["setup"]] == ["slow\n"]
    assert errors(one["test"]) == errors(two["test"]) == []


def test_first_cells_run_once(sandbox):
    cells = [cell("second", "def f(): return start"), answer("(f(), start)")]
    (one, two), _ = in_two_submissions(sandbox, DRAWS, *cells)
    assert told(one) == told(two)
    (one, two), _ = in_two_submissions(sandbox, DRAWS, *cells, opening=False)
    assert told(one) != told(two)


def test_first_cells_may_draw(sandbox):
    zygote, draws = (
        Zygote(["numpy", "matplotlib.pyplot"]),
        """
        import matplotlib.pyplot as plt
        plt.figure(figsize=(2, 1)); plt.title("two"); plt.show()
    """,
    )
    setup, asks = cell("setup", draws), answer("plt.get_fignums()")
    try:
        for pictures in (True, False):
            plan = plan_of(new_notebook(cells=[setup, asks]))
            plan.pictures = pictures
            run = Run(zygote, plan, Limits(cell_s=30))
            shown = {c.id: run.cell(c) for c in (setup, asks)}
            run.end(run.student, run.checker)
            assert zygote.opened is not None
            (drawn,) = shown["setup"]
            assert ("image/png" in drawn.data) == pictures
            assert told(shown) == "[]"
    finally:
        zygote.close()


LEAVES = {
    "a file": "import tempfile, os\nplace = tempfile.mkdtemp()\nassert os.path.isdir(place)",
    "an open file": "file = open('/dev/null')\nfile.fileno()",
    "a thread": "import threading, time\nthread = threading.Thread(target=time.sleep, args=(60,))\nthread.start()",
    "a process": "import subprocess\nprocess = subprocess.Popen(['/bin/sleep', '60'])",
    "another folder": "import os\nos.chdir('/')",
    "a file here": "open('a', 'w').write('b')",
    "no process": "import os\nif os.getcwd() != '/student' or not os.access('.', os.W_OK): os._exit(0)",
}
THEN = {
    "a file": "os.path.isdir(place)",
    "an open file": "file.read() == ''",
    "a thread": "thread.is_alive()",
    "a process": "process.poll() is None",
    "another folder": "os.getcwd() == '/'",
    "a file here": "open('a').read() == 'b'",
    "no process": "os.getcwd() == '/student'",
}


@pytest.mark.parametrize("what", LEAVES)
def test_first_cells_that_leave_something_run_each_time(sandbox, what):
    shown, zygote = in_two_submissions(sandbox, LEAVES[what], answer(THEN[what]))
    assert zygote.shown == []
    assert zygote.opened is None
    for one in shown:
        assert errors(one["setup"]) == []
        assert told(one) == "True"


def test_a_session_that_has_died_begins_with_the_first_cells_again(sandbox):
    cells = [
        cell("second", "known = grown"),
        answer("import os\nos._exit(0)"),
        answer("f = lambda: known", "other"),
        test_of("assert f() == [1] and drawn", "test"),
    ]
    (one, two), zygote = in_two_submissions(sandbox, DRAWS, *cells)
    assert zygote.shown != []
    for shown in (one, two):
        assert errors(shown["answer"])
        assert errors(shown["test"]) == []
