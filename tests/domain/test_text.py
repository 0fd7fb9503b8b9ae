"""Words are taken as they stand or refused; nothing is trimmed or corrected."""

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.text import Code, Name, Wording

NAME = TypeAdapter[str](Name)
WORDING = TypeAdapter[str](Wording)
CODE = TypeAdapter[str](Code)


@pytest.mark.parametrize("text", ["责任领导甲", " 前后有空格 ", "Ålesund", "名" * 100])
def test_a_name_is_kept_as_it_stands(text: str) -> None:
    assert NAME.validate_python(text) == text


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "text_empty"),
        (" \u3000", "text_empty"),
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


def test_wording_may_have_lines_but_no_other_control() -> None:
    assert WORDING.validate_python("一、现状\n\t二、建议") == "一、现状\n\t二、建议"
    with pytest.raises(ValidationError):
        WORDING.validate_python("a\rb")


@pytest.mark.parametrize(
    "code", ["石练-2015-01", "丹竹人发〔2014〕4号", "A_1.b(2)", "(三)", "\uff08三\uff09"]
)
def test_a_code_is_made_of_letters_digits_and_a_few_marks(code: str) -> None:
    assert CODE.validate_python(code) == code


@pytest.mark.parametrize("code", ["a b", "a/b", "a'b", "a;b", "号,", ".", ".."])
def test_a_code_with_other_marks_is_refused(code: str) -> None:
    with pytest.raises(ValidationError):
        CODE.validate_python(code)
