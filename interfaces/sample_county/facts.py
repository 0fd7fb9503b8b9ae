"""From what a case file states, in Chinese, to the facts a command takes.

What a fact has to look like follows from the type the command or the value object declares.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import EnumType
from hashlib import sha256
from inspect import Parameter, signature
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeVar, Union, get_args, get_origin
from uuid import UUID

from pydantic import ValidationError

from domain.due import UNDATED, Due
from domain.evidence import Evidence
from domain.measure import SubAction
from domain.model import ValueObject
from domain.opinion import Opinion
from domain.opinion_terms import ResultClass
from interfaces.sample_county.case_file import (
    Entries,
    Place,
    require_entries,
    require_given,
    require_known,
    require_list,
)
from interfaces.sample_county.vocabulary import KEYS

V = TypeVar("V", bound=ValueObject)

NOT_SET = "未定时限"
YES_OR_NO = {"是": True, "否": False}
RESULT_CLASSES = {each.value: each for each in ResultClass}
LISTS = (tuple, Sequence, Iterable)


class Wanted(NamedTuple):
    """What is to be read for one parameter of a command or one field of a value object."""

    key: str
    kind: Any
    required: bool
    otherwise: Any
    """What stands where the file says nothing."""


def wanted_by_command(
    command: Callable[..., object], renamed: Mapping[str, str], settled: Container[str]
) -> dict[str, Wanted]:
    """Return what a command takes, by parameter; lists and flags may be left out.

    Keys in ``renamed`` stand for the usual ones; what is ``settled`` is not asked for.
    """
    keys = {**KEYS, **renamed}
    parameters = signature(command).parameters.values()
    return {
        each.name: _wanted(keys[each.name], each.annotation)
        for each in parameters
        if each.kind is Parameter.KEYWORD_ONLY and each.name not in settled
    }


def _wanted(key: str, kind: Any) -> Wanted:
    if NoneType in get_args(kind):
        return Wanted(key, kind, required=False, otherwise=None)
    if get_origin(kind) in LISTS:
        return Wanted(key, kind, required=False, otherwise=())
    return Wanted(key, kind, required=kind is not bool, otherwise=False)


def _wanted_by_value_object(kind: type[ValueObject]) -> dict[str, Wanted]:
    return {
        name: Wanted(KEYS[name], field.annotation, field.is_required(), field.default)
        for name, field in kind.model_fields.items()
    }


class FactReader:
    """Reads facts, knowing which opinions the case has registered so far."""

    def __init__(self) -> None:
        self.registered: set[str] = set()
        self._readers: dict[Any, Callable[[Any, Place], Any]] = {
            str: read_text,
            date: read_date,
            bool: lambda value, at: read_term(YES_OR_NO, value, at),
            int: _whole_number,
            Decimal: _number,
            Due: _due,
            Evidence: _evidence,
            ResultClass: lambda value, at: read_term(RESULT_CLASSES, value, at),
            UUID: self._opinion,
        }

    def read_facts(
        self, wanted: Mapping[str, Wanted], entries: Entries, at: Place
    ) -> dict[str, Any]:
        """Return what is wanted, by parameter or field."""
        return {name: self._read_one(one, entries, at) for name, one in wanted.items()}

    def _read_one(self, wanted: Wanted, entries: Entries, at: Place) -> Any:
        if wanted.required:
            require_given(entries, wanted.key, at)
        value = entries.get(wanted.key)
        if value is None:
            return wanted.otherwise
        return self.read(wanted.kind, value, at.of(wanted.key))

    def read(self, kind: Any, value: Any, at: Place) -> Any:
        """Read one value of a kind."""
        kind = _bare(kind)
        if kind in self._readers:
            return self._readers[kind](value, at)
        if get_origin(kind) in LISTS:
            return self._list(_bare(get_args(kind)[0]), require_list(value, at), at)
        if isinstance(kind, EnumType):
            return read_term(_labels(kind), value, at)
        return self._value_object(kind, require_entries(value, at), at)

    def _list(self, kind: Any, values: Sequence[Any], at: Place) -> tuple[Any, ...]:
        if kind is SubAction:
            texts = [read_text(value, at) for value in values]
            return tuple(_built(SubAction, at, no=n, text=t) for n, t in enumerate(texts, 1))
        return tuple(self.read(kind, value, at) for value in values)

    def _value_object(self, kind: type[V], entries: Entries, at: Place) -> V:
        at = at._replace(line=entries.line)
        wanted = _wanted_by_value_object(kind)
        require_known(entries, {one.key for one in wanted.values()}, at)
        return _built(kind, at, **self.read_facts(wanted, entries, at))

    def _opinion(self, value: Any, at: Place) -> UUID:
        number = read_text(value, at)
        if number not in self.registered:
            raise at.broken(f"本案例此前没有登记编号为“{number}”的意见")
        return Opinion.id_of(number)


def read_text(value: Any, at: Place) -> str:
    """Return a text; what YAML takes for a number or a date needs quotation marks."""
    if not isinstance(value, str):
        raise at.broken(f"“{value}”应为文字,请加引号")
    return value


def read_date(value: Any, at: Place) -> date:
    """Return a date written like 2015-03-25."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise at.broken(f"“{value}”不是日期,应写作2015-03-25的形式")
    return value


def read_term(terms: Mapping[str, Any], value: Any, at: Place) -> Any:
    """Return what a word of a fixed vocabulary stands for."""
    if not isinstance(value, str) or value not in terms:
        raise at.broken(f"没有“{value}”这一项,可填写:{'、'.join(terms)}")
    return terms[value]


def _bare(kind: Any) -> Any:
    """Return a type without annotations and without ``None``."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return _bare(next(each for each in get_args(kind) if each is not NoneType))
    return kind


def _labels(terms: Any) -> dict[str, Any]:
    return {each.label: each for each in terms}


def _built(kind: type[V], at: Place, **facts: Any) -> V:
    try:
        return kind(**facts)
    except ValidationError as error:
        first = error.errors()[0]
        named = [f"“{KEYS[part]}”" for part in first["loc"] if part in KEYS]
        raise at.broken("".join([*named, first["msg"]])) from error


def _whole_number(value: Any, at: Place) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise at.broken(f"“{value}”应为整数")
    return value


def _number(value: Any, at: Place) -> Decimal:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise at.broken(f"“{value}”应为数字")
    return Decimal(str(value))


def _due(value: Any, at: Place) -> Due:
    return UNDATED if value == NOT_SET else _built(Due, at, on=read_date(value, at))


def _evidence(value: Any, at: Place) -> Evidence:
    """Take the wording of a piece of evidence for the bytes of its file."""
    entries = require_entries(value, at)
    at = at._replace(line=entries.line)
    require_known(entries, {"名称", "内容"}, at)
    name, content = (require_given(entries, key, at) for key in ("名称", "内容"))
    stored = read_text(content, at).encode()
    digest = sha256(stored).hexdigest()
    return _built(
        Evidence,
        at,
        name=read_text(name, at),
        sha256=digest,
        size=len(stored),
        media_type="text/plain",
    )
