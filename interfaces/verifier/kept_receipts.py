"""Receipts that somebody kept: what one proves by itself, and whether the bundle agrees.

A receipt is proven first: what holds by itself against a bundle shows that the bundle was altered,
what does not shows nothing.
"""

from __future__ import annotations

from typing import NamedTuple

from application.audit.entry import sequence_of
from application.audit.merkle import SHA256
from application.audit.policy import Policy
from application.audit.proof_file import ProofFile, parse_proof_file
from application.audit.refusal import Refused, Sentences
from interfaces.documents.event_lines import BrokenLine, EventLine, read_event_line
from interfaces.verifier.finding import Fault, Finding, about_file, malformed
from interfaces.verifier.heads import Head, open_head, require_quorum
from interfaces.verifier.kept import Compared, Given, beyond


class _Shown(NamedTuple):
    """What a receipt has proven: this event is the leaf ``at`` this index under this head."""

    sequence: int
    entry: bytes
    at: int
    head: Head

    @property
    def event(self) -> EventLine | None:
        """What the event says, if it is one of a county."""
        try:
            return read_event_line(self.entry + b"\n")
        except BrokenLine:
            return None


def require_receipt(given: Given, policy: Policy, compared: Compared) -> Sentences | None:
    """Refuse a receipt that proves nothing, and a bundle in which its event is another.

    Returns why it cannot be compared, if its event is none of the bundle's.
    """
    shown = _shown(given, policy)
    sequence, head = shown.sequence, shown.head
    if not compared.has_place(sequence, shown.at, head):
        raise _denied(
            given,
            f"导出包里序号{sequence}的事件在日志中的位置与回执不同,回执属于日志{head.origin}",
            f"event {sequence} has another place in the logs of the bundle than in the receipt, "
            f"which is of {head.origin}",
        )
    leaf, root = compared.leaf(sequence), compared.root(head)
    if leaf not in {None, SHA256.leaf(shown.entry)}:
        raise _denied(
            given,
            f"导出包内序号{sequence}的事件与回执不符",
            f"event {sequence} of the bundle is not the one of the receipt",
        )
    if root not in {None, head.root}:
        raise _denied(
            given,
            f"与导出包内日志{head.origin}前{head.size}条记录的根哈希不同:取得回执之后历史被改动",
            f"differs from the root of {head.origin} at size {head.size}: "
            "history was altered since",
        )
    return _absent(given, shown, compared) if leaf is None else None


def _shown(given: Given, policy: Policy) -> _Shown:
    try:
        receipt = parse_proof_file(given.data)
        entry = receipt.event
    except Refused as refused:
        raise malformed(Fault.MALFORMED_RECEIPT, refused, given.name) from None
    head = open_head(
        receipt.checkpoint,
        policy,
        given.name,
        first_line=receipt.checkpoint_line,
        otherwise=Fault.MALFORMED_RECEIPT,
    )
    _require_proven(receipt, entry, head, given)
    require_quorum(head, given.name)
    return _Shown(sequence_of(entry), entry, receipt.index, head)


def _require_proven(receipt: ProofFile, entry: bytes, head: Head, given: Given) -> None:
    try:
        receipt.require_under(entry, head.size, head.root)
    except Refused:
        raise about_file(
            Fault.MALFORMED_RECEIPT,
            "回执本身不成立:所附的事件和证明路径推不出检查点所签的根哈希",
            "the receipt itself does not hold: its event and proof do not lead to the signed root",
            given.name,
        ) from None


def _absent(given: Given, shown: _Shown, compared: Compared) -> Sentences:
    sequence, known_at = shown.sequence, compared.scope.known_at
    if sequence > known_at:
        return beyond(
            f"回执是序号{sequence}的事件", f"the receipt is of event {sequence}", known_at
        )
    event = shown.event
    if event is not None and compared.must_hold(event):
        raise _denied(
            given,
            f"导出包缺少序号{sequence}的事件,回执证明它属于所选的记录",
            f"the bundle leaves out event {sequence}, which the receipt shows to belong to it",
        )
    return Sentences(
        f"回执是序号{sequence}的事件,不在这个部分导出包之内",
        f"the receipt is of event {sequence}, which is not in this partial bundle",
    )


def _denied(given: Given, chinese: str, english: str) -> Finding:
    return about_file(Fault.RECEIPT_CONTRADICTS, chinese, english, given.name)
