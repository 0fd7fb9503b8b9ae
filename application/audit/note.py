"""Signed notes (C2SP signed-note v1.0.0): a text and the signatures of one or more keys.

Stricter than the specification where it leaves a choice: a known key signs once, a wrong signature
by a known key condemns the note, and sizes are bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from application.audit.keys import KEY_ID_LENGTH, KeyType, Signer, VerifierKey
from application.audit.refusal import Field, Problem, Refused
from application.audit.strict import base64_of, require_name, text_of, to_base64

LONGEST_NOTE = 128 * 1024
MOST_LINES = 1_024
MOST_SIGNATURES = 64
DASH = "\N{EM DASH}"


@dataclass(frozen=True)
class Signature:
    """One signature line: who claims to have signed, and with what."""

    name: str
    key_id: bytes
    value: bytes
    line: int = 0
    """Where it stands in the file it was read from."""

    @property
    def text(self) -> str:
        """The line as it is written, newline included."""
        return f"{DASH} {self.name} {to_base64(self.key_id + self.value)}\n"


@dataclass(frozen=True)
class Note:
    """A text with signatures of which nothing is known yet."""

    text: str
    signatures: tuple[Signature, ...]

    @property
    def data(self) -> bytes:
        """The note as it is stored and sent."""
        return f"{self.text}\n{''.join(each.text for each in self.signatures)}".encode()


@dataclass(frozen=True)
class OpenedNote:
    """A text that at least one trusted key has signed."""

    text: str
    verified: tuple[tuple[VerifierKey, Signature], ...]
    unknown: int
    """How many signatures are of keys nobody asked about; they prove nothing."""


def parse_note(data: bytes, first_line: int = 1) -> Note:
    """Read a note; ``first_line`` is the number of its first line in the file around it."""
    text = text_of(data, LONGEST_NOTE, Field.NOTE)
    if text.count("\n") > MOST_LINES:
        raise Refused(Problem.TOO_MANY_LINES, Field.NOTE)
    body, blank, signed = text.rpartition("\n\n")
    if not blank or not signed:
        raise Refused(Problem.MISSING_LINE, Field.SIGNATURE, first_line + text.count("\n"))
    lines = signed.split("\n")[:-1]
    if len(lines) > MOST_SIGNATURES:
        raise Refused(Problem.TOO_MANY_SIGNATURES, Field.SIGNATURE)
    begin = first_line + body.count("\n") + 2
    signatures = (_signature(line, number) for number, line in enumerate(lines, begin))
    return Note(f"{body}\n", tuple(signatures))


def open_note(note: Note, keys: Sequence[VerifierKey]) -> OpenedNote:
    """Verify every signature by one of ``keys``; refuse if one is wrong or there is none."""
    known = {(key.name, key.key_id): key for key in keys}
    if len(known) != len(keys):
        raise Refused(Problem.AMBIGUOUS_KEYS, Field.KEY)
    verified: dict[VerifierKey, Signature] = {}
    for signature in note.signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None:
            continue
        if key in verified:
            raise Refused(Problem.REPEATED_SIGNATURE, Field.SIGNATURE, signature.line)
        if not key.accepts(note.text.encode(), signature.value):
            raise Refused(Problem.WRONG_SIGNATURE, Field.SIGNATURE, signature.line)
        verified[key] = signature
    if not verified:
        raise Refused(Problem.UNSIGNED, Field.SIGNATURE)
    return OpenedNote(note.text, tuple(verified.items()), len(note.signatures) - len(verified))


def sign_note(text: str, name: str, signer: Signer) -> Signature:
    """Sign ``text``, which ends with a newline, under ``name``."""
    text_of(text.encode(), LONGEST_NOTE, Field.NOTE)
    key = VerifierKey(name, KeyType.LOG, signer.public)
    return Signature(name, key.key_id, signer.sign(text.encode()))


def with_signatures(note: Note, added: Iterable[Signature]) -> Note:
    """Return the note with more signatures, such as the cosignatures of witnesses."""
    return Note(note.text, (*note.signatures, *added))


def _signature(line: str, number: int) -> Signature:
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != DASH:  # noqa: PLR2004 - dash, name and signature
        raise Refused(Problem.MALFORMED_LINE, Field.SIGNATURE, number)
    _, name, encoded = parts
    require_name(name, Field.SIGNATURE, number)
    value = base64_of(encoded, Field.SIGNATURE, number)
    if len(value) <= KEY_ID_LENGTH:
        raise Refused(Problem.WRONG_LENGTH, Field.SIGNATURE, number)
    return Signature(name, value[:KEY_ID_LENGTH], value[KEY_ID_LENGTH:], number)
