"""SQL compiled once for the driver's own cursor, with the conversions its columns ask for."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import to_json
from sqlalchemy import Column, Dialect, LargeBinary, Table

from application.event_store.columns import Conversion, binding


class Statement:
    """SQL compiled once, with the conversions that the columns of its parameters ask for."""

    absent: Any = None
    """What stands for a value there is none of."""
    copy: str | None = None
    """How PostgreSQL takes the same rows in bulk."""

    def __init__(self, sql: str, columns: Sequence[Column[Any]], dialect: Dialect) -> None:
        self.sql = sql
        self.table = columns[0].table
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

    def calls(self, rows: Sequence[list[Any]]) -> Sequence[tuple[str, Sequence[Any]]]:
        """Return what PostgreSQL is asked to execute for the rows, with the parameters."""
        return [(self.sql, row) for row in rows]


class Insertion(Statement):
    """An ``INSERT`` of whole rows; PostgreSQL takes several of them in one call."""

    def __init__(self, table: Table, placeholder: str, dialect: Dialect) -> None:
        columns = list(table.columns)
        names = ", ".join(column.name for column in columns)
        marks = ", ".join([placeholder] * len(columns))
        sql = f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608  our own tables
        super().__init__(sql, columns, dialect)
        self.copy = f"COPY {table.name} ({names}) FROM STDIN"
        told = f"json_populate_recordset(NULL::{table.name}, %s::json)"
        self._together = f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {told}"  # noqa: S608  ditto
        self._keys = tuple(str.__str__(column.name) for column in columns)
        """The names as plain text: SQLAlchemy's own kind is slow to write as JSON."""
        self._binary = tuple(
            i for i, column in enumerate(columns) if isinstance(column.type, LargeBinary)
        )

    def calls(self, rows: Sequence[list[Any]]) -> Sequence[tuple[str, Sequence[Any]]]:
        """Tell several rows in one document, whose cost is that of a single call."""
        if len(rows) == 1:
            return super().calls(rows)
        told = [dict(zip(self._keys, self._spelled(row), strict=True)) for row in rows]
        return [(self._together, (to_json(told).decode(),))]

    def _spelled(self, row: list[Any]) -> list[Any]:
        """Return the row with its bytes as text that PostgreSQL reads."""
        if not self._binary:
            return row
        spelled = row.copy()
        for index in self._binary:
            if row[index] is not None:
                spelled[index] = f"\\x{row[index].hex()}"
        return spelled


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
