"""What the signer and a witness remember, each in a file of its own, apart from the database."""

import fcntl
import json
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from application.audit.refusal import Field, Problem, Refused
from application.audit.strict import base64_of, to_base64
from application.log.signer import Signed
from interfaces.durable_file import write_durably

LONGEST = 256 * 1024


class SignerFile:
    """The head signed last and the edge of the tree under it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def recall(self) -> Signed | None:
        """Return what was signed last; ``None`` while there is no file."""
        if not self._path.exists():
            return None
        try:
            found: dict[str, Any] = json.loads(_read(self._path))
            peaks = [base64_of(each, Field.MEMORY) for each in found["peaks"]]
            return Signed(found["note"].encode(), tuple(peaks))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Refused(Problem.MALFORMED_LINE, Field.MEMORY) from error

    def remember(self, latest: Signed) -> None:
        """Return once it is durable."""
        peaks = [to_base64(each) for each in latest.peaks]
        text = json.dumps({"note": latest.note.decode(), "peaks": peaks}, ensure_ascii=False)
        write_durably(self._path, [text.encode()])


class WitnessFile:
    """The text of the head countersigned last."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def recall(self) -> bytes | None:
        """Return that text; ``None`` while there is no file."""
        return _read(self._path) if self._path.exists() else None

    def remember(self, text: bytes) -> None:
        """Return once it is durable."""
        write_durably(self._path, [text])


@contextmanager
def alone(path: Path) -> Generator[bool]:
    """Lend the memory to one process at a time; tell whether it is ours."""
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LONGEST)
