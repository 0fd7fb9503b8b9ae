"""Runs the read models: from an event to the rows it changes, in the event's transaction.

An event that is the latest of its item in business time, as nearly all are, closes the present
row and adds one or two. An event dated back, or the correction of a date, has the whole item
retold: its events as corrected, in the order of their dates, through the same handlers; rows that
come out as they were stay untouched. What was known before is kept either way.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Table, select

from application.event_store.database import Database, Transaction
from application.event_store.recorder import stored_event, stream
from application.event_store.schema import events
from application.event_store.statements import Insertion, Lookup, Statement
from application.event_store.topics import TopicRegister
from application.projections.retelling import Retelling, as_corrected
from application.projections.versioned import NO_END, STILL_KNOWN, Handler, ReadModel
from domain.model import Correction, DomainEvent

REMEMBERED_ROWS = 20_000

VALID_UNTIL, KNOWN_FROM, KNOWN_UNTIL = -3, -2, -1
"""Where every versioned row has them: they are its last columns."""

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


class _Search(NamedTuple):
    """How the present row of a versioned table is found, and how it is closed."""

    present: Lookup
    closing: Statement


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
        self.fillings = {table: database.filling(table) for table in self.tables}
        self.searches = {table: _search(database, table) for table in self.versioned}
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
        return Projection(self, transaction, self.insertions)

    def refill(self, transaction: Transaction) -> "Projection":
        """Begin to project a whole log into tables that are empty."""
        return Projection(self, transaction, self.fillings)

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

    def __init__(
        self,
        projector: Projector,
        transaction: Transaction,
        insertions: Mapping[Table, Insertion],
    ) -> None:
        self._projector = projector
        self._transaction = transaction
        self._insertions = insertions
        self._rows: OrderedDict[Place, LiveRow | None] = OrderedDict()
        self._unwritten: dict[LiveRow, Insertion] = {}
        self._inserts: defaultdict[Insertion, list[list[Any]]] = defaultdict(list)
        self._closed: defaultdict[Statement, list[list[Any]]] = defaultdict(list)
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
        insertion = self._insertions[table]
        self._inserts[insertion].append(insertion.row(values))

    def overtaken(self, event: DomainEvent, by: tuple[type[DomainEvent], ...]) -> bool:
        """Say no: in the order of recording nothing recorded later comes before."""
        del event, by
        return False

    # The usual case: the event is the latest of its item

    def _carry_out(self, change: _Change, on: date) -> None:
        table, key, values = change.table, change.key, change.values
        if change.verb == "open":
            self._begin(table, key, {**values, "valid_from": on, "valid_until": NO_END})
            return
        row = self._live(table, key)
        if change.verb == "end":
            self._supersede(table, row, on)
            self._unwritten.pop(row, None)
            self._place(table, key, None)
        elif row.values["known_from"] == self.sequence and row.values["valid_from"] == on:
            row.values.update(values)
            self._insertions[table].revise(row.parameters, values)
        else:
            self._follow(table, key, row, {**values, "valid_from": on})

    def _follow(self, table: Table, key: Key, row: LiveRow, unlike: dict[str, Any]) -> None:
        """Let the present row of a key be as ``unlike`` says, and otherwise like the one before.

        A row that only this transaction knows goes on as its own successor.
        """
        parameters = self._supersede(table, row, unlike["valid_from"])
        self._insertions[table].revise(parameters, unlike)
        if row.stored:
            row = LiveRow(row.values.copy(), parameters, stored=False)
            self._place(table, key, row)
        else:
            row.parameters = parameters
        row.values.update(unlike, known_from=self.sequence)

    def _supersede(self, table: Table, row: LiveRow, on: date) -> list[Any]:
        """Write what the row says as past and as no longer known; return a copy, known now."""
        insertion = self._insertions[table]
        known = insertion.parameter("known_from", self.sequence)
        present = row.parameters.copy()
        present[KNOWN_FROM] = known
        if row.values["valid_from"] < on:
            past = present.copy()
            past[VALID_UNTIL] = insertion.parameter("valid_until", on)
            self._inserts[insertion].append(past)
        if row.stored:
            self._close(table, row.values)
        else:
            row.parameters[KNOWN_UNTIL] = known
            self._inserts[insertion].append(row.parameters)
        return present

    def _close(self, table: Table, values: Mapping[str, Any]) -> None:
        """Let a stored row be known no longer."""
        closing = self._projector.searches[table].closing
        self._closed[closing].append(closing.row({**values, "known_until": self.sequence}))

    def _live(self, table: Table, key: Key) -> LiveRow:
        latest = self._latest
        if latest is not None and latest[0] is table and latest[1] == key:
            return latest[2]
        place = (table.name, key)
        if place in self._rows:
            self._rows.move_to_end(place)
            row = self._rows[place]
        elif (row := self._projector.recent.get(place)) is None:
            row = self._rows[place] = self._load(table, key)
        if row is None:
            raise _no_row(table, key)
        self._latest = (table, key, row)
        return row

    def _load(self, table: Table, key: Key) -> LiveRow:
        lookup = self._projector.searches[table].present
        wanted = dict(zip(table.info["key"], key, strict=True))
        wanted |= {"known_until": STILL_KNOWN, "valid_until": NO_END}
        found = self._transaction.find(lookup, wanted)
        if not found:
            raise _no_row(table, key)
        values = lookup.values(found[0])
        return LiveRow(values, self._insertions[table].found(found[0], values), stored=True)

    def _as_stored(self, table: Table, values: dict[str, Any]) -> LiveRow:
        return LiveRow(values, self._insertions[table].row(values), stored=True)

    def _begin(self, table: Table, key: Key, values: dict[str, Any]) -> None:
        values["known_from"] = self.sequence
        values["known_until"] = STILL_KNOWN
        parameters = self._insertions[table].row(values)
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
            self._unwritten[row] = self._insertions[table]

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
        wanted = {
            (key, segment["valid_from"]): segment
            for key, segments in told.items()
            for segment in segments
        }
        kept: list[dict[str, Any]] = []
        for row in live:
            facts = {name: row[name] for name in row if not name.startswith("known_")}
            place = _key(table, row), row["valid_from"]
            if wanted.get(place) == facts:
                del wanted[place]
                kept.append(row)
            else:
                self._close(table, row)
            self._place(table, _key(table, row), None)
        for row in kept:
            if row["valid_until"] == NO_END:
                self._place(table, _key(table, row), self._as_stored(table, row))
        for segment in wanted.values():
            if segment["valid_until"] == NO_END:
                self._begin(table, _key(table, segment), segment)
            else:
                known = {"known_from": self.sequence, "known_until": STILL_KNOWN}
                self.append(table, **segment, **known)

    # Reaching the database

    def flush(self) -> None:
        """Send all rows changed so far to the database, closings first."""
        self.finish()
        self._transaction.flush()

    def finish(self) -> Mapping[Place, LiveRow | None]:
        """Queue all rows for the commit; return the rows to remember once it has succeeded."""
        for row, insertion in self._unwritten.items():
            self._inserts[insertion].append(row.parameters)
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
                self._inserts[insertion].append(row.parameters)
        self._latest = None
        self._queue()
        self._transaction.flush()

    def _queue(self) -> None:
        for statement, rows in (*self._closed.items(), *self._inserts.items()):
            self._transaction.write(statement, rows)
        self._closed.clear()
        self._inserts.clear()


def _search(database: Database, table: Table) -> _Search:
    key = table.info["key"]
    present = database.lookup(table, (*key, "known_until", "valid_until"))
    return _Search(
        present, database.change(table, ("known_until",), (*key, "known_from", "valid_from"))
    )


def _key(table: Table, values: Mapping[str, Any]) -> Key:
    return tuple(values[name] for name in table.info["key"])


def _no_row(table: Table, key: Key) -> LookupError:
    return LookupError(f"{table.name} has no row for {key}")
