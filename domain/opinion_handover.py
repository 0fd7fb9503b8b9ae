"""An opinion follows its unit when that is merged into another or abolished (机构改革).

What the unit had done counts for whoever takes its place; rounds and due dates stay. Sources:
requirements R3 and R19; why it is an act of its own: ``docs/adr/0023``.
"""

from domain.errors import RuleViolation
from domain.model import Act, DomainEvent
from domain.opinion_handling import Handover, done_after, succeeded
from domain.opinion_referral import OpinionReferral, require_unit_active
from domain.opinion_state import UNDER_RULES, JudgedByResponsibleUnit
from domain.text import Code, Reason
from domain.unit import Unit


class UnitNotHandling(RuleViolation):
    """Only a unit the opinion was referred to is succeeded in handling it."""

    title = "不是该意见的承办单位"


class UnitStillActive(RuleViolation):
    """A unit that exists handles the opinion itself, or asks to return it."""

    title = "承办单位尚未撤并"


class OpinionHandover(OpinionReferral):
    """How another unit takes the place of one that has ended."""

    class HandedOver(DomainEvent):
        TOPIC = "opinion.handed-over"
        LABEL = "移交承接单位"

        unit: Code
        """Which has ended; a lead unit or a co-unit."""
        successor: Code
        reason: Reason

        def apply(self, aggregate: "OpinionHandover") -> None:
            referral = aggregate.referrals[-1]
            change = (self.unit, self.successor)
            aggregate.acknowledged = done_after(aggregate.acknowledged, referral.lead, *change)
            aggregate.co_given = done_after(aggregate.co_given, referral.co_units, *change)
            aggregate.rounds = tuple(
                each.model_copy(
                    update={"answered": done_after(each.answered, referral.lead, *change)}
                )
                for each in aggregate.rounds
            )
            lead, co_units = units_after(referral.lead, referral.co_units, *change)
            handover = Handover(
                version=self.originator_version,
                unit=self.unit,
                successor=self.successor,
                reason=self.reason,
            )
            handovers = (*referral.handovers, handover)
            aggregate.amend_referral(lead=lead, co_units=co_units, handovers=handovers)

    def hand_over(self, unit: Unit, successor: Unit, reason: str, act: Act) -> None:
        """Let ``successor`` handle the opinion in the place of ``unit``, which has ended.

        Neither those who handle the opinion nor the successor decide that.
        """
        self._require(self.HandedOver, *UNDER_RULES)
        self._require_independent(act)
        if act.unit == successor.code:
            raise JudgedByResponsibleUnit(
                f"{act.unit}将承接意见{self.number},不能由其决定移交", "unit"
            )
        if successor.code in act.lineage:
            raise JudgedByResponsibleUnit(
                f"{act.unit}隶属于将承接意见{self.number}的{successor.code},不能由其决定移交",
                "unit",
            )
        referral, day = self.referrals[-1], act.occurred_on
        if unit.code not in (*referral.lead, *referral.co_units):
            raise UnitNotHandling(f"“{unit.name_on(day)}”不是意见{self.number}的承办单位", "unit")
        if unit.active_on(day):
            raise UnitStillActive(f"“{unit.name_on(day)}”在{day}尚未撤并,不能移交", "unit")
        require_unit_active(successor, "successor", act)
        facts = {"unit": unit.code, "successor": successor.code, "reason": reason}
        self.record(self.HandedOver, act, **facts)


def units_after(
    lead: tuple[str, ...], co_units: tuple[str, ...], unit: str, successor: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return lead units and co-units once ``successor`` is in the place of ``unit``.

    Who leads is no co-unit as well.
    """
    leading = succeeded(lead, unit, successor)
    beside = succeeded(co_units, unit, successor)
    return leading, tuple(each for each in beside if each not in leading)
