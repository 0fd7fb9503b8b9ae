"""Commands on opinions: what they load, what they refuse, and what another item has to say."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from application.commands import commitments, opinions, plans, tasks, units
from application.commands.opinions import ReturnDecision
from application.errors import NotFound, NumberTaken, StaleVersion
from application.store import Store
from domain.commitment import Commitment
from domain.commitment_state import FulfilmentResult
from domain.due import UNDATED
from domain.evidence import Evidence
from domain.measure import HandlingType
from domain.opinion import MergedWithItself, Opinion
from domain.opinion_closing import LinkedWorkOpen
from domain.opinion_extension import DeputyNotTold
from domain.opinion_state import JudgedByResponsibleUnit
from domain.opinion_terms import OpinionStatus, WorkKind
from domain.rectification_plan import RectificationPlan
from domain.rectification_task import RectificationTask
from domain.unit import UnitNotActive
from tests.application.opinions import (
    BEGINNING,
    CLOSED,
    LONG_STORY,
    MONEY,
    NUMBER,
    OFFICE,
    OPINION,
    ROADS,
    TOWN,
    USUAL,
    Step,
    day,
    run,
    settle,
    take,
    tell,
)

UNKNOWN = UUID(int=1)
OTHER = "DL-2015-02"
EVALUATED = CLOSED[:-1]
CLOSE = CLOSED[-1]
PROOF = Evidence(name="照片.jpg", sha256="0" * 64, size=1, media_type="image/jpeg")

ON_AN_OPINION = [command for command in USUAL if command is not opinions.register]
ON_AN_OPINION += [opinions.acknowledge, opinions.track]
LACKING: dict[Callable[..., Any], dict[str, Any]] = {
    opinions.merge_into: {"other": UNKNOWN},
    opinions.correct: {"corrects": 1, "now": day("2015-01-20")},
}
"""What the usual facts of an act leave open."""


@pytest.fixture
def county(sqlite_store: Store) -> Store:
    settle(sqlite_store)
    return sqlite_store


def refused(
    store: Store, error: type[Exception], command: Callable[[], Any], field: str | None = None
) -> None:
    """Expect the command to be refused and to leave no trace in the log."""
    before = store.recorder.max_notification_id()
    with pytest.raises(error) as caught:
        command()
    assert caught.type is error
    assert getattr(caught.value, "field", None) == field
    assert store.recorder.max_notification_id() == before


def refused_step(
    store: Store, error: type[Exception], step: Step, field: str | None = None
) -> None:
    refused(store, error, partial(take, store, step), field)


def task(store: Store, *opinion_ids: UUID) -> RectificationTask:
    planned: RectificationTask = run(
        store,
        "2015-04-10",
        tasks.plan,
        number="DLRW-1",
        text="硬化道路",
        opinion_ids=opinion_ids,
        sub_actions=(),
        target=None,
        due=UNDATED,
        handling=HandlingType.PHASED,
    )
    return planned


def commitment(store: Store, *opinion_ids: UUID) -> Commitment:
    drafted: Commitment = run(
        store,
        "2015-04-10",
        commitments.draft,
        ROADS,
        number="DLCN-1",
        unit=ROADS,
        text="年底前硬化道路",
        quantified=None,
        due=UNDATED,
        opinion_ids=opinion_ids,
        plan_id=None,
    )
    return drafted


def on_commitment(
    store: Store, on: str, command: Callable[..., Any], by: str = OFFICE, /, **facts: Any
) -> None:
    place = Commitment.id_of("DLCN-1")
    expected = store.read(Commitment, place).version
    run(store, on, command, by, commitment_id=place, expected=expected, **facts)


def test_the_story_of_an_opinion_is_told_command_by_command(store: Store) -> None:
    settle(store)
    opinion = tell(store, LONG_STORY)
    assert (opinion.status, opinion.version) == (OpinionStatus.CLOSED, len(LONG_STORY))
    assert vars(store.read(Opinion, OPINION)) == vars(opinion)


def test_an_opinion_is_registered_with_the_unit_that_issues_it(county: Store) -> None:
    opinion = take(county, BEGINNING[0])
    assert (opinion.id, opinion.source.issuer, opinion.key) == (OPINION, OFFICE, False)


def test_a_number_is_used_once(county: Store) -> None:
    take(county, BEGINNING[0])
    refused_step(county, NumberTaken, BEGINNING[0], "number")


def test_the_issuer_must_be_registered(county: Store) -> None:
    step = Step("2015-01-21", opinions.register, facts={"issuer": "无此单位"})
    refused_step(county, NotFound, step, "issuer")


@pytest.mark.parametrize("command", ON_AN_OPINION)
def test_an_act_on_an_opinion_there_is_none_of_is_refused(
    county: Store, command: Callable[..., Any]
) -> None:
    facts = {**USUAL.get(command, {}), **LACKING.get(command, {})}
    attempt = partial(run, county, "2015-03-01", command, opinion_id=UNKNOWN, expected=1)
    refused(county, NotFound, partial(attempt, **facts))


@pytest.mark.parametrize("command", ON_AN_OPINION)
def test_an_act_on_what_changed_meanwhile_is_refused(
    county: Store, command: Callable[..., Any]
) -> None:
    tell(county, BEGINNING)
    facts = {**USUAL.get(command, {}), **LACKING.get(command, {})}
    attempt = partial(run, county, "2015-03-28", command, opinion_id=OPINION, expected=2)
    refused(county, StaleVersion, partial(attempt, **facts), "If-Match")


@pytest.mark.parametrize("field", ["lead", "co"])
def test_an_opinion_is_referred_to_registered_units(county: Store, field: str) -> None:
    tell(county, BEGINNING[:2])
    step = Step("2015-03-25", opinions.refer, facts={field: (MONEY, "无此单位")})
    refused_step(county, NotFound, step, field)


def test_units_are_named_in_their_order(county: Store) -> None:
    split = {"lead": (TOWN, ROADS), "co": (MONEY,), "split_handling": True}
    opinion = tell(county, (*BEGINNING[:2], Step("2015-03-25", opinions.refer, facts=split)))
    assert opinion.referral is not None
    assert (opinion.referral.lead, opinion.referral.co_units) == ((TOWN, ROADS), (MONEY,))


def test_a_unit_that_does_not_exist_on_the_day_is_refused_by_the_opinion(county: Store) -> None:
    tell(county, BEGINNING[:2])
    closing = {"code": ROADS, "expected": 1, "reason": "机构改革"}
    run(county, "2015-03-20", units.close, **closing)
    refused_step(county, UnitNotActive, BEGINNING[2], "lead")


def test_a_unit_suggested_for_a_returned_opinion_must_be_registered(county: Store) -> None:
    tell(county, BEGINNING)
    unknown = Step("2015-03-27", opinions.request_return, ROADS, {"suggested_unit": "无此单位"})
    refused_step(county, NotFound, unknown, "suggested_unit")
    without = Step("2015-03-27", opinions.request_return, ROADS, {"suggested_unit": None})
    assert take(county, without).return_requests[0].suggested_unit is None


@pytest.mark.parametrize(
    ("decision", "status"),
    [
        (ReturnDecision.ACCEPTED, OpinionStatus.FORMED),
        (ReturnDecision.REFUSED, OpinionStatus.REFERRED),
    ],
)
def test_a_return_is_accepted_or_refused(
    county: Store, decision: ReturnDecision, status: OpinionStatus
) -> None:
    tell(county, LONG_STORY[:4])
    facts = {"decision": decision, "reason": "研究决定"}
    opinion = take(county, Step("2015-03-30", opinions.decide_return, facts=facts))
    assert opinion.status is status
    assert opinion.return_requests[0].accepted is (decision is ReturnDecision.ACCEPTED)
    assert opinion.return_requests[0].decision_reason == "研究决定"


def test_a_rule_of_the_opinion_refuses_the_command(county: Store) -> None:
    tell(county, LONG_STORY[:14])
    untold = Step("2015-06-15", opinions.grant_extension, facts={"deputy_told_on": None})
    refused_step(county, DeputyNotTold, untold, "deputy_told_on")
    by_itself = Step("2015-06-15", opinions.grant_extension, TOWN)
    refused_step(county, JudgedByResponsibleUnit, by_itself, "unit")


def test_an_opinion_is_not_closed_while_a_task_that_answers_it_is_open(county: Store) -> None:
    tell(county, EVALUATED[:4])
    planned = task(county, OPINION)
    tell(county, EVALUATED[4:])
    refused_step(county, LinkedWorkOpen, CLOSE, "open_work")
    cancelling = {"task_id": planned.id, "expected": 1, "reason": "并入其他任务"}
    run(county, "2015-07-10", tasks.cancel, **cancelling)
    assert take(county, CLOSE).status is OpinionStatus.CLOSED


def test_what_is_still_open_is_named_by_number(county: Store) -> None:
    tell(county, EVALUATED[:4])
    task(county, OPINION)
    commitment(county, OPINION)
    tell(county, EVALUATED[4:])
    with pytest.raises(LinkedWorkOpen, match="DLRW-1、DLCN-1"):
        take(county, CLOSE)


def test_an_opinion_is_not_closed_while_a_promise_that_answers_it_is_unkept(
    county: Store,
) -> None:
    tell(county, EVALUATED[:4])
    commitment(county, OPINION)
    tell(county, EVALUATED[4:])
    on_commitment(county, "2015-04-11", commitments.review, waiver="已有年度计划")
    on_commitment(county, "2015-04-12", commitments.file, filing_number="备1号")
    on_commitment(county, "2015-04-13", commitments.publish, channel="县政府网站")
    claim = {"fulfilled_on": day("2015-06-15"), "evidence": (PROOF,)}
    on_commitment(county, "2015-06-16", commitments.claim_fulfilment, ROADS, **claim)
    partly = {"result": FulfilmentResult.PARTLY, "note": "尚余一段"}
    on_commitment(county, "2015-06-17", commitments.verify, **partly)
    refused_step(county, LinkedWorkOpen, CLOSE, "open_work")
    on_commitment(county, "2015-06-20", commitments.claim_fulfilment, ROADS, **claim)
    kept = {"result": FulfilmentResult.FULFILLED, "note": "全线通车"}
    on_commitment(county, "2015-06-21", commitments.verify, **kept)
    assert take(county, CLOSE).status is OpinionStatus.CLOSED


def test_a_promise_taken_back_keeps_no_opinion_open(county: Store) -> None:
    tell(county, EVALUATED[:4])
    commitment(county, OPINION)
    tell(county, EVALUATED[4:])
    on_commitment(county, "2015-06-01", commitments.withdraw, ROADS, reason="计划调整")
    assert take(county, CLOSE).status is OpinionStatus.CLOSED


def test_a_plan_keeps_no_opinion_open(county: Store) -> None:
    tell(county, EVALUATED[:4])
    plan = {
        "number": "DLFA-1",
        "title": "道路硬化方案",
        "unit": ROADS,
        "opinion_ids": (OPINION,),
        "document_number": None,
        "phases": (),
    }
    drafted = run(county, "2015-04-10", plans.draft, ROADS, **plan)
    assert isinstance(drafted, RectificationPlan)
    opinion = tell(county, EVALUATED[4:])
    assert [work.kind for work in opinion.linked_work] == [WorkKind.PLAN]
    assert take(county, CLOSE).status is OpinionStatus.CLOSED


def test_work_on_another_opinion_keeps_this_one_from_nothing(county: Store) -> None:
    other = tell(county, BEGINNING, OTHER)
    task(county, other.id)
    assert tell(county, CLOSED).status is OpinionStatus.CLOSED


def test_an_opinion_is_merged_into_one_that_exists(county: Store) -> None:
    tell(county, BEGINNING)
    unknown = Step("2015-04-01", opinions.merge_into, facts={"other": UNKNOWN})
    refused_step(county, NotFound, unknown, "other")
    itself = Step("2015-04-01", opinions.merge_into, facts={"other": OPINION})
    refused_step(county, MergedWithItself, itself, "other")
    other = tell(county, BEGINNING, OTHER)
    merged = take(county, Step("2015-04-01", opinions.merge_into, facts={"other": other.id}))
    assert merged.merged_into is not None
    assert (merged.merged_into.into, merged.merged_into.into_number) == (other.id, OTHER)
    assert county.read(Opinion, other.id).version == other.version


def test_a_date_is_corrected(county: Store) -> None:
    tell(county, BEGINNING)
    facts = {"corrects": 3, "now": day("2015-03-20")}
    opinion = take(county, Step("2015-04-01", opinions.correct, facts=facts))
    assert (opinion.referred_on, opinion.number) == (day("2015-03-20"), NUMBER)


def test_an_opinion_is_declined_or_taken_back(county: Store) -> None:
    declined = tell(county, (BEGINNING[0], Step("2015-02-01", opinions.refuse_admission)))
    assert declined.status is OpinionStatus.NOT_ADMITTED
    withdrawal = Step("2015-04-01", opinions.withdraw)
    assert tell(county, (*BEGINNING, withdrawal), OTHER).status is OpinionStatus.WITHDRAWN
