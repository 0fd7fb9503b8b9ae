"""SQL compiled once for the driver's own cursor, with the conversions its columns ask for."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Dialect, Table

from application.event_store.columns import Conversion, binding


class Statement:
    """SQL compiled once, with the conversions that the columns of its parameters ask for."""

    absent: Any = None
    """What stands for a value there is none of."""
    copy: str | None = None
    """How PostgreSQL takes the same rows in bulk."""

    def __init__(self, sql: str, columns: Sequence[Column[Any]], dialect: Dialect) -> None:
        self.sql = sql
        self._bindings = tuple(self._binding(column, dialect) for column in columns)
        self._names = tuple(column.name for column in columns)
        self._places = dict(zip(self._names, enumerate(self._bindings), strict=True))

    def _binding(self, column: Column[Any], dialect: Dialect) -> Conversion | None:
        return binding(column, dialect)

    def row(self, values: Mapping[str, Any]) -> list[Any]:
        """Return the parameters for one row."""
        absent = self.absent
        return [
            absent if value is None else value if convert is None else convert(value)
            for value, convert in zip(
                map(values.__getitem__, self._names), self._bindings, strict=True
            )
        ]

    def parameter(self, name: str, value: Any) -> Any:
        """Return one parameter."""
        convert = self._places[name][1]
        return value if convert is None else convert(value)

    def found(self, found: Sequence[Any], values: Mapping[str, Any]) -> list[Any]:
        """Return the parameters of a row of all columns that the driver found."""
        del values
        return list(found)

    def revise(self, row: list[Any], changes: Mapping[str, Any]) -> None:
        """Let the parameters of a row differ in ``changes``."""
        places = self._places
        for name, value in changes.items():
            index, convert = places[name]
            if value is None:
                row[index] = self.absent
            else:
                row[index] = value if convert is None else convert(value)


class Insertion(Statement):
    """The ``INSERT`` of a whole row."""

    def __init__(self, table: Table, placeholder: str, dialect: Dialect) -> None:
        columns = list(table.columns)
        into = f"{table.name} ({', '.join(column.name for column in columns)})"
        self.copy = f"COPY {into} FROM STDIN"
        marks = ", ".join([placeholder] * len(columns))
        super().__init__(f"INSERT INTO {into} VALUES ({marks})", columns, dialect)  # noqa: S608  our own tables


class Lookup(Statement):
    """A ``SELECT`` of whole rows."""

    def __init__(self, sql: str, table: Table, where: Sequence[str], dialect: Dialect) -> None:
        super().__init__(sql, [table.c[name] for name in where], dialect)
        read = [c.type.dialect_impl(dialect).result_processor(dialect, None) for c in table.c]
        self._columns = tuple(column.name for column in table.c)
        self._readings = tuple(
            (c.name, convert) for c, convert in zip(table.c, read, strict=True) if convert
        )

    def values(self, found: Sequence[Any]) -> dict[str, Any]:
        """Return the values of a row the driver found."""
        values = dict(zip(self._columns, found, strict=True))
        for name, convert in self._readings:
            values[name] = convert(values[name])
        return values
