"""Files that are there whole or not at all, and stay there through a power cut."""

import os
from collections.abc import Iterable
from pathlib import Path

UNFINISHED = ".part"
PRIVATE = 0o600


def write_durably(path: Path, chunks: Iterable[bytes]) -> None:
    """Put what the chunks make up in the place of the file at once; return when it is on the disk.

    It is written beside the place first; when that fails, nothing is left there.
    """
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        with unfinished.open("wb") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def write_private(path: Path, data: bytes) -> None:
    """Make a file only its owner may read; raises ``FileExistsError`` rather than replace one."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def is_private(path: Path) -> bool:
    """Tell whether nobody but its owner may read the file."""
    return path.stat().st_mode & 0o077 == 0
