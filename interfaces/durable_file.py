"""Files that are there whole or not at all, and stay there through a power cut."""

import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

UNFINISHED = ".part"
PRIVATE = 0o600
EVERYBODY = 0o666
"""As far as the user's own mask lets others."""


def write_durably(path: Path, chunks: Iterable[bytes]) -> None:
    """Put what the chunks make up in the place of the file at once; return when it is on the disk.

    It is written beside the place first; when that fails, nothing is left there.
    """
    unfinished = beside(path, UNFINISHED)
    try:
        with unfinished.open("wb") as file:
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    _keep_name(path)


def write_new(path: Path, data: bytes, mode: int = EVERYBODY) -> None:
    """Make a file that stays there; raises ``FileExistsError`` rather than replace one.

    When it cannot be written, for want of room say, nothing is left there.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    _keep_name(path)


def write_private(path: Path, data: bytes) -> None:
    """Make such a file that only its owner may read."""
    write_new(path, data, PRIVATE)


@contextmanager
def private_place(path: Path) -> Generator[Path]:
    """Lend an empty file that only its owner may read; once filled, it takes the place at once.

    When filling it fails, nothing is left there.
    """
    unfinished = beside(path, UNFINISHED)
    unfinished.unlink(missing_ok=True)
    write_private(unfinished, b"")
    try:
        yield unfinished
        with unfinished.open("rb") as file:
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    _keep_name(path)


def beside(path: Path, suffix: str) -> Path:
    """Return a place beside a file, of its name and a suffix."""
    return path.parent / f"{path.name}{suffix}"


def _keep_name(path: Path) -> None:
    """Return once the folder's entry for the file is on the disk."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def is_private(path: Path) -> bool:
    """Tell whether nobody but its owner may read the file."""
    return path.stat().st_mode & 0o077 == 0
