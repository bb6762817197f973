"""Files that both sessions see, each as a copy: what one side changes reaches the other.

Shared are the folders that the author's cells and tests make where `tempfile` makes them.
Security-critical: `put` writes, in the checker, what a hostile process has sent. It writes plain
files below those folders and nothing else; that they are data and never code is for `Checker`.
"""

import os
import random
import shutil
import tempfile
from pathlib import Path

from grading.values import NotPlain

MAX_FILES = 3000
MAX_BYTES = 40_000_000
FOLDER = True  # stands for a folder, where the bytes of a file would stand
Stamp = tuple[int, int, int] | bool


class Copies:
    """One side's copies of the shared folders, and what the other side knows of them.

    Parameters
    ----------
    room : bool
        Without a room there are no copies: both sessions see the same files, and many more.
    top : Path, optional
        Where `tempfile` makes folders.
    """

    def __init__(self, room: bool, top: Path | None = None):
        self.room, self.known = room, {}
        self.top = Path(tempfile.gettempdir()) if top is None else top
        own = (os.environ.get(name, "") for name in ("MPLCONFIGDIR", "IPYTHONDIR"))
        self.private = {Path(folder).name for folder in own}

    def same_names(self, cell: str) -> None:
        """Let `tempfile` give the same names for the same cell, in whichever session it runs."""
        if self.room:
            names = tempfile._get_candidate_names()
            names._rng, names._rng_pid = random.Random(cell), os.getpid()

    def folders(self) -> list[str]:
        """Return the names of the folders that are shared: those at the top, here."""
        if not self.room:
            return []
        with os.scandir(self.top) as entries:
            names = [e.name for e in entries if e.is_dir(follow_symlinks=False)]
        return sorted(n for n in names if n not in self.private and not n.startswith((".", "_")))

    def listing(self, folders: list[str]) -> dict[str, Stamp]:
        """Return all that lies in shared folders, with what tells one state from another."""
        found: dict[str, Stamp] = {}
        todo = [name for name in folders if (self.top / name).is_dir()]
        while todo:
            folder = todo.pop()
            found[folder] = FOLDER
            with os.scandir(self.top / folder) as entries:
                for entry in entries:
                    name = f"{folder}/{entry.name}"
                    if entry.is_dir(follow_symlinks=False):
                        todo.append(name)
                    elif entry.is_file(follow_symlinks=False):
                        stat = entry.stat(follow_symlinks=False)
                        found[name] = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if len(found) > MAX_FILES:
                raise NotPlain(f"more than {MAX_FILES} files are too many to hand over")
        return found

    def changes(self, folders: list[str]) -> dict[str, bytes | bool | None]:
        """Return what is new since the last exchange: bytes, FOLDER, or None for what is gone."""
        now, found = self.listing(folders), {}
        for name in self.known.keys() - now.keys():
            found[name] = None
        for name, stamp in now.items():
            if self.known.get(name) == stamp:
                continue
            found[name] = FOLDER if stamp is FOLDER else (self.top / name).read_bytes()
            now[name] = stamp if stamp is FOLDER else self.settled(name)
        if sum(len(data) for data in found.values() if isinstance(data, bytes)) > MAX_BYTES:
            raise NotPlain(f"files of more than {MAX_BYTES} bytes are too many to hand over")
        self.known = now
        return found

    def settled(self, name: str) -> Stamp:
        """Give a file an old date and return its stamp: then any change, however soon, shows."""
        path = self.top / name
        os.utime(path, ns=(0, 0))
        stat = path.stat()
        return stat.st_mtime_ns, stat.st_size, stat.st_ino

    def put(self, changes: dict, folders: list[str]) -> None:
        """Let the copies take on what the other side has changed.

        Parameters
        ----------
        changes : dict
            See `changes`: anything, if it comes from a student.
        folders : list of str
            Nothing is written outside of these.
        """
        if len(changes) > MAX_FILES:
            raise NotPlain("these are too many files")
        for name, data in sorted(changes.items(), reverse=True):
            if data is None and (place := self.place(name, folders)).exists():
                shutil.rmtree(place) if place.is_dir() else place.unlink()
                self.known.pop(name, None)
        for name, data in sorted(changes.items()):
            if data is FOLDER:
                self.place(name, folders).mkdir(parents=True, exist_ok=True)
                self.known[name] = FOLDER
            elif data is not None:
                place, how = self.place(name, folders), os.O_WRONLY | os.O_CREAT | os.O_TRUNC
                with open(os.open(place, how | os.O_NOFOLLOW, 0o600), "wb") as file:
                    file.write(data)  # in place: who has it open, as a database has, sees it
                self.known[name] = self.settled(name)

    def place(self, name: str, folders: list[str]) -> Path:
        """Return where a file belongs, if that is in a shared folder and behind no link."""
        parts = name.split("/")
        if parts[0] not in folders or {"", ".", ".."} & set(parts) or "\0" in name:
            raise NotPlain("a file does not belong here")
        place = self.top.joinpath(*parts)
        if place.parent.resolve() != self.top.resolve().joinpath(*parts[:-1]):
            raise NotPlain("a file does not belong here")
        return place
