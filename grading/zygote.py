"""The warm process: imports a lab's libraries once, then forks a session for each that asks.

It runs inside the sandbox, before any code of a student, and talks to the grader alone.
"""

import contextlib
import gc
import importlib
import json
import os
import random
import socket
import sys


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


def run_session(order: dict, sock: socket.socket, life: socket.socket) -> None:
    """Become a student's or a checker's session, in a room if there is one; never return."""
    try:
        silence({sock.fileno(), life.fileno()})
        if order["room"]:
            from grading.room import open_room

            open_room(order["limits"], life)
        else:
            life.close()
            os.setsid()
        random.seed(0)
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed(0)
        from grading import checker, shell, student
        from grading.wire import Channel

        shell.draw(order["pictures"])
        {"student": student, "checker": checker}[order["role"]].serve(Channel(sock), order["room"])
    finally:
        os._exit(0)


def main() -> None:
    """Serve orders until the grader goes away."""
    settings = json.loads(sys.argv[1])
    if settings["uid"] is not None:
        from grading.room import become

        become(settings["uid"])
    control = socket.socket(fileno=settings["control"])
    missing = preload(settings["modules"])
    from grading import checker, shell  # noqa: F401

    shell.warm_up()
    gc.collect()
    gc.freeze()
    control.sendall(json.dumps({"ready": os.getpid(), "missing": missing}).encode() + b"\n")
    serve(control)


def serve(control: socket.socket) -> None:
    """Fork a session for each order; a branch is a process that does the same for another."""
    while True:
        order, fds, _, _ = socket.recv_fds(control, 1 << 16, 2)
        if not order:
            os._exit(0)
        order = json.loads(order)
        child = os.fork()
        if child == 0:
            control.close()
            ends = [socket.socket(fileno=fd) for fd in fds]
            if order["role"] == "branch":
                with contextlib.suppress(AttributeError, OSError):
                    os.sched_setaffinity(0, {order["processor"]})
                control = ends[0]
                continue
            run_session(order, *ends)
        for fd in fds:
            os.close(fd)
        control.sendall(json.dumps({"forked": child}).encode() + b"\n")
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass


if __name__ == "__main__":
    main()
