"""Processes that grade side by side; one that dies costs no other submission."""

import contextlib
import os
import selectors
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

from nbformat import NotebookNode

from grading.check import complaints
from grading.grader import Grader, PlainGrader, SplitGrader
from grading.plan import Plan
from grading.sandbox import Zygote
from grading.task import Result, packed, unpacked
from grading.wire import Channel, Lost

Task = tuple[dict, bytes]
TASKS_OF_ONE_WORKER = 200  # then a fresh one takes over: memory that is lost is lost for a while


class Worker:
    """A forked process that grades one submission after the other.

    Parameters
    ----------
    make : callable
        Returns a Grader; runs in the new process.
    number : int
    """

    def __init__(self, make: Callable[[], Grader], number: int):
        self.number = number
        ours, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            status = 1
            try:
                ours.close()
                signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides
                signal.signal(signal.SIGALRM, signal.SIG_DFL)
                work(Channel(theirs), make())
                status = 0
            finally:
                os._exit(status)
        theirs.close()
        self.channel, self.task, self.n_done = Channel(ours), None, 0

    def start(self, task: Task) -> None:
        """Hand over a task."""
        self.task = task
        self.channel.send(*task)

    def close(self) -> int:
        """End the process, whatever it does; return the signal that has ended it, or 0."""
        # Workers that were forked later hold copies of this end: only a shutdown reaches through.
        with contextlib.suppress(OSError):
            self.channel.sock.shutdown(socket.SHUT_RDWR)
        self.channel.close()
        os.kill(self.pid, signal.SIGKILL) if self.task else None
        return os.WTERMSIG(os.waitpid(self.pid, 0)[1])


def work(channel: Channel, grader: Grader) -> None:
    """Grade what comes, until nothing comes any more."""
    try:
        while True:
            try:
                order, data = channel.receive()
            except Lost:
                return
            signal.alarm(grader.limit_s)  # which ends this process
            found = packed(*grader.grade(order, data))
            signal.alarm(0)
            channel.send(*found)
    finally:
        grader.close()


def processors() -> list[int]:
    """Return the processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return sorted(os.sched_getaffinity(0))
    return list(range(os.cpu_count() or 1))


def keep_to(processor: int) -> None:
    """Keep this process to one processor, where the system can do that."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {processor})


def results(
    tasks: Iterator[Task], n_workers: int, hire: Callable[[int], Callable[[], Grader]]
) -> Iterator[tuple[dict, Result, bytes, bytes]]:
    """Grade submissions, a few at a time, and yield each when it is done.

    Parameters
    ----------
    tasks : iterator
        For each submission an order and the notebook, see `Grader.grade`. They are read when
        they are needed, so that memory stays flat.
    n_workers : int
    hire : callable
        Takes the number of a worker, and returns what makes its Grader, see `Worker`.

    Yields
    ------
    order : dict
    result : Result
    autograded, page : bytes
    """
    selector, again = selectors.DefaultSelector(), []

    def employ(number: int, worker: Worker | None = None) -> None:
        task = again.pop() if again else next(tasks, None)
        if task is None:
            if worker is not None:
                worker.close()
            return
        if worker is not None and worker.n_done >= TASKS_OF_ONE_WORKER:
            worker.close()
            worker = None
        worker = worker or Worker(hire(number), number)
        worker.start(task)
        selector.register(worker.channel.sock, selectors.EVENT_READ, worker)

    try:
        for number in range(n_workers):
            employ(number)
        while selector.get_map():
            for key, _ in selector.select():
                worker, number = key.data, key.data.number
                selector.unregister(worker.channel.sock)
                order, _ = task = worker.task
                try:
                    found = unpacked(*worker.channel.receive())
                except Lost:
                    late, worker = worker.close() == signal.SIGALRM, None
                    order["tries"] = order.get("tries", 0) + 1
                    if order["tries"] < 2 and not late:
                        again.append(task)
                        employ(number)
                        continue
                    why = "took too long for" if late else "died twice on"
                    note = f"not graded: the grader {why} this submission"
                    found = Result(order["student"], note), b"", b""
                else:
                    worker.task, worker.n_done = None, worker.n_done + 1
                yield order, *found
                employ(number, worker)
    finally:
        for key in list(selector.get_map().values()):
            key.data.close()
        selector.close()


class Local:
    """Grades on this machine; `cluster.Cluster` does the same on others.

    Parameters
    ----------
    course : Path
    modules : list of str
        What the warm process imports.
    mode : str
        See `batch.Options`.
    n_workers : int

    Raises
    ------
    NoSandbox
        If the mode wants one and none works here.
    """

    def __init__(self, course: Path, modules: list[str], mode: str, n_workers: int):
        self.course, self.modules, self.n_workers = course, modules, n_workers
        self.zygote = None if mode == "plain" else Zygote(modules, safe=mode == "split")

    def open(self, lab: str, template: Path, plan: Plan) -> None:
        """Get ready for a lab; see `Grader`."""
        self.lab, self.template = lab, template

    def complaints(self, source: NotebookNode, plan: Plan) -> dict[str, str]:
        """Run the author's answers; see `check.complaints`."""
        return complaints(source, plan, self.zygote)

    def results(
        self, plan: Plan, tasks: Iterator[Task]
    ) -> Iterator[tuple[dict, Result, bytes, bytes]]:
        """Grade submissions and yield each when it is done; see `results`."""

        def hire(number: int) -> Callable[[], Grader]:
            branch, processor = None, processors()[number % len(processors())]
            if self.zygote is not None:
                if self.zygote.process.poll() is not None:
                    self.zygote = Zygote(self.modules, self.zygote.safe)
                branch = self.zygote.branch(processor)

            def make() -> Grader:
                keep_to(processor)
                if branch is None:
                    return PlainGrader(self.course, self.lab, self.template)
                return SplitGrader(self.course, self.lab, self.template, plan, branch)

            return make

        return results(tasks, self.n_workers, hire)

    def close(self) -> None:
        """End the warm process."""
        if self.zygote is not None:
            self.zygote.close()
