"""Identities follow from kind and number, so that no two items of a kind share a number."""

from __future__ import annotations

from uuid import UUID, uuid5

NAMESPACE = UUID("7c1c3c0e-5a0b-5d64-9c0c-2f1f6f6f7a10")


def identity_of(kind: str, number: str) -> str:
    """Return the identity of the item of this kind with this number."""
    return str(uuid5(NAMESPACE, f"{kind}:{number}"))
