"""Whether urging goes by the scale of warnings that applies to an item: its level, its colour."""

from __future__ import annotations

from datetime import date
from typing import Any

from interfaces.verifier.county import County
from interfaces.verifier.items import Event
from interfaces.verifier.urged_items import lead_unit
from interfaces.verifier.work_days import ONE_DAY, WorkDays

Levels = list[dict[str, Any]]
"""The levels of a scale, the mildest first."""


def levels_for(event: Event, item: Any, county: County) -> Levels:
    """Return the scale of the rules an item began under, or else of those in force where it is.

    It is where it was raised, or the first opinion it answers was; work nobody raised goes by the
    unit in the lead, and a unit by the one that urges it.
    """
    if item.kind == "unit":
        return county.book.of(county.book.governing(event.unit, event.day)).levels
    profile = item.profile
    if profile is None:
        profile = county.book.governing(item.raised_by or lead_unit(item), event.day)
    return county.book.of(profile).levels


def require_level(event: Event, item: Any, county: County) -> None:
    """Refuse another level than the strongest one that a due date has reached."""
    due, day = map(date.fromisoformat, (event.state["due"], event.day))
    levels = levels_for(event, item, county)
    event.require(
        level_reached(levels, due, day, county.book.work_days()) == event.state["level"],
        "不是已到的预警等级",
        "it is not the level that is reached",
    )


def require_colour(event: Event, item: Any, county: County) -> None:
    """Refuse a colour that does not stand for what an item is urged about."""
    mark = {name: event.state[name] for name in ("colour", "trigger")}
    event.require(
        any(mark.items() <= level.items() for level in levels_for(event, item, county)),
        "预警颜色与督办事由不符",
        "the colour does not stand for the trigger",
    )


def level_reached(levels: Levels, due: date, day: date, days: WorkDays) -> dict[str, Any] | None:
    """Return the strongest level that something due on a day has reached on another."""
    return next((each for each in reversed(levels) if _is_reached(each, due, day, days)), None)


def _is_reached(level: dict[str, Any], due: date, day: date, days: WorkDays) -> bool:
    """Return whether a level is reached; what is due today is near and not past."""
    length, unit = level["days"], level["counted_in"]
    if level["trigger"] == "near_due":
        return day <= due < days.later(day, {"length": length + 1, "unit": unit})
    if level["trigger"] == "overdue":
        return due < days.earlier(day + ONE_DAY, {"length": length, "unit": unit})
    return False
