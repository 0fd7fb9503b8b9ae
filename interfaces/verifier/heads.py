"""A signed head of a log, in a bundle or kept beside it: who vouches for it."""

from __future__ import annotations

from typing import NamedTuple

from application.audit.checkpoint import open_checkpoint
from application.audit.keys import VerifierKey
from application.audit.note import Note, parse_note
from application.audit.policy import Decision, Policy, parse_policy
from application.audit.refusal import Problem, Refused
from interfaces.verifier.finding import Fault, about_file, malformed


class Head(NamedTuple):
    """A checkpoint whose signatures have been verified."""

    origin: str
    size: int
    root: bytes
    sm3_root: bytes | None
    """Over the same leaves under SM3, where the log states it."""
    decision: Decision
    """Whether enough witnesses cosigned it."""
    signatures: int
    signed: bytes
    """The note as the log itself signed it, without cosignatures."""


def read_policy(data: bytes, path: str) -> Policy:
    """Read whom to trust, or say why that cannot be read."""
    try:
        return parse_policy(data)
    except Refused as refused:
        raise malformed(Fault.MALFORMED_POLICY, refused, path) from None


def open_head(
    note: bytes,
    policy: Policy,
    path: str,
    line: int | None = None,
    *,
    first_line: int = 1,
    otherwise: Fault = Fault.MALFORMED_CHECKPOINT,
) -> Head:
    """Verify the signatures of a checkpoint; ``otherwise`` names any other thing wrong with it.

    It stands in a ``line`` of the file at ``path``, or in the file itself from ``first_line`` on.
    """
    try:
        opened = open_checkpoint(note, policy.log_keys, policy.witness_keys, first_line)
    except Refused as refused:
        fault = _fault_of(refused, note, policy) or otherwise
        raise malformed(fault, refused, path, line) from None
    head = opened.checkpoint
    decision = policy.decide({each.witness for each in opened.cosignatures})
    signatures = 1 + len(opened.cosignatures)
    signed = _as_signed(parse_note(note), opened.log)
    return Head(head.origin, head.size, head.root, head.sm3_root, decision, signatures, signed)


def _as_signed(note: Note, log: VerifierKey) -> bytes:
    own = (each for each in note.signatures if (each.name, each.key_id) == (log.name, log.key_id))
    return Note(note.text, tuple(own)).data


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


def require_quorum(head: Head, path: str, line: int | None = None) -> None:
    """Refuse a head that too few witnesses have seen."""
    decision = head.decision
    if not decision.reached:
        raise about_file(Fault.QUORUM_NOT_MET, decision.chinese, decision.english, path, line)
