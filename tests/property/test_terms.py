"""Terms come out as a clerk counts them, day by day."""

import pytest

from domain.work_calendar import NOTHING_PUBLISHED
from tests.domain.calendars import reference_calendar
from tests.property.oracle import random_terms
from tests.property.terms import derived

NUMBER = 2_000


def test_random_terms_come_to_the_day_a_clerk_counts() -> None:
    calendar = reference_calendar()
    differing = [
        (asked, answer, derived(asked, calendar))
        for asked, answer in random_terms(20_261_125, NUMBER)
        if derived(asked, calendar) != answer
    ]
    assert differing == []


def test_the_terms_tell_calendars_apart() -> None:
    """A comparison that no wrong calendar fails would prove nothing."""
    differing = [
        asked
        for asked, answer in random_terms(20_261_125, 300)
        if derived(asked, NOTHING_PUBLISHED) != answer
    ]
    assert len(differing) > 30
    assert {asked.unit for asked in differing} >= {"working_day", "month"}


@pytest.mark.parametrize("unit", ["day", "working_day", "month"])
def test_the_terms_are_of_every_unit_rolling_and_not(unit: str) -> None:
    asked = [asked for asked, _ in random_terms(20_261_125, 300) if asked.unit == unit]
    assert {each.roll for each in asked} == {True, False}
