"""A derived deadline says why, on which calendar, and whether it may still move."""

from datetime import date

import pytest

from domain.deadline import (
    BeforeMeeting,
    ByDifficulty,
    DeadlineSpec,
    Difficulty,
    FixedDay,
    MonthPart,
    Part,
    Period,
    PeriodEnd,
    Recurring,
    TermFromStart,
    Undated,
    Vague,
    Window,
)
from domain.derivation import (
    DeadlineBeforeStart,
    DeadlineOutOfRange,
    Step,
    StepKind,
    derive,
    explain,
    rederive,
)
from domain.due import UNDATED, Due
from domain.due_basis import ConsultedYear
from domain.model import ProfileRef
from domain.term import Term, TermUnit
from domain.work_calendar import NOTHING_PUBLISHED, WorkCalendar, YearArrangement
from tests.domain.calendars import reference_calendar

CALENDAR = reference_calendar()
HALF_YEAR = TermFromStart(term=Term(length=6, unit=TermUnit.MONTH), roll=True)


def told(spec: DeadlineSpec, start: date | None = None) -> str:
    return explain(derive(spec, start, CALENDAR)).sentence


def test_a_term_that_rolls_is_explained_step_by_step() -> None:
    due = derive(HALF_YEAR, date(2026, 3, 25), CALENDAR)
    assert explain(due).steps == (
        Step(
            StepKind.COUNTED,
            "自2026年3月25日起6个月,当日不计,应至2026年9月25日",
            date(2026, 9, 25),
        ),
        Step(
            StepKind.ROLLED,
            "2026年9月25日为休息日,顺延至2026年9月28日",
            date(2026, 9, 28),
        ),
    )
    assert not due.provisional


def test_the_sentence_of_three_months() -> None:
    spec = TermFromStart(term=Term(length=3, unit=TermUnit.MONTH), roll=True)
    assert told(spec, date(2026, 3, 25)) == "自2026年3月25日起3个月,当日不计,应至2026年6月25日"


@pytest.mark.parametrize(
    ("spec", "sentence"),
    [
        (FixedDay(day=date(2010, 11, 20)), "限2010年11月20日前(含当日)"),
        (
            Window(first=date(2014, 7, 1), last=date(2014, 8, 20)),
            "自2014年7月1日至2014年8月20日,首尾两日在内,以末日为期限",
        ),
        (
            MonthPart(year=2015, month=11, part=Part.EARLY),
            "2015年11月上旬,以其末日为期限,应至2015年11月10日",
        ),
        (
            MonthPart(year=2015, month=11, part=Part.MID),
            "2015年11月中旬,以其末日为期限,应至2015年11月20日",
        ),
        (
            MonthPart(year=2015, month=11, part=Part.LATE),
            "2015年11月下旬,以其末日为期限,应至2015年11月30日",
        ),
        (
            PeriodEnd(period=Period.MONTH, year=2015, ordinal=4),
            "2015年4月底,即该期间的最后一日,应至2015年4月30日",
        ),
        (
            PeriodEnd(period=Period.QUARTER, year=2015, ordinal=1),
            "2015年第1季度末,即该期间的最后一日,应至2015年3月31日",
        ),
        (
            PeriodEnd(period=Period.HALF_YEAR, year=2015, ordinal=1),
            "2015年上半年末,即该期间的最后一日,应至2015年6月30日",
        ),
        (
            PeriodEnd(period=Period.HALF_YEAR, year=2015, ordinal=2),
            "2015年下半年末,即该期间的最后一日,应至2015年12月31日",
        ),
        (
            PeriodEnd(period=Period.YEAR, year=2015),
            "2015年年底,即该期间的最后一日,应至2015年12月31日",
        ),
        (
            Vague(words="12月初", day=date(2011, 12, 10), confirmed_by="经办人甲"),
            "原文为“12月初”,由经办人甲确认为2011年12月10日",
        ),
        (Vague(words="近期", confirmed_by="经办人甲"), "原文为“近期”,由经办人甲确认为未定时限"),
        (
            Recurring(every=Period.QUARTER, first=date(2020, 3, 31)),
            "每季度一次,首次为2020年3月31日,下一次",
        ),
        (
            BeforeMeeting(meeting_on=date(2026, 10, 15), term=Term(length=20, unit=TermUnit.DAY)),
            "自2026年10月15日的会议往前20日,会议当日不计,应至2026年9月25日",
        ),
        (
            ByDifficulty(difficulty=Difficulty.IMMEDIATE, day=date(2014, 9, 30)),
            "按整改难度定为立行立改,限2014年9月30日前(含当日)",
        ),
        (
            ByDifficulty(
                difficulty=Difficulty.PHASED, day=date(2014, 9, 30), review_on=date(2014, 9, 1)
            ),
            "按整改难度定为分阶段整改,限2014年9月30日前(含当日),2014年9月1日复查",
        ),
        (
            ByDifficulty(difficulty=Difficulty.LONG_TERM, review_on=date(2015, 9, 1)),
            "按整改难度定为长期整改,未定时限,2015年9月1日复查",
        ),
        (Undated(), "未定时限"),
    ],
)
def test_every_kind_says_what_it_means(spec: DeadlineSpec, sentence: str) -> None:
    assert told(spec) == sentence


def test_the_next_of_what_recurs_is_named() -> None:
    spec = Recurring(every=Period.WEEK, first=date(2020, 11, 15))
    assert (
        told(spec, date(2020, 11, 16))
        == "每周一次,首次为2020年11月15日,2020年11月16日起的下一次,应至2020年11月22日"
    )


def test_a_day_stated_outright_is_explained_too() -> None:
    assert explain(Due.by(date(2010, 11, 20))).sentence == "限2010年11月20日前(含当日)"
    assert explain(UNDATED).sentence == "未定时限"


def test_the_rule_and_the_profile_come_first() -> None:
    profile = ProfileRef(congress="XRD", version=3)
    by_both = derive(HALF_YEAR, date(2026, 3, 25), CALENDAR, profile, "代表法第五十一条")
    first = explain(by_both).steps[0]
    assert first == Step(StepKind.RULE, "依据XRD第3版规则,代表法第五十一条", None)
    by_rule = derive(HALF_YEAR, date(2026, 3, 25), CALENDAR, rule="代表法第五十一条")
    assert explain(by_rule).steps[0].text == "代表法第五十一条"
    by_profile = derive(HALF_YEAR, date(2026, 3, 25), CALENDAR, profile)
    assert explain(by_profile).steps[0].text == "依据XRD第3版规则"


def test_a_year_without_a_notice_makes_a_deadline_provisional() -> None:
    due = derive(HALF_YEAR, date(2026, 9, 1), CALENDAR)
    assert due.on == date(2027, 3, 1)
    assert due.provisional
    assert explain(due).sentence.endswith(";2027年节假日安排尚未公布,此日期为暂定")
    assert not Due.by(date(2027, 3, 1)).provisional


def test_only_years_the_day_depends_on_are_consulted() -> None:
    def years(spec: DeadlineSpec, start: date) -> list[tuple[int, int | None]]:
        basis = derive(spec, start, CALENDAR).basis
        assert basis is not None
        return [(each.year, each.version) for each in basis.calendar]

    assert years(HALF_YEAR, date(2026, 3, 25)) == [(2026, 1)]
    assert years(HALF_YEAR, date(2026, 9, 1)) == [(2027, None)]
    assert years(HALF_YEAR.model_copy(update={"roll": False}), date(2026, 9, 1)) == []
    ten_days = TermFromStart(term=Term(length=10, unit=TermUnit.WORKING_DAY), roll=True)
    assert years(ten_days, date(2019, 12, 25)) == [(2019, 2), (2020, 2)]
    assert years(FixedDay(day=date(2027, 5, 1)), date(2026, 1, 1)) == []


def test_several_unpublished_years_are_named_together() -> None:
    many = TermFromStart(term=Term(length=300, unit=TermUnit.WORKING_DAY), roll=True)
    due = derive(many, date(2027, 1, 1), CALENDAR)
    assert explain(due).steps[-1].text == "2027年、2028年节假日安排尚未公布,此日期为暂定"


def test_the_basis_keeps_all_it_was_derived_from() -> None:
    profile = ProfileRef(congress="XRD", version=3)
    due = derive(HALF_YEAR, date(2026, 3, 25), CALENDAR, profile, "规则")
    basis = due.basis
    assert basis is not None
    assert (basis.spec, basis.start, basis.raw) == (
        HALF_YEAR,
        date(2026, 3, 25),
        date(2026, 9, 25),
    )
    assert (basis.profile, basis.rule) == (profile, "规则")
    assert basis.calendar == (ConsultedYear(year=2026, version=1),)
    assert Due.model_validate_json(due.model_dump_json()) == due


def test_a_day_stated_outright_is_stored_as_ever() -> None:
    assert Due.by(date(2015, 6, 25)).model_dump_json() == '{"on":"2015-06-25","undated":false}'


def test_a_notice_moves_a_provisional_deadline_when_it_is_derived_again() -> None:
    provisional = derive(HALF_YEAR, date(2026, 9, 1), CALENDAR)
    off = YearArrangement(2027, 1, frozenset({date(2027, 3, 1)}), frozenset())
    again = rederive(provisional, WorkCalendar({2027: off}))
    assert (again.on, again.provisional) == (date(2027, 3, 2), False)
    assert not again.same_day(provisional)
    plain = YearArrangement(2027, 1, frozenset(), frozenset())
    confirmed = rederive(provisional, WorkCalendar({2027: plain}))
    assert confirmed.same_day(provisional)
    assert not confirmed.provisional
    assert confirmed != provisional


def test_deriving_again_keeps_profile_and_rule() -> None:
    profile = ProfileRef(congress="XRD", version=3)
    due = derive(HALF_YEAR, date(2026, 3, 25), NOTHING_PUBLISHED, profile, "规则")
    again = rederive(due, CALENDAR)
    assert again.basis is not None
    assert (again.basis.profile, again.basis.rule) == (profile, "规则")
    assert again.on == date(2026, 9, 28)


def test_a_day_stated_outright_is_never_moved() -> None:
    stated = Due.by(date(2026, 10, 1))
    assert rederive(stated, CALENDAR) is stated
    assert rederive(UNDATED, CALENDAR).same_day(UNDATED)


def test_a_deadline_before_its_start_is_refused() -> None:
    with pytest.raises(DeadlineBeforeStart) as caught:
        derive(FixedDay(day=date(2010, 11, 20)), date(2010, 11, 21), CALENDAR)
    assert caught.value.field == "spec"
    assert caught.value.detail == "期限2010年11月20日早于起算日期2010年11月21日"
    same_day = derive(FixedDay(day=date(2010, 11, 20)), date(2010, 11, 20), CALENDAR)
    assert same_day.on == date(2010, 11, 20)
    meeting = BeforeMeeting(meeting_on=date(2026, 10, 15), term=Term(length=20, unit=TermUnit.DAY))
    with pytest.raises(DeadlineBeforeStart):
        derive(meeting, date(2026, 9, 26), CALENDAR)


def test_a_deadline_beyond_all_dates_is_refused() -> None:
    ten_years = TermFromStart(term=Term(length=120, unit=TermUnit.MONTH), roll=True)
    with pytest.raises(DeadlineOutOfRange):
        derive(ten_years, date(2195, 1, 1), CALENDAR)
    on_the_last_day = TermFromStart(term=Term(length=1, unit=TermUnit.DAY), roll=True)
    closed = YearArrangement(2199, 1, frozenset({date(2199, 12, 31)}), frozenset())
    with pytest.raises(DeadlineOutOfRange):
        derive(on_the_last_day, date(2199, 12, 30), WorkCalendar({2199: closed}))
    before = BeforeMeeting(meeting_on=date(1949, 10, 2), term=Term(length=2, unit=TermUnit.DAY))
    with pytest.raises(DeadlineOutOfRange):
        derive(before, None, CALENDAR)


def test_a_profile_is_quoted_with_its_version() -> None:
    assert ProfileRef(congress="XRD", version=3).label == "XRD第3版"
