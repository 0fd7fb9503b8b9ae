"""JSON (RFC 8259) as every verifier reads it, whatever language it is written in."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

DEEPEST = 100
"""So many lists and objects may stand in one another (RFC 8259, section 9, lets a reader set it).

Without a bound of its own each reader would end where its language does.
"""

_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', re.DOTALL)


class NotJson(ValueError):
    """The text is not JSON, or nested deeper than ``DEEPEST``."""


def read_json(text: str) -> Any:
    """Return what ``text`` says; of a name told twice in an object the last value."""
    if text.count("[") + text.count("{") > DEEPEST:
        _require_shallow(text)
    try:
        return _READER.decode(text)
    except ValueError as error:
        raise NotJson(str(error)) from error


def _require_shallow(text: str) -> None:
    depth = 0
    for found in _BRACKET.finditer(text):
        mark = found.group()
        if mark in "[{":
            depth += 1
        elif mark in "]}":
            depth -= 1
        if depth > DEEPEST:
            raise NotJson(f"nested deeper than {DEEPEST}")


def _no_constant(name: str) -> NoReturn:
    """Refuse ``NaN`` and the like, which Python reads and JSON does not know."""
    raise NotJson(name)


_READER = json.JSONDecoder(parse_constant=_no_constant)
