"""Proof files (C2SP tlog-proof): what a unit keeps to show that something was recorded.

One text file holds the index of a leaf, its inclusion proof and a signed checkpoint. With the
leaf and a policy it is verified offline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from application.audit.checkpoint import OpenedCheckpoint, open_checkpoint
from application.audit.entry import LONGEST_ENTRY, sequence_of
from application.audit.merkle import (
    HASH_LENGTH,
    LONGEST_PROOF,
    SHA256,
    Hashing,
    verify_inclusion,
)
from application.audit.note import LONGEST_NOTE
from application.audit.policy import Decision, Policy
from application.audit.refusal import Field, Problem, Refused, Sentences
from application.audit.strict import base64_of, number_of, text_of, to_base64

MAGIC = "c2sp.org/tlog-proof@v1"
LONGEST_FILE = LONGEST_NOTE + 2 * LONGEST_ENTRY
EXTRA = "extra "
INDEX = "index "


@dataclass(frozen=True)
class ProofFile:
    """A proof file whose parts have been told apart and nothing more."""

    index: int
    proof: tuple[bytes, ...]
    checkpoint: bytes
    """The signed checkpoint, byte for byte."""
    extra: bytes | None = None
    """What someone put beside the proof: of a receipt the entry of its event. The proof shows
    whether it is what the log holds."""
    checkpoint_line: int = 0
    """Where the checkpoint begins in the file it was read from."""

    @property
    def data(self) -> bytes:
        """The file as it is stored and sent."""
        extra = [] if self.extra is None else [EXTRA + to_base64(self.extra)]
        lines = [MAGIC, *extra, f"{INDEX}{self.index}", *map(to_base64, self.proof), "", ""]
        return "\n".join(lines).encode() + self.checkpoint

    @property
    def event(self) -> bytes:
        """The entry of the event in it; a file without one is refused: it tells of no event."""
        if self.extra is None:
            raise Refused(Problem.MISSING_LINE, Field.EXTRA, 2)
        sequence_of(self.extra)
        return self.extra

    def require_under(
        self, leaf: bytes, size: int, root: bytes, hashing: Hashing = SHA256
    ) -> None:
        """Refuse unless the proof leads from ``leaf`` to this root of a tree of so many leaves."""
        verify_inclusion(hashing.leaf(leaf), self.index, size, self.proof, root, hashing)


@dataclass(frozen=True)
class Proven:
    """What a proof file has proven: the leaf stands at ``index`` of a witnessed log."""

    index: int
    head: OpenedCheckpoint
    quorum: Decision


def parse_proof_file(data: bytes) -> ProofFile:
    """Read a proof file; the signed checkpoint in it is not opened yet."""
    text = text_of(data, LONGEST_FILE, Field.PROOF_FILE)
    above, blank, checkpoint = text.partition("\n\n")
    if not blank or not checkpoint:
        raise Refused(Problem.MISSING_LINE, Field.CHECKPOINT, text.count("\n") + 1)
    lines = above.split("\n")
    if lines[0] != MAGIC:
        raise Refused(Problem.MALFORMED_LINE, Field.HEADING, 1)
    extra, at = None, 1
    if len(lines) > at and lines[at].startswith(EXTRA):
        extra, at = _extra(lines[at]), at + 1
    if len(lines) == at:
        raise Refused(Problem.MISSING_LINE, Field.INDEX, at + 1)
    if not lines[at].startswith(INDEX):
        raise Refused(Problem.MALFORMED_LINE, Field.INDEX, at + 1)
    index = number_of(lines[at].removeprefix(INDEX), Field.INDEX, at + 1)
    proof = _proof(lines[at + 1 :], at + 2)
    return ProofFile(index, proof, checkpoint.encode(), extra, len(lines) + 2)


def verify_proof_file(
    data: bytes, leaf: bytes, policy: Policy, hashing: Hashing = SHA256
) -> Proven:
    """Refuse unless the file proves ``leaf`` to be in a log the policy accepts.

    In the order of the specification: the log's signature and every known cosignature, then
    inclusion under the signed root, then the quorum. ``extra`` plays no part.
    """
    if len(leaf) > LONGEST_ENTRY:
        raise Refused(Problem.TOO_LARGE, Field.LEAF)
    file = parse_proof_file(data)
    head = open_checkpoint(
        file.checkpoint, policy.log_keys, policy.witness_keys, file.checkpoint_line
    )
    checkpoint = head.checkpoint
    file.require_under(leaf, checkpoint.size, checkpoint.root, hashing)
    decision = policy.decide({each.witness for each in head.cosignatures})
    if not decision.reached:
        raise Refused(Problem.QUORUM_NOT_REACHED, Field.QUORUM, reason=Sentences(*decision[1:]))
    return Proven(file.index, head, decision)


def _extra(line: str) -> bytes:
    extra = base64_of(line.removeprefix(EXTRA), Field.EXTRA, 2)
    if not 0 < len(extra) <= LONGEST_ENTRY:
        raise Refused(Problem.WRONG_LENGTH, Field.EXTRA, 2)
    return extra


def _proof(lines: Sequence[str], first_line: int) -> tuple[bytes, ...]:
    if len(lines) > LONGEST_PROOF:
        raise Refused(Problem.PROOF_LENGTH_DIFFERS, Field.PROOF, first_line)
    return tuple(
        base64_of(line, Field.PROOF, number, HASH_LENGTH)
        for number, line in enumerate(lines, first_line)
    )
