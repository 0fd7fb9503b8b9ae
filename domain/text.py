"""What counts as text here: the lengths and characters every recorded word must keep to.

Original wording is evidence, so nothing is trimmed, folded or corrected: text is taken as it
stands or refused with the rule it breaks.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

BIDI = "\u202a-\u202e\u2066-\u2069"
"""Characters that let text read otherwise than it is stored."""
CONTROL_IN_LINE = re.compile(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff{BIDI}]")
CONTROL_IN_LINES = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{BIDI}]")
"""The same with line feed and tab allowed."""
SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""They choose a form of the character before them, as names may need (GB 18030, Unicode IVD)."""
UNSEEN = (
    "\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\uffff\ufdd0-\ufdef"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}"
        for plane in range(0x10000, 0x110000, 0x10000)
    )
)
"""Format characters, separators of lines, fillers and what stands for no character at all.

Two names that differ in these alone look the same and are two to every rule. They are listed, so
that no version of Python refuses what another took.
"""
UNSEEN_IN_LINE = re.compile(f"[{UNSEEN}]")
NOTHING_SEEN = re.compile(rf"[\s{UNSEEN}{SELECTORS}]*")
ORDINARY = re.compile("[!-~\u2014\u201c\u201d\u3001-\u3020\u4e00-\u9fff\uff01-\uff5e]+")
"""Most texts on one line are of these alone, and then nothing need be looked for in them."""
NOT_IN_CODE = re.compile(r"[^\w\-.〔〕()\uff08\uff09]")
DOTS = re.compile(r"\.+")
"""As a part of an address these lead elsewhere."""


def _text(longest: int, *, lines: bool) -> Callable[[str], str]:
    control = CONTROL_IN_LINES if lines else CONTROL_IN_LINE

    def check(value: str) -> str:
        if len(value) <= longest and ORDINARY.fullmatch(value):
            return value
        if NOTHING_SEEN.fullmatch(value):
            raise PydanticCustomError("text_empty", "不能为空")
        if len(value) > longest:
            raise PydanticCustomError(
                "text_too_long", "不能超过{longest}个字", {"longest": longest}
            )
        if control.search(value):
            raise PydanticCustomError("text_control_character", "不能含有控制字符")
        if not lines and (unseen := UNSEEN_IN_LINE.search(value)):
            raise _unseen(unseen)
        return value

    return check


def _unseen(found: re.Match[str]) -> PydanticCustomError:
    """Say where it stands and which it is: nobody sees it."""
    return PydanticCustomError(
        "text_unseen_character",
        "第{place}个字看不见或者无效(U+{number}),请删去",
        {"place": found.start() + 1, "number": f"{ord(found[0]):04X}"},
    )


def _code(value: str) -> str:
    if NOT_IN_CODE.search(value):
        raise PydanticCustomError("code_character", "只能由汉字、字母、数字和 - _ . 〔〕() 组成")
    if DOTS.fullmatch(value):
        raise PydanticCustomError("code_of_dots", "不能只有圆点")
    return value


PLACEHOLDER = re.compile(r"〔个人信息已停止处理·([0-9a-f]{12})〕")
"""What a name reads as once the person's key is not to be used; it names nobody."""


def as_known(name: str) -> str:
    """Return the one form of a name by which a person is known: width and ligatures folded."""
    return unicodedata.normalize("NFKC", name)


Name = Annotated[str, AfterValidator(_text(100, lines=False))]
"""A person, post, office or place: one line, at most 100 characters."""

PERSON_NAME_FORMAT = "person-name"
"""How schemas say that a text names a natural person."""


class NamesPerson:
    """Marks a field of an event that names a natural person, so that its text can be erased."""

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), "format": PERSON_NAME_FORMAT}


PersonName = Annotated[Name, NamesPerson()]
"""A natural person, as official lists write the name: namesakes apart, such as 王伟(女)."""

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
