"""A year's holidays are arranged by notices; a list that cannot be is refused."""

from datetime import date

import pytest

from domain.calendar_year import (
    ArrangementUnchanged,
    CalendarYear,
    DayBothOffAndWorked,
    DayOutsideYear,
    DayRepeated,
    Edition,
    Notice,
    NoticeInFuture,
    NoticeOlder,
    StatutoryDayWorked,
    WorkingDayNotAtWeekend,
    YearOutOfRange,
    years_needed_on,
)
from domain.errors import ActOutOfOrder, InvalidFact, RuleViolation
from domain.work_calendar import WorkCalendar
from tests.aggregates import act, recorded, refused
from tests.domain.calendars import notice, published


def test_publishing_records_the_days_in_order() -> None:
    stated = notice(2027, off=("02-06", "02-05"), worked=("02-20", "01-30"))
    year = CalendarYear.publish(2027, stated, act("2026-11-12"))
    assert (year.id, year.number, year.year) == (CalendarYear.id_of("2027"), "2027", 2027)
    assert year.notice.days_off[:3] == (date(2027, 1, 1), date(2027, 2, 5), date(2027, 2, 6))
    assert year.notice.working_days == (date(2027, 1, 30), date(2027, 2, 20))
    assert year.editions == (Edition(year.notice, None, 1),)
    assert recorded(year) == [
        (CalendarYear.Published, {"year": 2027, "notice": year.notice.model_dump()})
    ]


def test_the_arrangement_counts_the_notices() -> None:
    year = published(off=("02-05",), worked=("02-20",))
    assert year.arrangement.version == 1
    year.amend(notice(off=("02-08",)), "延长春节假期", act("2027-01-20"))
    calendar = WorkCalendar({2027: year.arrangement})
    assert calendar.version_of(2027) == 2
    assert calendar.is_working_day(date(2027, 2, 5))
    assert not calendar.is_working_day(date(2027, 2, 8))
    assert not calendar.is_working_day(date(2027, 2, 20))


def test_an_amendment_keeps_what_was_in_force_before() -> None:
    year = published(worked=("02-20",))
    later = notice(worked=("02-21",), on="2027-01-18", number="国办发明电〔2027〕1号")
    year.amend(later, "延长春节假期", act("2027-01-20"))
    assert [edition.reason for edition in year.editions] == [None, "延长春节假期"]
    assert [edition.version for edition in year.editions] == [1, 2]
    assert year.editions[0].notice.working_days == (date(2027, 2, 20),)
    assert year.notice.notice_number == "国办发明电〔2027〕1号"
    assert recorded(year) == [
        (
            CalendarYear.Amended,
            {"notice": year.notice.model_dump(), "reason": "延长春节假期"},
        )
    ]


@pytest.mark.parametrize(
    ("stated", "rule", "field", "detail"),
    [
        (
            notice(off=("02-20",), worked=("02-20",)),
            DayBothOffAndWorked,
            "working_days",
            "2027-02-20既列为放假日又列为上班日",
        ),
        (
            notice(worked=("02-22",)),
            WorkingDayNotAtWeekend,
            "working_days",
            "2027-02-22不是星期六或者星期日,本来就上班,不必列为调休上班日",
        ),
        (
            notice(off=("02-05", "02-05")),
            DayRepeated,
            "days_off",
            "2027-02-05列了不止一次",
        ),
        (
            notice(worked=("02-20", "02-20")),
            DayRepeated,
            "working_days",
            "2027-02-20列了不止一次",
        ),
        (
            notice(on="2026-11-13"),
            NoticeInFuture,
            "notice_date",
            "通知日期2026-11-13晚于办理日期2026-11-12",
        ),
    ],
)
def test_a_list_that_cannot_be_is_refused(
    stated: Notice, rule: type[RuleViolation], field: str, detail: str
) -> None:
    with pytest.raises(rule) as caught:
        CalendarYear.publish(2027, stated, act("2026-11-12"))
    assert (caught.value.field, caught.value.detail) == (field, detail)
    year = published()
    with refused(year, rule, field):
        year.amend(stated, "调整", act("2026-11-12"))


def test_a_notice_dated_on_the_day_of_the_act_is_taken() -> None:
    year = CalendarYear.publish(2027, notice(on="2026-11-12"), act("2026-11-12"))
    assert year.notice.notice_date == date(2026, 11, 12)


@pytest.mark.parametrize("field", ["days_off", "working_days"])
def test_days_of_another_year_are_refused(field: str) -> None:
    stated = notice().model_copy(update={field: (date(2026, 12, 26),)})
    with pytest.raises(DayOutsideYear) as caught:
        CalendarYear.publish(2027, stated, act("2026-11-12"))
    assert caught.value.field == field
    assert caught.value.detail == "2026-12-26不在2027年内;通知涉及其他年度的,另在该年度办理调整"


def test_a_list_without_a_statutory_day_is_refused() -> None:
    torn = notice().model_copy(update={"days_off": (date(2027, 1, 1), date(2027, 5, 1))})
    with pytest.raises(StatutoryDayWorked) as caught:
        CalendarYear.publish(2027, torn, act("2026-11-12"))
    assert caught.value.field == "days_off"


def test_a_statutory_day_at_a_weekend_need_not_be_listed_but_is_never_worked() -> None:
    days = tuple(day for day in notice().days_off if day != date(2027, 5, 1))
    assert date(2027, 5, 1).weekday() == 5
    without = notice().model_copy(update={"days_off": days})
    CalendarYear.publish(2027, without, act("2026-11-12"))
    worked = without.model_copy(update={"working_days": (date(2027, 5, 1),)})
    with pytest.raises(StatutoryDayWorked):
        CalendarYear.publish(2027, worked, act("2026-11-12"))


@pytest.mark.parametrize(
    ("year", "off", "missing"),
    [
        (1998, "01-01 05-01 10-01", "10-02"),
        (2001, "01-01 05-01 05-02 10-01 10-02 10-03", "05-03"),
        (2008, "01-01 05-01 10-01 10-02", "10-03"),
        (2028, "01-01 05-01 10-01 10-02 10-03", "05-02"),
    ],
)
def test_a_list_has_the_statutory_days_of_its_year(year: int, off: str, missing: str) -> None:
    listed = tuple(date.fromisoformat(f"{year}-{day}") for day in off.split())
    stated = Notice(source="旧档", days_off=listed, working_days=())
    with pytest.raises(StatutoryDayWorked) as caught:
        CalendarYear.publish(year, stated, act("2026-11-12"))
    assert caught.value.detail == f"{year}-{missing}是法定节假日,应列入放假日"
    whole = (*listed, date.fromisoformat(f"{year}-{missing}"))
    completed = stated.model_copy(update={"days_off": whole})
    assert CalendarYear.publish(year, completed, act("2026-11-12")).year == year


@pytest.mark.parametrize("year", [1948, 2029, 20270])
def test_an_absurd_year_is_refused(year: int) -> None:
    with pytest.raises(YearOutOfRange) as caught:
        CalendarYear.publish(year, notice(), act("2026-11-12"))
    assert caught.value.field == "year"
    assert caught.value.detail == f"年度应在1949至2028之间,不能是{year}"


def test_two_years_ahead_and_the_first_year_are_taken() -> None:
    assert CalendarYear.publish(2028, notice(2028), act("2026-11-12")).year == 2028
    first = Notice(source="旧档", days_off=(date(1949, 10, 1),), working_days=())
    assert CalendarYear.publish(1949, first, act("2026-11-12")).year == 1949


def test_an_older_notice_does_not_amend() -> None:
    year = published()
    with refused(year, NoticeOlder, "notice_date"):
        year.amend(notice(off=("02-05",), on="2026-11-09"), "调整", act("2026-11-20"))
    year.amend(notice(off=("02-05",), on="2026-11-10"), "调整", act("2026-11-20"))


def test_a_notice_whose_date_nobody_knows_may_amend() -> None:
    year = published()
    year.amend(notice(off=("02-05",), on=None), "调整", act("2026-11-20"))
    year.amend(notice(off=("02-08",), on="2026-01-01"), "再调整", act("2026-11-20"))
    assert len(year.editions) == 3


def test_an_amendment_that_changes_no_day_is_refused() -> None:
    year = published(off=("02-05", "02-08"))
    with refused(year, ArrangementUnchanged, "days_off"):
        year.amend(notice(off=("02-08", "02-05")), "调整", act("2026-11-20"))


def test_an_amendment_needs_a_reason_and_keeps_the_order_of_dates() -> None:
    year = published()
    with refused(year, InvalidFact, "reason"):
        year.amend(notice(off=("02-05",)), " ", act("2026-11-20"))
    with refused(year, ActOutOfOrder):
        year.amend(notice(off=("02-05",)), "调整", act("2026-11-11"))


def test_from_december_the_next_year_should_be_known() -> None:
    assert years_needed_on(date(2026, 11, 30)) == (2026,)
    assert years_needed_on(date(2026, 12, 1)) == (2026, 2027)
    assert years_needed_on(date(2027, 1, 1)) == (2027,)


def test_folding_the_events_gives_the_live_state() -> None:
    year = CalendarYear.publish(2027, notice(worked=("02-20",)), act("2026-11-12"))
    year.amend(notice(worked=("02-21",)), "调整", act("2026-11-20"))
    events = year.collect_events()
    folded = CalendarYear.fold(type(e).model_validate_json(e.model_dump_json()) for e in events)
    assert folded is not None
    assert folded.__dict__ == year.__dict__
