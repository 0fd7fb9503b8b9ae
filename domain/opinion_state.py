"""The state of an opinion, what follows from it, and the guards common to its acts."""

from collections.abc import Collection
from datetime import date

from domain.due import Due
from domain.errors import RuleViolation, WrongStatus
from domain.four_eyes import first_of
from domain.model import Act, Aggregate, DomainEvent
from domain.opinion_handling import (
    Closing,
    Consultation,
    CoOpinion,
    Dated,
    Formation,
    LinkedWork,
    LookBack,
    Merger,
    Referral,
    ReturnRequest,
    Round,
    Source,
    Withdrawal,
)
from domain.opinion_terms import OpinionKind, OpinionStatus, ResultClass
from domain.reply_due import reply_due

ENDED = (OpinionStatus.CLOSED, OpinionStatus.NOT_ADMITTED, OpinionStatus.WITHDRAWN)
"""The statuses in which nothing more is asked of anybody."""

OPEN = tuple(status for status in OpinionStatus if status not in ENDED)
"""The statuses in which something is still asked of somebody."""

ANSWERING = (OpinionStatus.IN_HANDLING, OpinionStatus.MERGED, OpinionStatus.REHANDLING)
"""The statuses in which a lead unit owes a reply."""

UNDER_RULES = (
    OpinionStatus.REFERRED,
    OpinionStatus.RETURN_REQUESTED,
    *ANSWERING,
    OpinionStatus.REPLIED,
    OpinionStatus.TRACKING,
)
"""The statuses in which rules govern an opinion that is still open."""

ANSWERED = (OpinionStatus.REPLIED, OpinionStatus.TRACKING)
"""The statuses in which the reply is there and the opinion not yet closed."""


class NotLeadUnit(RuleViolation):
    """Only a lead unit acknowledges, returns, replies and asks for an extension."""

    title = "不是该意见的主办单位"


class JudgedByResponsibleUnit(RuleViolation):
    """Who handles an opinion or did, or is inside who does, decides on nothing that judges it."""

    title = "承办单位不得审定自己承办的意见"


class NotProposer(RuleViolation):
    """Where an opinion has proposers, it is they who are consulted, evaluate and withdraw."""

    title = "不是该意见的提出人"


class DateOutOfSpan(RuleViolation):
    """A date stated with an act lies outside the days on which that can have happened."""

    title = "所填日期与办理经过不符"


class OpinionState(Aggregate):
    """What is known of an opinion."""

    number: str
    kind: OpinionKind
    title: str
    wording: str
    """The original wording, as it stands on paper."""
    source: Source
    lead_deputy: str | None
    co_signers: tuple[str, ...]
    key: bool
    """Whether it is supervised as a key opinion (重点)."""
    status: OpinionStatus
    formation: Formation | None
    referrals: tuple[Referral, ...]
    """Every referral, also those returned."""
    acknowledged: tuple[str, ...]
    """The lead units that signed for the referral, or whose predecessor did, in order."""
    return_requests: tuple[ReturnRequest, ...]
    co_opinions: tuple[CoOpinion, ...]
    co_given: tuple[str, ...]
    """The co-units of the referral in force whose opinion is there."""
    consultations: tuple[Consultation, ...]
    rounds: tuple[Round, ...]
    closings: tuple[Closing, ...]
    look_backs: tuple[LookBack, ...]
    linked_work: tuple[LinkedWork, ...]
    merged_into: Merger | None
    """Stays when the opinion was answered: it was handled together, and answered separately.

    ``None`` again once the opinion was separated.
    """
    withdrawal: Withdrawal | None

    @property
    def is_open(self) -> bool:
        """Whether the opinion still asks for something to be done."""
        return self.status not in ENDED

    @property
    def proposers(self) -> tuple[str, ...]:
        """The lead deputy and the co-signers; each of them must be answered."""
        return (self.lead_deputy, *self.co_signers) if self.lead_deputy else ()

    @property
    def referral(self) -> Referral | None:
        """The referral in force."""
        return next((r for r in self.referrals if not r.returned), None)

    @property
    def past_referrals(self) -> tuple[Referral, ...]:
        """The referrals that are over, earliest first."""
        return tuple(r for r in self.referrals if r.returned)

    @property
    def referred_on(self) -> date | None:
        """The date of the referral in force."""
        return self.date_of(self.referral) if self.referral else None

    @property
    def missing_co_opinions(self) -> tuple[str, ...]:
        """The co-units of the referral in force that gave no opinion on it yet."""
        return tuple(u for u in self.referrals[-1].co_units if u not in self.co_given)

    @property
    def current_round(self) -> Round | None:
        """The round the opinion is in; ``None`` while it is with no unit."""
        return self.rounds[-1] if self.referral else None

    @property
    def due(self) -> Due | None:
        """The due date that counts now; ``None`` while the opinion is with no unit."""
        return self.rounds[-1].due if self.referral else None

    @property
    def first_replied_on(self) -> date | None:
        """The day the first round was answered, by every lead unit; a redo does not move it."""
        if not self.rounds or not self.rounds[0].answered_by(self.referrals[-1].lead):
            return None
        return self.replied_on(self.rounds[0])

    @property
    def first_reply_due(self) -> Due | None:
        """The due date the first reply had; ``None`` without a first reply."""
        return reply_due(self.rounds[0], self.dates) if self.first_replied_on else None

    @property
    def first_reply_days_late(self) -> int | None:
        """By how many calendar days the first reply was late; ``None`` without a first reply."""
        replied_on, due = self.first_replied_on, self.first_reply_due
        return due.days_late(replied_on) if replied_on and due else None

    @property
    def current_class(self) -> ResultClass | None:
        """The class of the latest round that has one."""
        classes = (r.result_class for r in reversed(self.rounds) if r.result_class)
        return next(classes, None)

    @property
    def unheard(self) -> tuple[str, ...]:
        """The proposers who have not evaluated the current round."""
        heard = {e.evaluator for r in self.rounds[-1:] for e in r.evaluations}
        return tuple(p for p in self.proposers if p not in heard)

    @property
    def evaluation_pending(self) -> bool:
        """Whether a proposer may still be expected to evaluate the reply."""
        asked = self.status in ANSWERED and self.rounds[-1].lapse is None
        return asked and bool(self.unheard)

    @property
    def closed_on(self) -> date | None:
        """The day of the closing in force; ``None`` while open, also after a reopening."""
        closed = self.status is OpinionStatus.CLOSED
        return self.date_of(self.closings[-1]) if closed else None

    @property
    def recurrence_found(self) -> bool:
        """Whether the latest look-back since the closing in force found the matter unsettled."""
        closed_in = self.closings[-1].version if self.closings else 0
        since = [each for each in self.look_backs if each.version > closed_in]
        return bool(since) and not since[-1].passed

    @property
    def latest_step_on(self) -> date:
        """The date the next step may not precede.

        Evaluations arrive in any order, so they are no steps; what follows them is never dated
        before them all the same.
        """
        evaluated = (self.date_of(e) for r in self.rounds for e in r.evaluations)
        return max((super().latest_step_on, *evaluated))

    def date_of(self, thing: Dated) -> date:
        """Return the business date, as corrected, of the event something came with."""
        return self.dates[thing.version - 1]

    def days_late(self, day: date) -> int:
        """Return by how many calendar days the current round is late as of ``day``.

        Handling that is complete is as late as its completion was, and what was taken back as
        late as it was then; while the clock stands still nothing becomes later.
        """
        if not self.referral:
            return 0
        ends = [day]
        if self.paused_since:
            ends.append(self.paused_since)
        if self.status is OpinionStatus.CLOSED:
            ends.append(self.closings[-1].completed_on)
        if self.withdrawal:
            ends.append(self.date_of(self.withdrawal))
        return self.rounds[-1].due.days_late(min(ends))

    @property
    def paused_since(self) -> date | None:
        """Since when the clock stands still; a question nobody answered ends with the reply."""
        if not self.referral or self.rounds[-1].answered_by(self.referral.lead):
            return None
        asked = self.rounds[-1].pending_clarification
        return self.date_of(asked) if asked and asked.pauses else None

    def counted_on(self, day: date, round_: Round, version: int) -> date:
        """Return ``day``, or the day the clock had stopped on when the event ``version`` came."""
        question = round_.paused_at(version)
        return min(day, self.date_of(question)) if question else day

    def replied_on(self, round_: Round) -> date:
        """Return the date of the latest reply in an answered round."""
        return max(self.date_of(reply) for reply in round_.replies)

    def begin_blank(self) -> None:
        """Hold nothing of a handling yet; for the first event to apply."""
        self.status = OpinionStatus.DRAFTED
        self.formation = None
        self.referrals = ()
        self.acknowledged = ()
        self.return_requests = ()
        self.co_opinions = ()
        self.co_given = ()
        self.consultations = ()
        self.rounds = ()
        self.closings = ()
        self.look_backs = ()
        self.linked_work = ()
        self.merged_into = None
        self.withdrawal = None

    def amend_round(self, **changes: object) -> None:
        """Put a changed copy of the current round in its place; for events to apply."""
        self.rounds = (*self.rounds[:-1], self.rounds[-1].model_copy(update=changes))

    def open_round(self, number: int, due: Due, version: int) -> None:
        """Begin a round beside the earlier ones; for events to apply."""
        begun = Round(number=number, due=due, original_due=due, stated_due=due, version=version)
        self.rounds = (*self.rounds[: number - 1], begun)

    def _require(self, event: type[DomainEvent], *allowed: OpinionStatus) -> None:
        if self.status not in allowed:
            wanted = "、".join(status.label for status in allowed)
            raise WrongStatus(
                f"意见{self.number}现为“{self.status.label}”,"
                f"只有“{wanted}”的意见可以办理“{event.LABEL}”",
                "status",
            )

    def _require_lead(self, act: Act) -> None:
        if act.unit not in self.referrals[-1].lead:
            raise NotLeadUnit(f"{act.unit}不是意见{self.number}的主办单位", "unit")

    def _require_independent(self, act: Act) -> None:
        for referral in self.referrals[-1:]:
            self._require_outside((*referral.lead, *referral.co_units), "承办单位", act)
            self._require_outside(referral.former, "原承办单位", act)

    def _require_outside(self, units: Collection[str], called: str, act: Act) -> None:
        if act.unit in units:
            raise JudgedByResponsibleUnit(
                f"{act.unit}是意见{self.number}的{called},不能由其审定", "unit"
            )
        if inside := first_of(units, act.lineage):
            raise JudgedByResponsibleUnit(
                f"{act.unit}隶属于意见{self.number}的{called}{inside},不能由其审定", "unit"
            )

    def _require_proposer(self, person: str, field: str) -> None:
        if self.proposers and person not in self.proposers:
            raise NotProposer(
                f"{person}不是意见{self.number}的提出人({'、'.join(self.proposers)})", field
            )
