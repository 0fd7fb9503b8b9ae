"""Measures, targets and phases hold only what makes sense on paper."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from domain.due import UNDATED, Due
from domain.measure import (
    FiveElement,
    HandlingType,
    Measure,
    Phase,
    Responsibility,
    SubAction,
    Target,
    filled_elements,
    timing_warnings,
)

DRAFTED = date(2014, 6, 1)
ALL_ELEMENTS = frozenset(FiveElement)


def measure(**facts: Any) -> Measure:
    given = {"no": 1, "text": "完善制度", "due": UNDATED, "handling": HandlingType.IMMEDIATE}
    return Measure(**(given | facts))


def phase(name: str, starts: str, ends: str) -> Phase:
    return Phase(name=name, starts_on=date.fromisoformat(starts), ends_on=date.fromisoformat(ends))


def complaint(caught: pytest.ExceptionInfo[ValidationError]) -> str:
    return caught.value.errors()[0]["msg"]


def test_a_measure_states_text_due_and_handling_and_nothing_unknown() -> None:
    plain = measure()
    assert plain.sub_actions == plain.answers == ()
    assert plain.responsibility == Responsibility()
    assert (plain.target, plain.fund, plain.review_on) == (None, None, None)
    assert plain.safety_hazard is False
    with pytest.raises(ValidationError):
        measure(text=" ")
    with pytest.raises(ValidationError):
        measure(due=None)
    with pytest.raises(ValidationError):
        measure(colour="red")


def test_a_number_is_counted_from_one() -> None:
    assert measure(no=1).no == 1
    with pytest.raises(ValidationError) as caught:
        measure(no=0)
    assert complaint(caught) == "序号应为不小于1的整数"
    with pytest.raises(ValidationError):
        SubAction(no=0, text="抓常规管理")


def test_sub_actions_have_distinct_numbers() -> None:
    actions = (SubAction(no=1, text="抓常规管理"), SubAction(no=2, text="抓教研教改"))
    assert measure(sub_actions=actions).sub_actions == actions
    with pytest.raises(ValidationError) as caught:
        measure(sub_actions=(actions[0], SubAction(no=1, text="抓教研教改")))
    assert complaint(caught) == "不能重复"


def test_a_long_term_measure_needs_a_review_date() -> None:
    with pytest.raises(ValidationError) as caught:
        measure(handling=HandlingType.LONG_TERM)
    assert complaint(caught) == "长期整改措施应填写复查日期"
    reviewed = measure(handling=HandlingType.LONG_TERM, review_on=date(2016, 1, 1))
    assert reviewed.review_on == date(2016, 1, 1)
    assert measure(handling=HandlingType.PHASED).review_on is None


def test_an_opinion_is_answered_once_by_a_measure() -> None:
    assert measure(answers=(UUID(int=1), UUID(int=2))).answers == (UUID(int=1), UUID(int=2))
    with pytest.raises(ValidationError):
        measure(answers=(UUID(int=1), UUID(int=1)))


@pytest.mark.parametrize("field", ["leaders", "offices", "assignees"])
def test_leaders_offices_and_assignees_are_many_but_each_named_once(field: str) -> None:
    assert getattr(Responsibility(**{field: ("甲", "乙")}), field) == ("甲", "乙")
    with pytest.raises(ValidationError):
        Responsibility(**{field: ("甲", "甲")})


def test_two_spellings_of_a_name_are_one_person_and_placeholders_nobody() -> None:
    """As the key store has it, so that what both are sealed under can be erased."""
    with pytest.raises(ValidationError, match="不能重复"):
        Responsibility(lead_unit="JTJ", leaders=("王伟(女)", "王伟(女)"))
    erased = "〔个人信息已停止处理·0123456789ab〕"
    named = Responsibility(lead_unit="JTJ", leaders=(erased, "王伟", erased))
    assert named.leaders.count(erased) == 2


def test_the_lead_unit_is_a_code() -> None:
    assert Responsibility(lead_unit="NYJ").lead_unit == "NYJ"
    with pytest.raises(ValidationError):
        Responsibility(lead_unit="农业 局")


def test_a_target_has_one_bound_or_two_in_order() -> None:
    parcels = {"text": "收回3—5宗闲置用地", "unit_of_measure": "宗"}
    three, five = Decimal(3), Decimal(5)
    both = Target(**parcels, minimum=three, maximum=five)
    assert (both.minimum, both.maximum) == (three, five)
    assert Target(**parcels, minimum=three).maximum is None
    assert Target(**parcels, maximum=five).minimum is None
    assert Target(**parcels, minimum=three, maximum=three).minimum == three
    assert Target(**parcels, minimum=Decimal(0)).minimum == 0
    with pytest.raises(ValidationError) as caught:
        Target(**parcels)
    assert complaint(caught) == "量化目标应至少填写下限或者上限"
    with pytest.raises(ValidationError) as caught:
        Target(**parcels, minimum=five, maximum=three)
    assert complaint(caught) == "量化目标的下限不能大于上限"


@pytest.mark.parametrize("quantity", ["2.5", "-3", "0.000001", "99999999999999.999999"])
def test_a_quantity_is_exact(quantity: str) -> None:
    target = Target(text="面积", unit_of_measure="平方公里", minimum=Decimal(quantity))
    again = Target.model_validate_json(target.model_dump_json())
    assert again.minimum == Decimal(quantity)


@pytest.mark.parametrize(
    "quantity", ["0.0000001", "100000000000000", "-100000000000000", "1E+99", "NaN", "Infinity"]
)
def test_a_quantity_out_of_range_is_refused(quantity: str) -> None:
    with pytest.raises(ValidationError):
        Target(text="面积", unit_of_measure="平方公里", minimum=Decimal(quantity))


def test_a_measure_with_everything_fills_all_five_elements() -> None:
    complete = measure(
        responsibility=Responsibility(leaders=("甲",), offices=("教务处",), assignees=("乙",)),
        fund="无需资金",
        due=Due.by(date(2014, 12, 31)),
    )
    assert filled_elements(complete) == ALL_ELEMENTS


def test_a_bare_measure_fills_only_the_measure() -> None:
    assert filled_elements(measure()) == {FiveElement.MEASURE}


def test_duty_needs_a_leader_and_an_office() -> None:
    leader = measure(responsibility=Responsibility(leaders=("甲",)))
    office = measure(responsibility=Responsibility(offices=("教务处",)))
    both = measure(responsibility=Responsibility(leaders=("甲",), offices=("教务处",)))
    assert FiveElement.DUTY not in filled_elements(leader)
    assert FiveElement.DUTY not in filled_elements(office)
    assert FiveElement.DUTY in filled_elements(both)


def test_leaders_stand_for_the_person_where_no_assignee_is_named() -> None:
    leader = measure(responsibility=Responsibility(leaders=("甲",)))
    assignee = measure(responsibility=Responsibility(assignees=("乙",)))
    office = measure(responsibility=Responsibility(offices=("教务处",)))
    assert FiveElement.PERSON in filled_elements(leader)
    assert FiveElement.PERSON in filled_elements(assignee)
    assert FiveElement.PERSON not in filled_elements(office)


def test_fund_and_deadline_are_filled_one_by_one() -> None:
    assert filled_elements(measure(fund="财政专项")) == {FiveElement.MEASURE, FiveElement.FUND}
    dated = measure(due=Due.by(date(2014, 12, 31)))
    assert filled_elements(dated) == {FiveElement.MEASURE, FiveElement.DEADLINE}


def test_elements_and_handling_types_have_chinese_labels() -> None:
    assert [element.label for element in FiveElement] == ["措施", "责任", "人员", "资金", "时限"]
    assert [kind.label for kind in HandlingType] == ["立行立改", "分阶段整改", "长期整改"]


def test_a_phase_may_last_one_day_but_not_run_backwards() -> None:
    assert phase("动员", "2014-07-01", "2014-07-01").ends_on == date(2014, 7, 1)
    with pytest.raises(ValidationError) as caught:
        phase("动员", "2014-07-02", "2014-07-01")
    assert complaint(caught) == "阶段的结束日期不能早于开始日期"


def test_phases_sharing_a_day_are_warned_of() -> None:
    phases = [
        phase("总结", "2014-08-20", "2014-08-31"),
        phase("制定方案", "2014-06-01", "2014-06-30"),
        phase("整改", "2014-07-01", "2014-08-20"),
    ]
    assert timing_warnings(phases, [], DRAFTED) == (
        "“整改”与“总结”两个阶段的日期重叠:2014-08-20至2014-08-20",
    )


def test_a_phase_inside_another_overlaps_until_its_own_end() -> None:
    phases = [
        phase("整改", "2014-07-01", "2014-08-31"),
        phase("抽查", "2014-07-10", "2014-07-15"),
    ]
    assert timing_warnings(phases, [], DRAFTED) == (
        "“整改”与“抽查”两个阶段的日期重叠:2014-07-10至2014-07-15",
    )


def test_phases_on_successive_days_give_no_warning() -> None:
    phases = [
        phase("整改", "2014-07-01", "2014-08-20"),
        phase("总结", "2014-08-21", "2014-08-31"),
    ]
    assert timing_warnings(phases, [], DRAFTED) == ()


def test_a_measure_due_before_the_earliest_phase_is_warned_of() -> None:
    phases = [phase("二", "2020-11-16", "2020-11-30"), phase("一", "2020-11-06", "2020-11-15")]
    measures = [
        measure(no=1, due=Due.by(date(2020, 11, 5))),
        measure(no=2, due=Due.by(date(2020, 11, 6))),
        measure(no=3),
    ]
    assert timing_warnings(phases, measures, date(2020, 12, 1)) == (
        "第1项措施的办理期限2020-11-05早于方案开始日期2020-11-06",
    )


def test_without_phases_the_plan_starts_when_it_was_drafted() -> None:
    measures = [
        measure(no=1, due=Due.by(date(2014, 5, 31))),
        measure(no=2, due=Due.by(DRAFTED)),
    ]
    assert timing_warnings([], measures, DRAFTED) == (
        "第1项措施的办理期限2014-05-31早于方案开始日期2014-06-01",
    )
