"""A mail server that sends one of its answers byte by byte."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import cycle, islice

PAUSE = 0.05
"""Seconds between two bytes: any limit on a single wait is met."""

MOST = 100
GRANTED = b"250-mail.example.org\r\n250 STARTTLS\r\n"


@contextmanager
def dripping(
    before: str, drip: bytes, tls: ssl.SSLContext | None = None, pause: float = PAUSE
) -> Iterator[int]:
    """Run such a server; give its port.

    It answers as it should until a line of the client begins with ``before``, at once where that
    is empty; then it sends ``drip`` again and again. Unless it makes no pause it hangs up after
    ``MOST`` bytes, which is more than anybody should wait for.
    """
    is_over = threading.Event()
    sent = cycle(drip) if pause == 0 else islice(cycle(drip), MOST)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            with suppress(OSError):
                connection, _ = listening.accept()
                with _shown(connection, tls) as shown:
                    _answer_until(shown, before)
                    for byte in sent:
                        if is_over.wait(pause):
                            break
                        shown.sendall(bytes([byte]))

        serving = threading.Thread(target=serve)
        serving.start()
        try:
            yield listening.getsockname()[1]
        finally:
            is_over.set()
            serving.join()


def _shown(connection: socket.socket, tls: ssl.SSLContext | None) -> socket.socket:
    return connection if tls is None else tls.wrap_socket(connection, server_side=True)


def _answer_until(connection: socket.socket, before: str) -> None:
    if not before:
        return
    connection.sendall(b"220 mail.example.org\r\n")
    is_letter = False
    with connection.makefile("rb") as lines:
        for line in lines:
            if line.startswith(before.encode()):
                return
            if not is_letter or line == b".\r\n":
                is_letter = line == b"data\r\n"
                connection.sendall(b"354 go on\r\n" if is_letter else GRANTED)
