"""The organisation tree as a log tells it: who existed on a day, and under whom."""

from __future__ import annotations

from typing import Any

from interfaces.verifier.items import Event, Item

SYSTEM = "SYSTEM"
"""The unit of what the system itself puts on record."""
FOLLOWING = (".due-settled", ".due-recounted", ".rules-migrated")
"""What events are called that follow from an act, and may be dated later than it."""


class UnitRecord(Item):
    """A unit; names and parents are kept with the version of the event that gave them."""

    __slots__ = ("ending", "level", "name", "placings", "sort")

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__("unit", state["code"])
        self.sort: str = state["kind"]
        self.level: str = state["level"]
        self.name: str = state["name"]
        self.placings: list[tuple[int, str | None]] = [(1, state["parent"])]
        self.ending: int | None = None

    def active_on(self, day: str) -> bool:
        """Return whether the unit exists on a day."""
        ended = self.ending is not None and self.date_of(self.ending) <= day
        return self.days[0] <= day and not ended

    def parent_on(self, day: str) -> str | None:
        """Return the parent on a day; before the registration, the first."""
        for version, parent in reversed(self.placings):
            if self.date_of(version) <= day:
                return parent
        return self.placings[0][1]


class UnitTree:
    """Every unit by its code."""

    def __init__(self) -> None:
        self.units: dict[str, UnitRecord] = {}

    def lineage_on(self, code: str, day: str) -> list[str]:
        """Return a unit and those above it on a day, as far as they are known."""
        lineage: list[str] = []
        above: str | None = code
        while above is not None and above not in lineage:
            lineage.append(above)
            unit = self.units.get(above)
            above = None if unit is None else unit.parent_on(day)
        return lineage

    def require_active(self, event: Event, code: str) -> None:
        """Refuse an event that names a unit that does not exist on its day."""
        unit = self.units.get(code)
        event.require(unit, f"没有登记过单位{code}", f"no unit {code} was registered")
        event.require(
            unit is not None and unit.active_on(event.day),
            f"单位{code}当日尚未设立或者已经撤并",
            f"unit {code} does not exist on that day",
        )

    def require_acting_unit(self, event: Event) -> None:
        """Refuse an act for a unit that is not there yet, or no more, on its day.

        A unit that is not registered is not judged by that; what the register itself tells is
        entered afterwards.
        """
        if event.unit == SYSTEM or event.unit not in self.units:
            return
        if not event.topic.startswith("unit.") and not event.topic.endswith(FOLLOWING):
            self.require_active(event, event.unit)


def unit_registered(event: Event, tree: UnitTree) -> None:
    """Enter a unit under one that exists."""
    if event.state["parent"] is not None:
        tree.require_active(event, event.state["parent"])
    tree.units[event.state["code"]] = event.item


def unit_renamed(event: Event, tree: UnitTree) -> None:
    """Give another name."""
    del tree
    name = event.state["name"]
    event.require(name != event.item.name, "名称没有变化", "the name is the same")
    event.item.name = name


def unit_moved(event: Event, tree: UnitTree) -> None:
    """Put a unit under another, never under itself or a unit below it."""
    unit, parent = event.item, event.state["parent"]
    above = tree.lineage_on(parent, event.day)
    event.require(
        unit.number not in above, "不能隶属于自身或者下级", "a unit cannot be under itself"
    )
    event.require(parent != unit.placings[-1][1], "隶属关系没有变化", "the parent is the same")
    tree.require_active(event, parent)
    unit.placings.append((event.version, parent))


def unit_merged(event: Event, tree: UnitTree) -> None:
    """End a unit in favour of one that has not ended, even later."""
    code = event.state["successor"]
    event.require(code != event.item.number, "不能并入自身", "a unit cannot merge into itself")
    tree.require_active(event, code)
    ended = tree.units[code].ending is not None
    event.require(not ended, f"承接单位{code}已经撤并", f"unit {code} has itself ended")
    event.item.ending = event.version


def unit_closed(event: Event, tree: UnitTree) -> None:
    """End a unit without a successor."""
    del tree
    event.item.ending = event.version


UNIT_RULES = {
    "unit.registered": unit_registered,
    "unit.renamed": unit_renamed,
    "unit.moved": unit_moved,
    "unit.merged": unit_merged,
    "unit.closed": unit_closed,
}
