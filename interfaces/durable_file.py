"""Files that are there whole or not at all, and stay there through a power cut.

What is long is written beside its place first, by one process at a time: the file there is held
by a lock, which the system lets go of when a process dies. What a dead one left is cleared away.
"""

import fcntl
import os
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path

UNFINISHED = ".part"
PRIVATE = 0o600
EVERYBODY = 0o666
"""As far as the user's own mask lets others."""

Put = Callable[[Path, Path], object]
"""Gives a finished file the name it is to have."""


def write_durably(path: Path, chunks: Iterable[bytes]) -> None:
    """Put what the chunks make up in the place of the file at once; return when it is on the disk.

    When that fails, nothing is left beside it; raises ``BlockingIOError`` while another process
    writes it.
    """
    _write(path, chunks, Path.replace)


def write_new_durably(path: Path, chunks: Iterable[bytes]) -> None:
    """Do the same for a file that is new; raises ``FileExistsError`` if there is one by then."""
    _write(path, chunks, _put_new)


def _write(path: Path, chunks: Iterable[bytes], put: Put) -> None:
    with _filling(path, EVERYBODY, put) as unfinished, unfinished.open("wb") as file:
        file.writelines(chunks)


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
    """Lend an empty file that only its owner may read; once filled, it is the new file at once.

    When that fails, nothing is left there. Raises ``FileExistsError`` if there is a file by then,
    ``BlockingIOError`` while another process writes it.
    """
    with _filling(path, PRIVATE, _put_new) as unfinished:
        yield unfinished


@contextmanager
def _filling(path: Path, mode: int, put: Put) -> Generator[Path]:
    unfinished = beside(path, UNFINISHED)
    with _held(unfinished, mode):
        try:
            yield unfinished
            with unfinished.open("rb") as file:
                os.fsync(file.fileno())
            put(unfinished, path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    _keep_name(path)


def _put_new(unfinished: Path, path: Path) -> None:
    """Name a finished file; never in the place of another."""
    try:
        path.hardlink_to(unfinished)
    except FileExistsError:
        raise
    except OSError:  # on a memory stick, say, a file has one name
        write_new(path, b"")
        try:
            unfinished.replace(path)
        except BaseException:
            path.unlink()
            raise
    else:
        unfinished.unlink()


@contextmanager
def _held(place: Path, mode: int) -> Generator[None]:
    """Make a file and hold it, in the place of one that nobody holds any more."""
    handle = None
    while handle is None:
        _clear(place)
        handle = _made(place, mode)
    try:
        yield
    finally:
        os.close(handle)


def _clear(place: Path) -> None:
    """Remove what a process left that died; raises ``BlockingIOError`` for one that lives."""
    try:
        handle = os.open(place, os.O_RDWR | os.O_NONBLOCK | os.O_NOFOLLOW)
    except FileNotFoundError:
        return
    try:
        if _is_ours(handle, place):
            place.unlink()
    finally:
        os.close(handle)


def _made(place: Path, mode: int) -> int | None:
    """Make a file and hold it; ``None`` when another process was there in between."""
    try:
        handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        return None
    with suppress(BlockingIOError):
        if _is_ours(handle, place):
            return handle
    os.close(handle)
    return None


def _is_ours(handle: int, place: Path) -> bool:
    """Lock the file; tell whether it still is the one of this name."""
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    try:
        return os.path.samestat(os.fstat(handle), place.lstat())
    except FileNotFoundError:
        return False


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
