"""Reads a ZIP from anywhere: bounded in memory and time, refusing in order what is not plain."""

import io
import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from interfaces.documents.manifest import MalformedManifest, require_plain_path
from interfaces.documents.verdict import Problem, Refused
from interfaces.documents.zip_stream import BLOCK

MAX_DIRECTORY = 4_194_304
"""The largest table of contents, in bytes, that is read at all."""
END_RECORD = 22
"""The bytes a ZIP without a comment ends with."""

_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What reading a damaged ZIP raises."""


class UntrustedZip:
    """The files of an opened ZIP, each named once and plainly."""

    def __init__(self, archive: zipfile.ZipFile, size: int) -> None:
        self.size = size
        self._archive = archive
        self._files = _plain_files(archive)
        if min((file.header_offset for file in archive.filelist), default=0):
            raise Refused(Problem.NOT_AN_ARCHIVE, "压缩包前面夹带了其他内容")
        if sum(file.compress_size for file in archive.filelist) > size:
            raise Refused(Problem.TOO_LARGE, "压缩包内各文件互相重叠")

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Generator[Self]:
        """Open the ZIP at ``path``, or refuse it."""
        try:
            if not path.is_file():
                raise Refused(Problem.UNREADABLE, "找不到,或者不是普通文件")
            size = path.stat().st_size
            file = _CappedFile(io.FileIO(path))
        except OSError as error:
            raise Refused(Problem.UNREADABLE, "无法读取") from error
        with file:
            try:
                _require_end(file)
                archive = zipfile.ZipFile(file)
            except _DAMAGE as error:
                detail = "不是压缩包,或者压缩包已损坏、不完整"
                raise Refused(Problem.NOT_AN_ARCHIVE, detail) from error
            with archive:
                yield cls(archive, size)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __contains__(self, path: str) -> bool:
        return path in self._files

    def size_of(self, path: str) -> int:
        """Return the size in bytes the table of contents states."""
        return self._files[path].file_size

    def blocks(self, path: str) -> Iterator[bytes]:
        """Yield the contents of one file; they end at the size the table of contents states."""
        try:
            with self._archive.open(self._files[path]) as file:
                while block := file.read(BLOCK):
                    yield block
        except _DAMAGE as error:
            raise Refused(Problem.DAMAGED_FILE, "已损坏,无法解压", path) from error


def _require_end(file: io.BufferedReader) -> None:
    """Refuse anything behind the archive, its comment among it, that ZipFile would pass over."""
    file.seek(-END_RECORD, io.SEEK_END)
    end = file.read(END_RECORD)
    if not (end.startswith(b"PK\x05\x06") and end.endswith(b"\0\0")):
        raise zipfile.BadZipFile("no end record at the end")


def _plain_files(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    files: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    for file in archive.filelist:
        name = file.orig_filename
        try:
            require_plain_path(name)
        except MalformedManifest as error:
            raise Refused(Problem.UNSAFE_NAME, str(error), name) from error
        if name.casefold() in seen:
            raise Refused(Problem.DUPLICATE_FILE, "在压缩包内出现两次", name)
        if file.compress_type not in _METHODS:
            raise Refused(Problem.DAMAGED_FILE, "压缩方式不受支持", name)
        seen.add(name.casefold())
        files[name] = file
    return files


class _CappedFile(io.BufferedReader):
    """Reads nothing larger than a table of contents may be, whatever a header asks for."""

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > MAX_DIRECTORY:
            raise zipfile.BadZipFile("a part larger than any bundle has")
        return super().read(size)
