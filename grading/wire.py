"""Messages between processes: a JSON head and a body of bytes, each with its length before it."""

import json
import socket
import struct
import time

LENGTHS = struct.Struct("!II")
MAX_HEAD = 4_000_000
MAX_BODY = 64_000_000


class Lost(Exception):
    """The other side has died, said too much or nonsense, or is silent beyond the time limit."""


class TimeUp(Lost):
    """The other side is silent beyond the time limit."""


class Channel:
    """One end of a connection of two processes.

    Parameters
    ----------
    sock : socket.socket
        A connected stream socket.
    """

    def __init__(self, sock: socket.socket):
        self.sock, self.buffer = sock, bytearray()

    def send(self, head: dict, body: bytes = b"", deadline: float | None = None) -> None:
        """Send one message, or raise Lost."""
        text = json.dumps(head).encode()
        if len(text) > MAX_HEAD or len(body) > MAX_BODY:
            raise ValueError(f"{len(text) + len(body)} bytes are too many for one message")
        try:
            self._limit(deadline)
            self.sock.sendall(b"".join((LENGTHS.pack(len(text), len(body)), text, body)))
        except TimeoutError:
            raise TimeUp("no reader before the time limit") from None
        except OSError as error:
            raise Lost(str(error)) from None

    def receive(self, deadline: float | None = None) -> tuple[dict, bytes]:
        """Return the next message: its head, a dictionary, and its body.

        Parameters
        ----------
        deadline : float, optional
            A time of ``time.monotonic``.

        Returns
        -------
        head : dict
        body : bytes

        Raises
        ------
        Lost
            If no well-formed message within the limits comes.
        """
        n_head, n_body = LENGTHS.unpack(self._exactly(LENGTHS.size, deadline))
        if n_head > MAX_HEAD or n_body > MAX_BODY:
            raise Lost("a message is too long")
        text, body = self._exactly(n_head, deadline), self._exactly(n_body, deadline)
        try:
            head = json.loads(text)
        except (ValueError, RecursionError):
            raise Lost("a message makes no sense") from None
        if not isinstance(head, dict):
            raise Lost("a message makes no sense")
        return head, body

    def _exactly(self, size: int, deadline: float | None) -> bytes:
        try:
            while len(self.buffer) < size:
                self._limit(deadline)
                part = self.sock.recv(1 << 18)
                if not part:
                    raise Lost("the other side has ended")
                self.buffer += part
        except TimeoutError:
            raise TimeUp("no answer before the time limit") from None
        except OSError as error:
            raise Lost(str(error)) from None
        found = bytes(self.buffer[:size])
        del self.buffer[:size]
        return found

    def _limit(self, deadline: float | None) -> None:
        left = None if deadline is None else deadline - time.monotonic()
        if left is not None and left <= 0:
            raise TimeoutError
        if left is not None or self.sock.gettimeout() is not None:
            self.sock.settimeout(left)

    def close(self) -> None:
        """Close this end."""
        self.sock.close()

    def pass_on(self, sock: socket.socket, deadline: float) -> None:
        """Hand the end of a further connection to the other side, see `taken`."""
        self.send({"do": "link"}, deadline=deadline)
        self.receive(deadline)
        socket.send_fds(self.sock, [b"L"], [sock.fileno()])

    def taken(self) -> "Channel":
        """Take the end of a further connection, after a message that announced it."""
        self.send({"is": "ready"})
        _, fds, _, _ = socket.recv_fds(self.sock, 1, 1)
        return Channel(socket.socket(fileno=fds[0]))
