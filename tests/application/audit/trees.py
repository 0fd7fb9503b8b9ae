"""Merkle trees as RFC 6962 defines them, word for word, to compare the real ones with.

Nothing of ``application.audit`` is used but the place where a tile is asked for: two programs
written from one text seldom make the same mistake.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache

from application.audit.tiles import Frontier


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def leaf_hash(number: int, digest: Callable[[bytes], bytes] = sha256) -> bytes:
    return digest(b"\0" + b"leaf %d" % number)


class NaiveTree:
    """D[n], MTH, PATH and SUBPROOF of section 2.1; ``end`` chooses how much of D there is."""

    def __init__(
        self, leaf_hashes: Iterable[bytes], digest: Callable[[bytes], bytes] = sha256
    ) -> None:
        self.leaf_hashes = list(leaf_hashes)
        self.digest = digest
        self.mth = cache(self._mth)

    @classmethod
    def of(cls, size: int, digest: Callable[[bytes], bytes] = sha256) -> "NaiveTree":
        return cls((leaf_hash(number, digest) for number in range(size)), digest)

    def root(self, size: int) -> bytes:
        return self.mth(0, size)

    def path(self, m: int, size: int) -> list[bytes]:
        return self._path(m, 0, size)

    def proof(self, m: int, size: int) -> list[bytes]:
        return self._subproof(m, 0, size, whole=True) if 0 < m < size else []

    def _mth(self, start: int, end: int) -> bytes:
        if end == start:
            return self.digest(b"")
        if end - start == 1:
            return self.leaf_hashes[start]
        k = largest_power_below(end - start)
        return self.digest(b"\1" + self.mth(start, start + k) + self.mth(start + k, end))

    def _path(self, m: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        k = largest_power_below(end - start)
        if m < k:
            return [*self._path(m, start, start + k), self.mth(start + k, end)]
        return [*self._path(m - k, start + k, end), self.mth(start, start + k)]

    def _subproof(self, m: int, start: int, end: int, *, whole: bool) -> list[bytes]:
        if m == end - start:
            return [] if whole else [self.mth(start, end)]
        k = largest_power_below(end - start)
        if m <= k:
            below = self._subproof(m, start, start + k, whole=whole)
            return [*below, self.mth(start + k, end)]
        below = self._subproof(m - k, start + k, end, whole=False)
        return [*below, self.mth(start, start + k)]


class UniformTree(NaiveTree):
    """A tree of leaves that are all the same: as large as can be, its hashes are still few."""

    def __init__(self) -> None:
        super().__init__([leaf_hash(0)])

    def _mth(self, start: int, end: int) -> bytes:
        return self.mth(0, end - start) if start else super()._mth(start, end)


class KeptTiles:
    """A log in memory: the hashes of each level in a row, of which a reader asks for tiles."""

    def __init__(self) -> None:
        self.rows: defaultdict[int, list[bytes]] = defaultdict(list)
        self.read = 0

    def append(self, edge: Frontier, leaf_hashes: Sequence[bytes]) -> Frontier:
        edge, nodes = edge.append(leaf_hashes)
        self.rows[0] += leaf_hashes
        for level, position, node in nodes:
            assert position == len(self.rows[level])
            self.rows[level].append(node)
        return edge

    @classmethod
    def of(cls, leaf_hashes: Sequence[bytes]) -> "KeptTiles":
        kept = cls()
        kept.append(Frontier(), leaf_hashes)
        return kept

    def get(self, level: int, index: int, width: int) -> bytes:
        self.read += 1
        return b"".join(self.rows[level][index * 256 : index * 256 + width])


def largest_power_below(number: int) -> int:
    power = 1
    while power * 2 < number:
        power *= 2
    return power
