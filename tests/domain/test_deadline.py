"""Every way a deadline is stated comes to the day the domain says it does."""

from datetime import date

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.deadline import (
    BeforeMeeting,
    ByDifficulty,
    DeadlineSpec,
    Difficulty,
    FixedDay,
    MonthPart,
    NoFurtherOccurrence,
    Part,
    Period,
    PeriodEnd,
    Recurring,
    TermFromStart,
    Undated,
    Vague,
    Window,
    month_end,
    months_after,
)
from domain.derivation import derive
from domain.errors import InvalidFact
from domain.term import Term, TermUnit
from tests.domain.calendars import reference_calendar

SPEC: TypeAdapter[DeadlineSpec] = TypeAdapter(DeadlineSpec)
CALENDAR = reference_calendar()


def term(length: int, unit: str, *, roll: bool = True) -> TermFromStart:
    return TermFromStart(term=Term(length=length, unit=TermUnit(unit)), roll=roll)


def day_of(spec: DeadlineSpec, start: str | None = None) -> str | None:
    on = derive(spec, date.fromisoformat(start) if start else None, CALENDAR).on
    return on.isoformat() if on else None


@pytest.mark.parametrize(
    ("months", "start", "due"),
    [
        (3, "2026-01-31", "2026-04-30"),
        (3, "2026-07-01", "2026-10-08"),
        (3, "2025-11-20", "2026-02-24"),
        (3, "2025-11-14", "2026-02-14"),
        (3, "2026-03-25", "2026-06-25"),
        (6, "2026-03-25", "2026-09-28"),
        (3, "2026-03-20", "2026-06-22"),
    ],
)
def test_months_run_to_the_same_day_number_and_roll_off_days_off(
    months: int, start: str, due: str
) -> None:
    assert day_of(term(months, "month"), start) == due


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2026-09-24", "2026-10-15"),
        ("2026-09-29", "2026-10-19"),
        ("2026-03-25", "2026-04-09"),
    ],
)
def test_ten_working_days_skip_days_off_and_count_weekends_that_are_worked(
    start: str, due: str
) -> None:
    assert day_of(term(10, "working_day"), start) == due


def test_a_term_that_does_not_roll_stays_on_a_day_off() -> None:
    assert day_of(term(6, "month", roll=False), "2026-03-25") == "2026-09-25"


def test_days_exclude_the_day_they_begin_on() -> None:
    assert day_of(term(5, "day", roll=False), "2026-03-25") == "2026-03-30"
    assert day_of(term(10, "day"), "2026-03-25") == "2026-04-07"


def test_half_a_year_is_six_months() -> None:
    assert day_of(term(6, "month"), "2025-08-31") == "2026-02-28"


def test_a_term_needs_a_day_to_count_from() -> None:
    with pytest.raises(InvalidFact) as caught:
        derive(term(3, "month"), None, CALENDAR)
    assert caught.value.field == "start"


def test_a_fixed_day_does_not_roll() -> None:
    assert date(2010, 11, 20).weekday() == 5
    assert day_of(FixedDay(day=date(2010, 11, 20)), "2010-10-01") == "2010-11-20"


def test_a_window_is_due_by_its_last_day() -> None:
    assert day_of(Window(first=date(2014, 7, 1), last=date(2014, 8, 20))) == "2014-08-20"
    assert day_of(Window(first=date(2014, 7, 1), last=date(2014, 7, 1))) == "2014-07-01"
    with pytest.raises(ValidationError, match="起止日期颠倒"):
        Window(first=date(2014, 7, 2), last=date(2014, 7, 1))


@pytest.mark.parametrize(
    ("month", "part", "due"),
    [
        (11, Part.EARLY, "2015-11-10"),
        (11, Part.MID, "2015-11-20"),
        (11, Part.LATE, "2015-11-30"),
        (2, Part.LATE, "2015-02-28"),
    ],
)
def test_a_part_of_a_month_ends_on_the_tenth_the_twentieth_or_the_last(
    month: int, part: Part, due: str
) -> None:
    assert day_of(MonthPart(year=2015, month=month, part=part)) == due


@pytest.mark.parametrize(
    ("period", "ordinal", "due"),
    [
        (Period.MONTH, 2, "2016-02-29"),
        (Period.MONTH, 12, "2016-12-31"),
        (Period.QUARTER, 1, "2016-03-31"),
        (Period.QUARTER, 4, "2016-12-31"),
        (Period.HALF_YEAR, 1, "2016-06-30"),
        (Period.HALF_YEAR, 2, "2016-12-31"),
        (Period.YEAR, 1, "2016-12-31"),
    ],
)
def test_a_period_ends_on_its_last_day(period: Period, ordinal: int, due: str) -> None:
    spec = SPEC.validate_python(
        {"kind": "period_end", "period": period, "year": 2016, "ordinal": ordinal}
    )
    assert day_of(spec) == due


@pytest.mark.parametrize(
    ("period", "ordinal"), [(Period.QUARTER, 5), (Period.HALF_YEAR, 3), (Period.YEAR, 2)]
)
def test_a_year_has_so_many_periods(period: Period, ordinal: int) -> None:
    with pytest.raises(ValidationError, match=f"没有第{ordinal}个"):
        PeriodEnd.model_validate({"period": period, "year": 2016, "ordinal": ordinal})


def test_vague_words_are_kept_beside_the_day_a_person_confirmed() -> None:
    spec = Vague(words="12月初", day=date(2011, 12, 10), confirmed_by="经办人甲")
    assert day_of(spec) == "2011-12-10"
    assert spec.words == "12月初"


def test_words_that_name_no_day_are_undated() -> None:
    due = derive(Vague(words="近期", confirmed_by="经办人甲"), date(2014, 7, 1), CALENDAR)
    assert (due.on, due.undated) == (None, True)


def test_what_recurs_is_expected_on_its_first_day_and_each_period_after() -> None:
    monthly = Recurring(every=Period.MONTH, first=date(2026, 1, 31), last=date(2026, 5, 1))
    assert list(monthly.expected_days(date(2027, 1, 1))) == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]
    weekly = Recurring(every=Period.WEEK, first=date(2026, 3, 2))
    assert list(weekly.expected_days(date(2026, 3, 16))) == [
        date(2026, 3, 2),
        date(2026, 3, 9),
        date(2026, 3, 16),
    ]
    assert list(weekly.expected_days(date(2026, 3, 1))) == []


@pytest.mark.parametrize(
    ("every", "start", "due"),
    [
        (Period.WEEK, "2020-11-16", "2020-11-22"),
        (Period.MONTH, "2020-11-16", "2020-12-15"),
        (Period.QUARTER, "2020-11-16", "2021-02-15"),
        (Period.HALF_YEAR, "2020-11-16", "2021-05-15"),
        (Period.YEAR, "2020-11-16", "2021-11-15"),
        (Period.YEAR, "2020-11-15", "2020-11-15"),
        (Period.YEAR, "2020-01-01", "2020-11-15"),
        (Period.YEAR, None, "2020-11-15"),
    ],
)
def test_the_next_of_what_recurs_is_due(every: Period, start: str | None, due: str) -> None:
    assert day_of(Recurring(every=every, first=date(2020, 11, 15)), start) == due


def test_after_its_last_day_nothing_recurs() -> None:
    spec = Recurring(every=Period.QUARTER, first=date(2020, 3, 31), last=date(2020, 12, 31))
    assert spec.next_due(date(2020, 12, 31)) == date(2020, 12, 31)
    assert spec.next_due(date(2021, 1, 1)) is None
    with pytest.raises(NoFurtherOccurrence):
        derive(spec, date(2021, 1, 1), CALENDAR)
    with pytest.raises(ValidationError, match="起止日期颠倒"):
        Recurring(every=Period.WEEK, first=date(2020, 3, 31), last=date(2020, 3, 30))


def test_days_before_a_meeting_are_counted_backwards() -> None:
    def before(length: int, unit: TermUnit) -> BeforeMeeting:
        return BeforeMeeting(meeting_on=date(2026, 10, 15), term=Term(length=length, unit=unit))

    assert day_of(before(20, TermUnit.DAY)) == "2026-09-25"
    assert day_of(before(10, TermUnit.WORKING_DAY)) == "2026-09-24"
    with pytest.raises(ValidationError, match="应按日或者工作日计"):
        before(1, TermUnit.MONTH)


def test_difficulty_decides_what_must_be_stated() -> None:
    soon = ByDifficulty(difficulty=Difficulty.IMMEDIATE, day=date(2014, 9, 30))
    assert day_of(soon) == "2014-09-30"
    long = ByDifficulty(difficulty=Difficulty.LONG_TERM, review_on=date(2015, 9, 1))
    assert day_of(long) is None
    dated = ByDifficulty(
        difficulty=Difficulty.LONG_TERM, day=date(2015, 9, 1), review_on=date(2015, 9, 1)
    )
    assert day_of(dated) == "2015-09-01"
    for difficulty in (Difficulty.IMMEDIATE, Difficulty.PHASED):
        with pytest.raises(ValidationError, match="须填写期限"):
            ByDifficulty(difficulty=difficulty)
    with pytest.raises(ValidationError, match="须填写复查日期"):
        ByDifficulty(difficulty=Difficulty.LONG_TERM, day=date(2015, 9, 1))
    with pytest.raises(ValidationError, match="不能晚于期限"):
        ByDifficulty(
            difficulty=Difficulty.PHASED, day=date(2015, 9, 1), review_on=date(2015, 9, 2)
        )


def test_undated_is_undated() -> None:
    assert derive(Undated(), date(2014, 7, 1), CALENDAR).undated


def test_the_kind_tells_the_fields() -> None:
    assert SPEC.validate_python({"kind": "fixed_day", "day": "2010-11-20"}) == FixedDay(
        day=date(2010, 11, 20)
    )
    with pytest.raises(ValidationError):
        SPEC.validate_python({"day": "2010-11-20"})
    with pytest.raises(ValidationError):
        SPEC.validate_python({"kind": "undated", "day": "2010-11-20"})


def test_months_and_month_ends() -> None:
    assert month_end(2024, 2) == date(2024, 2, 29)
    assert months_after(date(2023, 11, 30), 3) == date(2024, 2, 29)
    assert months_after(date(2023, 12, 15), 1) == date(2024, 1, 15)
    assert months_after(date(2023, 1, 15), 11) == date(2023, 12, 15)
