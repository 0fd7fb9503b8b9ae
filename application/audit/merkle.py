"""Merkle tree hashing (RFC 6962, section 2.1) and the verification of proofs (RFC 9162).

A verifier trusts nothing a proof says about its own shape: where each hash belongs follows from
the index and the sizes alone. A proof that could choose its layout could prepend leaves unseen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from application.audit.refusal import Field, Problem, Refused

HASH_LENGTH = 32
LARGEST_SIZE = 2**63 - 1
LONGEST_PROOF = 64
"""No proof about a tree of at most ``LARGEST_SIZE`` leaves has more hashes."""
LEAF_PREFIX = b"\x00"
NODE_PREFIX = b"\x01"


class Hashing(NamedTuple):
    """RFC 6962 hashing over a hash function of 32 bytes that ``hashlib`` knows by ``name``."""

    name: str

    def empty(self) -> bytes:
        """Return the hash of the tree without leaves."""
        return hashlib.new(self.name).digest()

    def leaf(self, entry: bytes) -> bytes:
        """Return the hash of a leaf that holds ``entry``."""
        return hashlib.new(self.name, LEAF_PREFIX + entry).digest()

    def node(self, left: bytes, right: bytes) -> bytes:
        """Return the hash of the node above ``left`` and ``right``."""
        return hashlib.new(self.name, NODE_PREFIX + left + right).digest()


class Sha256Hashing(Hashing):
    """SHA-256 without the look-up by name: what every C2SP log uses."""

    __slots__ = ()

    def leaf(self, entry: bytes) -> bytes:
        """Return the hash of a leaf that holds ``entry``."""
        return hashlib.sha256(LEAF_PREFIX + entry).digest()

    def node(self, left: bytes, right: bytes) -> bytes:
        """Return the hash of the node above ``left`` and ``right``."""
        return hashlib.sha256(NODE_PREFIX + left + right).digest()


SHA256 = Sha256Hashing("sha256")


def has_sm3() -> bool:
    """Tell whether this Python has SM3: it does where the OpenSSL it was built with does."""
    return "sm3" in hashlib.algorithms_available


def sm3() -> Hashing:
    """Return SM3 hashing (GB/T 32905), for a second tree over the same leaves.

    Where Python has none it is refused.
    """
    if not has_sm3():
        raise Refused(Problem.HASH_UNAVAILABLE, Field.HASHING)
    return Hashing("sm3")


def verify_inclusion(
    leaf_hash: bytes,
    index: int,
    size: int,
    proof: Sequence[bytes],
    root: bytes,
    hashing: Hashing = SHA256,
) -> None:
    """Refuse unless the tree of ``size`` leaves under ``root`` holds ``leaf_hash`` at ``index``.

    RFC 9162, section 2.1.3.2; fn, sn and r are the names used there.
    """
    require_size(size, Field.SIZE)
    if not 0 <= index < size:
        raise Refused(Problem.INDEX_OUTSIDE_TREE, Field.INDEX)
    _require_hashes(proof, leaf_hash, root)
    fn, sn = index, size - 1
    r = leaf_hash
    for p in proof:
        if sn == 0:
            raise Refused(Problem.PROOF_LENGTH_DIFFERS, Field.PROOF)
        if fn & 1 or fn == sn:
            r = hashing.node(p, r)
            fn, sn = _up_to_odd(fn, sn)
        else:
            r = hashing.node(r, p)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0:
        raise Refused(Problem.PROOF_LENGTH_DIFFERS, Field.PROOF)
    if r != root:
        raise Refused(Problem.ROOT_DIFFERS, Field.ROOT)


def verify_consistency(
    first: int,
    second: int,
    proof: Sequence[bytes],
    first_root: bytes,
    second_root: bytes,
    hashing: Hashing = SHA256,
) -> None:
    """Refuse unless the tree under ``second_root`` begins with the one under ``first_root``.

    RFC 9162, section 2.1.4.2, which presumes ``0 < first < second``. Of equal sizes the roots
    must be equal, and every tree begins with the empty one; both need an empty proof.
    """
    require_size(first, Field.EARLIER_SIZE)
    require_size(second, Field.LATER_SIZE)
    if second < first:
        raise Refused(Problem.TREE_SHRINKS, Field.LATER_SIZE)
    _require_hashes(proof, first_root, second_root)
    if first in {0, second}:
        _verify_trivial(first, second, proof, first_root, second_root, hashing)
        return
    fr, sr = _roots(first, second, proof, first_root, hashing)
    if fr != first_root:
        raise Refused(Problem.EARLIER_ROOT_DIFFERS, Field.EARLIER_ROOT)
    if sr != second_root:
        raise Refused(Problem.ROOT_DIFFERS, Field.LATER_ROOT)


def _roots(
    first: int, second: int, proof: Sequence[bytes], first_root: bytes, hashing: Hashing
) -> tuple[bytes, bytes]:
    """Fold a consistency proof into the two roots it speaks of (steps 1 to 6)."""
    if not proof:
        raise Refused(Problem.PROOF_LENGTH_DIFFERS, Field.PROOF)
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]
    for c in path[1:]:
        if sn == 0:
            raise Refused(Problem.PROOF_LENGTH_DIFFERS, Field.PROOF)
        if fn & 1 or fn == sn:
            fr, sr = hashing.node(c, fr), hashing.node(c, sr)
            fn, sn = _up_to_odd(fn, sn)
        else:
            sr = hashing.node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    if sn != 0:
        raise Refused(Problem.PROOF_LENGTH_DIFFERS, Field.PROOF)
    return fr, sr


def _verify_trivial(
    first: int,
    second: int,
    proof: Sequence[bytes],
    first_root: bytes,
    second_root: bytes,
    hashing: Hashing,
) -> None:
    if proof:
        raise Refused(Problem.PROOF_LENGTH_DIFFERS, Field.PROOF)
    if first == 0 and first_root != hashing.empty():
        raise Refused(Problem.EARLIER_ROOT_DIFFERS, Field.EARLIER_ROOT)
    if first == second and first_root != second_root:
        raise Refused(Problem.ROOT_DIFFERS, Field.LATER_ROOT)


def _up_to_odd(fn: int, sn: int) -> tuple[int, int]:
    """Climb while the node is a left one without a sibling: it stands for its parents."""
    while fn and not fn & 1:
        fn, sn = fn >> 1, sn >> 1
    return fn, sn


def require_size(size: int, field: Field) -> None:
    """Refuse a number of leaves no tree can have."""
    if not 0 <= size <= LARGEST_SIZE:
        raise Refused(Problem.NUMBER_OUT_OF_RANGE, field)


def _require_hashes(proof: Sequence[bytes], *others: bytes) -> None:
    if len(proof) > LONGEST_PROOF:
        raise Refused(Problem.PROOF_LENGTH_DIFFERS, Field.PROOF)
    if any(len(each) != HASH_LENGTH for each in (*proof, *others)):
        raise Refused(Problem.WRONG_LENGTH, Field.HASH)
