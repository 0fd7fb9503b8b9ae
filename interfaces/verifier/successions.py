"""Who handles an opinion, and what counts as done, once one unit stands in for another."""

from __future__ import annotations

from collections.abc import Sequence


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
