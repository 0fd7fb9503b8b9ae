"""Words are taken as they stand or refused; nothing is trimmed or corrected."""

import re
import sys
import unicodedata

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.text import BIDI, CONTROL_IN_LINE, ORDINARY, SELECTORS, UNSEEN, Code, Name, Wording

NAME = TypeAdapter[str](Name)
WORDING = TypeAdapter[str](Wording)
CODE = TypeAdapter[str](Code)


@pytest.mark.parametrize(
    "text",
    ["责任领导甲", " 前后有空格 ", "Ålesund", "名" * 100, "邊\U000e0101", "\ue000", "㛃", "𬎆"],
)
def test_a_name_is_kept_as_it_stands(text: str) -> None:
    assert NAME.validate_python(text) == text


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "text_empty"),
        (" \u3000", "text_empty"),
        ("\u200b\ufeff \u3164", "text_empty"),
        ("\U000e0101", "text_empty"),
        ("名" * 101, "text_too_long"),
        ("a\nb", "text_control_character"),
        pytest.param("a\x00b", "text_control_character", id="NUL"),
        ("a\x7fb", "text_control_character"),
        ("a\x9fb", "text_control_character"),
        ("a\u202eb", "text_control_character"),
        ("a\u2066b", "text_control_character"),
        pytest.param("a\ud800b", "text_control_character", id="lone surrogate"),
    ],
)
def test_a_name_that_breaks_a_rule_is_refused(text: str, rule: str) -> None:
    with pytest.raises(ValidationError) as caught:
        NAME.validate_python(text)
    assert caught.value.errors()[0]["type"] in {rule, "string_unicode"}


UNSEEN_BUT_MARKS = [
    *"\u200b\u200e\u200f\u061c\ufeff\u00ad\u3164\U000e0041\ufffd\ufffe\u2028\u2029\u2060\ufdd0",
    "\U0010ffff",
]


@pytest.mark.parametrize("mark", UNSEEN_BUT_MARKS, ids=ascii)
def test_what_nobody_sees_makes_no_other_name(mark: str) -> None:
    with pytest.raises(ValidationError) as caught:
        NAME.validate_python(f"甲{mark}")
    [error] = caught.value.errors()
    assert error["type"] == "text_unseen_character"
    assert error["msg"] == f"第2个字看不见或者无效(U+{ord(mark):04X}),请删去"


def test_every_character_without_a_picture_is_listed() -> None:
    listed = re.compile(f"[{UNSEEN}{BIDI}]")
    for code in range(sys.maxunicode + 1):
        category = unicodedata.category(chr(code))
        is_none = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
        if category in {"Cf", "Zl", "Zp"} or is_none:
            assert listed.fullmatch(chr(code)), hex(code)
        elif listed.fullmatch(chr(code)):
            fillers = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\ufffd"
            assert category == "Cn" or chr(code) in fillers, hex(code)
    assert not listed.search("".join(chr(code) for code in range(0xE0100, 0xE01F0)))
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    refused = re.compile(rf"[\s{UNSEEN}]|{CONTROL_IN_LINE.pattern}")
    assert not refused.search("".join(ORDINARY.findall(every)))
    assert not set(re.findall(f"[{SELECTORS}]", UNSEEN))


def test_original_wording_keeps_what_nobody_sees_but_is_more_than_that() -> None:
    assert WORDING.validate_python("\ufeff一、现状\u200b") == "\ufeff一、现状\u200b"
    with pytest.raises(ValidationError, match="不能为空"):
        WORDING.validate_python("\ufeff\n")


def test_wording_may_have_lines_but_no_other_control() -> None:
    assert WORDING.validate_python("一、现状\n\t二、建议") == "一、现状\n\t二、建议"
    with pytest.raises(ValidationError):
        WORDING.validate_python("a\rb")


@pytest.mark.parametrize(
    "code", ["石练-2015-01", "丹竹人发〔2014〕4号", "A_1.b(2)", "(三)", "\uff08三\uff09"]
)
def test_a_code_is_made_of_letters_digits_and_a_few_marks(code: str) -> None:
    assert CODE.validate_python(code) == code


@pytest.mark.parametrize("code", ["a b", "a/b", "a'b", "a;b", "号,", ".", "..", "...."])
def test_a_code_with_other_marks_is_refused(code: str) -> None:
    with pytest.raises(ValidationError):
        CODE.validate_python(code)
