"""Grading on the workers of a Dask cluster, over encrypted connections, gives the same."""

import csv
import importlib.util
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import nbformat
import pytest

from grading import cluster
from grading.__main__ import main
from grading.batch import Options, grade, make_template
from grading.course import GradingError
from grading.ledger import Ledger
from grading.plan import plan_of

spec = importlib.util.spec_from_file_location("hostile", Path(__file__).with_name("hostile.py"))
hostile = sys.modules["hostile"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(hostile)

ROOT = Path(__file__).resolve().parents[2]
LAB = "hostile"
ANSWERS = {
    "ada": hostile.RIGHT,
    "bea": {**hostile.RIGHT, "lloyd": "def lloyd(*a): return C"},
    "cyd": hostile.BLANK,
    "dan": {**hostile.RIGHT, "lloyd": "import os\nos.kill(os.getpid(), 9)"},
    "eve": hostile.RIGHT,
    "fay": hostile.RIGHT,
}


@pytest.fixture
def course(tmp_path, monkeypatch):
    for name in ("nbgrader_config.py", "grading"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "solutions" / LAB).mkdir(parents=True)
    nbformat.write(hostile.lab(), tmp_path / "solutions" / LAB / f"{LAB}.ipynb")
    for student, answers in ANSWERS.items():
        folder = tmp_path / "submitted" / student / LAB
        folder.mkdir(parents=True)
        nbformat.write(hostile.lab(answers), folder / f"{LAB}.ipynb")
    (tmp_path / "submitted" / "gus" / LAB).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    """A scheduler and two workers, started by the commands that the instructor's page names."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl on this machine: it makes the certificates")
    folder = tmp_path_factory.mktemp("dask")
    page = (ROOT / "book" / "instructor.md").read_text()
    script = (
        "\n".join(re.findall(r"```sh\n((?:openssl|export) .*?)```", page, re.DOTALL)) + "env -0"
    )
    said = subprocess.run(["sh", "-ec", script], cwd=folder, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    environment = dict(line.split("=", 1) for line in said.stdout.split("\0") if "=" in line)
    environment |= {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    running = []

    def start(*words):
        process = subprocess.Popen(
            [sys.executable, "-m", "dask", *words], env=environment, cwd=folder,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        running.append(process)
        return process

    scheduler = start(
        "scheduler", "--protocol", "tls", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"
    )
    for line in scheduler.stderr:
        if found := re.search(r"Scheduler at:\s+(tls://\S+)", line):
            break
    threading.Thread(target=scheduler.stderr.read, daemon=True).start()

    def worker():
        process = start("worker", found[1], "--nthreads", "1", "--no-nanny", "--no-dashboard")
        threading.Thread(target=process.stderr.read, daemon=True).start()
        return process

    yield found[1], environment, worker
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def certified(dask, monkeypatch):
    """The address of the scheduler, with this process allowed to speak to it."""
    import dask as library

    address, environment, worker = dask
    for name, value in environment.items():
        if name.startswith("DASK_"):
            monkeypatch.setenv(name, value)
    library.config.refresh()
    yield address, worker
    monkeypatch.undo()
    library.config.refresh()


def scores(done):
    with (done / "scores.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_cluster_grades_as_this_machine_does_and_outlives_a_worker(
    course, certified, mode, monkeypatch
):
    address, worker = certified
    first, _ = worker(), worker()
    said, killed = [], []

    def say(line):
        said.append(line)
        if not killed and line.startswith("[2/"):
            killed.append(first.pid)
            first.send_signal(signal.SIGKILL)

    there = scores(grade(course, LAB, course / "submitted", say, Options(mode, None, address)))
    assert killed
    assert len(said) == len(ANSWERS) + 1, said
    assert {row["student"]: row["total"] for row in there} == {
        "ada": "8", "bea": "6", "cyd": "0", "dan": "5", "eve": "8", "fay": "8", "gus": "0",
    }  # fmt: skip
    assert (course / "graded" / LAB / "feedback" / "ada" / LAB / f"{LAB}.html").exists()
    again = Options(mode, 2, again=True)
    assert scores(grade(course, LAB, course / "submitted", said.append, again)) == there
    as_before = Options(mode, None, address)
    grade(course, LAB, course / "submitted", said.append, as_before)
    assert sum("as before" in line for line in said) == len(ANSWERS) + 1
    monkeypatch.setattr(cluster, "version", lambda: "another")
    with pytest.raises(GradingError, match="another version"):
        grade(course, LAB, course / "submitted", said.append, as_before)


def test_only_an_encrypted_address_will_do(course, capsys):
    assert main(["grade", LAB, "--scheduler", "tcp://127.0.0.1:8786"]) == 2
    assert "tls://HOST:PORT" in capsys.readouterr().err
    assert not (course / "graded").exists()


def test_workers_belong_to_this_machine(course, capsys):
    assert main(["grade", LAB, "--scheduler", "tls://127.0.0.1:1", "--workers", "2"]) == 2
    assert "Leave out one" in capsys.readouterr().err


def test_nobody_at_the_address_is_told(course, capsys, certified, monkeypatch):
    monkeypatch.setattr(cluster, "WAIT_S", 1)
    assert main(["grade", LAB, "--scheduler", "tls://127.0.0.1:1"]) == 2
    assert "no way to it" in capsys.readouterr().err
    assert not (course / "graded").exists()


def test_the_last_worker_gone_is_told(monkeypatch):
    def too_late(*futures, **options):
        raise cluster.TimeoutError

    monkeypatch.setattr(cluster, "WAIT_S", 2)
    monkeypatch.setattr(cluster, "wait", too_late)
    monkeypatch.setattr(cluster.Cluster, "workers", lambda self: {})
    with pytest.raises(GradingError, match="grade again"):
        object.__new__(cluster.Cluster).some_done([])


def test_a_worker_survives_the_death_of_its_warm_process(course, mode, tmp_path_factory):
    template = tmp_path_factory.mktemp("template")
    make_template(course, LAB, template, Ledger(course / "graded" / LAB, LAB, "clustering"))
    source = nbformat.read(course / "solutions" / LAB / f"{LAB}.ipynb", 4)
    plan = plan_of(source)
    station = cluster.Station(LAB, cluster.zipped(template), plan, mode == "split")
    station.setup(None)
    order = {"student": "ada", "note": "", "timestamp": None, "by_hand": {}, "last_answers": ""}
    data = (course / "submitted" / "ada" / LAB / f"{LAB}.ipynb").read_bytes()
    try:
        for _ in range(2):
            station.zygote.process.kill()
            station.zygote.process.wait()
            result, *_ = station.warm(lambda it: it.grader.grade(order, data))
            assert sum(result.auto_scores.values()) == 8
    finally:
        station.teardown(None)
