"""A plan goes on when its unit is merged or abolished: another one is responsible from then on.

The measures it leads go over with it; what they say, and by when, stays. Tasks have an act of
their own (``task.reassigned``). Source: requirement R19; why it is an act: ``docs/adr/0023``.
"""

from domain.errors import RuleViolation
from domain.four_eyes import first_of
from domain.handover import Succession, require_handover
from domain.measure import OrderNumber
from domain.model import Act
from domain.plan_drafting import PlanDrafting
from domain.plan_status import PlanStatus
from domain.unit import Unit


class HandedOverByResponsibleUnit(RuleViolation):
    """A plan is not handed over by its unit, one inside it, or whoever submitted it."""

    title = "责任单位不能自行移交方案"


class PlanHandover(PlanDrafting):
    """How another unit takes the place of a responsible unit that has ended."""

    class HandedOver(Succession):
        TOPIC = "plan.handed-over"

        measures: tuple[OrderNumber, ...]
        """The numbers of the live measures that the unit led."""

        def apply(self, aggregate: "PlanHandover") -> None:
            aggregate.unit = self.successor
            aggregate.measure_list = aggregate.measure_list.hand_over(self.unit, self.successor)
            aggregate.handovers = (*aggregate.handovers, self.handover)

    def hand_over(self, unit: Unit, successor: Unit, reason: str, act: Act) -> None:
        """Let ``successor`` be responsible in the place of ``unit``, which has ended.

        It leads the measures that ``unit`` led. Neither unit decides that, nor whoever submitted
        the plan.
        """
        self._require(
            self.HandedOver,
            PlanStatus.DRAFTED,
            PlanStatus.SUBMITTED,
            PlanStatus.APPROVED,
            PlanStatus.IN_FORCE,
        )
        self._require_handed_over_by_other(act)
        require_handover(f"方案{self.number}", (self.unit,), unit, successor, act)
        facts = {"unit": unit.code, "successor": successor.code, "reason": reason}
        led = self.measure_list.led_by(unit.code, where_unnamed=self.unit)
        self.record(self.HandedOver, act, measures=led, **facts)

    def _require_handed_over_by_other(self, act: Act) -> None:
        if inside := first_of(self.responsible, act.lineage):
            raise HandedOverByResponsibleUnit(
                f"{act.unit}是方案{self.number}的责任单位或者隶属于责任单位{inside},"
                "不能决定移交该方案",
                "unit",
            )
        if act.actor == self.submitted_by:
            raise HandedOverByResponsibleUnit(
                f"方案{self.number}由{act.actor}报送,不能由其决定移交", "actor"
            )
