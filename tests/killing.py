"""Kills a serving process in the middle of a stream of commands and looks at what is left.

Clients register units over HTTP, each request with an idempotency key, and note which were
acknowledged. The server is killed with SIGKILL at a random moment, started again, and asked: every
acknowledged command must be there; what was not acknowledged is sent again with its key; nothing
may be there twice.
"""

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any, NamedTuple
from urllib.parse import quote

CLIENTS = 4
HEADERS = {
    "X-Actor": quote("经办人甲"),
    "X-Unit": "RDB",
    "X-Role": "supervision_staff",
    "Content-Type": "application/json",
}


class Survived(NamedTuple):
    """What was counted over all kills."""

    kills: int
    acknowledged: int
    sent_again: int


class Server:
    """A server process that may be killed and started again on the same county."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = {**os.environ, **environment}
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            self.port: int = listening.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and return once it is ready."""
        command = [sys.executable, "-m", "interfaces.cli", "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(  # noqa: S603  our own program
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                if self.ask("GET", "/readyz")[0] == http.client.OK:
                    return
            except OSError:
                time.sleep(0.05)
        msg = "the server does not become ready"
        raise RuntimeError(msg)

    def kill(self) -> None:
        """End it without notice."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def ask(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, Any]:
        """Send one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            content = None if body is None else json.dumps(body).encode()
            connection.request(method, path, content, dict(headers or {}))
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        finally:
            connection.close()


@contextmanager
def _streaming(server: Server, prefix: str) -> Iterator[tuple[set[str], set[str]]]:
    """Send commands from several clients until the block ends; collect codes sent and answered."""
    sent: set[str] = set()
    answered: set[str] = set()
    stop = Event()

    def client(number: int) -> None:
        count = 0
        while not stop.is_set():
            count += 1
            code = f"{prefix}-{number}-{count}"
            sent.add(code)
            try:
                status, _ = register(server, code)
            except (OSError, ValueError):
                return
            if status == http.client.CREATED:
                answered.add(code)

    clients = [Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for each in clients:
        each.start()
    try:
        yield sent, answered
    finally:
        stop.set()
        for each in clients:
            each.join()


def register(server: Server, code: str) -> tuple[int, Any]:
    """Register a unit; the key makes a repetition harmless."""
    body = {
        "code": code,
        "name": f"单位{code}",
        "kind": "department",
        "level": "county",
        "occurred_on": "2015-01-05",
    }
    return server.ask("POST", "/units", body, {**HEADERS, "Idempotency-Key": code})


def kill_repeatedly(environment: Mapping[str, str], kills: int, seed: int) -> Survived:
    """Kill a server this often; raise when an acknowledged command is lost or one is doubled."""
    pick = random.Random(seed)  # noqa: S311  moments, not secrets
    server = Server(environment)
    acknowledged: set[str] = set()
    everything: set[str] = set()
    sent_again = 0
    server.start()
    try:
        for kill in range(kills):
            with _streaming(server, f"K{kill}") as (sent, answered):
                time.sleep(pick.uniform(0.1, 0.4))
                server.kill()
            server.start()
            acknowledged |= answered
            everything |= sent
            for code in sorted(sent - answered):
                status, _ = register(server, code)
                sent_again += 1
                _require(
                    status == http.client.CREATED, f"{code} answered {status} when sent again"
                )
            _require_all_once(server, everything)
    finally:
        server.kill()
    return Survived(kills, len(acknowledged), sent_again)


def _require_all_once(server: Server, codes: set[str]) -> None:
    found: list[str] = []
    path = "/audit-trail?topic=unit.registered&sort=sequence&limit=500"
    cursor = ""
    while True:
        _, page = server.ask("GET", path + cursor)
        _require(isinstance(page, dict), "the audit trail does not answer")
        found += [entry["facts"]["code"] for entry in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={quote(page['next_cursor'])}"
    _require(len(found) == len(set(found)), "a command was recorded twice")
    _require(codes <= set(found), f"lost: {sorted(codes - set(found))[:5]}")


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise AssertionError(otherwise)
