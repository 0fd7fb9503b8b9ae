"""The signed heads of the log in a bundle: who vouches for them, and that the events lie below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from application.audit.checkpoint import open_checkpoint
from application.audit.merkle import verify_inclusion
from application.audit.policy import Decision, Policy, parse_policy
from application.audit.refusal import Problem, Refused
from interfaces.documents.log_lines import (
    MalformedLogLine,
    read_checkpoint_line,
    read_proof_line,
)
from interfaces.documents.manifest import CHECKPOINTS_PATH, PROOFS_PATH
from interfaces.verifier.finding import Fault, Finding, about_file, malformed
from interfaces.verifier.history import History

MOST_CHECKPOINTS = 10_000
MOST_VERIFIED = 40_000
"""The most signatures that are verified for one bundle; it bounds the time."""


class Head(NamedTuple):
    """A checkpoint whose signatures have been verified."""

    origin: str
    size: int
    root: bytes
    decision: Decision
    """Whether enough witnesses cosigned it."""
    signatures: int


def read_policy(data: bytes, path: str) -> Policy:
    """Read whom to trust, or say why that cannot be read."""
    try:
        return parse_policy(data)
    except Refused as refused:
        raise malformed(Fault.MALFORMED_POLICY, refused, path, refused.line) from None


def open_head(
    note: bytes,
    policy: Policy,
    path: str,
    line: int | None = None,
    otherwise: Fault = Fault.MALFORMED_CHECKPOINT,
) -> Head:
    """Verify the signatures of a checkpoint; ``otherwise`` names any other thing wrong with it."""
    try:
        opened = open_checkpoint(note, policy.log_keys, policy.witness_keys)
    except Refused as refused:
        fault = _fault_of(refused, note, policy) or otherwise
        raise malformed(fault, refused, path, line) from None
    head = opened.checkpoint
    decision = policy.decide({each.witness for each in opened.cosignatures})
    return Head(head.origin, head.size, head.root, decision, 1 + len(opened.cosignatures))


def _fault_of(refused: Refused, note: bytes, policy: Policy) -> Fault | None:
    """Return the fault if it is about the log; a witness's wrong signature is another matter."""
    if refused.problem is Problem.UNKNOWN_LOG:
        return Fault.WRONG_LOG
    if refused.problem in {Problem.UNSIGNED, Problem.WRONG_SIGNATURE}:
        try:
            open_checkpoint(note, policy.log_keys)
        except Refused:
            return Fault.UNSIGNED_CHECKPOINT
    return None


def follow_heads(lines: Iterable[bytes], policy: Policy, known_at: int) -> list[Head]:
    """Verify every checkpoint of the bundle; the last must have been witnessed well enough."""
    heads: list[Head] = []
    signatures = 0
    for number, line in enumerate(lines, 1):
        try:
            note = read_checkpoint_line(line)
        except MalformedLogLine as error:
            raise malformed(Fault.MALFORMED_CHECKPOINT, error, CHECKPOINTS_PATH, number) from None
        head = open_head(note.encode(), policy, CHECKPOINTS_PATH, number)
        _require_next(heads, head, known_at, number)
        heads.append(head)
        signatures += head.signatures
        if number > MOST_CHECKPOINTS or signatures > MOST_VERIFIED:
            raise about_file(
                Fault.TOO_LARGE,
                f"检查点超过{MOST_CHECKPOINTS}个或者签名超过{MOST_VERIFIED}个,超出核验上限",
                f"more than {MOST_CHECKPOINTS} checkpoints or {MOST_VERIFIED} signatures, "
                "more than are checked",
                CHECKPOINTS_PATH,
            )
    if not heads:
        raise about_file(
            Fault.MALFORMED_CHECKPOINT, "没有检查点", "has no checkpoint", CHECKPOINTS_PATH
        )
    require_quorum(heads[-1], CHECKPOINTS_PATH, len(heads))
    return heads


def require_quorum(head: Head, path: str, line: int | None = None) -> None:
    """Refuse a head that too few witnesses have seen."""
    decision = head.decision
    if not decision.reached:
        raise about_file(Fault.QUORUM_NOT_MET, decision.chinese, decision.english, path, line)


def require_log(head: Head, origin: str, path: str, line: int | None = None) -> None:
    """Refuse a head of another log than the one of the bundle."""
    if head.origin != origin:
        raise about_file(
            Fault.WRONG_LOG,
            f"属于日志{head.origin},不是{origin}",
            f"is of the log {head.origin}, not of {origin}",
            path,
            line,
        )


def _require_next(heads: Sequence[Head], head: Head, known_at: int, line: int) -> None:
    if heads:
        require_log(head, heads[-1].origin, CHECKPOINTS_PATH, line)
    if heads and head.size <= heads[-1].size:
        raise about_file(
            Fault.CHECKPOINTS_NOT_ASCENDING,
            f"检查点的记录总数{head.size}不大于前一个的{heads[-1].size}",
            f"the size {head.size} is not larger than {heads[-1].size} before it",
            CHECKPOINTS_PATH,
            line,
        )
    if head.size > known_at:
        raise about_file(
            Fault.MALFORMED_CHECKPOINT,
            f"检查点的记录总数{head.size}超出导出包所知的第{known_at}条",
            f"the size {head.size} is beyond the last event known, {known_at}",
            CHECKPOINTS_PATH,
            line,
        )


def require_roots(heads: Sequence[Head], history: History) -> None:
    """Refuse unless the tree over the events has the signed root at the size of each head."""
    roots = history.leaves.roots(head.size for head in heads)
    for number, head in enumerate(heads, 1):
        if roots[head.size] != head.root:
            raise about_file(
                Fault.ROOT_DIFFERS,
                f"由前{head.size}条事件算出的根哈希与检查点所签的不同:事件被改动、增删过",
                f"the root over the first {head.size} events is not the signed one: "
                "events were altered, added or removed",
                CHECKPOINTS_PATH,
                number,
            )


def require_proofs(lines: Iterable[bytes], head: Head, history: History) -> None:
    """Refuse unless each event of a partial bundle is proven to stand where it says."""
    number = 0
    for number, line in enumerate(lines, 1):
        try:
            sequence, hashes = read_proof_line(line)
        except MalformedLogLine as error:
            raise malformed(Fault.MALFORMED_PROOF, error, PROOFS_PATH, number) from None
        if number > len(history.leaves) or sequence != history.sequences[number - 1]:
            raise _other_lines(number)
        leaf_hash = history.leaves[number - 1]
        try:
            verify_inclusion(leaf_hash, sequence - 1, head.size, hashes, head.root)
        except Refused as refused:
            raise malformed(Fault.NOT_INCLUDED, refused, PROOFS_PATH, number) from None
    if number < len(history.leaves):
        raise _other_lines(number + 1)


def _other_lines(line: int) -> Finding:
    return about_file(
        Fault.MALFORMED_PROOF,
        "各行应与事件逐行对应",
        "the lines must be those of the events, one for one",
        PROOFS_PATH,
        line,
    )
