"""The reply to an opinion, its evaluation, and handling it again.

Sources: deputies' law (2025) art. 51; result classes, evaluation, reminder, rehandling, joint
signers and promised items as in the local rules of §2.2 and §2.3 of the domain reference;
requirement R10.
"""

from collections.abc import Sequence
from datetime import date

from pydantic import Field

from domain.due import Due
from domain.errors import RuleViolation
from domain.model import Act, BusinessDate, DomainEvent
from domain.opinion_deadline import OpinionDeadline
from domain.opinion_handling import (
    Evaluation,
    Lapse,
    PromisedItem,
    Reply,
    TrackedItem,
)
from domain.opinion_state import ANSWERED, ANSWERING, DateOutOfSpan
from domain.opinion_terms import OpinionStatus, ResultClass, Satisfaction
from domain.profile_terms import Silence
from domain.result_classes import ABCD, ResultScheme
from domain.text import Code, DocumentNumber, PersonName, Reason, Wording


class NotAcknowledged(RuleViolation):
    """A lead unit signs for the referral before it replies."""

    title = "尚未签收"


class AlreadyReplied(RuleViolation):
    """A lead unit replies once in a round."""

    title = "本轮已经答复"


class SignerUnanswered(RuleViolation):
    """Every joint signer, the lead deputy among them, is answered."""

    title = "未答复全部提出人"


class CoOpinionMissing(RuleViolation):
    """The reply waits for the opinion of each co-unit, or says why one is missing."""

    title = "缺少协办意见"


class PromisedItemMissing(RuleViolation):
    """A reply of class B or C promises at least one item with a due date."""

    title = "缺少承诺事项"


class PromiseDueBeforeReply(RuleViolation):
    """A promised item is not due before the reply that promises it."""

    title = "承诺期限早于答复日期"


class ReasonsMissing(RuleViolation):
    """Whoever is dissatisfied says why."""

    title = "不满意应当说明理由"


class AlreadyEvaluated(RuleViolation):
    """An evaluator evaluates a round once."""

    title = "本轮已经评价"


class EvaluationBeforeReply(RuleViolation):
    """A reply is evaluated after it was given."""

    title = "评价日期早于答复日期"


class NoEvaluationPending(RuleViolation):
    """Feedback lapses only where somebody could still give it."""

    title = "没有等待反馈的评价"


class EvaluationTermRunning(RuleViolation):
    """Feedback lapses only once the term for it has run out."""

    title = "评价期限尚未届满"


class NotDissatisfied(RuleViolation):
    """An opinion is handled again when somebody is dissatisfied with the reply."""

    title = "没有不满意评价"


class DueBeforeOrder(RuleViolation):
    """The due date of a new round is not before the day on which the round is ordered."""

    title = "办理期限早于重新办理的决定日期"


class OpinionReply(OpinionDeadline):
    """What may happen from the reply until the opinion can be closed."""

    class Replied(DomainEvent):
        """One lead unit's reply; under split handling each lead unit gives its own."""

        TOPIC = "opinion.replied"
        LABEL = "答复"

        round: int
        result_class: ResultClass
        stated_class: Code | None = Field(default=None, exclude_if=lambda code: code is None)
        """What the local scheme calls the class, where it calls it otherwise."""
        signer: PersonName
        document_number: DocumentNumber
        text: Wording
        answered: tuple[PersonName, ...]
        promised_items: tuple[PromisedItem, ...]
        co_opinions_noted: Reason | None
        complete: bool
        """Whether every lead unit has now replied in this round."""
        evaluation_by: Due | None = Field(default=None, exclude_if=lambda due: due is None)

        def apply(self, aggregate: "OpinionReply") -> None:
            round_ = aggregate.rounds[-1]
            reply = Reply(
                version=self.originator_version,
                unit=self.act.unit,
                result_class=self.result_class,
                stated_class=self.stated_class,
                signer=self.signer,
                document_number=self.document_number,
                text=self.text,
                answered=self.answered,
                co_opinions_noted=self.co_opinions_noted,
            )
            first = len(round_.promised_items) + 1
            items = tuple(
                TrackedItem(
                    number=number,
                    text=item.text,
                    due=item.due,
                    replied_in=self.originator_version,
                )
                for number, item in enumerate(self.promised_items, first)
            )
            aggregate.amend_round(
                replies=(*round_.replies, reply),
                answered=(*round_.answered, self.act.unit),
                promised_items=(*round_.promised_items, *items),
            )
            if self.complete:
                aggregate.status = OpinionStatus.REPLIED
                aggregate.amend_round(evaluation_by=self.evaluation_by)

    class ReplyEvaluated(DomainEvent):
        """Evaluations arrive in any order, so none is a step."""

        TOPIC = "opinion.reply-evaluated"
        LABEL = "评价答复"
        STEP = False

        round: int
        evaluator: PersonName
        satisfaction: Satisfaction
        reasons: Reason | None

        def apply(self, aggregate: "OpinionReply") -> None:
            evaluation = Evaluation(
                version=self.originator_version,
                evaluator=self.evaluator,
                satisfaction=self.satisfaction,
                reasons=self.reasons,
            )
            evaluations = (*aggregate.rounds[-1].evaluations, evaluation)
            aggregate.amend_round(evaluations=evaluations)

    class FeedbackLapsed(DomainEvent):
        TOPIC = "opinion.feedback-lapsed"
        LABEL = "逾期未反馈"

        round: int
        reminded_on: BusinessDate
        unheard: tuple[PersonName, ...]
        silence: Silence = Field(
            default=Silence.EXCLUDED, exclude_if=lambda silence: silence is Silence.EXCLUDED
        )
        """What the rules make of it."""

        def apply(self, aggregate: "OpinionReply") -> None:
            lapse = Lapse(
                version=self.originator_version,
                reminded_on=self.reminded_on,
                silence=self.silence,
            )
            aggregate.amend_round(lapse=lapse)

    class RehandlingOrdered(DomainEvent):
        TOPIC = "opinion.rehandling-ordered"
        LABEL = "责成重新办理"

        round: int
        """The round that begins."""
        due: Due
        reason: Reason

        def apply(self, aggregate: "OpinionReply") -> None:
            aggregate.status = OpinionStatus.REHANDLING
            aggregate.open_round(self.round, self.due, self.originator_version)

    def reply(
        self,
        result_class: str,
        signer: str,
        document_number: str,
        text: str,
        answered: Sequence[str],
        promised_items: Sequence[PromisedItem],
        co_opinions_noted: str | None,
        act: Act,
        scheme: ResultScheme = ABCD,
        evaluation_by: Due | None = None,
    ) -> None:
        """Answer, as a lead unit; the opinion is answered when every lead unit has replied.

        ``result_class`` is a class of the local ``scheme``. A merged opinion is answered here like
        any other: handled together, answered separately.
        """
        self._require(self.Replied, *ANSWERING)
        self._require_may_reply(act)
        self._require_all_answered(answered)
        self._require_co_opinions(co_opinions_noted)
        standard = scheme.standard(result_class)
        self._require_promises(result_class, scheme, promised_items, act)
        self.record(
            self.Replied,
            act,
            round=self.rounds[-1].number,
            result_class=standard,
            stated_class=None if result_class == standard else result_class,
            signer=signer,
            document_number=document_number,
            text=text,
            answered=tuple(answered),
            promised_items=tuple(promised_items),
            co_opinions_noted=co_opinions_noted,
            complete=self._is_completed_by(act.unit),
            evaluation_by=evaluation_by,
        )

    def evaluate(
        self, evaluator: str, satisfaction: Satisfaction, reasons: str | None, act: Act
    ) -> None:
        """Say, once in a round, how satisfactory the reply was.

        What an evaluator said is entered by others than the units that gave the reply.
        """
        self._require(self.ReplyEvaluated, *ANSWERED)
        self._require_independent(act)
        self._require_proposer(evaluator, "evaluator")
        round_ = self.rounds[-1]
        if any(e.evaluator == evaluator for e in round_.evaluations):
            raise AlreadyEvaluated(f"{evaluator}已经评价第{round_.number}轮答复", "evaluator")
        if satisfaction is Satisfaction.DISSATISFIED and not reasons:
            raise ReasonsMissing(f"{evaluator}评价为不满意,应当填写理由", "reasons")
        if act.occurred_on < self.replied_on(round_):
            raise EvaluationBeforeReply(
                f"评价日期{act.occurred_on}早于答复日期{self.replied_on(round_)}", "occurred_on"
            )
        facts = {"evaluator": evaluator, "satisfaction": satisfaction, "reasons": reasons}
        self.record(self.ReplyEvaluated, act, round=round_.number, **facts)

    def record_no_feedback(
        self, reminded_on: date, act: Act, silence: Silence = Silence.EXCLUDED
    ) -> None:
        """State that those not heard did not answer after a reminder (Chongqing 2017 art. 29)."""
        self._require(self.FeedbackLapsed, *ANSWERED)
        self._require_independent(act)
        if not self.evaluation_pending:
            raise NoEvaluationPending(f"意见{self.number}没有等待反馈的提出人")
        round_ = self.rounds[-1]
        replied_on = self.replied_on(round_)
        if not replied_on <= reminded_on <= act.occurred_on:
            raise DateOutOfSpan(
                f"提醒日期{reminded_on}应当在答复日期{replied_on}至{act.occurred_on}之间",
                "reminded_on",
            )
        by = round_.evaluation_by
        if by and not by.days_late(act.occurred_on):
            raise EvaluationTermRunning(f"评价的期限{by.on}尚未届满", "occurred_on")
        facts = {"reminded_on": reminded_on, "unheard": self.unheard, "silence": silence}
        self.record(self.FeedbackLapsed, act, round=round_.number, **facts)

    def order_rehandling(self, due: Due, reason: str, act: Act) -> None:
        """Have a reply that left somebody dissatisfied done again, in a round of its own."""
        self._require(self.RehandlingOrdered, *ANSWERED)
        self._require_independent(act)
        if not self.rounds[-1].dissatisfied:
            raise NotDissatisfied(f"意见{self.number}本轮答复没有不满意评价")
        require_due_ahead(due, act)
        number = len(self.rounds) + 1
        self.record(self.RehandlingOrdered, act, round=number, due=due, reason=reason)

    def _is_completed_by(self, unit: str) -> bool:
        return set(self.referrals[-1].lead) <= {unit, *self.rounds[-1].answered}

    def _require_may_reply(self, act: Act) -> None:
        self._require_lead(act)
        if self.merged_into is None and act.unit not in self.acknowledged:
            raise NotAcknowledged(f"{act.unit}尚未签收意见{self.number}", "unit")
        round_ = self.rounds[-1]
        if round_.answered_by((act.unit,)):
            raise AlreadyReplied(f"{act.unit}已经作出第{round_.number}轮答复", "unit")

    def _require_all_answered(self, answered: Sequence[str]) -> None:
        unanswered = [p for p in self.proposers if p not in answered]
        if unanswered:
            raise SignerUnanswered(f"尚未答复{'、'.join(unanswered)}", "answered")

    def _require_co_opinions(self, noted: str | None) -> None:
        if self.missing_co_opinions and not noted:
            raise CoOpinionMissing(
                f"协办单位{'、'.join(self.missing_co_opinions)}尚未提交协办意见,应当注明原因",
                "co_opinions_noted",
            )

    def _require_promises(
        self,
        result_class: str,
        scheme: ResultScheme,
        items: Sequence[PromisedItem],
        act: Act,
    ) -> None:
        if result_class in scheme.promising and not items:
            raise PromisedItemMissing(
                f"{result_class}类答复应当列出承诺事项及其期限", "promised_items"
            )
        day = act.occurred_on
        early = [item.due.on for item in items if item.due.on and item.due.on < day]
        if early:
            raise PromiseDueBeforeReply(f"承诺期限{early[0]}早于答复日期{day}", "promised_items")


def require_due_ahead(due: Due, act: Act) -> None:
    """Refuse a new round whose due date lies before the day the round is ordered."""
    if due.on and due.on < act.occurred_on:
        raise DueBeforeOrder(f"办理期限{due.on}早于决定日期{act.occurred_on}", "due")
