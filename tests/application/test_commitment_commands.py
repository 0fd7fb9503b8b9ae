"""Acts on public commitments, through the store."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from application.commands import commitments
from application.errors import NotFound, NumberTaken, StaleVersion
from application.store import Store
from application.work import Work
from domain.commitment import Commitment, CommitmentVague
from domain.commitment_fulfilment import ClaimantNotPromiser
from domain.commitment_state import CommitmentStatus, FulfilmentResult
from domain.due import UNDATED, Due
from domain.errors import RuleViolation, WrongStatus
from domain.four_eyes import VerifierNotIndependent
from domain.opinion import Opinion
from domain.opinion_terms import (
    Carrier,
    FormationType,
    OpinionStatus,
    ReopenGround,
    ResultClass,
    Satisfaction,
    WorkKind,
)
from domain.unit import Unit
from tests.application import plans as school
from tests.application.commitments import (
    COMMITMENT,
    DUE,
    NUMBER,
    TARGET,
    change,
    claim,
    correct,
    draft,
    follow_up,
    publish,
    verify,
)
from tests.application.tasks import (
    BUREAU,
    OFFICE,
    POLICE,
    TEAM,
    by,
    evidence,
    opinion,
    run,
    settle,
)

WINTER = Due.by(date(2012, 1, 31))


@pytest.fixture
def county(sqlite_store: Store) -> Store:
    """Give a county with its units, before any commitment."""
    settle(sqlite_store)
    return sqlite_store


def referred_opinion(store: Store, number: str) -> UUID:
    """Register an opinion and refer it to the bureau, which signs for it."""
    opinion_id = opinion(store, number, "2011-03-01")
    store.run(by("2011-03-10", OFFICE), partial(_refer, opinion_id=opinion_id))
    return opinion_id


def _refer(work: Work, opinion_id: UUID) -> Opinion:
    found = work.get(Opinion, opinion_id)
    kind, carrier = FormationType.CHAIRPERSONS_MEETING, Carrier.LETTER
    found.form(kind, carrier, "主任会议", "办公室", None, work.act)
    bureau = work.get(Unit, Unit.id_of(BUREAU))
    stated: dict[str, Any] = {"letter_number": "交办1号", "meeting_on": None, "demand": None}
    found.refer(
        [bureau], [], Due.by(date(2011, 6, 10)), split_handling=False, act=work.act, **stated
    )
    found.acknowledge(by("2011-03-10", BUREAU))
    return found


def _close(work: Work, opinion_id: UUID) -> Opinion:
    found = work.get(Opinion, opinion_id)
    replied = by("2011-11-20", BUREAU)
    found.reply(ResultClass.A, "局长", "建函1号", "已办理", (), (), None, replied)
    found.evaluate("受访群众", Satisfaction.SATISFIED, None, work.act)
    found.close((), date(2011, 11, 20), "评价满意", work.act)
    return found


def test_a_promise_is_drafted_and_linked_to_its_opinions(county: Store) -> None:
    opinion_id = opinion(county, on="2011-03-01")
    commitment = draft(county, opinion_ids=(opinion_id,))
    assert commitment.id == COMMITMENT
    assert (commitment.unit, commitment.text) == (BUREAU, "供暖期内集中供暖达标")
    assert (commitment.quantified, commitment.due) == (TARGET, DUE)
    assert (commitment.opinion_ids, commitment.plan_id) == ((opinion_id,), None)
    linked = county.read(Opinion, opinion_id).linked_work
    assert [(w.kind, w.work_id, w.work_number) for w in linked] == [
        (WorkKind.COMMITMENT, COMMITMENT, NUMBER)
    ]


def test_a_promise_may_belong_to_a_plan(county: Store) -> None:
    school.settle(county)
    school.draft(county)
    assert draft(county, plan_id=school.PLAN).plan_id == school.PLAN


@pytest.mark.parametrize(
    ("fact", "field"),
    [
        ({"unit": "MEIYOU"}, "unit"),
        ({"plan_id": UUID(int=404)}, "plan_id"),
        ({"opinion_ids": (UUID(int=404),)}, "opinion_ids"),
    ],
)
def test_what_a_draft_names_must_exist(county: Store, fact: dict[str, Any], field: str) -> None:
    with pytest.raises(NotFound) as refusal:
        draft(county, **fact)
    assert refusal.value.field == field
    with pytest.raises(NotFound):
        county.read(Commitment, COMMITMENT)


def test_a_number_is_used_once(county: Store) -> None:
    draft(county)
    with pytest.raises(NumberTaken):
        draft(county)


def test_a_promise_is_reviewed_filed_and_published(county: Store) -> None:
    commitment = publish(county)
    assert commitment.status is CommitmentStatus.PUBLISHED
    assert commitment.filing_number == "建监备〔2011〕3号"
    assert commitment.channel == "区电视台"


def test_a_vague_promise_is_refused_or_waived(county: Store) -> None:
    draft(county, quantified=None, due=UNDATED)
    with pytest.raises(CommitmentVague):
        change(county, "2011-04-10", commitments.review, waiver=None)
    commitment = change(county, "2011-04-10", commitments.review, waiver="不宜量化")
    assert commitment.waiver == "不宜量化"


def test_a_published_promise_is_amended_in_public(county: Store) -> None:
    publish(county)
    facts: dict[str, Any] = {
        "text": "室温达标",
        "due": WINTER,
        "quantified": None,
        "reason": "检修",
    }
    commitment = change(county, "2011-05-01", commitments.amend, channel="公示栏", **facts)
    assert (commitment.text, commitment.due, commitment.channel) == ("室温达标", WINTER, "公示栏")
    assert (commitment.quantified, commitment.original_due) == (TARGET, DUE)


@pytest.mark.parametrize("unit", [BUREAU, TEAM])
def test_the_promiser_or_a_unit_under_it_claims(county: Store, unit: str) -> None:
    publish(county)
    facts: dict[str, Any] = {"fulfilled_on": date(2011, 11, 15), "evidence": (evidence(),)}
    commitment = change(county, "2011-11-18", commitments.claim_fulfilment, unit, **facts)
    assert commitment.fulfilments[0].fulfilled_on == date(2011, 11, 15)
    assert commitment.fulfilments[0].evidence == (evidence(),)


def test_another_unit_does_not_claim(county: Store) -> None:
    publish(county)
    facts: dict[str, Any] = {"fulfilled_on": date(2011, 11, 15), "evidence": (evidence(),)}
    with pytest.raises(ClaimantNotPromiser):
        change(county, "2011-11-18", commitments.claim_fulfilment, POLICE, **facts)


def test_an_independent_unit_verifies_and_the_result_is_published(county: Store) -> None:
    publish(county)
    claim(county, "2011-11-18", "2011-11-15")
    found: dict[str, Any] = {"result": FulfilmentResult.PARTLY, "note": "部分达标"}
    with pytest.raises(VerifierNotIndependent):
        change(county, "2011-11-25", commitments.verify, TEAM, **found)
    commitment = change(county, "2011-11-25", commitments.verify, **found)
    assert (commitment.result, commitment.fulfilments[0].note) == (
        FulfilmentResult.PARTLY,
        "部分达标",
    )
    commitment = change(county, "2011-12-01", commitments.publish_result, channel="网站")
    assert commitment.status is CommitmentStatus.FULFILMENT_PUBLISHED


def test_a_content_follow_up_leads_to_the_archive(county: Store) -> None:
    publish(county)
    claim(county, "2011-11-18", "2011-11-15")
    verify(county, "2011-11-25")
    commitment = follow_up(county, "2011-12-20", Satisfaction.BASICALLY_SATISFIED)
    assert commitment.status is CommitmentStatus.FOLLOWED_UP
    assert commitment.fulfilments[0].follow_ups[0].note == "室温情况"
    commitment = change(county, "2012-01-05", commitments.archive)
    assert commitment.status is CommitmentStatus.ARCHIVED


def unhappy(store: Store) -> tuple[UUID, UUID]:
    """Keep a promise that answers a closed and an open opinion."""
    closed, still_open = (referred_opinion(store, number) for number in ("YJ-1", "YJ-2"))
    publish(store, opinion_ids=(closed, still_open))
    claim(store, "2011-11-18", "2011-11-15")
    verify(store, "2011-11-25")
    store.run(by("2011-12-05", OFFICE), partial(_close, opinion_id=closed))
    return closed, still_open


def test_a_dissatisfied_follow_up_reopens_the_closed_opinions_when_told_to(county: Store) -> None:
    closed, still_open = unhappy(county)
    before = county.read(Opinion, still_open)
    commitment = follow_up(county, "2011-12-20", Satisfaction.DISSATISFIED, WINTER)
    assert commitment.reopened
    reopened = county.read(Opinion, closed)
    assert (reopened.status, reopened.due) == (OpinionStatus.IN_HANDLING, WINTER)
    assert reopened.rounds[-1].number == 2
    assert county.read(Opinion, still_open).version == before.version


def test_the_reopening_names_the_follow_up_as_its_ground(county: Store) -> None:
    closed, _ = unhappy(county)
    before = county.read(Opinion, closed).version
    follow_up(county, "2011-12-20", Satisfaction.DISSATISFIED, WINTER)
    events = list(county.events.get(closed, gt=before))
    assert [type(event) for event in events] == [Opinion.Reopened]
    (event,) = events
    assert isinstance(event, Opinion.Reopened)
    assert event.ground is ReopenGround.FOLLOW_UP
    assert (event.reference, event.reason) == (f"承诺事项{NUMBER}的回访", "室温情况")


def test_a_dissatisfied_follow_up_is_otherwise_only_recorded(county: Store) -> None:
    closed, _ = unhappy(county)
    assert follow_up(county, "2011-12-20", Satisfaction.DISSATISFIED).reopened
    assert county.read(Opinion, closed).status is OpinionStatus.CLOSED


def test_a_content_follow_up_reopens_nothing(county: Store) -> None:
    closed, _ = unhappy(county)
    assert not follow_up(county, "2011-12-20", Satisfaction.SATISFIED, WINTER).reopened
    assert county.read(Opinion, closed).status is OpinionStatus.CLOSED


def test_a_reopening_that_is_refused_leaves_no_follow_up(county: Store) -> None:
    closed, _ = unhappy(county)
    before = county.read(Commitment, COMMITMENT).version
    with pytest.raises(RuleViolation, match="期限"):
        follow_up(county, "2011-12-20", Satisfaction.DISSATISFIED, DUE)
    assert county.read(Commitment, COMMITMENT).version == before
    assert county.read(Opinion, closed).status is OpinionStatus.CLOSED


def test_a_promise_is_withdrawn(county: Store) -> None:
    publish(county)
    commitment = change(county, "2011-06-01", commitments.withdraw, reason="职责划转")
    assert commitment.status is CommitmentStatus.WITHDRAWN
    assert commitment.result is FulfilmentResult.UNFULFILLED


def test_dates_are_corrected(county: Store) -> None:
    publish(county)
    claim(county, "2011-11-18", "2011-11-15")
    assert correct(county, 5, "2011-11-17").date_of(5) == date(2011, 11, 17)
    commitment = correct(county, 5, "2011-11-14", "fulfilled_on")
    assert commitment.fulfilments[0].fulfilled_on == date(2011, 11, 14)


@pytest.mark.parametrize(
    ("command", "facts"),
    [
        (commitments.review, {"waiver": None}),
        (commitments.file, {"filing_number": "备1号"}),
        (commitments.withdraw, {"reason": "职责划转"}),
        (commitments.archive, {}),
    ],
)
def test_every_act_asks_for_the_version_it_rests_on(
    county: Store, command: Callable[..., Commitment], facts: dict[str, Any]
) -> None:
    draft(county)
    with pytest.raises(StaleVersion):
        run(county, "2011-04-10", command, commitment_id=COMMITMENT, expected=2, **facts)


def test_an_act_out_of_turn_is_refused(county: Store) -> None:
    draft(county)
    with pytest.raises(WrongStatus):
        change(county, "2011-04-10", commitments.archive)
