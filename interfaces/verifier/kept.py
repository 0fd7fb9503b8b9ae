"""What somebody kept outside the bundle, earlier checkpoints and receipts: the bundle must agree.

An operator who makes a whole log anew cannot change them.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from application.audit.merkle import verify_inclusion
from application.audit.policy import Policy
from application.audit.proof_file import ProofFile, parse_proof_file
from application.audit.refusal import Refused
from interfaces.verifier.finding import Fault, about_file, malformed
from interfaces.verifier.heads import Head, open_head, require_quorum
from interfaces.verifier.history import History


class Given(NamedTuple):
    """A file given beside the bundle."""

    name: str
    data: bytes


class Compared(NamedTuple):
    """The bundle's side: its events, and the roots of its tree that are known."""

    history: History
    known: dict[int, bytes]
    """The signed roots of a partial bundle, whose tree cannot be computed."""
    is_whole: bool

    def root(self, size: int) -> bytes | None:
        """Return the root at a size, if the bundle tells it."""
        if self.is_whole and size <= len(self.history.leaves):
            return self.history.leaves.roots([size])[size]
        return self.known.get(size)

    def leaf(self, sequence: int) -> bytes | None:
        """Return the leaf hash of an event, if it is in the bundle."""
        sequences = self.history.sequences
        place = bisect_left(sequences, sequence)
        if place == len(sequences) or sequences[place] != sequence:
            return None
        return self.history.leaves[place]


def require_kept_checkpoint(given: Given, policy: Policy, compared: Compared) -> None:
    """Refuse unless a checkpoint kept from earlier is a root of the bundle's tree."""
    head = open_head(given.data, policy, given.name)
    root = compared.root(head.size)
    if root is None:
        raise about_file(
            Fault.CHECKPOINT_CONTRADICTS,
            f"导出包没有记录总数为{head.size}的根哈希,无从比对",
            f"the bundle has no root at size {head.size} to compare",
            given.name,
        )
    if root != head.root:
        raise about_file(
            Fault.CHECKPOINT_CONTRADICTS,
            f"与导出包前{head.size}条事件的根哈希不同:留存之后历史被改动",
            f"differs from the root over the first {head.size} events: history was altered since",
            given.name,
        )


def require_receipt(given: Given, policy: Policy, compared: Compared) -> None:
    """Refuse unless the event of a receipt stands in the bundle at its place, as it was."""
    try:
        receipt = parse_proof_file(given.data)
    except Refused as refused:
        raise malformed(Fault.MALFORMED_RECEIPT, refused, given.name, refused.line) from None
    head = open_head(receipt.checkpoint, policy, given.name, None, Fault.MALFORMED_RECEIPT)
    require_quorum(head, given.name)
    root = compared.root(head.size)
    if not _is_there(receipt, head, compared) or root not in {None, head.root}:
        sequence = receipt.index + 1
        raise about_file(
            Fault.RECEIPT_CONTRADICTS,
            f"导出包内序号{sequence}的事件与回执不符,或者没有这条事件",
            f"event {sequence} of the bundle is not the one of the receipt, or is not there",
            given.name,
        )


def _is_there(receipt: ProofFile, head: Head, compared: Compared) -> bool:
    leaf_hash = compared.leaf(receipt.index + 1)
    if leaf_hash is None:
        return False
    try:
        verify_inclusion(leaf_hash, receipt.index, head.size, receipt.proof, head.root)
    except Refused:
        return False
    return True
