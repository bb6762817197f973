"""The outer wall: a process inside bubblewrap that sees Python, its packages, and nothing else.

Security-critical. What lies inside the wall is in room.py.
"""

import contextlib
import json
import os
import shutil
import signal
import site
import socket
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

from grading.course import GradingError
from grading.wire import Channel

UID = 61001  # who runs inside when root starts the grader; owns nothing
INSIDE = (
    "__init__",
    "wire",
    "room",
    "zygote",
    "shell",
    "values",
    "files",
    "student",
    "checker",
    "withheld",
)
SYSTEM = (
    "/usr", "/lib", "/lib64", "/bin", "/etc/ssl", "/etc/fonts", "/etc/ld.so.cache",
)  # fmt: skip
COVERED = ("/tmp", "/dev", "/proc", "/student")  # each room puts its own in their place
REMEDY = (
    "Submissions are code that nobody has read, so they run only in a sandbox. On Linux, install "
    "bubblewrap (Debian, Ubuntu: apt install bubblewrap) and see grading/THREATS.md. To grade "
    "without a sandbox work of people you trust, add --unsafe-no-sandbox."
)


class NoSandbox(GradingError):
    """This machine has no sandbox that works."""


def python_folders() -> list[Path]:
    """Return the folders that hold the interpreter and its packages."""
    places = [sys.base_prefix, *site.getsitepackages(), sysconfig.get_path("stdlib")]
    if sys.pycache_prefix:
        places.append(sys.pycache_prefix)
    found = sorted({Path(place).resolve() for place in places if Path(place).is_dir()})
    return [p for p in found if not any(p != q and p.is_relative_to(q) for q in found)]


def place_inside(path: str | Path) -> Path:
    """Return where a file or folder of ours is seen inside: where it is, if rooms let it be."""
    path = Path(path).resolve()
    covered = any(path.is_relative_to(folder) for folder in COVERED)
    return Path("/outside") / path.relative_to("/") if covered else path


def bwrap_command(bwrap: str) -> list[str]:
    """Return the command line of the wall, to be followed by a command that runs inside.

    Parameters
    ----------
    bwrap : str
        The path of the program.

    Returns
    -------
    command : list of str
    """
    command = [bwrap, "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"]
    command += [
        "--unshare-cgroup-try",
        "--die-with-parent",
        "--new-session",
        "--hostname",
        "grading",
    ]
    if os.getuid() == 0:  # only to become somebody without rights, in the first line that runs
        command += ["--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID"]
    else:
        command += ["--unshare-user", "--cap-drop", "ALL"]
    command += ["--proc", "/proc", "--dev", "/dev", "--perms", "1777", "--tmpfs", "/tmp"]
    command += ["--dir", "/student"]
    here = Path(__file__).resolve().parent
    shown = {Path(f"/grading-code/grading/{name}.py"): here / f"{name}.py" for name in INSIDE}
    shown |= {place: place for place in map(Path, SYSTEM) if place.exists()}
    shown |= {place_inside(folder): folder for folder in python_folders()}
    for above in sorted({above for place in shown for above in place.parents}):
        command += ["--dir", str(above)]  # or only root could look into it
    for place, origin in shown.items():
        if place.is_symlink():
            command += ["--symlink", os.readlink(place), str(place)]
        else:
            command += ["--ro-bind", str(origin), str(place)]
    return [*command, "--remount-ro", "/", "--remount-ro", "/dev", "--chdir", "/tmp"]


def environment(code: str, safe: bool) -> dict[str, str]:
    """Return the few variables that processes inside know."""
    seen = place_inside if safe else Path
    variables = {
        "PATH": "/usr/bin:/bin", "HOME": "/tmp", "LANG": "C.UTF-8", "PYTHONHASHSEED": "0",
        "PYTHONPATH": os.pathsep.join([code, *(str(seen(p)) for p in site.getsitepackages())]),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1", "IPYTHONDIR": "/tmp/ipython",
        "MPLCONFIGDIR": "/tmp/matplotlib", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1", "NUMEXPR_NUM_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3",
        "MLFLOW_DISABLE_TELEMETRY": "true", "MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR": "false",
        "GIT_PYTHON_REFRESH": "quiet",
        "MLFLOW_SQLALCHEMYSTORE_POOLCLASS": "NullPool",  # files change behind a database's back
    }  # fmt: skip
    if sys.pycache_prefix:
        variables["PYTHONPYCACHEPREFIX"] = str(seen(sys.pycache_prefix))
    return variables


class Broken(Exception):
    """The warm process has died: no fault of the submission that is being graded."""


class Session:
    """The grader's end of a session: a channel, and the life of its room.

    Parameters
    ----------
    channel : Channel
    life : socket.socket
        Closing it ends the room and all that runs there.
    pid : int
        In a run without sandbox, the process to kill.
    """

    def __init__(self, channel: Channel, life: socket.socket, pid: int | None):
        self.channel, self.life, self.pid = channel, life, pid

    def why(self) -> str:
        """Return what the warden said when it ended the room."""
        with contextlib.suppress(OSError):
            self.life.settimeout(0.2)
            if self.life.recv(1) == b"m":
                return "It used more memory than one submission may."
        return ""

    def end(self) -> None:
        """Kill all that runs in the room."""
        self.channel.close()
        self.life.close()
        if self.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)


class Zygote:
    """A warm process, sandboxed or not, that forks sessions.

    Parameters
    ----------
    modules : list of str
        What it imports once for all sessions.
    safe : bool, default=True
        False runs everything without any wall.

    Attributes
    ----------
    opening : tuple
        The last arguments of `open_with`.
    shown : list of list
        The outputs of the opening's cells.
    opened : Zygote or None
        Forks sessions in which these cells have run.

    Raises
    ------
    NoSandbox
        If there is no sandbox here that works; the message says what to do.
    """

    opening: tuple[list[str], bool] = [], False
    shown: list[list[dict]] = []  # noqa: RUF012
    opened: "Zygote | None" = None

    def __init__(self, modules: list[str], safe: bool = True):
        self.safe = safe
        self.control, theirs = socket.socketpair()
        code = "/grading-code" if safe else str(Path(__file__).resolve().parents[1])
        uid = UID if safe and os.getuid() == 0 else None
        settings = {"modules": modules, "safe": safe, "uid": uid, "control": theirs.fileno()}
        python = str((place_inside if safe else os.path.realpath)(sys.executable))
        command = [python, "-m", "grading.zygote", json.dumps(settings)]
        if safe:
            command = [*bwrap_command(find_bwrap()), "--", *command]
        self.log = tempfile.TemporaryFile()  # noqa: SIM115
        with theirs:
            self.process = subprocess.Popen(
                command, env=environment(code, safe), pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=self.log,
            )  # fmt: skip
        self.answers = self.control.makefile("rb")
        hello = self.answers.readline()
        if not hello:
            self.process.wait()
            self.log.seek(0)
            said = self.log.read().decode(errors="replace")[-600:].strip()
            raise NoSandbox(f"The sandbox does not start: {said}\n{REMEDY}")
        self.missing = json.loads(hello)["missing"]

    def branch(self, processor: int | None = None, opens: bool = False) -> "Zygote":
        """Return a connection of its own for another process of the grader.

        Parameters
        ----------
        processor : int, optional
            Where all its sessions run. On one processor two sessions that ask and answer in
            turn are twice as fast as on two, which fall asleep and wake up each time.
        opens : bool, default=False
            Whether it waits for an opening, see `open_with`.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            self.order({"role": "branch", "processor": processor, "opens": opens}, theirs)
        other = object.__new__(Zygote)
        other.safe, other.missing, other.process = self.safe, self.missing, None
        other.control, other.answers = ours, ours.makefile("rb")
        return other

    def open_with(self, cells: list[str], pictures: bool) -> None:
        """Let an author's first cells run once, for all sessions that would begin with them.

        Parameters
        ----------
        cells : list of str
            What they show is in `shown` afterwards, and `opened` forks sessions in which they
            have run. Both are empty where each session has to run them itself.
        pictures : bool
            Whether figures are drawn.
        """
        if self.opening == (cells, pictures) or not self.safe:
            return
        if self.opened:
            self.opened.close()
        self.opening, self.shown, self.opened = (cells, pictures), [], None
        other = self.branch(opens=True)
        try:
            text = json.dumps({"cells": cells, "pictures": pictures})
            other.control.sendall(text.encode() + b"\n")
            outputs = json.loads(other.answers.readline())
        except (OSError, ValueError):  # they have ended the process
            outputs = None
        if outputs:
            self.shown, self.opened = outputs, other
        else:
            other.close()

    def order(self, what: dict, *ends: socket.socket) -> int:
        """Let the process fork; return the number of its child."""
        text, fds = json.dumps(what).encode(), [end.fileno() for end in ends]
        try:
            socket.send_fds(self.control, [text], fds)
            answer = self.answers.readline()
        except (OSError, ValueError):
            answer = b""
        if not answer:
            raise Broken("the warm process has died")
        return json.loads(answer)["forked"]

    def session(self, role: str, limits: dict, pictures: bool = True) -> Session:
        """Fork a session: its role is student or checker.

        Parameters
        ----------
        role : str
        limits : dict
            See `room.open_room`.
        pictures : bool, default=True
            Whether it draws figures.
        """
        ours, theirs = socket.socketpair()
        life, their_life = socket.socketpair()
        with theirs, their_life:
            order = {"role": role, "room": self.safe, "limits": limits, "pictures": pictures}
            child = self.order(order, theirs, their_life)
        pid = None if self.safe else child
        return Session(Channel(ours), life, pid)

    def close(self) -> None:
        """End the process and every session that is left."""
        if self.opened:
            self.opened.close()
        self.control.close()
        self.answers.close()
        if self.process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=2)
        self.process.kill()
        self.process.wait()
        self.log.close()


def find_bwrap() -> str:
    """Return the path of bubblewrap, or raise NoSandbox."""
    bwrap = shutil.which("bwrap")
    if bwrap is None or not sys.platform.startswith("linux") or os.uname().machine != "x86_64":
        raise NoSandbox(REMEDY)
    return bwrap
