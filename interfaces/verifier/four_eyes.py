"""Four eyes, told from the events alone: whoever carried a matter out never judges it."""

from __future__ import annotations

from collections.abc import Iterable
from sys import intern

from interfaces.verifier.items import Event
from interfaces.verifier.unit_tree import UnitTree


class Hands:
    """Who had a hand in carrying a matter out: units by code, persons by name."""

    __slots__ = ("persons", "superiors", "units")

    def __init__(self, units: Iterable[str] = ()) -> None:
        self.units = set(units)
        """Units that are responsible, were responsible, or reported."""
        self.superiors: set[str] = set()
        """Units that reported and every unit above them."""
        self.persons: set[str] = set()

    def join(self, units: Iterable[str], persons: Iterable[str]) -> None:
        """Add units made responsible and the persons named with them."""
        self.units.update(map(intern, units))
        self.persons.update(map(intern, persons))

    def report(self, event: Event, lineage: list[str]) -> None:
        """Add who reported, their unit and the units above it."""
        self.join(lineage[:1], (event.actor,))
        self.superiors.update(map(intern, lineage))

    def require_other(self, event: Event) -> None:
        """Refuse a decision by a person or a unit that carried the matter out, or inside one."""
        event.require_independent(
            event.unit not in self.units,
            f"{event.unit}参与了该事项的办理,不得由其审定",
            f"unit {event.unit} carried the matter out and may not decide on it",
        )
        inside = event.inside(self.units)
        event.require_independent(
            inside is None,
            f"{event.unit}隶属于参与了该事项办理的{inside},不得由其审定",
            f"unit {event.unit} is inside unit {inside}, which carried the matter out",
        )
        event.require_independent(
            event.actor not in self.persons,
            f"{event.actor}参与了该事项的办理,不得由其审定",
            f"{event.actor} carried the matter out and may not decide on it",
        )

    def require_independent(self, event: Event, tree: UnitTree) -> None:
        """Refuse a verifier inside a performing unit, above one, or who performed in person."""
        lineage = tree.lineage_on(event.unit, event.day)
        inside = next((unit for unit in lineage if unit in self.units), None)
        event.require_independent(
            inside is None,
            f"核查单位{event.unit}就是或者隶属于承办单位{inside}",
            f"the verifying unit {event.unit} is inside a performing unit",
        )
        event.require_independent(
            event.unit not in self.superiors,
            f"报告办理情况的单位隶属于核查单位{event.unit}",
            f"a unit that reported is under the verifying unit {event.unit}",
        )
        event.require_independent(
            event.actor not in self.persons,
            f"{event.actor}参与了该事项的办理,不得由其核查",
            f"{event.actor} carried the matter out and may not verify it",
        )
        require_lineage(event, tree)


def require_lineage(event: Event, tree: UnitTree) -> list[str]:
    """Return the line of units an event states; refuse one that is not the tree's on that day."""
    stated: list[str] = event.state["lineage"]
    event.require(
        stated == tree.lineage_on(event.unit, event.day),
        f"所写隶属关系{'、'.join(stated)}与单位登记不符",
        f"the line of units stated is not that of unit {event.unit} on that day",
    )
    return stated
