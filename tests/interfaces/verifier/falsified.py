"""Ways to falsify a history as somebody would who can write every byte of it."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from pydantic_core import from_json, to_json

from interfaces.verifier.finding import Finding
from tests.interfaces.verifier.replaying import Line, follow

Edit = Callable[[Sequence[Line]], list[Line]]


def refused(lines: Sequence[Line], edit: Edit) -> Finding:
    """Return what is found wrong with a falsified history, and with which of its events."""
    falsified = edit(lines)
    with pytest.raises(Finding) as caught:
        follow(falsified)
    assert caught.value.sequence in {line.sequence for line in falsified}
    return caught.value


def copied(lines: Sequence[Line]) -> list[Line]:
    """Return a deep copy."""
    states = from_json(to_json([line.state for line in lines]))
    return [line._replace(state=state) for line, state in zip(lines, states, strict=True)]


def place_of(lines: Sequence[Line], topic: str, nth: int = 0) -> int:
    """Return where the nth event of this kind stands."""
    return [place for place, line in enumerate(lines) if line.topic == topic][nth]


def states(topic: str, nth: int = 0, **fields: Any) -> Edit:
    """Let an event state something else."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        altered[place_of(lines, topic, nth)].state.update(fields)
        return altered

    return edit


def by(topic: str, nth: int = 0, **fields: Any) -> Edit:
    """Let somebody else, or another day, stand in an act; nothing where ``None`` is given."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        state = altered[place_of(lines, topic, nth)].state
        stating = state["act"] | fields
        state["act"] = {name: fact for name, fact in stating.items() if fact is not None}
        return altered

    return edit


def inside(topic: str, nth: int, name: str, **fields: Any) -> Edit:
    """Let an event state something else inside one of its fields."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        altered[place_of(lines, topic, nth)].state[name].update(fields)
        return altered

    return edit


def skipping(topic: str, nth: int = 0) -> Edit:
    """Let an event have a version later than the one that follows."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        place = place_of(lines, topic, nth)
        version = altered[place].version + 1
        altered[place].state["originator_version"] = version
        altered[place] = altered[place]._replace(version=version)
        return altered

    return edit


def without(topic: str, nth: int = 0) -> Edit:
    """Leave an event out, and count the numbers and versions after it anew."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        del altered[place_of(lines, topic, nth)]
        return renumbered(altered)

    return edit


def twice(topic: str, nth: int = 0) -> Edit:
    """Let an event happen twice, and count the numbers and versions after it anew."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        place = place_of(lines, topic, nth)
        altered.insert(place, copied([altered[place]])[0])
        return renumbered(altered)

    return edit


def then(topic: str, of: str, nth: int = 0, on: str | None = None, **fields: Any) -> Edit:
    """Let the item of the nth event ``of`` end with one more, by whoever acted on it last."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        item = altered[place_of(lines, of, nth)].aggregate_id
        last = [line for line in altered if line.aggregate_id == item][-1]
        act = last.state["act"] | {"occurred_on": on or last.state["act"]["occurred_on"]}
        state = {"originator_id": item, "act": act, **fields}
        return renumbered(copied([*altered, Line(0, topic, item, 0, state)]))

    return edit


def from_due_before(topic: str, nth: int = 0) -> Edit:
    """Let the nth event of this kind state as former the due date its item has before it."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        place = place_of(altered, topic, nth)
        item = altered[place].aggregate_id
        present: Any = None
        for state in (line.state for line in altered[:place] if line.aggregate_id == item):
            present = state.get("new_due") or state.get("due") or present
            if "until" in state:
                present = {"on": state["until"], "undated": False}
        altered[place].state["due_was"] = present
        return altered

    return edit


def corrected(topic: str, nth: int, now: str) -> Edit:
    """Let the log end with a correction of the date of the nth event of this kind."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        wrong = lines[place_of(lines, topic, nth)]
        fields = {
            "corrects": wrong.version,
            "field": "occurred_on",
            "was": wrong.state["act"]["occurred_on"],
            "now": now,
            "reason": "登错",
        }
        correction = f"{topic.partition('.')[0]}.corrected"
        return then(correction, topic, nth, **fields)(lines)

    return edit


def called(topic: str, nth: int, other: str) -> Edit:
    """Let an event be called one of another kind."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        place = place_of(lines, topic, nth)
        altered[place] = altered[place]._replace(topic=other)
        return altered

    return edit


def swapped(topic: str, other: str) -> Edit:
    """Let what was recorded first be recorded second, and count anew."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        one, two = place_of(lines, topic), place_of(lines, other)
        altered[one], altered[two] = altered[two], altered[one]
        return renumbered(altered)

    return edit


def together(*edits: Edit) -> Edit:
    """Do one after another."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        for each in edits:
            altered = each(altered)
        return altered

    return edit


def renumbered(lines: Sequence[Line]) -> list[Line]:
    """Count numbers and versions anew, without a gap."""
    versions: dict[str, int] = {}
    counted: list[Line] = []
    for sequence, line in enumerate(lines, 1):
        version = versions.get(line.aggregate_id, 0) + 1
        versions[line.aggregate_id] = version
        line.state["originator_version"] = version
        counted.append(line._replace(sequence=sequence, version=version))
    return counted
