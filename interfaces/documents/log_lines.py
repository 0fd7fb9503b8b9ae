"""The lines of ``log/checkpoints.jsonl`` and ``log/proofs.jsonl``, each in its one form."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from interfaces.documents.json_text import NotJson, read_json
from interfaces.documents.malformed import Malformed

LONGEST_CHECKPOINT_LINE = 262_144
"""A signed note in JSON with its line end, in bytes."""
LONGEST_PROOF_LINE = 4_096
MOST_HASHES = 64
"""No proof about a log of fewer than 2**63 events has more."""
HASH_BYTES = 32


class MalformedLogLine(Malformed):
    """A line of the log's files is not in its form."""


class ProofLine(NamedTuple):
    """The inclusion proof of one event under the bundle's checkpoint."""

    sequence: int
    hashes: tuple[bytes, ...]


def checkpoint_line(note: str) -> bytes:
    """Return the line of a signed checkpoint with all its signatures."""
    return _written({"note": note})


def read_checkpoint_line(line: bytes) -> str:
    """Return the signed note of a line; nothing is known of it yet."""
    told = _told(line)
    note = told.get("note")
    if not isinstance(note, str) or checkpoint_line(note) != line:
        raise _not_in_form()
    return note


def proof_line(sequence: int, hashes: Iterable[bytes]) -> bytes:
    """Return the line that proves the event of this sequence to be in the log."""
    return _written({"sequence": sequence, "hashes": _encoded(hashes)})


def read_proof_line(line: bytes) -> ProofLine:
    """Return the proof of a line; nothing is known of it yet."""
    told = _told(line)
    sequence, hashes = told.get("sequence"), _hashes(told.get("hashes"))
    if type(sequence) is not int or proof_line(sequence, hashes) != line:
        raise _not_in_form()
    return ProofLine(sequence, hashes)


class LinkLine(NamedTuple):
    """The inclusion proof of what a later log begins on."""

    log: str
    hashes: tuple[bytes, ...]


def link_line(log: str, hashes: Iterable[bytes]) -> bytes:
    """Return the line that proves a log to begin on the last checkpoint of the one before."""
    return _written({"log": log, "hashes": _encoded(hashes)})


def read_link_line(line: bytes) -> LinkLine:
    """Return the proof of a line; nothing is known of it yet."""
    told = _told(line)
    log, hashes = told.get("log"), _hashes(told.get("hashes"))
    if not isinstance(log, str) or link_line(log, hashes) != line:
        raise _not_in_form()
    return LinkLine(log, hashes)


def _written(told: Mapping[str, object]) -> bytes:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return f"{text}\n".encode("utf-8", "surrogatepass")


def _told(line: bytes) -> dict[str, Any]:
    try:
        told = read_json(line.decode())
    except (UnicodeDecodeError, NotJson):
        raise _not_in_form() from None
    if not isinstance(told, dict):
        raise _not_in_form()
    return told


def _encoded(hashes: Iterable[bytes]) -> list[str]:
    return [base64.b64encode(each).decode("ascii") for each in hashes]


def _hashes(encoded: object) -> tuple[bytes, ...]:
    if not isinstance(encoded, list) or len(encoded) > MOST_HASHES:
        raise _not_in_form()
    return tuple(_hash(each) for each in encoded)


def _hash(encoded: object) -> bytes:
    try:
        found = base64.b64decode(str(encoded), validate=True)
    except ValueError:
        raise _not_in_form() from None
    if len(found) != HASH_BYTES:
        raise _not_in_form()
    return found


def _not_in_form() -> MalformedLogLine:
    return MalformedLogLine("不是规定的书写格式", "is not in its one form")
