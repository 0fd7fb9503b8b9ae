"""Real receivers on loopback: an HTTP server that answers as told, and a mail server."""

import asyncio
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from standardwebhooks import Webhook as Oracle

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105  for tests alone
SECONDS = 30


class Received(NamedTuple):
    """One request as it came."""

    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        """The letter's identity."""
        return self.headers["webhook-id"]


class Answer(NamedTuple):
    """What the receiver says to one request."""

    status: int
    headers: Mapping[str, str] = {}
    chunks: int = 0
    """How often 64 KiB are sent after the headers; the receiver gives up when nobody reads."""


class Receiver:
    """An HTTP server; says 204 unless it was told to say something else first."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.accepted: list[Received] = []
        """Those it answered with success."""
        self.answers: list[Answer] = []
        self.silence: threading.Event | None = None
        """When there is one, the receiver answers nothing until it is set."""
        self._came = threading.Condition()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.scheme = "http"

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{self.scheme}://127.0.0.1:{self.server.server_port}/hooks"

    def ids(self) -> list[str]:
        """Return which letters came, in order."""
        return [each.id for each in self.received]

    def wait_for(self, count: int) -> None:
        """Wait until so many requests have come."""
        with self._came:
            assert self._came.wait_for(lambda: len(self.received) >= count, SECONDS)

    def take(self, headers: Mapping[str, str], body: bytes) -> Answer:
        """Note a request and return what to say."""
        with self._came:
            answer = self.answers.pop(0) if self.answers else Answer(204)
            self.received.append(Received(headers, body))
            if 200 <= answer.status < 300:
                self.accepted.append(self.received[-1])
            self._came.notify_all()
        if self.silence is not None:
            assert self.silence.wait(SECONDS)
        return answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        take = self.take

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                answer = take(dict(self.headers.items()), self.rfile.read(length))
                try:
                    self.send_response(answer.status)
                    for name, value in answer.headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    for _ in range(answer.chunks):
                        self.wfile.write(b"x" * 65_536)
                except OSError:
                    self.close_connection = True

            def do_GET(self) -> None:
                take(dict(self.headers.items()), b"")
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  ditto
                del format, args

        return Handler


@contextmanager
def receiving(certificate: Path | None = None) -> Iterator[Receiver]:
    """Run a receiver, over TLS where it has a certificate to show."""
    receiver = Receiver()
    if certificate is not None:
        context = server_tls(certificate)
        receiver.server.socket = context.wrap_socket(receiver.server.socket, server_side=True)
        receiver.scheme = "https"
    serving = threading.Thread(target=receiver.server.serve_forever, args=(0.01,))
    serving.start()
    try:
        yield receiver
    finally:
        if receiver.silence is not None:
            receiver.silence.set()
        receiver.server.shutdown()
        serving.join()
        receiver.server.server_close()


def verified(received: Received, secret: str = SECRET) -> Any:
    """Return the body as the reference implementation of the specification accepts it.

    Its clock is the present; only what was signed at the present passes.
    """
    return Oracle(secret).verify(received.body, dict(received.headers))


class Mailbox:
    """What a mail server took in."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.refusals: list[str] = []
        self.unknown: str | None = None
        """An address it takes no mail for."""

    async def handle_RCPT(  # noqa: N802  the library's name
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take an address."""
        del server, session
        if address == self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        """Take a message, unless a refusal is due."""
        del server, session
        if self.refusals:
            return self.refusals.pop(0)
        self.envelopes.append(envelope)
        return "250 OK"


class _AnyPort(Controller):
    """Finds out which free port it was given."""

    def _trigger_server(self) -> None:
        assert isinstance(self.server, asyncio.Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]  # the library's own


@contextmanager
def taking_mail(**options: Any) -> Iterator[tuple[Mailbox, int]]:
    """Run a mail server; give what it takes in, and its port."""
    mailbox = Mailbox()
    controller = _AnyPort(mailbox, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        yield mailbox, controller.port
    finally:
        controller.stop()


def server_tls(certificate: Path) -> ssl.SSLContext:
    """Return what a server of loopback shows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


class Doorkeeper:
    """Lets one user in."""

    def __call__(
        self, server: Any, session: Any, envelope: Any, kind: str, data: Any
    ) -> AuthResult:
        """Check the login."""
        del server, session, envelope, kind
        known = (data.login, data.password) == (b"zhuoluo", b"correct horse")
        return AuthResult(success=known, handled=known)
