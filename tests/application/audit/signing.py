"""Signing for tests alone: RFC 8032 written plainly, in time that depends on the key.

Whoever can measure how long this takes learns the private key. Never sign anything real with it.
"""

import hashlib
from dataclasses import dataclass

from application.audit import ed25519


def times(number: int) -> ed25519.Point:
    return ed25519.multiple(number, ed25519.BASE)


@dataclass(frozen=True)
class TestSigner:
    """An Ed25519 key made from a seed anybody can read."""

    __test__ = False

    seed: bytes

    @classmethod
    def named(cls, name: str) -> "TestSigner":
        return cls(hashlib.sha256(name.encode()).digest())

    @property
    def scalar(self) -> int:
        number = int.from_bytes(hashlib.sha512(self.seed).digest()[:32], "little")
        return number & (1 << 254) - 8 | 1 << 254

    @property
    def public(self) -> bytes:
        return ed25519.encode(times(self.scalar))

    def sign(self, message: bytes) -> bytes:
        prefix = hashlib.sha512(self.seed).digest()[32:]
        r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % ed25519.ORDER
        encoded_r = ed25519.encode(times(r))
        hashed = hashlib.sha512(encoded_r + self.public + message).digest()
        k = int.from_bytes(hashed, "little") % ed25519.ORDER
        return encoded_r + ((r + k * self.scalar) % ed25519.ORDER).to_bytes(32, "little")
