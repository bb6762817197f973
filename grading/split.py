"""Run a submission in two sessions, in the place of nbgrader's own execution."""

import socket
import time
from dataclasses import dataclass, field, replace
from typing import ClassVar

from nbformat import NotebookNode
from nbgrader.preprocessors import Execute

from grading.outputs import Allowance, failure, safe_outputs
from grading.plan import Plan
from grading.rehearsal import is_test
from grading.sandbox import Session, Zygote
from grading.wire import Channel, Lost, TimeUp

GRACE_S = 10  # for a test to end after the answer that it called was stopped


@dataclass
class Limits:
    """What one submission may take."""

    cell_s: float = 60
    submission_s: float = 600
    restarts: int = 8
    memory_bytes: int = 3 << 30
    address_bytes: int = 16 << 30
    processes: int = 100
    tmp_bytes: int = 256 << 20

    def of_room(self) -> dict:
        """Return what a room needs to know."""
        names = ("memory_bytes", "address_bytes", "processes", "tmp_bytes")
        return {"cpu_s": int(self.submission_s), **{n: getattr(self, n) for n in names}}


@dataclass
class Side:
    """One of the two sessions, and what ran in it, so that a new one can take its place."""

    role: str
    session: Session | None = None
    past: list[str] = field(default_factory=list)
    n_ran: int = 0


class Run:
    """One submission on its way through the two sessions.

    Parameters
    ----------
    zygote : Zygote
    plan : Plan
    limits : Limits
    """

    def __init__(self, zygote: Zygote, plan: Plan, limits: Limits):
        self.zygote, self.plan, self.limits = zygote, plan, limits
        self.student, self.checker = Side("student"), Side("checker")
        self.n_starts, self.ends = 0, time.monotonic() + limits.submission_s
        self.linked: list[Session] = []
        self.deaths: list[str] = []
        zygote.open_with(plan.opening, plan.pictures)

    def cell(self, cell: NotebookNode) -> list[NotebookNode]:
        """Run one code cell where it belongs; return its outputs."""
        marks = cell.metadata.get("nbgrader", {})
        name, test = marks.get("grade_id"), bool(marks) and is_test(cell)
        if self.n_starts > self.limits.restarts + 2 or time.monotonic() > self.ends:
            return [failure("NotRun", "This submission has used up its time, or died too often.")]
        if test and name not in self.plan.whole:
            return self.test(cell.source, self.plan.names.get(name, []))
        if name in self.plan.shared:
            self.checker.past.append(cell.source)
            past = [*self.student.past, cell.source]
            if past == self.opening()[: len(past)]:
                self.student.past = past
                return safe_outputs(self.zygote.shown[len(past) - 1])
        return self.answer(cell.source, test)

    def opening(self) -> list[str]:
        """Return the cells that have run once for all, or none."""
        return self.plan.opening if self.zygote.opened else []

    def deadline(self) -> float:
        """Return when what begins now has to end."""
        return min(time.monotonic() + self.limits.cell_s, self.ends)

    def ready(self, side: Side) -> Channel:
        """Return the channel of a session that has run all that it should have run by now."""
        if side.session is None:
            pictures = self.plan.pictures and side is self.student  # nobody sees the checker's
            opening = self.opening()
            whole = bool(opening) and side.past[: len(opening)] == opening
            zygote, side.n_ran = (self.zygote.opened, len(opening)) if whole else (self.zygote, 0)
            side.session = zygote.session(side.role, self.limits.of_room(), pictures)
            self.n_starts += 1
        channel = side.session.channel
        while side.n_ran < len(side.past):
            self.run_in(channel, side.past[side.n_ran], True)
            side.n_ran += 1
        return channel

    def run_in(self, channel: Channel, source: str, history: bool) -> list:
        """Run a cell in a session and return what it says of the outputs."""
        deadline = self.deadline()
        order = {"do": "cell", "source": source, "history": history}
        channel.send(order | {"shared": source in self.checker.past}, deadline=deadline)
        return channel.receive(deadline)[0].get("outputs", [])

    def answer(self, source: str, test: bool = False) -> list[NotebookNode]:
        """Run a cell in the student's session."""
        try:
            outputs = self.run_in(self.ready(self.student), source, not test)
        except Lost as loss:
            return [failure(*self.bury(self.student, loss))]
        if not test:
            self.student.past.append(source)
            self.student.n_ran += 1
        return safe_outputs(outputs, test)

    def test(self, source: str, names: list[str]) -> list[NotebookNode]:
        """Run a test in the checker's session, which asks the student's session by itself."""
        lost, late = [], None
        try:
            self.ready(self.student)
        except Lost as loss:
            lost = [failure(*self.bury(self.student, loss))]
        deadline = self.deadline()
        order = {"do": "test", "source": source, "names": names, "watched": self.plan.watched}
        try:
            checker = self.ready(self.checker)
            self.link()
            checker.send(order, deadline=deadline)
            try:
                head, _ = checker.receive(deadline)
            except TimeUp as loss:  # who is it that takes so long?
                late = loss
                self.end(self.student)
                head, _ = checker.receive(deadline + GRACE_S)
        except Lost as loss:
            return [failure(*self.bury(self.checker, loss))]
        outputs = safe_outputs(head.get("outputs"), test=True)
        if head.get("lost") is not True:
            return outputs
        lost = lost or [failure(*self.bury(self.student, late or Lost("died")))]
        return [output for output in outputs if output.output_type != "error"] + lost

    def link(self) -> None:
        """Connect the two sessions, if one of them is new."""
        ends = [side.session for side in (self.checker, self.student)]
        if ends == self.linked or None in ends:
            return
        pair = socket.socketpair()
        for session, sock in zip(ends, pair, strict=True):
            with sock:
                session.channel.pass_on(sock, self.deadline())
        self.linked = ends

    def bury(self, side: Side, loss: Lost) -> tuple[str, str]:
        """End a session that is lost; return the name and the words of an error."""
        why = side.session.why() if side.session else ""
        self.end(side)
        late = isinstance(loss, TimeUp)
        self.deaths.append("took too long" if late else "killed the kernel")
        if late:
            return "CellTimeoutError", f"No end within {self.limits.cell_s:g} seconds."
        return "DeadKernelError", why or "This cell killed its process."

    def end(self, *sides: Side) -> None:
        """End sessions, if they live."""
        for side in sides:
            if side.session is not None:
                side.session.end()
                side.session = None


class SplitExecute(Execute):
    """Execute a notebook in two sandboxed sessions; all else stays nbgrader's.

    Who uses it sets `zygote` and `plan` first. `deaths` tells afterwards which sessions were lost.
    """

    zygote: Zygote | None = None
    plan: Plan | None = None
    limits: ClassVar[Limits] = Limits()
    deaths: tuple[str, ...] = ()

    def preprocess(self, nb: NotebookNode, resources: dict, km=None) -> tuple[NotebookNode, dict]:
        """Run all code cells in order."""
        limits = replace(self.limits, cell_s=min(self.limits.cell_s, self.timeout or 1e9))
        run, allowance = Run(self.zygote, self.plan, limits), Allowance()
        try:
            for number, cell in enumerate(nb.cells):
                if cell.cell_type == "code":
                    cell.outputs = allowance.fitting(run.cell(cell), is_test(cell))
                    cell.execution_count = number + 1
        finally:
            run.end(run.student, run.checker)
            self.deaths = tuple(run.deaths)
        nb.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
        return nb, resources
