"""Hashes, signatures and trees against their standards, and against Python on random input."""

import hashlib
import random
import zlib

import pytest

from application.audit import ed25519
from tests.application.audit.signing import TestSigner
from tests.application.audit.test_ed25519 import SMALL_ORDER, VECTORS
from tests.application.audit.trees import NaiveTree, leaf_hash
from tests.interfaces.verifier_page.node import Answer, ask, call, integer

LENGTHS = [*range(0, 260, 5), 55, 56, 63, 64, 65, 111, 112, 119, 127, 128, 129, 4_096, 100_001]
SIGNER = TestSigner.named("甲")


def given(answers: list[Answer]) -> list[bytes]:
    return [bytes.fromhex(answer["hex"]) for answer in answers]


# FIPS 180-4 refers to these examples of NIST
@pytest.mark.parametrize(
    ("function", "message", "digest"),
    [
        ("sha256", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "sha256",
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        ),
        (
            "sha512",
            "abc",
            (
                "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
            ),
        ),
    ],
)
def test_hashes_give_the_digests_of_the_standard(function: str, message: str, digest: str) -> None:
    [found] = given(ask([call(f"{function}.js", function, message.encode())]))
    assert found.hex() == digest


def test_hashes_of_every_length_are_those_of_python() -> None:
    chance = random.Random(1)  # noqa: S311 - repeatable on purpose
    messages = [chance.randbytes(length) for length in LENGTHS]
    jobs = [call(f"{name}.js", name, each) for name in ("sha256", "sha512") for each in messages]
    expected = [
        hashlib.new(name, each).digest() for name in ("sha256", "sha512") for each in messages
    ]
    assert given(ask(jobs)) == expected


def test_a_hash_of_pieces_is_the_hash_of_the_whole() -> None:
    chance = random.Random(2)  # noqa: S311 - repeatable on purpose
    cut = [[chance.randbytes(chance.randrange(150)) for _ in range(9)] for _ in range(50)]
    jobs = [call("sha256.js", "sha256", *pieces) for pieces in cut]
    assert given(ask(jobs)) == [hashlib.sha256(b"".join(pieces)).digest() for pieces in cut]


def test_checksums_are_those_of_python() -> None:
    chance = random.Random(3)  # noqa: S311 - repeatable on purpose
    messages = [chance.randbytes(length) for length in range(30)]
    jobs = [call("crc32.js", "crc32", 77, each) for each in messages]
    assert ask(jobs) == [zlib.crc32(each, 77) for each in messages]


def test_signatures_of_the_standard_are_accepted() -> None:
    jobs = [
        call("ed25519.js", "verifySignature", *map(bytes.fromhex, (key, message, signature)))
        for _, key, message, signature in VECTORS
    ]
    assert ask(jobs) == [True] * len(VECTORS)


def test_signatures_are_judged_as_python_judges_them() -> None:
    message = b"1234"
    signature = SIGNER.sign(message)
    s = int.from_bytes(signature[32:], "little") + ed25519.ORDER
    cases = [(SIGNER.public, message, signature[:32] + s.to_bytes(32, "little"))]
    cases += [(bytes.fromhex(each), message, signature) for each in SMALL_ORDER]
    cases += [
        (SIGNER.public, message, bytes.fromhex(each) + signature[32:]) for each in SMALL_ORDER
    ]
    cases += [
        (bytes.fromhex(each), message, bytes.fromhex(each) + bytes(32)) for each in SMALL_ORDER
    ]
    for bit in range(0, 512, 7):
        flipped = bytearray(signature)
        flipped[bit // 8] ^= 1 << bit % 8
        cases.append((SIGNER.public, message, bytes(flipped)))
    cases += [(SIGNER.public, message, signature[:-1]), (SIGNER.public[:-1], message, signature)]
    jobs = [call("ed25519.js", "verifySignature", *case) for case in cases]
    assert ask(jobs) == [ed25519.verify(*case) for case in cases] == [False] * len(cases)


def test_weak_keys_are_told_from_strong_ones() -> None:
    chance = random.Random(4)  # noqa: S311 - repeatable on purpose
    keys = [SIGNER.public, *map(bytes.fromhex, SMALL_ORDER)]
    keys += [chance.randbytes(32) for _ in range(40)]
    strong = [ed25519.is_strong(key) for key in keys]
    assert ask([call("ed25519.js", "isStrongKey", key) for key in keys]) == strong
    assert 1 <= sum(strong) < len(strong)


def test_inclusion_is_proven_by_the_right_proof_alone() -> None:
    jobs, expected = [], []
    for size in (1, 2, 3, 7, 8, 13, 64, 65):
        tree = NaiveTree.of(size)
        root = tree.root(size)
        for index in range(size):
            path = tree.path(index, size)
            shorter, longer = path[:-1], [*path, root]
            for leaf, proof, holds in (
                (leaf_hash(index), path, True),
                (leaf_hash(index + 1), path, False),
                (leaf_hash(index), longer, False),
                (leaf_hash(index), shorter, not path),
            ):
                place = integer(index), integer(size)
                jobs.append(call("tree.js", "isIncluded", leaf, *place, proof, root))
                expected.append(holds)
    assert ask(jobs) == expected


def test_an_index_outside_the_tree_is_not_included() -> None:
    root = NaiveTree.of(3).root(3)
    assert ask([call("tree.js", "isIncluded", root, integer(3), integer(3), [], root)]) == [False]
