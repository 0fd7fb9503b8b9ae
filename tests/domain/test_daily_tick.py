"""Days are gone through in order, none twice."""

from datetime import date

import pytest

from domain.daily_tick import ONLY, DailyTick, DayAlreadyDone
from tests.aggregates import act, recorded, refused


def test_the_first_day_begins_the_count() -> None:
    tick = DailyTick.first(3, act("2015-06-15"))
    assert (tick.id, tick.number) == (DailyTick.id_of(ONLY), ONLY)
    assert (tick.last_done, tick.raised) == (date(2015, 6, 15), 3)
    assert recorded(tick) == [(DailyTick.Done, {"day": date(2015, 6, 15), "raised": 3})]


def test_a_later_day_goes_on() -> None:
    tick = DailyTick.first(3, act("2015-06-15"))
    tick.finish(0, act("2015-06-16"))
    assert (tick.last_done, tick.raised) == (date(2015, 6, 16), 0)
    assert tick.has_done(date(2015, 6, 16))
    assert not tick.has_done(date(2015, 6, 17))


@pytest.mark.parametrize("day", ["2015-06-15", "2015-06-14"])
def test_no_day_is_gone_through_twice(day: str) -> None:
    tick = DailyTick.first(3, act("2015-06-15"))
    with refused(tick, DayAlreadyDone, "occurred_on"):
        tick.finish(1, act(day))
