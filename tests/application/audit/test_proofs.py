"""Every proof of every tree up to 130 leaves is the one RFC 6962 defines, and verifies alone."""

from collections.abc import Callable, Iterator

import pytest

from application.audit.merkle import LARGEST_SIZE, verify_consistency, verify_inclusion
from application.audit.proofs import consistency_proof, inclusion_proof, root
from application.audit.refusal import Field, Problem, Refused
from tests.application.audit.refusals import refused
from tests.application.audit.trees import KeptTiles, NaiveTree

LARGEST = 130
AROUND_TILES = [255, 256, 257, 511, 512, 513, 700]


def kept(tree: NaiveTree) -> KeptTiles:
    return KeptTiles.of(tree.leaf_hashes)


@pytest.fixture(scope="module")
def tree() -> NaiveTree:
    return NaiveTree.of(max(AROUND_TILES))


@pytest.fixture(scope="module")
def tiles(tree: NaiveTree) -> KeptTiles:
    return kept(tree)


def proves(leaf: bytes, index: int, size: int, proof: list[bytes], root_hash: bytes) -> bool:
    try:
        verify_inclusion(leaf, index, size, proof, root_hash)
    except Refused:
        return False
    return True


def altered(proof: list[bytes]) -> Iterator[list[bytes]]:
    """Yield the proof with one hash missing, doubled, damaged, or out of place."""
    yield [*proof, b"\0" * 32]
    for at, each in enumerate(proof):
        yield proof[:at] + proof[at + 1 :]
        yield [*proof[:at], each, *proof[at:]]
        yield [*proof[:at], bytes([each[0] ^ 1]) + each[1:], *proof[at + 1 :]]
        if at:
            yield [*proof[: at - 1], each, proof[at - 1], *proof[at + 1 :]]


@pytest.mark.parametrize("size", [*range(LARGEST + 1), *AROUND_TILES])
def test_the_root_is_the_one_defined(size: int, tree: NaiveTree, tiles: KeptTiles) -> None:
    assert root(size, tiles) == tree.root(size)


@pytest.mark.parametrize("size", [*range(1, LARGEST + 1), *AROUND_TILES])
def test_inclusion_of_every_leaf_is_proven(size: int, tree: NaiveTree, tiles: KeptTiles) -> None:
    for index in range(size):
        proof = inclusion_proof(index, size, tiles)
        assert proof == tree.path(index, size)
        verify_inclusion(tree.leaf_hashes[index], index, size, proof, tree.root(size))


@pytest.mark.parametrize("second", [*range(LARGEST + 1), *AROUND_TILES])
def test_consistency_with_every_earlier_tree_is_proven(
    second: int, tree: NaiveTree, tiles: KeptTiles
) -> None:
    for first in range(second + 1):
        proof = consistency_proof(first, second, tiles)
        assert proof == tree.proof(first, second)
        verify_consistency(first, second, proof, tree.root(first), tree.root(second))


@pytest.mark.parametrize("size", range(1, 40))
def test_no_leaf_is_proven_at_another_index(size: int, tree: NaiveTree) -> None:
    for index in range(size):
        leaf, proof, top = tree.leaf_hashes[index], tree.path(index, size), tree.root(size)
        assert [at for at in range(size) if proves(leaf, at, size, proof, top)] == [index]


def test_a_proof_does_not_tell_the_size_so_it_is_signed_with_the_root(tree: NaiveTree) -> None:
    """The path of leaf 0 makes the same turns in a tree of 3 and in one of 4."""
    leaf, proof, top = tree.leaf_hashes[0], tree.path(0, 3), tree.root(3)
    assert [size for size in range(1, 9) if proves(leaf, 0, size, proof, top)] == [3, 4]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 9, 21, 64, 100])
def test_an_altered_inclusion_proof_is_refused(size: int, tree: NaiveTree) -> None:
    for index in range(size):
        for proof in altered(tree.path(index, size)):
            with pytest.raises(Refused):
                verify_inclusion(tree.leaf_hashes[index], index, size, proof, tree.root(size))


@pytest.mark.parametrize("second", [2, 3, 7, 8, 9, 21, 64, 100])
def test_an_altered_consistency_proof_is_refused(second: int, tree: NaiveTree) -> None:
    for first in range(1, second):
        for proof in altered(tree.proof(first, second)):
            with pytest.raises(Refused):
                verify_consistency(first, second, proof, tree.root(first), tree.root(second))


@pytest.mark.parametrize("second", range(2, 34))
def test_a_tree_with_one_old_leaf_exchanged_is_not_consistent(
    second: int, tree: NaiveTree
) -> None:
    for first in range(1, second):
        leaf_hashes = tree.leaf_hashes[:second]
        leaf_hashes[first - 1] = tree.leaf_hashes[-1]
        forged = NaiveTree(leaf_hashes)
        for proof in (tree.proof(first, second), forged.proof(first, second)):
            with pytest.raises(Refused):
                verify_consistency(first, second, proof, tree.root(first), forged.root(second))


def test_a_proof_reads_each_tile_once(tree: NaiveTree) -> None:
    tiles = kept(tree)
    inclusion_proof(300, 700, tiles)
    assert tiles.read == 3  # its own tile, the partial one beside it, and the level above


@pytest.mark.parametrize(
    ("ask", "problem", "field"),
    [
        (lambda kept: inclusion_proof(7, 7, kept), Problem.INDEX_OUTSIDE_TREE, Field.INDEX),
        (lambda kept: inclusion_proof(-1, 7, kept), Problem.INDEX_OUTSIDE_TREE, Field.INDEX),
        (
            lambda kept: inclusion_proof(0, LARGEST_SIZE + 1, kept),
            Problem.NUMBER_OUT_OF_RANGE,
            Field.SIZE,
        ),
        (lambda kept: consistency_proof(8, 7, kept), Problem.TREE_SHRINKS, Field.LATER_SIZE),
        (
            lambda kept: consistency_proof(-1, 7, kept),
            Problem.NUMBER_OUT_OF_RANGE,
            Field.EARLIER_SIZE,
        ),
        (
            lambda kept: consistency_proof(1, LARGEST_SIZE + 1, kept),
            Problem.NUMBER_OUT_OF_RANGE,
            Field.LATER_SIZE,
        ),
        (lambda kept: root(-1, kept), Problem.NUMBER_OUT_OF_RANGE, Field.SIZE),
        (lambda kept: root(1000, kept), Problem.TILE_LENGTH_DIFFERS, Field.TILE),
    ],
)
def test_what_cannot_be_proven_is_refused(
    ask: Callable[[KeptTiles], object], problem: Problem, field: Field, tiles: KeptTiles
) -> None:
    with refused(problem, field):
        ask(tiles)
