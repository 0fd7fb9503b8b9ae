"""The ledger of opinions: what it said of an opinion on any day, as then known."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from sqlalchemy import select

from application.commands import opinions
from application.projections.opinion_ledger import opinion_ledger
from application.projections.versioned import STILL_KNOWN
from application.rebuild import rebuild
from application.store import Store
from domain.due import UNDATED
from domain.opinion_terms import ReopenGround, ResultClass
from tests.application.opinions import (
    BASICALLY,
    BEGINNING,
    CLOSED,
    DISSATISFIED,
    LONG_STORY,
    NUMBER,
    PROMISE,
    REPLIED,
    ROADS,
    SECOND,
    TOWN,
    Step,
    day,
    moment,
    row,
    rows,
    settle,
    take,
    tell,
)
from tests.application.told_opinions import NOT_IN_AGGREGATE, agrees, facts

SPLIT = {"lead": (ROADS, TOWN), "co": (), "split_handling": True}
NO_SIGNERS = {"lead_deputy": None, "co_signers": ()}


@pytest.fixture
def county(store: Store) -> Store:
    settle(store)
    return store


def every_row(store: Store) -> Sequence[Mapping[Any, Any]]:
    columns = opinion_ledger.c
    order = (columns.opinion_id, columns.known_from, columns.valid_from)
    with store.database.reading() as connection:
        return connection.execute(select(opinion_ledger).order_by(*order)).mappings().all()


def test_each_step_leaves_the_row_as_the_aggregate_tells_it_and_changes_no_earlier_day(
    county: Store,
) -> None:
    """Every day and every state of knowledge of the story shows what was so by then."""
    seen: list[tuple[str, int, dict[str, Any]]] = []
    for step in LONG_STORY:
        agrees(county, take(county, step))
        now = moment(county)
        seen.append((step.on, now.known_at, facts(row(county))))
    for on, known_at, told in seen:
        assert facts(row(county, on)) == told
        assert facts(row(county, known_at=known_at)) == told
        assert facts(row(county, on, known_at)) == told


def test_what_only_the_ledger_counts_follows_the_story(county: Store) -> None:
    tell(county, LONG_STORY)
    told = row(county)
    assert {name: told[name] for name in NOT_IN_AGGREGATE} == {
        "acknowledged_on": day("2015-04-05"),
        "classified_round": 3,
        "evaluated_round": 3,
        "not_admitted_on": None,
        "opened_again_on": day("2016-06-05"),
        "recurrences": 1,
        "rehandlings": 1,
        "tracking_since": None,
    }
    assert row(county, "2015-11-06")["tracking_since"] == day("2015-11-06")
    assert row(county, "2015-12-25")["tracking_since"] == day("2015-11-06")


def test_a_returned_opinion_is_with_no_unit_until_it_is_referred_anew(county: Store) -> None:
    tell(county, LONG_STORY[:6])
    returned = row(county, "2015-03-31")
    assert (returned["status"], returned["first_referred_on"]) == ("formed", day("2015-03-25"))
    assert [returned[name] for name in ("referred_on", "lead_unit", "due", "undated")] == [
        None,
        None,
        None,
        False,
    ]
    assert row(county, "2015-03-30", known_at=moment(county).known_at - 2)["lead_unit"] == ROADS
    assert row(county, "2015-04-01")["lead_unit"] == TOWN


def test_the_original_due_date_outlives_extension_rehandling_and_reopening(county: Store) -> None:
    tell(county, LONG_STORY)
    days = ("2015-04-01", "2015-06-15", "2015-09-05", "2016-06-05")
    assert [row(county, on)["due"] for on in days] == [
        day("2015-07-01"),
        day("2015-09-30"),
        day("2015-10-31"),
        day("2016-09-30"),
    ]
    assert {row(county, on)["original_due"] for on in days} == {day("2015-07-01")}


def test_a_closing_is_not_in_force_after_a_reopening_but_the_first_stays(county: Store) -> None:
    tell(county, LONG_STORY)
    reopened = row(county, "2016-06-05")
    assert (reopened["closed_on"], reopened["completed_on"]) == (None, None)
    assert reopened["first_closed_on"] == day("2015-12-25")
    assert row(county)["first_closed_on"] == day("2015-12-25")
    assert row(county)["closed_on"] == day("2016-09-20")


@pytest.mark.parametrize(
    ("ground", "recurrences"),
    [(ReopenGround.LOOK_BACK, 1), (ReopenGround.FOLLOW_UP, 0), (ReopenGround.COMPLAINT, 0)],
)
def test_only_a_reopening_after_a_look_back_is_a_recurrence(
    county: Store, ground: ReopenGround, recurrences: int
) -> None:
    found = Step("2016-06-01", opinions.look_back, facts={"passed": False})
    reopened = Step("2016-06-05", opinions.reopen, facts={"ground": ground})
    agrees(county, tell(county, (*CLOSED, found, reopened)))
    assert row(county)["recurrences"] == recurrences


def test_tracking_ends_when_the_opinion_is_handled_again(county: Store) -> None:
    promising = {"result_class": ResultClass.B, "promised_items": (PROMISE,)}
    story = (
        *REPLIED[:-1],
        Step("2015-06-20", opinions.reply, ROADS, promising),
        Step("2015-06-22", opinions.track),
        Step("2015-07-01", opinions.evaluate, facts=DISSATISFIED),
        Step("2015-07-05", opinions.order_rehandling),
    )
    agrees(county, tell(county, story))
    assert row(county, "2015-07-04")["tracking_since"] == day("2015-06-22")
    assert row(county)["tracking_since"] is None


def test_an_opinion_with_several_lead_units_is_answered_when_the_last_replies(
    county: Store,
) -> None:
    story = (
        *BEGINNING[:2],
        Step("2015-03-25", opinions.refer, facts=SPLIT),
        Step("2015-03-26", opinions.acknowledge, TOWN),
        Step("2015-03-28", opinions.acknowledge, ROADS),
    )
    agrees(county, tell(county, story))
    first = {"result_class": ResultClass.D, "document_number": "镇函〔2015〕2号"}
    agrees(county, take(county, Step("2015-06-10", opinions.reply, TOWN, first)))
    partly = row(county)
    assert (partly["status"], partly["first_class"], partly["first_replied_on"]) == (
        "in_handling",
        "D",
        None,
    )
    agrees(county, take(county, Step("2015-06-20", opinions.reply, ROADS)))
    told = row(county)
    assert (told["lead_unit"], told["acknowledged_on"]) == (ROADS, day("2015-03-26"))
    assert (told["first_class"], told["current_class"]) == ("D", "D")
    assert (told["first_replied_on"], told["reply_document"]) == (
        day("2015-06-20"),
        "交函〔2015〕9号",
    )


def test_an_opinion_not_admitted_is_dated(county: Store) -> None:
    declined = Step("2015-02-01", opinions.refuse_admission)
    agrees(county, tell(county, (BEGINNING[0], declined)))
    assert row(county)["not_admitted_on"] == day("2015-02-01")
    assert row(county, "2015-01-31")["status"] == "drafted"


def test_a_withdrawn_opinion_is_dated(county: Store) -> None:
    agrees(county, tell(county, (*BEGINNING, Step("2015-04-01", opinions.withdraw))))
    assert row(county)["withdrawn_on"] == day("2015-04-01")


def test_a_merged_opinion_names_the_other_and_gets_its_own_reply(county: Store) -> None:
    other = tell(county, BEGINNING, "DL-2015-02")
    merged = Step("2015-04-01", opinions.merge_into, facts={"other": other.id})
    agrees(county, tell(county, (*BEGINNING, merged)))
    assert row(county)["status"] == "merged"
    agrees(county, take(county, Step("2015-06-20", opinions.reply, ROADS)))
    assert row(county)["merged_into"] == other.id


def test_an_undated_opinion_is_told_from_one_not_referred(county: Store) -> None:
    agrees(county, tell(county, BEGINNING[:2]))
    assert (row(county)["due"], row(county)["undated"]) == (None, False)
    agrees(county, take(county, Step("2015-03-25", opinions.refer, facts={"due": UNDATED})))
    assert (row(county)["due"], row(county)["undated"]) == (None, True)
    agrees(county, tell(county, REPLIED[3:]))
    assert row(county)["first_reply_due"] is None


@pytest.mark.parametrize(
    ("first", "second", "satisfaction"),
    [
        ({}, {}, "satisfied"),
        ({}, BASICALLY, "basically_satisfied"),
        (BASICALLY, {}, "basically_satisfied"),
        (DISSATISFIED, BASICALLY, "dissatisfied"),
        ({}, DISSATISFIED, "dissatisfied"),
    ],
)
def test_a_round_is_as_satisfactory_as_its_least_satisfied_signer_found_it(
    county: Store, first: dict[str, Any], second: dict[str, Any], satisfaction: str
) -> None:
    story = (
        *REPLIED,
        Step("2015-07-01", opinions.evaluate, facts=first),
        Step("2015-07-02", opinions.evaluate, facts=SECOND | second),
    )
    agrees(county, tell(county, story))
    assert row(county)["first_satisfaction"] == satisfaction
    assert row(county)["last_satisfaction"] == satisfaction


def test_an_evaluation_that_arrives_late_counts_from_its_own_date(county: Store) -> None:
    tell(county, (*REPLIED, Step("2015-07-05", opinions.evaluate, facts=BASICALLY)))
    before = moment(county).known_at
    late = Step("2015-07-01", opinions.evaluate, facts=SECOND)
    agrees(county, take(county, late))
    assert row(county, "2015-07-03")["last_satisfaction"] == "satisfied"
    assert row(county, "2015-07-03", before)["last_satisfaction"] is None
    assert row(county, "2015-07-05")["last_satisfaction"] == "basically_satisfied"


def test_a_consultation_entered_late_was_not_known_before(county: Store) -> None:
    tell(county, CLOSED)
    before = moment(county).known_at
    agrees(county, take(county, Step("2015-05-20", opinions.consult, ROADS)))
    assert row(county, "2015-05-20")["consulted_on"] == day("2015-05-20")
    assert row(county, "2015-05-19")["consulted_on"] is None
    assert row(county, "2015-05-20", before)["consulted_on"] is None
    assert row(county)["closed_on"] == day("2015-07-20")


def test_the_first_consultation_is_the_earliest_however_late_it_is_entered(county: Store) -> None:
    tell(county, (*CLOSED, Step("2015-05-20", opinions.consult, ROADS)))
    agrees(
        county,
        take(county, Step("2015-06-01", opinions.consult, ROADS, {"with_deputy": "代表乙"})),
    )
    agrees(county, take(county, Step("2015-02-01", opinions.consult, ROADS)))
    assert row(county, "2015-02-01")["consulted_on"] == day("2015-02-01")
    assert row(county, "2015-02-01")["status"] == "drafted"


def test_a_corrected_reply_date_moves_the_reply_and_what_was_known_stays(county: Store) -> None:
    tell(county, CLOSED)
    before = moment(county).known_at
    wrong, right = "2015-06-20", "2015-06-12"
    corrected = Step("2015-08-01", opinions.correct, facts={"corrects": 5, "now": day(right)})
    agrees(county, take(county, corrected))
    assert row(county)["first_replied_on"] == day(right)
    assert row(county)["last_replied_on"] == day(right)
    assert row(county, right)["status"] == "replied"
    assert row(county, known_at=before)["first_replied_on"] == day(wrong)
    assert row(county, right, before)["status"] == "in_handling"
    assert row(county, wrong, before)["status"] == "replied"


def test_a_corrected_referral_date_moves_the_referral(county: Store) -> None:
    tell(county, REPLIED)
    corrected = {"corrects": 3, "now": day("2015-03-20")}
    agrees(county, take(county, Step("2015-08-01", opinions.correct, facts=corrected)))
    assert row(county, "2015-03-20")["referred_on"] == day("2015-03-20")
    assert row(county)["first_referred_on"] == day("2015-03-20")


def test_the_row_agrees_however_many_dates_are_corrected(county: Store) -> None:
    """Each step is moved to the day of the next, the last first, until many share a day."""
    opinion = tell(county, LONG_STORY)
    bound_by_other_dates = {6, 15, 20, 27}
    for version in range(len(LONG_STORY), 0, -1):
        if version not in bound_by_other_dates:
            now = [*opinion.dates[: len(LONG_STORY)], day("2016-12-31")][version]
            correction = {"corrects": version, "now": now}
            opinion = take(county, Step("2017-01-01", opinions.correct, facts=correction))
            agrees(county, opinion)
    assert opinion.version == 2 * len(LONG_STORY) - len(bound_by_other_dates)


def test_a_rebuild_makes_the_same_rows(county: Store) -> None:
    tell(county, LONG_STORY)
    tell(county, CLOSED, "DL-2015-02")
    take(county, Step("2015-05-20", opinions.consult, ROADS), "DL-2015-02")
    corrected = {"corrects": 5, "now": day("2015-06-12")}
    take(county, Step("2017-08-01", opinions.correct, facts=corrected), "DL-2015-02")
    before = every_row(county)
    rebuild(county)
    assert every_row(county) == before


def test_every_part_of_the_ledger_is_read_once(county: Store) -> None:
    """What ``opinions_at`` puts together from its parts is what holds at the moment."""
    for number in range(2, 6):
        tell(county, LONG_STORY[: number * 6], f"DL-2015-0{number}")
    last = moment(county).known_at
    assert {each["known_until"] == STILL_KNOWN for each in every_row(county)} == {True, False}
    for known_at in range(0, last + 1, 7):
        for as_of in ("2015-03-28", "2015-07-01", "2016-06-03"):
            at = moment(county, as_of, known_at)
            wanted = {
                each["opinion_id"]: each
                for each in every_row(county)
                if each["valid_from"] <= at.as_of < each["valid_until"]
                and each["known_from"] <= at.known_at < each["known_until"]
            }
            assert rows(county, at) == wanted


def test_an_opinion_is_not_there_before_it_was_registered(county: Store) -> None:
    tell(county, BEGINNING)
    assert rows(county, moment(county, "2015-01-20")) == {}
    assert rows(county, moment(county, known_at=4)) == {}
    assert NUMBER in {each["number"] for each in rows(county, moment(county)).values()}
