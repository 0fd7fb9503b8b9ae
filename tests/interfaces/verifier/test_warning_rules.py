"""The level a due date has reached is the one the product warns of."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.term import TermUnit
from domain.warning_scale import WarningLevel, WarningScale, WarningTrigger
from domain.work_calendar import NOTHING_PUBLISHED
from interfaces.verifier.warning_rules import level_reached
from interfaces.verifier.work_days import WorkDays

DAYS = st.dates(date(2015, 1, 1), date(2016, 12, 31))


@st.composite
def levels(draw: st.DrawFn) -> WarningLevel:
    trigger = draw(st.sampled_from(WarningTrigger))
    days = 0 if trigger is WarningTrigger.BEHIND else draw(st.integers(1, 40))
    unit = draw(st.sampled_from((TermUnit.DAY, TermUnit.WORKING_DAY)))
    return WarningLevel(colour="红", trigger=trigger, days=days, counted_in=unit)


def condition(level: WarningLevel) -> tuple[WarningTrigger, int, TermUnit]:
    return level.trigger, level.days, level.counted_in


SCALES = st.lists(levels(), min_size=1, max_size=12, unique_by=condition)


@given(SCALES, DAYS, st.integers(-60, 60))
def test_the_strongest_level_reached_is_that_of_the_product(
    drawn: list[WarningLevel], day: date, left: int
) -> None:
    scale = WarningScale(levels=tuple(drawn))
    due = date.fromordinal(day.toordinal() + left)
    reached = scale.level_reached(due, day, NOTHING_PUBLISHED)
    stated = scale.model_dump(mode="json")["levels"]
    expected = None if reached is None else reached.model_dump(mode="json")
    assert level_reached(stated, due, day, WorkDays({})) == expected
