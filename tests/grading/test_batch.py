"""A batch can be killed, repeated, run twice at once, and graded by hand meanwhile."""

import contextlib
import csv
import importlib.util
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from grading import pool
from grading.batch import Options, grade
from grading.grader import Grader
from grading.ledger import Ledger
from grading.task import Result, unpacked

ROOT = Path(__file__).resolve().parents[2]
LAB = "hostile"

spec = importlib.util.spec_from_file_location("hostile", Path(__file__).with_name("hostile.py"))
hostile = sys.modules["hostile"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(hostile)


@pytest.fixture
def course(tmp_path):
    for name in ("nbgrader_config.py", "grading"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "solutions" / LAB).mkdir(parents=True)
    nbformat.write(hostile.lab(), tmp_path / "solutions" / LAB / f"{LAB}.ipynb")
    return tmp_path


ANSWERS = [hostile.RIGHT, {**hostile.RIGHT, "lloyd": "def lloyd(*a): return C"}, hostile.BLANK]
SCORES = ["8", "6", "0"]


def hand_in(course, n_students):
    for i in range(n_students):
        folder = course / "submitted" / f"s{i:02d}" / LAB
        folder.mkdir(parents=True)
        nbformat.write(hostile.lab(ANSWERS[i % 3]), folder / f"{LAB}.ipynb")


def totals(done):
    with (done / "scores.csv").open(newline="") as file:
        return {row["student"]: row["total"] for row in csv.DictReader(file)}


def command(mode, *more):
    words = [sys.executable, "-m", "grading", "grade", LAB, *more]
    return words + (["--unsafe-no-sandbox"] if mode == "unsafe" else [])


def environment():
    return {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}


def is_consistent(course):
    """Each submission in the gradebook is whole: all its scores, those of its answers."""
    path = course / "graded" / LAB / "gradebook.db"
    if not path.exists():
        return
    with Gradebook(f"sqlite:///{path}", "clustering") as gradebook:
        for submission in gradebook.assignment_submissions(LAB):
            (notebook,) = submission.notebooks
            assert len(notebook.grades) == 3
            i = int(submission.student.id[1:])
            assert sum(g.auto_score for g in notebook.grades) == float(SCORES[i % 3])


def kill_at_random(course, mode, n_kills, seed):
    chance, n_students = random.Random(seed), 6
    hand_in(course, n_students)
    for _ in range(n_kills):
        process = subprocess.Popen(
            command(mode, "--workers", "2"), cwd=course, env=environment(),
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=chance.uniform(2, 9))
        process.send_signal(signal.SIGKILL)
        process.wait()
        is_consistent(course)
    done = subprocess.run(
        command(mode), cwd=course, env=environment(), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.strip().split("\n")) == n_students + 1
    is_consistent(course)
    expected = {f"s{i:02d}": SCORES[i % 3] for i in range(n_students)}
    assert totals(course / "graded" / LAB) == expected
    again = subprocess.run(
        command(mode), cwd=course, env=environment(), capture_output=True, text=True
    )
    assert again.stdout.count("as before") == n_students


def test_killed_batch_is_consistent_and_is_finished_later(course, mode):
    kill_at_random(course, mode, n_kills=3, seed=os.getpid())


@pytest.mark.slow
def test_killed_at_twenty_random_times(course, mode):
    kill_at_random(course, mode, n_kills=20, seed=11)


def test_two_at_once_lose_nothing(course, mode):
    hand_in(course, 6)
    both = [
        subprocess.Popen(
            command(mode, "--workers", "1"), cwd=course, env=environment(),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    said = [process.communicate(timeout=200)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    is_consistent(course)
    assert totals(course / "graded" / LAB) == {f"s{i:02d}": SCORES[i % 3] for i in range(6)}


def test_scores_given_by_hand_while_grading_are_kept(course, mode):
    hand_in(course, 2)
    done = grade(course, LAB, course / "submitted", lambda line: None, Options(mode, 1))

    def meanwhile(line):
        if "s00" in line:  # s01 is in the works, or about to be
            with Gradebook(f"sqlite:///{done / 'gradebook.db'}", "clustering") as gradebook:
                score = gradebook.find_grade("test-lloyd", LAB, LAB, "s01")
                score.manual_score, score.needs_manual_grade = 2.5, False
                gradebook.db.commit()

    grade(course, LAB, course / "submitted", meanwhile, Options(mode, 1, again=True))
    assert totals(done)["s01"] == "7.5"
    with Gradebook(f"sqlite:///{done / 'gradebook.db'}", "clustering") as gradebook:
        assert gradebook.find_grade("test-lloyd", LAB, LAB, "s01").manual_score == 2.5


def test_late_work_is_noticed(course, mode):
    hand_in(course, 1)
    (course / "submitted" / "s00" / LAB / "timestamp.txt").write_text("2026-03-02 12:00:00 UTC")
    done = grade(course, LAB, course / "submitted", lambda line: None, Options(mode, 1))
    with Gradebook(f"sqlite:///{done / 'gradebook.db'}", "clustering") as gradebook:
        gradebook.update_or_create_assignment(LAB, duedate="2026-03-01 12:00:00")
    config = (ROOT / "nbgrader_config.py").read_text()
    (course / "nbgrader_config.py").unlink()
    (course / "nbgrader_config.py").write_text(
        config + "\nc.LateSubmissionPlugin.penalty_method = 'zero'\n"
    )
    grade(course, LAB, course / "submitted", lambda line: None, Options(mode, 1, again=True))
    with Gradebook(f"sqlite:///{done / 'gradebook.db'}", "clustering") as gradebook:
        submission = gradebook.find_submission(LAB, "s00")
        assert submission.total_seconds_late == 86400
    assert totals(done)["s00"] == "0"


@pytest.mark.skipif(sys.platform == "darwin", reason="its disks take UTF-8 alone")
def test_odd_names_and_times_stop_nobody(course, mode):
    hand_in(course, 1)
    submitted, odd = course / "submitted", os.fsencode(course / "submitted")
    notebook = (submitted / "s00" / LAB / f"{LAB}.ipynb").read_bytes()

    def put(folder, name, when=b"2026-03-02 12:00:00 UTC"):
        place = os.path.join(odd, folder, LAB.encode())
        os.makedirs(place)
        for file, content in ((name, notebook), (b"timestamp.txt", when)):
            Path(os.fsdecode(os.path.join(place, file))).write_bytes(content)

    put(b"zo\xeb", b"hostile.ipynb")  # as a program writes it that knows of no UTF-8
    put(b"two\nlines", b"hostile.ipynb")
    put(b"n" * 250, b"hostile.ipynb")
    put(b"latin", b"d\xe9j\xe0 vu.ipynb")
    put(b"soon", b"hostile.ipynb", b"9" * 100)
    put(b"never", b"hostile.ipynb", b"0001-01-01 00:00:00 +14:00")
    (submitted / "file").mkdir()
    (submitted / "file" / LAB).write_text("no folder")
    lines = []
    done = grade(course, LAB, submitted, lines.append, Options(mode, 1))
    told = totals(done)
    for name in ("s00", "latin", "soon", "never"):
        assert told[name] == "8", lines
    for name in ("zo\ufffd", "two\ufffdlines", "n" * 250, "file"):
        assert told[name] == "0", lines
    assert len(lines) == len(told) == 8
    assert sum("rename the folder" in line for line in lines) == 3
    assert any("handed in as d\ufffdj\ufffd vu.ipynb" in line for line in lines)


# Workers ------------------------------------------------------------------------------------


class Deadly(Grader):
    """Dies on one submission each time, on another the first time only."""

    def __init__(self, folder):
        self.folder = folder

    def grade(self, order, data):
        name = order["student"]
        if name == "always" or (name == "once" and not (self.folder / "died").exists()):
            (self.folder / "died").write_text("")
            os._exit(9)
        return Result(name, graded=True), data, b"page"

    def close(self):
        pass


def test_a_worker_that_dies_is_replaced(tmp_path):
    tasks = [({"student": name}, b"x") for name in ("a", "once", "always", "b", "c")]
    found = {
        o["student"]: r
        for o, r, *_ in pool.results(iter(tasks), 2, lambda n: lambda: Deadly(tmp_path))
    }
    assert {name: r.graded for name, r in found.items()} == {
        "a": True, "once": True, "always": False, "b": True, "c": True,
    }  # fmt: skip
    assert "died twice" in found["always"].note


def test_a_worker_that_takes_too_long_is_ended(tmp_path):
    class Endless(Deadly):
        limit_s = 1

        def grade(self, order, data):
            with (self.folder / "tries").open("a") as file:
                file.write(order["student"])
            time.sleep(1000 * (order["student"] == "b"))
            return Result(order["student"], graded=True), b"", b""

    tasks = [({"student": name}, b"x") for name in ("a", "b", "c")]
    start = time.monotonic()
    found = list(pool.results(iter(tasks), 1, lambda n: lambda: Endless(tmp_path)))
    assert [r.graded for _, r, *_ in found] == [True, False, True]
    assert (tmp_path / "tries").read_text() == "abc"
    assert time.monotonic() - start < 15
    assert "took too long" in found[1][1].note


def test_a_worker_without_work_holds_up_nobody(tmp_path):
    class Slow(Deadly):
        def grade(self, order, data):
            time.sleep(0.5 * (order["student"] == "b"))  # the worker that was forked last
            return Result(order["student"], graded=True), b"x" * 1_000_000, b""

    def too_long(*_):
        raise TimeoutError("a worker waits for ever")

    tasks = [({"student": name}, b"x") for name in ("a", "b")]
    signal.signal(signal.SIGALRM, too_long)
    signal.alarm(60)
    try:
        found = list(pool.results(iter(tasks), 2, lambda n: lambda: Slow(tmp_path)))
    finally:
        signal.alarm(0)
    assert [len(notebook) for _, _, notebook, _ in found] == [1_000_000] * 2


def test_workers_are_relieved_in_time(tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "TASKS_OF_ONE_WORKER", 2)
    pids = []

    class Telling(Deadly):
        def grade(self, order, data):
            return Result(str(os.getpid())), b"", b""

    tasks = [({"student": str(i)}, b"") for i in range(5)]
    pids = [
        r.student for _, r, *_ in pool.results(iter(tasks), 1, lambda n: lambda: Telling(tmp_path))
    ]
    assert len(pids) == 5
    assert len(set(pids)) == 3


def test_messages_of_results_are_what_was_packed(tmp_path):
    result = Result("zoe", "note", graded=True, auto_scores={"a": 1.5, "b": None})
    assert unpacked(*pool.packed(result, b"notebook", b"page")) == (result, b"notebook", b"page")


def test_ledger_is_locked_for_others(tmp_path):
    ledger = Ledger(tmp_path / "graded", LAB, "clustering")
    seen = []

    def other():
        with ledger.locked():
            seen.append("other")

    thread = threading.Thread(target=other)
    with ledger.locked():
        thread.start()
        time.sleep(0.3)
        seen.append("first")
    thread.join(timeout=5)
    assert seen == ["first", "other"]
