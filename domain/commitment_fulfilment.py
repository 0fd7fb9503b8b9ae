"""How a commitment is kept: claimed, verified by somebody else, published, followed up.

A result other than fulfilled, or a dissatisfied follow-up, leaves the promise standing: it may be
claimed again, and earlier claims and results stay (requirement R11).
"""

from collections.abc import Sequence
from datetime import date

from domain.commitment_state import (
    AFTER_PUBLICATION,
    CommitmentState,
    CommitmentStatus,
    FollowUp,
    Fulfilment,
    FulfilmentResult,
)
from domain.errors import InvalidFact, RuleViolation
from domain.evidence import Evidence, EvidenceMissing
from domain.four_eyes import require_lineage
from domain.model import Act, BusinessDate, Correction, DomainEvent
from domain.opinion_terms import Satisfaction
from domain.text import Code, Name, Reason


class ClaimantNotPromiser(RuleViolation):
    """Only the unit that promised, or a unit under it, claims that the promise was kept."""

    title = "不是作出承诺的单位"


class FulfilmentOutsideCommitment(RuleViolation):
    """A commitment is kept between its draft, or its latest reopening, and the claim."""

    title = "兑现日期不在承诺起草至申报兑现之间"


class CommitmentFulfilment(CommitmentState):
    """What may happen to a published commitment."""

    class FulfilmentClaimed(DomainEvent):
        TOPIC = "commitment.fulfilment-claimed"
        LABEL = "申报兑现"

        fulfilled_on: BusinessDate
        evidence: tuple[Evidence, ...]
        lineage: tuple[Code, ...]

        def apply(self, aggregate: "CommitmentFulfilment") -> None:
            claimed = Fulfilment(
                fulfilled_on=self.fulfilled_on,
                not_before=aggregate.claimable_from,
                evidence=self.evidence,
                claimed_in=self.originator_version,
            )
            aggregate.status = CommitmentStatus.CLAIMED
            aggregate.fulfilments = (*aggregate.fulfilments, claimed)
            aggregate.performers = aggregate.performers.reported_by(self.lineage, self.act.actor)

    class Verified(DomainEvent):
        TOPIC = "commitment.verified"
        LABEL = "核验"

        result: FulfilmentResult
        note: Reason
        lineage: tuple[Code, ...]

        def apply(self, aggregate: "CommitmentFulfilment") -> None:
            aggregate.status = CommitmentStatus.VERIFIED
            aggregate.amend_latest(
                result=self.result, note=self.note, verified_in=self.originator_version
            )

    class ResultPublished(DomainEvent):
        TOPIC = "commitment.result-published"
        LABEL = "践诺公示"

        channel: Name
        result: FulfilmentResult

        def apply(self, aggregate: "CommitmentFulfilment") -> None:
            aggregate.status = CommitmentStatus.FULFILMENT_PUBLISHED
            aggregate.amend_latest(published_in=self.originator_version)

    class FollowUpRecorded(DomainEvent):
        """A dissatisfied answer makes the promise stand again."""

        TOPIC = "commitment.follow-up-recorded"
        LABEL = "回访"

        satisfaction: Satisfaction
        note: Reason

        def apply(self, aggregate: "CommitmentFulfilment") -> None:
            unhappy = self.satisfaction is Satisfaction.DISSATISFIED
            follow_up = FollowUp(
                satisfaction=self.satisfaction, note=self.note, made_in=self.originator_version
            )
            aggregate.status = (
                CommitmentStatus.PUBLISHED if unhappy else CommitmentStatus.FOLLOWED_UP
            )
            aggregate.amend_latest(follow_ups=(*aggregate.fulfilments[-1].follow_ups, follow_up))

    def claim_fulfilment(
        self, fulfilled_on: date, evidence: Sequence[Evidence], lineage: Sequence[str], act: Act
    ) -> None:
        """Claim, as the unit that promised, that the promise was kept on ``fulfilled_on``."""
        self._require(*AFTER_PUBLICATION)
        self._require_unfulfilled()
        require_lineage(lineage, act)
        if self.unit not in lineage:
            raise ClaimantNotPromiser(
                f"{act.unit}不是作出承诺{self.number}的单位,也不隶属于该单位", "unit"
            )
        if not evidence:
            raise EvidenceMissing("申报兑现应当至少附一份佐证材料", "evidence")
        begun_on = self.date_of(self.claimable_from)
        _require_within(fulfilled_on, begun_on, act.occurred_on, "fulfilled_on")
        facts = {"evidence": tuple(evidence), "lineage": tuple(lineage)}
        self.record(self.FulfilmentClaimed, act, fulfilled_on=fulfilled_on, **facts)

    def verify(
        self, result: FulfilmentResult, note: str, lineage: Sequence[str], act: Act
    ) -> None:
        """Find, independently of the unit that promised, how far the promise was kept."""
        self._require(CommitmentStatus.CLAIMED)
        self.performers.require_independent(lineage, act)
        facts = {"note": note, "lineage": tuple(lineage)}
        self.record(self.Verified, act, result=result, **facts)

    def publish_result(self, channel: str, act: Act) -> None:
        """Publish the result verified last, whatever it is."""
        self._require(CommitmentStatus.VERIFIED)
        self.record(self.ResultPublished, act, channel=channel, result=self.result)

    def record_follow_up(self, satisfaction: Satisfaction, note: str, act: Act) -> None:
        """Record what somebody concerned says of the published result, without naming them."""
        self._require(CommitmentStatus.FULFILMENT_PUBLISHED, CommitmentStatus.FOLLOWED_UP)
        self.record(self.FollowUpRecorded, act, satisfaction=satisfaction, note=note)

    @property
    def claimable_from(self) -> int:
        """The version of the event before whose day nothing claimed next can have been kept.

        That is the latest dissatisfied follow-up, else the draft.
        """
        return next((f.reopened_in for f in reversed(self.fulfilments) if f.reopened_in), 1)

    def adopt_correction(self, correction: Correction) -> None:
        """Take a corrected day of fulfilment over into its claim."""
        if correction.field == "fulfilled_on":
            change = {"fulfilled_on": correction.now}
            self.fulfilments = tuple(
                f.model_copy(update=change) if f.claimed_in == correction.corrects else f
                for f in self.fulfilments
            )

    def _fulfilment_to_correct(self, corrects: int, now: date, act: Act) -> date:
        claims = [f for f in self.fulfilments if f.claimed_in == corrects]
        if not claims:
            raise InvalidFact(f"第{corrects}条记录不是兑现申报,没有兑现日期", "corrects")
        claim = claims[0]
        if now == claim.fulfilled_on:
            raise InvalidFact(f"更正后的日期与原日期{now}相同", "now")
        _require_within(now, self.date_of(claim.not_before), self.date_of(corrects), "now")
        if claim.result:
            self.performers.require_other(act)
        return claim.fulfilled_on

    def _require_claims_within(self, dates: tuple[date, ...]) -> None:
        """Refuse dates of events by which a claim would not follow what it states."""
        for claim in self.fulfilments:
            begun_on, claimed_on = dates[claim.not_before - 1], dates[claim.claimed_in - 1]
            _require_within(claim.fulfilled_on, begun_on, claimed_on, "now")


def _require_within(fulfilled_on: date, begun_on: date, claimed_on: date, field: str) -> None:
    if not begun_on <= fulfilled_on <= claimed_on:
        raise FulfilmentOutsideCommitment(
            f"兑现日期{fulfilled_on}应当在{begun_on}至申报兑现的{claimed_on}之间", field
        )
