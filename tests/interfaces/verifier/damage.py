"""Every small change of a bundle, and what the verifier says of it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from interfaces.verifier.bundle_check import check_bundle
from interfaces.verifier.verdict import Verdict
from tests.interfaces.documents.bundles import resealed, unzipped

Change = tuple[str, bytes]
"""What was done where, and the bytes after it."""


def flipped(data: bytes, bits: Iterable[int] | None = None) -> Iterator[Change]:
    """Yield the data with one bit the other way, for each of these bits or for all."""
    for bit in range(8 * len(data)) if bits is None else bits:
        at = bit // 8
        changed = bytes([data[at] ^ 1 << bit % 8])
        yield f"bit {bit}", data[:at] + changed + data[at + 1 :]


def edited(data: bytes, places: Iterable[int] | None = None) -> Iterator[Change]:
    """Yield the data cut off, with a byte missing, doubled or exchanged, at each place."""
    for at in range(len(data)) if places is None else places:
        yield f"cut at {at}", data[:at]
        yield f"missing {at}", data[:at] + data[at + 1 :]
        yield f"doubled {at}", data[: at + 1] + data[at:]
        if at and data[at] != data[at - 1]:
            swapped = data[: at - 1] + bytes([data[at], data[at - 1]]) + data[at + 1 :]
            yield f"swapped {at}", swapped


def restated(archive: bytes, path: str, changes: Iterable[Change]) -> Iterator[Change]:
    """Yield the bundle with one file changed under a manifest that was made to agree.

    So does an insider who lacks the keys. ``changes`` are those of the file.
    """
    files = dict(unzipped(archive))
    for done, changed in changes:
        yield done, resealed(files | {path: changed})


def accepted(changes: Iterable[Change], folder: Path) -> list[str]:
    """Return which changes were accepted; anything but a verdict would be raised."""
    return [done for done, data in changes if verdict_of(data, folder).ok]


def verdict_of(data: bytes, folder: Path) -> Verdict:
    path = folder / "changed.zip"
    path.write_bytes(data)
    return check_bundle(path)
