"""The lines of ``personal/openings.jsonl``: the text behind a sealed value, and its salt.

A line has one form only: ``{"sequence":7,"field":"co_signers.0","salt":"…","text":"…"}``. It names
the event and the place in it, so that whoever reads events and openings side by side needs no more
than one line of each at a time.
"""

from __future__ import annotations

import base64
import json
import re
from typing import NamedTuple

from interfaces.documents.malformed import Malformed

LONGEST_OPENING = 1_024
"""The longest line in bytes, its line end included."""
LONGEST_PERSON_NAME = 100
"""The most characters of a person's name."""

_SALT_LENGTH = 32
_LARGEST_SEQUENCE = 10**18 - 1

_SALT = rb"[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]="
_OPENED_FIELD = "[a-z0-9_.]{1,200}"
_OPENING = re.compile(
    rb'\{"sequence":(?P<sequence>[1-9][0-9]{0,17}),"field":"(?P<field>%b)",'
    rb'"salt":"(?P<salt>%b)","text":"(?P<text>[^"\\]*(?:\\["\\][^"\\]*)*)"\}\n'
    % (_OPENED_FIELD.encode(), _SALT)
)
_is_opened_field = re.compile(_OPENED_FIELD).fullmatch
_in_quotes = json.JSONEncoder(ensure_ascii=False).encode
_ESCAPED = re.compile(r'\\(["\\])')
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


class MalformedOpening(Malformed):
    """A line is not an opening in its form, or its text is no person's name."""


class Opening(NamedTuple):
    """The text behind the sealed value at one place of one event."""

    sequence: int
    field: str
    salt: bytes
    text: str


def opening_line(opening: Opening) -> bytes:
    """Return the line of an opening; what could not be read back is refused.

    Parts in form make a line in form, and a short one: none is longer than it may be.
    """
    sequence, field, salt, text = opening
    is_numbered, is_salted = 0 < sequence <= _LARGEST_SEQUENCE, len(salt) == _SALT_LENGTH
    if not (is_numbered and is_salted and _is_opened_field(field)):
        raise _other_form()
    _require_person_name(text)
    encoded = base64.b64encode(salt).decode()
    stated = f'"field":"{field}","salt":"{encoded}","text":{_in_quotes(text)}'
    return f'{{"sequence":{sequence},{stated}}}\n'.encode()


def read_opening_line(line: bytes) -> Opening:
    """Read one line, its line end included; refuse any other form of it."""
    found = _OPENING.fullmatch(line) if len(line) <= LONGEST_OPENING else None
    if not found:
        raise _other_form()
    sequence, field, salt, text = found.groups()
    try:
        name = _unescaped(text.decode())
    except UnicodeDecodeError:
        raise _other_form() from None
    _require_person_name(name)
    return Opening(int(sequence), field.decode(), base64.b64decode(salt), name)


def _other_form() -> MalformedOpening:
    return MalformedOpening("不是规定的书写格式", "is not in its one form")


def _require_person_name(text: str) -> None:
    if not text.strip() or len(text) > LONGEST_PERSON_NAME or _CONTROL.search(text):
        raise MalformedOpening(
            f"原文应为一行文字,不超过{LONGEST_PERSON_NAME}字",
            f"the text is one line of at most {LONGEST_PERSON_NAME} characters",
        )


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text
