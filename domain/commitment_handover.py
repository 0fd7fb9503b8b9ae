"""A promise stands when the unit that made it is merged or abolished: another one keeps it.

What was promised, by when, and what was claimed and found stays. Source: requirement R19; why it
is an act of its own: ``docs/adr/0023``.
"""

from domain.commitment_fulfilment import CommitmentFulfilment
from domain.commitment_state import OPEN
from domain.handover import Succession, require_handover
from domain.model import Act
from domain.unit import Unit


class CommitmentHandover(CommitmentFulfilment):
    """How another unit comes to keep the promise of one that has ended."""

    class HandedOver(Succession):
        TOPIC = "commitment.handed-over"

        def apply(self, aggregate: "CommitmentHandover") -> None:
            aggregate.unit = self.successor
            aggregate.performers = aggregate.performers.joined_by((self.successor,), ())
            aggregate.handovers = (*aggregate.handovers, self.handover)

    def hand_over(self, unit: Unit, successor: Unit, reason: str, act: Act) -> None:
        """Let ``successor`` keep what ``unit`` promised, which has ended.

        Neither who had a hand in keeping the promise nor the successor decides that.
        """
        self._require(*OPEN)
        self.performers.require_other(act)
        require_handover(f"承诺{self.number}", (self.unit,), unit, successor, act)
        facts = {"unit": unit.code, "successor": successor.code, "reason": reason}
        self.record(self.HandedOver, act, **facts)
