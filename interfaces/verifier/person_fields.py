"""Where events name natural persons, told from the table of their fields."""

from __future__ import annotations

from typing import Any, NamedTuple, Union

from interfaces.verifier.event_fields import EVENT_FIELDS, SHAPES

PERSON = "person"

Persons = Union[str, list["Persons"], dict[str, "Persons"]]
"""``PERSON`` itself, a list of what holds persons, or the fields that do."""


class PersonPlace(NamedTuple):
    """A place where a person is named, and no plain text stands there."""

    field: str
    """Its path, list positions counted from 0: ``measure.responsibility.leaders.0``."""
    holder: Any
    key: Any
    """Where in the holder it stands, so that a text can be put there."""

    @property
    def stated(self) -> dict[str, Any]:
        """What stands there."""
        found: dict[str, Any] = self.holder[self.key]
        return found


def persons_in(text: str) -> dict[str, Persons]:
    """Return, by the names of fields, where persons stand in them."""
    fields = {}
    for field in text.split():
        name, _, kind = field.partition(":")
        persons = _persons_of(kind.lstrip("~"))
        if persons:
            fields[name] = persons
    return fields


def _persons_of(kind: str) -> Persons | None:
    if kind == PERSON:
        return PERSON
    if kind.endswith("?"):
        return _persons_of(kind[:-1])
    if kind.endswith("*"):
        each = _persons_of(kind[:-1])
        return [each] if each else None
    return persons_in(SHAPES.get(kind, ""))


PERSONS_BY_TOPIC = {topic: persons_in(fields) for topic, fields in EVENT_FIELDS.items()}


def not_plain(topic: str, state: dict[str, Any]) -> list[PersonPlace]:
    """Return the objects that stand where persons are named, in the order of the JSON."""
    found: list[PersonPlace] = []
    persons = PERSONS_BY_TOPIC.get(topic)
    if persons:
        _collect_fields(state, persons, "", found)
    return found


def _collect_fields(
    holder: dict[str, Any], persons: dict[str, Persons], path: str, found: list[PersonPlace]
) -> None:
    for name, value in holder.items():
        inside = persons.get(name)
        if inside is not None and not isinstance(value, str):
            _collect(PersonPlace(path + name, holder, name), inside, found)


def _collect(place: PersonPlace, persons: Persons, found: list[PersonPlace]) -> None:
    value = place.holder[place.key]
    if isinstance(value, dict):
        if persons == PERSON:
            found.append(place)
        elif isinstance(persons, dict):
            _collect_fields(value, persons, f"{place.field}.", found)
    elif isinstance(value, list) and isinstance(persons, list):
        for number, each in enumerate(value):
            if not isinstance(each, str):
                path = f"{place.field}.{number}"
                _collect(PersonPlace(path, value, number), persons[0], found)
