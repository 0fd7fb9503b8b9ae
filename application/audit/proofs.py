"""Proofs read from tiles: RFC 6962, sections 2.1.1 and 2.1.2.

The hashes of a proof come in the order in which a verifier folds them, from the leaf upwards.
"""

from __future__ import annotations

from collections.abc import Sequence

from application.audit.merkle import HASH_LENGTH, SHA256, Hashing, require_size
from application.audit.refusal import Field, Problem, Refused
from application.audit.tiles import (
    HEIGHT,
    WIDTH,
    TileReader,
    fold,
    perfect,
    read_tile,
    split,
    tile_in,
)


def root(size: int, reader: TileReader, hashing: Hashing = SHA256) -> bytes:
    """Return the root of the tree of the first ``size`` leaves."""
    require_size(size, Field.SIZE)
    return _Tree(size, reader, hashing).over(0, size)


def inclusion_proof(
    index: int, size: int, reader: TileReader, hashing: Hashing = SHA256
) -> list[bytes]:
    """Return the proof that leaf ``index`` is in the tree of the first ``size`` leaves."""
    require_size(size, Field.SIZE)
    if not 0 <= index < size:
        raise Refused(Problem.INDEX_OUTSIDE_TREE, Field.INDEX)
    tree = _Tree(size, reader, hashing)
    start, end, path = 0, size, list[bytes]()
    while end - start > 1:
        middle = start + _left(end - start)
        if index < middle:
            path.append(tree.over(middle, end))
            end = middle
        else:
            path.append(tree.over(start, middle))
            start = middle
    return path[::-1]


def consistency_proof(
    first: int, second: int, reader: TileReader, hashing: Hashing = SHA256
) -> list[bytes]:
    """Return the proof that the first ``second`` leaves begin with the first ``first``.

    Of equal sizes, or when ``first`` is 0, there is nothing to prove and the proof is empty.
    """
    require_size(first, Field.EARLIER_SIZE)
    require_size(second, Field.LATER_SIZE)
    if second < first:
        raise Refused(Problem.TREE_SHRINKS, Field.LATER_SIZE)
    if first == 0:
        return []
    tree = _Tree(second, reader, hashing)
    start, end, path = 0, second, list[bytes]()
    while first != end:
        middle = start + _left(end - start)
        if first <= middle:
            path.append(tree.over(middle, end))
            end = middle
        else:
            path.append(tree.over(start, middle))
            start = middle
    if start:
        path.append(tree.over(start, end))
    return path[::-1]


class _Tree:
    """A tree of one size; each of its tiles is read once."""

    def __init__(self, size: int, reader: TileReader, hashing: Hashing) -> None:
        self._size = size
        self._reader = reader
        self._hashing = hashing
        self._tiles: dict[tuple[int, int], bytes] = {}

    def over(self, start: int, end: int) -> bytes:
        """Return the hash over leaves ``start`` to ``end``, as RFC 6962 splits them."""
        peaks: list[bytes] = []
        while start < end:
            height = (end - start).bit_length() - 1
            peaks.append(self._node(height, start >> height))
            start += 1 << height
        return fold(peaks, self._hashing)

    def _node(self, height: int, index: int) -> bytes:
        """Return the root of the perfect subtree ``index`` of 2**height leaves."""
        level, above = divmod(height, HEIGHT)
        number, offset = divmod(index << above, WIDTH)
        return perfect(self._hashes(level, number, offset, 1 << above), self._hashing)

    def _hashes(self, level: int, number: int, offset: int, count: int) -> Sequence[bytes]:
        tile = self._tiles.get((level, number))
        if tile is None:
            tile = read_tile(self._reader, tile_in(level, number, self._size))
            self._tiles[level, number] = tile
        return split(tile[offset * HASH_LENGTH : (offset + count) * HASH_LENGTH])


def _left(leaves: int) -> int:
    """Return the largest power of two smaller than ``leaves``, which is at least 2."""
    return 1 << (leaves - 1).bit_length() - 1
