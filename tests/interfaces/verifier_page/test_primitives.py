"""Hashes, signatures and trees against their standards, and against Python on random input."""

import hashlib
import random
import zlib

import pytest

from application.audit import ed25519
from application.audit.merkle import SHA256
from tests.application.audit.signing import TestSigner, times
from tests.application.audit.test_ed25519 import SMALL_ORDER, VECTORS
from tests.application.audit.trees import NaiveTree, leaf_hash
from tests.interfaces.verifier_page.node import Answer, ask, call, integer, make

LENGTHS = [*range(0, 260, 5), 55, 56, 63, 64, 65, 111, 112, 119, 127, 128, 129, 4_096, 100_001]
SIGNER = TestSigner.named("甲")
MESSAGE = b"1234"
TORSION = [point for each in SMALL_ORDER if (point := ed25519.decode(bytes.fromhex(each)))]


def given(answers: list[Answer]) -> list[bytes]:
    return [bytes.fromhex(answer["hex"]) for answer in answers]


# FIPS 180-4 refers to these examples of NIST; of GB/T 32905-2016 they are in appendix A
@pytest.mark.parametrize(
    ("function", "message", "digest"),
    [
        ("sha256", "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "sha256",
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        ),
        ("sm3", "abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (
            "sm3",
            "abcd" * 16,
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
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
    names = ("sha256", "sha512", "sm3")
    jobs = [call(f"{name}.js", name, each) for name in names for each in messages]
    expected = [hashlib.new(name, each).digest() for name in names for each in messages]
    assert given(ask(jobs)) == expected


def test_a_hash_of_pieces_is_the_hash_of_the_whole() -> None:
    chance = random.Random(2)  # noqa: S311 - repeatable on purpose
    cut = [[chance.randbytes(chance.randrange(150)) for _ in range(9)] for _ in range(50)]
    jobs = [call("sha256.js", "sha256", *pieces) for pieces in cut]
    assert given(ask(jobs)) == [hashlib.sha256(b"".join(pieces)).digest() for pieces in cut]


def test_a_hash_takes_bytes_from_within() -> None:
    chance = random.Random(5)  # noqa: S311 - repeatable on purpose
    message = chance.randbytes(400)
    parts = [(0, 10), (3, 20), (70, 140), (5, 300), (64, 128), (90, 90), (399, 400)]
    calls = [*(("update", message, start, end) for start, end in parts), ("digest",)]
    [answers] = ask([make("sha256.js", "Sha256", calls)])
    whole = b"".join(message[start:end] for start, end in parts)
    assert given(answers[-1:]) == [hashlib.sha256(whole).digest()]


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


def signed_as(key: bytes, encoded_r: bytes, r: int) -> bytes:
    """Return the signature of ``MESSAGE`` that fits a key and an R written so."""
    hashed = hashlib.sha512(encoded_r + key + MESSAGE).digest()
    k = int.from_bytes(hashed, "little")
    return encoded_r + ((r + k * SIGNER.scalar) % ed25519.ORDER).to_bytes(32, "little")


def test_signatures_made_otherwise_are_judged_as_python_judges_them() -> None:
    r = 987_654_321 * 2**200
    point = times(r)
    encoded = ed25519.encode(point)
    sound = signed_as(SIGNER.public, encoded, r)
    s = int.from_bytes(sound[32:], "little")
    longer = SIGNER.public + b"\0"
    mixed = [ed25519.encode(ed25519.add(point, each)) for each in TORSION]
    cases = [
        (SIGNER.public, sound),
        (SIGNER.public, sound + b"\0"),
        (SIGNER.public, sound[:32] + (s + ed25519.ORDER).to_bytes(32, "little")),
        (longer, signed_as(longer, encoded, r)),
        # R of the other sign, and R that is off by a point of small order
        (SIGNER.public, signed_as(SIGNER.public, ed25519.encode(ed25519.negative(point)), r)),
        *((SIGNER.public, signed_as(SIGNER.public, each, r)) for each in mixed),
        *((SIGNER.public, signed_as(SIGNER.public, bytes.fromhex(e), 0)) for e in SMALL_ORDER),
    ]
    found = ask([call("ed25519.js", "verifySignature", key, MESSAGE, e) for key, e in cases])
    assert found == [ed25519.verify(key, MESSAGE, each) for key, each in cases]
    assert found.count(True) > 0


def test_signatures_of_many_keys_are_accepted_for_their_message_alone() -> None:
    signers = [TestSigner.named(str(number)) for number in range(8)]
    messages = [bytes([number]) * number * 9 for number in range(8)]
    signatures = [each.sign(message) for each, message in zip(signers, messages, strict=True)]
    found = [
        ask([
            call("ed25519.js", "verifySignature", signer.public, message, signature)
            for signer, signature in zip(signers, signatures, strict=True)
        ])
        for message in messages
    ]  # fmt: skip
    assert found == [[at == place for at in range(8)] for place in range(8)]


def test_weak_keys_are_told_from_strong_ones() -> None:
    chance = random.Random(4)  # noqa: S311 - repeatable on purpose
    keys = [SIGNER.public, *map(bytes.fromhex, SMALL_ORDER)]
    keys += [chance.randbytes(32) for _ in range(40)]
    decoded = times(SIGNER.scalar)
    keys += [ed25519.encode(ed25519.add(decoded, each)) for each in TORSION]
    keys += [ed25519.encode(ed25519.negative(decoded)), SIGNER.public + b"\0", SIGNER.public[1:]]
    # y as it is, and as large as the prime and more
    small = [y + often * ed25519.PRIME for y in range(19) for often in (0, 1)]
    keys += [(y + sign * 2**255).to_bytes(32, "little") for y in small for sign in (0, 1)]
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


def test_a_proof_that_fits_another_tree_is_none() -> None:
    root, leaf = NaiveTree.of(3).root(3), leaf_hash(1)
    four = NaiveTree.of(4)
    beside = b"x" * 32
    above = SHA256.node(beside, four.root(4))
    cases: list[tuple[bytes, int, int, list[bytes], bytes]] = [
        (root, 3, 3, [], root),
        (root, 1, 1, [], root),
        (leaf, 1, 8, [*four.path(1, 4)], four.root(4)),
        (leaf, 1, 4, [*four.path(1, 4), beside], above),
        (leaf, 1, 4, [*four.path(1, 4)] * 40, four.root(4)),
    ]
    jobs = [
        call("tree.js", "isIncluded", leaf, integer(index), integer(size), proof, of)
        for leaf, index, size, proof, of in cases
    ]
    assert ask(jobs) == [False] * len(cases)


def test_trees_grow_as_python_grows_them() -> None:
    tree = NaiveTree.of(70)
    hashes = b"x" + b"".join(leaf_hash(number) for number in range(70))
    calls: list[tuple[object, ...]] = [("root",)]
    for number in range(70):
        calls += [("append", hashes, 1 + 32 * number), ("root",), ("size",)]
    [found] = ask([make("tree.js", "GrowingTree", calls)])
    assert given(found[:1]) == [hashlib.sha256().digest()]
    assert given(found[2::3]) == [tree.root(size) for size in range(1, 71)]
    assert found[3::3] == [*range(1, 71)]
    leaves = [bytes(number) for number in range(0, 130, 13)]
    assert given(ask([call("tree.js", "leafHash", leaf) for leaf in leaves])) == [
        SHA256.leaf(leaf) for leaf in leaves
    ]
