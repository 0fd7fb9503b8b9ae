"""Leaf hashes that somebody kept with their sequence numbers: every act is answered with both.

They need no key to be compared, and show what was altered or left out before it was ever signed.
"""

from __future__ import annotations

import base64
import re
from typing import NamedTuple

from application.audit.refusal import Sentences
from interfaces.verifier.finding import Fault, about_file
from interfaces.verifier.kept import Compared, beyond

KEPT_LEAF = re.compile(r"([1-9][0-9]{0,17}):([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)")
"""A sequence number and the leaf hash of that event, 32 bytes in Base64."""
GIVEN_LEAF = "X-Leaf-Hash"
"""What such a finding is about; it names no file."""


class KeptLeaf(NamedTuple):
    """The leaf hash an event had when it was recorded."""

    sequence: int
    leaf_hash: bytes

    def differs(self, found: bytes | None) -> Sentences | None:
        """Say how the leaf there is now differs, ``None`` where it is the same."""
        if found is None:
            return Sentences(
                f"没有序号{self.sequence}的记录", f"there is no event {self.sequence}"
            )
        if found != self.leaf_hash:
            return Sentences(
                f"序号{self.sequence}处的记录与所留叶哈希不符",
                f"event {self.sequence} is not the one whose leaf hash was kept",
            )
        return None


def read_kept_leaf(text: str) -> KeptLeaf:
    """Read what was written down; raises a finding."""
    match = KEPT_LEAF.fullmatch(text)
    if match is None:
        raise about_file(
            Fault.MALFORMED_RECEIPT,
            "应为“序号:叶哈希”,如373:后接44个字符的叶哈希",
            "should be a sequence number, a colon and the 44 characters of the leaf hash",
            GIVEN_LEAF,
        )
    return KeptLeaf(int(match[1]), base64.b64decode(match[2]))


def require_kept_leaf(text: str, compared: Compared) -> Sentences | None:
    """Refuse a bundle in which the event has another leaf hash than was written down.

    Returns why it cannot be compared, if the event is none of the bundle's.
    """
    leaf = read_kept_leaf(text)
    sequence, known_at = leaf.sequence, compared.scope.known_at
    found = compared.leaf(sequence)
    if found is None and sequence > known_at:
        return beyond(
            f"所留叶哈希是序号{sequence}的记录", f"the leaf hash is of event {sequence}", known_at
        )
    if found is None:
        return Sentences(
            f"所留叶哈希是序号{sequence}的记录,不在这个部分导出包之内",
            f"the leaf hash is of event {sequence}, which is not in this partial bundle",
        )
    said = leaf.differs(found)
    if said is not None:
        raise about_file(Fault.RECEIPT_CONTRADICTS, said.chinese, said.english, GIVEN_LEAF)
    return None
