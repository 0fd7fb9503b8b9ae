"""The names of persons in stored events: sealed when one is written, told when one is read."""

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from pydantic_core import to_json

from application.errors import PersonRestricted, StoreDamaged, StoreUnavailable
from application.privacy.personal_fields import Part, names_in, with_names
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
            return to_json(with_names(stated, part, topic, self._values.sealed_name))
        except Refused as refused:
            if refused.problem is Problem.RESTRICTED:
                raise PersonRestricted(refused.where) from refused
            raise StoreUnavailable(refused.chinese) from refused

    def told(self, event: type[DomainEvent], topic: str, stated: Any) -> dict[str, Any]:
        """Return what an event states, sealed names told as text or as the person's marker."""

        def tell(value: Any, place: Place) -> Any:
            return self._required(place).told(value, place) if isinstance(value, dict) else value

        with _in_order():
            return with_names(stated, self._parts.get(event, Part()), topic, tell)

    def openings(self, event: type[DomainEvent], topic: str, stated: Any) -> list[OpenedName]:
        """Return what proves the sealed names that may be told, in the order of the JSON."""
        found: list[OpenedName] = []

        def collect(value: Any, place: Place) -> None:
            if isinstance(value, dict):
                opening = self._required(place).opening(value, place)
                if opening is not None:
                    found.append(OpenedName(place.field, opening))

        with _in_order():
            with_names(stated, self._parts.get(event, Part()), topic, collect)
        return found

    @property
    def events(self) -> Iterable[type[DomainEvent]]:
        """Return the events that may name persons."""
        return self._parts.keys()

    def forget(self) -> None:
        """Use no key any more without asking the key store for it anew."""
        if self._values is not None:
            self._values.forget()

    def _required(self, place: Place) -> PersonalValues:
        if self._values is None:
            raise Refused(Problem.NO_KEY_STORE, str(place))
        return self._values


@contextmanager
def _in_order() -> Generator[None]:
    """Turn what a sealed name is refused for into what is wrong with the store."""
    try:
        yield
    except Refused as refused:
        away = refused.problem in KEYS_AWAY
        raise (StoreUnavailable if away else StoreDamaged)(refused.chinese) from refused
