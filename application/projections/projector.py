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

from application.event_store.database import Database, Transaction
from application.event_store.recorder import stored_event, stream
from application.event_store.schema import events
from application.event_store.statements import Lookup, Statement
from application.event_store.topics import TopicRegister
from application.projections.retelling import Retelling, as_corrected
from application.projections.versioned import NO_END, STILL_KNOWN, Handler, ReadModel
from domain.model import Correction, DomainEvent

REMEMBERED_ROWS = 20_000

Key = tuple[Any, ...]
Place = tuple[str, Key]


class LiveRow:
    """A row as the latest event left it, and whether the database has it yet."""

    __slots__ = ("parameters", "stored", "values")

    def __init__(self, values: dict[str, Any], parameters: list[Any], *, stored: bool) -> None:
        self.values = values
        self.parameters = parameters
        """The same as the driver takes it: what the next row shares is converted only once."""
        self.stored = stored


class _Change(NamedTuple):
    verb: str
    table: Table
    key: Key
    values: dict[str, Any]


class _Writer(NamedTuple):
    """The statements of a versioned table, and where its rows say until when they are known."""

    insertion: Statement
    closing: Statement
    present: Lookup
    known_until: int


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
        self.writers = {table: self._writer(database, table) for table in self.versioned}
        self.handlers = {event: tuple(self._handlers_of(event)) for event in topics.events()}
        self.recent: OrderedDict[Place, LiveRow | None] = OrderedDict()

    def _writer(self, database: Database, table: Table) -> _Writer:
        named = (*table.info["key"], "known_from", "valid_from")
        closing = database.change(table, ("known_until",), named)
        place = list(table.columns).index(table.c.known_until)
        present = database.lookup(table, (*table.info["key"], "known_until", "valid_until"))
        return _Writer(self.insertions[table], closing, present, place)

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
    """The rows that the events of one transaction change. Implements ``Rows`` for handlers.

    A row is written once nothing can change it any more in this transaction, so a row that is
    superseded before that is written superseded and never closed.
    """

    sequence: int

    def __init__(self, projector: Projector, transaction: Transaction) -> None:
        self._projector = projector
        self._transaction = transaction
        self._rows: OrderedDict[Place, LiveRow | None] = OrderedDict()
        self._unwritten: dict[LiveRow, Statement] = {}
        self._inserts: dict[Statement, list[list[Any]]] = {}
        self._closed: dict[Statement, list[list[Any]]] = {}
        self._changes: list[_Change] = []
        self._seen = date.min
        self._latest: tuple[Table, Key, LiveRow] | None = None

    def project(self, event: DomainEvent, sequence: int) -> None:
        """Change the rows of every read model that handles this event."""
        self.sequence = sequence
        self._changes = []
        self._seen = date.min
        for handler in self._projector.handlers[type(event)]:
            handler(event, self)
        on = event.act.occurred_on
        if isinstance(event, Correction) or self._seen > on:
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
        self._seen = max(self._seen, values["valid_from"])
        return values

    def append(self, table: Table, **values: Any) -> None:
        insertion = self._projector.insertions[table]
        self._inserts.setdefault(insertion, []).append(insertion.row(values))

    # The usual case: the event is the latest of its item

    def _carry_out(self, change: _Change, on: date) -> None:
        table, key = change.table, change.key
        if change.verb == "open":
            self._begin(table, key, {**change.values, "valid_from": on, "valid_until": NO_END})
            return
        row = self._live(table, key)
        values = row.values
        insertion = self._projector.insertions[table]
        if change.verb == "revise" and (values["known_from"], values["valid_from"]) == (
            self.sequence,
            on,
        ):
            row.values = {**values, **change.values}
            row.parameters = insertion.revised(row.parameters, change.values)
            return
        known = {"known_from": self.sequence, "known_until": STILL_KNOWN}
        unlike = {**change.values, "valid_from": on, **known}
        if values["valid_from"] < on:
            past = insertion.revised(row.parameters, {"valid_until": on, **known})
            self._inserts.setdefault(insertion, []).append(past)
        self._close(table, row)
        if change.verb == "end":
            self._place(table, key, None)
        else:
            parameters = insertion.revised(row.parameters, unlike)
            values = values.copy()
            values.update(unlike)
            self._place(table, key, LiveRow(values, parameters, stored=False))

    def _live(self, table: Table, key: Key) -> LiveRow:
        latest = self._latest
        if latest is not None and latest[0] is table and latest[1] == key:
            return latest[2]
        place = (table.name, key)
        if place in self._rows:
            row = self._rows[place]
        elif (row := self._projector.recent.get(place)) is None:
            row = self._rows[place] = self._load(table, key)
        if row is None:
            raise _no_row(table, key)
        self._latest = (table, key, row)
        return row

    def _load(self, table: Table, key: Key) -> LiveRow:
        lookup = self._projector.writers[table].present
        wanted = dict(zip(table.info["key"], key, strict=True))
        wanted |= {"known_until": STILL_KNOWN, "valid_until": NO_END}
        found = self._transaction.find(lookup, wanted)
        if not found:
            raise _no_row(table, key)
        return LiveRow(lookup.values(found[0]), list(found[0]), stored=True)

    def _as_stored(self, table: Table, values: dict[str, Any]) -> LiveRow:
        return LiveRow(values, self._projector.insertions[table].row(values), stored=True)

    def _begin(self, table: Table, key: Key, values: dict[str, Any]) -> None:
        values["known_from"] = self.sequence
        values["known_until"] = STILL_KNOWN
        parameters = self._projector.insertions[table].row(values)
        self._place(table, key, LiveRow(values, parameters, stored=False))

    def _place(self, table: Table, key: Key, row: LiveRow | None) -> None:
        """Let a row be the present one of its key, or none."""
        place = (table.name, key)
        self._rows[place] = row
        self._rows.move_to_end(place)
        if row is None:
            self._latest = None
            return
        self._latest = (table, key, row)
        if not row.stored:
            self._unwritten[row] = self._projector.insertions[table]

    def _close(self, table: Table, row: LiveRow) -> None:
        writer = self._projector.writers[table]
        if row.stored:
            closed = {**row.values, "known_until": self.sequence}
            self._closed.setdefault(writer.closing, []).append(writer.closing.row(closed))
            return
        del self._unwritten[row]
        closed_row = row.parameters.copy()
        closed_row[writer.known_until] = self.sequence
        self._inserts.setdefault(writer.insertion, []).append(closed_row)

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
                self._close(table, self._as_stored(table, row))
            self._place(table, _key(table, row), None)
        for row in kept:
            if row["valid_until"] == NO_END:
                self._place(table, _key(table, row), self._as_stored(table, row))
        for segment in wanted:
            if segment["valid_until"] == NO_END:
                self._begin(table, _key(table, segment), segment)
            else:
                known = {"known_from": self.sequence, "known_until": STILL_KNOWN}
                insertion = self._projector.insertions[table]
                past = insertion.row({**segment, **known})
                self._inserts.setdefault(insertion, []).append(past)

    # Reaching the database

    def flush(self) -> None:
        """Send all rows changed so far to the database, closings first."""
        self.finish()
        self._transaction.flush()

    def finish(self) -> Mapping[Place, LiveRow | None]:
        """Queue all rows for the commit; return the rows to remember once it has succeeded."""
        for row, insertion in self._unwritten.items():
            self._inserts.setdefault(insertion, []).append(row.parameters)
            row.stored = True
        self._unwritten = {}
        self._queue()
        return self._rows

    def settle(self) -> None:
        """Send what is over to the database, and of the present rows those touched longest ago.

        The others stay at hand: most are superseded soon, and then need be written only once.
        """
        while len(self._rows) > REMEMBERED_ROWS:
            _, row = self._rows.popitem(last=False)
            if row is not None and not row.stored:
                insertion = self._unwritten.pop(row)
                self._inserts.setdefault(insertion, []).append(row.parameters)
        self._latest = None
        self._queue()
        self._transaction.flush()

    def _queue(self) -> None:
        for statement, rows in (*self._closed.items(), *self._inserts.items()):
            self._transaction.write(statement, rows)
        self._closed = {}
        self._inserts = {}


def _key(table: Table, values: Mapping[str, Any]) -> Key:
    return tuple(values[name] for name in table.info["key"])


def _no_row(table: Table, key: Key) -> LookupError:
    return LookupError(f"{table.name} has no row for {key}")
