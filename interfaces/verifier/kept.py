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
from interfaces.verifier.finding import Fault, Finding, about_file, malformed
from interfaces.verifier.heads import Head, open_head, require_quorum
from interfaces.verifier.history import History
from interfaces.verifier.logs import BundleLog, Heads, root_at
from interfaces.verifier.sm3_roots import Sm3Roots


class Given(NamedTuple):
    """A file given beside the bundle."""

    name: str
    data: bytes


class Compared(NamedTuple):
    """The bundle's side: its events, and its logs as far as they are signed."""

    history: History
    heads: Heads
    sm3_roots: Sm3Roots
    is_whole: bool

    def log(self, origin: str) -> BundleLog | None:
        """Return a log of the bundle; where nothing is signed any log may be its only one."""
        if not self.heads.placed:
            return BundleLog(origin)
        end = self.heads.ends.get(origin)
        return end and end.log

    def ends_before(self, head: Head) -> int | None:
        """Return the last event of a log that ended, if it is said to cover more."""
        end = self.heads.ends.get(head.origin)
        if end is None or end == self.heads.last or head.size <= end.head.size:
            return None
        return end.covers

    def root(self, head: Head) -> bytes | None:
        """Return the root of a head's log at its size, if the bundle tells it."""
        log = self.log(head.origin)
        if log is None:
            return None
        if self.is_whole:
            return root_at(log, head.size, self.history)
        place = head.origin, head.size
        known = (each.head for each in self.heads.placed)
        return next((each.root for each in known if (each.origin, each.size) == place), None)

    def leaf(self, sequence: int) -> bytes | None:
        """Return the leaf hash of an event, if it is in the bundle."""
        sequences = self.history.sequences
        place = bisect_left(sequences, sequence)
        if place == len(sequences) or sequences[place] != sequence:
            return None
        return self.history.leaves[place]


def require_kept_checkpoint(given: Given, policy: Policy, compared: Compared) -> None:
    """Refuse unless a checkpoint kept from earlier is a root of the tree of its log."""
    head = open_head(given.data, policy, given.name)
    ended = compared.ends_before(head)
    if ended is not None:
        raise _contradicts(
            given,
            f"日志{head.origin}在导出包里止于序号{ended},留存的检查点却在其后:换密钥之后历史被改动",
            f"the log {head.origin} ends at event {ended} in the bundle, and goes on here",
        )
    log, root = compared.log(head.origin), compared.root(head)
    if log is None or root is None:
        raise _contradicts(
            given,
            f"导出包没有日志{head.origin}记录总数为{head.size}的根哈希,无从比对",
            f"the bundle has no root of {head.origin} at size {head.size} to compare",
        )
    if root != head.root:
        raise _contradicts(
            given,
            f"与导出包内日志{head.origin}前{head.size}条记录的根哈希不同:留存之后历史被改动",
            f"differs from the root of {head.origin} at size {head.size}: "
            "history was altered since",
        )
    if not compared.sm3_roots.agrees(head, log):
        raise _contradicts(
            given,
            f"所载的SM3根哈希与导出包内日志{head.origin}前{head.size}条记录的不同",
            f"states another SM3 root than {head.origin} has in the bundle at size {head.size}",
        )


def _contradicts(given: Given, chinese: str, english: str) -> Finding:
    return about_file(Fault.CHECKPOINT_CONTRADICTS, chinese, english, given.name)


def require_receipt(given: Given, policy: Policy, compared: Compared) -> None:
    """Refuse unless the event of a receipt stands in the bundle at its place, as it was."""
    try:
        receipt = parse_proof_file(given.data)
    except Refused as refused:
        raise malformed(Fault.MALFORMED_RECEIPT, refused, given.name) from None
    head = open_head(
        receipt.checkpoint,
        policy,
        given.name,
        first_line=receipt.checkpoint_line,
        otherwise=Fault.MALFORMED_RECEIPT,
    )
    require_quorum(head, given.name)
    log = compared.log(head.origin)
    if log is None:
        raise about_file(
            Fault.RECEIPT_CONTRADICTS,
            f"导出包没有回执所属的日志{head.origin}",
            f"the bundle has nothing of the log {head.origin}, which the receipt is of",
            given.name,
        )
    sequence = log.first + receipt.index
    is_known = compared.ends_before(head) is None and sequence > log.begins_after
    root = compared.root(head)
    if not (is_known and _is_there(receipt, head, compared.leaf(sequence))) or (
        root not in {None, head.root}
    ):
        raise about_file(
            Fault.RECEIPT_CONTRADICTS,
            f"导出包内序号{sequence}的事件与回执不符,或者没有这条事件",
            f"event {sequence} of the bundle is not the one of the receipt, or is not there",
            given.name,
        )


def _is_there(receipt: ProofFile, head: Head, leaf_hash: bytes | None) -> bool:
    if leaf_hash is None:
        return False
    try:
        verify_inclusion(leaf_hash, receipt.index, head.size, receipt.proof, head.root)
    except Refused:
        return False
    return True
