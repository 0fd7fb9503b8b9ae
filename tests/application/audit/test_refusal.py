"""Every refusal can be read in both languages and by a program."""

import re

import pytest

from application.audit.refusal import SENTENCES, Field, Problem, Refused, Sentences


def test_every_problem_has_a_sentence_in_both_languages() -> None:
    assert set(SENTENCES) == set(Problem)
    assert all(
        not each.chinese.isascii() and each.english.isascii() for each in SENTENCES.values()
    )


@pytest.mark.parametrize("field", Field)
def test_every_field_has_a_chinese_name(field: Field) -> None:
    assert not field.label.isascii()


@pytest.mark.parametrize("problem", Problem)
def test_the_code_of_a_problem_is_stable_in_form(problem: Problem) -> None:
    refused = Refused(problem, Field.ROOT)
    assert refused.code == problem.value
    assert repr(refused) == f"Refused({refused.code!r})"
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", refused.code)


def test_a_refusal_names_the_place_and_what_is_wrong() -> None:
    refused = Refused(Problem.WRONG_LENGTH, Field.ROOT, 3, Sentences("应为32", "expected 32"))
    assert str(refused) == (
        "第3行的根哈希:字节数不对:应为32。 "
        "line 3, root: has the wrong number of bytes: expected 32."
    )
    assert Refused(Problem.UNSIGNED, Field.SIGNATURE).chinese == "签名:没有受信任公钥的签名。"
