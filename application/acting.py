"""For whom an act is recorded: a unit that is registered exists on the day of the act."""

from collections.abc import Sequence

from application.system_acts import SYSTEM_UNIT
from application.work import Work
from domain.model import DomainEvent
from domain.unit import Unit, require_unit_active


def require_acting_unit(work: Work, events: Sequence[DomainEvent]) -> None:
    """Refuse what is recorded for a unit that was not yet there that day, or no more.

    A unit that is not registered is not judged by that, nor are acts of the system. What the
    register of units itself tells is entered afterwards, by whoever keeps it.
    """
    code = work.act.unit
    if code == SYSTEM_UNIT or all(event.TOPIC.startswith(f"{Unit.KIND}.") for event in events):
        return
    unit = work.peek(Unit, Unit.id_of(code))
    if unit is not None:
        require_unit_active(unit, "unit", work.act)
