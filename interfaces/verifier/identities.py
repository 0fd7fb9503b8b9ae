"""Identities follow from kind and number, so that no two items of a kind share a number."""

from __future__ import annotations

import hashlib
from uuid import UUID

NAMESPACE = UUID("7c1c3c0e-5a0b-5d64-9c0c-2f1f6f6f7a10")


def identity_of(kind: str, number: str) -> str:
    """Return the identity of the item of this kind with this number."""
    name = f"{kind}:{number}".encode(errors="surrogatepass")
    digest = bytearray(hashlib.sha1(NAMESPACE.bytes + name, usedforsecurity=False).digest())
    digest[6] = digest[6] & 0x0F | 0x50
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:32]}"
