"""A rectification plan: the measures by which a unit answers the opinions referred to it."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from domain.approval import require_approver
from domain.due import Due
from domain.errors import RuleViolation
from domain.four_eyes import first_of, require_lineage
from domain.measure import (
    OrderNumber,
    Target,
)
from domain.model import Act, Correction, DomainEvent
from domain.plan_drafting import MeasureUnchanged
from domain.plan_handover import PlanHandover
from domain.plan_status import PlanStatus
from domain.profile_rules import ProfileRules
from domain.text import Code, PersonName, Reason, Wording


class ApproverNotIndependent(RuleViolation):
    """Nobody of the responsible unit, nor whoever submitted the plan, decides on it."""

    title = "责任单位不能审定自己的方案"


class ChangedByResponsibleUnit(RuleViolation):
    """A plan once approved is not changed by its unit, one inside it, or whoever submitted it."""

    title = "责任单位不能自行变更已审定的方案"


class TasksOpen(RuleViolation):
    """A plan is concluded when no task of it is open."""

    title = "还有未办结的任务"


class RectificationPlan(PlanHandover):
    """Drafted and submitted by the responsible unit, approved by another, then carried out."""

    KIND: ClassVar[str] = "plan"
    LABEL: ClassVar[str] = "整改方案"

    amendments: tuple["RectificationPlan.MeasureAmended", ...] = ()
    """What measures in force read before, in the order of the changes."""

    class Approved(DomainEvent):
        TOPIC = "plan.approved"
        LABEL = "审定方案"

        approver: PersonName
        lineage: tuple[Code, ...]

        def apply(self, aggregate: "RectificationPlan") -> None:
            aggregate.status = PlanStatus.APPROVED
            aggregate.approver = self.approver

    class Rejected(DomainEvent):
        TOPIC = "plan.rejected"
        LABEL = "退回修改"

        reason: Reason
        lineage: tuple[Code, ...]

        def apply(self, aggregate: "RectificationPlan") -> None:
            aggregate.status = PlanStatus.DRAFTED
            aggregate.approver = None

    class PutInForce(DomainEvent):
        TOPIC = "plan.put-in-force"
        LABEL = "开始实施"

        def apply(self, aggregate: "RectificationPlan") -> None:
            aggregate.status = PlanStatus.IN_FORCE

    class MeasureAmended(DomainEvent):
        """Only what changed is stated, with what it was before."""

        TOPIC = "plan.measure-amended"
        LABEL = "调整措施"

        no: OrderNumber
        text: Wording | None
        former_text: Wording | None
        due: Due | None
        former_due: Due | None
        target: Target | None
        former_target: Target | None
        """``None`` also when a target is set for the first time."""
        reason: Reason

        def apply(self, aggregate: "RectificationPlan") -> None:
            amended = aggregate.measure_list.amend(self.no, self.text, self.due, self.target)
            aggregate.measure_list = amended
            aggregate.amendments = (*aggregate.amendments, self)

    class MeasureCancelled(DomainEvent):
        TOPIC = "plan.measure-cancelled"
        LABEL = "取消措施"

        no: OrderNumber
        reason: Reason

        def apply(self, aggregate: "RectificationPlan") -> None:
            aggregate.measure_list = aggregate.measure_list.cancel(self.no)

    class Concluded(DomainEvent):
        TOPIC = "plan.concluded"
        LABEL = "方案办结"

        def apply(self, aggregate: "RectificationPlan") -> None:
            aggregate.status = PlanStatus.CONCLUDED

    class Corrected(Correction):
        TOPIC = "plan.corrected"

    def approve(
        self, approver: str, lineage: Sequence[str], rules: ProfileRules, act: Act
    ) -> None:
        """Accept the plan, whose five elements are complete or waived; ``approver`` decided it.

        ``lineage`` is the unit that acts and every unit above it, nearest first.
        """
        self._require(self.Approved, PlanStatus.SUBMITTED)
        self._require_independent(lineage, act)
        require_approver(rules.approval.plan, "整改方案", act)
        self.measure_list.require_elements_complete()
        self.record(self.Approved, act, approver=approver, lineage=tuple(lineage))

    def reject(self, reason: str, lineage: Sequence[str], act: Act) -> None:
        """Return the plan for rework; also one approved that has not been put in force yet."""
        self._require(self.Rejected, PlanStatus.SUBMITTED, PlanStatus.APPROVED)
        self._require_independent(lineage, act)
        self.record(self.Rejected, act, reason=reason, lineage=tuple(lineage))

    def put_in_force(self, act: Act) -> None:
        """Begin to carry the plan out."""
        self._require(self.PutInForce, PlanStatus.APPROVED)
        self.record(self.PutInForce, act)

    def amend_measure(
        self,
        no: int,
        text: str | None,
        due: Due | None,
        target: Target | None,
        reason: str,
        lineage: Sequence[str],
        act: Act,
    ) -> None:
        """Change what is given and differs; the former wording, date and target are kept.

        A due date cannot be given up unless the deadline was waived before approval. ``lineage``
        is the unit that acts and every unit above it, nearest first.
        """
        self._require(self.MeasureAmended, PlanStatus.IN_FORCE)
        self.require_changed_by_other(lineage, act)
        measure = self.measure_list.find(no)
        text = None if text == measure.text else text
        due = None if due and due.same_day(measure.due) else due
        target = None if target == measure.target else target
        if text is None and due is None and target is None:
            raise MeasureUnchanged(f"第{no}项措施的内容、期限和目标都没有变化", "no")
        self.measure_list.amend(no, text, due, target).require_elements_complete()
        self.record(
            self.MeasureAmended,
            act,
            no=no,
            text=text,
            former_text=None if text is None else measure.text,
            due=due,
            former_due=due and measure.due,
            target=target,
            former_target=target and measure.target,
            reason=reason,
        )

    def cancel_measure(self, no: int, reason: str, lineage: Sequence[str], act: Act) -> None:
        """Give a measure up; no opinion may be left without an answer or a waiver."""
        self._require(self.MeasureCancelled, PlanStatus.IN_FORCE)
        self.require_changed_by_other(lineage, act)
        self.measure_list.find(no)
        self.measure_list.cancel(no).require_opinions_covered()
        self.record(self.MeasureCancelled, act, no=no, reason=reason)

    def conclude(self, open_tasks: Sequence[str], act: Act) -> None:
        """End the plan; ``open_tasks`` are the numbers of its tasks still open."""
        self._require(self.Concluded, PlanStatus.IN_FORCE)
        if open_tasks:
            raise TasksOpen(
                f"还有{len(open_tasks)}项任务未办结:{'、'.join(open_tasks)}", "open_tasks"
            )
        self.record(self.Concluded, act)

    def correct(self, corrects: int, now: date, reason: str, act: Act) -> None:
        """Correct the business date of an earlier event."""
        self.record_correction(self.Corrected, corrects, now, reason, act)

    def require_changed_by_other(self, lineage: Sequence[str], act: Act) -> None:
        """Refuse a change of a measure, or of its task, by those whose plan it is."""
        require_lineage(lineage, act)
        if inside := first_of(self.responsible, lineage):
            raise ChangedByResponsibleUnit(
                f"{act.unit}是方案{self.number}的责任单位或者隶属于责任单位{inside},"
                "不能变更该方案的措施和任务",
                "unit",
            )
        if act.actor == self.submitted_by:
            raise ChangedByResponsibleUnit(
                f"方案{self.number}由{act.actor}报送,不能由其变更措施和任务", "actor"
            )

    def _require_independent(self, lineage: Sequence[str], act: Act) -> None:
        require_lineage(lineage, act)
        if inside := first_of(self.responsible, lineage):
            raise ApproverNotIndependent(
                f"{act.unit}是该方案的责任单位或者隶属于责任单位{inside},不能审定或者退回该方案",
                "unit",
            )
        if act.actor == self.submitted_by:
            raise ApproverNotIndependent(f"该方案由{act.actor}报送,不能由其审定或者退回", "actor")
