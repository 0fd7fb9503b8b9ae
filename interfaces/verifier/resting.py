"""Items that have ended, put by small: most of a long log's items are never spoken of again."""

from __future__ import annotations

import pickle
import zlib
from typing import Any

from interfaces.verifier.items import Item
from interfaces.verifier.words import KIND_LABELS

KIND_NUMBERS = {kind: number for number, kind in enumerate(KIND_LABELS)}
WINDOW_BITS, MEMORY_LEVEL, FASTEST = -12, 4, 1


class Wardrobe:
    """Packs records of items, each kind by the example of the first of its kind."""

    def __init__(self) -> None:
        self._examples: dict[int, bytes] = {}
        self._packers: dict[int, Any] = {}

    def packed(self, item: Item) -> bytes:
        """Return a record as few bytes, the first of which tells its kind."""
        kind, record = KIND_NUMBERS[item.kind], pickle.dumps(item, pickle.HIGHEST_PROTOCOL)
        if kind not in self._examples:
            self._examples[kind] = record
            self._packers[kind] = zlib.compressobj(
                FASTEST, zlib.DEFLATED, WINDOW_BITS, MEMORY_LEVEL, zdict=record
            )
        packer = self._packers[kind].copy()
        return b"".join((bytes((kind,)), packer.compress(record), packer.flush()))

    def unpacked(self, packed: bytes) -> Item:
        """Return the record again."""
        unpacker = zlib.decompressobj(WINDOW_BITS, zdict=self._examples[packed[0]])
        item: Item = pickle.loads(unpacker.decompress(packed[1:]))  # noqa: S301  packed above
        return item


def is_of(packed: bytes, kind: str) -> bool:
    """Return whether what was packed is an item of this kind."""
    return packed[0] == KIND_NUMBERS[kind]
