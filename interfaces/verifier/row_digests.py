"""Rows of tables kept as digests, so that a long table is compared without holding its rows."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence

ROW_DIGEST_LENGTH = 16
BETWEEN = "\0"


def digest_of_cells(cells: Sequence[str]) -> bytes:
    """Return a digest of a row; none (``b""``) where cells could not be told apart in it."""
    text = BETWEEN.join(cells)
    return digest_of_text(text) if text.count(BETWEEN) == len(cells) - 1 else b""


def digest_of_text(text: str) -> bytes:
    """Return a digest of a part of a table as it is written."""
    written = text.encode(errors="surrogatepass")
    return hashlib.blake2b(written, digest_size=ROW_DIGEST_LENGTH).digest()


def as_written(cells: Sequence[str]) -> str:
    """Return cells as a table writes them, without the line end."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="").writerow(cells)
    return buffer.getvalue()
