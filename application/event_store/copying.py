"""Rows in the text that PostgreSQL's ``COPY`` reads, for tables that are filled anew."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    Float,
    Integer,
    LargeBinary,
    Text,
    Uuid,
)

from application.event_store.columns import (
    Conversion,
    Instant,
    Texts,
    hexadecimal,
    json_array,
    microseconds,
)
from application.event_store.statements import Insertion


def _escaped(text: str) -> str:
    plain = str.replace(text, "\\", "\\\\")
    return plain.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


_TRUTH = {False: "f", True: "t"}

_AS_TEXT: dict[type, Conversion] = {
    Text: _escaped,
    Texts: lambda texts: _escaped(json_array(texts)),
    Integer: int.__repr__,
    BigInteger: int.__repr__,
    Instant: lambda moment: int.__repr__(microseconds(moment)),
    Float: float.__repr__,
    LargeBinary: lambda data: f"\\\\x{bytes.hex(data)}",
    Date: date.isoformat,
    Uuid: hexadecimal,
    Boolean: _TRUTH.__getitem__,
}


class Copying(Insertion):
    """An insertion whose parameters are text already: what rows share is made so only once."""

    absent = "\\N"

    def _binding(self, column: Column[Any], dialect: Dialect) -> Conversion:
        del dialect
        return _AS_TEXT[type(column.type)]

    def found(self, found: Sequence[Any], values: Mapping[str, Any]) -> list[Any]:
        del found
        return self.row(values)

    def text(self, rows: Sequence[list[str]]) -> str:
        """Return rows as ``COPY`` reads them."""
        return "".join(["\t".join(row) + "\n" for row in rows])
