"""Keys that verify notes (C2SP signed-note, "Verifier keys"; tlog-cosignature)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from application.audit.ed25519 import KEY_LENGTH, is_strong, verify
from application.audit.refusal import Field, Problem, Refused
from application.audit.strict import LARGEST_NUMBER, base64_of, require_name, to_base64

KEY_ID_LENGTH = 4
TIMESTAMP_LENGTH = 8
LONGEST_KEY = 512
KEY_ID = re.compile(r"[0-9a-f]{8}", re.ASCII)


class KeyType(IntEnum):
    """What a key signs; the byte is part of its ID."""

    LOG = 0x01
    """Ed25519 over the text of the note."""
    WITNESS = 0x04
    """Ed25519 over the text and the time of signing: a cosignature, version 1."""


class Signer(Protocol):
    """Whoever holds a private Ed25519 key: a file, a token, a device."""

    @property
    def public(self) -> bytes:
        """The 32 bytes of the public key."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of a signature."""
        ...


@dataclass(frozen=True)
class VerifierKey:
    """A public key with the name it signs under."""

    name: str
    type: KeyType
    public: bytes

    def __post_init__(self) -> None:
        require_name(self.name, Field.NAME)
        if len(self.public) != KEY_LENGTH:
            raise Refused(Problem.WRONG_LENGTH, Field.KEY)
        if not is_strong(self.public):
            raise Refused(Problem.WEAK_KEY, Field.KEY)

    @property
    def key_id(self) -> bytes:
        """The four bytes that, with the name, tell keys apart."""
        return key_id_of(self.name, bytes([self.type]) + self.public)

    @property
    def vkey(self) -> str:
        """The key as it is written in a policy."""
        material = to_base64(bytes([self.type]) + self.public)
        return f"{self.name}+{self.key_id.hex()}+{material}"

    @classmethod
    def from_vkey(cls, vkey: str, line: int | None = None) -> VerifierKey:
        """Read a key; its ID must be the one that name and key give."""
        parts = vkey.split("+", 2)
        if len(vkey) > LONGEST_KEY or len(parts) != 3:  # noqa: PLR2004 - name, ID and key
            raise Refused(Problem.MALFORMED_KEY, Field.KEY, line)
        name, key_id, material = parts
        require_name(name, Field.KEY, line)
        if KEY_ID.fullmatch(key_id) is None:
            raise Refused(Problem.MALFORMED_KEY, Field.KEY, line)
        found = base64_of(material, Field.KEY, line)
        if found[:1] not in {bytes([each]) for each in KeyType}:
            raise Refused(Problem.UNSUPPORTED_KEY, Field.KEY, line)
        if len(found) != 1 + KEY_LENGTH:
            raise Refused(Problem.WRONG_LENGTH, Field.KEY, line)
        if key_id_of(name, found).hex() != key_id:
            raise Refused(Problem.KEY_ID_DIFFERS, Field.KEY, line)
        try:
            return cls(name, KeyType(found[0]), found[1:])
        except Refused as refused:
            raise Refused(refused.problem, refused.field, line) from None

    def accepts(self, text: bytes, signature: bytes) -> bool:
        """Tell whether the key signed ``text``; a cosignature begins with its time."""
        if self.type is KeyType.LOG:
            return verify(self.public, text, signature)
        timestamp = timestamp_of(signature)
        if timestamp > LARGEST_NUMBER:
            return False
        message = cosigned_message(text, timestamp)
        return verify(self.public, message, signature[TIMESTAMP_LENGTH:])


def key_id_of(name: str, typed: bytes) -> bytes:
    """Return the ID of the key that ``typed``, its type and its bytes, stands for."""
    return hashlib.sha256(name.encode() + b"\n" + typed).digest()[:KEY_ID_LENGTH]


def timestamp_of(signature: bytes) -> int:
    """Return the POSIX time a cosignature states."""
    return int.from_bytes(signature[:TIMESTAMP_LENGTH], "big")


def cosigned_message(text: bytes, timestamp: int) -> bytes:
    """Return what a witness signs for a checkpoint's ``text``."""
    return f"cosignature/v1\ntime {timestamp}\n".encode() + text
