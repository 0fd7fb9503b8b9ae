"""Carries out what a witness does on its own machine, which has no database."""

import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import typer
import uvicorn

from application.audit.keys import KeyType, VerifierKey
from application.audit.witness_request import LONGEST_REQUEST
from application.log.witness import Witness
from interfaces.cli.files import read_file, require_new, write_file
from interfaces.cli.opening import one_sentence
from interfaces.cli.refusal import Refusal
from interfaces.head_in_words import words_of
from interfaces.log_keys import read_key
from interfaces.log_memory import WitnessFile, alone
from interfaces.witness_http import witness_app


class Desk(NamedTuple):
    """What a witness works with."""

    key: Path
    memory: Path
    log: str
    """The verifier key of the log, as a policy names it."""


def sign(file: Path, desk: Desk, output: Path) -> None:
    """Countersign a request and write the head that goes back.

    What was signed last is signed anew: the file it was written to may be lost.
    """
    require_new(output)
    request = read_file(file, LONGEST_REQUEST)
    with _at(desk) as witness:
        note = witness.countersign_again(request) or witness.countersign(request)
    write_file(output, note)
    typer.echo(f"已见证:{words_of(note)}")
    typer.echo(f"请把{output}交回")


def serve(desk: Desk, host: str, port: int) -> None:
    """Countersign what comes over HTTP until it is stopped."""
    with _at(desk) as witness:
        typer.echo(f"见证服务在http://{host}:{port}上等候;按Ctrl+C停止")
        uvicorn.run(witness_app(witness), host=host, port=port, log_level="warning")


@contextmanager
def _at(desk: Desk) -> Generator[Witness]:
    with one_sentence(), alone(desk.memory) as ours:
        if not ours:
            raise Refusal(f"另一个见证进程正在使用{desk.memory}")
        key = read_key(desk.key, KeyType.WITNESS)
        log = VerifierKey.from_vkey(desk.log)
        yield Witness(key.name, key, log, WitnessFile(desk.memory), time.time)
