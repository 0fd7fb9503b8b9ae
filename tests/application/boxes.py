"""A small aggregate and read model, to try the store without the domain."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Integer, MetaData, Table, Text, select

from application.event_store.database import Database
from application.event_store.topics import TopicRegister
from application.projections.versioned import ReadModel, Rows, owner_column, versioned_table
from application.store import Done, Store
from application.work import Work
from domain.errors import RuleViolation
from domain.model import Act, Aggregate, BusinessDate, Correction, DomainEvent, Role

BEGINNING = datetime(2030, 1, 1, tzinfo=UTC)


class BoxFull(RuleViolation):
    """A box holds a hundred at most."""

    title = "箱子已满"


class Box(Aggregate):
    """Something is put in, and sometimes it is noticed late."""

    KIND = "box"
    LABEL = "箱子"

    number: str
    amount: int

    class Opened(DomainEvent):
        TOPIC = "box.opened"
        LABEL = "启用"
        number: str

        def apply(self, aggregate: "Box") -> None:
            aggregate.number = self.number
            aggregate.amount = 0

    class Filled(DomainEvent):
        TOPIC = "box.filled"
        LABEL = "放入"
        SHAPE = 2
        amount: int
        weighed_on: BusinessDate | None = None

        def apply(self, aggregate: "Box") -> None:
            aggregate.amount = aggregate.amount + self.amount

        @classmethod
        def upcast(cls, fields: dict[str, Any], shape: int) -> dict[str, Any]:
            assert shape == 1
            grams = fields.pop("grams")
            return {**fields, "amount": grams // 1000}

    class Noticed(DomainEvent):
        TOPIC = "box.noticed"
        LABEL = "补记"
        STEP = False
        amount: int

        def apply(self, aggregate: "Box") -> None:
            aggregate.amount = aggregate.amount + self.amount

    class Emptied(DomainEvent):
        TOPIC = "box.emptied"
        LABEL = "清空"

        def apply(self, aggregate: "Box") -> None:
            aggregate.amount = 0

    class Corrected(Correction):
        TOPIC = "box.corrected"

    def fill(self, amount: int, act: Act) -> None:
        if self.amount + amount > 100:
            raise BoxFull(f"箱子{self.number}最多放100,现有{self.amount}", "amount")
        self.record(self.Filled, act, amount=amount)


boxes: Table = versioned_table(
    "boxes",
    owner_column("box_id"),
    Column("number", Text, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("latest_portion", Integer),
    key=("box_id",),
    owner="box_id",
)
contents: Table = versioned_table(
    "box_contents",
    owner_column("box_id"),
    Column("portion", Integer, nullable=False),
    Column("amount", Integer, nullable=False),
    key=("box_id", "portion"),
    owner="box_id",
)
for table in (boxes, contents):
    table.metadata.remove(table)

box_ledger = ReadModel("boxes", boxes, contents)


@box_ledger.on(Box.Opened)
def _opened(event: Box.Opened, rows: Rows) -> None:
    rows.open(
        boxes, box_id=event.originator_id, number=event.number, amount=0, latest_portion=None
    )


@box_ledger.on(Box.Filled, Box.Noticed)
def _filled(event: Box.Filled | Box.Noticed, rows: Rows) -> None:
    key = event.originator_id
    amount = rows.current(boxes, key)["amount"] + event.amount
    rows.revise(boxes, key, amount=amount, latest_portion=event.originator_version)
    rows.open(contents, box_id=key, portion=event.originator_version, amount=event.amount)


@box_ledger.on(Box.Emptied)
def _emptied(event: Box.Emptied, rows: Rows) -> None:
    latest = rows.current(boxes, event.originator_id)["latest_portion"]
    rows.revise(boxes, event.originator_id, amount=0, latest_portion=None)
    if latest is not None:
        rows.end(contents, event.originator_id, latest)


def create_tables(database: Database) -> None:
    """Make the tables of the box ledger, which no migration knows."""
    own = MetaData()
    with database.migrating() as connection:
        for table in (boxes, contents):
            copied = table.to_metadata(own)
            copied.drop(connection, checkfirst=True)
            copied.create(connection)


def ticking(start: datetime = BEGINNING) -> Callable[[], datetime]:
    """Return a clock that goes on a second each time it is read."""
    ticks = count()
    return lambda: start + timedelta(seconds=next(ticks))


def open_boxes(
    database: Database,
    clock: Callable[[], datetime] | None = None,
    read_models: tuple[ReadModel, ...] = (box_ledger,),
) -> Store:
    """Open a store that knows boxes only."""
    return Store(database, read_models, topics=TopicRegister([Box]), clock=clock or ticking())


def act(on: str = "2026-01-01", actor: str = "甲") -> Act:
    """Build an act; the store stamps when it was recorded."""
    return Act(
        actor=actor,
        unit="RDB",
        role=Role.SUPERVISION_STAFF,
        occurred_on=date.fromisoformat(on),
        recorded_at=BEGINNING,
        correlation_id=UUID(int=1),
        causation_id=UUID(int=1),
    )


def begin(number: str) -> Callable[[Work], Box]:
    """Return the command that takes a box into use."""
    return lambda work: work.add(Box.begin(number, Box.Opened, work.act, number=number))


def fill(number: str, amount: int, expected: int | None = None) -> Callable[[Work], Box]:
    """Return the command that puts something into a box."""

    def command(work: Work) -> Box:
        box = work.get(Box, Box.id_of(number), expected)
        box.fill(amount, work.act)
        return box

    return command


def notice(number: str, amount: int) -> Callable[[Work], Box]:
    """Return the command that notes something put in earlier."""

    def command(work: Work) -> Box:
        box = work.get(Box, Box.id_of(number))
        box.record(Box.Noticed, work.act, amount=amount)
        return box

    return command


def empty(number: str) -> Callable[[Work], Box]:
    """Return the command that empties a box."""

    def command(work: Work) -> Box:
        box = work.get(Box, Box.id_of(number))
        box.record(Box.Emptied, work.act)
        return box

    return command


def correct(number: str, version: int, now: str) -> Callable[[Work], Box]:
    """Return the command that corrects a date."""

    def command(work: Work) -> Box:
        box = work.get(Box, Box.id_of(number))
        box.record_correction(
            Box.Corrected, version, date.fromisoformat(now), "日期登错", work.act
        )
        return box

    return command


def rows_of(database: Database, table: Table = boxes) -> list[tuple[Any, ...]]:
    """Return amount, business span and known span of each row, in a fixed order."""
    c = table.c
    query = select(c.amount, c.valid_from, c.valid_until, c.known_from, c.known_until)
    with database.reading() as connection:
        return [
            tuple(row) for row in connection.execute(query.order_by(c.known_from, c.valid_from))
        ]


Filled = Done[Box]
