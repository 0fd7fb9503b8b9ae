"""Claim and verification of a rectification task: one unit rectifies and claims, another verifies.

A failed verification opens the next round with a due date of its own and leaves the earlier
rounds as they were (requirements R7, R10).
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from domain.due import Due
from domain.due_history import ChangeKind
from domain.errors import InvalidFact, RuleViolation
from domain.evidence import Evidence, EvidenceMissing
from domain.measure import Quantity, Target
from domain.model import Act, BusinessDate, Correction, DomainEvent
from domain.task_rounds import Claim, Round, TaskRounds, TaskStatus, Verdict
from domain.text import Code, Reason


class SubActionsUndone(RuleViolation):
    """A task is claimed done only when each of its sub-actions was reported done."""

    title = "子措施尚未全部完成"


class TargetValueMissing(RuleViolation):
    """A claim states the value reached when the task has a quantified target."""

    title = "缺少量化目标的完成值"


class TargetMissed(RuleViolation):
    """A claim is refused while the value reached lies outside the target."""

    title = "完成值未达到量化目标"


class CompletionOutsideTask(RuleViolation):
    """A task is completed between its assignment, or its latest recurrence, and the claim."""

    title = "完成日期不在任务分解至申请销号之间"


class DecisionAfterClaim(RuleViolation):
    """The unit decides collectively before it claims."""

    title = "集体研究日期晚于申请销号日期"


class TaskVerification(TaskRounds):
    """What may happen from work to the verdict."""

    class CloseoutRequested(DomainEvent):
        TOPIC = "task.closeout-requested"
        LABEL = "申请销号"

        round: int
        completed_on: BusinessDate
        target_value: Quantity | None
        evidence: tuple[Evidence, ...]
        collective_decision_on: BusinessDate | None
        lineage: tuple[Code, ...]

        def apply(self, aggregate: "TaskVerification") -> None:
            claim = Claim(
                completed_on=self.completed_on,
                target_value=self.target_value,
                collective_decision_on=self.collective_decision_on,
                claimed_in=self.originator_version,
            )
            evidence = (*aggregate.current.evidence, *self.evidence)
            aggregate.status = TaskStatus.CLOSEOUT_REQUESTED
            aggregate.performers = aggregate.performers.reported_by(self.lineage, self.act.actor)
            aggregate.amend_current(claim=claim, evidence=evidence)

    class VerificationPassed(DomainEvent):
        TOPIC = "task.verification-passed"
        LABEL = "核查通过"

        round: int
        note: Reason
        lineage: tuple[Code, ...]

        def apply(self, aggregate: "TaskVerification") -> None:
            verdict = Verdict(passed=True, text=self.note, given_in=self.originator_version)
            aggregate.status = TaskStatus.ACCEPTED
            aggregate.drop_pending_extension()
            aggregate.amend_current(verdicts=(verdict,))

    class VerificationFailed(DomainEvent):
        TOPIC = "task.verification-failed"
        LABEL = "核查未通过"

        round: int
        reasons: Reason
        new_due: Due
        lineage: tuple[Code, ...]

        def apply(self, aggregate: "TaskVerification") -> None:
            verdict = Verdict(passed=False, text=self.reasons, given_in=self.originator_version)
            aggregate.amend_current(verdicts=(*aggregate.current.verdicts, verdict))
            aggregate.restate_due(ChangeKind.NEXT_ROUND, self.new_due)
            aggregate.begin_round(
                self.new_due, self.originator_version, aggregate.current.not_before
            )

    def claim(
        self,
        completed_on: date,
        target_value: Decimal | None,
        evidence: Sequence[Evidence],
        collective_decision_on: date | None,
        lineage: Sequence[str],
        act: Act,
    ) -> None:
        """Claim, as a responsible unit, that the task was done on ``completed_on``."""
        self._require(TaskStatus.IN_PROGRESS, TaskStatus.LONG_TERM)
        self._require_responsible(lineage, act)
        self._require_complete(target_value, evidence)
        begun_on = self.date_of(self.current.not_before)
        _require_within(completed_on, begun_on, act.occurred_on, "completed_on")
        _require_decided(collective_decision_on, act.occurred_on, "collective_decision_on")
        self.record(
            self.CloseoutRequested,
            act,
            round=self.current.number,
            completed_on=completed_on,
            target_value=target_value,
            evidence=tuple(evidence),
            collective_decision_on=collective_decision_on,
            lineage=tuple(lineage),
        )

    def pass_verification(self, note: str, lineage: Sequence[str], act: Act) -> None:
        """Find, independently of those who rectified, that the claim holds."""
        self._require(TaskStatus.CLOSEOUT_REQUESTED)
        self.performers.require_independent(lineage, act)
        self.record(
            self.VerificationPassed,
            act,
            round=self.current.number,
            note=note,
            lineage=tuple(lineage),
        )

    def fail_verification(
        self, reasons: str, new_due: Due, lineage: Sequence[str], act: Act
    ) -> None:
        """Find, independently of those who rectified, that the claim does not hold.

        A claim once accepted can still fail when an objection against it was upheld.
        """
        contested = self.current.contested
        self._require(TaskStatus.ACCEPTED if contested else TaskStatus.CLOSEOUT_REQUESTED)
        self.performers.require_independent(lineage, act)
        self._require_due_ahead(new_due, "new_due", act)
        self.record(
            self.VerificationFailed,
            act,
            round=self.current.number,
            reasons=reasons,
            new_due=new_due,
            lineage=tuple(lineage),
        )

    def adopt_correction(self, correction: Correction) -> None:
        """Take a corrected day of completion over into the round of its claim."""
        if correction.field == "completed_on":
            now, corrects = correction.now, correction.corrects
            self.rounds = tuple(
                _completed(past, now) if past.claimed_in == corrects else past
                for past in self.rounds
            )

    def _completion_to_correct(self, corrects: int, now: date, act: Act) -> date:
        claims = [(r, r.claim) for r in self.rounds if r.claim and r.claimed_in == corrects]
        if not claims:
            raise InvalidFact(f"第{corrects}条记录不是销号申请,没有完成日期", "corrects")
        past, claim = claims[0]
        if now == claim.completed_on:
            raise InvalidFact(f"更正后的日期与原日期{now}相同", "now")
        _require_within(now, self.date_of(past.not_before), self.date_of(corrects), "now")
        if past.verdicts:
            self.performers.require_other(act)
        return claim.completed_on

    def _require_complete(self, value: Decimal | None, evidence: Sequence[Evidence]) -> None:
        if self.undone:
            missing = "、".join(str(no) for no in self.undone)
            raise SubActionsUndone(f"子措施{missing}尚未报告完成", "sub_actions_done")
        if not evidence and not self.current.evidence:
            raise EvidenceMissing("申请销号应当至少附一份佐证材料", "evidence")
        if self.target:
            _require_reached(self.target, value)
        elif value is not None:
            raise InvalidFact(f"任务{self.number}没有量化目标,不填完成值", "target_value")

    def _require_claims_within(self, dates: tuple[date, ...]) -> None:
        """Refuse dates of events by which a claim would not follow what it states."""
        for past in self.rounds:
            if past.claim:
                begun_on, claimed_on = dates[past.not_before - 1], dates[past.claim.claimed_in - 1]
                _require_within(past.claim.completed_on, begun_on, claimed_on, "now")
                _require_decided(past.claim.collective_decision_on, claimed_on, "now")


def _completed(past: Round, completed_on: date) -> Round:
    claim = past.claim and past.claim.model_copy(update={"completed_on": completed_on})
    return past.model_copy(update={"claim": claim})


def _require_within(completed_on: date, begun_on: date, claimed_on: date, field: str) -> None:
    """Refuse a day of completion before the work began or after it was claimed done."""
    if not begun_on <= completed_on <= claimed_on:
        raise CompletionOutsideTask(
            f"完成日期{completed_on}应当在{begun_on}至申请销号的{claimed_on}之间", field
        )


def _require_decided(decided_on: date | None, claimed_on: date, field: str) -> None:
    if decided_on and decided_on > claimed_on:
        raise DecisionAfterClaim(f"集体研究日期{decided_on}晚于申请销号日期{claimed_on}", field)


def _require_reached(target: Target, value: Decimal | None) -> None:
    if value is None:
        raise TargetValueMissing(f"请填写“{target.text}”的完成值", "target_value")
    low, high = target.minimum, target.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        raise TargetMissed(
            f"完成值{value}{target.unit_of_measure}未达到量化目标“{target.text}”", "target_value"
        )
