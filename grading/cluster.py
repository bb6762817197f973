"""Grade on other machines: Dask carries a submission there as bytes, and its result back.

The workers are Dask's own, started in a checkout of this course. Connections are encrypted and
both sides show a certificate, since Dask runs whatever it receives.
"""

import contextlib
import hashlib
import io
import tempfile
import threading
import traceback
import uuid
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from distributed import Client, TimeoutError, get_worker, wait
from distributed.diagnostics.plugin import WorkerPlugin
from nbformat import NotebookNode

from grading.check import complaints
from grading.course import GradingError
from grading.grader import SplitGrader
from grading.plan import Plan
from grading.pool import Task
from grading.sandbox import Broken, Zygote
from grading.task import Result, packed, unpacked

COURSE = Path(__file__).resolve().parents[1]
WAIT_S = 60  # for the scheduler to answer, for a first worker, for a worker to come back


def version() -> str:
    """Return a fingerprint of what grades here: code, settings, versions of the libraries."""
    files = [*sorted((COURSE / "grading").glob("*.py")), COURSE / "nbgrader_config.py"]
    files += [COURSE / "uv.lock"]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def zipped(folder: Path) -> bytes:
    """Return all files of a folder as the bytes of one archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            archive.write(path, path.relative_to(folder))
    return content.getvalue()


class Station(WorkerPlugin):
    """What a worker keeps from one submission to the next: the lab and a warm process.

    Parameters
    ----------
    lab : str
    template : bytes
        The archive of a template, see `Grader`.
    plan : Plan
    safe : bool
        See `Zygote`.
    """

    def __init__(self, lab: str, template: bytes, plan: Plan, safe: bool):
        self.lab, self.template, self.plan, self.safe = lab, template, plan, safe
        self.version = version()

    def setup(self, worker: object) -> None:
        """Get ready, on the worker."""
        if version() != self.version:
            raise GradingError("its checkout of the course, or its uv.lock, is another version")
        self.lock = threading.Lock()  # nbgrader grades one submission a process at a time
        self.folder = tempfile.TemporaryDirectory(prefix="grading-")
        with zipfile.ZipFile(io.BytesIO(self.template)) as archive:
            archive.extractall(self.folder.name)
        self.zygote = Zygote(self.plan.modules, self.safe)
        place = Path(self.folder.name)
        self.grader = SplitGrader(COURSE, self.lab, place, self.plan, self.zygote)

    def teardown(self, worker: object) -> None:
        """Leave nothing behind, on the worker."""
        for name in ("grader", "zygote"):
            if hasattr(self, name):
                getattr(self, name).close()
        if hasattr(self, "folder"):
            self.folder.cleanup()

    def warm(self, work: Callable) -> object:
        """Do one thing at a time; where the warm process has died, once more with a new one."""
        with self.lock:
            try:
                return work(self)
            except Broken:
                self.zygote.close()
                self.zygote = Zygote(self.plan.modules, self.safe)
                self.grader.execute.zygote = self.zygote
                return work(self)


def grade_there(name: str, plan: Plan, order: dict, data: bytes) -> tuple[dict, bytes]:
    """Grade one submission, on a worker."""

    def work(station: Station) -> tuple[dict, bytes]:
        station.grader.execute.plan = plan
        return packed(*station.grader.grade(order, data))

    return get_worker().plugins[name].warm(work)


def complaints_there(name: str, source: NotebookNode, plan: Plan) -> dict[str, str]:
    """Run the author's answers, on a worker; see `complaints`."""
    return get_worker().plugins[name].warm(lambda it: complaints(source, plan, it.zygote))


class Cluster:
    """A connection to a Dask scheduler; see `pool.Local` for the same on this machine.

    Parameters
    ----------
    address : str
        Of the scheduler: tls://HOST:PORT.
    safe : bool, default=True
        See `Zygote`.

    Raises
    ------
    GradingError
        If the address is not encrypted, nobody answers there, or it has no worker.
    """

    def __init__(self, address: str, safe: bool = True):
        check_address(address)
        self.address, self.safe, self.name = address, safe, f"grading-{uuid.uuid4()}"
        try:
            self.client = Client(address, timeout=WAIT_S)
        except (OSError, TimeoutError, TypeError, ValueError) as error:
            raise GradingError(
                f"--scheduler is {address}, but there is no way to it: {error}. Is it running, "
                "and do the DASK_DISTRIBUTED__COMM__TLS__* variables name your certificates?"
            ) from None
        try:
            self.client.wait_for_workers(1, timeout=WAIT_S)
        except TimeoutError:
            self.client.close()
            raise GradingError(
                f"--scheduler is {address}, but no worker is there. Start: dask worker {address}"
            ) from None

    def open(self, lab: str, template: Path, plan: Plan) -> None:
        """Let the workers get ready for a lab."""
        try:
            station = Station(lab, zipped(template), plan, self.safe)
            self.client.register_plugin(station, name=self.name)
        except Exception as error:
            raise GradingError(
                f"A worker of {self.address} cannot grade: {error}. Start each one in a checkout "
                "of this version of the course, with its environment and bubblewrap."
            ) from None

    def complaints(self, source: NotebookNode, plan: Plan) -> dict[str, str]:
        """Run the author's answers; see `complaints`."""
        return self.client.submit(complaints_there, self.name, source, plan, pure=False).result()

    def results(
        self, plan: Plan, tasks: Iterator[Task]
    ) -> Iterator[tuple[dict, Result, bytes, bytes]]:
        """Grade submissions and yield each when it is done; see `pool.results`.

        A submission whose worker is lost goes to another one.
        """
        running = {}

        def start(n_more: int) -> None:
            for order, data in islice(tasks, n_more):
                where = self.name, plan
                running[self.client.submit(grade_there, *where, order, data, pure=False)] = order

        start(2 * max(1, len(self.workers())))  # each has the next one at hand
        while running:
            for future in self.some_done(list(running)):
                order = running.pop(future)
                yield order, *result_of(future, order["student"])
                start(1)

    def workers(self) -> dict:
        """Return what the scheduler knows of its workers."""
        return self.client.scheduler_info(n_workers=-1)["workers"]

    def some_done(self, futures: list) -> set:
        """Return those of some futures that are done: at least one."""
        n_without = 0
        while n_without < WAIT_S:
            with contextlib.suppress(TimeoutError):
                return wait(futures, timeout=1, return_when="FIRST_COMPLETED").done
            n_without = 0 if self.workers() else n_without + 1
        raise GradingError(
            "The scheduler has no worker any more. What is graded is kept: start some, and "
            "grade again."
        )

    def close(self) -> None:
        """Let the workers forget the lab, and go."""
        with contextlib.suppress(Exception):
            self.client.unregister_worker_plugin(self.name)
        self.client.close()


def check_address(address: str) -> None:
    """Raise an error for an address where strangers could read along, or send orders."""
    if not address.startswith("tls://"):
        raise GradingError(
            f"--scheduler is {address!r}. Dask runs whatever it receives, so it must be local or "
            "an encrypted address, tls://HOST:PORT: see the instructor's page on a cluster."
        )


def result_of(future, student: str) -> tuple[Result, bytes, bytes]:
    """Return what a finished task has brought, or a note that it has failed."""
    try:
        return unpacked(*future.result())
    except Exception as error:
        log = "".join(traceback.format_exception(error))
        note = f"not graded: {type(error).__name__} on the cluster, see logs/{student}.txt"
        return Result(student, note, log=log), b"", b""
    finally:
        future.release()
