"""Acts are recorded for units that exist on their day; what no register knows is not judged."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest

from application.commands import moved_dues, opinions, units
from application.store import Store
from application.system_acts import SYSTEM_UNIT
from domain.deadline import TermFromStart
from domain.opinion import Opinion
from domain.term import Term, TermUnit
from domain.unit import Unit, UnitKind, UnitLevel, UnitNotActive
from tests.application.opinions import BEGINNING, OFFICE, OPINION, Step, run, settle, take, tell
from tests.domain.calendars import notice

OTHER, FOUNDED, ENDED = "DLXFJ", "2015-02-01", "2015-07-01"


@pytest.fixture
def county(store: Store) -> Store:
    """Give a county with an opinion in handling and a unit that is there for five months."""
    settle(store)
    tell(store, BEGINNING)
    register(store, OTHER, FOUNDED)
    merged = {"expected": 1, "successor": OFFICE, "reason": "机构改革"}
    run(store, ENDED, partial(units.merge, code=OTHER), **merged)
    return store


def register(store: Store, code: str, on: str, by: str = OFFICE) -> Unit:
    """Register a unit that exists from a day on."""
    facts: dict[str, Any] = {"kind": UnitKind.DEPARTMENT, "level": UnitLevel.COUNTY}
    registered = run(store, on, units.register, by, code=code, name=code, parent=None, **facts)
    assert isinstance(registered, Unit)
    return registered


def form(on: str, unit: str) -> Callable[[Store], Opinion]:
    """Return the act of registering an opinion for the office, by a unit."""
    raised = {"raised_on": date(2015, 1, 1)}
    return partial(take, step=Step(on, opinions.register, unit, raised), number="DL-2015-99")


@pytest.mark.parametrize("on", ["2015-01-31", ENDED, "2016-01-01"])
def test_no_unit_acts_on_a_day_on_which_it_does_not_exist(county: Store, on: str) -> None:
    with pytest.raises(UnitNotActive) as caught:
        form(on, OTHER)(county)
    said = f"“{OTHER}”在{on}尚未设立或者已经撤并"
    assert (caught.value.field, str(caught.value)) == ("unit", said)
    assert form(on, OFFICE)(county).version == 1


@pytest.mark.parametrize("on", [FOUNDED, "2015-06-30"])
def test_an_act_entered_late_is_for_a_unit_of_its_day(county: Store, on: str) -> None:
    assert form(on, OTHER)(county).version == 1


def test_a_unit_that_nobody_registered_is_not_judged(county: Store) -> None:
    assert form("2015-01-31", "外单位")(county).version == 1


def test_the_register_is_kept_afterwards(county: Store) -> None:
    assert register(county, "DLQXJ", "1990-01-01", by=OTHER).registered_on == date(1990, 1, 1)
    register(county, "DLTJJ", "2020-01-01", by="DLTJJ")
    run(county, "2020-01-01", partial(units.close, code="DLTJJ"), "DLTJJ", expected=1, reason="撤")


def test_the_system_acts_on_any_day_whatever_is_called_like_it(county: Store) -> None:
    register(county, SYSTEM_UNIT, "2020-01-01")
    assert form("2015-02-01", SYSTEM_UNIT)(county).version == 1


def test_what_follows_from_an_act_entered_late_is_recorded_with_it(store: Store) -> None:
    settle(store)
    register(store, OTHER, FOUNDED)
    term = TermFromStart(term=Term(length=3, unit=TermUnit.MONTH), roll=True)
    tell(store, (*BEGINNING[:2], Step("2015-03-25", opinions.refer, facts={"due": term})))
    run(store, ENDED, partial(units.close, code=OTHER), expected=1, reason="机构改革")
    stated = notice(2015, off=("06-25",), on="2015-05-01")
    with pytest.raises(UnitNotActive):
        run(store, ENDED, moved_dues.publish_year, OTHER, year=2015, notice=stated)
    run(store, "2015-05-01", moved_dues.publish_year, OTHER, year=2015, notice=stated)
    settled = store.read(Opinion, OPINION)
    assert settled.dates[-1] > date.fromisoformat(ENDED)
    assert settled.due is not None
    assert settled.due.on == date(2015, 6, 26)
