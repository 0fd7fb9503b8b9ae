"""What is inside a bundle, workbooks taken apart too: a workbook is packed, and hides a name."""

import io
import zipfile
from collections.abc import Iterator


def unpacked(bundle: bytes) -> bytes:
    """Return what is in a bundle, one file after another."""
    return b"".join(_members(bundle))


def _members(archive: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        for info in opened.infolist():
            data = opened.read(info)
            yield from _members(data) if info.filename.endswith(".xlsx") else [data]
