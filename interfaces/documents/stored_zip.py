"""The one byte form of the ZIP a bundle is: every bit follows from names, order and contents.

Files are stored as they are. Compression would leave a choice: one text can be packed in many
ways, so that bits could be changed unseen, and another zlib would write another archive. Dates,
modes and sizes are fixed or follow; sizes stand behind each file, because it is written as a
stream. Whoever reads can therefore make the archive's own records again and compare.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

DIRECTORY_ENTRY = b"PK\x01\x02"
ZIP64_END = b"PK\x06\x06"
ZIP64_LOCATOR = b"PK\x06\x07"
END = b"PK\x05\x06"
END_LENGTH, ZIP64_END_LENGTH, LOCATOR_LENGTH = 22, 56, 20
IN_64_BITS = 2**32 - 1
"""What a field of 32 bits says where the number stands elsewhere in 64."""
FIXED_ENTRY = struct.Struct("<4s4B4HL2L5H2L")
"""A record of the directory up to the name."""

_SIZES_FOLLOW = 0x08
_UTF8 = 0x800
_VERSION = 45
_UNIX = 3
_FIRST_DAY = 0x21
"""1980-01-01, the first day a ZIP can name."""
_READABLE_FILE = 0o100644 << 16
_PLAIN_LIMIT = 2**31 - 1
_MANY_FILES = 2**16 - 1


class Stored(NamedTuple):
    """A file of the archive: what its records say of it."""

    path: str
    size: int
    crc: int


class ArchiveWriter:
    """Yields the bytes of an archive while its files pass."""

    def __init__(self) -> None:
        self._files: list[Stored] = []

    def file(self, path: str, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Yield one file with the records around it."""
        size = crc = 0
        yield local_header(path)
        for block in blocks:
            size += len(block)
            crc = zlib.crc32(block, crc)
            yield block
        yield descriptor(size, crc)
        self._files.append(Stored(path, size, crc))

    def end(self) -> bytes:
        """Return what stands behind the last file."""
        return directory(self._files)


def local_header(path: str) -> bytes:
    """Return what stands before a file."""
    name = path.encode()
    fixed = struct.pack(
        "<4s5H3L2H", b"PK\x03\x04", _VERSION, _flags(path), 0, 0, _FIRST_DAY,
        0, IN_64_BITS, IN_64_BITS, len(name), 20,
    )  # fmt: skip
    return fixed + name + struct.pack("<2H2Q", 1, 16, 0, 0)


def descriptor(size: int, crc: int) -> bytes:
    """Return what stands behind a file."""
    return struct.pack("<4sL2Q", b"PK\x07\x08", crc, size, size)


DESCRIPTOR_LENGTH = len(descriptor(0, 0))


def directory(files: Sequence[Stored]) -> bytes:
    """Return the table of contents and the end of an archive of these files."""
    offset, entries = 0, list[bytes]()
    for file in files:
        entries.append(directory_entry(file, offset))
        offset += stored_length(file)
    table = b"".join(entries)
    return table + directory_end(len(files), len(table), offset)


def stored_length(file: Stored) -> int:
    """Return how many bytes a file takes, its records included."""
    return len(local_header(file.path)) + file.size + DESCRIPTOR_LENGTH


def _flags(path: str) -> int:
    return _SIZES_FOLLOW if path.isascii() else _SIZES_FOLLOW | _UTF8


def directory_entry(file: Stored, offset: int) -> bytes:
    """Return the record of a file in the table of contents."""
    name = file.path.encode()
    wide = [file.size, file.size] if file.size > _PLAIN_LIMIT else []
    size = IN_64_BITS if wide else file.size
    place = offset
    if offset > _PLAIN_LIMIT:
        wide.append(offset)
        place = IN_64_BITS
    extra = struct.pack(f"<2H{len(wide)}Q", 1, 8 * len(wide), *wide) if wide else b""
    fixed = FIXED_ENTRY.pack(
        DIRECTORY_ENTRY, _VERSION, _UNIX, _VERSION, 0, _flags(file.path), 0, 0, _FIRST_DAY,
        file.crc, size, size, len(name), len(extra), 0, 0, 0, _READABLE_FILE, place,
    )  # fmt: skip
    return fixed + name + extra


def directory_end(count: int, size: int, offset: int) -> bytes:
    """Return what stands behind a table of contents of this size at this place."""
    wide = b""
    if count > _MANY_FILES or max(size, offset) > _PLAIN_LIMIT:
        wide = struct.pack(
            "<4sQ2H2L4Q", ZIP64_END, 44, _VERSION, _VERSION, 0, 0, count, count, size, offset
        ) + struct.pack("<4sLQL", ZIP64_LOCATOR, 0, offset + size, 1)
        count, size = min(count, _MANY_FILES), min(size, IN_64_BITS)
        offset = min(offset, IN_64_BITS)
    return wide + struct.pack("<4s4H2LH", END, 0, 0, count, count, size, offset, 0)
