"""Whether a text is one of its kind: its length, its characters, and that there is any."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Callable

from interfaces.verifier.field_kinds import (
    BLANKS,
    CONTROLS,
    LINE_CONTROLS,
    LINES_OF_TEXT,
    MARKS_IN_CODES,
    PARAGRAPHS,
    SELECTORS,
    UNSEEN,
)

Accepts = Callable[[Any], bool]
MOST_TEXTS, LONGEST_KNOWN = 1_000, 100
"""Of how many short texts of each kind is remembered that they are such; it bounds the memory."""
NO_PART_OF_WORDS = ("P", "S", "Z", "M", "Cc", "Cf", "Co", "Cs")
"""Whatever else has no category is a letter of a later time."""


def _characters(*ranges: str) -> str:
    """Return what stands between the brackets of a pattern that finds these characters."""
    found = []
    for each in " ".join(ranges).split():
        first, _, last = each.partition("-")
        found.append(f"\\U{int(first, 16):08x}-\\U{int(last or first, 16):08x}")
    return "".join(found)


_ORDINARY = re.compile("[!-~\u2014\u201c\u201d\u3001-\u3020\u4e00-\u9fff\uff01-\uff5e]+")
"""Most texts are of these alone, and then nothing need be looked for in them."""
_NOT_IN_LINES = re.compile(f"[{_characters(CONTROLS, LINE_CONTROLS, UNSEEN)}]")
_NOT_IN_PARAGRAPHS = re.compile(f"[{_characters(CONTROLS)}]")
_NOTHING_SEEN = re.compile(f"[{_characters(BLANKS, SELECTORS, UNSEEN)}]*")
_CODE = re.compile("[0-9A-Za-z_\\-.〔〕()\uff08\uff09\u4e00-\u9fff]+")
_DOTS = re.compile(r"\.+")


def _text(longest: int, refused: re.Pattern[str]) -> Accepts:
    def accepts(value: Any) -> bool:
        if not isinstance(value, str) or len(value) > longest:
            return False
        return bool(_ORDINARY.fullmatch(value)) or not (
            _NOTHING_SEEN.fullmatch(value) or refused.search(value)
        )

    return accepts


def _code(longest: int) -> Accepts:
    is_line = _text(longest, _NOT_IN_LINES)
    return lambda value: is_line(value) and _is_word(value) and not _DOTS.fullmatch(value)


def _is_word(value: str) -> bool:
    return bool(_CODE.fullmatch(value)) or all(
        each in MARKS_IN_CODES or not unicodedata.category(each).startswith(NO_PART_OF_WORDS)
        for each in value
    )


class TextKind:
    """Texts of one kind; ``known`` are short ones it accepted, as the same few stand in many."""

    def __init__(self, asked: Accepts) -> None:
        self.known: set[str] = set()
        self._asked = asked

    def accepts(self, value: Any) -> bool:
        """Return whether a value is a text of this kind."""
        if not self._asked(value):
            return False
        if len(value) <= LONGEST_KNOWN and len(self.known) < MOST_TEXTS:
            self.known.add(value)
        return True


def text_kinds() -> dict[str, TextKind]:
    """Return what tells the texts of each kind."""
    lines = {
        kind: TextKind(_code(most) if kind == "code" else _text(most, _NOT_IN_LINES))
        for kind, most in LINES_OF_TEXT.items()
    }
    paragraphs = {
        kind: TextKind(_text(most, _NOT_IN_PARAGRAPHS)) for kind, most in PARAGRAPHS.items()
    }
    return {**lines, **paragraphs}
