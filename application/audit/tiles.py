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


class Node(NamedTuple):
    """A hash of a tile above the leaves: the root of the full tile below it."""

    level: int
    position: int
    """Its place among all hashes of its level, from 0."""
    hash: bytes


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
    hashing: Hashing = SHA256

    @classmethod
    def read(cls, size: int, reader: TileReader, hashing: Hashing = SHA256) -> Frontier:
        """Take the right edge of a stored tree from its partial tiles, at most eight of them."""
        require_size(size, Field.SIZE)
        peaks: list[bytes] = []
        for level in range(LEVELS):
            full, width = divmod(size >> HEIGHT * level, WIDTH)
            hashes = read_tile(reader, Tile(level, full, width)) if width else b""
            peaks[:0] = _peaks_of(hashes, hashing)
        return cls(size, tuple(peaks), hashing)

    @property
    def root(self) -> bytes:
        """The root hash of the tree."""
        return fold(self.peaks, self.hashing)

    def append(self, leaf_hashes: Sequence[bytes]) -> tuple[Frontier, list[Node]]:
        """Return the edge after these leaves, and what the tiles above the leaves gained.

        A leaf costs one hash on average, and one node in 256 leaves, whatever the size of the log.
        """
        if any(len(each) != HASH_LENGTH for each in leaf_hashes):
            raise Refused(Problem.WRONG_LENGTH, Field.LEAF)
        require_size(self.size + len(leaf_hashes), Field.SIZE)
        peaks, nodes = list(self.peaks), list[Node]()
        for index, leaf_hash in enumerate(leaf_hashes, self.size):
            nodes += _grow(peaks, index, leaf_hash, self.hashing)
        edge = Frontier(self.size + len(leaf_hashes), tuple(peaks), self.hashing)
        return edge, nodes


def _grow(peaks: list[bytes], index: int, leaf_hash: bytes, hashing: Hashing) -> Iterator[Node]:
    """Put leaf ``index`` behind the peaks, and merge those that have become equally high."""
    merged, height = leaf_hash, 0
    while index & 1:
        merged = hashing.node(peaks.pop(), merged)
        index >>= 1
        height += 1
        if height % HEIGHT == 0:
            yield Node(height // HEIGHT, index, merged)
    peaks.append(merged)


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
