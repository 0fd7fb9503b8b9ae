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
    with refused(tick, DayAlreadyDone, "occurred_on"):
        tick.advance(1, act(day))


def test_a_day_gone_through_in_parts_counts_them_all() -> None:
    tick = DailyTick.first(3, act("2015-06-15"))
    tick.advance(2, act("2015-06-16"))
    tick.advance(4, act("2015-06-16"))
    assert (tick.under_way, tick.raised) == (date(2015, 6, 16), 6)
    assert not tick.has_done(date(2015, 6, 16))
    tick.finish(1, act("2015-06-16"))
    assert (tick.last_done, tick.under_way, tick.raised) == (date(2015, 6, 16), None, 7)
    assert [facts["raised"] for _, facts in recorded(tick)] == [3, 2, 4, 7]


def test_the_very_first_day_may_be_gone_through_in_parts() -> None:
    tick = DailyTick.first_part(2, act("2015-06-15"))
    assert (tick.number, tick.last_done, tick.under_way) == (ONLY, None, date(2015, 6, 15))
    assert not tick.has_done(date(2015, 6, 14))
    tick.finish(1, act("2015-06-15"))
    assert (tick.last_done, tick.raised) == (date(2015, 6, 15), 3)
    assert recorded(tick) == [
        (DailyTick.Advanced, {"day": date(2015, 6, 15), "raised": 2}),
        (DailyTick.Done, {"day": date(2015, 6, 15), "raised": 3}),
    ]


def test_what_was_left_of_an_earlier_day_counts_for_no_later_one() -> None:
    tick = DailyTick.first_part(2, act("2015-06-15"))
    tick.advance(1, act("2015-06-16"))
    assert tick.raised == 1
    later = DailyTick.first_part(2, act("2015-06-15"))
    later.finish(5, act("2015-06-16"))
    assert later.raised == 5
