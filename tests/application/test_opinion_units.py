"""An opinion goes with its unit, or out of a merger: ledger, lists, rates and notices follow."""

from functools import partial

import pytest

from application.commands import opinions, units
from application.metrics.definitions import DEFINITIONS
from application.metrics.rates import EVERYTHING, Cohort, GroupBy, count_rates
from application.projections.opinion_list import OpinionFilter, page_of_opinions
from application.projections.pages import Ordering
from application.rebuild import rebuild
from application.store import Store
from domain.opinion import Opinion
from domain.opinion_terms import OpinionStatus
from tests.application.opinions import (
    BEGINNING,
    MONEY,
    NUMBER,
    OPINION,
    ROADS,
    TOWN,
    Step,
    day,
    due,
    moment,
    row,
    rows,
    run,
    settle,
    take,
    tell,
)
from tests.application.told_opinions import agrees

OTHER = "DL-2015-02"
FIRST = {"other": Opinion.id_of(NUMBER)}
REFORM = "2015-05-01"
HANDLED = (*BEGINNING, Step("2015-03-26", opinions.acknowledge, ROADS))
HANDED_OVER = Step(REFORM, opinions.hand_over)
MERGED = (*BEGINNING, Step("2015-04-01", opinions.merge_into, facts=FIRST))
ELSEWHERE = {"lead": (TOWN,), "co": (), "due": due("2015-07-31")}


@pytest.fixture
def county(store: Store) -> Store:
    settle(store)
    return store


def reform(store: Store) -> None:
    """Merge the unit of roads into the township on the day of the reform."""
    facts = {"expected": 1, "successor": TOWN, "reason": "机构改革"}
    run(store, REFORM, partial(units.merge, code=ROADS), **facts)


def led_by(store: Store, unit: str, as_of: str) -> list[str]:
    with store.database.reading() as connection:
        page = page_of_opinions(
            connection,
            moment(store, as_of),
            wanted=OpinionFilter(lead_unit=unit),
            order=Ordering("number"),
            after=None,
            limit=9,
        )
    return [each["number"] for each in page.rows]


def counted(
    store: Store, code: str, as_of: str, cohort: Cohort = EVERYTHING, by: GroupBy | None = None
) -> dict[str | None, tuple[int, int]]:
    with store.database.reading() as connection:
        found = count_rates(connection, moment(store, as_of), [DEFINITIONS[code]], cohort, by)
    return {each.group: (each.ratio.numerator, each.ratio.denominator) for each in found}


def test_the_successor_answers_what_the_merged_unit_was_handling(county: Store) -> None:
    tell(county, HANDLED)
    reform(county)
    agrees(county, take(county, HANDED_OVER))
    found = row(county)
    assert (found["lead_unit"], found["lead_units"], found["co_units"]) == (
        TOWN,
        (TOWN,),
        (MONEY,),
    )
    assert (found["due"], found["round"]) == (day("2015-06-25"), 1)
    assert (found["referred_on"], found["acknowledged_on"]) == (
        day("2015-03-25"),
        day("2015-03-26"),
    )
    answered = take(county, Step("2015-06-20", opinions.reply, TOWN))
    assert answered.status is OpinionStatus.REPLIED
    agrees(county, answered)
    before = rows(county, moment(county))
    rebuild(county)
    assert rows(county, moment(county)) == before


def test_lists_and_rates_are_of_the_successor_from_the_day_of_the_handover(county: Store) -> None:
    tell(county, (*HANDLED, Step("2015-04-20", opinions.reply, ROADS)))
    reform(county)
    take(county, HANDED_OVER)
    for as_of, unit, other in (("2015-04-30", ROADS, TOWN), (REFORM, TOWN, ROADS)):
        assert (led_by(county, unit, as_of), led_by(county, other, as_of)) == ([NUMBER], [])
        assert counted(county, "reply-rate", as_of, by=GroupBy.UNIT) == {unit: (1, 1)}
        assert counted(county, "reply-rate", as_of, Cohort(unit=other)) == {None: (0, 0)}


def test_a_co_unit_is_succeeded_too(county: Store) -> None:
    tell(county, HANDLED)
    run(county, REFORM, partial(units.close, code=MONEY), expected=1, reason="撤销")
    agrees(county, take(county, HANDED_OVER._replace(facts={"unit": MONEY})))
    assert (row(county)["lead_units"], row(county)["co_units"]) == ((ROADS,), (TOWN,))


def test_a_separated_opinion_is_referred_anew_and_counted_for_itself(county: Store) -> None:
    tell(county, HANDLED)
    tell(county, MERGED, OTHER)
    assert counted(county, "closing-rate", "2015-04-09") == {None: (0, 1)}
    agrees(county, take(county, Step("2015-04-10", opinions.separate), OTHER))
    found = row(county, number=OTHER)
    assert (found["status"], found["merged_into"], found["lead_unit"]) == ("formed", None, None)
    assert (found["due"], found["returns_accepted"]) == (None, 0)
    assert counted(county, "reply-rate", "2015-04-10") == {None: (0, 1)}
    agrees(county, take(county, Step("2015-04-11", opinions.refer, facts=ELSEWHERE), OTHER))
    rates = counted(county, "closing-rate", "2015-04-11", by=GroupBy.UNIT)
    assert rates == {ROADS: (0, 1), TOWN: (0, 1)}
    take(county, Step("2015-04-12", opinions.acknowledge, TOWN), OTHER)
    answered = take(county, Step("2015-07-20", opinions.reply, TOWN), OTHER)
    assert answered.first_reply_days_late == 0
    agrees(county, answered)
    before = rows(county, moment(county))
    rebuild(county)
    assert rows(county, moment(county)) == before
    assert row(county, "2015-04-09", number=OTHER)["merged_into"] == OPINION
