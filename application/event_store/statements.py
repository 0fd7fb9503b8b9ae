"""SQL compiled once for the driver's own cursor, with the conversions its columns ask for."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Dialect, Table

from application.event_store.columns import binding


class Statement:
    """SQL compiled once, with the conversions that the columns of its parameters ask for."""

    def __init__(
        self,
        sql: str,
        columns: Sequence[Column[Any]],
        dialect: Dialect,
        *,
        copy: str | None = None,
    ) -> None:
        self.sql = sql
        self.copy = copy
        """How PostgreSQL takes the same rows in bulk."""
        bindings = [binding(column, dialect) for column in columns]
        self._names = tuple(column.name for column in columns)
        self._conversions = tuple((i, convert) for i, convert in enumerate(bindings) if convert)
        self._places = dict(zip(self._names, enumerate(bindings), strict=True))

    def row(self, values: Mapping[str, Any]) -> list[Any]:
        """Return the parameters for one row."""
        row = [values[name] for name in self._names]
        for index, convert in self._conversions:
            value = row[index]
            if value is not None:
                row[index] = convert(value)
        return row

    def revised(self, row: list[Any], changes: Mapping[str, Any]) -> list[Any]:
        """Return the parameters of a row that differs from ``row`` in ``changes`` alone."""
        revised = row.copy()
        for name, value in changes.items():
            index, convert = self._places[name]
            revised[index] = value if value is None or convert is None else convert(value)
        return revised


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
