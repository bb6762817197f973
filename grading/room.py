"""Shut a forked process into a room of its own. Security-critical; Linux on x86-64.

The room: own user, mount, process, network and IPC namespaces; private file systems of limited
size; limits on CPU, address space, processes and files; no capabilities; a filter of system
calls. The process that forks the rooms is their warden: it ends a room when the grader lets go of
it, or when all its processes together take too much memory.
"""

import contextlib
import ctypes
import errno
import fcntl
import os
import resource
import select
import signal
import socket
import struct

HOME = "/student"
NEW_USER, NEW_PROCESSES = 0x10000000, 0x20000000
# CLONE_NEW: mount, network, IPC, host name, cgroup
NEW_SURROUNDINGS = 0x20000 | 0x40000000 | 0x08000000 | 0x04000000 | 0x02000000
ANY_NAMESPACE = NEW_USER | NEW_PROCESSES | NEW_SURROUNDINGS | 0x80
MS_RDONLY, MS_NOSUID, MS_NOSUID_NODEV, MS_REMOUNT = 1, 2, 2 | 4, 32
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS = (
    1, 4, 22, 24, 38,
)  # fmt: skip
PROC_FILES = ("cpuinfo", "meminfo", "stat", "uptime", "version", "loadavg", "filesystems")

# System calls of x86-64 that no answer needs and that have opened sandboxes before.
FORBIDDEN = {
    "shmget": 29, "semget": 64, "msgget": 68, "ptrace": 101, "syslog": 103, "personality": 135,
    "pivot_root": 155, "_sysctl": 156,
    "chroot": 161, "acct": 163, "mount": 165, "umount2": 166, "swapon": 167, "swapoff": 168,
    "reboot": 169, "sethostname": 170, "setdomainname": 171, "iopl": 172, "ioperm": 173,
    "init_module": 175, "delete_module": 176, "quotactl": 179, "lookup_dcookie": 212,
    "kexec_load": 246, "add_key": 248, "request_key": 249, "keyctl": 250, "inotify_init": 253,
    "unshare": 272, "move_pages": 279, "vmsplice": 278, "inotify_init1": 294,
    "perf_event_open": 298, "fanotify_init": 300,
    "name_to_handle_at": 303, "open_by_handle_at": 304, "setns": 308, "process_vm_readv": 310,
    "process_vm_writev": 311, "kcmp": 312, "finit_module": 313, "kexec_file_load": 320,
    "memfd_create": 319, "bpf": 321, "userfaultfd": 323, "io_uring_setup": 425,
    "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428, "move_mount": 429,
    "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433, "pidfd_getfd": 438,
    "mount_setattr": 442, "quotactl_fd": 443, "memfd_secret": 447, "open_tree_attr": 467,
}  # fmt: skip
SOCKET, SOCKETPAIR, CLONE, CLONE3 = 41, 53, 56, 435
FAMILIES = (1, 2, 10, 16)  # Unix, IPv4, IPv6, netlink: the room's own network has no way out

libc = ctypes.CDLL(None, use_errno=True)


def call(name: str, *arguments: object) -> None:
    """Call a function of the C library; raise OSError where it fails."""
    if getattr(libc, name)(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")


def become(uid: int) -> None:
    """Give up the rights of root for good, if this process has them."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
        call("prctl", PR_SET_DUMPABLE, 1, 0, 0, 0)  # or /proc/self would stay root's


def enter_namespaces(which: int) -> None:
    """Put this process, which has one thread, into a new user namespace and into others."""
    uid, gid = os.getuid(), os.getgid()
    call("unshare", NEW_USER | which)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{uid} {uid} 1"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def mount(source: str, target: str, kind: str | None, flags: int, data: str | None = None) -> None:
    """Mount a file system; None stands for what the kernel need not know."""
    source, target, kind, data = (x and x.encode() for x in (source, target, kind, data))
    call("mount", source, target, kind, ctypes.c_ulong(flags), data)


def furnish(tmp_bytes: int) -> None:
    """Cover everything that can be written, or that tells of others, with private mounts."""
    mount("none", "/", None, MS_REC | MS_PRIVATE)
    # A fresh /proc may not be mounted in here: show this process's own part of the old one.
    mount("tmpfs", HOME, "tmpfs", MS_NOSUID_NODEV, "size=64k,nr_inodes=100,mode=755")
    for name in PROC_FILES:
        with open(f"{HOME}/{name}", "w"):
            mount(f"/proc/{name}", f"{HOME}/{name}", None, MS_BIND)
    for name in ("self", "1"):
        os.mkdir(f"{HOME}/{name}")
        mount("/proc/" + os.readlink("/proc/self"), f"{HOME}/{name}", None, MS_BIND)
    mount(HOME, "/proc", None, MS_BIND | MS_REC)
    mount("none", "/proc", None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID_NODEV)
    options = f"size={tmp_bytes},nr_inodes=20000,mode=1777"
    for folder in ("/tmp", HOME, "/dev/shm"):
        mount("tmpfs", folder, "tmpfs", MS_NOSUID_NODEV, options)
    # Terminals: those of other rooms could be read and written.
    mount("devpts", "/dev/pts", "devpts", MS_NOSUID, "newinstance,ptmxmode=0666,mode=600,max=20")
    os.chdir(HOME)


def raise_loopback() -> None:
    """Switch on the network of this room, which ends at its walls."""
    with socket.socket() as sock:  # SIOCSIFFLAGS; up and running
        fcntl.ioctl(sock, 0x8914, struct.pack("16sH14x", b"lo", 0x1 | 0x40))


def set_limits(limits: dict) -> None:
    """Limit what one process may take; the warden limits them all together."""
    for name, value in {
        "CPU": limits["cpu_s"], "AS": limits["address_bytes"], "NPROC": limits["processes"],
        "FSIZE": limits["tmp_bytes"], "NOFILE": 512, "CORE": 0, "MEMLOCK": 0, "MSGQUEUE": 0,
    }.items():  # fmt: skip
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


def drop_capabilities() -> None:
    """Give up all rights that the new namespaces gave, also for programs started later."""
    call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    for capability in range(64):
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0:
            break
    header = struct.pack("Ii", 0x20080522, 0)
    call("capset", header, bytes(24))


def filter_calls() -> None:
    """Refuse system calls: new namespaces, mounts, tracing, kernel modules, odd sockets."""
    load, equal, least, any_bit, give = 0x20, 0x15, 0x35, 0x45, 0x06
    number, architecture, argument = 0, 4, 16
    kill, allow = 0x80000000, 0x7FFF0000
    refuse, unknown = (0x00050000 | code for code in (errno.EPERM, errno.ENOSYS))

    def step(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("HBBI", code, yes, no, value)

    rules = [step(load, architecture), step(equal, 0xC000003E, 1, 0), step(give, kill)]
    rules += [step(load, number), step(least, 0x40000000, 0, 1), step(give, refuse)]
    rules += [step(equal, CLONE3, 0, 1), step(give, unknown)]  # clone comes instead, and is read
    for forbidden in FORBIDDEN.values():
        rules += [step(equal, forbidden, 0, 1), step(give, refuse)]
    rules += [step(equal, CLONE, 0, 3), step(load, argument)]
    rules += [step(any_bit, ANY_NAMESPACE, 0, 1), step(give, refuse), step(load, number)]
    n = len(FAMILIES)
    rules += [step(equal, SOCKET, 1, 0), step(equal, SOCKETPAIR, 0, n + 2), step(load, argument)]
    rules += [step(equal, family, n - i) for i, family in enumerate(FAMILIES)]
    rules += [step(give, refuse), step(give, allow)]
    program = ctypes.create_string_buffer(b"".join(rules))
    pointer = struct.pack("HxxxxxxP", len(rules), ctypes.addressof(program))
    call("prctl", PR_SET_SECCOMP, 2, pointer, 0, 0)


def shut_in(limits: dict) -> None:
    """Make the room round this process, the first one of its process namespace."""
    os.setsid()  # a signal to "my process group" must not reach those outside
    enter_namespaces(NEW_SURROUNDINGS)
    call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)  # the warden's end is the room's
    furnish(limits["tmp_bytes"])
    raise_loopback()
    set_limits(limits)
    drop_capabilities()
    filter_calls()


# The warden ---------------------------------------------------------------------------------


class Room:
    """What the warden knows of a room.

    Parameters
    ----------
    child : int
        The first process of the room: with it, all others end.
    life : socket.socket
        The grader holds the other end. When it closes that, or dies, the room ends.
    memory_bytes : int
        What all processes together may hold.
    """

    def __init__(self, child: int, life: socket.socket, memory_bytes: int):
        self.child, self.life, self.memory_bytes = child, life, memory_bytes
        self.ended = os.pidfd_open(child)
        # The number of the first process in /proc, which is mounted for a namespace further out.
        self.first = int(text_of(f"/proc/self/fdinfo/{self.ended}").split("\nPid:")[1].split()[0])

    def end(self) -> None:
        """Kill the room's processes."""
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.ended)
        self.life.close()

    def memory(self, processes: dict[int, tuple[int, int]]) -> int:
        """Return the bytes that all processes hold, or more where that is within the limit.

        All processes of a room descend from its first one. They can hide most of what /proc
        tells of them, but not their parent and the size of their memory.
        """
        inside, youngest = {}, {self.first}
        while youngest:
            inside |= {pid: processes[pid][1] for pid in youngest if pid in processes}
            youngest = {pid for pid, (parent, _) in processes.items() if parent in youngest}
        if sum(inside.values()) > self.memory_bytes:
            for pid in inside:  # what they share is to count once
                with contextlib.suppress(OSError, IndexError):
                    shares = text_of(f"/proc/{pid}/smaps_rollup").split("\nPss:")[1]
                    inside[pid] = 1024 * int(shares.split()[0])
        return sum(inside.values())


def all_processes() -> dict[int, tuple[int, int]]:
    """Return, for the number of each process, that of its parent and the bytes that it holds."""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            fields = text_of(f"/proc/{pid}/stat").rpartition(")")[2].split()
            found[int(pid)] = int(fields[1]), int(fields[21]) * resource.getpagesize()
    return found


def text_of(path: str) -> str:
    """Return the text of a file."""
    with open(path) as file:
        return file.read()


def become_warden() -> None:
    """Go on in a process that may open rooms; this one waits for its end."""
    enter_namespaces(NEW_PROCESSES)
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        os._exit(0)


def open_room(limits: dict, life: socket.socket) -> Room | None:
    """Fork into a room.

    Parameters
    ----------
    limits : dict
        cpu_s, address_bytes, processes, tmp_bytes, memory_bytes.
    life : socket.socket
        See `Room`.

    Returns
    -------
    room : Room or None
        None inside, in the room's first process, which has to call `shut_in`.
    """
    own = os.open("/proc/self/ns/pid", os.O_RDONLY)
    try:
        call("unshare", NEW_PROCESSES)  # for children only
        child = os.fork()
        if child == 0:
            return None
        call("setns", own, NEW_PROCESSES)
    finally:
        os.close(own)
    return Room(child, life, limits["memory_bytes"])


def guard(rooms: list[Room], control: socket.socket) -> None:
    """Look after rooms until an order comes; remove from the list those that have ended.

    Parameters
    ----------
    rooms : list of Room
    control : socket.socket
        Where orders come from.
    """
    while True:
        poll = select.poll()
        poll.register(control, select.POLLIN)
        for room in rooms:
            poll.register(room.ended, select.POLLIN)
            poll.register(room.life, select.POLLIN | select.POLLHUP)
        ready = {fd for fd, _ in poll.poll(50 if rooms else None)}
        leave = [room for room in rooms if ready & {room.ended, room.life.fileno()}]
        processes = {} if ready else all_processes()
        for room in rooms:
            if room.memory(processes) > room.memory_bytes:
                leave.append(room)
                with contextlib.suppress(OSError):
                    room.life.send(b"m")
        for room in leave:
            rooms.remove(room)
            room.end()
        if control.fileno() in ready:
            return
