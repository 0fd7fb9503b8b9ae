"""Who is in charge, and what counts as done, once one unit stands in for another."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from interfaces.verifier.county import County
from interfaces.verifier.items import Event, kept


def require_succession(
    event: Event, county: County, in_charge: Collection[str], not_in_charge: tuple[str, str]
) -> tuple[str, str]:
    """Return the unit that ended and its successor, neither of which decides on that.

    ``not_in_charge`` says, in both languages, that it is no unit ``in_charge``.
    """
    unit, successor = kept((event.state["unit"], event.state["successor"]))
    event.require_independent(
        event.unit != successor,
        f"{successor}是承接单位,不得由其决定移交",
        f"unit {successor} takes over and may not decide on it",
    )
    event.require_independent(
        event.inside((successor,)) is None,
        f"{event.unit}隶属于承接单位{successor},不得由其决定移交",
        f"unit {event.unit} is inside unit {successor}, which takes over",
    )
    event.require(unit in in_charge, *not_in_charge)
    ended = not county.tree.units[unit].active_on(event.day)
    event.require(ended, f"单位{unit}当日尚未撤并", f"unit {unit} has not ended on that day")
    county.tree.require_active(event, successor)
    return unit, successor


def units_succeeded(units: Sequence[str], unit: str, successor: str) -> tuple[str, ...]:
    """Return units with the successor in the place of the one that ended, each once."""
    return tuple(dict.fromkeys(successor if each == unit else each for each in units))


def units_after(
    lead: Sequence[str], co_units: Sequence[str], unit: str, successor: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return lead units and co-units after a handover; who leads is no co-unit as well."""
    leading = units_succeeded(lead, unit, successor)
    beside = units_succeeded(co_units, unit, successor)
    return leading, tuple(each for each in beside if each not in leading)


def done_after(
    done: Sequence[str], parts: Sequence[str], unit: str, successor: str
) -> tuple[str, ...]:
    """Return whose parts are done; of two parts in one hand both, or neither."""
    both = {unit, successor}
    if both <= set(parts) and not both <= set(done):
        return tuple(each for each in done if each not in both)
    return units_succeeded(done, unit, successor)
