"""Where an event names natural persons, found from its annotations once for each kind of event."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, reduce
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin
from uuid import UUID

from pydantic import BaseModel

from application.privacy.sealing import Place
from domain.text import NamesPerson

SEALED_MARK = b'"sealed":"'
"""In the bytes of every event that holds a sealed value."""

LARGEST_VERSION = 2**63


def holds_sealed(state: object) -> bool:
    """Tell whether the bytes of an event hold a sealed value; what is not bytes never does."""
    return isinstance(state, bytes) and SEALED_MARK in state


class Part(NamedTuple):
    """What of a stated value names persons: itself, fields of it, or each of its items."""

    is_name: bool = False
    fields: Mapping[str, "Part"] = {}
    each: "Part | None" = None


def names_in(form: Any) -> Part | None:
    """Return where values of this form name persons; ``None`` where they never do.

    Raises ``TypeError`` where a name could not be found again, such as in a mapping.
    """
    match get_origin(form):
        case None:
            return _in_model(form) if _is_model(form) else None
        case origin if origin is Annotated:
            inner, *marks = get_args(form)
            return _marked(inner, marks)
        case origin if origin in (Union, UnionType):
            return _merged(map(names_in, get_args(form)))
        case origin if origin in (tuple, list):
            each = _merged(map(names_in, get_args(form)))
            return None if each is None else Part(each=each)
        case _:
            if _merged(map(names_in, get_args(form))) is not None:
                msg = f"names of persons stand in fields and lists, not in {form}"
                raise TypeError(msg)
            return None


def _is_model(form: Any) -> bool:
    return isinstance(form, type) and issubclass(form, BaseModel)


@cache
def _in_model(model: type[BaseModel]) -> Part | None:
    found = {
        name: part
        for name, field in model.model_fields.items()
        if (part := _marked(field.annotation, field.metadata)) is not None
    }
    return Part(fields=found) if found else None


def _marked(form: Any, marks: Iterable[Any]) -> Part | None:
    if any(isinstance(mark, NamesPerson) for mark in marks):
        return Part(is_name=True)
    return names_in(form)


def _merged(parts: Iterable[Part | None]) -> Part | None:
    """Return one part for values of several forms: a field has one meaning in all of them."""
    return reduce(_both, parts, None)


def _both(one: Part | None, other: Part | None) -> Part | None:
    if one is None or other is None:
        return one or other
    fields = dict(one.fields)
    for name, part in other.fields.items():
        fields[name] = _both(fields.get(name), part) or part
    return Part(one.is_name or other.is_name, fields, _both(one.each, other.each))


class Named(NamedTuple):
    """A name in what an event states; whoever sets ``holder[key]`` changes it there."""

    holder: Any
    """The object or list that has it."""
    key: str | int
    stated: Any
    """What stands for the name: text, or a sealed value."""
    place: Place


def names_among(stated: Any, part: Part, topic: str) -> Iterator[Named]:
    """Yield every name that an event states, in the order of its JSON.

    Raises ``ValueError`` when it does not state which event it is.
    """
    identity, version = _which(stated)
    for holder, key, name, path in _names_within(stated, part, ""):
        yield Named(holder, key, name, Place(identity, version, topic, path))


def _names_within(holder: Any, part: Part, path: str) -> Iterator[tuple[Any, str | int, Any, str]]:
    """Yield holder, key, value and path of every name; ``path`` leads to what the holder has."""
    inside: Iterable[tuple[str | int, Any, Part]] = ()
    if isinstance(holder, dict):
        fields = part.fields
        inside = [(name, value, fields[name]) for name, value in holder.items() if name in fields]
    elif isinstance(holder, list) and part.each is not None:
        inside = [(number, value, part.each) for number, value in enumerate(holder)]
    for key, value, within in inside:
        if not within.is_name:
            yield from _names_within(value, within, f"{path}{key}.")
        elif value is not None:
            yield holder, key, value, f"{path}{key}"


def _which(stated: Any) -> tuple[UUID, int]:
    event = stated if isinstance(stated, dict) else {}
    identity, version = event.get("originator_id"), event.get("originator_version")
    if isinstance(identity, str) and isinstance(version, int) and 0 < version < LARGEST_VERSION:
        return UUID(identity), version
    msg = "an event states its aggregate and its version"
    raise ValueError(msg)
