"""The database of keys: apart from the events, with a backup life of its own.

What is destroyed here must not linger. SQLite keeps no write-ahead log for it, zeroes what it
frees, and is rewritten after a destruction; PostgreSQL rewrites the table.
"""

import os
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    Uuid,
    create_engine,
    event,
    inspect,
    text,
    update,
)
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.schema import CreateSchema

from application.errors import StoreDamaged, StoreUnavailable
from application.event_store.columns import Instant
from application.privacy.refusal import Problem, Refused

PRIVATE = 0o600
SQLITE_SETTINGS = (
    "journal_mode=DELETE",
    "synchronous=EXTRA",
    "secure_delete=ON",
    "temp_store=MEMORY",
    "busy_timeout=10000",
)
"""``EXTRA``: a power cut must not bring a journal back, and with it a destroyed key."""
POSTGRESQL_SETTINGS = {"synchronous_commit": "on", "lock_timeout": "10s", "timezone": "UTC"}

metadata = MetaData()

wrapping = Table(
    "key_wrapping",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True, autoincrement=False),
    Column("key_id", Text, nullable=False),
    Column("index_key", LargeBinary, nullable=False),
    Column("latest_change", Uuid),
)
"""Its one row names the wrapping key in use; whoever writes locks it first.

``latest_change`` is drawn anew whenever something else may be told of somebody than before.
"""

subjects = Table(
    "key_subjects",
    metadata,
    Column("subject", Uuid, primary_key=True),
    Column("wrapped_key", LargeBinary),
    Column("blind_index", LargeBinary, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("restricted", Boolean, nullable=False),
    Column("destroyed_at", Instant),
    Column("basis", Text),
    CheckConstraint(
        "(destroyed_at IS NULL) = (wrapped_key IS NOT NULL)"
        " AND (destroyed_at IS NULL) = (blind_index IS NOT NULL)"
        " AND (destroyed_at IS NULL) = (basis IS NULL)",
        name="key_or_destruction",
    ),
)
"""A person: a key and an index, or when and on what basis both were destroyed.

``restricted``: the key is kept and not used.
"""


class KeyDatabase:
    """A SQLite file or a PostgreSQL schema that holds the keys of one county and nothing else."""

    def __init__(self, url: str, schema: str = "zhuoluo_keys") -> None:
        self.url = make_url(url)
        self.schema = schema
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.name = self.url.render_as_string(hide_password=True)
        self._engine = self._connected()

    def _connected(self) -> Engine:
        if self.is_sqlite:
            engine = create_engine(
                self.url, connect_args={"check_same_thread": False}, hide_parameters=True
            )
            event.listen(engine, "connect", _set_up_sqlite)
            return engine
        settings = {**POSTGRESQL_SETTINGS, "search_path": self.schema}
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        arguments: dict[str, Any] = {"options": options, "connect_timeout": 5}
        return create_engine(
            self.url, connect_args=arguments, pool_pre_ping=True, hide_parameters=True
        )

    def lay_out(self) -> None:
        """Make the tables; refuse a place where they are already."""
        if self.is_laid_out():
            raise Refused(Problem.KEY_STORE_THERE, self.name)
        if self.is_sqlite:
            os.close(os.open(self._file, os.O_WRONLY | os.O_CREAT, PRIVATE))
        with self.writing() as connection:
            if not self.is_sqlite:
                connection.execute(CreateSchema(self.schema, if_not_exists=True))
            metadata.create_all(connection)

    def is_laid_out(self) -> bool:
        """Tell whether the tables are there; looking makes no file."""
        if self.is_sqlite and not self._file.exists():
            return False
        with self.reading() as connection:
            return inspect(connection).has_table(wrapping.name)

    def bring_up_to_date(self) -> None:
        """Bring tables of before ``latest_change`` to the present form, as a change of its own."""
        with self.reading() as connection:
            columns = {each["name"] for each in inspect(connection).get_columns(wrapping.name)}
        added = wrapping.c.latest_change
        if added.name in columns:
            return
        with self.writing() as connection:
            kind = added.type.compile(connection.dialect)
            connection.execute(text(f"ALTER TABLE {wrapping.name} ADD {added.name} {kind}"))
            connection.execute(text(f"ALTER TABLE {subjects.name} DROP settled"))
            connection.execute(update(wrapping).values(latest_change=uuid4()))

    @property
    def _file(self) -> Path:
        return Path(self.url.database or "")

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """Lend a connection to read with."""
        with _told_when_away(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """Lend a connection in a transaction that commits at the end."""
        with _told_when_away(), self._engine.begin() as connection:
            yield connection

    def compact(self) -> None:
        """Rewrite the tables, so that nothing of what was destroyed is left between the rows."""
        if self.is_sqlite:
            with _told_when_away(), self._engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                connection.execute(text("VACUUM"))
            return
        with self.writing() as connection:
            for table in metadata.sorted_tables:
                _rewrite(connection, table.name)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _rewrite(connection: Connection, table: str) -> None:
    """Put the rows of a table into a new file; the old one goes at the commit.

    ``VACUUM FULL`` would take dead rows along while anybody's older transaction might see them.
    """
    for statement in (
        f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE",
        f"CREATE TEMPORARY TABLE kept ON COMMIT DROP AS TABLE {table}",
        f"TRUNCATE {table}",
        f"INSERT INTO {table} TABLE kept",
        "DROP TABLE kept",
    ):
        connection.execute(text(statement))


@contextmanager
def _told_when_away() -> Generator[None]:
    try:
        yield
    except OperationalError as error:
        raise StoreUnavailable("密钥库暂时无法连接") from error
    except DatabaseError as error:
        raise StoreDamaged("密钥库不是本系统写入的,或者已经损坏") from error


def _set_up_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for setting in SQLITE_SETTINGS:
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()
