"""A tree of up to 2**40 leaves of which all but a few are alike, so that it fits in memory."""

import random
from collections import defaultdict
from typing import ClassVar

from application.audit.merkle import Sha256Hashing
from tests.application.audit.trees import NaiveTree, leaf_hash, sha256

HEIGHT = 40


class Doubling(Sha256Hashing):
    """SHA-256 that looks up the node above two equal hashes of the tree, most of all there are."""

    __slots__ = ()
    above: ClassVar[dict[bytes, bytes]] = {}

    def node(self, left: bytes, right: bytes) -> bytes:
        """Return the hash of the node above two others."""
        known = self.above.get(left) if left == right else None
        return known or super().node(left, right)


class SparseTree(NaiveTree):
    """RFC 6962 over 2**40 leaves, and the tiles of it; ``marked`` leaves differ from the rest."""

    def __init__(self, chance: random.Random, marked: int) -> None:
        super().__init__([])
        self.mth = self._mth  # type: ignore[assignment]
        self.alike = [leaf_hash(0)]
        self.differing: list[dict[int, bytes]] = [{}]
        for number in range(1, marked + 1):
            index = chance.randrange(1 << chance.randint(1, HEIGHT))
            self.differing[0][index] = leaf_hash(number)
        for height in range(HEIGHT):
            below = self.alike[height]
            self.alike.append(sha256(b"\1" + below + below))
            Doubling.above[below] = self.alike[-1]
            parents = {index >> 1 for index in self.differing[height]}
            self.differing.append({index: self._joined(height, index) for index in parents})
        self.marked = sorted(self.differing[0])
        self._in_tile: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for level in range(HEIGHT // 8 + 1):
            for index in self.differing[8 * level]:
                self._in_tile[level, index >> 8].append(index)

    def node(self, height: int, index: int) -> bytes:
        """Return the root of a perfect subtree."""
        return self.differing[height].get(index, self.alike[height])

    def get(self, level: int, index: int, width: int) -> bytes:
        """Return a tile."""
        hashes = bytearray(self.alike[8 * level] * 256)
        for each in self._in_tile.get((level, index), ()):
            at = (each & 255) * 32
            hashes[at : at + 32] = self.differing[8 * level][each]
        return bytes(hashes[: width * 32])

    def leaf(self, index: int) -> bytes:
        """Return the hash of a leaf."""
        return self.node(0, index)

    def _mth(self, start: int, end: int) -> bytes:
        leaves = end - start
        if leaves & (leaves - 1) == 0 and leaves:
            height = leaves.bit_length() - 1
            return self.node(height, start >> height)
        return super()._mth(start, end)

    def _joined(self, height: int, parent: int) -> bytes:
        left, right = self.node(height, 2 * parent), self.node(height, 2 * parent + 1)
        return sha256(b"\1" + left + right)
