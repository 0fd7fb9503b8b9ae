"""Claiming, verifying, publishing and following up a commitment, and correcting its dates."""

from collections.abc import Sequence

import pytest

from domain.commitment import Commitment
from domain.commitment_fulfilment import ClaimantNotPromiser, FulfilmentOutsideCommitment
from domain.commitment_state import (
    AlreadyFulfilled,
    CommitmentStatus,
    FollowUp,
    Fulfilment,
    FulfilmentResult,
)
from domain.due import UNDATED
from domain.errors import ActOutOfOrder, InvalidFact, WrongStatus
from domain.evidence import EvidenceMissing
from domain.four_eyes import JudgedByPerformer, VerifierNotIndependent
from domain.opinion_terms import Satisfaction
from domain.work_calendar import NOTHING_PUBLISHED
from tests.aggregates import act, recorded, refused
from tests.domain.commitments import (
    LINEAGE,
    NOTICE,
    VERIFIER_LINEAGE,
    claimed,
    drafted,
    filed,
    followed_up,
    office,
    on,
    promiser,
    published,
    result_published,
    reviewed,
    verified,
)

CLAIM = 5
"""The version of the claim in the commitments the tests start from."""


def claim(commitment: Commitment, fulfilled_on: str, day: str) -> None:
    commitment.claim_fulfilment(on(fulfilled_on), [NOTICE], LINEAGE, promiser(day))


def correct(commitment: Commitment, corrects: int, now: str, field: str = "occurred_on") -> None:
    commitment.correct(
        corrects, field, on(now), "与原件不符", office("2012-01-01"), NOTHING_PUBLISHED
    )


def test_the_unit_that_promised_claims_fulfilment() -> None:
    commitment = published()
    claim(commitment, "2011-09-20", "2011-09-25")
    assert recorded(commitment) == [
        (
            Commitment.FulfilmentClaimed,
            {
                "fulfilled_on": on("2011-09-20"),
                "evidence": (NOTICE.model_dump(),),
                "lineage": ("JSJ", "QZF"),
            },
        )
    ]
    assert commitment.status is CommitmentStatus.CLAIMED
    assert commitment.fulfilments == (
        Fulfilment(
            fulfilled_on=on("2011-09-20"), not_before=1, evidence=(NOTICE,), claimed_in=CLAIM
        ),
    )
    assert commitment.performers.superiors == {"JSJ", "QZF"}
    assert "经办人乙" in commitment.performers.persons
    assert commitment.result is None
    assert commitment.fulfilled_on is None


def test_a_section_of_the_unit_that_promised_claims() -> None:
    commitment = published()
    section = act("2011-09-25", unit="GRK", actor="经办人丙")
    commitment.claim_fulfilment(on("2011-09-20"), [NOTICE], ["GRK", "JSJ"], section)
    assert commitment.status is CommitmentStatus.CLAIMED
    assert commitment.performers.units == {"JSJ", "GRK"}


def test_another_unit_does_not_claim() -> None:
    commitment = published()
    with refused(commitment, ClaimantNotPromiser, "unit"):
        commitment.claim_fulfilment(on("2011-09-20"), [NOTICE], VERIFIER_LINEAGE, office())
    with refused(commitment, InvalidFact, "lineage"):
        commitment.claim_fulfilment(on("2011-09-20"), [NOTICE], LINEAGE, office())


def test_a_claim_rests_on_evidence() -> None:
    commitment = published()
    with refused(commitment, EvidenceMissing, "evidence"):
        commitment.claim_fulfilment(on("2011-09-20"), [], LINEAGE, promiser())


@pytest.mark.parametrize("day", ["2011-04-09", "2011-09-26"])
def test_fulfilment_outside_draft_and_claim_is_refused(day: str) -> None:
    commitment = published()
    with refused(commitment, FulfilmentOutsideCommitment, "fulfilled_on"):
        claim(commitment, day, "2011-09-25")


@pytest.mark.parametrize("day", ["2011-04-10", "2011-09-25"])
def test_fulfilment_on_the_day_of_draft_or_claim_is_accepted(day: str) -> None:
    commitment = published()
    claim(commitment, day, "2011-09-25")
    assert commitment.status is CommitmentStatus.CLAIMED


def test_only_a_published_promise_is_claimed() -> None:
    for commitment in (drafted(), reviewed(), filed(), claimed()):
        with refused(commitment, WrongStatus, "status"):
            claim(commitment, "2011-09-20", "2011-09-25")


def test_a_verified_fulfilment_counts_by_the_day_it_was_fulfilled() -> None:
    commitment = claimed("2011-09-20")
    commitment.verify(FulfilmentResult.FULFILLED, "入户核实", VERIFIER_LINEAGE, office())
    assert recorded(commitment) == [
        (
            Commitment.Verified,
            {
                "result": FulfilmentResult.FULFILLED,
                "note": "入户核实",
                "lineage": ("JCS", "QZF"),
            },
        )
    ]
    assert commitment.status is CommitmentStatus.VERIFIED
    assert commitment.fulfilments[0].result is FulfilmentResult.FULFILLED
    assert commitment.fulfilments[0].note == "入户核实"
    assert commitment.fulfilments[0].verified_in == 6
    assert commitment.result is FulfilmentResult.FULFILLED
    assert commitment.fulfilled_on == on("2011-09-20")
    assert commitment.days_late(on("2011-12-31")) == 0


@pytest.mark.parametrize(
    ("lineage", "actor"),
    [
        (["JSJ", "QZF"], "监察员甲"),
        (["GRK", "JSJ", "QZF"], "监察员甲"),
        (["QZF"], "监察员甲"),
        (["JCS", "QZF"], "经办人乙"),
    ],
    ids=["promiser", "below", "above", "claimant"],
)
def test_whoever_promised_does_not_verify(lineage: Sequence[str], actor: str) -> None:
    commitment = claimed()
    with refused(commitment, VerifierNotIndependent):
        by = act("2011-10-08", unit=lineage[0], actor=actor)
        commitment.verify(FulfilmentResult.FULFILLED, "入户核实", lineage, by)


def test_only_a_claim_is_verified() -> None:
    for commitment in (published(), verified()):
        with refused(commitment, WrongStatus):
            commitment.verify(FulfilmentResult.PARTLY, "核实", VERIFIER_LINEAGE, office())


@pytest.mark.parametrize("result", [FulfilmentResult.PARTLY, FulfilmentResult.UNFULFILLED])
def test_a_promise_not_wholly_kept_is_claimed_again_and_the_result_stays(
    result: FulfilmentResult,
) -> None:
    commitment = verified(result)
    assert commitment.fulfilled_on is None
    claim(commitment, "2011-10-20", "2011-10-21")
    assert commitment.fulfilments[0].result is result
    assert commitment.fulfilments[1].not_before == 1
    assert commitment.result is result
    commitment.verify(FulfilmentResult.FULFILLED, "核实", VERIFIER_LINEAGE, office("2011-10-25"))
    assert [f.result for f in commitment.fulfilments] == [result, FulfilmentResult.FULFILLED]
    assert commitment.fulfilled_on == on("2011-10-20")
    assert commitment.days_late(on("2011-12-31")) == 20


def test_a_promise_partly_kept_is_claimed_again_after_publication() -> None:
    commitment = result_published(FulfilmentResult.PARTLY)
    claim(commitment, "2011-10-20", "2011-10-21")
    assert commitment.status is CommitmentStatus.CLAIMED


def test_a_promise_kept_is_not_claimed_again() -> None:
    for commitment in (verified(), result_published(), followed_up()):
        with refused(commitment, AlreadyFulfilled):
            claim(commitment, "2011-10-20", "2011-11-01")


@pytest.mark.parametrize("result", list(FulfilmentResult))
def test_only_a_verified_result_is_published(result: FulfilmentResult) -> None:
    commitment = verified(result)
    commitment.publish_result("政务公开栏", office("2011-10-10"))
    assert recorded(commitment) == [
        (Commitment.ResultPublished, {"channel": "政务公开栏", "result": result})
    ]
    assert commitment.status is CommitmentStatus.FULFILMENT_PUBLISHED
    assert commitment.fulfilments[0].published_in == 7
    for other in (published(), claimed(), result_published()):
        with refused(other, WrongStatus):
            other.publish_result("政务公开栏", office("2011-11-01"))


def test_follow_ups_are_kept_with_the_fulfilment() -> None:
    commitment = result_published()
    commitment.record_follow_up(Satisfaction.SATISFIED, "电话回访", office("2011-10-20"))
    assert recorded(commitment) == [
        (
            Commitment.FollowUpRecorded,
            {"satisfaction": Satisfaction.SATISFIED, "note": "电话回访"},
        )
    ]
    commitment.record_follow_up(Satisfaction.BASICALLY_SATISFIED, "上门", office("2011-10-21"))
    assert commitment.status is CommitmentStatus.FOLLOWED_UP
    assert commitment.fulfilments[0].follow_ups == (
        FollowUp(satisfaction=Satisfaction.SATISFIED, note="电话回访", made_in=8),
        FollowUp(satisfaction=Satisfaction.BASICALLY_SATISFIED, note="上门", made_in=9),
    )
    assert not commitment.reopened
    assert commitment.result is FulfilmentResult.FULFILLED


def test_only_a_published_result_is_followed_up() -> None:
    for commitment in (published(), verified(), followed_up(Satisfaction.DISSATISFIED)):
        with refused(commitment, WrongStatus):
            commitment.record_follow_up(Satisfaction.SATISFIED, "回访", office("2011-11-01"))


def test_a_dissatisfied_follow_up_makes_the_promise_stand_again() -> None:
    commitment = followed_up()
    commitment.record_follow_up(Satisfaction.DISSATISFIED, "仍不热", office("2011-10-25"))
    assert commitment.status is CommitmentStatus.PUBLISHED
    assert commitment.reopened
    assert commitment.fulfilments[0].reopened_in == 9
    assert commitment.result is None
    assert commitment.fulfilled_on is None
    assert commitment.result_on(on("2011-10-24")) is FulfilmentResult.FULFILLED
    assert commitment.result_on(on("2011-10-25")) is None


def test_what_was_reopened_is_kept_after_the_follow_up() -> None:
    commitment = followed_up(Satisfaction.DISSATISFIED)
    with refused(commitment, FulfilmentOutsideCommitment, "fulfilled_on"):
        claim(commitment, "2011-10-19", "2011-11-10")
    claim(commitment, "2011-10-20", "2011-11-10")
    again = commitment.fork()
    assert not again.reopened
    assert again.fulfilments[1].not_before == 8
    again.verify(FulfilmentResult.PARTLY, "核实", VERIFIER_LINEAGE, office("2011-11-12"))
    claim(again, "2011-10-20", "2011-11-20")
    assert again.fulfilments[2].not_before == 8


def test_a_promise_is_breached_from_the_day_after_its_due_date_until_verified() -> None:
    assert not published().breached_on(on("2011-09-30"))
    assert published().breached_on(on("2011-10-01"))
    assert claimed().breached_on(on("2011-10-01"))
    kept = verified()
    assert kept.breached_on(on("2011-10-07"))
    assert not kept.breached_on(on("2011-10-08"))
    assert verified(FulfilmentResult.PARTLY).breached_on(on("2011-10-08"))
    assert followed_up(Satisfaction.DISSATISFIED).breached_on(on("2011-10-20"))


def test_an_undated_promise_is_never_breached() -> None:
    commitment = drafted(due=UNDATED)
    commitment.review("属长期服务承诺", office("2011-04-15"))
    assert not commitment.breached_on(on("2199-12-31"))


def test_a_corrected_day_of_fulfilment_counts_in_its_claim() -> None:
    commitment = verified(fulfilled_on="2011-09-20")
    correct(commitment, CLAIM, "2011-09-21", "fulfilled_on")
    assert recorded(commitment) == [
        (
            Commitment.Corrected,
            {
                "corrects": CLAIM,
                "field": "fulfilled_on",
                "was": on("2011-09-20"),
                "now": on("2011-09-21"),
                "reason": "与原件不符",
            },
        )
    ]
    assert commitment.fulfilled_on == on("2011-09-21")


def test_a_correction_touches_the_claim_it_names() -> None:
    commitment = verified(FulfilmentResult.PARTLY)
    claim(commitment, "2011-10-20", "2011-10-21")
    correct(commitment, 7, "2011-10-19", "fulfilled_on")
    assert [f.fulfilled_on for f in commitment.fulfilments] == [
        on("2011-09-20"),
        on("2011-10-19"),
    ]


@pytest.mark.parametrize("now", ["2011-04-09", "2011-09-26"])
def test_a_corrected_fulfilment_lies_between_draft_and_claim(now: str) -> None:
    commitment = verified()
    with refused(commitment, FulfilmentOutsideCommitment, "now"):
        correct(commitment, CLAIM, now, "fulfilled_on")


def test_only_another_day_of_a_claim_is_a_correction() -> None:
    commitment = verified()
    with refused(commitment, InvalidFact, "now"):
        correct(commitment, CLAIM, "2011-09-20", "fulfilled_on")
    with refused(commitment, InvalidFact, "corrects"):
        correct(commitment, 6, "2011-09-21", "fulfilled_on")
    with refused(commitment, InvalidFact, "field"):
        correct(commitment, CLAIM, "2011-09-21", "completed_on")


def test_a_performer_corrects_the_fulfilment_only_until_it_is_judged() -> None:
    by = promiser("2011-12-01")
    commitment = claimed()
    commitment.correct(
        CLAIM, "fulfilled_on", on("2011-09-21"), "与原件不符", by, NOTHING_PUBLISHED
    )
    assert commitment.fulfilments[0].fulfilled_on == on("2011-09-21")
    with refused(judged := verified(), JudgedByPerformer, "unit"):
        judged.correct(
            CLAIM, "fulfilled_on", on("2011-09-21"), "与原件不符", by, NOTHING_PUBLISHED
        )


def test_a_corrected_business_date_counts_at_once() -> None:
    commitment = verified()
    correct(commitment, 6, "2011-10-01")
    assert commitment.result_on(on("2011-10-01")) is FulfilmentResult.FULFILLED
    with refused(commitment, ActOutOfOrder, "now"):
        correct(commitment, 6, "2011-09-24")


def test_a_claim_is_not_corrected_to_before_its_fulfilment() -> None:
    commitment = verified()
    with refused(commitment, FulfilmentOutsideCommitment, "now"):
        correct(commitment, CLAIM, "2011-09-19")
    correct(commitment, CLAIM, "2011-09-20")
    assert commitment.date_of(CLAIM) == on("2011-09-20")
