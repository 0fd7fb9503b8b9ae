"""One county's database: a writing connection that is never shared, and reading ones that are.

SQLite and PostgreSQL differ only here. Queries elsewhere are SQLAlchemy Core; the few statements
of the hot path are compiled once from the same tables and run on the driver's own cursor, because
a round trip through the execution machinery for each would cost as much as the disk flush.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from functools import cached_property
from types import NoneType
from typing import Any, TypeVar
from uuid import UUID

import psycopg
from sqlalchemy import Connection, Dialect, Engine, Table, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted
from sqlalchemy.pool import ConnectionPoolEntry

from application.errors import StoreUnavailable
from application.event_store.copying import Copying
from application.event_store.driver_errors import DRIVER_ERRORS, OPERATIONAL_ERRORS
from application.event_store.head import (
    Head,
    HeadMoved,
    LogState,
    advance_from,
    take_head,
)
from application.event_store.schema import events, log_head
from application.event_store.sending import (
    Queue,
    calls_of,
    send_in_one_trip,
    send_to_postgresql,
    send_to_sqlite,
)
from application.event_store.statements import Insertion, Lookup, Statement
from application.event_store.writer import Writer

T = TypeVar("T", bound="Transaction")

SQLITE_SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=10000",
    "foreign_keys=ON",
    "cache_size=-32768",
    "temp_store=MEMORY",
)
"""An acknowledged command survives a power cut only with ``synchronous=FULL``."""

POSTGRESQL_SETTINGS = {
    "synchronous_commit": "on",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
}


sqlite3.register_adapter(NoneType, {None: None}.__getitem__)
"""``None`` as it is; without this the driver looks for a way to adapt each, at the cost of five
texts."""


class Database:
    """A SQLite file or a PostgreSQL schema that holds one county."""

    def __init__(self, url: str | URL, *, schema: str = "zhuoluo", readers: int = 4) -> None:
        self.url = make_url(url)
        self.schema = schema
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = self._engine(pool_size=readers)
        self._writing_engine = self._engine(pool_size=1, overflow=1)
        # who waits to write beside the log must not hold what readers need meanwhile
        self._aside_engine = self._engine(pool_size=1 if self.is_sqlite else readers)
        self._writer = Writer(self._writing_engine)

    def _engine(self, pool_size: int, overflow: int = 0) -> Engine:
        arguments: dict[str, Any] = (
            {"check_same_thread": False, "timeout": 10} if self.is_sqlite else self._session()
        )
        engine = create_engine(
            self.url,
            pool_size=pool_size,
            max_overflow=overflow,
            pool_timeout=30,
            pool_pre_ping=not self.is_sqlite,
            hide_parameters=True,  # or names of persons would stand in the server's log
            isolation_level="AUTOCOMMIT",
            connect_args=arguments,
        )
        if self.is_sqlite:
            event.listen(engine, "connect", _set_up_sqlite)
        return engine

    def _session(self) -> dict[str, Any]:
        settings = {**POSTGRESQL_SETTINGS, "search_path": self.schema}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        return {"options": options, "connect_timeout": 5, "prepare_threshold": 1}

    @property
    def dialect(self) -> Dialect:
        """The database's own way with types."""
        return self.engine.dialect

    @cached_property
    def placeholder(self) -> str:
        """How this driver writes a parameter."""
        return "?" if self.is_sqlite else "%s"

    @cached_property
    def advance(self) -> Statement:
        """Moves the head of the log."""
        return self.change(log_head, ("sequence", "recorded_at"), ("id",))

    @cached_property
    def stream(self) -> Statement:
        """Reads an aggregate's events; on the path of every command that remembers nothing."""
        mark = self.placeholder
        where = f"originator_id = {mark} AND originator_version <= {mark}"
        sql = f"SELECT topic, state FROM events WHERE {where} ORDER BY originator_version"  # noqa: S608  our own tables
        return Statement(sql, (events.c.originator_id, events.c.originator_version), self.dialect)

    @cached_property
    def leaf(self) -> Statement:
        """Reads the leaf hash of one event."""
        sql = f"SELECT leaf_hash FROM events WHERE sequence = {self.placeholder}"  # noqa: S608  ditto
        return Statement(sql, (events.c.sequence,), self.dialect)

    @cached_property
    def log(self) -> str:
        """Reads the log in its order, a length of it at a time."""
        mark = self.placeholder
        where = f"sequence > {mark} AND sequence <= {mark} ORDER BY sequence LIMIT {mark}"
        return f"SELECT sequence, topic, state FROM events WHERE {where}"  # noqa: S608  ditto

    def insertion(self, table: Table) -> Insertion:
        """Compile the insertion of rows into ``table``."""
        return Insertion(table, self.placeholder, self.dialect)

    def filling(self, table: Table) -> Insertion:
        """Compile the insertion of so many rows that the form they are sent in matters."""
        kind = Insertion if self.is_sqlite else Copying
        return kind(table, self.placeholder, self.dialect)

    def lookup(self, table: Table, where: Sequence[str]) -> Lookup:
        """Compile the search for the rows that agree in the ``where`` columns."""
        names = ", ".join(column.name for column in table.columns)
        conditions = " AND ".join(f"{name} = {self.placeholder}" for name in where)
        sql = f"SELECT {names} FROM {table.name} WHERE {conditions}"  # noqa: S608  ditto
        return Lookup(sql, table, where, self.dialect)

    def change(self, table: Table, changed: Sequence[str], where: Sequence[str]) -> Statement:
        """Compile the change of ``changed`` columns in the row that ``where`` names."""
        assignments = ", ".join(f"{name} = {self.placeholder}" for name in changed)
        conditions = " AND ".join(f"{name} = {self.placeholder}" for name in where)
        columns = [table.c[name] for name in (*changed, *where)]
        sql = f"UPDATE {table.name} SET {assignments} WHERE {conditions}"  # noqa: S608  ditto
        return Statement(sql, columns, self.dialect)

    @contextlib.contextmanager
    def reading(self) -> Generator[Connection]:
        """Lend a reading connection."""
        try:
            with self.engine.connect() as connection:
                yield connection
        except PoolExhausted as error:
            raise StoreUnavailable("数据库连接都在使用中,请稍后重试") from error
        except DBAPIError as error:
            if error.connection_invalidated or isinstance(error.orig, psycopg.OperationalError):
                raise StoreUnavailable("数据库暂时无法连接") from error
            raise

    @contextlib.contextmanager
    def at_one_moment(self) -> Generator[Connection]:
        """Lend a reading connection that sees nothing of what is recorded meanwhile."""
        isolation = "" if self.is_sqlite else " ISOLATION LEVEL REPEATABLE READ READ ONLY"
        with self.reading() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute(f"BEGIN{isolation}")
            with connection.begin():
                yield connection

    @contextlib.contextmanager
    def migrating(self) -> Generator[Connection]:
        """Lend a connection in one transaction of its own, for changes of the schema."""
        with self._writing_engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.execute("BEGIN")
            with connection.begin():
                yield connection

    @contextlib.contextmanager
    def aside(self) -> Generator[Connection]:
        """Lend a connection in a transaction beside the log: it writes what is no event.

        SQLite is held for writing from the start; PostgreSQL holds the rows that are locked.
        """
        try:
            with self._aside_engine.connect() as connection:
                driver: Any = connection.connection.driver_connection
                driver.execute("BEGIN IMMEDIATE" if self.is_sqlite else "BEGIN")
                with connection.begin():
                    yield connection
        except (PoolExhausted, *OPERATIONAL_ERRORS) as error:
            raise StoreUnavailable("数据库暂时无法写入") from error
        except DBAPIError as error:
            if error.connection_invalidated:
                raise StoreUnavailable("数据库暂时无法写入") from error
            raise

    @contextlib.contextmanager
    def writing(self, trusted: LogState | None = None) -> Generator["Transaction"]:
        """Begin the one writing transaction and hold the log's head until it ends.

        The caller commits with ``Transaction.commit``; leaving without it rolls back. Only one
        thread may be inside; the committer sees to that. PostgreSQL is not asked for a state that
        is ``trusted``: the transaction begins with the first question or with the commit, and
        raises ``HeadMoved`` then if the state is another.
        """
        with self.within(lambda connection: Transaction(self, connection, trusted)) as transaction:
            yield transaction

    @contextlib.contextmanager
    def within(self, begin: Callable[[Connection], T]) -> Generator[T]:
        """Lend a writing transaction that begins so; what it does not commit is undone."""
        with self._writer.lent() as connection:
            try:
                transaction = begin(connection)
            except DRIVER_ERRORS as error:
                self._writer.drop()
                raise StoreUnavailable("数据库暂时无法写入") from error
            yield transaction

    def ping(self) -> None:
        """Raise ``StoreUnavailable`` when the database does not answer."""
        with self.reading() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Close every connection."""
        self._writer.drop()
        self._writing_engine.dispose()
        self._aside_engine.dispose()
        self.engine.dispose()


class Transaction:
    """The one transaction in which events, read models and keys are written together."""

    def __init__(
        self, database: Database, connection: Connection, trusted: LogState | None = None
    ) -> None:
        self.database = database
        self._connection = connection
        self._driver: Any = connection.connection.driver_connection
        self._queue = Queue()
        self.is_held = True
        """Whether the head cannot move any more."""
        if trusted is not None and not database.is_sqlite:
            self.is_held, self.state = False, trusted
            return
        self.state = self._begin()

    def _begin(self) -> LogState:
        return take_head(self._driver, self.database.dialect)

    @property
    def head(self) -> Head:
        """The end of the log before anything this transaction adds."""
        return self.state.head

    @property
    def connection(self) -> Connection:
        """For queries within the transaction."""
        self.hold()
        return self._connection

    def hold(self) -> None:
        """Hold the head; raises ``HeadMoved`` unless it is where it was trusted to be."""
        if not self.is_held:
            self.is_held = True
            if take_head(self._driver, self.database.dialect) != self.state:
                raise HeadMoved

    def events_of(self, originator_id: UUID, up_to: int) -> list[tuple[str, bytes]]:
        """Return topic and bytes of an aggregate's events, in order, up to a version."""
        key = {"originator_id": originator_id, "originator_version": up_to}
        return self.find(self.database.stream, key)

    def leaf_hash(self, sequence: int) -> bytes:
        """Return the leaf of an event that is in the log; none of an empty log."""
        found = self.find(self.database.leaf, {"sequence": sequence})
        return found[0][0] if found else b""

    def find(self, statement: Statement, values: Mapping[str, Any]) -> list[Any]:
        """Return the rows as the driver gives them."""
        self.hold()
        with closing(self._driver.cursor()) as cursor:
            cursor.execute(statement.sql, statement.row(values))
            found: list[Any] = cursor.fetchall()
        return found

    def log(self, after: int, limit: int) -> list[tuple[int, str, bytes]]:
        """Return number, topic and bytes of the events that follow ``after`` in the log."""
        self.hold()
        with closing(self._driver.cursor()) as cursor:
            cursor.execute(self.database.log, (after, self.head.sequence, limit))
            told: list[tuple[int, str, bytes]] = cursor.fetchall()
        return told

    def write(self, statement: Statement, rows: list[list[Any]]) -> None:
        """Queue rows for one statement; what is written to one table keeps its order."""
        self._queue.add(statement, rows)

    def flush(self) -> None:
        """Send what is queued without committing."""
        self.hold()
        self._send(final=None)

    def commit(self, head: Head) -> None:
        """Send what is queued, move the head, commit, and return once it is durable.

        Raises ``HeadMoved`` where ``hold`` would.
        """
        if self._queue.in_bulk:
            self.hold()
        if self.is_held:
            advance = self.database.advance
            self.write(advance, [advance.row({**head._asdict(), "id": 1})])
            self._send(final="COMMIT")
        else:
            self._send_whole(head)

    def _send(self, final: str | None) -> None:
        send = send_to_sqlite if self.database.is_sqlite else send_to_postgresql
        send(self._driver, self._queue.take(), final)

    def _send_whole(self, head: Head) -> None:
        """Send the whole transaction in one trip; the head is taken first, as by all who write."""
        move = advance_from(self.state, head, self.database.dialect)
        calls = [("BEGIN", None), move, *calls_of(self._queue.take()), ("COMMIT", None)]
        self.is_held = True
        try:
            send_in_one_trip(self._driver, calls)
        except psycopg.errors.NotNullViolation as error:
            # if it is not the head that had no number, whoever tries again will be told
            raise HeadMoved from error


def _set_up_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for setting in SQLITE_SETTINGS:
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()
