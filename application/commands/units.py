"""Acts on the organisation tree."""

from collections.abc import Callable, Sequence
from datetime import date

from application.errors import NotFound
from application.work import Work
from domain.model import PlacedAct
from domain.unit import Unit, UnitKind, UnitLevel


def unit_with_code(work: Work, code: str, field: str = "unit") -> Unit:
    """Return the unit with this code, or refuse the field that named it."""
    unit = work.find(Unit, Unit.id_of(code))
    if unit is None:
        raise NotFound(Unit.LABEL, code, field)
    return unit


def units_with_codes(work: Work, codes: Sequence[str], field: str) -> list[Unit]:
    """Return the units with these codes, in their order."""
    return [unit_with_code(work, code, field) for code in codes]


def lineage_of(work: Work, code: str, field: str = "X-Unit") -> tuple[str, ...]:
    """Return the code of a unit and of every unit above it on the act's date, nearest first."""
    return lineage_on(work, code, work.act.occurred_on, field)


def placed_act(work: Work) -> PlacedAct:
    """Return the act with the units above the one that acts, as far as they are registered.

    Where four eyes are called for, it goes by them (``domain/four_eyes.py``).
    """
    _, *above = _line(
        work.act.unit, work.act.occurred_on, lambda code: work.peek(Unit, Unit.id_of(code))
    )
    return work.act.within(above)


def lineage_on(work: Work, code: str, day: date, field: str) -> tuple[str, ...]:
    """Return the code of a unit and of every unit above it on ``day``, nearest first."""
    return tuple(_line(code, day, lambda above: unit_with_code(work, above, field)))


def _line(code: str, day: date, unit_of: Callable[[str], Unit | None]) -> list[str]:
    lineage: list[str] = []
    above: str | None = code
    while above is not None and above not in lineage:
        lineage.append(above)
        unit = unit_of(above)
        above = None if unit is None else unit.parent_on(day)
    return lineage


def register(
    work: Work, *, code: str, name: str, kind: UnitKind, level: UnitLevel, parent: str | None
) -> Unit:
    """Enter a unit into the tree."""
    above = None if parent is None else unit_with_code(work, parent, "parent")
    return work.add(Unit.register(code, name, kind, level, above, work.act))


def rename(work: Work, code: str, expected: int, *, name: str, reason: str) -> Unit:
    """Give a unit another name."""
    unit = work.get(Unit, Unit.id_of(code), expected)
    unit.rename(name, reason, work.act)
    return unit


def move(work: Work, code: str, expected: int, *, parent: str) -> Unit:
    """Put a unit under another one."""
    unit = work.get(Unit, Unit.id_of(code), expected)
    above = unit_with_code(work, parent, "parent")
    unit.move(above, lineage_of(work, parent, "parent")[1:], work.act)
    return unit


def merge(work: Work, code: str, expected: int, *, successor: str, reason: str) -> Unit:
    """Let another unit take over; the merged one keeps its record."""
    unit = work.get(Unit, Unit.id_of(code), expected)
    unit.merge_into(unit_with_code(work, successor, "successor"), reason, work.act)
    return unit


def close(work: Work, code: str, expected: int, *, reason: str) -> Unit:
    """End a unit without a successor."""
    unit = work.get(Unit, Unit.id_of(code), expected)
    unit.close(reason, work.act)
    return unit
