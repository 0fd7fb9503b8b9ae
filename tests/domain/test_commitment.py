"""Drafting, reviewing, filing, publishing, amending and withdrawing a commitment."""

from datetime import date
from typing import Any

import pytest

from domain.commitment import (
    AmendmentAfterExpiry,
    AmendmentUnpublished,
    Commitment,
    CommitmentUnchanged,
    CommitmentVague,
    PromiserNotActive,
    ReviewedByPromiser,
)
from domain.commitment_state import AlreadyFulfilled, CommitmentStatus, FulfilmentResult
from domain.due import UNDATED, Due
from domain.errors import InvalidFact, WrongStatus
from domain.measure import Target
from domain.model import DomainEvent
from domain.opinion_terms import Satisfaction
from domain.work_calendar import NOTHING_PUBLISHED
from tests.aggregates import act, recorded, refused
from tests.domain.commitments import (
    DUE,
    LINEAGE,
    NOTICE,
    OPINION,
    PLAN,
    TARGET,
    TEXT,
    VERIFIER_LINEAGE,
    bureau,
    claimed,
    drafted,
    filed,
    followed_up,
    office,
    on,
    promiser,
    published,
    reviewed,
    verified,
)
from tests.domain.provisional import PROVISIONAL, PUBLISHED

LATER = Due.by(on("2011-10-31"))
NOTHING = dict.fromkeys(
    ("text", "text_was", "due", "due_was", "quantified", "quantified_was", "channel")
)


def test_a_draft_states_the_promise() -> None:
    commitment = Commitment.draft(
        "CN-1", bureau(), TEXT, TARGET, DUE, [OPINION], PLAN, promiser("2011-04-10")
    )
    assert recorded(commitment) == [
        (
            Commitment.Drafted,
            {
                "number": "CN-1",
                "unit": "JSJ",
                "text": TEXT,
                "quantified": TARGET.model_dump(),
                "due": DUE.model_dump(),
                "opinion_ids": (OPINION,),
                "plan_id": PLAN,
            },
        )
    ]
    assert commitment.id == Commitment.id_of("CN-1")
    assert (commitment.number, commitment.unit, commitment.text) == ("CN-1", "JSJ", TEXT)
    assert commitment.quantified == TARGET
    assert commitment.due == commitment.original_due == DUE
    assert commitment.opinion_ids == (OPINION,)
    assert commitment.plan_id == PLAN
    assert commitment.performers.units == {"JSJ"}


def test_a_draft_binds_nobody_in_public_yet() -> None:
    commitment = drafted()
    assert commitment.status is CommitmentStatus.DRAFTED
    assert commitment.is_open
    assert commitment.waiver is None
    assert commitment.filing_number is None
    assert commitment.channel is None
    assert commitment.published_in is None
    assert commitment.withdrawn_in is None
    assert commitment.fulfilments == ()
    assert commitment.result is None
    assert commitment.fulfilled_on is None
    assert not commitment.reopened


def test_a_unit_promises_while_it_exists() -> None:
    with pytest.raises(PromiserNotActive) as caught:
        Commitment.draft(
            "CN-1", bureau("2011-05-01"), TEXT, None, DUE, [], None, promiser("2011-04-10")
        )
    assert caught.value.field == "unit"


def test_a_draft_keeps_to_the_rules_of_its_fields() -> None:
    with pytest.raises(InvalidFact) as caught:
        Commitment.draft("CN-1", bureau(), " ", None, DUE, [], None, promiser("2011-04-10"))
    assert caught.value.field == "text"


def test_statuses_and_results_have_labels() -> None:
    assert all(status.label for status in CommitmentStatus)
    assert CommitmentStatus.FILED.label == "已备案"
    assert [result.label for result in FulfilmentResult] == ["兑现", "部分兑现", "未兑现"]


def test_a_quantified_and_dated_promise_passes_review() -> None:
    commitment = drafted()
    commitment.review(None, office("2011-04-15"))
    assert recorded(commitment) == [(Commitment.Reviewed, {"waiver": None})]
    assert commitment.status is CommitmentStatus.REVIEWED
    assert commitment.waiver is None


@pytest.mark.parametrize(
    ("quantified", "due", "field"),
    [(None, DUE, "quantified"), (TARGET, UNDATED, "due"), (None, UNDATED, "quantified")],
)
def test_a_vague_promise_passes_review_only_with_a_waiver(
    quantified: Target | None, due: Due, field: str
) -> None:
    commitment = drafted(quantified, due)
    with refused(commitment, CommitmentVague, field):
        commitment.review(None, office("2011-04-15"))
    with refused(commitment, InvalidFact, "waiver"):
        commitment.review("", office("2011-04-15"))
    commitment.review("属长期服务承诺", office("2011-04-15"))
    assert recorded(commitment) == [(Commitment.Reviewed, {"waiver": "属长期服务承诺"})]
    assert commitment.status is CommitmentStatus.REVIEWED
    assert commitment.waiver == "属长期服务承诺"


def test_the_unit_that_promises_does_not_review() -> None:
    commitment = drafted()
    with refused(commitment, ReviewedByPromiser, "unit"):
        commitment.review(None, promiser("2011-04-15"))
    with refused(commitment, ReviewedByPromiser, "unit"):
        commitment.review(None, act("2011-04-15", unit="JSK", above=["JSJ", "QZF"]))
    commitment.review(None, act("2011-04-15", unit="DCS", above=["QZF"]))


def test_a_reviewed_promise_is_filed() -> None:
    commitment = reviewed()
    commitment.file("建监备〔2011〕3号", office("2011-04-20"))
    assert recorded(commitment) == [(Commitment.Filed, {"filing_number": "建监备〔2011〕3号"})]
    assert commitment.status is CommitmentStatus.FILED
    assert commitment.filing_number == "建监备〔2011〕3号"


def test_a_filed_promise_is_published() -> None:
    commitment = filed()
    commitment.publish("区电视台", promiser("2011-04-28"))
    assert recorded(commitment) == [(Commitment.Published, {"channel": "区电视台"})]
    assert commitment.status is CommitmentStatus.PUBLISHED
    assert commitment.channel == "区电视台"
    assert commitment.published_in == 4


def test_a_promise_takes_its_steps_in_order() -> None:
    late = office("2011-12-01")
    with refused(again := reviewed(), WrongStatus, "status"):
        again.review(None, late)
    with refused(draft := drafted(), WrongStatus):
        draft.file("建监备〔2011〕3号", late)
    with refused(unfiled := reviewed(), WrongStatus):
        unfiled.publish("区电视台", late)
    with refused(kept := published(), WrongStatus):
        kept.archive(late)


@pytest.mark.parametrize(
    ("changes", "facts"),
    [
        ({"text": "新承诺"}, {"text": "新承诺", "text_was": TEXT}),
        ({"due": LATER}, {"due": LATER.model_dump(), "due_was": DUE.model_dump()}),
        (
            {"quantified": TARGET.model_copy(update={"text": "新增150户"})},
            {
                "quantified": TARGET.model_dump() | {"text": "新增150户"},
                "quantified_was": TARGET.model_dump(),
            },
        ),
    ],
    ids=["text", "due", "quantified"],
)
def test_an_amendment_keeps_what_was_promised_before(
    changes: dict[str, Any], facts: dict[str, Any]
) -> None:
    commitment = published()
    wanted = {"text": None, "due": None, "quantified": None} | changes
    commitment.amend(**wanted, reason="管网调整", channel="政府网站", act=promiser("2011-06-01"))
    assert recorded(commitment) == [
        (
            Commitment.Amended,
            NOTHING | facts | {"reason": "管网调整", "channel": "政府网站"},
        )
    ]
    before = {"text": TEXT, "due": DUE, "quantified": TARGET}
    assert {name: getattr(commitment, name) for name in before} == before | changes
    assert commitment.original_due == DUE
    assert commitment.channel == "政府网站"
    assert commitment.status is CommitmentStatus.PUBLISHED


def test_a_published_promise_is_amended_in_public() -> None:
    commitment = published()
    with refused(commitment, AmendmentUnpublished, "channel"):
        commitment.amend("新承诺", None, None, "管网调整", None, promiser("2011-06-01"))


def test_an_unpublished_promise_is_amended_without_publication() -> None:
    commitment = drafted()
    with refused(commitment, InvalidFact, "channel"):
        commitment.amend("新承诺", None, None, "管网调整", "网站", promiser("2011-04-11"))
    commitment.amend("新承诺", None, None, "管网调整", None, promiser("2011-04-11"))
    assert commitment.text == "新承诺"
    assert commitment.channel is None


def test_an_amendment_that_changes_nothing_is_refused() -> None:
    commitment = drafted()
    with refused(commitment, CommitmentUnchanged):
        commitment.amend(TEXT, DUE, TARGET, "管网调整", None, promiser("2011-04-11"))


def test_a_reviewed_promise_does_not_become_vague() -> None:
    draft = drafted()
    draft.amend(None, UNDATED, None, "管网调整", None, promiser("2011-04-16"))
    assert draft.due.undated
    passed = reviewed()
    with refused(passed, CommitmentVague, "due"):
        passed.amend(None, UNDATED, None, "管网调整", None, promiser("2011-04-16"))
    waived = reviewed(waiver="属长期服务承诺")
    waived.amend(None, UNDATED, None, "管网调整", None, promiser("2011-04-16"))
    assert waived.due.undated


def test_a_promise_partly_kept_can_still_be_amended() -> None:
    commitment = verified(FulfilmentResult.PARTLY)
    commitment.amend("新承诺", None, None, "管网调整", "政府网站", promiser("2011-10-09"))
    assert commitment.text == "新承诺"
    assert commitment.status is CommitmentStatus.VERIFIED


def test_a_public_promise_is_not_put_off_once_it_was_due() -> None:
    late = published()
    for text in (None, "新承诺"):
        with refused(late, AmendmentAfterExpiry, "occurred_on"):
            late.amend(text, LATER, None, "管网调整", "政府网站", promiser("2011-10-01"))
    in_time = published()
    in_time.amend(None, LATER, None, "管网调整", "政府网站", promiser("2011-09-30"))
    assert in_time.due == LATER
    with refused(in_time, AmendmentAfterExpiry, "now"):
        in_time.correct(5, "occurred_on", date(2011, 10, 1), "登错", office(), NOTHING_PUBLISHED)
    in_time.correct(5, "occurred_on", date(2011, 9, 29), "登错", office(), NOTHING_PUBLISHED)
    in_time.correct(1, "occurred_on", date(2011, 4, 9), "登错", office(), NOTHING_PUBLISHED)


def test_what_was_never_public_may_be_put_off_at_any_time() -> None:
    commitment = filed()
    commitment.amend(None, LATER, None, "管网调整", None, promiser("2011-10-01"))
    commitment.publish("区电视台", promiser("2011-10-02"))
    commitment.correct(4, "occurred_on", date(2011, 10, 2), "登错", office(), NOTHING_PUBLISHED)
    assert commitment.due == LATER


def test_a_public_promise_without_a_due_date_is_never_late() -> None:
    commitment = reviewed(UNDATED, "不宜定时限")
    commitment.file("建监备〔2011〕3号", office("2011-04-20"))
    commitment.publish("区电视台", promiser("2011-04-28"))
    commitment.amend(None, LATER, None, "明确时限", "政府网站", promiser("2012-01-01"))
    assert commitment.due == LATER


def test_a_promise_claimed_or_kept_is_not_amended() -> None:
    with refused(pending := claimed(), WrongStatus):
        pending.amend("新承诺", None, None, "管网调整", "网站", promiser("2011-10-09"))
    with refused(kept := verified(), AlreadyFulfilled):
        kept.amend("新承诺", None, None, "管网调整", "网站", promiser("2011-10-09"))


def test_a_promise_withdrawn_after_publication_counts_as_unfulfilled() -> None:
    commitment = published()
    commitment.withdraw("项目取消", promiser("2011-07-01"))
    assert recorded(commitment) == [(Commitment.Withdrawn, {"reason": "项目取消"})]
    assert commitment.status is CommitmentStatus.WITHDRAWN
    assert not commitment.is_open
    assert commitment.withdrawn_in == 5
    assert commitment.result is FulfilmentResult.UNFULFILLED
    assert commitment.result_on(on("2011-06-30")) is None
    assert commitment.result_on(on("2011-07-01")) is FulfilmentResult.UNFULFILLED
    assert not commitment.breached_on(on("2011-09-30"))
    assert commitment.breached_on(on("2011-10-01"))
    assert commitment.days_late(on("2011-10-01")) == 1


def test_a_promise_withdrawn_before_publication_binds_nobody() -> None:
    commitment = filed()
    commitment.withdraw("项目取消", promiser("2011-04-25"))
    assert commitment.result is None
    assert not commitment.breached_on(on("2012-01-01"))
    assert commitment.days_late(on("2012-01-01")) == 0


def test_a_promise_not_yet_kept_can_be_withdrawn() -> None:
    for commitment in (drafted(), reviewed(), claimed(), verified(FulfilmentResult.PARTLY)):
        commitment.withdraw("项目取消", promiser("2011-12-01"))
        assert commitment.status is CommitmentStatus.WITHDRAWN
    with refused(kept := verified(), AlreadyFulfilled):
        kept.withdraw("项目取消", promiser("2011-12-01"))
    with refused(commitment, WrongStatus):
        commitment.withdraw("项目取消", promiser("2011-12-01"))


def test_a_followed_up_or_withdrawn_promise_is_archived() -> None:
    commitment = followed_up()
    commitment.archive(office("2011-12-01"))
    assert recorded(commitment) == [(Commitment.Archived, {})]
    assert commitment.status is CommitmentStatus.ARCHIVED
    assert not commitment.is_open
    assert commitment.result is FulfilmentResult.FULFILLED
    withdrawn = published()
    withdrawn.withdraw("项目取消", promiser("2011-07-01"))
    withdrawn.archive(office("2011-12-01"))
    assert withdrawn.result is FulfilmentResult.UNFULFILLED


def whole_life() -> Commitment:
    commitment = Commitment.draft(
        "CN-9", bureau(), TEXT, TARGET, DUE, [], None, promiser("2011-04-10")
    )
    commitment.review(None, office("2011-04-15"))
    commitment.file("建监备〔2011〕3号", office("2011-04-20"))
    commitment.publish("区电视台", promiser("2011-04-28"))
    commitment.amend(None, PROVISIONAL, None, "管网调整", "政府网站", promiser("2011-06-01"))
    commitment.settle_due(PUBLISHED, office("2011-06-02"))
    commitment.correct(
        5, "occurred_on", on("2011-05-31"), "登错", office("2011-06-03"), NOTHING_PUBLISHED
    )
    for satisfaction in (Satisfaction.DISSATISFIED, Satisfaction.SATISFIED):
        day = "2011-09-20" if satisfaction is Satisfaction.DISSATISFIED else "2011-11-20"
        commitment.claim_fulfilment(on(day), [NOTICE], LINEAGE, promiser(day))
        commitment.verify(FulfilmentResult.FULFILLED, "核实", VERIFIER_LINEAGE, office(day))
        commitment.publish_result("政务公开栏", office(day))
        commitment.record_follow_up(satisfaction, "回访", office(day))
    commitment.correct(
        9, "fulfilled_on", on("2011-09-19"), "与原件不符", office("2011-12-01"), NOTHING_PUBLISHED
    )
    commitment.archive(office("2011-12-01"))
    return commitment


def test_folding_the_events_of_a_whole_life_gives_the_live_state() -> None:
    commitment = whole_life()
    folded = Commitment.fold(commitment.collect_events())
    assert folded is not None
    assert folded.__dict__ == commitment.__dict__
    assert folded.fulfilments[0].fulfilled_on == on("2011-09-19")


def test_events_come_back_from_their_json_as_they_were() -> None:
    for event in whole_life().collect_events():
        assert type(event).model_validate_json(event.model_dump_json()) == event


def test_every_event_of_a_commitment_has_a_topic_of_its_own() -> None:
    members = [getattr(Commitment, name) for name in dir(Commitment)]
    kinds = {m for m in members if isinstance(m, type) and issubclass(m, DomainEvent)}
    topics = {kind.TOPIC for kind in kinds}
    assert len(topics) == len(kinds) == 15
    assert all(topic.startswith(Commitment.KIND + ".") for topic in topics)
    assert all(kind.LABEL for kind in kinds)
    assert {type(e) for e in whole_life().collect_events()} == kinds - {
        Commitment.HandedOver,
        Commitment.Withdrawn,
    }


def test_a_decision_on_a_fork_leaves_the_original_unchanged() -> None:
    commitment = published()
    before = dict(commitment.__dict__)
    fork = commitment.fork()
    fork.claim_fulfilment(on("2011-09-20"), [NOTICE], LINEAGE, promiser())
    fork.verify(FulfilmentResult.PARTLY, "核实", VERIFIER_LINEAGE, office())
    assert commitment.__dict__ == before
    assert fork.version == commitment.version + 2
