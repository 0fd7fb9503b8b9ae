"""An opinion follows its unit when that is merged into another or abolished (机构改革).

What the unit had done counts for whoever takes its place; rounds and due dates stay. Sources:
requirements R3 and R19; why it is an act of its own: ``docs/adr/0023``.
"""

from domain.handover import Succession, require_handover
from domain.model import Act
from domain.opinion_handling import done_after, succeeded
from domain.opinion_referral import OpinionReferral
from domain.opinion_state import UNDER_RULES
from domain.unit import Unit


class OpinionHandover(OpinionReferral):
    """How another unit takes the place of one that has ended."""

    class HandedOver(Succession):
        """``unit`` was a lead unit or a co-unit."""

        TOPIC = "opinion.handed-over"

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
            handovers = (*referral.handovers, self.handover)
            aggregate.amend_referral(lead=lead, co_units=co_units, handovers=handovers)

    def hand_over(self, unit: Unit, successor: Unit, reason: str, act: Act) -> None:
        """Let ``successor`` handle the opinion in the place of ``unit``, which has ended.

        Neither those who handle the opinion nor the successor decide that.
        """
        self._require(self.HandedOver, *UNDER_RULES)
        self._require_independent(act)
        referral = self.referrals[-1]
        in_charge = (*referral.lead, *referral.co_units)
        require_handover(f"意见{self.number}", in_charge, unit, successor, act)
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
