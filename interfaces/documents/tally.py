"""Size, digest and rows of a file of the bundle, taken from its bytes while they pass."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath

from interfaces.documents.manifest import FileEntry, MemberKind

TABLE_SUFFIX = ".csv"
TEXT_SUFFIXES = frozenset({".json", ".jsonl", ".txt"})


class Tally:
    """Writer and checker count alike, because both count here."""

    def __init__(self, path: str, kind: MemberKind) -> None:
        self._path = path
        self._kind = kind
        self._suffix = PurePosixPath(path).suffix
        self._digest = hashlib.sha256()
        self.bytes = 0
        self._rows = 0
        self._quoted = False
        self._open_row = False

    def add(self, block: bytes) -> None:
        """Take the next bytes, in order."""
        self._digest.update(block)
        self.bytes += len(block)
        if self._suffix == TABLE_SUFFIX:
            self._count_records(block)
        elif self._suffix in TEXT_SUFFIXES:
            self._rows += block.count(b"\n")
        self._open_row = not block.endswith(b"\n")

    def _count_records(self, block: bytes) -> None:
        # A line end inside quotation marks belongs to a cell; a doubled mark leaves and re-enters.
        for part in block.split(b'"'):
            self._rows += 0 if self._quoted else part.count(b"\n")
            self._quoted = not self._quoted
        self._quoted = not self._quoted

    def entry(self) -> FileEntry:
        """Return what the manifest says, or should say, about this file."""
        return FileEntry(
            self._path, self._kind, self.bytes, self._counted(), self._digest.hexdigest()
        )

    def _counted(self) -> int | None:
        rows = self._rows + self._open_row
        if self._suffix == TABLE_SUFFIX:
            return max(rows - 1, 0)
        return rows if self._suffix in TEXT_SUFFIXES else None
