"""A witness served on loopback, in a thread of the test."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from application.audit.keys import KeyType, VerifierKey
from application.log.witness import Witness
from interfaces.log_keys import read_key
from interfaces.log_memory import WitnessFile
from interfaces.witness_http import witness_app

SECONDS = 30


@contextmanager
def served(key_file: str, memory: str, log: str) -> Iterator[str]:
    """Serve a witness; lend its address."""
    key = read_key(Path(key_file), KeyType.WITNESS)
    verifier = VerifierKey.from_vkey(log)
    witness = Witness(key.name, key, verifier, WitnessFile(Path(memory)), time.time)
    server = uvicorn.Server(
        uvicorn.Config(witness_app(witness), host="127.0.0.1", port=0, log_level="warning")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    deadline = time.monotonic() + SECONDS
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(SECONDS)
