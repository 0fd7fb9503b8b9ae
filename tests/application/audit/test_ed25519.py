"""Ed25519 against RFC 8032, and against signatures that a lax verifier accepts."""

import hashlib

import pytest

from application.audit import ed25519
from tests.application.audit.signing import TestSigner, times

# RFC 8032, section 7.1: seed, public key, message, signature
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
]

# "Taming the many EdDSAs" (2020), tables 6a to 6c: every encoding of a point of small order
SMALL_ORDER = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
]
SIGNER = TestSigner.named("甲")
MESSAGE = b"message"


def signed_as(public: bytes) -> bytes:
    """Sign what nobody signs: the message under the key in another spelling."""
    r = ed25519.encode(times(5))
    k = int.from_bytes(hashlib.sha512(r + public + MESSAGE).digest(), "little")
    return r + ((5 + k * SIGNER.scalar) % ed25519.ORDER).to_bytes(32, "little")


@pytest.fixture(scope="module")
def signature() -> bytes:
    return SIGNER.sign(MESSAGE)


@pytest.mark.parametrize(("seed", "public", "message", "signature"), VECTORS)
def test_the_vectors_of_rfc_8032_verify(
    seed: str, public: str, message: str, signature: str
) -> None:
    key, signed = bytes.fromhex(public), bytes.fromhex(message)
    assert ed25519.verify(key, signed, bytes.fromhex(signature))
    assert not ed25519.verify(key, signed + b"\0", bytes.fromhex(signature))
    assert ed25519.is_strong(key)
    signer = TestSigner(bytes.fromhex(seed))
    assert (signer.public.hex(), signer.sign(signed).hex()) == (public, signature)


def test_no_bit_of_a_signature_can_be_flipped(signature: bytes) -> None:
    """Each seventh bit; every bit of the signatures in a proof file is flipped elsewhere."""
    for bit in range(0, 512, 7):
        flipped = (int.from_bytes(signature, "big") ^ 1 << bit).to_bytes(64, "big")
        assert not ed25519.verify(SIGNER.public, MESSAGE, flipped)


def test_no_bit_of_a_key_can_be_flipped(signature: bytes) -> None:
    for bit in range(0, 256, 3):
        flipped = (int.from_bytes(SIGNER.public, "big") ^ 1 << bit).to_bytes(32, "big")
        assert not ed25519.verify(flipped, MESSAGE, signature)


@pytest.mark.parametrize("length", [0, 31, 33, 63, 65, 128])
def test_another_length_is_refused(length: int, signature: bytes) -> None:
    assert not ed25519.verify(SIGNER.public, MESSAGE, (signature * 2)[:length])
    assert not ed25519.verify((SIGNER.public * 4)[:length], MESSAGE, signature)
    assert not ed25519.is_strong((SIGNER.public * 4)[:length])


def test_a_byte_more_is_refused_though_it_is_zero(signature: bytes) -> None:
    """As numbers, key and signature remain what they were; the key signs itself as it is given."""
    assert not ed25519.verify(SIGNER.public, MESSAGE, signature + b"\0")
    assert not ed25519.is_strong(SIGNER.public + b"\0")
    assert ed25519.verify(SIGNER.public, MESSAGE, signed_as(SIGNER.public))
    assert not ed25519.verify(SIGNER.public + b"\0", MESSAGE, signed_as(SIGNER.public + b"\0"))


def test_a_signature_has_one_form_only(signature: bytes) -> None:
    """S plus the order satisfies the equation too, and would be a second signature."""
    s = int.from_bytes(signature[32:], "little") + ed25519.ORDER
    assert s < 1 << 256
    assert not ed25519.verify(SIGNER.public, MESSAGE, signature[:32] + s.to_bytes(32, "little"))


@pytest.mark.parametrize("encoded", SMALL_ORDER)
def test_a_key_of_small_order_is_no_key(encoded: str, signature: bytes) -> None:
    public = bytes.fromhex(encoded)
    assert not ed25519.is_strong(public)
    # R = A = a point of small order and S = 0 satisfy the equation for many messages
    forged = (public + bytes(32), bytes([1]) + bytes(63), signature)
    assert not any(
        ed25519.verify(public, b"message %d" % number, each)
        for number in range(16)
        for each in forged
    )


def test_the_list_of_small_orders_holds_all_eight_points() -> None:
    points = {ed25519.decode(bytes.fromhex(each)) for each in SMALL_ORDER} - {None}
    assert len(points) == 8
    assert all(point is not None and ed25519.has_small_order(point) for point in points)


@pytest.mark.parametrize(
    "encoded", ["00" * 32, "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"]
)
def test_r_of_small_order_is_refused(encoded: str) -> None:
    """S = k·a with R of small order: some verifiers accept it, no honest signer makes it."""
    r = bytes.fromhex(encoded)
    for number in range(16):
        message = b"message %d" % number
        hashed = hashlib.sha512(r + SIGNER.public + message).digest()
        s = int.from_bytes(hashed, "little") * SIGNER.scalar % ed25519.ORDER
        assert not ed25519.verify(SIGNER.public, message, r + s.to_bytes(32, "little"))


def test_r_as_the_neutral_point_is_refused() -> None:
    """The one small R for which the equation without the cofactor always holds."""
    r = ed25519.encode(ed25519.NEUTRAL)
    hashed = hashlib.sha512(r + SIGNER.public + MESSAGE).digest()
    s = int.from_bytes(hashed, "little") * SIGNER.scalar % ed25519.ORDER
    assert not ed25519.verify(SIGNER.public, MESSAGE, r + s.to_bytes(32, "little"))


@pytest.mark.parametrize("encoded", [SMALL_ORDER[0], SMALL_ORDER[4], SMALL_ORDER[8]])
def test_a_key_outside_the_prime_order_group_is_not_strong(encoded: str) -> None:
    """Off by a point of order four, eight and two."""
    torsion = ed25519.decode(bytes.fromhex(encoded))
    assert torsion is not None
    mixed = ed25519.encode(ed25519.add(times(SIGNER.scalar), torsion))
    assert ed25519.decode(mixed) is not None
    assert not ed25519.is_strong(mixed)


@pytest.mark.parametrize("y", [2, ed25519.PRIME - 2])
def test_what_is_no_point_is_no_key(y: int, signature: bytes) -> None:
    public = y.to_bytes(32, "little")
    assert ed25519.decode(public) is None
    assert not ed25519.is_strong(public)
    assert not ed25519.verify(public, MESSAGE, signature)


def test_the_constants_are_those_of_rfc_8032() -> None:
    assert ed25519.encode(ed25519.BASE).hex() == "58" + "66" * 31
    assert ed25519.decode(bytes.fromhex("58" + "66" * 31)) == ed25519.BASE
    assert ed25519.is_neutral(times(ed25519.ORDER))
    assert not ed25519.is_neutral(times(ed25519.ORDER - 1))
