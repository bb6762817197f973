"""The warm process: imports a lab's libraries once, then forks a session for each that asks.

It runs inside the sandbox, before any code of a student, and talks to the grader alone.
"""

import contextlib
import gc
import importlib
import json
import os
import random
import signal
import socket
import sys

OPENING_S = 60  # for an author's first cells; longer ones run in each session


def preload(modules: list[str]) -> list[str]:
    """Import what can be imported; return what cannot."""
    missing = []
    for name in modules:
        try:
            importlib.import_module(name)
        except Exception:
            missing.append(name)
    return missing


def silence(keep: set[int]) -> None:
    """Close all files but the connections, and put nothing in the place of the terminal."""
    for fd in map(int, os.listdir("/proc/self/fd")):
        if fd > 2 and fd not in keep:
            with contextlib.suppress(OSError):
                os.close(fd)
    null = os.open(os.devnull, os.O_RDWR)
    for fd in range(3):
        os.dup2(null, fd)
    if null > 2:
        os.close(null)


def seed() -> object:
    """Let what is drawn without a seed be the same for all; return a state for `random`."""
    random.seed(0)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(0)
    return random.getstate()


def left_behind() -> list:
    """Return what a fork would not have, or would have in common with others."""
    threads, files = os.listdir("/proc/self/task"), os.listdir("/proc/self/fd")
    return [len(threads), files, os.listdir("/tmp"), os.getcwd()]


def run_opening(cells: list[str], pictures: bool) -> list | None:
    """Run the first cells of a lab's author, for all sessions that are forked from here.

    Returns
    -------
    outputs : list or None
        Those of each cell. None where they fail, or leave more behind than names and values:
        then they have to run in each session.
    """
    from grading import shell

    os.chdir("/student")  # as in a room; nothing can be written there
    shell.draw(pictures)
    here = shell.Shell.instance()
    if pictures and "matplotlib" in sys.modules:
        here.run(shell.FIRST_FIGURE, history=False)  # each fork opens its fonts again
    before = left_behind()
    outputs = [here.run(source, shared=True) for source in cells]
    failed = any(o["output_type"] == "error" for shown in outputs for o in shown)
    if failed or left_behind() != before:
        return None
    with contextlib.suppress(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
        return None  # a process that they have started
    gc.collect()
    gc.freeze()
    return outputs


def run_session(order: dict, sock: socket.socket, state: object) -> None:
    """Become a student's or a checker's session, in a room if there is one; never return."""
    try:
        silence({sock.fileno()})
        if order["room"]:
            from grading.room import shut_in

            shut_in(order["limits"])
        else:
            os.setsid()
        random.setstate(state)  # Python gives each fork another one
        from grading import checker, shell, student
        from grading.wire import Channel

        shell.draw(order["pictures"])
        {"student": student, "checker": checker}[order["role"]].serve(Channel(sock), order["room"])
    finally:
        os._exit(0)


def open_with(control: socket.socket, state: object) -> object:
    """Run the cells that come, tell what they show, and return a state for `random`."""
    order = json.loads(control.makefile("rb").readline())
    random.setstate(state)
    signal.alarm(OPENING_S)
    outputs = run_opening(order["cells"], order["pictures"])
    signal.alarm(0)
    control.sendall(json.dumps(outputs).encode() + b"\n")
    return random.getstate()


def try_a_room() -> None:
    """Open a room before anybody's code needs one; end with an error if this machine has none."""
    from grading.room import open_room, shut_in

    limits = dict.fromkeys(("cpu_s", "processes"), 10)
    limits |= dict.fromkeys(("address_bytes", "tmp_bytes", "memory_bytes"), 1 << 30)
    ours, theirs = socket.socketpair()
    room = open_room(limits, theirs)
    if room is None:
        shut_in(limits)
        os._exit(0)
    _, status = os.waitpid(room.child, 0)
    if status:
        sys.exit("No room can be made inside it.")
    for end in (ours, theirs):
        end.close()
    os.close(room.ended)


def main() -> None:
    """Serve orders until the grader goes away."""
    settings = json.loads(sys.argv[1])
    if settings["safe"]:
        from grading import room

        if settings["uid"] is not None:
            room.become(settings["uid"])
        room.become_warden()
        try_a_room()
    control = socket.socket(fileno=settings["control"])
    missing = preload(settings["modules"])
    from grading import checker, shell  # noqa: F401

    shell.warm_up()
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)  # a session is short: searching for garbage pays less often
    control.sendall(json.dumps({"ready": os.getpid(), "missing": missing}).encode() + b"\n")
    serve(control, settings["safe"], seed())


def serve(control: socket.socket, safe: bool, state: object) -> None:
    """Fork a session for each order; a branch is a process that does the same for another."""
    if safe:
        from grading.room import guard, open_room
    rooms: list = []
    while True:
        if safe:
            guard(rooms, control)
        order, fds, _, _ = socket.recv_fds(control, 1 << 16, 2)
        if not order:
            os._exit(0)
        order, ends = json.loads(order), [socket.socket(fileno=fd) for fd in fds]
        branch = order["role"] == "branch"
        if safe and not branch:
            room = open_room(order["limits"], ends.pop())
            child = room.child if room else 0
            rooms += [room] if room else []
        else:
            child = os.fork()
        if child == 0:
            if not branch:
                run_session(order, ends[0], state)
            control.close()
            rooms.clear()
            control = ends[0]
            if order["processor"] is not None:
                with contextlib.suppress(AttributeError, OSError):
                    os.sched_setaffinity(0, {order["processor"]})
            if order["opens"]:
                state = open_with(control, state)
            continue
        for end in ends:
            end.close()
        control.sendall(json.dumps({"forked": child}).encode() + b"\n")
        if not safe:
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass


if __name__ == "__main__":
    main()
