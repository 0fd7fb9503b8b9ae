"""What counts as text here: the lengths and characters every recorded word must keep to.

Original wording is evidence, so nothing is trimmed, folded or corrected: text is taken as it
stands or refused with the rule it breaks.
"""

import re
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
NOT_IN_CODE = re.compile(r"[^\w\-.〔〕()\uff08\uff09]")


def _text(longest: int, *, lines: bool) -> Callable[[str], str]:
    control = CONTROL_IN_LINES if lines else CONTROL_IN_LINE

    def check(value: str) -> str:
        if not value.strip():
            raise PydanticCustomError("text_empty", "不能为空")
        if len(value) > longest:
            raise PydanticCustomError(
                "text_too_long", "不能超过{longest}个字", {"longest": longest}
            )
        if control.search(value):
            raise PydanticCustomError("text_control_character", "不能含有控制字符")
        return value

    return check


def _code(value: str) -> str:
    if not value.strip("."):
        raise PydanticCustomError("code_dots", "不能只由点组成")
    if NOT_IN_CODE.search(value):
        raise PydanticCustomError("code_character", "只能由汉字、字母、数字和 - _ . 〔〕() 组成")
    return value


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
