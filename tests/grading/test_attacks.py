"""Each hostile or broken submission gets the points it deserves, and harms nobody."""

import csv
import hashlib
import importlib.util
import socket
import sys
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from grading.batch import Options, grade
from grading.split import Limits, SplitExecute

ROOT = Path(__file__).resolve().parents[2]
LAB = "hostile"

spec = importlib.util.spec_from_file_location("hostile", Path(__file__).with_name("hostile.py"))
hostile = sys.modules["hostile"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(hostile)


def digests(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def hand_in(course, student, content, name=None):
    folder = course / "submitted" / student / LAB
    folder.mkdir(parents=True)
    (folder / (name or f"{LAB}.ipynb")).write_bytes(content)


@pytest.fixture(scope="module")
def batch(tmp_path_factory, why_no_sandbox):
    """All attackers, each with an honest neighbor after her, in one batch."""
    if why_no_sandbox:
        pytest.skip(f"no sandbox on this machine: {why_no_sandbox}")
    course = tmp_path_factory.mktemp("course")
    for name in ("nbgrader_config.py", "grading"):
        (course / name).symlink_to(ROOT / name)
    (course / "solutions" / LAB).mkdir(parents=True)
    nbformat.write(hostile.lab(), course / "solutions" / LAB / f"{LAB}.ipynb")
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(0.2)
    honest = nbformat.writes(hostile.lab(hostile.RIGHT)).encode()
    port, place = str(server.getsockname()[1]).encode(), str(ROOT).encode()
    for name, attack in hostile.ATTACKS.items():
        content = attack.bytes().replace(b"PORT", port).replace(b"COURSE/", place + b"/")
        hand_in(course, name, content, attack.name)
        hand_in(course, f"{name}-zoe", honest)
    link = course / "submitted" / "32-link" / LAB
    link.mkdir(parents=True)
    (link / f"{LAB}.ipynb").symlink_to(course / "solutions" / LAB / f"{LAB}.ipynb")
    behind = course / "submitted" / "32b-link"
    behind.mkdir()
    (behind / LAB).symlink_to(course / "solutions" / LAB)
    before = {name: digests(course / name) for name in ("solutions", "submitted")}
    before["grading"] = digests(ROOT / "grading")

    limits, SplitExecute.limits = (
        SplitExecute.limits,
        Limits(cell_s=12, submission_s=80, memory_bytes=1 << 30),
    )
    lines = []
    try:
        done = grade(course, LAB, course / "submitted", lines.append, Options("split", 2))
    finally:
        SplitExecute.limits = limits
    with (done / "scores.csv").open(newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    after = {name: digests(course / name) for name in ("solutions", "submitted")}
    after["grading"] = digests(ROOT / "grading")
    try:
        server.accept()
        reached = True
    except TimeoutError:
        reached = False
    server.close()
    return {
        "done": done,
        "rows": rows,
        "same": before == after,
        "reached": reached,
        "lines": lines,
    }


@pytest.mark.parametrize("name", hostile.ATTACKS)
def test_points_are_those_of_the_real_work(batch, name):
    assert float(batch["rows"][name]["total"]) == hostile.ATTACKS[name].score, batch["rows"][name]


@pytest.mark.parametrize("name", hostile.ATTACKS)
def test_neighbor_loses_nothing(batch, name):
    assert float(batch["rows"][f"{name}-zoe"]["total"]) == 8
    assert batch["rows"][f"{name}-zoe"]["note"] == ""


def test_batch_is_finished_and_nothing_is_harmed(batch):
    assert len(batch["rows"]) == 2 * len(hostile.ATTACKS) + 2 == len(batch["lines"])
    assert batch["same"]
    assert not batch["reached"]
    assert all("died twice" not in row["note"] for row in batch["rows"].values())


def test_links_are_not_followed(batch):
    for name in ("32-link", "32b-link"):
        assert batch["rows"][name]["total"] == "0"
        assert "link" in batch["rows"][name]["note"]


def pages(batch, name):
    yield from (batch["done"] / "feedback" / name).rglob("*.html")


@pytest.mark.parametrize(
    ("name", "said_last"),
    [
        ("07-gradebook", "at the end"),
        ("09-others-work", "at the end"),
        ("10-authors-answers", "at the end"),
        ("11-hidden-tests", "nothing"),
        ("12-network", "tried"),
        ("35-locks", "at the end"),
        ("w1-walls", "tight"),
    ],
)
def test_looking_around_finds_nothing(batch, name, said_last):
    (path,) = (batch["done"] / "autograded" / name).rglob("*.ipynb")
    outputs = [o for c in nbformat.read(path, 4).cells for o in c.get("outputs", [])]
    for word in ("LEAK", "HOLE", "CONNECTED"):
        found = [o for o in outputs if word in str(o.get("text", ""))]
        assert not found, found
    assert any(said_last in o.get("text", "") for o in outputs), (
        "the attack has not come to its end"
    )


def test_feedback_shows_no_secret_and_runs_no_script(batch):
    for path in batch["done"].rglob("feedback/**/*.html"):
        text = path.read_text()
        assert hostile.SECRET not in text, path
        page = BeautifulSoup(text, "html.parser")
        assert not [s for s in page.find_all("script") if "owned" in s.text], path
        for tag in page.find_all(True):
            assert tag.name not in ("iframe", "object", "embed", "form"), path
            assert not [name for name in tag.attrs if name.lower().startswith("on")], (path, tag)
            assert not str(tag.get("href", "")).lower().startswith("javascript"), (path, tag)


def test_files_stay_small(batch):
    for path in batch["done"].rglob("*"):
        limit = 20_000_000 if "long-outputs" in str(path) else 3_000_000
        assert path.stat().st_size < limit, path


def test_no_process_is_left(batch):
    commands = [
        path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()
    ]
    assert not [command for command in commands if b"98765" in command]
