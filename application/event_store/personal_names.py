"""The names of persons in stored events: sealed when one is written, told when one is read."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from pydantic_core import to_json

from application.errors import PersonRestricted, StoreDamaged, StoreUnavailable
from application.privacy.personal_fields import Named, Part, names_among, names_in
from application.privacy.personal_values import PersonalValues
from application.privacy.refusal import Problem, Refused
from application.privacy.sealing import Opening, Place
from domain.model import DomainEvent

KEYS_AWAY = (Problem.NO_KEY_STORE, Problem.OTHER_WRAPPING_KEY)
"""Nothing is wrong with what is stored; the keys are not at hand."""


class OpenedName(NamedTuple):
    """What proves one name that an event holds sealed."""

    field: str
    opening: Opening


class PersonalNames:
    """Knows where events name persons; without ``values`` names are stored as they are."""

    def __init__(
        self, events: Iterable[type[DomainEvent]], values: PersonalValues | None = None
    ) -> None:
        parts = ((event, names_in(event)) for event in events)
        self._parts: Mapping[type[DomainEvent], Part] = {
            event: part for event, part in parts if part is not None
        }
        self._values = values

    def encode(self, event: DomainEvent, topic: str) -> bytes:
        """Return the bytes to store; raises ``PersonRestricted`` and ``StoreUnavailable``."""
        part = self._parts.get(type(event))
        if part is None or self._values is None:
            return event.__pydantic_serializer__.to_json(event)
        stated = event.__pydantic_serializer__.to_python(event, mode="json")
        try:
            names = list(names_among(stated, part, topic))
            self._values.make_known(name.stated for name in names)
            for name in names:
                name.holder[name.key] = self._values.sealed_name(name.stated, name.place)
            return to_json(stated)
        except Refused as refused:
            if refused.problem is Problem.RESTRICTED:
                raise PersonRestricted(refused.where) from refused
            raise StoreUnavailable(refused.chinese) from refused

    def tell(self, event: type[DomainEvent], topic: str, stated: dict[str, Any]) -> None:
        """Put the text, or the person's marker, in place of every sealed name stated."""
        try:
            for name in self._sealed(event, topic, stated):
                name.holder[name.key] = self._required(name.place).told(name.stated, name.place)
        except Refused as refused:
            raise _what_is_wrong(refused) from refused

    def openings(self, event: type[DomainEvent], topic: str, stated: Any) -> list[OpenedName]:
        """Return what proves the sealed names that may be told, in the order of the JSON."""
        found: list[OpenedName] = []
        try:
            for name in self._sealed(event, topic, stated):
                opening = self._required(name.place).opening(name.stated, name.place)
                if opening is not None:
                    found.append(OpenedName(name.place.field, opening))
        except Refused as refused:
            raise _what_is_wrong(refused) from refused
        return found

    def _sealed(self, event: type[DomainEvent], topic: str, stated: Any) -> Iterator[Named]:
        names = names_among(stated, self._parts.get(event, Part()), topic)
        return (name for name in names if isinstance(name.stated, dict))

    @property
    def events(self) -> Iterable[type[DomainEvent]]:
        """Return the events that may name persons."""
        return self._parts.keys()

    def latest_change(self) -> UUID | None:
        """Return after which change of keys names are told now; ``None`` before the first."""
        return None if self._values is None else self._values.latest_change()

    def forget(self) -> None:
        """Use no key any more without asking the key store for it anew."""
        if self._values is not None:
            self._values.forget()

    def _required(self, place: Place) -> PersonalValues:
        if self._values is None:
            raise Refused(Problem.NO_KEY_STORE, str(place))
        return self._values


def _what_is_wrong(refused: Refused) -> StoreUnavailable | StoreDamaged:
    """Return what a sealed name that is refused says of the store."""
    away = refused.problem in KEYS_AWAY
    return (StoreUnavailable if away else StoreDamaged)(refused.chinese)
