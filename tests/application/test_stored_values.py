"""What our own conversions store is what SQLAlchemy stores and reads back, on both databases."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    insert,
    select,
)

from application.event_store.columns import Instant, Texts, written_identity
from application.event_store.database import Database
from application.event_store.sending import MANY
from application.event_store.statements import Insertion


class Colour(StrEnum):
    RED = "red"


samples = Table(
    "samples",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("wording", Text),
    Column("day", Date),
    Column("item", Uuid),
    Column("ready", Boolean),
    Column("number", BigInteger),
    Column("state", LargeBinary),
    Column("moment", Instant),
    Column("names", Texts),
    Column("share", Float),
)

FULL: dict[str, Any] = {
    "id": 1,
    "wording": "一\t二\n三\\N 'x' \"y\"",
    "day": date(1949, 10, 1),
    "item": UUID(int=7),
    "ready": False,
    "number": 2**62,
    "state": b"\x00\xff{}",
    "moment": datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC),
    "names": ("县教育局", 'a"b'),
    "share": 0.25,
}
ROWS: list[dict[str, Any]] = [
    FULL,
    {**dict.fromkeys(FULL), "id": 2},
    {
        **FULL,
        "id": 3,
        "wording": Colour.RED,
        "day": date(9999, 12, 31),
        "ready": True,
        "moment": datetime(1969, 12, 31, tzinfo=UTC) - timedelta(microseconds=1),
        "names": (),
    },
]


@pytest.fixture
def empty(database: Database) -> Iterator[Database]:
    with database.migrating() as connection:
        samples.create(connection)
    yield database
    with database.migrating() as connection:
        samples.drop(connection)


def stored_bytes(database: Database) -> list[tuple[Any, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql("SELECT * FROM samples")]


def by_sqlalchemy(database: Database) -> list[tuple[Any, ...]]:
    with database.migrating() as connection:
        connection.execute(insert(samples), ROWS)
    stored = stored_bytes(database)
    with database.migrating() as connection:
        connection.execute(samples.delete())
    return stored


def write(database: Database, statement: Insertion, rows: list[list[Any]]) -> None:
    with database.writing() as transaction:
        transaction.write(statement, rows)
        transaction.commit(transaction.head)


def read_back(database: Database) -> list[dict[str, Any]]:
    with database.reading() as connection:
        query = select(samples).order_by(samples.c.id)
        return [dict(row) for row in connection.execute(query).mappings()]


def test_rows_are_stored_as_sqlalchemy_stores_them(empty: Database) -> None:
    expected = by_sqlalchemy(empty)
    statement = empty.insertion(samples)
    write(empty, statement, [statement.row(values) for values in ROWS])
    assert stored_bytes(empty) == expected
    assert read_back(empty) == ROWS


def test_an_identity_is_read_as_it_is_written(empty: Database) -> None:
    item = UUID("0123abcd-ef45-6789-abcd-ef0123456789")
    with empty.migrating() as connection:
        connection.execute(insert(samples), [{"id": 1, "item": item}, {"id": 2, "item": None}])
    with empty.reading() as connection:
        query = select(written_identity(samples.c.item)).order_by(samples.c.id)
        assert list(connection.scalars(query)) == [str(item), None]


@pytest.mark.parametrize("form", [Database.insertion, Database.filling])
def test_a_revised_row_is_the_row_of_the_revised_values(
    empty: Database, form: Callable[[Database, Table], Insertion]
) -> None:
    statement = form(empty, samples)
    row = statement.row(FULL)
    for values in ROWS:
        statement.revise(row, values)
        assert row == statement.row(values)
    assert statement.parameter("day", FULL["day"]) == statement.row(FULL)[2]


@pytest.mark.parametrize("form", [Database.insertion, Database.filling])
def test_many_rows_are_stored_like_few(
    empty: Database, form: Callable[[Database, Table], Insertion]
) -> None:
    expected = by_sqlalchemy(empty)
    statement = form(empty, samples)
    many = [{**ROWS[i % 3], "id": i + 1} for i in range(MANY + 3)]
    write(empty, statement, [statement.row(values) for values in many])
    assert stored_bytes(empty)[:3] == expected
    assert read_back(empty) == many


@pytest.mark.parametrize("wording", ["", "\\", "\\N", "\\.", "a\tb\r\nc\\t", "\x0b\x0c", "着落"])
def test_text_fills_a_table_as_it_is(empty: Database, wording: str) -> None:
    filling = empty.filling(samples)
    write(empty, filling, [filling.row({**FULL, "wording": wording, "names": (wording,)})])
    (stored,) = read_back(empty)
    assert (stored["wording"], stored["names"]) == (wording, (wording,))


def test_what_is_written_to_one_table_keeps_its_order(empty: Database) -> None:
    insertion = empty.insertion(samples)
    change = empty.change(samples, ("wording",), ("id",))
    rows = [insertion.row({**FULL, "id": number}) for number in (1, 2, 3)]
    with empty.writing() as transaction:
        for row in rows[:2]:
            transaction.write(insertion, [row])
        changed = [change.row({"id": number, "wording": "改"}) for number in (2, 3)]
        transaction.write(change, changed)
        transaction.write(insertion, rows[2:])
        transaction.commit(transaction.head)
    wordings = [row["wording"] for row in read_back(empty)]
    assert wordings == [FULL["wording"], "改", FULL["wording"]]


@pytest.mark.parametrize(
    ("name", "value"),
    [("wording", 5), ("day", "2026-01-01"), ("moment", 5), ("ready", 2), ("item", "7")],
)
def test_a_value_of_another_type_is_not_stored(
    sqlite_store: Any, name: str, value: object
) -> None:
    statement = sqlite_store.database.insertion(samples)
    with pytest.raises((TypeError, AttributeError, KeyError)):
        statement.row({**FULL, name: value})
