"""Rows of tables kept as digests, so that a long table is compared without holding its rows."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Sequence

ROW_DIGEST_LENGTH = 16
BETWEEN = "\0"


class ExpectedRows:
    """What an item's rows should be in each table, a digest for each, held as one piece."""

    def __init__(self) -> None:
        self.missing: Counter[str] = Counter()
        """How many items of a table were not found in it yet."""
        self._digests: dict[str, bytes] = {}
        """By the item's identity; before each digest one byte that tells the table."""
        self._marks: dict[str, int] = {}

    def expect(self, table: str, key: str, digest: bytes) -> None:
        """Expect rows of an item in a table."""
        mark = self._marks.setdefault(table, len(self._marks))
        self._digests[key] = b"".join((self._digests.get(key, b""), bytes((mark,)), digest))
        self.missing[table] += 1

    def take(self, table: str, key: str) -> bytes | None:
        """Return the digest of an item's rows, once; ``None`` where none are left to be found."""
        held, mark = self._digests.get(key, b""), self._marks.get(table)
        for place in range(0, len(held), 1 + ROW_DIGEST_LENGTH):
            if held[place] == mark:
                end = place + 1 + ROW_DIGEST_LENGTH
                self._digests[key] = held[:place] + held[end:]
                self.missing[table] -= 1
                return held[place + 1 : end]
        return None


def digest_of_rows(rows: Iterable[Sequence[str]]) -> bytes:
    """Return a digest of the rows of an item, in their order."""
    digest = hashlib.blake2b(digest_size=ROW_DIGEST_LENGTH)
    for cells in rows:
        digest.update(_digest_of_cells(cells))
    return digest.digest()


def as_written(cells: Sequence[str]) -> str:
    """Return cells as a table writes them, without the line end."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()


def _digest_of_cells(cells: Sequence[str]) -> bytes:
    text = BETWEEN.join(cells)
    if text.count(BETWEEN) != len(cells) - 1:
        text = BETWEEN * len(cells) + as_written(cells)
    written = text.encode(errors="surrogatepass")
    return hashlib.blake2b(written, digest_size=ROW_DIGEST_LENGTH).digest()
