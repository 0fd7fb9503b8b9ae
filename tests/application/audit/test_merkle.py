"""Hashing and proofs against published vectors, and against proofs made to deceive."""

import hashlib
from itertools import permutations

import pytest

from application.audit.merkle import (
    LARGEST_SIZE,
    LONGEST_PROOF,
    SHA256,
    Hashing,
    sm3,
    verify_consistency,
    verify_inclusion,
)
from application.audit.refusal import Field, Problem, Refused
from tests.application.audit.refusals import refused
from tests.application.audit.trees import NaiveTree, UniformTree, leaf_hash, sha256

# The leaves and roots of the Certificate Transparency test suite (RFC 6962, 2.1.3 has the shape).
LEAVES = [
    bytes.fromhex(each)
    for each in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    bytes.fromhex(each)
    for each in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
INCLUSION = {
    (0, 8): (
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ),
    (5, 8): (
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 3): ("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",),
}
CONSISTENCY = {
    (1, 1): (),
    (1, 8): INCLUSION[0, 8],
    (6, 8): (
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ),
    (2, 5): (
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ),
}


def unhex(hashes: tuple[str, ...]) -> list[bytes]:
    return [bytes.fromhex(each) for each in hashes]


def test_leaves_and_nodes_are_hashed_as_in_rfc_6962() -> None:
    assert SHA256.empty() == ROOTS[0]
    assert SHA256.leaf(b"") == ROOTS[1]
    assert SHA256.node(SHA256.leaf(LEAVES[0]), SHA256.leaf(LEAVES[1])) == ROOTS[2]


@pytest.mark.parametrize("size", range(9))
def test_the_definition_used_in_tests_gives_the_published_roots(size: int) -> None:
    assert NaiveTree([SHA256.leaf(each) for each in LEAVES]).root(size) == ROOTS[size]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_a_published_inclusion_proof_is_accepted(index: int, size: int) -> None:
    proof = unhex(INCLUSION[index, size])
    verify_inclusion(SHA256.leaf(LEAVES[index]), index, size, proof, ROOTS[size])


@pytest.mark.parametrize(("first", "second"), CONSISTENCY)
def test_a_published_consistency_proof_is_accepted(first: int, second: int) -> None:
    proof = unhex(CONSISTENCY[first, second])
    verify_consistency(first, second, proof, ROOTS[first], ROOTS[second])


@pytest.mark.parametrize("index", [0, 1, 2**62 - 1, 2**62, LARGEST_SIZE - 1])
def test_inclusion_in_the_largest_tree_is_proven(index: int) -> None:
    tree = UniformTree()
    proof = tree.path(index, LARGEST_SIZE)
    verify_inclusion(leaf_hash(0), index, LARGEST_SIZE, proof, tree.root(LARGEST_SIZE))


@pytest.mark.parametrize(
    ("first", "hashes"), [(1, 63), (2**61 + 1, 64), (2**62 - 1, 64), (2**62, 1)]
)
def test_the_longest_proof_is_of_an_earlier_tree_in_the_largest(first: int, hashes: int) -> None:
    tree = UniformTree()
    proof = tree.proof(first, LARGEST_SIZE)
    assert len(proof) == hashes
    assert hashes <= LONGEST_PROOF
    verify_consistency(first, LARGEST_SIZE, proof, tree.root(first), tree.root(LARGEST_SIZE))


def test_every_tree_begins_with_the_empty_one_and_with_itself() -> None:
    verify_consistency(0, 0, [], ROOTS[0], ROOTS[0])
    verify_consistency(0, 8, [], ROOTS[0], ROOTS[8])
    verify_consistency(8, 8, [], ROOTS[8], ROOTS[8])


@pytest.mark.parametrize(
    ("index", "size", "proof", "problem", "field"),
    [
        (8, 8, INCLUSION[5, 8], Problem.INDEX_OUTSIDE_TREE, Field.INDEX),
        (-1, 8, INCLUSION[5, 8], Problem.INDEX_OUTSIDE_TREE, Field.INDEX),
        (0, 0, (), Problem.INDEX_OUTSIDE_TREE, Field.INDEX),
        (5, -8, INCLUSION[5, 8], Problem.NUMBER_OUT_OF_RANGE, Field.SIZE),
        (5, LARGEST_SIZE + 1, INCLUSION[5, 8], Problem.NUMBER_OUT_OF_RANGE, Field.SIZE),
        (5, 8, INCLUSION[5, 8][:2], Problem.PROOF_LENGTH_DIFFERS, Field.PROOF),
        (5, 8, (*INCLUSION[5, 8], INCLUSION[5, 8][0]), Problem.PROOF_LENGTH_DIFFERS, Field.PROOF),
        (5, 8, INCLUSION[5, 8] * 22, Problem.PROOF_LENGTH_DIFFERS, Field.PROOF),
        (5, 8, (), Problem.PROOF_LENGTH_DIFFERS, Field.PROOF),
        (5, 8, INCLUSION[5, 8][::-1], Problem.ROOT_DIFFERS, Field.ROOT),
        (4, 8, INCLUSION[5, 8], Problem.ROOT_DIFFERS, Field.ROOT),
        (5, 8, (INCLUSION[5, 8][0][2:], *INCLUSION[5, 8][1:]), Problem.WRONG_LENGTH, Field.HASH),
    ],
)
def test_an_inclusion_proof_that_does_not_fit_is_refused(
    index: int, size: int, proof: tuple[str, ...], problem: Problem, field: Field
) -> None:
    with refused(problem, field):
        verify_inclusion(SHA256.leaf(LEAVES[5]), index, size, unhex(proof), ROOTS[8])


@pytest.mark.parametrize(("leaf", "root"), [(0, 32), (32, 0), (33, 32)])
def test_a_leaf_or_root_of_another_length_is_refused(leaf: int, root: int) -> None:
    with refused(Problem.WRONG_LENGTH, Field.HASH):
        verify_inclusion(b"a" * leaf, 0, 8, unhex(INCLUSION[0, 8]), b"a" * root)


@pytest.mark.parametrize(
    ("first", "second", "proof", "roots", "problem", "field"),
    [
        (8, 6, CONSISTENCY[6, 8], (8, 6), Problem.TREE_SHRINKS, Field.LATER_SIZE),
        (-1, 8, CONSISTENCY[6, 8], (6, 8), Problem.NUMBER_OUT_OF_RANGE, Field.EARLIER_SIZE),
        (
            6,
            LARGEST_SIZE + 1,
            CONSISTENCY[6, 8],
            (6, 8),
            Problem.NUMBER_OUT_OF_RANGE,
            Field.LATER_SIZE,
        ),
        (6, 8, (), (6, 8), Problem.PROOF_LENGTH_DIFFERS, Field.PROOF),
        (4, 8, (), (4, 8), Problem.PROOF_LENGTH_DIFFERS, Field.PROOF),
        (6, 8, CONSISTENCY[6, 8][:2], (6, 8), Problem.PROOF_LENGTH_DIFFERS, Field.PROOF),
        (
            6,
            8,
            (*CONSISTENCY[6, 8], CONSISTENCY[6, 8][0]),
            (6, 8),
            Problem.PROOF_LENGTH_DIFFERS,
            Field.PROOF,
        ),
        (6, 8, CONSISTENCY[6, 8] * 22, (6, 8), Problem.PROOF_LENGTH_DIFFERS, Field.PROOF),
        (0, 8, CONSISTENCY[6, 8], (0, 8), Problem.PROOF_LENGTH_DIFFERS, Field.PROOF),
        (8, 8, CONSISTENCY[6, 8], (8, 8), Problem.PROOF_LENGTH_DIFFERS, Field.PROOF),
        (6, 8, CONSISTENCY[6, 8], (5, 8), Problem.EARLIER_ROOT_DIFFERS, Field.EARLIER_ROOT),
        (6, 8, CONSISTENCY[6, 8], (6, 7), Problem.ROOT_DIFFERS, Field.LATER_ROOT),
        (0, 8, (), (1, 8), Problem.EARLIER_ROOT_DIFFERS, Field.EARLIER_ROOT),
        (0, 0, (), (1, 1), Problem.EARLIER_ROOT_DIFFERS, Field.EARLIER_ROOT),
        (8, 8, (), (7, 8), Problem.ROOT_DIFFERS, Field.LATER_ROOT),
        (0, 0, (), (0, 1), Problem.ROOT_DIFFERS, Field.LATER_ROOT),
    ],
)
def test_a_consistency_proof_that_does_not_fit_is_refused(
    first: int,
    second: int,
    proof: tuple[str, ...],
    roots: tuple[int, int],
    problem: Problem,
    field: Field,
) -> None:
    with refused(problem, field):
        verify_consistency(first, second, unhex(proof), ROOTS[roots[0]], ROOTS[roots[1]])


def test_a_consistency_proof_with_a_short_hash_is_refused() -> None:
    proof = unhex(CONSISTENCY[6, 8])
    with refused(Problem.WRONG_LENGTH, Field.HASH):
        verify_consistency(6, 8, [proof[0][1:], *proof[1:]], ROOTS[6], ROOTS[8])


@pytest.mark.parametrize(("earlier", "later"), [(31, 32), (32, 31)])
def test_an_earlier_or_later_root_of_another_length_is_refused(earlier: int, later: int) -> None:
    with refused(Problem.WRONG_LENGTH, Field.HASH):
        verify_consistency(6, 8, unhex(CONSISTENCY[6, 8]), b"a" * earlier, b"a" * later)


def test_leaves_prepended_to_an_old_log_are_seen() -> None:
    """The forgery that a verifier accepts which lets the proof say where its hashes belong.

    The forged log holds four invented leaves before the four true ones. Its right half is the
    true log, so "old root, joined from the left by the invented half" folds to the new root.
    """
    invented = [leaf_hash(number) for number in range(100, 104)]
    honest = NaiveTree.of(4)
    forged = NaiveTree(invented + honest.leaf_hashes)
    assert sha256(b"\1" + forged.mth(0, 4) + honest.root(4)) == forged.root(8)
    with refused(Problem.ROOT_DIFFERS, Field.LATER_ROOT):
        verify_consistency(4, 8, [forged.mth(0, 4)], honest.root(4), forged.root(8))


@pytest.mark.parametrize("invented", range(1, 5))
@pytest.mark.parametrize("old", range(1, 5))
def test_no_choice_of_hashes_proves_a_log_with_leaves_prepended(old: int, invented: int) -> None:
    """Every proof of up to three hashes made of the forged log's and the old log's subtrees."""
    honest = NaiveTree.of(old)
    forged = NaiveTree(
        [leaf_hash(100 + number) for number in range(invented)] + honest.leaf_hashes
    )
    size = old + invented
    spans = [(start, end) for start in range(size) for end in range(start + 1, size + 1)]
    hashes = {forged.mth(*span) for span in spans} | {honest.root(old)}
    for length in range(4):
        for proof in permutations(hashes, length):
            with pytest.raises(Refused):
                verify_consistency(old, size, proof, honest.root(old), forged.root(size))


def test_sm3_is_hashed_in_the_same_manner() -> None:
    if "sm3" not in hashlib.algorithms_available:
        pytest.skip("this OpenSSL has no SM3")
    hashing = sm3()
    # GB/T 32905, example 1
    abc = bytes.fromhex("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0")
    assert hashlib.new(hashing.name, b"abc").digest() == abc

    def digest(data: bytes) -> bytes:
        return hashlib.new("sm3", data).digest()

    tree = NaiveTree.of(7, digest)
    assert hashing.empty() == tree.root(0)
    assert hashing.leaf(b"leaf 3") == leaf_hash(3, digest)
    verify_inclusion(leaf_hash(3, digest), 3, 7, tree.path(3, 7), tree.root(7), hashing)
    verify_consistency(3, 7, tree.proof(3, 7), tree.root(3), tree.root(7), hashing)
    with pytest.raises(Refused):
        verify_inclusion(leaf_hash(3, digest), 3, 7, tree.path(3, 7), tree.root(7), SHA256)


def test_sm3_is_refused_where_openssl_lacks_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashlib, "algorithms_available", {"sha256"})
    with refused(Problem.HASH_UNAVAILABLE, Field.HASHING):
        sm3()


def test_sha256_by_name_and_directly_are_the_same() -> None:
    named = Hashing("sha256")
    left, right = ROOTS[1], ROOTS[2]
    assert named.leaf(b"entry") == SHA256.leaf(b"entry")
    assert named.node(left, right) == SHA256.node(left, right)
