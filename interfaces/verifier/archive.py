"""Reads the ZIP of a bundle from anywhere: in the one form it is written in, or not at all.

Nothing is sought or guessed. The records around the files are made again from what they say and
compared byte for byte, so nothing can hide where nobody looks.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO, NamedTuple

from interfaces.documents.malformed import MalformedManifest
from interfaces.documents.manifest import require_plain_path
from interfaces.documents.stored_zip import (
    DESCRIPTOR_LENGTH,
    DIRECTORY_ENTRY,
    END_LENGTH,
    FIXED_ENTRY,
    IN_64_BITS,
    LOCATOR_LENGTH,
    ZIP64_END_LENGTH,
    ZIP64_LOCATOR,
    Stored,
    descriptor,
    directory_end,
    directory_entry,
    local_header,
    stored_length,
)
from interfaces.verifier.finding import Fault, Finding, about_file, malformed

READ_AT_ONCE = 65_536
LARGEST_DIRECTORY = 4_194_304
"""The largest table of contents, in bytes, that is read at all."""


class _Entry(NamedTuple):
    """A file as the table of contents states it."""

    file: Stored
    offset: int
    length: int
    """Bytes of its record in the table of contents."""


class Archive:
    """The files of an opened ZIP, each named once and plainly, one behind the other."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.size = size
        self._file = file
        entries = self._directory()
        self._places = {entry.file.path: entry for entry in entries}
        self._require_layout(entries)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __contains__(self, path: str) -> bool:
        return path in self._places

    def size_of(self, path: str) -> int:
        """Return the size of a file in bytes."""
        return self._places[path].file.size

    def blocks(self, path: str) -> Iterator[bytes]:
        """Yield the contents of a file; behind the last block its checksum has proven right."""
        file, offset, _ = self._places[path]
        at, rest, crc = offset + len(local_header(path)), file.size, 0
        while rest:
            block = self._read(at, min(rest, READ_AT_ONCE))
            crc = zlib.crc32(block, crc)
            at, rest = at + len(block), rest - len(block)
            if not rest and crc != file.crc:
                break
            yield block
        if crc != file.crc:
            raise _damaged(path)

    def read(self, path: str, most: int) -> bytes:
        """Return a whole file of at most ``most`` bytes."""
        if self.size_of(path) > most:
            raise about_file(
                Fault.TOO_LARGE, f"超过{most}字节", f"is longer than {most} bytes", path
            )
        return b"".join(self.blocks(path))

    def _read(self, at: int, length: int) -> bytes:
        try:
            self._file.seek(at)
            found = self._file.read(length)
        except OSError as error:
            raise _unreadable() from error
        if len(found) != length:
            raise _no_archive()
        return found

    def _directory(self) -> list[_Entry]:
        count, size, offset = self._end()
        if size > LARGEST_DIRECTORY or offset + size > self.size:
            raise _no_archive()
        table, at, entries = self._read(offset, size), 0, list[_Entry]()
        while at < size:
            entries.append(_entry(table, at))
            at += entries[-1].length
        _require_entries(entries, table)
        end = directory_end(len(entries), size, offset)
        if len(entries) != count or offset + size + len(end) != self.size:
            raise _no_archive()
        if self._read(offset + size, len(end)) != end:
            raise _no_archive()
        return entries

    def _end(self) -> tuple[int, int, int]:
        """Return number, size and place of the table of contents, as the end states them."""
        if self.size < END_LENGTH:
            raise _no_archive()
        count, size, offset = struct.unpack("<10xH2L2x", self._read(self.size - END_LENGTH, 22))
        wide = self.size - END_LENGTH - LOCATOR_LENGTH - ZIP64_END_LENGTH
        if wide >= 0 and self._read(wide + ZIP64_END_LENGTH, 4) == ZIP64_LOCATOR:
            count, size, offset = struct.unpack("<32x3Q", self._read(wide, ZIP64_END_LENGTH))
        return count, size, offset

    def _require_layout(self, entries: Sequence[_Entry]) -> None:
        if entries and all(entry.offset for entry in entries):
            raise about_file(
                Fault.NOT_AN_ARCHIVE, "压缩包前面夹带了其他内容", "something precedes the archive"
            )
        if sum(entry.file.size for entry in entries) > self.size:
            raise about_file(Fault.TOO_LARGE, "压缩包内各文件互相重叠", "its files overlap")
        at = 0
        for file, offset, _ in entries:
            end = at + stored_length(file)
            if offset != at or end > self.size or not self._is_framed(file, at):
                raise _damaged(file.path)
            at = end

    def _is_framed(self, file: Stored, at: int) -> bool:
        header, behind = local_header(file.path), descriptor(file.size, file.crc)
        return (
            self._read(at, len(header)) == header
            and self._read(at + len(header) + file.size, DESCRIPTOR_LENGTH) == behind
        )


@contextmanager
def opened_archive(path: Path) -> Generator[Archive, None, None]:
    """Open the bundle at ``path``, or refuse it."""
    try:
        if not path.is_file():
            raise about_file(
                Fault.UNREADABLE, "找不到,或者不是普通文件", "is not there, or is no plain file"
            )
        file = path.open("rb")
    except (OSError, ValueError) as error:
        raise _unreadable() from error
    with file:
        yield Archive(file, file.seek(0, SEEK_END))


def _entry(table: bytes, at: int) -> _Entry:
    fixed = table[at : at + FIXED_ENTRY.size]
    if len(fixed) != FIXED_ENTRY.size or not fixed.startswith(DIRECTORY_ENTRY):
        raise _no_archive()
    told = FIXED_ENTRY.unpack(fixed)
    crc, size, name_length, extra_length, offset = (told[each] for each in (9, 11, 12, 13, 18))
    begin = at + len(fixed)
    behind = table[begin : begin + name_length + extra_length]
    try:
        path = behind[:name_length].decode()
    except UnicodeDecodeError:
        raise _no_archive() from None
    wide = [*struct.unpack("<3Q", behind[name_length + 4 :][:24].ljust(24, b"\0"))]
    if size == IN_64_BITS:
        size, *wide = wide[1:]
    if offset == IN_64_BITS:
        offset = wide[0]
    return _Entry(Stored(path, size, crc), offset, len(fixed) + len(behind))


def _require_entries(entries: Sequence[_Entry], table: bytes) -> None:
    seen: set[str] = set()
    at = 0
    for file, offset, length in entries:
        try:
            require_plain_path(file.path)
        except MalformedManifest as error:
            raise malformed(Fault.UNSAFE_NAME, error, file.path) from None
        if file.path.casefold() in seen:
            raise about_file(
                Fault.DUPLICATE_FILE,
                "在压缩包内出现两次",
                "stands in the archive twice",
                file.path,
            )
        seen.add(file.path.casefold())
        if table[at : at + length] != directory_entry(file, offset):
            raise _damaged(file.path)
        at += length


def _no_archive() -> Finding:
    return about_file(
        Fault.NOT_AN_ARCHIVE,
        "不是导出包的压缩格式,或者已损坏、不完整",
        "is no archive as bundles are written, or is damaged or incomplete",
    )


def _damaged(path: str) -> Finding:
    return about_file(
        Fault.DAMAGED_FILE,
        "已损坏,或者不是规定的书写格式",
        "is damaged, or not in its one form",
        path,
    )


def _unreadable() -> Finding:
    return about_file(Fault.UNREADABLE, "无法读取", "cannot be read")
