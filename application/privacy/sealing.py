"""Sealed values: a text of one person at one place of one event, readable with that person's key.

The event holds ``{"subject", "salted", "sealed"}``. ``salted`` is SHA-256 over a tag, a random
salt, the place and the text: it binds the event to one text, which AES-GCM alone does not, and
without the salt nobody can try texts against it. ``sealed`` is AES-256-GCM over salt and text,
padded so that lengths tell little, with the place as authenticated data: moved anywhere else, to
another person, item, version, field or shape, it does not open. With the key go text and salt; the
bytes of the event, its leaf and every proof stay as they are.
"""

import binascii
from functools import lru_cache
from hashlib import sha256
from os import urandom
from struct import Struct
from typing import NamedTuple, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from application.privacy.refusal import Problem, Refused

KEY_LENGTH = 32
NONCE_LENGTH = 12
SALT_LENGTH = 32
TAG_LENGTH = 16
COMMITMENT_LENGTH = 32
PADDED_TO = 32
LONGEST_TEXT = 80_000
"""In bytes: the longest wording, 20,000 characters, of four bytes each."""
COMMITMENT_TAG = b"zhuoluo/personal-value/1\n"

_LENGTH = Struct(">I")
_PLACE = Struct(">16s16sQHH")
_OVERHEAD = NONCE_LENGTH + SALT_LENGTH + TAG_LENGTH
_LONGEST_CONTENT = -(-(_LENGTH.size + LONGEST_TEXT) // PADDED_TO) * PADDED_TO
_PARTS = {"subject", "salted", "sealed"}
_LONGEST_BASE64 = 4 * -(-(_OVERHEAD + _LONGEST_CONTENT) // 3)


class Place(NamedTuple):
    """Where a value stands: in which field of which event."""

    aggregate_id: UUID
    version: int
    topic: str
    """As stored, with the shape."""
    field: str
    """The path of the field, such as ``lead_deputy`` or ``evidence.0.name``."""

    def __str__(self) -> str:
        return f"{self.topic} {self.aggregate_id} {self.version} {self.field}"


class SubjectKey:
    """The data key of one person, ready for use."""

    __slots__ = ("cipher", "subject", "subject_bytes")

    def __init__(self, subject: UUID, material: bytes) -> None:
        self.subject = subject
        self.subject_bytes = subject.bytes
        self.cipher = AESGCM(material)


class SealedValue(NamedTuple):
    """A sealed value as it stands in an event."""

    subject: UUID
    salted: bytes
    sealed: bytes

    def stated(self) -> dict[str, str]:
        """Return it as the JSON of an event has it."""
        return {
            "subject": str(self.subject),
            "salted": _to_base64(self.salted),
            "sealed": _to_base64(self.sealed),
        }

    @classmethod
    def read(cls, stated: object, place: Place) -> Self:
        """Read what an event states, in its one form and no other."""
        if not isinstance(stated, dict) or stated.keys() != _PARTS:
            raise Refused(Problem.MALFORMED_VALUE, str(place))
        salted = _base64_of(stated["salted"], place)
        sealed = _base64_of(stated["sealed"], place)
        content = len(sealed) - _OVERHEAD
        fits = PADDED_TO <= content <= _LONGEST_CONTENT and content % PADDED_TO == 0
        if len(salted) != COMMITMENT_LENGTH or not fits:
            raise Refused(Problem.WRONG_LENGTH, str(place))
        return cls(_subject_of(stated["subject"], place), salted, sealed)


class Opening(NamedTuple):
    """What was sealed: whoever has it can prove that the event states this text and no other."""

    salt: bytes
    text: str


def seal(text: str, key: SubjectKey, place: Place) -> SealedValue:
    """Seal a person's text for one place; twice the same text gives nothing alike."""
    raw = _bytes_of(text, place)
    context = _context(key, place)
    salt = urandom(SALT_LENGTH)
    nonce = urandom(NONCE_LENGTH)
    padding = bytes(-(_LENGTH.size + len(raw)) % PADDED_TO)
    content = b"".join((salt, _LENGTH.pack(len(raw)), raw, padding))
    return SealedValue(
        key.subject,
        _commitment(salt, context, raw),
        nonce + key.cipher.encrypt(nonce, content, context),
    )


def unseal(value: SealedValue, key: SubjectKey, place: Place) -> str:
    """Return the text that was sealed for this place, and no other."""
    return opening_of(value, key, place).text


def opening_of(value: SealedValue, key: SubjectKey, place: Place) -> Opening:
    """Return text and salt of what was sealed for this place, and no other."""
    if value.subject != key.subject:
        raise Refused(Problem.OTHER_SUBJECT, str(place))
    context = _context(key, place)
    nonce, encrypted = value.sealed[:NONCE_LENGTH], value.sealed[NONCE_LENGTH:]
    try:
        content = key.cipher.decrypt(nonce, encrypted, context)
    except InvalidTag:
        raise Refused(Problem.NOT_AS_SEALED, str(place)) from None
    salt, raw = _taken_apart(content, place)
    if _commitment(salt, context, raw) != value.salted:
        raise Refused(Problem.COMMITMENT_DIFFERS, str(place))
    try:
        return Opening(salt, raw.decode())
    except UnicodeDecodeError:
        raise Refused(Problem.TEXT_NOT_UNICODE, str(place)) from None


def _context(key: SubjectKey, place: Place) -> bytes:
    """Return the one form of person and place; no two have the same."""
    topic, field = place.topic.encode(), place.field.encode()
    sizes = len(topic), len(field)
    return (
        _PLACE.pack(key.subject_bytes, place.aggregate_id.bytes, place.version, *sizes)
        + topic
        + field
    )


def _commitment(salt: bytes, context: bytes, raw: bytes) -> bytes:
    return sha256(b"".join((COMMITMENT_TAG, salt, context, raw))).digest()


def _taken_apart(content: bytes, place: Place) -> tuple[bytes, bytes]:
    """Return salt and text; only the shortest padding, of zeroes, is in form."""
    salt, padded = content[:SALT_LENGTH], content[SALT_LENGTH:]
    (length,) = _LENGTH.unpack_from(padded)
    end = _LENGTH.size + length
    if end > len(padded) or len(padded) - end >= PADDED_TO or any(padded[end:]):
        raise Refused(Problem.MALFORMED_CONTENT, str(place))
    return salt, padded[_LENGTH.size : end]


def _bytes_of(text: str, place: Place) -> bytes:
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        raise Refused(Problem.TEXT_NOT_UNICODE, str(place)) from None
    if len(raw) > LONGEST_TEXT:
        raise Refused(Problem.TEXT_TOO_LONG, str(place))
    return raw


def _base64_of(text: object, place: Place) -> bytes:
    if not isinstance(text, str):
        raise Refused(Problem.MALFORMED_VALUE, str(place))
    if len(text) > _LONGEST_BASE64:
        raise Refused(Problem.WRONG_LENGTH, str(place))
    try:
        found = binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        raise Refused(Problem.BASE64_NOT_CANONICAL, str(place)) from None
    if _to_base64(found) != text:
        raise Refused(Problem.BASE64_NOT_CANONICAL, str(place))
    return found


def _to_base64(raw: bytes) -> str:
    return binascii.b2a_base64(raw, newline=False).decode()


def _subject_of(text: object, place: Place) -> UUID:
    subject = _identity_in(text) if isinstance(text, str) else None
    if subject is None:
        raise Refused(Problem.MALFORMED_SUBJECT, str(place))
    return subject


@lru_cache(maxsize=4096)
def _identity_in(text: str) -> UUID | None:
    """Read an identity in its one form; remembered, because few persons stand in many events."""
    try:
        identity = UUID(text)
    except ValueError:
        return None
    return identity if str(identity) == text else None
