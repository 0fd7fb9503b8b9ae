"""Items as those who urge see them: when they are due, who answers for them, whether they owe."""

from __future__ import annotations

from typing import Any


def present_due(item: Any) -> str | None:
    """Return the due date that counts now; ``None`` while there is none."""
    if item.kind == "opinion":
        referred = item.rounds and item.status != "formed"
        return str(item.round.due) if referred and item.round.due else None
    due = item.round.due if item.kind == "task" else item.due
    return str(due) if due else None


def responsible_units(item: Any) -> list[str]:
    """Return who answers for an item, the lead first: one that has not replied yet."""
    if item.kind == "opinion":
        return list(dict.fromkeys((*owing_units(item), *item.lead, *item.co_units)))
    return list(item.units) if item.kind == "task" else [item.unit]


def owing_units(item: Any) -> list[str]:
    """Return who is reminded: the unit in the lead, or each of several whose part is open."""
    if item.kind == "opinion":
        answered = item.round.answered if item.rounds else ()
        return [unit for unit in item.lead if unit not in answered]
    return responsible_units(item)[:1]


def is_owed(item: Any) -> bool:
    """Return whether the due date still binds the responsible units."""
    if item.kind == "opinion":
        return bool(item.owes_reply())
    return bool(item.owes_work() if item.kind == "task" else item.owes_promise())


def round_number(item: Any) -> int:
    """Return the round an item is in; a commitment has one alone."""
    return 1 if item.kind == "commitment" else len(item.rounds)


def lead_unit(item: Any) -> str:
    """Return who answers for an item before all others."""
    return responsible_units(item)[0]
