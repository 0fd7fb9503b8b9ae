"""Where events hold facts of one kind that are objects, told from the table of their fields."""

from __future__ import annotations

from typing import Any, NamedTuple, Union

from interfaces.verifier.event_fields import EVENT_FIELDS, SHAPES

Within = Union[str, list["Within"], dict[str, "Within"]]
"""The kind that is looked for, a list of what holds it, or the fields that do."""


class Place(NamedTuple):
    """A place where an object stands for a fact of the kind that is looked for."""

    field: str
    """Its path, list positions counted from 0: ``measure.responsibility.leaders.0``."""
    holder: Any
    key: Any
    """Where in the holder it stands, so that something else can be put there."""

    @property
    def stated(self) -> dict[str, Any]:
        """What stands there."""
        found: dict[str, Any] = self.holder[self.key]
        return found


class PlacesOf:
    """Finds where the events of each kind hold facts of one kind."""

    def __init__(self, sought: str) -> None:
        self._sought = sought
        self.by_topic = {topic: self.fields_in(text) for topic, text in EVENT_FIELDS.items()}

    def fields_in(self, text: str) -> dict[str, Within]:
        """Return, by the names of fields, where such facts stand in them."""
        fields = {}
        for field in text.split():
            name, _, kind = field.partition(":")
            within = self._within(kind.lstrip("~"))
            if within:
                fields[name] = within
        return fields

    def _within(self, kind: str) -> Within | None:
        if kind == self._sought:
            return kind
        if kind.endswith("?"):
            return self._within(kind[:-1])
        if kind.endswith(("*", "]", "!")):
            each = self._within(kind.rstrip("!*]").partition("[")[0])
            return [each] if each else None
        return self.fields_in(SHAPES.get(kind, ""))

    def objects(self, topic: str, state: dict[str, Any]) -> list[Place]:
        """Return the objects that stand for such facts, in the order of the JSON."""
        found: list[Place] = []
        fields = self.by_topic.get(topic)
        if fields:
            _collect_fields(state, fields, "", found)
        return found


def _collect_fields(
    holder: dict[str, Any], fields: dict[str, Within], path: str, found: list[Place]
) -> None:
    for name, value in holder.items():
        within = fields.get(name)
        if within is not None and not isinstance(value, str):
            _collect(Place(path + name, holder, name), within, found)


def _collect(place: Place, within: Within, found: list[Place]) -> None:
    value = place.holder[place.key]
    if isinstance(value, dict):
        if isinstance(within, str):
            found.append(place)
        elif isinstance(within, dict):
            _collect_fields(value, within, f"{place.field}.", found)
    elif isinstance(value, list) and isinstance(within, list):
        for number, each in enumerate(value):
            if not isinstance(each, str):
                path = f"{place.field}.{number}"
                _collect(Place(path, value, number), within[0], found)


PERSONS = PlacesOf("person")
"""Where a person is named, and no plain text stands there."""
DUES = PlacesOf("due")
