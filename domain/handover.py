"""A matter is handed over once the unit in charge was merged into another or abolished (机构改革).

An opinion, a plan and a promise each have the act: what their units did stays, what is due stays.
Source: requirement R19; why it is an act: ``docs/adr/0023``.
"""

from collections.abc import Collection

from domain.errors import RuleViolation
from domain.model import Act, DomainEvent, ValueObject
from domain.text import Code, Reason
from domain.unit import Unit, require_unit_active


class UnitNotHandling(RuleViolation):
    """Only a unit in charge of the matter is succeeded in it."""

    title = "不是该事项的承办单位"


class UnitStillActive(RuleViolation):
    """A unit that exists handles the matter itself."""

    title = "承办单位尚未撤并"


class DecidedBySuccessor(RuleViolation):
    """Neither the unit that takes a matter over nor a unit inside it decides that."""

    title = "承接单位不得决定由自己承接"


class Handover(ValueObject):
    """Another unit took the place of one that had ended."""

    version: int
    """Of the event that says so."""
    unit: str
    successor: str
    reason: str


class Succession(DomainEvent):
    """A unit in charge has ended; another one is in charge from then on."""

    LABEL = "移交承接单位"

    unit: Code
    """Which has ended."""
    successor: Code
    reason: Reason

    @property
    def handover(self) -> Handover:
        """What the matter remembers of it."""
        return Handover(
            version=self.originator_version,
            unit=self.unit,
            successor=self.successor,
            reason=self.reason,
        )


def require_handover(
    called: str, in_charge: Collection[str], unit: Unit, successor: Unit, act: Act
) -> None:
    """Refuse a handover by the successor, of no unit in charge, of or to one that may not have it.

    The unit has ended by the day of the act; the successor exists on it.
    """
    day = act.occurred_on
    if act.unit == successor.code:
        raise DecidedBySuccessor(f"{act.unit}将承接{called},不能由其决定移交", "unit")
    if successor.code in act.lineage:
        raise DecidedBySuccessor(
            f"{act.unit}隶属于将承接{called}的{successor.code},不能由其决定移交", "unit"
        )
    if unit.code not in in_charge:
        raise UnitNotHandling(f"“{unit.name_on(day)}”不是{called}的承办单位", "unit")
    if unit.active_on(day):
        raise UnitStillActive(f"“{unit.name_on(day)}”在{day}尚未撤并,不能移交", "unit")
    require_unit_active(successor, "successor", act)
