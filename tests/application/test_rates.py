"""Rates count exactly, open to their items, and add up."""

from datetime import date
from typing import Any

import pytest

from application.commands.tasks import convert_to_long_term
from application.errors import UnknownFact
from application.metrics.definition import Source
from application.metrics.definitions import DEFINITIONS
from application.metrics.handling_days import handling_days
from application.metrics.rates import (
    EVERYTHING,
    Cohort,
    GroupBy,
    Rate,
    Side,
    count_rates,
    definition_of,
    page_of_items,
)
from application.projections.audit_trail import known_until_now
from application.projections.pages import Ordering
from application.projections.versioned import Moment
from application.store import Store
from bench.county import fill, register_units
from interfaces.sample_county import load_sample_county
from tests.application import tasks

ALL = list(DEFINITIONS.values())
END_OF_2010 = date(2010, 12, 31)


@pytest.fixture
def sample(store: Store) -> Store:
    load_sample_county(store)
    return store


def rates_of(
    store: Store, as_of: date, cohort: Cohort = EVERYTHING, group_by: GroupBy | None = None
) -> dict[tuple[str, str | None], Rate]:
    sources = {Source.OPINIONS, Source.TASKS} if group_by else set(Source)
    if group_by is GroupBy.LEADER or cohort.leader:
        sources = {Source.TASKS}
    if cohort.kind or cohort.source_document:
        sources = {Source.OPINIONS, Source.TASKS}
    wanted = [each for each in ALL if each.source in sources]
    with store.database.reading() as connection:
        moment = Moment(as_of, known_until_now(connection))
        rates = count_rates(connection, moment, wanted, cohort, group_by)
    return {(rate.definition.code, rate.group): rate for rate in rates}


def test_a_rate_is_counted_as_of_the_day(sample: Store) -> None:
    rate = rates_of(sample, END_OF_2010)[("on-time-close-out-rate", None)]
    assert (rate.ratio.numerator, rate.ratio.denominator, rate.left_out) == (2, 4, 1)
    assert rate.ratio.percent == "50.00"


def test_a_task_carried_on_for_the_long_term_is_still_open(store: Store) -> None:
    tasks.settle(store)
    tasks.plan(store)
    tasks.assign(store)
    facts: dict[str, Any] = {"reason": "管网", "plan": "分三年", "review_on": date(2016, 6, 30)}
    tasks.change(store, "2015-04-01", convert_to_long_term, tasks.OFFICE, tasks.TASK, **facts)
    rate = rates_of(store, date(2015, 12, 31))["task-supervision-rate", None]
    assert (rate.ratio.numerator, rate.ratio.denominator) == (0, 1)
    assert "转为长期整改的仍计入" in rate.definition.formula


def test_before_anything_happened_there_is_no_rate(sample: Store) -> None:
    rates = rates_of(sample, date(2001, 1, 1))
    assert len(rates) == len(ALL)
    assert {rate.ratio.percent for rate in rates.values()} == {None}


@pytest.mark.parametrize("group_by", list(GroupBy))
def test_groups_add_up_to_the_whole(sample: Store, group_by: GroupBy) -> None:
    as_of = date(2015, 12, 31)
    grouped = rates_of(sample, as_of, group_by=group_by)
    whole = rates_of(sample, as_of)
    for code in {code for code, _ in grouped}:
        parts = [rate for (each, _), rate in grouped.items() if each == code]
        total = whole[(code, None)].ratio
        if group_by is GroupBy.LEADER:
            assert sum(part.ratio.denominator for part in parts) >= total.denominator
        else:
            assert sum(part.ratio.denominator for part in parts) == total.denominator
            assert sum(part.ratio.numerator for part in parts) == total.numerator


def test_every_rate_opens_to_the_items_it_counts(sample: Store) -> None:
    as_of = date(2015, 12, 31)
    rates = rates_of(sample, as_of)
    with sample.database.reading() as connection:
        moment = Moment(as_of, known_until_now(connection))
        for definition in ALL:
            rate = rates[(definition.code, None)]
            counts = {
                Side.NUMERATOR: rate.ratio.numerator,
                Side.DENOMINATOR: rate.ratio.denominator,
                Side.LEFT_OUT: rate.left_out,
            }
            for side, count in counts.items():
                page = page_of_items(
                    connection,
                    moment,
                    definition=definition,
                    side=side,
                    cohort=Cohort(),
                    order=Ordering("number"),
                    after=None,
                    limit=500,
                )
                assert sum(row["weight"] for row in page.rows) == count, definition.code


def test_a_cohort_narrows_by_period_unit_kind_document_and_leader(sample: Store) -> None:
    as_of = date(2015, 12, 31)
    whole = rates_of(sample, as_of)[("close-out-rate", None)].ratio.denominator
    cohorts = [
        Cohort(since=date(2010, 1, 1), until=END_OF_2010),
        Cohort(unit="NJB"),
        Cohort(kind="appraisal"),
        Cohort(leader="责任领导甲"),
    ]
    for cohort in cohorts:
        part = rates_of(sample, as_of, cohort)[("close-out-rate", None)].ratio.denominator
        assert 0 < part < whole, cohort


def test_what_cannot_be_asked_is_refused(sample: Store) -> None:
    with pytest.raises(UnknownFact, match="没有“x”这项指标"):
        definition_of("x")
    with sample.database.reading() as connection:
        moment = Moment(END_OF_2010, 1)
        with pytest.raises(UnknownFact, match="责任领导"):
            count_rates(connection, moment, [DEFINITIONS["reply-rate"]], group_by=GroupBy.LEADER)
        with pytest.raises(UnknownFact, match="类别或来源文件"):
            count_rates(
                connection, moment, [DEFINITIONS["fulfilment-rate"]], Cohort(kind="motion")
            )


def test_handling_days_count_closed_and_open_apart(store: Store) -> None:
    register_units(store)
    fill(store, 400)
    with store.database.reading() as connection:
        moment = Moment(date(2026, 6, 1), known_until_now(connection))
        days = handling_days(connection, moment, Cohort())
        none = handling_days(connection, moment, Cohort(unit="D99"))
    assert len(days.closed.days) > len(days.open.days) > 0
    assert min(days.closed.days) >= 60
    assert none.closed.mean is None


def test_only_items_that_count_are_listed_behind_a_rate(sample: Store) -> None:
    with sample.database.reading() as connection:
        moment = Moment(END_OF_2010, known_until_now(connection))
        listed = {
            side: page_of_items(
                connection,
                moment,
                definition=definition_of("on-time-close-out-rate"),
                side=side,
                cohort=EVERYTHING,
                order=Ordering("number"),
                after=None,
                limit=50,
            ).rows
            for side in Side
        }
    assert {side: len(rows) for side, rows in listed.items()} == {
        Side.NUMERATOR: 2,
        Side.DENOMINATOR: 4,
        Side.LEFT_OUT: 1,
    }
