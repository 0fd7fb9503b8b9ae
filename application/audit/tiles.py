"""The layout of a tree in tiles (C2SP tlog-tiles), and what an append adds to them.

A tile of level L holds up to 256 hashes of perfect subtrees of 256**L leaves each, in order. The
hashes between two levels are not stored: eight levels up from a full tile is one hash of the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from application.audit.merkle import HASH_LENGTH, LARGEST_SIZE, SHA256, Hashing, require_size
from application.audit.refusal import Field, Problem, Refused, Sentences

HEIGHT = 8
WIDTH = 1 << HEIGHT
LEVELS = 8
"""Levels a tree of at most ``LARGEST_SIZE`` leaves can reach."""
HIGHEST_LEVEL = 63
LARGEST_INDEX = LARGEST_SIZE
PATH = re.compile(
    r"tile/(?P<level>0|[1-9][0-9]?)/(?P<index>(?:x[0-9]{3}/){0,6}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?",
    re.ASCII,
)


@dataclass(frozen=True, order=True)
class Tile:
    """Where a tile stands and how many hashes it holds."""

    level: int
    index: int
    width: int

    @property
    def path(self) -> str:
        """The path below the log's prefix, ``tile/<L>/<N>[.p/<W>]``."""
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{self.level}/{_index_path(self.index)}{partial}"

    @classmethod
    def from_path(cls, path: str) -> Tile:
        """Read a path as it must be written; everything else is refused."""
        match = PATH.fullmatch(path)
        if match is None:
            raise Refused(Problem.MALFORMED_TILE_PATH, Field.TILE)
        digits = match["index"].replace("x", "").replace("/", "")
        tile = cls(int(match["level"]), int(digits), int(match["width"] or WIDTH))
        within = tile.level <= HIGHEST_LEVEL and tile.index <= LARGEST_INDEX
        if tile.path != path or tile.width > WIDTH or not within:
            raise Refused(Problem.MALFORMED_TILE_PATH, Field.TILE)
        return tile


class TileReader(Protocol):
    """Where tiles are kept."""

    def get(self, level: int, index: int, width: int) -> bytes:
        """Return the first ``width`` hashes of a tile, ``width`` × 32 bytes exactly.

        Partial tiles may be pruned once the full one exists, so a reader cuts what it finds.
        """
        ...


class TileChange(NamedTuple):
    """A tile as it stands after an append."""

    tile: Tile
    before: int
    """How many hashes it held before; 0 for a new tile."""
    hashes: bytes
    """All of its hashes, 32 bytes each."""

    @property
    def added(self) -> bytes:
        """Only the hashes the append added."""
        return self.hashes[self.before * HASH_LENGTH :]


def tiles_of(size: int) -> Iterator[Tile]:
    """Yield every tile of a tree of ``size`` leaves, full ones first within each level."""
    for level in range(LEVELS):
        full, width = divmod(size >> HEIGHT * level, WIDTH)
        yield from (Tile(level, index, WIDTH) for index in range(full))
        if width:
            yield Tile(level, full, width)


def tile_in(level: int, index: int, size: int) -> Tile:
    """Return a tile as wide as it is in a tree of ``size`` leaves."""
    hashes = size >> HEIGHT * level
    return Tile(level, index, min(WIDTH, hashes - WIDTH * index))


@dataclass(frozen=True)
class Frontier:
    """The right edge of a tree: all that an append needs to know of what came before.

    It never changes; an append returns another one, so that an aborted transaction leaves
    nothing to undo.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()
    """The perfect subtrees the tree consists of, from left to right."""
    partial: tuple[bytes, ...] = (b"",) * LEVELS
    """The hashes of the partial tile of each level."""
    hashing: Hashing = SHA256

    @classmethod
    def read(cls, size: int, reader: TileReader, hashing: Hashing = SHA256) -> Frontier:
        """Take the right edge of a stored tree from its partial tiles, at most eight of them."""
        require_size(size, Field.SIZE)
        partial: list[bytes] = []
        peaks: list[bytes] = []
        for level in range(LEVELS):
            full, width = divmod(size >> HEIGHT * level, WIDTH)
            hashes = read_tile(reader, Tile(level, full, width)) if width else b""
            partial.append(hashes)
            peaks[:0] = _peaks_of(hashes, hashing)
        return cls(size, tuple(peaks), tuple(partial), hashing)

    @property
    def root(self) -> bytes:
        """The root hash of the tree."""
        return fold(self.peaks, self.hashing)

    def append(self, leaf_hashes: Sequence[bytes]) -> tuple[Frontier, list[TileChange]]:
        """Return the edge after these leaves, and the tiles they changed in a stable order.

        One leaf changes one tile of level 0 and, when that is full, one hash of the next level:
        so many bytes whatever the size of the log.
        """
        if any(len(each) != HASH_LENGTH for each in leaf_hashes):
            raise Refused(Problem.WRONG_LENGTH, Field.LEAF)
        require_size(self.size + len(leaf_hashes), Field.SIZE)
        growing = _Growing(self)
        for leaf_hash in leaf_hashes:
            growing.append(leaf_hash)
        edge = Frontier(
            growing.size,
            tuple(growing.peaks),
            tuple(bytes(each) for each in growing.partial),
            self.hashing,
        )
        return edge, growing.changes()


class _Growing:
    """A frontier while leaves are added to it."""

    def __init__(self, edge: Frontier) -> None:
        self.size = edge.size
        self.peaks = list(edge.peaks)
        self.partial = [bytearray(each) for each in edge.partial]
        self._before = edge
        self._full: list[Tile] = []
        self._hashes: dict[Tile, bytes] = {}
        self._node = edge.hashing.node

    def append(self, leaf_hash: bytes) -> None:
        """Add one leaf: it merges with the peaks left of it as a carry does in counting."""
        position, height, node = self.size, 0, leaf_hash
        self._store(0, node)
        while position & 1:
            node = self._node(self.peaks.pop(), node)
            position >>= 1
            height += 1
            if height % HEIGHT == 0:
                self._store(height // HEIGHT, node)
        self.peaks.append(node)
        self.size += 1

    def _store(self, level: int, node: bytes) -> None:
        hashes = self.partial[level]
        hashes += node
        if len(hashes) == WIDTH * HASH_LENGTH:
            # at this moment the tree counts the leaf as not yet appended
            tile = Tile(level, self.size >> HEIGHT * (level + 1), WIDTH)
            self._hashes[tile] = bytes(hashes)
            hashes.clear()

    def changes(self) -> list[TileChange]:
        """Return every tile that is not as it was."""
        found = [TileChange(tile, self._width(tile), each) for tile, each in self._hashes.items()]
        for level, hashes in enumerate(self.partial):
            width = len(hashes) // HASH_LENGTH
            tile = Tile(level, self.size >> HEIGHT * (level + 1), width)
            if width and self._width(tile) < width:
                found.append(TileChange(tile, self._width(tile), bytes(hashes)))
        return sorted(found)

    def _width(self, tile: Tile) -> int:
        """Return how wide the tile was before."""
        return max(0, tile_in(tile.level, tile.index, self._before.size).width)


def read_tile(reader: TileReader, tile: Tile) -> bytes:
    """Read a tile and require the length it must have."""
    hashes = reader.get(tile.level, tile.index, tile.width)
    if len(hashes) != tile.width * HASH_LENGTH:
        raise Refused(
            Problem.TILE_LENGTH_DIFFERS, Field.TILE, reason=Sentences(tile.path, tile.path)
        )
    return hashes


def split(hashes: bytes) -> list[bytes]:
    """Return the hashes of a tile one by one."""
    return [hashes[at : at + HASH_LENGTH] for at in range(0, len(hashes), HASH_LENGTH)]


def perfect(hashes: Iterable[bytes], hashing: Hashing) -> bytes:
    """Return the root over a power of two of hashes."""
    row = list(hashes)
    while len(row) > 1:
        row = list(map(hashing.node, row[::2], row[1::2]))
    return row[0]


def fold(peaks: Sequence[bytes], hashing: Hashing) -> bytes:
    """Return the root over perfect subtrees that shrink from left to right."""
    if not peaks:
        return hashing.empty()
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = hashing.node(peak, root)
    return root


def _peaks_of(hashes: bytes, hashing: Hashing) -> list[bytes]:
    """Return the perfect subtrees over the hashes of a partial tile, from left to right."""
    row, start, peaks = split(hashes), 0, list[bytes]()
    for height in reversed(range(HEIGHT)):
        if len(row) >> height & 1:
            peaks.append(perfect(row[start : start + (1 << height)], hashing))
            start += 1 << height
    return peaks


def _index_path(index: int) -> str:
    digits = str(index)
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    parts = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    return "/".join([*(f"x{part}" for part in parts[:-1]), parts[-1]])
