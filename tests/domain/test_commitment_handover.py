"""A unit that is merged or abolished is succeeded in keeping what it promised (机构改革)."""

from collections.abc import Callable

import pytest

from domain.commitment import Commitment, ReviewedByPromiser
from domain.commitment_fulfilment import ClaimantNotPromiser
from domain.commitment_state import CommitmentStatus, FulfilmentResult
from domain.errors import RuleViolation, WrongStatus
from domain.four_eyes import JudgedByPerformer, VerifierNotIndependent
from domain.handover import DecidedBySuccessor, Handover, UnitNotHandling, UnitStillActive
from domain.unit import Unit, UnitNotActive
from domain.urged_item import UrgedItem
from tests.aggregates import act, recorded, refused
from tests.domain.commitments import (
    DUE,
    NOTICE,
    bureau,
    claimed,
    drafted,
    filed,
    followed_up,
    office,
    on,
    published,
    result_published,
    reviewed,
    settled,
    verified,
)
from tests.domain.opinions import closed_unit, unit

REFORM = "2011-11-01"
OLD, NEW = "JSJ", "ZJJ"
KEPT = FulfilmentResult.FULFILLED


def ended() -> Unit:
    """Return the bureau, merged into the one called ``NEW`` on the day of the reform."""
    merged = bureau()
    merged.merge_into(unit(NEW), "机构改革", act(REFORM))
    return merged


def hand_over(commitment: Commitment, day: str = REFORM) -> None:
    commitment.hand_over(ended(), unit(NEW), "机构改革", act(day))


def handed_over(commitment: Commitment, day: str = REFORM) -> Commitment:
    hand_over(commitment, day)
    return settled(commitment)


def withdrawn() -> Commitment:
    commitment = published()
    commitment.withdraw("项目取消", office("2011-07-01"))
    return settled(commitment)


def archived() -> Commitment:
    commitment = followed_up()
    commitment.archive(office("2011-10-30"))
    return settled(commitment)


def test_a_handover_names_the_unit_its_successor_and_the_reason() -> None:
    commitment = published()
    hand_over(commitment)
    facts = {"unit": OLD, "successor": NEW, "reason": "机构改革"}
    assert recorded(commitment) == [(Commitment.HandedOver, facts)]
    assert commitment.unit == NEW
    assert commitment.handovers == (Handover(version=5, **facts),)
    assert (commitment.status, commitment.due) == (CommitmentStatus.PUBLISHED, DUE)
    assert commitment.latest_step_on == on(REFORM)


@pytest.mark.parametrize(
    "build",
    [drafted, reviewed, filed, published, claimed, verified, result_published, followed_up],
)
def test_a_promise_is_handed_over_as_long_as_it_is_open(build: Callable[[], Commitment]) -> None:
    commitment = build()
    before = commitment.status
    handed_over(commitment)
    assert (commitment.unit, commitment.status) == (NEW, before)


@pytest.mark.parametrize("build", [withdrawn, archived])
def test_a_promise_that_ended_is_not_handed_over(build: Callable[[], Commitment]) -> None:
    commitment = build()
    with refused(commitment, WrongStatus):
        hand_over(commitment)


def test_the_successor_claims_and_is_reminded_from_then_on() -> None:
    commitment = handed_over(published())
    assert UrgedItem.of(commitment).owing == (NEW,)
    facts = on("2011-11-05"), [NOTICE]
    with refused(commitment, ClaimantNotPromiser):
        commitment.claim_fulfilment(*facts, (OLD,), act("2011-11-10", unit=OLD))
    commitment.claim_fulfilment(*facts, (NEW, "QZF"), act("2011-11-10", unit=NEW))
    assert commitment.status is CommitmentStatus.CLAIMED


def test_neither_unit_reviews_or_verifies() -> None:
    commitment = handed_over(drafted())
    with refused(commitment, ReviewedByPromiser):
        commitment.review(None, act("2011-11-10", unit=NEW))
    commitment = handed_over(claimed())
    for who in (OLD, NEW):
        with refused(commitment, VerifierNotIndependent):
            commitment.verify(KEPT, "属实", (who,), act("2011-11-10", unit=who))


def test_only_the_unit_that_promised_is_succeeded_once_it_has_ended() -> None:
    commitment = published()
    with refused(commitment, UnitStillActive, "unit"):
        hand_over(commitment, "2011-10-31")
    with refused(commitment, UnitNotHandling, "unit"):
        commitment.hand_over(closed_unit("SLJ"), unit(NEW), "机构改革", act(REFORM))
    with refused(commitment, UnitNotActive, "successor"):
        commitment.hand_over(ended(), ended(), "机构改革", act(REFORM))


@pytest.mark.parametrize(("who", "why"), [(OLD, JudgedByPerformer), (NEW, DecidedBySuccessor)])
def test_no_unit_concerned_decides_on_a_handover(who: str, why: type[RuleViolation]) -> None:
    commitment = published()
    with refused(commitment, why, "unit"):
        commitment.hand_over(ended(), unit(NEW), "机构改革", act(REFORM, unit=who))
    inside = act(REFORM, unit="KS", above=[who, "QZF"])
    with refused(commitment, why, "unit"):
        commitment.hand_over(ended(), unit(NEW), "机构改革", inside)


def test_whoever_claimed_the_promise_kept_does_not_hand_it_over() -> None:
    commitment = claimed()
    with refused(commitment, JudgedByPerformer, "unit"):
        commitment.hand_over(ended(), unit(NEW), "机构改革", act(REFORM, actor="经办人乙"))


def test_a_promise_is_handed_on_again() -> None:
    commitment = handed_over(published())
    with refused(commitment, UnitNotHandling, "unit"):
        hand_over(commitment, "2011-12-01")
    commitment.hand_over(closed_unit(NEW), unit("SLJ"), "撤销", act("2015-01-01"))
    assert commitment.unit == "SLJ"
    assert [each.successor for each in commitment.handovers] == [NEW, "SLJ"]
