"""The drafting of a rectification plan: its measures, what they answer, and its submission."""

from collections.abc import Iterable, Sequence
from typing import Self
from uuid import UUID

from domain.errors import RuleViolation, WrongStatus
from domain.handover import Handover
from domain.measure import (
    FiveElement,
    Measure,
    OrderNumber,
    Phase,
    SomeElements,
    SomeOpinionIds,
    timing_warnings,
)
from domain.measure_list import ElementWaiver, MeasureList, OpinionWaiver
from domain.model import Act, Aggregate, DomainEvent
from domain.plan_status import PlanStatus
from domain.text import Code, DocumentNumber, Reason, Title
from domain.unit import Unit


class ResponsibleUnitNotActive(RuleViolation):
    """A plan is drafted for a unit that exists on that day."""

    title = "责任单位当日不存在"


class NotResponsibleUnit(RuleViolation):
    """Only the responsible unit submits its plan."""

    title = "不是该方案的责任单位"


class MeasureUnchanged(RuleViolation):
    """A revision or amendment changes something."""

    title = "措施没有变化"


class PlanDrafting(Aggregate):
    """What a plan is, and what may happen to it until it is submitted."""

    number: str
    title: str
    unit: str
    """The code of the responsible unit, or of whoever took its place."""
    handovers: tuple[Handover, ...]
    document_number: str | None
    phases: tuple[Phase, ...]
    status: PlanStatus
    approver: str | None
    submitted_by: str | None
    """The person who last handed the plan in."""
    measure_list: MeasureList

    class Drafted(DomainEvent):
        TOPIC = "plan.drafted"
        LABEL = "起草方案"

        number: Code
        title: Title
        unit: Code
        opinion_ids: SomeOpinionIds
        document_number: DocumentNumber | None
        phases: tuple[Phase, ...]

        def apply(self, aggregate: "PlanDrafting") -> None:
            aggregate.profile = self.act.profile
            aggregate.number = self.number
            aggregate.title = self.title
            aggregate.unit = self.unit
            aggregate.handovers = ()
            aggregate.document_number = self.document_number
            aggregate.phases = self.phases
            aggregate.status = PlanStatus.DRAFTED
            aggregate.approver = None
            aggregate.submitted_by = None
            aggregate.measure_list = MeasureList(opinion_ids=self.opinion_ids)

    class MeasureAdded(DomainEvent):
        TOPIC = "plan.measure-added"
        LABEL = "列入措施"

        measure: Measure

        def apply(self, aggregate: "PlanDrafting") -> None:
            aggregate.measure_list = aggregate.measure_list.put(self.measure)

    class MeasureRevised(DomainEvent):
        """Waivers given for the measure's former wording lapse."""

        TOPIC = "plan.measure-revised"
        LABEL = "修改措施"

        measure: Measure

        def apply(self, aggregate: "PlanDrafting") -> None:
            aggregate.measure_list = aggregate.measure_list.put(self.measure)

    class MeasureRemoved(DomainEvent):
        TOPIC = "plan.measure-removed"
        LABEL = "删去措施"

        no: OrderNumber
        reason: Reason

        def apply(self, aggregate: "PlanDrafting") -> None:
            aggregate.measure_list = aggregate.measure_list.drop(self.no)

    class OpinionWaived(DomainEvent):
        TOPIC = "plan.opinion-waived"
        LABEL = "说明不予回应"

        opinion_id: UUID
        reason: Reason

        def apply(self, aggregate: "PlanDrafting") -> None:
            waiver = OpinionWaiver(opinion_id=self.opinion_id, reason=self.reason)
            aggregate.measure_list = aggregate.measure_list.waive_opinion(waiver)

    class ElementsWaived(DomainEvent):
        TOPIC = "plan.elements-waived"
        LABEL = "免除要素"

        no: OrderNumber
        elements: SomeElements
        reason: Reason

        def apply(self, aggregate: "PlanDrafting") -> None:
            waiver = ElementWaiver(no=self.no, elements=self.elements, reason=self.reason)
            aggregate.measure_list = aggregate.measure_list.waive_elements(waiver)

    class Submitted(DomainEvent):
        TOPIC = "plan.submitted"
        LABEL = "报送方案"

        def apply(self, aggregate: "PlanDrafting") -> None:
            aggregate.status = PlanStatus.SUBMITTED
            aggregate.submitted_by = self.act.actor

    @classmethod
    def draft(
        cls,
        number: str,
        title: str,
        unit: Unit,
        opinion_ids: Sequence[UUID],
        document_number: str | None,
        phases: Sequence[Phase],
        act: Act,
    ) -> Self:
        """Begin a plan of the responsible ``unit`` for the opinions it has to answer."""
        if not unit.active_on(act.occurred_on):
            raise ResponsibleUnitNotActive(
                f"责任单位“{unit.name}”在{act.occurred_on}尚未设立或者已经撤并", "unit"
            )
        facts = {"number": number, "title": title, "document_number": document_number}
        lists = {"opinion_ids": tuple(opinion_ids), "phases": tuple(phases)}
        return cls.begin(number, cls.Drafted, act, unit=unit.code, **facts, **lists)

    def add_measure(self, measure: Measure, act: Act) -> None:
        """Enter a measure under a number still free."""
        self._require(self.MeasureAdded, PlanStatus.DRAFTED)
        self.measure_list.require_number_free(measure.no)
        self.measure_list.require_opinions_known(measure.answers)
        self.record(self.MeasureAdded, act, measure=measure)

    def revise_measure(self, measure: Measure, act: Act) -> None:
        """Let the draft's measure of that number read as given; its waivers lapse."""
        self._require(self.MeasureRevised, PlanStatus.DRAFTED)
        if measure.same_as(self.measure_list.find(measure.no)):
            raise MeasureUnchanged(f"第{measure.no}项措施没有变化", "measure")
        self.measure_list.require_opinions_known(measure.answers)
        self.record(self.MeasureRevised, act, measure=measure)

    def remove_measure(self, no: int, reason: str, act: Act) -> None:
        """Take a measure out of the draft; its number is free again."""
        self._require(self.MeasureRemoved, PlanStatus.DRAFTED)
        self.measure_list.find(no)
        self.record(self.MeasureRemoved, act, no=no, reason=reason)

    def waive_opinion(self, opinion_id: UUID, reason: str, act: Act) -> None:
        """Decline, with a reason, to answer an opinion by a measure."""
        self._require(self.OpinionWaived, PlanStatus.DRAFTED, PlanStatus.IN_FORCE)
        self.measure_list.require_opinions_known((opinion_id,))
        self.measure_list.require_opinion_not_waived(opinion_id)
        self.record(self.OpinionWaived, act, opinion_id=opinion_id, reason=reason)

    def waive_elements(
        self, measure_no: int, elements: Iterable[FiveElement], reason: str, act: Act
    ) -> None:
        """Let a measure do, with a reason, without elements it is missing."""
        self._require(self.ElementsWaived, PlanStatus.DRAFTED, PlanStatus.SUBMITTED)
        waived = tuple(sorted(set(elements), key=list(FiveElement).index))
        self.measure_list.require_elements_missing(measure_no, waived)
        self.record(self.ElementsWaived, act, no=measure_no, elements=waived, reason=reason)

    def submit(self, act: Act) -> None:
        """Hand the plan in; every opinion is answered or declined."""
        self._require(self.Submitted, PlanStatus.DRAFTED)
        if act.unit != self.unit:
            raise NotResponsibleUnit(
                f"该方案应由责任单位{self.unit}报送,不能由{act.unit}报送", "unit"
            )
        self.measure_list.require_measures()
        self.measure_list.require_opinions_covered()
        self.record(self.Submitted, act)

    @property
    def responsible(self) -> tuple[str, ...]:
        """The codes of the units that are responsible or were, the present one first."""
        return (self.unit, *(each.unit for each in self.handovers))

    @property
    def opinion_ids(self) -> tuple[UUID, ...]:
        """The opinions the plan has to answer."""
        return self.measure_list.opinion_ids

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The live measures, by number."""
        return self.measure_list.live

    @property
    def warnings(self) -> tuple[str, ...]:
        """What looks odd about the plan's dates but is accepted, in Chinese."""
        return timing_warnings(self.phases, self.measures, self.dates[0])

    def coverage(self, opinion_id: UUID) -> tuple[int, ...]:
        """Return the numbers of the live measures that answer the opinion."""
        return self.measure_list.coverage(opinion_id)

    def five_elements(self) -> tuple[int, int]:
        """Return how many elements of the live measures are filled, and out of how many."""
        return self.measure_list.five_elements()

    def _require(self, event: type[DomainEvent], *allowed: PlanStatus) -> None:
        if self.status not in allowed:
            needed = "、".join(status.label for status in allowed)
            raise WrongStatus(
                f"“{event.LABEL}”应在方案{needed}时办理,该方案当前为{self.status.label}", "status"
            )
