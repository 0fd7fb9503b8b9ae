"""Verification of Ed25519 signatures (RFC 8032), with the standard library alone.

Written to be copied whole into a verifier that runs where nothing can be installed, hence plain
enough for Python 3.9. It only ever sees public values, so it need not run in constant time.

What it accepts:

* ``verify`` checks ``[S]B = R + [k]A`` exactly, without the cofactor, as OpenSSL and Go do.
* S must be below the order of the base point, so that a signature has one form only.
* A and R must be encoded canonically: y below the field's prime, and no sign on x = 0.
* A and R of small order are refused: under such a key one signature fits many messages.
* ``is_strong`` also requires a key to lie in the prime-order group. Then verifying with and
  without the cofactor, singly and in batches, come to one verdict. A key is asked once, when it
  is read, and not for each signature.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache

KEY_LENGTH = 32
SIGNATURE_LENGTH = 64
KEYS_REMEMBERED = 64
"""A bundle has thousands of signatures by few keys; what belongs to a key is computed once."""

PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, PRIME - 2, PRIME) % PRIME
ROOT_OF_MINUS_ONE = pow(2, (PRIME - 1) // 4, PRIME)

Point = tuple[int, int, int, int]
"""Extended coordinates X, Y, Z, T with x = X/Z, y = Y/Z and x·y = T/Z (RFC 8032, 5.1.4).

Each is at least 0 and below the prime.
"""

NEUTRAL: Point = (0, 1, 1, 0)

BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
BASE_Y = 4 * pow(5, PRIME - 2, PRIME) % PRIME
BASE: Point = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % PRIME)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether ``signature`` is one of ``message`` by the holder of ``public``."""
    if len(public) != KEY_LENGTH or len(signature) != SIGNATURE_LENGTH:
        return False
    encoded_r, s = signature[:32], int.from_bytes(signature[32:], "little")
    a = decode(public)
    if a is None or s >= ORDER or has_small_order(a):
        return False
    k = int.from_bytes(hashlib.sha512(encoded_r + public + message).digest(), "little") % ORDER
    r = add(times(s, BASE), times(k, negative(a)))
    return encode(r) == encoded_r and not has_small_order(r)


def is_strong(public: bytes) -> bool:
    """Tell whether a key is canonical, of the prime-order group and not its neutral point."""
    point = decode(public) if len(public) == KEY_LENGTH else None
    if point is None or has_small_order(point):
        return False
    return is_neutral(multiple(ORDER, point))


@lru_cache(maxsize=KEYS_REMEMBERED)
def decode(encoded: bytes) -> Point | None:
    """Return the point 32 bytes stand for, if they are its one canonical form (5.1.3)."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (1 << 255) - 1
    if y >= PRIME:
        return None
    u, v = (y * y - 1) % PRIME, (D * y * y + 1) % PRIME
    x = u * pow(v, 3, PRIME) * pow(u * pow(v, 7, PRIME), (PRIME - 5) // 8, PRIME) % PRIME
    if (v * x * x + u) % PRIME == 0:
        x = x * ROOT_OF_MINUS_ONE % PRIME
    if (v * x * x - u) % PRIME != 0 or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = PRIME - x
    return x, y, 1, x * y % PRIME


def encode(point: Point) -> bytes:
    """Return the 32 bytes of a point, which are its one canonical form (5.1.2)."""
    inverse = pow(point[2], -1, PRIME)
    x, y = point[0] * inverse % PRIME, point[1] * inverse % PRIME
    return (y | (x & 1) << 255).to_bytes(32, "little")


def has_small_order(point: Point) -> bool:
    """Tell whether the point's order divides the cofactor, 8."""
    return is_neutral(double(double(double(point))))


def is_neutral(point: Point) -> bool:
    """Tell whether a point is the neutral one."""
    return point[0] == 0 and point[1] == point[2]


def negative(p: Point) -> Point:
    """Return the point that adds up with ``p`` to the neutral one."""
    return -p[0] % PRIME, p[1], p[2], -p[3] % PRIME


def add(p: Point, q: Point) -> Point:
    """Return the sum of two points; the formula has no exceptions (5.1.4)."""
    a = (p[1] - p[0]) * (q[1] - q[0]) % PRIME
    b = (p[1] + p[0]) * (q[1] + q[0]) % PRIME
    c = 2 * p[3] * q[3] * D % PRIME
    d = 2 * p[2] * q[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def double(p: Point) -> Point:
    """Return twice a point."""
    a, b = p[0] * p[0] % PRIME, p[1] * p[1] % PRIME
    c = 2 * p[2] * p[2] % PRIME
    h = a + b
    e = h - (p[0] + p[1]) * (p[0] + p[1]) % PRIME
    g = a - b
    f = c + g
    return e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME


def multiple(number: int, point: Point) -> Point:
    """Return a multiple of a point that is used once, doubling for each bit."""
    total = NEUTRAL
    for bit in f"{number:b}":
        total = double(total)
        if bit == "1":
            total = add(total, point)
    return total


def times(number: int, point: Point) -> Point:
    """Return a multiple below 2**256 of a point that is used again and again."""
    total = NEUTRAL
    for digits in multiples(point):
        total = add(total, digits[number & 15])
        number >>= 4
    return total


@lru_cache(maxsize=KEYS_REMEMBERED)
def multiples(point: Point) -> tuple[tuple[Point, ...], ...]:
    """Return j·16^i·P for each digit j at each of 64 places i, from which any multiple adds up."""
    places: list[tuple[Point, ...]] = []
    step = point
    for _ in range(64):
        digits = [NEUTRAL]
        for _ in range(15):
            digits.append(add(digits[-1], step))
        places.append(tuple(digits))
        step = add(digits[-1], step)
    return tuple(places)
