"""What text every format here has in common, read in one canonical form only.

Two spellings of one statement would let someone alter a file without its being noticed, so
nothing is trimmed, padded or repaired.
"""

from __future__ import annotations

import base64
import binascii
import re

from application.audit.refusal import Field, Problem, Refused

NUMBER = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
LARGEST_NUMBER = 2**63 - 1
LONGEST_NAME = 255
CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
"""The ASCII control characters but the newline."""


def text_of(data: bytes, longest: int, field: Field) -> str:
    """Return the text of a file: UTF-8, no control character, a newline at the end."""
    if len(data) > longest:
        raise Refused(Problem.TOO_LARGE, field)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(Problem.NOT_UTF8, field, line) from None
    control = CONTROL.search(text)
    if control:
        raise Refused(Problem.CONTROL_CHARACTER, field, text.count("\n", 0, control.start()) + 1)
    if not text.endswith("\n"):
        raise Refused(Problem.NO_FINAL_NEWLINE, field, text.count("\n") + 1)
    return text


def number_of(text: str, field: Field, line: int | None = None) -> int:
    """Return a decimal number without leading zeroes, at most ``LARGEST_NUMBER``."""
    if NUMBER.fullmatch(text) is None:
        raise Refused(Problem.MALFORMED_NUMBER, field, line)
    number = int(text)
    if number > LARGEST_NUMBER:
        raise Refused(Problem.NUMBER_OUT_OF_RANGE, field, line)
    return number


def base64_of(
    text: str, field: Field, line: int | None = None, length: int | None = None
) -> bytes:
    """Return bytes from standard Base64 (RFC 4648, section 4), of ``length`` if it is given."""
    try:
        found = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise Refused(Problem.BASE64_NOT_CANONICAL, field, line) from None
    if to_base64(found) != text:
        raise Refused(Problem.BASE64_NOT_CANONICAL, field, line)
    if length is not None and len(found) != length:
        raise Refused(Problem.WRONG_LENGTH, field, line)
    return found


def to_base64(data: bytes) -> str:
    """Return bytes in standard Base64."""
    return base64.b64encode(data).decode("ascii")


def require_name(name: str, field: Field, line: int | None = None) -> None:
    """Refuse a key name that is empty, too long or has a space, a plus or a control character."""
    printable = name.isprintable() and not any(each.isspace() for each in name)
    if not printable or not name or "+" in name or len(name.encode()) > LONGEST_NAME:
        raise Refused(Problem.MALFORMED_NAME, field, line)
