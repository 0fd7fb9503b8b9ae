"""Histories in the last event of which one fact is another that might have stood there."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from tests.interfaces.verifier.falsified import Edit, copied
from tests.interfaces.verifier.replaying import Line

Place = tuple[str | int, ...]
"""Where a fact stands within an event."""

FALSIFIED_ELSEWHERE = (
    "originator_id", "originator_version", "recorded_at", "correlation_id", "calendar",
)  # fmt: skip
IN_PLACE_OF_NOTHING = ["2015-07-01", "别的"]
EVERY = 3
"""Of so many facts one is altered; all have been, once."""


def altered_facts(lines: Sequence[Line]) -> Iterator[tuple[str, Edit]]:
    """Yield a way for every third fact of the last event of each kind; neighbours take turns."""
    units = sorted({line.state["code"] for line in lines if line.topic == "unit.registered"})
    events = {line.topic: at for at, line in enumerate(lines)}
    facts = [
        (topic, at, place, value)
        for topic, at in events.items()
        for place, value in facts_in(lines[at].state)
    ]
    for turn, (topic, at, place, value) in enumerate(facts[::EVERY]):
        others = neighbours(value, units)
        if others:
            edit = stating(at, place, others[turn % len(others)])
            yield f"{topic} {'.'.join(map(str, place))}", edit


def facts_in(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Yield each fact of an event, those within others as well."""
    inside: Any = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        yield place, value
        inside = [*enumerate(value)][:1]
    else:
        yield place, value
    for key, each in inside:
        if key not in FALSIFIED_ELSEWHERE:
            yield from facts_in(each, (*place, key))


def neighbours(value: Any, units: Sequence[str]) -> list[Any]:
    """Return what might have stood in the place of a fact."""
    if value is None:
        return IN_PLACE_OF_NOTHING
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value - 1, value + 1]
    if isinstance(value, list):
        return [[], [*value, *value[:1]], value[:-1]]
    if value in units:
        at = units.index(value)
        return [units[at - 1], units[(at + 1) % len(units)]]
    return _around(value)


def _around(text: str) -> list[str]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return [f"{text}别"]
    return [(day + timedelta(days=days)).isoformat() for days in (-1, 1, 400)]


def stating(at: int, place: Place, value: Any) -> Edit:
    """Let a history end with the event at this place, which states something else."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines[: at + 1])
        *above, last = place
        holder: Any = altered[at].state
        for step in above:
            holder = holder[step]
        holder[last] = value
        return altered

    return edit
