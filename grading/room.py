"""Shut a forked process into a room of its own. Security-critical; Linux on x86-64.

The room: own user, mount, process, network and IPC namespaces; private file systems of limited
size; limits on CPU, address space, processes and files; no capabilities; a filter of system
calls. Outside stands a warden that ends the room when the grader lets go of it, or when all its
processes together take too much memory.
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
# CLONE_NEW: user, mount, process, network, IPC, host name, cgroup, time
NEW_NAMESPACES = 0x10000000 | 0x20000 | 0x20000000 | 0x40000000 | 0x08000000 | 0x04000000
NEW_NAMESPACES |= 0x02000000
ANY_NAMESPACE = NEW_NAMESPACES | 0x80
MS_RDONLY, MS_NOSUID_NODEV, MS_REMOUNT = 1, 2 | 4, 32
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
    "kexec_load": 246, "add_key": 248, "request_key": 249, "keyctl": 250, "unshare": 272,
    "move_pages": 279, "vmsplice": 278, "perf_event_open": 298, "fanotify_init": 300,
    "name_to_handle_at": 303, "open_by_handle_at": 304, "setns": 308, "process_vm_readv": 310,
    "process_vm_writev": 311, "kcmp": 312, "finit_module": 313, "kexec_file_load": 320,
    "memfd_create": 319, "bpf": 321, "userfaultfd": 323, "io_uring_setup": 425,
    "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428, "move_mount": 429,
    "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433, "pidfd_getfd": 438,
    "mount_setattr": 442,
    "quotactl_fd": 443, "memfd_secret": 447,
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


def enter_namespaces() -> None:
    """Put this process, which has one thread, into new namespaces; its children follow."""
    uid, gid = os.getuid(), os.getgid()
    call("unshare", NEW_NAMESPACES)
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
    call("prctl", PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    furnish(limits["tmp_bytes"])
    raise_loopback()
    set_limits(limits)
    drop_capabilities()
    filter_calls()


# The warden ---------------------------------------------------------------------------------


def memory_of(room: str, proc: int, enough: int) -> int:
    """Return the bytes that the processes of a room hold together.

    Parameters
    ----------
    room : str
        The name of its process namespace.
    proc : int
        An open /proc that sees into the room.
    enough : int
        Below this, a rough count from above will do. Above it, shared pages are counted once.

    Returns
    -------
    total : int
    """
    rough, inside, page = 0, [], resource.getpagesize()
    for pid in filter(str.isdigit, os.listdir(proc)):
        with contextlib.suppress(OSError, ValueError, IndexError):
            if os.readlink(f"{pid}/ns/pid", dir_fd=proc) == room:
                inside.append(pid)
                rough += page * int(read_at(proc, f"{pid}/statm").split()[1])
    if rough <= enough:
        return rough
    total = 0
    for pid in inside:
        with contextlib.suppress(OSError, ValueError, IndexError):
            total += 1024 * int(read_at(proc, f"{pid}/smaps_rollup").split("\nPss:")[1].split()[0])
    return total


def read_at(folder: int, name: str) -> str:
    """Return the text of a file below an open folder."""
    with open(os.open(name, os.O_RDONLY, dir_fd=folder)) as file:
        return file.read()


def guard(child: int, proc: int, life: socket.socket, memory_bytes: int) -> None:
    """Wait for the end of a room; bring it about when the grader wants it or memory runs out.

    Parameters
    ----------
    child : int
        The first process of the room: with it, all others end.
    proc : int
        An open /proc that sees into the room; the one in here will be covered.
    life : socket.socket
        The grader holds the other end. When it closes that, or dies, the room ends.
    memory_bytes : int
    """
    ended, room = os.pidfd_open(child), os.readlink(f"{child}/ns/pid", dir_fd=proc)
    poll = select.poll()
    poll.register(ended, select.POLLIN)
    poll.register(life, select.POLLIN | select.POLLHUP)
    while not (events := poll.poll(50)):
        if memory_of(room, proc, memory_bytes) > memory_bytes:
            with contextlib.suppress(OSError):
                life.send(b"m")
            break
    if not any(fd == ended for fd, _ in events):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def open_room(limits: dict, life: socket.socket) -> None:
    """Fork into a room. Only its first process returns; the warden stays outside and exits.

    Parameters
    ----------
    limits : dict
        cpu_s, address_bytes, processes, tmp_bytes, memory_bytes.
    life : socket.socket
        See `guard`; closed inside.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    enter_namespaces()
    proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY)
    child = os.fork()
    if child:
        try:
            guard(child, proc, life, limits["memory_bytes"])
        finally:
            os._exit(0)
    os.close(proc)
    life.close()
    os.setsid()  # a signal to "my process group" must not reach those outside
    signal.signal(signal.SIGINT, signal.default_int_handler)
    shut_in(limits)
