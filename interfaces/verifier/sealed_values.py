"""Sealed values as events state them: their form, and what binds each to one text."""

from __future__ import annotations

import binascii
import hashlib
import re
import struct
from typing import Any, NamedTuple

from interfaces.documents.event_lines import EventLine

SALTED_BYTES = 32
SEALED_AROUND, SEALED_IN_STEPS = 60, 32
"""Bytes of nonce, salt and tag around the content; of what its length is a multiple."""
LONGEST_SEALED = SEALED_AROUND + 80_032
"""As long as a text of 80,000 bytes is when it is sealed."""
SEALED_MARK = b'"sealed":"'
"""In the bytes of every event that holds a sealed value."""
COMMITMENT_TAG = b"zhuoluo/personal-value/1\n"
DIGITS_IN_MARKER = 12

_PARTS = {"subject", "salted", "sealed"}
_SUBJECT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
_PLACE = struct.Struct(">16s16sQHH")


class SealedText(NamedTuple):
    """Whose text it is, and what binds it; what is encrypted nobody reads without the key."""

    subject: str
    salted: str

    @property
    def marker(self) -> str:
        """What is read where the text is not told; no two persons have the same."""
        digits = self.subject.replace("-", "")[:DIGITS_IN_MARKER]
        return f"〔个人信息已停止处理·{digits}〕"


def is_subject(stated: object) -> bool:
    """Return whether this is a person's random identity, in its one form."""
    return isinstance(stated, str) and bool(_SUBJECT.fullmatch(stated))


def read_sealed_value(stated: dict[str, Any]) -> SealedText | None:
    """Return what an event states in its one form; ``None`` for any other."""
    if stated.keys() != _PARTS or not is_subject(stated["subject"]):
        return None
    length = _length_in_base64(stated["sealed"])
    in_form = (
        _length_in_base64(stated["salted"]) == SALTED_BYTES
        and SEALED_AROUND < length <= LONGEST_SEALED
        and (length - SEALED_AROUND) % SEALED_IN_STEPS == 0
    )
    return SealedText(stated["subject"], stated["salted"]) if in_form else None


def commitment(subject: str, event: EventLine, field: str, salt: bytes, text: str) -> bytes:
    """Return what binds an event to a person's text at one place in it, and to no other."""
    topic, path = event.topic.encode(), field.encode()
    place = _PLACE.pack(
        _identity_bytes(subject),
        _identity_bytes(event.aggregate_id),
        event.version,
        len(topic),
        len(path),
    )
    pieces = (COMMITMENT_TAG, salt, place, topic, path, text.encode())
    return hashlib.sha256(b"".join(pieces)).digest()


def _length_in_base64(stated: object) -> int:
    """Return how many bytes a text encodes; -1 where it is not Base64 in its one spelling."""
    try:
        found = binascii.a2b_base64(stated) if isinstance(stated, str) else b""
    except ValueError:
        return -1
    return len(found) if binascii.b2a_base64(found, newline=False).decode() == stated else -1


def _identity_bytes(identity: str) -> bytes:
    return bytes.fromhex(identity.replace("-", ""))
