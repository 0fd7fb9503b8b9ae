"""Every name an event states is that of a person, and sealed, or known to be no person's."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, get_args, get_origin

import pytest
from pydantic import AfterValidator, BaseModel

from application.event_store.topics import TopicRegister
from application.privacy.personal_fields import Part, names_in
from application.register import AGGREGATES
from domain.model import Act, DomainEvent
from domain.text import Name, NamesPerson, PersonName

EVENTS = list(TopicRegister(AGGREGATES).events())
NO_PERSONS = {
    "channel",  # where something was published
    "colour",  # of a warning
    "label",  # of a class of results
    "manner",  # of a visit
    "name",  # of a unit, a file, a phase, a class of results
    "offices",
    "post",  # who approves, whoever holds it
    "unit_of_measure",
}
(IS_NAME,) = (mark for mark in get_args(Name) if isinstance(mark, AfterValidator))


def unmarked(form: Any, field: str = "", marks: Iterable[Any] = ()) -> Iterator[str]:
    """Yield the fields below a form that hold a name without the mark of a person's."""
    if get_origin(form) is Annotated:
        form, *inner = get_args(form)
        marks = (*marks, *inner)
    if IS_NAME in marks and not any(isinstance(mark, NamesPerson) for mark in marks):
        yield field
    if isinstance(form, type) and issubclass(form, BaseModel):
        if form is not Act:
            for name, info in form.model_fields.items():
                yield from unmarked(info.annotation, name, info.metadata)
        return
    for part in get_args(form):
        yield from unmarked(part, field)


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.TOPIC)
def test_a_name_is_a_persons_or_known_to_be_none(event: type[DomainEvent]) -> None:
    assert set(unmarked(event)) <= NO_PERSONS


class Told(BaseModel):
    """A form with a name at every kind of place."""

    plain: Name
    one: PersonName
    some: tuple[PersonName, ...]
    perhaps: PersonName | None
    within: "list[Inner] | Other | None"


class Inner(BaseModel):
    """One of two forms a field may have."""

    who: PersonName


class Other(BaseModel):
    """The other."""

    whom: PersonName
    what: str


class Nobody(BaseModel):
    """A form that names nobody."""

    names: tuple[Name, ...]


Told.model_rebuild()


def test_names_are_found_wherever_they_stand() -> None:
    name = Part(is_name=True)
    assert names_in(Told) == Part(
        fields={
            "one": name,
            "some": Part(each=name),
            "perhaps": name,
            "within": Part(fields={"whom": name}, each=Part(fields={"who": name})),
        }
    )
    assert names_in(Nobody) is None
    with pytest.raises(TypeError):
        names_in(dict[str, PersonName])
