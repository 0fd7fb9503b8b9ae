"""How an opinion comes to rest, and how it is taken up again (requirements R3, R9).

It is closed once what answers it is done and its proposers were heard. A closed opinion is looked
at again, and reopened without losing its first closing.
"""

from collections.abc import Sequence
from datetime import date

from domain.due import Due
from domain.errors import RuleViolation
from domain.model import Act, BusinessDate, DomainEvent
from domain.opinion_handling import Closing, LookBack
from domain.opinion_promises import OpinionPromises
from domain.opinion_reply import require_due_ahead
from domain.opinion_state import ANSWERED, DateOutOfSpan
from domain.opinion_terms import OpinionStatus, ReopenGround
from domain.profile_terms import PromiseClosing
from domain.text import Reason, Title


class LinkedWorkOpen(RuleViolation):
    """An opinion is closed when no task or commitment that answers it is still open."""

    title = "关联的整改任务或者承诺尚未办结"


class EvaluationPending(RuleViolation):
    """An opinion is closed when each proposer has evaluated the reply or feedback has lapsed."""

    title = "评价尚未反馈"


class DissatisfactionUnresolved(RuleViolation):
    """A reply that left somebody dissatisfied is given again before the opinion is closed."""

    title = "不满意答复尚未重新办理"


class RecurrenceNotRecorded(RuleViolation):
    """A recurrence is what the latest look-back on the closed opinion found; it is counted so."""

    title = "没有发现反弹的回头看记录"


class PromisedItemsOpen(RuleViolation):
    """What a reply promised is tracked and fulfilled before the opinion is closed."""

    title = "承诺事项尚未兑现"


class OpinionClosing(OpinionPromises):
    """What ends the handling of an opinion, and what begins it again."""

    class Closed(DomainEvent):
        TOPIC = "opinion.closed"
        LABEL = "办结"

        round: int
        completed_on: BusinessDate
        ground: Reason

        def apply(self, aggregate: "OpinionClosing") -> None:
            closing = Closing(
                version=self.originator_version,
                round=self.round,
                completed_on=self.completed_on,
                ground=self.ground,
            )
            aggregate.status = OpinionStatus.CLOSED
            aggregate.closings = (*aggregate.closings, closing)

    class LookBackRecorded(DomainEvent):
        TOPIC = "opinion.look-back-recorded"
        LABEL = "回头看"

        passed: bool
        note: Reason

        def apply(self, aggregate: "OpinionClosing") -> None:
            look_back = LookBack(
                version=self.originator_version, passed=self.passed, note=self.note
            )
            aggregate.look_backs = (*aggregate.look_backs, look_back)

    class Reopened(DomainEvent):
        TOPIC = "opinion.reopened"
        LABEL = "重新启动办理"

        round: int
        """The round that begins."""
        ground: ReopenGround
        reference: Title
        due: Due
        reason: Reason

        def apply(self, aggregate: "OpinionClosing") -> None:
            aggregate.status = OpinionStatus.IN_HANDLING
            aggregate.open_round(self.round, self.due, self.originator_version)

    def close(
        self,
        open_work: Sequence[str],
        completed_on: date,
        ground: str,
        act: Act,
        promises: PromiseClosing = PromiseClosing.TRACKING_REQUIRED,
    ) -> None:
        """Close the handling, complete since ``completed_on``.

        That day is neither before the current round began nor before a promised item of it was
        fulfilled. ``open_work`` names the linked tasks and commitments that are still open.
        """
        self._require(self.Closed, *ANSWERED)
        self._require_independent(act)
        if open_work:
            raise LinkedWorkOpen(f"{'、'.join(open_work)}尚未办结", "open_work")
        round_ = self.rounds[-1]
        if round_.dissatisfied:
            raise DissatisfactionUnresolved(f"第{round_.number}轮答复有不满意评价,应当重新办理")
        if self.evaluation_pending:
            raise EvaluationPending(f"{'、'.join(self.unheard)}尚未评价答复")
        if round_.open_items and promises is PromiseClosing.TRACKING_REQUIRED:
            numbers = "、".join(str(item.number) for item in round_.open_items)
            raise PromisedItemsOpen(f"第{numbers}项承诺事项尚未兑现,应当转入跟踪办理")
        earliest = max((self.date_of(round_), *round_.fulfilled_on))
        if not earliest <= completed_on <= act.occurred_on:
            raise DateOutOfSpan(
                f"办理完成日期{completed_on}应当在{earliest}至办结日期{act.occurred_on}之间",
                "completed_on",
            )
        facts = {"completed_on": completed_on, "ground": ground}
        self.record(self.Closed, act, round=round_.number, **facts)

    def look_back(self, passed: bool, note: str, act: Act) -> None:
        """Record whether the closed opinion was still settled when looked at again."""
        self._require(self.LookBackRecorded, OpinionStatus.CLOSED)
        self._require_independent(act)
        self.record(self.LookBackRecorded, act, passed=passed, note=note)

    def reopen(
        self, ground: ReopenGround, reference: str, due: Due, reason: str, act: Act
    ) -> None:
        """Take up again what proved not to be settled; ``reference`` names what showed it."""
        self._require(self.Reopened, OpinionStatus.CLOSED)
        if ground is ReopenGround.LOOK_BACK and not self.recurrence_found:
            raise RecurrenceNotRecorded(
                f"意见{self.number}办结后没有回头看记录,或者最近一次没有发现问题",
                "ground",
            )
        require_due_ahead(due, act)
        facts = {"ground": ground, "reference": reference, "due": due, "reason": reason}
        self.record(self.Reopened, act, round=len(self.rounds) + 1, **facts)
