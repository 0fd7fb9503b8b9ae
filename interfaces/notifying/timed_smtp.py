"""SMTP with one deadline for a whole session, however the server spreads its answers."""

import smtplib
import socket
import ssl
import time
from collections.abc import Callable
from datetime import timedelta
from io import BufferedReader, RawIOBase
from typing import Any

MOST_ANSWERED = 65_536
"""Bytes; no mail server has more to say in one session."""
LEAST = 0.001
"""Seconds; zero would mean not to wait at all, which is another kind of failure."""


class TimedSMTP(smtplib.SMTP):
    """A session that raises ``TimeoutError`` once its time is over.

    The library limits each wait for bytes; a server that sends one now and then has no limit.
    """

    def __init__(
        self, host: str, port: int, within: timedelta, tls: ssl.SSLContext | None
    ) -> None:
        self._ends = time.monotonic() + within.total_seconds()
        self._tls = tls
        self._name = host
        super().__init__(host, port)

    def send(self, s: Any) -> None:
        """Send within what is left of the time."""
        self._limit()
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        """Read an answer within what is left of the time; what follows has the rest of it."""
        if self.file is None and self.sock is not None:
            self.file = BufferedReader(_Answers(self.sock, self._left))
        reply = super().getreply()
        self._limit()
        return reply

    def _limit(self) -> None:
        if self.sock is not None:
            self.sock.settimeout(max(self._left(), LEAST))

    def _left(self) -> float:
        return self._ends - time.monotonic()

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """Connect to the first address that answers; each has its share of the time."""
        del timeout
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        failure: OSError = TimeoutError()
        for tried, (*_, address) in enumerate(found):
            share = self._left() / (len(found) - tried)
            if share <= 0:
                raise TimeoutError
            try:
                return self._protected(_connected(address, share))
            except ssl.SSLError:
                raise
            except OSError as error:
                failure = error
        raise failure

    def _protected(self, connected: socket.socket) -> socket.socket:
        connected.settimeout(max(self._left(), LEAST))
        if self._tls is None:
            return connected
        try:
            return self._tls.wrap_socket(connected, server_hostname=self._name)
        except OSError:
            connected.close()
            raise


def _connected(address: tuple[Any, ...], seconds: float) -> socket.socket:
    return socket.create_connection((address[0], address[1]), seconds)


class _Answers(RawIOBase):
    """What the server says, byte for byte, as long as there is time."""

    def __init__(self, connection: socket.socket, left: Callable[[], float]) -> None:
        self._connection = connection
        self._left = left
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._left()
        if left <= 0:
            raise TimeoutError
        if self._read > MOST_ANSWERED:
            raise ConnectionAbortedError
        self._connection.settimeout(left)
        count = self._connection.recv_into(buffer)
        self._read += count
        return count
