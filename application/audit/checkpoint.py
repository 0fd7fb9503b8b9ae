"""Checkpoints (C2SP tlog-checkpoint v1.0.0) and cosignatures (tlog-cosignature v1.0.1).

A checkpoint states that a log of this origin has this root at this size. One extension line is
read after these three: the root of the same leaves hashed with SM3 (``docs/adr/0022``). Any other
is refused, because nobody vouches for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from application.audit.keys import (
    TIMESTAMP_LENGTH,
    KeyType,
    Signer,
    VerifierKey,
    cosigned_message,
    timestamp_of,
)
from application.audit.merkle import HASH_LENGTH
from application.audit.note import Note, Signature, open_note, parse_note
from application.audit.refusal import Field, Problem, Refused
from application.audit.strict import (
    LARGEST_NUMBER,
    base64_of,
    number_of,
    require_name,
    text_of,
    to_base64,
)

LONGEST_TEXT = 512
LINES = 3
SM3 = "sm3 "
"""What the line of the SM3 root begins with."""


@dataclass(frozen=True)
class Checkpoint:
    """The head of a log: whose, how large, and the hash over all of it."""

    origin: str
    size: int
    root: bytes
    sm3_root: bytes | None = None
    """The root over the same leaves under SM3 (GB/T 32905), where the log states it."""

    def __post_init__(self) -> None:
        require_name(self.origin, Field.ORIGIN)
        if not 0 <= self.size <= LARGEST_NUMBER:
            raise Refused(Problem.NUMBER_OUT_OF_RANGE, Field.SIZE)
        for root, field in (self.root, Field.ROOT), (self.sm3_root, Field.SM3_ROOT):
            if root is not None and len(root) != HASH_LENGTH:
                raise Refused(Problem.WRONG_LENGTH, field)

    @property
    def text(self) -> str:
        """The note text that is signed."""
        sm3 = "" if self.sm3_root is None else f"{SM3}{to_base64(self.sm3_root)}\n"
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n{sm3}"


@dataclass(frozen=True)
class Cosignature:
    """What a witness stated: it saw the log grow consistently up to here, by this time."""

    witness: VerifierKey
    timestamp: int
    """POSIX seconds by the witness's clock; nothing here compares it with another clock."""


@dataclass(frozen=True)
class OpenedCheckpoint:
    """A checkpoint its log has signed, with the cosignatures that verify."""

    checkpoint: Checkpoint
    log: VerifierKey
    cosignatures: tuple[Cosignature, ...]
    unknown: int
    """How many signatures are of keys nobody asked about."""


def parse_checkpoint(text: str, first_line: int = 1) -> Checkpoint:
    """Read the text of a checkpoint: origin, size, root, perhaps the SM3 root, nothing else."""
    text_of(text.encode(), LONGEST_TEXT, Field.CHECKPOINT)
    lines = text.split("\n")[:-1]
    has_sm3 = lines[LINES:] and lines[LINES].startswith(SM3)
    wanted = LINES + 1 if has_sm3 else LINES
    if len(lines) != wanted:
        problem = Problem.MISSING_LINE if len(lines) < wanted else Problem.UNEXPECTED_LINE
        raise Refused(problem, Field.CHECKPOINT, first_line + min(len(lines), wanted))
    require_name(lines[0], Field.ORIGIN, first_line)
    size = number_of(lines[1], Field.SIZE, first_line + 1)
    root = base64_of(lines[2], Field.ROOT, first_line + 2, HASH_LENGTH)
    if not has_sm3:
        return Checkpoint(lines[0], size, root)
    stated = lines[LINES][len(SM3) :]
    sm3_root = base64_of(stated, Field.SM3_ROOT, first_line + LINES, HASH_LENGTH)
    return Checkpoint(lines[0], size, root, sm3_root)


def open_checkpoint(
    data: bytes,
    logs: Sequence[VerifierKey],
    witnesses: Sequence[VerifierKey] = (),
    first_line: int = 1,
) -> OpenedCheckpoint:
    """Read a signed checkpoint; one of ``logs`` must have signed it under its origin's name."""
    note = parse_note(data, first_line)
    checkpoint = parse_checkpoint(note.text, first_line)
    if any(key.type is not KeyType.LOG for key in logs) or any(
        key.type is not KeyType.WITNESS for key in witnesses
    ):
        raise Refused(Problem.UNSUPPORTED_KEY, Field.KEY)
    origins = [key for key in logs if key.name == checkpoint.origin]
    if not origins:
        raise Refused(Problem.UNKNOWN_LOG, Field.ORIGIN, first_line)
    opened = open_note(note, [*origins, *witnesses])
    log = next((key for key, _ in opened.verified if key in origins), None)
    if log is None:
        raise Refused(Problem.UNSIGNED, Field.ORIGIN, first_line)
    cosignatures = tuple(
        Cosignature(key, timestamp_of(signature.value))
        for key, signature in opened.verified
        if key.type is KeyType.WITNESS
    )
    return OpenedCheckpoint(checkpoint, log, cosignatures, opened.unknown)


def cosign(checkpoint: Checkpoint, name: str, timestamp: int, signer: Signer) -> Signature:
    """Cosign a checkpoint as the witness ``name``; consistency is the caller's to have proven."""
    if not 0 < timestamp <= LARGEST_NUMBER:
        raise Refused(Problem.NUMBER_OUT_OF_RANGE, Field.TIMESTAMP)
    key = VerifierKey(name, KeyType.WITNESS, signer.public)
    signature = signer.sign(cosigned_message(checkpoint.text.encode(), timestamp))
    return Signature(name, key.key_id, timestamp.to_bytes(TIMESTAMP_LENGTH, "big") + signature)


def signed(checkpoint: Checkpoint, signatures: Sequence[Signature]) -> bytes:
    """Return the checkpoint with these signatures as it is stored and sent."""
    return Note(checkpoint.text, tuple(signatures)).data
