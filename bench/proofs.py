"""``python -m bench.proofs [largest] [random]``: every proof against the definition.

All pairs up to ``largest`` (512), then ``random`` (1,000,000) proofs of trees up to 2**40 leaves;
of each, one copy with a bit flipped, which must be refused.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator

from application.audit.merkle import verify_consistency, verify_inclusion
from application.audit.proofs import consistency_proof, inclusion_proof, root
from application.audit.refusal import Refused
from bench.sparse_tree import HEIGHT, Doubling, SparseTree
from bench.timing import heading
from tests.application.audit.trees import KeptTiles, NaiveTree

SEED = 20_261_125
Check = Callable[[list[bytes], bytes], None]


def main() -> int:
    """Print how many proofs agreed and how many damaged ones were accepted; both decide."""
    numbers = [int(each) for each in sys.argv[1:]]
    largest, drawn = [*numbers, *(512, 1_000_000)[len(numbers) :]]
    chance = random.Random(SEED)
    wrong = report(f"every pair up to {largest}", all_pairs(largest), chance)
    wrong += report(f"{drawn} random trees up to 2**{HEIGHT}", random_trees(drawn, chance), chance)
    return 1 if wrong else 0


def report(
    name: str, proofs: Iterator[tuple[bool, list[bytes], bytes, Check]], chance: random.Random
) -> int:
    """Count what disagrees with the definition and what is accepted though damaged."""
    heading(name)
    begin, number, damaged, wrong = time.perf_counter(), 0, 0, 0
    for agrees, proof, root_hash, check in proofs:
        number += 1
        wrong += not (agrees and accepted(check, proof, root_hash))
        hashes = [*proof, root_hash]
        at, bit = chance.randrange(len(hashes)), chance.randrange(256)
        hashes[at] = flipped(hashes[at], bit)
        damaged += accepted(check, hashes[:-1], hashes[-1])
        if number % 20_000 == 0:
            print(f"   … {number}: {wrong} wrong, {damaged} accepted when damaged", flush=True)
    seconds = time.perf_counter() - begin
    print(f"   {number} proofs in {seconds:.0f} s: {wrong} wrong, {damaged} accepted when damaged")
    return wrong + damaged


def all_pairs(largest: int) -> Iterator[tuple[bool, list[bytes], bytes, Check]]:
    """Yield inclusion of every leaf in every tree, and consistency of every two trees."""
    tree = NaiveTree.of(largest)
    tiles = KeptTiles.of(tree.leaf_hashes)
    for size in range(1, largest + 1):
        agrees = root(size, tiles) == tree.root(size)
        for index in range(size):
            proof = inclusion_proof(index, size, tiles)
            leaf = tree.leaf_hashes[index]
            check = inclusion(leaf, index, size)
            yield agrees and proof == tree.path(index, size), proof, tree.root(size), check
        for first in range(size + 1):
            proof = consistency_proof(first, size, tiles)
            check = consistency(first, size, tree.root(first))
            if first:  # the empty tree says nothing about a root
                yield proof == tree.proof(first, size), proof, tree.root(size), check


def random_trees(
    number: int, chance: random.Random
) -> Iterator[tuple[bool, list[bytes], bytes, Check]]:
    """Yield inclusion and consistency in turns, of trees of every order of magnitude."""
    tree, hashing = SparseTree(chance, 2_000), Doubling("sha256")
    for turn in range(number):
        size = chance.randrange(1 << chance.randint(1, HEIGHT)) + 1
        if turn % 2:
            first = chance.randint(1, size)
            proof, expected = (
                consistency_proof(first, size, tree, hashing),
                tree.proof(first, size),
            )
            check = consistency(first, size, tree.root(first))
        else:
            index = chance.choice(tree.marked)
            if index >= size:
                index = chance.randrange(size)
            proof, expected = inclusion_proof(index, size, tree, hashing), tree.path(index, size)
            check = inclusion(tree.leaf(index), index, size)
        yield proof == expected, proof, tree.root(size), check


def inclusion(leaf: bytes, index: int, size: int) -> Check:
    """Return what verifies a proof of inclusion."""
    return lambda proof, root_hash: verify_inclusion(leaf, index, size, proof, root_hash)


def consistency(first: int, second: int, first_root: bytes) -> Check:
    """Return what verifies a proof of consistency."""
    return lambda proof, root_hash: verify_consistency(first, second, proof, first_root, root_hash)


def accepted(check: Check, proof: list[bytes], root_hash: bytes) -> bool:
    """Tell whether a proof is accepted; anything but a refusal is an error here."""
    try:
        check(proof, root_hash)
    except Refused:
        return False
    return True


def flipped(hash_: bytes, bit: int) -> bytes:
    """Return the hash with one bit the other way."""
    at = bit // 8
    return hash_[:at] + bytes([hash_[at] ^ 1 << bit % 8]) + hash_[at + 1 :]


if __name__ == "__main__":
    sys.exit(main())
