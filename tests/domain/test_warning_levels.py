"""Which level of a scale a due date is at on a day, in days and in working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.term import TermUnit
from domain.warning_scale import DEFAULT_SCALE, WarningLevel, WarningScale, WarningTrigger
from domain.work_calendar import NOTHING_PUBLISHED, WorkCalendar, YearArrangement

NEAR, BEHIND, OVERDUE, UP_THE_LINE = DEFAULT_SCALE.levels
DUE = date(2015, 6, 25)  # a Thursday
HOLIDAY = WorkCalendar(
    {
        2015: YearArrangement(
            2015, 1, frozenset({date(2015, 6, 26)}), frozenset({date(2015, 6, 27)})
        )
    }
)
TWO_WORKING_DAYS = WarningLevel(
    colour="橙", trigger=WarningTrigger.NEAR_DUE, days=2, counted_in=TermUnit.WORKING_DAY
)


@pytest.mark.parametrize(
    ("day", "level"),
    [
        ("2015-06-14", None),
        ("2015-06-15", NEAR),
        ("2015-06-25", NEAR),
        ("2015-06-26", OVERDUE),
        ("2015-07-08", OVERDUE),
        ("2015-07-09", UP_THE_LINE),
        ("2016-07-09", UP_THE_LINE),
    ],
)
def test_the_strongest_level_reached(day: str, level: WarningLevel | None) -> None:
    on = date.fromisoformat(day)
    assert DEFAULT_SCALE.level_reached(DUE, on, NOTHING_PUBLISHED) == level


def test_holidays_and_worked_saturdays_are_counted_as_published() -> None:
    ten = date(2015, 7, 9)
    assert UP_THE_LINE.is_reached(DUE, ten, HOLIDAY)  # Friday off, Saturday worked instead
    assert not UP_THE_LINE.is_reached(DUE, ten - timedelta(days=1), HOLIDAY)


@pytest.mark.parametrize(
    ("day", "near"),
    [("2015-06-22", False), ("2015-06-23", True), ("2015-06-25", True), ("2015-06-26", False)],
)
def test_near_due_in_working_days(day: str, near: bool) -> None:
    assert TWO_WORKING_DAYS.is_reached(DUE, date.fromisoformat(day), NOTHING_PUBLISHED) is near


def test_a_due_date_on_a_rest_day_is_as_near_as_the_working_day_before_it() -> None:
    sunday = date(2015, 6, 28)
    assert TWO_WORKING_DAYS.is_reached(sunday, date(2015, 6, 24), NOTHING_PUBLISHED)
    assert not TWO_WORKING_DAYS.is_reached(sunday, date(2015, 6, 23), NOTHING_PUBLISHED)


def test_no_due_date_says_that_work_is_behind() -> None:
    assert BEHIND.due_dates_reaching(DUE, NOTHING_PUBLISHED) is None
    assert not BEHIND.is_reached(DUE, DUE, NOTHING_PUBLISHED)


days = st.integers(min_value=1, max_value=40)
calendars = st.sampled_from([NOTHING_PUBLISHED, HOLIDAY])


@given(days, st.sampled_from(TermUnit), st.booleans(), st.integers(-90, 90), calendars)
def test_the_level_is_reached_as_the_days_are_counted(
    count: int, unit: TermUnit, overdue: bool, offset: int, calendar: WorkCalendar
) -> None:
    if unit is TermUnit.MONTH:
        return
    trigger = WarningTrigger.OVERDUE if overdue else WarningTrigger.NEAR_DUE
    level = WarningLevel(colour="红", trigger=trigger, days=count, counted_in=unit)
    day = DUE + timedelta(days=offset)
    first, last = (DUE, day) if overdue else (day, DUE)
    apart = (
        (last - first).days if unit is TermUnit.DAY else calendar.working_days_between(first, last)
    )
    expected = (apart >= count and day > DUE) if overdue else (day <= DUE and apart <= count)
    assert level.is_reached(DUE, day, calendar) is expected


def test_a_mark_tells_levels_apart() -> None:
    marks = {level.mark for level in (*DEFAULT_SCALE.levels, TWO_WORKING_DAYS)}
    assert len(marks) == 5


def test_levels_from_one_on_are_as_strong_or_stronger() -> None:
    assert DEFAULT_SCALE.from_on(NEAR) == DEFAULT_SCALE.levels
    assert DEFAULT_SCALE.from_on(OVERDUE) == (OVERDUE, UP_THE_LINE)


def test_strength_is_the_place_in_the_scale() -> None:
    assert DEFAULT_SCALE.strength("蓝", WarningTrigger.NEAR_DUE) == 0
    assert DEFAULT_SCALE.strength("红", WarningTrigger.OVERDUE) == 2
    assert DEFAULT_SCALE.strength("橙", WarningTrigger.OVERDUE) == -1
    assert WarningScale(levels=(NEAR,)).strength("红", WarningTrigger.OVERDUE) == -1


@pytest.mark.parametrize(
    ("trigger", "days", "unit"),
    [
        (WarningTrigger.NEAR_DUE, 1, TermUnit.MONTH),
        (WarningTrigger.NEAR_DUE, 0, TermUnit.DAY),
        (WarningTrigger.OVERDUE, 0, TermUnit.WORKING_DAY),
        (WarningTrigger.BEHIND, 1, TermUnit.DAY),
    ],
)
def test_a_level_that_cannot_be_counted_is_refused(
    trigger: WarningTrigger, days: int, unit: TermUnit
) -> None:
    with pytest.raises(ValidationError, match="预警"):
        WarningLevel(colour="红", trigger=trigger, days=days, counted_in=unit)


def test_no_two_levels_have_one_condition() -> None:
    with pytest.raises(ValidationError, match="预警等级的条件不能重复"):
        WarningScale(levels=(NEAR, OVERDUE, NEAR.model_copy(update={"colour": "绿"})))
