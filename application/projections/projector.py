"""Runs the read models: from an event to the rows it changes, in the event's transaction.

An event that is the latest of its item in business time, as nearly all are, closes the present
row and adds one or two. An event dated back, or the correction of a date, has the whole item
retold: its events as corrected, in the order of their dates, through the same handlers; rows that
come out as they were stay untouched. What was known before is kept either way.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Table, select

from application.event_store.database import Database, Statement, Transaction
from application.event_store.recorder import stored_event, stream
from application.event_store.schema import events
from application.event_store.topics import TopicRegister
from application.projections.retelling import Retelling, as_corrected
from application.projections.versioned import NO_END, STILL_KNOWN, Handler, ReadModel
from domain.model import Correction, DomainEvent

REMEMBERED_ROWS = 20_000

Key = tuple[Any, ...]
Place = tuple[str, Key]


class LiveRow:
    """A row as the latest event left it, and whether the database has it yet."""

    __slots__ = ("stored", "values")

    def __init__(self, values: dict[str, Any], *, stored: bool) -> None:
        self.values = values
        self.stored = stored


class _Change(NamedTuple):
    verb: str
    table: Table
    key: Key
    values: dict[str, Any]


class Projector:
    """Knows the read models, their compiled statements, and the rows seen lately."""

    def __init__(
        self, database: Database, topics: TopicRegister, read_models: Sequence[ReadModel]
    ) -> None:
        self.topics = topics
        self.read_models = read_models
        self.tables = tuple(table for model in read_models for table in model.tables)
        self.versioned = tuple(table for table in self.tables if "owner" in table.info)
        self.insertions = {table: database.insertion(table) for table in self.tables}
        self.closings = {
            table: database.change(
                table, ("known_until",), (*table.info["key"], "known_from", "valid_from")
            )
            for table in self.versioned
        }
        self.handlers = {event: tuple(self._handlers_of(event)) for event in topics.events()}
        self.recent: OrderedDict[Place, LiveRow | None] = OrderedDict()

    def _handlers_of(self, event: type[DomainEvent]) -> Iterator[Handler]:
        for model in self.read_models:
            if event in model.handlers:
                yield model.handlers[event]
            if model.follow_all is not None:
                yield model.follow_all

    def begin(self, transaction: Transaction) -> "Projection":
        """Begin to project into a transaction."""
        return Projection(self, transaction)

    def remember(self, rows: Mapping[Place, LiveRow | None]) -> None:
        """Keep rows whose transaction was committed."""
        self.recent.update(rows)
        for place in rows:
            self.recent.move_to_end(place)
        while len(self.recent) > REMEMBERED_ROWS:
            self.recent.popitem(last=False)

    def forget(self) -> None:
        """Forget all rows; another process wrote."""
        self.recent.clear()


class Projection:
    """The rows that the events of one transaction change. Implements ``Rows`` for handlers."""

    sequence: int

    def __init__(self, projector: Projector, transaction: Transaction) -> None:
        self._projector = projector
        self._transaction = transaction
        self._rows: OrderedDict[Place, LiveRow | None] = OrderedDict()
        self._inserts: dict[Table, list[LiveRow]] = {}
        self._closed: dict[Statement, list[list[Any]]] = {}
        self._changes: list[_Change] = []
        self._seen: list[date] = []

    def project(self, event: DomainEvent, sequence: int) -> None:
        """Change the rows of every read model that handles this event."""
        self.sequence = sequence
        self._changes = []
        self._seen = []
        for handler in self._projector.handlers[type(event)]:
            handler(event, self)
        on = event.act.occurred_on
        if isinstance(event, Correction) or any(valid_from > on for valid_from in self._seen):
            self._retell(event)
        else:
            for change in self._changes:
                self._carry_out(change, on)

    # What handlers may do

    def current(self, table: Table, *key: Any) -> Mapping[str, Any]:
        return self._see(table, key)

    def open(self, table: Table, **values: Any) -> None:
        key = tuple(values[name] for name in table.info["key"])
        self._changes.append(_Change("open", table, key, values))

    def revise(self, table: Table, *key: Any, **changes: Any) -> None:
        self._see(table, key)
        self._changes.append(_Change("revise", table, key, changes))

    def end(self, table: Table, *key: Any) -> None:
        self._see(table, key)
        self._changes.append(_Change("end", table, key, {}))

    def _see(self, table: Table, key: Key) -> Mapping[str, Any]:
        """Note from when the row holds: an event dated earlier has come late."""
        values = self._live(table, key).values
        self._seen.append(values["valid_from"])
        return values

    def append(self, table: Table, **values: Any) -> None:
        self._inserts.setdefault(table, []).append(LiveRow(values, stored=False))

    # The usual case: the event is the latest of its item

    def _carry_out(self, change: _Change, on: date) -> None:
        table, key = change.table, change.key
        if change.verb == "open":
            self._insert(table, key, {**change.values, "valid_from": on, "valid_until": NO_END})
            return
        row = self._live(table, key)
        values = row.values
        if change.verb == "revise" and (values["known_from"], values["valid_from"]) == (
            self.sequence,
            on,
        ):
            row.values = {**values, **change.values}
            return
        self._close(table, row)
        if values["valid_from"] < on:
            self._insert(table, key, {**values, "valid_until": on}, present=False)
        if change.verb == "end":
            self._rows[(table.name, key)] = None
        else:
            self._insert(table, key, {**values, **change.values, "valid_from": on})

    def _live(self, table: Table, key: Key) -> LiveRow:
        place = (table.name, key)
        rows = self._rows if place in self._rows else self._projector.recent
        row = rows.get(place)
        if row is None:
            row = self._load(table, key)
            self._rows[place] = row
        return row

    def _load(self, table: Table, key: Key) -> LiveRow:
        query = select(table).where(
            *(table.c[name] == part for name, part in zip(table.info["key"], key, strict=True)),
            table.c.known_until == STILL_KNOWN,
            table.c.valid_until == NO_END,
        )
        found = self._transaction.connection.execute(query).mappings().one_or_none()
        if found is None:
            msg = f"{table.name} has no row for {key}"
            raise LookupError(msg)
        return LiveRow(dict(found), stored=True)

    def _insert(
        self, table: Table, key: Key, values: dict[str, Any], *, present: bool = True
    ) -> None:
        values["known_from"] = self.sequence
        values["known_until"] = STILL_KNOWN
        row = LiveRow(values, stored=False)
        self._inserts.setdefault(table, []).append(row)
        if present:
            self._rows[(table.name, key)] = row

    def _close(self, table: Table, row: LiveRow) -> None:
        if not row.stored:
            row.values = {**row.values, "known_until": self.sequence}
            return
        closing = self._projector.closings[table]
        closed = {**row.values, "known_until": self.sequence}
        self._closed.setdefault(closing, []).append(closing.row(closed))

    # The rare case: an event dated back, or a corrected date

    def _retell(self, event: DomainEvent) -> None:
        self.flush()
        retelling = Retelling(self.sequence)
        for told in as_corrected(self._events_until_now(event.originator_id)):
            retelling.begin(told)
            for handler in self._projector.handlers[type(told)]:
                handler(told, retelling)
        for table in self._projector.versioned:
            self._replace(table, event.originator_id, retelling.segments(table))

    def _events_until_now(self, owner: UUID) -> list[DomainEvent]:
        query = stream(owner).where(events.c.sequence <= self.sequence)
        rows = self._transaction.connection.execute(query.order_by(events.c.originator_version))
        return [self._projector.topics.decode(stored_event(row)) for row in rows]

    def _replace(
        self, table: Table, owner: UUID, told: Mapping[Key, Sequence[dict[str, Any]]]
    ) -> None:
        query = select(table).where(
            table.c[table.info["owner"]] == owner, table.c.known_until == STILL_KNOWN
        )
        live = [dict(row) for row in self._transaction.connection.execute(query).mappings()]
        wanted = [segment for segments in told.values() for segment in segments]
        kept: list[dict[str, Any]] = []
        for row in live:
            facts = {name: row[name] for name in row if not name.startswith("known_")}
            if facts in wanted:
                wanted.remove(facts)
                kept.append(row)
            else:
                self._close(table, LiveRow(row, stored=True))
            self._rows[(table.name, _key(table, row))] = None
        for row in kept:
            if row["valid_until"] == NO_END:
                self._rows[(table.name, _key(table, row))] = LiveRow(row, stored=True)
        for segment in wanted:
            self._insert(
                table,
                _key(table, segment),
                segment,
                present=segment["valid_until"] == NO_END,
            )

    # Reaching the database

    def flush(self) -> None:
        """Send all rows changed so far to the database, closings first."""
        self._queue()
        self._transaction.flush()

    def finish(self) -> Mapping[Place, LiveRow | None]:
        """Queue all rows for the commit; return the rows to remember once it has succeeded."""
        self._queue()
        return self._rows

    def _queue(self) -> None:
        for closing, rows in self._closed.items():
            self._transaction.write(closing, rows)
        for table, inserted in self._inserts.items():
            insertion = self._projector.insertions[table]
            self._transaction.write(insertion, [insertion.row(row.values) for row in inserted])
            for row in inserted:
                row.stored = True
        self._closed = {}
        self._inserts = {}

    def trim(self) -> None:
        """Forget the rows touched longest ago; only after ``flush``."""
        while len(self._rows) > REMEMBERED_ROWS:
            self._rows.popitem(last=False)


def _key(table: Table, values: Mapping[str, Any]) -> Key:
    return tuple(values[name] for name in table.info["key"])
