"""Tiles as C2SP lays them out, and appends that touch only the right edge."""

import pytest

from application.audit.merkle import LARGEST_SIZE, sm3
from application.audit.proofs import root
from application.audit.refusal import Field, Problem, Refused
from application.audit.tiles import Frontier, Node, Tile, tiles_of
from tests.application.audit.refusals import refused
from tests.application.audit.trees import KeptTiles, NaiveTree, leaf_hash

ENOUGH = 256 * 256 + 600
"""Leaves that fill a tile of level 1 and begin one of level 2."""


@pytest.fixture(scope="module")
def leaf_hashes() -> list[bytes]:
    return [leaf_hash(number) for number in range(ENOUGH)]


def test_the_example_of_the_specification_has_its_tiles() -> None:
    tiles = list(tiles_of(70_000))
    assert [tile for tile in tiles if tile.width < 256] == [
        Tile(0, 273, 112),
        Tile(1, 1, 17),
        Tile(2, 0, 1),
    ]
    assert [tile for tile in tiles if tile.width == 256 and tile.level] == [Tile(1, 0, 256)]
    assert sum(tile.level == 0 for tile in tiles) == 274


@pytest.mark.parametrize(
    ("size", "paths"),
    [
        (0, []),
        (1, ["tile/0/000.p/1"]),
        (255, ["tile/0/000.p/255"]),
        (256, ["tile/0/000", "tile/1/000.p/1"]),
        (257, ["tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1"]),
    ],
)
def test_a_tree_has_these_tiles(size: int, paths: list[str]) -> None:
    assert [tile.path for tile in tiles_of(size)] == paths


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 1234067, 256), "tile/0/x001/x234/067"),
        (Tile(63, 1000, 8), "tile/63/x001/000.p/8"),
        (Tile(1, 999, 255), "tile/1/999.p/255"),
        (Tile(0, LARGEST_SIZE, 256), "tile/0/x009/x223/x372/x036/x854/x775/807"),
    ],
)
def test_a_path_is_written_and_read_one_way(tile: Tile, path: str) -> None:
    assert tile.path == path
    assert Tile.from_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/0/000/",
        "/tile/0/000",
        "tile/0/x000/001",
        "tile/0/001/x234",
        "tile/0/x001/234.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/999",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/-01",
        "tile/0/٠٠٠",
        "tile/entries/000",
        "tile/0/000\n",
        "tile/0/x009/x223/x372/x036/x854/x775/808",
        "tile/0/" + "x001/" * 7 + "000",
    ],
)
def test_any_other_spelling_of_a_path_is_refused(path: str) -> None:
    with refused(Problem.MALFORMED_TILE_PATH, Field.TILE):
        Tile.from_path(path)


@pytest.mark.parametrize("batch", [1, 7, 255, 256, 257, 1000, ENOUGH])
def test_appends_write_exactly_the_hashes_of_the_tree(
    batch: int, leaf_hashes: list[bytes]
) -> None:
    size = ENOUGH if batch > 200 else 1500
    edge, kept = Frontier(), KeptTiles()
    for start in range(0, size, batch):
        edge = kept.append(edge, leaf_hashes[start : min(size, start + batch)])
    assert edge.size == size
    expected = {level: size >> 8 * level for level in range(3) if size >> 8 * level}
    assert {level: len(row) for level, row in kept.rows.items()} == expected
    assert kept.rows[1][2] == NaiveTree(leaf_hashes[512:768]).root(256)
    assert edge == Frontier.read(size, kept)
    assert edge.root == root(size, kept)


def test_the_hashes_of_a_tile_are_the_subtrees_the_specification_names(
    leaf_hashes: list[bytes],
) -> None:
    tree = NaiveTree(leaf_hashes)
    _, nodes = Frontier().append(leaf_hashes)
    assert nodes[256:] == [
        Node(2, 0, tree.mth(0, 65_536)),
        Node(1, 256, tree.mth(65_536, 65_792)),
        Node(1, 257, tree.mth(65_792, 66_048)),
    ]


def test_the_edge_gives_the_root_of_every_size(leaf_hashes: list[bytes]) -> None:
    tree, edge = NaiveTree(leaf_hashes), Frontier()
    for size in range(600):
        assert edge.root == tree.root(size)
        edge, _ = edge.append(leaf_hashes[size : size + 1])


def test_one_more_leaf_adds_as_many_nodes_as_tiles_fill(leaf_hashes: list[bytes]) -> None:
    edge, _ = Frontier().append(leaf_hashes[:65_535])
    edge, nodes = edge.append(leaf_hashes[65_535:65_536])
    assert [f"{node.level}/{node.position}" for node in nodes] == ["1/255", "2/0"]
    assert edge.append(leaf_hashes[65_536:65_537])[1] == []


def test_an_append_leaves_the_edge_it_came_from_alone(leaf_hashes: list[bytes]) -> None:
    edge, _ = Frontier().append(leaf_hashes[:300])
    before = edge.root
    edge.append(leaf_hashes[300:900])
    assert (edge.size, edge.root) == (300, before)
    assert edge.append([]) == (edge, [])


def test_the_edge_is_read_from_as_many_tiles_as_there_are_partial_ones(
    leaf_hashes: list[bytes],
) -> None:
    kept = KeptTiles()
    edge = kept.append(Frontier(), leaf_hashes)
    assert Frontier.read(ENOUGH, kept) == edge
    assert kept.read == 3


def test_the_edge_of_an_sm3_log_is_hashed_with_sm3(leaf_hashes: list[bytes]) -> None:
    hashing, kept = sm3(), KeptTiles()
    edge = kept.append(Frontier(hashing=hashing), leaf_hashes[:259])
    assert Frontier.read(259, kept, hashing) == edge
    assert edge.root == root(259, kept, hashing)
    assert edge.root != root(259, kept)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_leaf_hash_of_another_length_is_refused(length: int) -> None:
    with refused(Problem.WRONG_LENGTH, Field.LEAF):
        Frontier().append([b"a" * 32, b"a" * length])


def test_a_log_that_is_full_takes_no_more() -> None:
    edge, _ = Frontier(size=LARGEST_SIZE - 1).append([b"a" * 32])
    assert edge.size == LARGEST_SIZE
    with refused(Problem.NUMBER_OUT_OF_RANGE, Field.SIZE):
        Frontier(size=LARGEST_SIZE).append([b"a" * 32])


@pytest.mark.parametrize("size", [-1, LARGEST_SIZE + 1])
def test_a_size_no_tree_has_is_refused(size: int) -> None:
    with refused(Problem.NUMBER_OUT_OF_RANGE, Field.SIZE):
        Frontier.read(size, KeptTiles())


def test_a_tile_that_is_missing_or_cut_is_named() -> None:
    with pytest.raises(Refused) as error:
        Frontier.read(300, KeptTiles())
    assert (error.value.problem, error.value.field) == (Problem.TILE_LENGTH_DIFFERS, Field.TILE)
    assert "tile/0/001.p/44" in error.value.chinese
    assert "tile/0/001.p/44" in error.value.english
