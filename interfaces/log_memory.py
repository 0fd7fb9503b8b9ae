"""What a signer and a witness remember, each in a file of its own, apart from the database."""

import fcntl
import json
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from application.audit.checkpoint import LINES, SM3, parse_checkpoint
from application.audit.refusal import Field, Problem, Refused
from application.audit.strict import base64_of, to_base64
from application.event_store.logs import FIRST
from application.log.signer import Signed
from interfaces.durable_file import beside, write_durably

LONGEST = 256 * 1024


class SignerFile:
    """The head signed last and the edge of the tree under it; whether the log has ended."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def recall(self) -> Signed | None:
        """Return what was signed last; ``None`` while there is no file."""
        if not self._path.exists():
            return None
        try:
            found: dict[str, Any] = json.loads(_read(self._path))
            peaks = _hashes_of(found["peaks"])
            # files of before there were later logs have neither, nor those without SM3 its peaks
            first, successor = int(found.get("first", FIRST.first)), found.get("successor")
            sm3_peaks = _hashes_of(found.get("sm3_peaks", ()))
            return Signed(found["note"].encode(), peaks, first, successor, sm3_peaks)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Refused(Problem.MALFORMED_LINE, Field.MEMORY) from error

    def remember(self, latest: Signed) -> None:
        """Return once it is durable."""
        told = {
            **latest._asdict(),
            "note": latest.note.decode(),
            "peaks": [*map(to_base64, latest.peaks)],
            "sm3_peaks": [*map(to_base64, latest.sm3_peaks)],
        }
        write_durably(self._path, [json.dumps(told, ensure_ascii=False).encode()])


class WitnessFile:
    """The text of the head countersigned last of each log, one after another."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def recall(self, origin: str) -> bytes | None:
        """Return that text of the log of this name; ``None`` before its first."""
        return self._texts().get(origin)

    def remember(self, text: bytes) -> None:
        """Return once it is durable."""
        origin = parse_checkpoint(text.decode()).origin
        write_durably(self._path, (self._texts() | {origin: text}).values())

    def _texts(self) -> dict[str, bytes]:
        if not self._path.exists():
            return {}
        lines = _read(self._path).splitlines(keepends=True)
        texts: list[bytes] = []
        while lines:
            end = LINES + (lines[LINES:] != [] and lines[LINES].startswith(SM3.encode()))
            texts.append(b"".join(lines[:end]))
            del lines[:end]
        return {parse_checkpoint(text.decode(errors="replace")).origin: text for text in texts}


def _hashes_of(told: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(base64_of(each, Field.MEMORY) for each in told)


@contextmanager
def alone(path: Path) -> Generator[bool]:
    """Lend the memory to one process at a time; tell whether it is ours."""
    with beside(path, ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LONGEST)
