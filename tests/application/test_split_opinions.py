"""An opinion split among lead units counts once in all, and for each of them its own part."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select, text

from application.commands import opinions
from application.metrics.contributions import contributions, contributions_of_parts
from application.metrics.definition import Source
from application.metrics.definitions import COUNTS, DEFINITIONS
from application.metrics.handling_days import handling_days
from application.metrics.rates import (
    EVERYTHING,
    Cohort,
    GroupBy,
    Reading,
    Side,
    count_rates,
    in_cohort,
    page_of_items,
)
from application.metrics.shares import Shares, count_shares
from application.projections.opinion_ledger import opinion_ledger
from application.projections.opinion_list import OpinionFilter, page_of_opinions
from application.projections.pages import Ordering
from application.projections.period import Period
from application.projections.split_ledger import split_ledger
from application.projections.versioned import holding
from application.rebuild import rebuild
from application.store import Store
from domain.opinion import Opinion
from domain.opinion_handling import PromisedItem
from domain.opinion_terms import ResultClass
from tests.application import moved_opinions
from tests.application.opinions import (
    BEGINNING,
    MONEY,
    OFFICE,
    REPLIED,
    ROADS,
    SECOND,
    TOWN,
    Step,
    day,
    due,
    moment,
    settle,
    take,
    tell,
)
from tests.interfaces.verifier import regrouped, split_county

SPLIT = {"lead": (TOWN, ROADS), "co": (), "split_handling": True}
SPLIT_STORY = (
    *BEGINNING[:2],
    Step("2015-03-25", opinions.refer, facts=SPLIT),
    Step("2015-03-26", opinions.acknowledge, TOWN),
)
PROMISE = PromisedItem(text="年底前硬化", due=due("2015-12-31"))
WITH_PROMISE = {"result_class": ResultClass.B, "promised_items": (PROMISE,)}
NUMBER, PLAIN = "FB-1", "PT-1"
CODES = [*DEFINITIONS, *COUNTS]
EVER = Period(day("2000-01-01"), day("2029-12-31"))
Counts = tuple[int, int, int]


@pytest.fixture
def county(store: Store) -> Store:
    """Answer one opinion by one unit, and split another: one unit signed and replied late."""
    settle(store)
    tell(store, REPLIED, PLAIN)
    tell(store, SPLIT_STORY, NUMBER)
    take(store, Step("2015-07-01", opinions.reply, TOWN, WITH_PROMISE), NUMBER)
    return store


def counted(
    store: Store, code: str, on: str = "2015-12-31", **cohort: Any
) -> dict[str | None, Counts]:
    """Return a figure by unit, or for those asked about."""
    with store.database.reading() as connection:
        by = None if cohort else GroupBy.UNIT
        definition = (DEFINITIONS | COUNTS)[code]
        found = count_rates(connection, moment(store, on), [definition], Cohort(**cohort), by)
    return {e.group: (e.ratio.numerator, e.ratio.denominator, e.left_out) for e in found}


def whole(store: Store, code: str, on: str = "2015-12-31") -> Counts:
    with store.database.reading() as connection:
        at, definition = moment(store, on), (DEFINITIONS | COUNTS)[code]
        (rate,) = count_rates(connection, at, [definition], EVERYTHING)
    return rate.ratio.numerator, rate.ratio.denominator, rate.left_out


@pytest.mark.parametrize(
    ("code", "in_all", "of_roads", "of_town"),
    [
        ("acknowledgement-rate", (2, 2, 0), (1, 2, 0), (1, 1, 0)),
        ("reply-rate", (1, 2, 0), (1, 2, 0), (1, 1, 0)),
        ("on-time-reply-rate", (1, 2, 0), (1, 2, 0), (0, 1, 0)),
        ("on-time-reply-rate-original", (1, 2, 0), (1, 2, 0), (0, 1, 0)),
        ("consultation-rate", (0, 1, 0), (0, 1, 0), (0, 1, 0)),
        ("resolution-rate", (1, 2, 0), (1, 1, 0), (0, 1, 0)),
        ("resolution-rate-first", (1, 2, 0), (1, 1, 0), (0, 1, 0)),
        ("closing-rate", (0, 2, 0), (0, 2, 0), (0, 1, 0)),
        ("extension-rate", (0, 2, 0), (0, 2, 0), (0, 1, 0)),
        ("referred-count", (2, 2, 0), (2, 2, 0), (1, 1, 0)),
        ("overdue-open-days", (378, 2, 0), (378, 2, 0), (189, 1, 0)),
    ],
)
def test_each_lead_unit_answers_for_its_part(
    county: Store, code: str, in_all: Counts, of_roads: Counts, of_town: Counts
) -> None:
    assert whole(county, code) == in_all
    assert counted(county, code) == {ROADS: of_roads, TOWN: of_town}
    assert counted(county, code, unit=ROADS) == {None: of_roads}
    assert counted(county, code, unit=TOWN) == {None: of_town}


def test_a_unit_that_replied_is_counted_though_the_opinion_waits_for_another(
    county: Store,
) -> None:
    assert whole(county, "replied-count") == (1, 1, 0)
    assert counted(county, "replied-count") == {ROADS: (1, 1, 0), TOWN: (1, 1, 0)}
    july: dict[str, Any] = {"since": day("2015-07-01"), "until": day("2015-07-31")}
    assert counted(county, "replied-count", unit=ROADS, **july) == {None: (0, 0, 0)}
    assert counted(county, "replied-count", unit=TOWN, **july) == {None: (1, 1, 0)}


def test_a_unit_without_anything_of_a_period_is_no_group(county: Store) -> None:
    take(county, Step("2015-08-01", opinions.acknowledge, ROADS), NUMBER)
    take(county, Step("2015-08-02", opinions.reply, ROADS), NUMBER)
    august = Cohort(since=day("2015-08-01"), until=day("2015-08-31"))
    with county.database.reading() as connection:
        at, count = moment(county, "2015-12-31"), COUNTS["replied-count"]
        found = count_rates(connection, at, [count], august, GroupBy.UNIT)
    assert [each.group for each in found] == [ROADS]


def test_what_only_the_opinion_has_counts_for_each(county: Store) -> None:
    take(county, Step("2015-08-01", opinions.acknowledge, ROADS), NUMBER)
    take(county, Step("2015-08-02", opinions.reply, ROADS), NUMBER)
    take(county, Step("2015-08-10", opinions.evaluate), NUMBER)
    take(county, Step("2015-08-11", opinions.evaluate, facts=SECOND), NUMBER)
    for code in ("satisfaction-rate", "first-satisfaction-rate"):
        assert whole(county, code) == (1, 1, 0)
        assert counted(county, code) == {ROADS: (1, 1, 0), TOWN: (1, 1, 0)}
    assert counted(county, "reply-rate") == {ROADS: (2, 2, 0), TOWN: (1, 1, 0)}
    assert counted(county, "on-time-reply-rate") == {ROADS: (1, 2, 0), TOWN: (0, 1, 0)}


def test_a_talk_of_one_unit_is_its_own_and_that_of_another_is_everybodys(county: Store) -> None:
    take(county, Step("2015-05-01", opinions.consult, TOWN), NUMBER)
    assert counted(county, "consultation-rate") == {ROADS: (0, 1, 0), TOWN: (1, 1, 0)}
    take(county, Step("2015-08-01", opinions.acknowledge, ROADS), NUMBER)
    take(county, Step("2015-08-02", opinions.reply, ROADS), NUMBER)
    assert counted(county, "consultation-rate") == {ROADS: (0, 2, 0), TOWN: (1, 1, 0)}
    take(county, Step("2015-08-03", opinions.consult, OFFICE), NUMBER)
    assert counted(county, "consultation-rate") == {ROADS: (1, 2, 0), TOWN: (1, 1, 0)}


def test_a_talk_dated_before_the_referral_is_everybodys(county: Store) -> None:
    take(county, Step("2015-03-24", opinions.consult, TOWN), NUMBER)
    with county.database.reading() as connection:
        row = split_ledger.c
        query = select(row.unit, row.consulted_on).where(row.known_until == 2**62)
        found = connection.execute(query.where(row.valid_until == day("9999-12-31"))).all()
    assert {tuple(each) for each in found} == {
        (ROADS, day("2015-03-24")),
        (TOWN, day("2015-03-24")),
    }


def test_more_time_given_after_one_replied_does_not_make_its_reply_timely(county: Store) -> None:
    tell(county, SPLIT_STORY, "FB-2")
    asking = {"asked": day("2015-06-01")}
    until = {"until": day("2015-07-20"), "deputy_told_on": day("2015-06-02")}
    take(county, Step("2015-03-27", opinions.acknowledge, ROADS), "FB-2")
    take(county, Step("2015-06-01", opinions.request_extension, ROADS, asking), "FB-2")
    take(county, Step("2015-06-02", opinions.grant_extension, facts=until), "FB-2")
    take(county, Step("2015-07-10", opinions.reply, ROADS), "FB-2")
    assert counted(county, "on-time-reply-rate") == {ROADS: (2, 3, 0), TOWN: (0, 2, 0)}
    assert counted(county, "extension-rate") == {ROADS: (1, 3, 0), TOWN: (1, 2, 0)}


def test_an_accepted_return_takes_the_opinion_from_every_unit(county: Store) -> None:
    tell(county, SPLIT_STORY, "FB-2")
    take(county, Step("2015-03-27", opinions.request_return, ROADS), "FB-2")
    take(county, Step("2015-03-28", opinions.decide_return), "FB-2")
    assert counted(county, "referred-count", "2015-03-27") == {ROADS: (3, 3, 0), TOWN: (2, 2, 0)}
    assert counted(county, "referred-count") == {ROADS: (2, 2, 0), TOWN: (1, 1, 0)}
    anew = {"lead": (MONEY, TOWN), "co": (), "split_handling": True}
    take(county, Step("2015-04-01", opinions.refer, facts=anew), "FB-2")
    assert counted(county, "acknowledgement-rate") == {
        MONEY: (0, 1, 0),
        ROADS: (1, 2, 0),
        TOWN: (1, 2, 0),
    }
    assert counted(county, "return-rate")[MONEY] == (1, 1, 0)


def test_what_is_split_shows_up_for_every_lead_unit(county: Store) -> None:
    tell(county, SPLIT_STORY, "FB-2")
    for sort in ("number", "-due"):
        assert sorted(listed(county, sort, lead_unit=ROADS)) == [NUMBER, "FB-2", PLAIN]
        assert sorted(listed(county, sort, lead_unit=TOWN)) == [NUMBER, "FB-2"]
    assert listed(county, "number", lead_unit=ROADS, overdue=True) == [NUMBER, "FB-2", PLAIN]
    assert listed(county, "number", lead_unit=ROADS, limit=1) == [NUMBER]
    assert listed(county, "number", lead_unit=MONEY) == []
    for unit, numbers in ((ROADS, [NUMBER, "FB-2", PLAIN]), (TOWN, [NUMBER, "FB-2"])):
        behind = items(county, "reply-rate", Side.DENOMINATOR, unit=unit)
        assert [(each["number"], each["unit"]) for each in behind] == [(n, unit) for n in numbers]
    replied = items(county, "reply-rate", Side.NUMERATOR, unit=TOWN)
    assert [each["number"] for each in replied] == [NUMBER]
    in_all = items(county, "reply-rate", Side.DENOMINATOR)
    assert [each["number"] for each in in_all] == [NUMBER, "FB-2", PLAIN]


def listed(store: Store, sort: str, limit: int = 50, **wanted: Any) -> list[str]:
    with store.database.reading() as connection:
        page = page_of_opinions(
            connection,
            moment(store, "2015-12-31"),
            wanted=OpinionFilter(**wanted),
            order=Ordering.parse(sort),
            after=None,
            limit=limit,
        )
    return [row["number"] for row in page.rows]


def items(store: Store, code: str, side: Side, **cohort: Any) -> Sequence[Mapping[Any, Any]]:
    with store.database.reading() as connection:
        return page_of_items(
            connection,
            moment(store, "2015-12-31"),
            definition=DEFINITIONS[code],
            side=side,
            cohort=Cohort(**cohort),
            order=Ordering("number"),
            after=None,
            limit=50,
        ).rows


def test_shares_and_days_of_a_unit_are_about_its_parts(county: Store) -> None:
    at = moment(county, "2015-12-31")
    with county.database.reading() as connection:
        for unit, classes, waiting in ((ROADS, {"A": 1}, 1), (TOWN, {"B": 1}, 0)):
            found = count_shares(connection, at, Shares.RESULT_CLASS, Cohort(unit=unit))
            assert {part.value: part.items for part in found.parts if part.items} == classes
            assert found.left_out == waiting
        assert len(handling_days(connection, at, Cohort(unit=ROADS)).open.days) == 2
        assert len(handling_days(connection, at, Cohort(unit=TOWN)).open.days) == 1
        assert len(handling_days(connection, at, EVERYTHING).open.days) == 2


def test_the_details_of_the_whole_and_of_parts_add_up_to_the_figures(county: Store) -> None:
    at, codes = moment(county, "2015-12-31"), list(DEFINITIONS)
    wholes = [*contributions(Source.OPINIONS, county.database, at, EVER)]
    parts = [*contributions_of_parts(county.database, at, EVER)]
    assert [(each.number, tuple(each.units)) for each in wholes] == [
        (NUMBER, (TOWN, ROADS)),
        (PLAIN, (ROADS,)),
    ]
    assert [(each.number, tuple(each.units)) for each in parts] == [
        (NUMBER, (TOWN,)),
        (NUMBER, (ROADS,)),
    ]
    first = codes.index("acknowledgement-rate") * 2
    of_unit = [*parts, *(each for each in wholes if len(each.units) == 1)]
    for unit in (ROADS, TOWN):
        rows = [
            each.weights[first : first + 2] for each in of_unit if tuple(each.units) == (unit,)
        ]
        added = tuple(map(sum, zip(*rows, strict=True)))
        assert added == counted(county, "acknowledgement-rate", unit=unit)[None][:2]


def test_figures_come_out_the_same_when_rows_are_made_anew(county: Store) -> None:
    take(county, Step("2015-05-01", opinions.consult, ROADS), NUMBER)
    correction = {"corrects": 4, "now": day("2015-03-27")}
    take(county, Step("2015-09-01", opinions.correct, facts=correction), NUMBER)
    before = {code: counted(county, code) for code in CODES}
    rows = _rows(county)
    rebuild(county)
    assert {code: counted(county, code) for code in CODES} == before
    assert _rows(county) == rows
    assert {row[2:4] for row in rows if row[1] == TOWN} >= {(1, day("2015-03-27"))}


def _rows(store: Store) -> set[tuple[Any, ...]]:
    with store.database.reading() as connection:
        return {tuple(row) for row in connection.execute(select(split_ledger))}


def test_a_notice_about_holidays_settles_by_when_the_reply_of_a_part_was_due(
    store: Store,
) -> None:
    moved_opinions.begin(store)
    tell(store, moved_opinions.REFERRED[:2])
    split = {**moved_opinions.BY_RULE, "lead": (TOWN, ROADS), "split_handling": True}
    take(store, Step("2015-03-25", opinions.refer, facts=split))
    take(store, Step("2015-03-26", opinions.acknowledge, ROADS))
    take(store, moved_opinions.replied("2015-06-26"))
    assert counted(store, "on-time-reply-rate") == {ROADS: (0, 1, 0), TOWN: (0, 1, 0)}
    moved_opinions.arrange(store, "2015-07-10")
    assert counted(store, "on-time-reply-rate") == {ROADS: (1, 1, 0), TOWN: (0, 1, 0)}
    before = _rows(store)
    rebuild(store)
    assert _rows(store) == before


def test_the_ledger_is_not_read_through_for_what_is_split(county: Store) -> None:
    reading = Reading(Source.OPINIONS, moment(county), EVERYTHING)
    group = reading.group(GroupBy.UNIT, "referred_on")
    within = in_cohort(Source.OPINIONS, "referred_on", EVERYTHING)
    query = reading.totals(func.count(), of=within, group=group)
    with county.database.reading() as connection:
        assert connection.execute(query).all()
        if county.database.is_sqlite:
            sql = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
            plan = connection.execute(text(f"EXPLAIN QUERY PLAN {sql}")).all()
            steps = [row.detail for row in plan]
            assert "SCAN split_ledger" in steps, steps
            assert "SCAN opinion_ledger" not in steps, steps


APRIL, NEVER = [date(2015, 4, each) for each in (2, 10, 12)], None


def parts_of(store: Store, number: str, on: str) -> dict[str, tuple[Any, ...]]:
    """Return what each lead unit of a split opinion had signed, talked about and replied."""
    own = split_ledger.c
    query = select(
        own.unit, own.acknowledged_on, own.consulted_on, own.first_replied_on, own.current_class
    ).order_by(own.place)
    at = moment(store, on)
    with store.database.reading() as connection:
        found = connection.execute(
            query.where(own.opinion_id == Opinion.id_of(number), holding(split_ledger, at))
        )
        return {unit: tuple(facts) for unit, *facts in found}


def test_parts_go_over_with_the_units_and_count_in_one_hand_where_both_were_done(
    store: Store,
) -> None:
    talked, first, second = APRIL
    signed, later = date(2015, 3, 26), date(2015, 3, 28)
    nothing = (NEVER, NEVER, NEVER, NEVER)
    regrouped.fill(store)
    assert parts_of(store, "DL-2015-06", "2015-05-01") == {
        regrouped.FARMS: nothing,
        ROADS: (signed, talked, first, "B"),
        TOWN: (later, NEVER, second, "A"),
    }
    assert parts_of(store, "DL-2015-06", "2015-05-02") == {
        regrouped.FARMS: nothing,
        TOWN: (later, talked, second, "B"),
    }
    half = (date(2015, 3, 29), NEVER, NEVER, NEVER)
    assert parts_of(store, "DL-2015-07", "2015-05-02") == {TOWN: half, regrouped.FARMS: nothing}
    assert parts_of(store, "DL-2015-08", "2015-05-02") == {
        TOWN: nothing,
        regrouped.FARMS: (signed, NEVER, NEVER, NEVER),
    }
    assert parts_of(store, regrouped.SPLIT, "2015-05-01").keys() == {ROADS, TOWN}
    assert parts_of(store, regrouped.SPLIT, "2015-05-02") == {}
    live = parts_of(store, "DL-2015-07", "2015-12-31")
    assert live[TOWN] == (*half[:2], date(2015, 6, 22), "A")
    rebuild(store)
    assert parts_of(store, "DL-2015-07", "2015-12-31") == live


def test_two_parts_in_one_hand_are_signed_and_classed_where_both_were(store: Store) -> None:
    regrouped.fill(store)
    columns = opinion_ledger.c.acknowledged_on, opinion_ledger.c.current_class
    query = select(*columns).where(opinion_ledger.c.number == "DL-2015-11")
    found = []
    for on in ("2015-05-01", "2015-05-02"):
        with store.database.reading() as connection:
            at = holding(opinion_ledger, moment(store, on))
            found.append(tuple(connection.execute(query.where(at)).one()))
    assert found == [(date(2015, 3, 26), "A"), (NEVER, NEVER)]


def test_a_reply_of_before_others_got_more_time_follows_the_first_due_date(store: Store) -> None:
    split_county.fill(store)
    query = select(split_ledger.c.unit, split_ledger.c.first_reply_due)
    with store.database.reading() as connection:
        at = holding(split_ledger, moment(store, "2015-07-02"))
        of = split_ledger.c.opinion_id == Opinion.id_of(split_county.LONGER)
        found = dict(tuple(row) for row in connection.execute(query.where(of, at)))
    assert found == {TOWN: date(2015, 6, 2), ROADS: NEVER}
