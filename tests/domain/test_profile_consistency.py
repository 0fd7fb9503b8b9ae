"""Rules that contradict one another or the law are refused, each with the rule it breaks."""

from typing import Any

import pytest

from domain.errors import RuleViolation
from domain.profile_consistency import (
    DifficultTermShorter,
    ExtensionLongerThanTotal,
    LongerThanLawAllows,
    LongerThanReplyTerm,
    NearDueLongerThanTerm,
    NoOverdueLevel,
    NoResolvedClass,
    ResolvedClassPromises,
    ResultClassRepeated,
    SilenceWithoutTerm,
    is_longer,
    require_consistent,
)
from domain.profile_rules import ProfileRules
from domain.term import Term, TermUnit


def term(length: int, unit: str = "month") -> dict[str, Any]:
    return {"length": length, "unit": unit}


def classes(*stated: dict[str, Any]) -> dict[str, Any]:
    return {"result_classes": {"name": "两类", "classes": stated}}


SOLVED = {"code": "甲", "label": "已解决", "resolved": True}
NEAR_DUE = {"colour": "蓝", "trigger": "near_due", "days": 20}
OVERDUE = {"colour": "红", "trigger": "overdue", "days": 1}


def scale(*levels: dict[str, Any]) -> dict[str, Any]:
    return {"scale": {"levels": levels}}


CONTRADICTIONS: list[tuple[type[RuleViolation], str, str, dict[str, Any]]] = [
    (
        LongerThanLawAllows,
        "reply.deputy_suggestion",
        "代表建议的答复期限4个月长于法定的3个月",
        {"reply": {"deputy_suggestion": term(4)}},
    ),
    (
        LongerThanLawAllows,
        "reply.motion",
        "议案的答复期限92日长于法定的3个月",
        {"reply": {"motion": term(92, "day")}},
    ),
    (
        LongerThanLawAllows,
        "reply.difficult",
        "难件的答复期限7个月长于法定的6个月",
        {"reply": {"difficult": term(7)}},
    ),
    (
        DifficultTermShorter,
        "reply.difficult",
        "难件的答复期限2个月短于一般件的3个月",
        {"reply": {"difficult": term(2), "motion": term(1)}},
    ),
    (
        LongerThanReplyTerm,
        "reply.co_unit",
        "协办单位提出意见的期限4个月长于答复期限3个月",
        {"reply": {"co_unit": term(4)}},
    ),
    (
        LongerThanReplyTerm,
        "reply.co_unit",
        "协办单位提出意见的期限2个月长于答复期限1个月",
        {"reply": {"co_unit": term(2), "motion": term(1)}},
    ),
    (
        LongerThanReplyTerm,
        "referral.first_contact",
        "首次联系代表的期限70个工作日长于答复期限3个月",
        {"referral": {"first_contact": term(70, "working_day")}},
    ),
    (
        LongerThanReplyTerm,
        "referral.return_window",
        "退办的期限92日长于答复期限3个月",
        {"referral": {"return_window": term(92, "day")}},
    ),
    (
        ExtensionLongerThanTotal,
        "extension.each",
        "每次最多延期7个月,长于累计最多延期6个月",
        {"extension": {"each": term(7)}},
    ),
    (
        SilenceWithoutTerm,
        "evaluation.term",
        "未反馈视为满意的,应当规定代表反馈评价的期限",
        {"evaluation": {"silence": "satisfied"}},
    ),
    (
        ResultClassRepeated,
        "closing.result_classes",
        "“两类”中代码“甲”出现了不止一次",
        {"closing": classes(SOLVED, {"code": "甲", "label": "未解决"})},
    ),
    (
        NoResolvedClass,
        "closing.result_classes",
        "“两类”没有写明哪一类算已解决",
        {"closing": classes({"code": "甲", "label": "已解决"}, {"code": "乙", "label": "其他"})},
    ),
    (
        ResolvedClassPromises,
        "closing.result_classes",
        "“两类”中的“甲”既写明算已解决,又写明是承诺",
        {"closing": classes({**SOLVED, "promises": True}, {"code": "乙", "label": "其他"})},
    ),
    (
        NoOverdueLevel,
        "warning.scale",
        "预警等级应当写明逾期以何种颜色预警",
        {"warning": scale(NEAR_DUE)},
    ),
    (
        NearDueLongerThanTerm,
        "warning.scale",
        "期限届满前20日即预警,长于“群众意见的答复”的期限15日",
        {"warning": scale(NEAR_DUE, OVERDUE), "reply": {"public": term(15, "day")}},
    ),
    (
        NearDueLongerThanTerm,
        "warning.scale",
        "期限届满前20日即预警,长于“评议意见整改情况报告”的期限10个工作日",
        {"warning": scale(NEAR_DUE, OVERDUE), "report": {"appraisal": term(10, "working_day")}},
    ),
    (
        NearDueLongerThanTerm,
        "warning.scale",
        "期限届满前20日即预警,长于“重新办理”的期限15日",
        {"warning": scale(OVERDUE, NEAR_DUE), "evaluation": {"rehandling": term(15, "day")}},
    ),
]


@pytest.mark.parametrize(("rule", "field", "sentence", "sections"), CONTRADICTIONS)
def test_a_contradiction_is_refused(
    rule: type[RuleViolation], field: str, sentence: str, sections: dict[str, Any]
) -> None:
    with pytest.raises(rule) as caught:
        require_consistent(ProfileRules.model_validate(sections))
    assert (caught.value.field, caught.value.detail) == (f"rules.{field}", sentence)


AT_THE_LIMIT: list[dict[str, Any]] = [
    {},
    {"reply": {"difficult": term(3)}},
    {"reply": {"co_unit": term(3)}},
    {"referral": {"return_window": term(91, "day"), "first_contact": term(65, "working_day")}},
    {"extension": {"each": term(3)}},
    {"evaluation": {"silence": "satisfied", "term": term(15, "day")}},
    {"evaluation": {"silence": "excluded"}},
    {"warning": scale(NEAR_DUE, OVERDUE), "reply": {"public": term(20, "day")}},
    {"warning": scale(OVERDUE)},
    {"closing": classes(SOLVED, {"code": "乙", "label": "计划解决", "promises": True})},
]


@pytest.mark.parametrize("sections", AT_THE_LIMIT)
def test_what_just_fits_is_accepted(sections: dict[str, Any]) -> None:
    require_consistent(ProfileRules.model_validate(sections))


def test_terms_in_different_units_are_compared_by_their_average_length() -> None:
    month = Term(length=1, unit=TermUnit.MONTH)
    assert is_longer(month, Term(length=30, unit=TermUnit.DAY))
    assert is_longer(Term(length=31, unit=TermUnit.DAY), month)
    assert is_longer(Term(length=22, unit=TermUnit.WORKING_DAY), month)
    assert not is_longer(Term(length=21, unit=TermUnit.WORKING_DAY), month)
    assert not is_longer(month, month)
