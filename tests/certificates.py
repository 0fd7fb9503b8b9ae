"""Makes a certificate of loopback with its key, for one run of the tests alone.

A key that is committed is everybody's, and a program that makes one may not be there; this takes
the standard library. It signs by ECDSA on P-256 and writes X.509 in DER, no more than TLS asks of
a certificate that vouches for itself.
"""

import secrets
from base64 import encodebytes
from hashlib import sha1, sha256
from pathlib import Path

FIELD = 2**256 - 2**224 + 2**192 + 2**96 - 1
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
GENERATOR = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)

Point = tuple[int, int] | None
"""A point of the curve; ``None`` is the one at infinity."""

INTEGER, BITS, OCTETS, OBJECT, TEXT, UTC = 0x02, 0x03, 0x04, 0x06, 0x0C, 0x17
SEQUENCE, SET = 0x30, 0x31
TRUE = bytes((0x01, 0x01, 0xFF))

EC_KEY = bytes.fromhex("2a8648ce3d0201")
P256 = bytes.fromhex("2a8648ce3d030107")
ECDSA_SHA256 = bytes.fromhex("2a8648ce3d040302")
COMMON_NAME = bytes.fromhex("550403")
KEY_IDENTIFIER = bytes.fromhex("551d0e")
KEY_USAGE = bytes.fromhex("551d0f")
OTHER_NAMES = bytes.fromhex("551d11")
CONSTRAINTS = bytes.fromhex("551d13")

SIGNS_ANYTHING = bytes((0x03, 0x02, 0x02, 0x84))
"""For signatures, and for those of certificates."""


def make_certificate(path: Path) -> Path:
    """Write a certificate of localhost and 127.0.0.1, and its key, into one file."""
    key = secrets.randbelow(ORDER - 1) + 1
    public = b"\x00\x04" + b"".join(map(_octets, _affine(_times(key, GENERATOR))))
    told = _told(public)
    signed = _der(
        SEQUENCE, told, _der(SEQUENCE, _der(OBJECT, ECDSA_SHA256)), _signature(key, told)
    )
    private = _der(
        SEQUENCE,
        _number(1),
        _der(OCTETS, _octets(key)),
        _der(0xA0, _der(OBJECT, P256)),
        _der(0xA1, _der(BITS, public)),
    )
    path.write_bytes(_pem("EC PRIVATE KEY", private) + _pem("CERTIFICATE", signed))
    return path


def _told(public: bytes) -> bytes:
    """Return what the certificate says."""
    name = _der(OBJECT, COMMON_NAME), _der(TEXT, b"localhost")
    who = _der(SEQUENCE, _der(SET, _der(SEQUENCE, *name)))
    return _der(
        SEQUENCE,
        _der(0xA0, _number(2)),
        _number(secrets.randbits(63) | 1),
        _der(SEQUENCE, _der(OBJECT, ECDSA_SHA256)),
        who,
        _der(SEQUENCE, _der(UTC, b"200101000000Z"), _der(UTC, b"491231235959Z")),
        who,
        _der(
            SEQUENCE, _der(SEQUENCE, _der(OBJECT, EC_KEY), _der(OBJECT, P256)), _der(BITS, public)
        ),
        _der(0xA3, _der(SEQUENCE, *_extensions(public))),
    )


def _extensions(public: bytes) -> list[bytes]:
    identifier = sha1(public[1:], usedforsecurity=False).digest()
    names = _der(0x82, b"localhost"), _der(0x87, bytes((127, 0, 0, 1)))
    stated = [
        (CONSTRAINTS, TRUE, _der(SEQUENCE, TRUE)),
        (KEY_USAGE, TRUE, SIGNS_ANYTHING),
        (KEY_IDENTIFIER, b"", _der(OCTETS, identifier)),
        (OTHER_NAMES, b"", _der(SEQUENCE, *names)),
    ]
    return [
        _der(SEQUENCE, _der(OBJECT, kind), critical, _der(OCTETS, value))
        for kind, critical, value in stated
    ]


def _signature(key: int, told: bytes) -> bytes:
    once = secrets.randbelow(ORDER - 1) + 1
    r = _affine(_times(once, GENERATOR))[0] % ORDER
    digest = int.from_bytes(sha256(told).digest())
    s = pow(once, -1, ORDER) * (digest + r * key) % ORDER
    return _der(BITS, b"\x00", _der(SEQUENCE, _number(r), _number(s)))


def _plus(one: Point, other: Point) -> Point:
    if one is None or other is None:
        return one or other
    (x, y), (v, w) = one, other
    if x == v and (y + w) % FIELD == 0:
        return None
    if one == other:
        slope = (3 * x * x - 3) * pow(2 * y, -1, FIELD)
    else:
        slope = (w - y) * pow(v - x, -1, FIELD)
    across = (slope * slope - x - v) % FIELD
    return across, (slope * (x - across) - y) % FIELD


def _times(factor: int, point: Point) -> Point:
    total: Point = None
    while factor:
        if factor & 1:
            total = _plus(total, point)
        point, factor = _plus(point, point), factor >> 1
    return total


def _affine(point: Point) -> tuple[int, int]:
    assert point is not None
    return point


def _octets(value: int) -> bytes:
    return value.to_bytes(32)


def _number(value: int) -> bytes:
    return _der(INTEGER, value.to_bytes(value.bit_length() // 8 + 1))


def _der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(length))) + length + content


def _pem(what: str, content: bytes) -> bytes:
    return (
        f"-----BEGIN {what}-----\n{encodebytes(content).decode()}-----END {what}-----\n".encode()
    )
