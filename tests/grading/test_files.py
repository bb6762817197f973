"""Files that both sessions see: what crosses, what is refused, and what no test opens any more."""

import os
import sqlite3

import pytest

from grading.files import FOLDER, Copies
from grading.values import NotPlain


@pytest.fixture
def sides(tmp_path):
    """Two sides with one shared folder, `place`, and a file outside of it."""
    for side in ("one", "two"):
        (tmp_path / side / "place").mkdir(parents=True)
    (tmp_path / "two" / "secret").write_text("as it was")
    return Copies(True, tmp_path / "one"), Copies(True, tmp_path / "two")


def cross(one, two):
    changes = one.changes(["place"])
    two.put(changes, ["place"])
    return changes


def everything(side):
    return {
        str(p.relative_to(side.top / "place")): p.read_bytes() if p.is_file() else FOLDER
        for p in (side.top / "place").rglob("*")
    }


def test_what_changes_on_one_side_reaches_the_other(sides):
    one, two = sides
    (one.top / "place/deep/er").mkdir(parents=True)
    (one.top / "place/deep/a.txt").write_text("first")
    assert set(cross(one, two)) == {"place", "place/deep", "place/deep/er", "place/deep/a.txt"}
    assert everything(one) == everything(two)
    (two.top / "place/deep/a.txt").write_text("other")  # as long, and perhaps as old
    assert cross(two, one) == {"place/deep/a.txt": b"other"}
    (one.top / "place/deep/a.txt").unlink()
    (one.top / "place/deep/er").rmdir()
    assert cross(one, two) == {"place/deep/a.txt": None, "place/deep/er": None}
    assert everything(one) == everything(two) == {"deep": FOLDER}
    assert cross(one, two) == cross(two, one) == {}


def test_a_database_that_is_open_sees_what_the_other_side_has_written(sides):
    one, two = sides
    bases = [sqlite3.connect(side.top / "place/base.db") for side in sides]
    bases[0].execute("CREATE TABLE t (n)")
    bases[0].commit()
    cross(one, two)
    for turn in range(6):
        writer, reader = bases[turn % 2], bases[1 - turn % 2]
        writer.execute("INSERT INTO t VALUES (?)", (turn,))
        writer.commit()
        cross(*(sides if turn % 2 == 0 else sides[::-1]))
        assert reader.execute("SELECT n FROM t").fetchall() == [(n,) for n in range(turn + 1)]
    for base in bases:
        base.close()


@pytest.mark.parametrize(
    "name",
    ["secret", "../secret", "/tmp/x", "place/../secret", "place//x", "place/./x", "", "other/x",
     "place/..", "place/a\0b", "place/link/x"],
)  # fmt: skip
@pytest.mark.parametrize("data", [b"new", FOLDER, None])
def test_nothing_is_written_outside_of_the_shared_folders(sides, name, data):
    _, two = sides
    (two.top / "place/link").symlink_to(two.top)
    with pytest.raises(NotPlain):
        two.put({name: data}, ["place"])
    assert (two.top / "secret").read_text() == "as it was"
    assert sorted(os.listdir(two.top)) == ["place", "secret"]


def test_no_link_is_written_through(sides):
    _, two = sides
    (two.top / "place/link").symlink_to(two.top / "secret")
    with pytest.raises(OSError, match="symbolic"):
        two.put({"place/link": b"new"}, ["place"])
    assert (two.top / "secret").read_text() == "as it was"


def test_links_do_not_cross(sides):
    one, two = sides
    (one.top / "place/link").symlink_to("/etc")
    (one.top / "place/file").symlink_to("/etc/passwd")
    os.mkfifo(one.top / "place/pipe")
    assert cross(one, two) == {"place": FOLDER}


def test_too_much_is_refused(sides, monkeypatch):
    one, two = sides
    monkeypatch.setattr("grading.files.MAX_BYTES", 1000)
    (one.top / "place/large").write_bytes(bytes(1001))
    with pytest.raises(NotPlain, match="1000 bytes"):
        one.changes(["place"])
    monkeypatch.setattr("grading.files.MAX_FILES", 3)
    for i in range(4):
        (one.top / f"place/{i}").touch()
    with pytest.raises(NotPlain, match="3 files"):
        one.changes(["place"])
    with pytest.raises(NotPlain, match="too many"):
        two.put({f"place/{i}": b"" for i in range(4)}, ["place"])


def test_private_folders_are_not_shared(sides, monkeypatch):
    one, _ = sides
    monkeypatch.setenv("MPLCONFIGDIR", "/tmp/fonts")
    for name in ("fonts", ".hidden", "__pycache__"):
        (one.top / name).mkdir()
    assert Copies(True, one.top).folders() == ["place"]
    assert Copies(False, one.top).folders() == []
