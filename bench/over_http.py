"""Durable POSTs over HTTP, one worker, 64 connections, against the library in plain endpoints.

On a slow disk: the library waits for the flush, so the ratio is that of a disk as much as of code.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from application.event_store.database import Database
from bench.county import opened, task_with_history
from bench.slow_disk import measured_slowly, slowness
from bench.timing import heading, verdict
from tests.postgres import postgres_server

CONNECTIONS = 64
ITEMS = 4 * CONNECTIONS
"""So many that histories keep to some 20 to 60 events, as those of the command in process do."""


def run(*, quick: bool) -> list[bool]:
    """Measure both servers on both databases, in turn, in processes whose flushes are slow."""
    heading(f"durable POSTs over HTTP, one worker, {CONNECTIONS} connections, flush + 2 ms")
    measured = measured_slowly("bench.over_http", "2" if quick else "10")
    if measured is None:
        return [False]
    kept = []
    for name, sides in measured.items():
        for who, side in sides.items():
            print(
                f"   {name} {who:8s} {side['rate']:7.0f} a second, "
                f"p50 {side['p50'] * 1000:.1f} ms, p99 {side['p99'] * 1000:.1f} ms"
            )
        ratio = sides["zhuoluo"]["rate"] / sides["library"]["rate"]
        kept.append(verdict(f"{name}: durable POSTs ÷ library", ratio, 4, at_least=True))
    return kept


def main(seconds: float) -> None:
    """Print what was measured on both databases as JSON."""
    with postgres_server(environment=slowness()) as postgresql:
        measured = {
            "SQLite": _both(None, seconds),
            "PostgreSQL": _both(postgresql, seconds),
        }
    print(json.dumps(measured))


def _both(postgresql: str | None, seconds: float) -> Mapping[str, Mapping[str, float]]:
    with tempfile.TemporaryDirectory() as folder:
        library = _library(Path(folder), postgresql, seconds)
        return {"zhuoluo": _ours(Path(folder), postgresql, seconds), "library": library}


def _ours(folder: Path, postgresql: str | None, seconds: float) -> Mapping[str, float]:
    url = postgresql or f"sqlite:///{folder / 'county.db'}"
    database = Database(url, schema="bench_http")
    if postgresql:
        with database.migrating() as connection:
            connection.exec_driver_sql("DROP SCHEMA IF EXISTS bench_http CASCADE")
    opening = opened(database)
    store = next(opening)
    ids = [task_with_history(store, f"H{index}") for index in range(ITEMS)]
    for _ in opening:
        pass
    headers = f"X-Actor: {quote('联络员乙')}\r\nX-Unit: D01\r\nX-Role: unit_liaison\r\n"
    items = [
        {"path": f"/tasks/{task_id}/progress-reports", "version": 20, "headers": headers}
        for task_id in ids
    ]
    environment = {"ZHUOLUO_DATABASE_URL": url, "ZHUOLUO_DATABASE_SCHEMA": "bench_http"}
    port = _free_port()
    command = ["-m", "interfaces.cli", "serve", "--port", str(port)]
    with _serving(command, environment, port, "/readyz"):
        return _load(port, items, seconds)


def _library(folder: Path, postgresql: str | None, seconds: float) -> Mapping[str, float]:
    environment = {"BENCH_FOLDER": str(folder)}
    if postgresql:
        environment["BENCH_POSTGRESQL"] = postgresql
    port = _free_port()
    command = ["-m", "uvicorn", "--factory", "bench.library_app:create", "--port", str(port)]
    with _serving([*command, "--log-level", "warning"], environment, port, "/openapi.json"):
        items = []
        for _ in range(ITEMS):
            request = urllib.request.Request(f"http://127.0.0.1:{port}/matters", method="POST")
            with urllib.request.urlopen(request) as answer:
                matter = json.load(answer)
            items.append(
                {"path": f"/matters/{matter}/progress-reports", "version": 20, "headers": ""}
            )
        return _load(port, items, seconds)


def _load(port: int, items: list[dict[str, Any]], seconds: float) -> Mapping[str, float]:
    asked = json.dumps(
        {"port": port, "connections": CONNECTIONS, "items": items, "for_seconds": seconds}
    )
    answer = subprocess.run(
        [sys.executable, "-m", "bench.load_client"],
        input=asked,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    measured: dict[str, float] = json.loads(answer.stdout)
    return measured


@contextmanager
def _serving(
    command: list[str], environment: Mapping[str, str], port: int, path: str
) -> Iterator[None]:
    server = subprocess.Popen(
        [sys.executable, *command],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        _await(port, path)
        yield
    finally:
        server.terminate()
        server.wait(timeout=20)


def _await(port: int, path: str) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}").close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    msg = "the server does not answer"
    raise RuntimeError(msg)


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


if __name__ == "__main__":
    main(float(sys.argv[1]))
