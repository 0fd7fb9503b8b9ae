"""Column types that hold the same values on SQLite and PostgreSQL."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic_core import from_json, to_json
from sqlalchemy import (
    CHAR,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    Dialect,
    Integer,
    LargeBinary,
    Text,
    TypeDecorator,
    Uuid,
    type_coerce,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction
from sqlalchemy.types import TypeEngine

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Conversion = Callable[[Any], Any]


def microseconds(moment: datetime) -> int:
    """Return the whole microseconds from 1970 to a moment."""
    since = moment - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def json_array(texts: Sequence[str]) -> str:
    """Return texts as a JSON array."""
    return to_json(texts).decode() if texts else "[]"


class Instant(TypeDecorator[datetime]):
    """A moment in UTC, stored as whole microseconds since 1970: exact and ordered everywhere."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        del dialect
        return None if value is None else microseconds(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        del dialect
        return None if value is None else EPOCH + timedelta(microseconds=value)


class Texts(TypeDecorator[tuple[str, ...]]):
    """Several short texts in their order, stored as a JSON array."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str | None:
        del dialect
        return None if value is None else json_array(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> tuple[str, ...] | None:
        del dialect
        return None if value is None else tuple(from_json(value))


class _WrittenIdentity(TypeDecorator[str]):
    """An identity as text; only read, and without an object in between."""

    impl = Uuid
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        on_sqlite = dialect.name == "sqlite"
        return dialect.type_descriptor(CHAR(32) if on_sqlite else Uuid(as_uuid=False))

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        if value is None or dialect.name != "sqlite":
            return value
        return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


def written_identity(column: ColumnElement[UUID]) -> ColumnElement[str]:
    """Select an identity as the text it is written as, at a third of the cost."""
    return type_coerce(column, _WrittenIdentity())


def hexadecimal(value: UUID) -> str:
    """Return the 32 digits of an identity."""
    return f"{value.int:032x}"


_TRUTH = {False: 0, True: 1}

_EVERYWHERE: dict[type, Conversion | None] = {
    Text: str.__str__,
    Integer: None,
    BigInteger: None,
    LargeBinary: None,
    Instant: microseconds,
    Texts: json_array,
}
_ON_SQLITE: dict[type, Conversion | None] = {
    Date: date.isoformat,
    Uuid: hexadecimal,
    Boolean: _TRUTH.__getitem__,
}


def binding(column: Column[Any], dialect: Dialect) -> Conversion | None:
    """Return what turns a value of the column, never ``None``, into what its driver stores.

    What is stored is what SQLAlchemy would store, byte for byte; a choice of a ``StrEnum`` goes
    as the plain text it is. Types that need no conversion, and those PostgreSQL's driver knows
    itself, have none.
    """
    ours = _EVERYWHERE | _ON_SQLITE if dialect.name == "sqlite" else _EVERYWHERE
    kind = type(column.type)
    if kind in ours:
        return ours[kind]
    return column.type.dialect_impl(dialect).bind_processor(dialect)


class days_between(GenericFunction[int]):  # noqa: N801  written like the SQL function it is
    """Whole days from one date to a later one, in SQL."""

    type = Integer()
    inherit_cache = True


@compiles(days_between, "sqlite")
def _by_julian_days(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(each, **options) for each in element.clauses)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _by_subtraction(element: Any, compiler: Any, **options: Any) -> str:
    first, last = (compiler.process(each, **options) for each in element.clauses)
    return f"({last} - {first})"
