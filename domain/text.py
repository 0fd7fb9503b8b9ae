"""What counts as text here: the lengths and characters every recorded word must keep to.

Original wording is evidence, so nothing is trimmed, folded or corrected: text is taken as it
stands or refused with the rule it breaks.
"""

import unicodedata
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

LINE_BREAKS = frozenset("\n\t")
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _text(longest: int, *, lines: bool) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not value.strip():
            raise PydanticCustomError("text_empty", "不能为空")
        if len(value) > longest:
            raise PydanticCustomError(
                "text_too_long", "不能超过{longest}个字", {"longest": longest}
            )
        if any(_is_control(character, lines=lines) for character in value):
            raise PydanticCustomError("text_control_character", "不能含有控制字符")
        return value

    return check


def _is_control(character: str, *, lines: bool) -> bool:
    if lines and character in LINE_BREAKS:
        return False
    return character in BIDI_CONTROLS or unicodedata.category(character) in {"Cc", "Cs"}


def _code(value: str) -> str:
    if not all(c.isalnum() or c in "-_.〔〕()（）" for c in value):
        raise PydanticCustomError("code_character", "只能由汉字、字母、数字和 - _ . 〔〕() 组成")
    return value


Name = Annotated[str, AfterValidator(_text(100, lines=False))]
"""A person, post, office or place: one line, at most 100 characters."""

Code = Annotated[str, AfterValidator(_text(64, lines=False)), AfterValidator(_code)]
"""A number or short code people quote: letters, Chinese characters and digits, at most 64."""

Title = Annotated[str, AfterValidator(_text(300, lines=False))]
"""One line that names a matter, at most 300 characters."""

DocumentNumber = Annotated[str, AfterValidator(_text(100, lines=False))]
"""A document number as printed, such as 丹竹人发〔2014〕4号."""

Reason = Annotated[str, AfterValidator(_text(2_000, lines=True))]
"""Why something was decided, at most 2,000 characters."""

Wording = Annotated[str, AfterValidator(_text(20_000, lines=True))]
"""Original wording: an opinion, a measure, a reply; at most 20,000 characters."""
