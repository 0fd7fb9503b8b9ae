"""The rules of a place: statutory defaults, terms by kind, and changes laid over a start."""

from typing import Any

import pytest
from pydantic import ValidationError

from domain.model import ProfileRef
from domain.opinion_terms import OpinionKind
from domain.profile_rules import ProfileRules
from domain.profile_terms import AskedBy, DayOffRule
from domain.ranking import SMALLEST_BASE
from domain.result_classes import ABCD
from domain.term import Term, TermUnit
from domain.warning_scale import DEFAULT_SCALE

ONE_MONTH = {"length": 1, "unit": "month"}
THREE_MONTHS = Term(length=3, unit=TermUnit.MONTH)
SIX_MONTHS = Term(length=6, unit=TermUnit.MONTH)


def stated(**sections: Any) -> ProfileRules:
    return ProfileRules.model_validate(sections)


def test_the_defaults_are_what_the_law_says() -> None:
    rules = ProfileRules()
    assert rules.reply.deputy_suggestion == rules.reply.motion == THREE_MONTHS
    assert rules.reply.difficult == rules.extension.total == SIX_MONTHS
    assert rules.extension.asked_by is AskedBy.BEFORE_DUE_DAY
    assert rules.counting.day_off is DayOffRule.ROLL
    assert rules.closing.result_classes == ABCD
    assert rules.closing.public_notice_days == 0
    assert rules.warning.scale == DEFAULT_SCALE
    assert rules.figures.ranking_base == SMALLEST_BASE


def test_the_law_fixes_no_term_for_what_the_law_leaves_open() -> None:
    rules = ProfileRules()
    assert [kind for kind in OpinionKind if rules.reply_term(kind) is None] == [
        OpinionKind.DELIBERATION,
        OpinionKind.DISCUSSION,
        OpinionKind.APPRAISAL,
        OpinionKind.PUBLIC,
        OpinionKind.SELF_FOUND,
        OpinionKind.INSPECTION_FINDING,
    ]


def test_every_kind_has_its_own_term() -> None:
    lengths = {kind: number for number, kind in enumerate(OpinionKind, 1)}
    reply = {kind.value: {"length": lengths[kind], "unit": "day"} for kind in REPLIED}
    report = {kind.value: {"length": lengths[kind], "unit": "day"} for kind in REPORTED}
    rules = stated(reply=reply, report=report)
    found = {kind: rules.reply_term(kind) for kind in OpinionKind}
    assert found == {kind: Term(length=n, unit=TermUnit.DAY) for kind, n in lengths.items()}


REPLIED = (
    OpinionKind.DEPUTY_SUGGESTION,
    OpinionKind.MOTION,
    OpinionKind.PUBLIC,
    OpinionKind.SELF_FOUND,
)
REPORTED = tuple(kind for kind in OpinionKind if kind not in REPLIED)


def test_only_suggestions_and_motions_have_longer_when_they_are_difficult() -> None:
    rules = stated(report={"deliberation": ONE_MONTH})
    assert rules.reply_term(OpinionKind.DEPUTY_SUGGESTION, difficult=True) == SIX_MONTHS
    assert rules.reply_term(OpinionKind.MOTION, difficult=True) == SIX_MONTHS
    assert rules.reply_term(OpinionKind.DELIBERATION, difficult=True) == Term(
        length=1, unit=TermUnit.MONTH
    )
    assert rules.reply_term(OpinionKind.PUBLIC, difficult=True) is None


def test_changes_leave_alone_what_they_do_not_name() -> None:
    start = stated(reply={"co_unit": ONE_MONTH}, closing={"public_notice_days": 7})
    changed = start.with_changes(stated(reply={"clarification_pauses": True}))
    assert changed.reply.co_unit == Term(length=1, unit=TermUnit.MONTH)
    assert changed.reply.clarification_pauses
    assert changed.closing.public_notice_days == 7
    assert not start.reply.clarification_pauses


def test_a_change_back_to_the_default_is_a_change() -> None:
    start = stated(reply={"co_unit": ONE_MONTH}, closing={"public_notice_days": 7})
    back = stated(reply={"co_unit": None}, closing={"public_notice_days": 0})
    changed = start.with_changes(back)
    assert changed == ProfileRules()


def test_a_term_is_changed_as_a_whole() -> None:
    start = stated(evaluation={"term": {"length": 10, "unit": "working_day"}})
    changed = start.with_changes(stated(evaluation={"term": ONE_MONTH}))
    assert changed.evaluation.term == Term(length=1, unit=TermUnit.MONTH)


@pytest.mark.parametrize(
    "sections",
    [
        {"reply": {"motion": {"length": 0, "unit": "month"}}},
        {"reply": {"motion": {"length": -3, "unit": "month"}}},
        {"reply": {"motion": {"length": 121, "unit": "month"}}},
        {"reply": {"motion": None}},
        {"closing": {"public_notice_days": -1}},
        {"closing": {"public_notice_days": 91}},
        {"figures": {"ranking_base": 1001}},
        {"figures": {"ranking_base": 0}},
        {"reply": {"nobody_knows": 1}},
        {"warning": {"scale": {"levels": []}}},
        {
            "closing": {
                "result_classes": {"name": "一类", "classes": [{"code": "A", "label": "甲"}]}
            }
        },
    ],
)
def test_absurd_values_are_refused(sections: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ProfileRules.model_validate(sections)


def test_a_reference_names_congress_and_version() -> None:
    assert ProfileRef(congress="RDCWH", version=3).label == "RDCWH第3版"
    with pytest.raises(ValidationError):
        ProfileRef(congress="RDCWH", version=0)


def test_a_scheme_says_which_classes_promise_and_which_are_resolved() -> None:
    assert ABCD.codes == ("A", "B", "C", "D")
    assert ABCD.promising == ("B", "C")
    assert ABCD.resolved == ("A",)


def test_rules_are_read_back_as_they_were_written() -> None:
    rules = stated(
        approval={"plan": {"role": "chairperson", "post": "分管副主任"}},
        evaluation={"silence": "no_answer"},
    )
    assert ProfileRules.model_validate_json(rules.model_dump_json()) == rules
