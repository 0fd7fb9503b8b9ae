"""Fresh stores for tests: a copied SQLite file, or an emptied PostgreSQL schema."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, text

from application.event_store.columns import EPOCH
from application.event_store.database import Database
from application.event_store.schema import log_head, metadata
from application.migrations import migrate
from application.privacy.key_store import KeyStore
from application.register import open_store
from application.staleness import TOLD_SHAPE
from application.store import Store
from interfaces.person_keys import make_keys, open_keys
from interfaces.settings import Settings

RECORDED_AT = datetime(2030, 1, 1, tzinfo=UTC)


def sqlite_template(folder: Path) -> Path:
    """Make a migrated, empty SQLite file to copy, with a key store and its wrapping key."""
    template = folder / "template.db"
    settings = Settings(database_url=f"sqlite:///{template}")
    database = Database(settings.database_url)
    migrate(database)
    make_keys(settings, database)
    database.close()
    return template


def fresh_sqlite(template: Path, folder: Path) -> Database:
    """Open a fresh SQLite county; its keys lie beside it."""
    lay_out(template, folder)
    return Database(f"sqlite:///{folder / 'county.db'}")


def lay_out(template: Path, folder: Path) -> None:
    """Copy the template with its keys, in the place of a county that is closed."""
    for each in folder.glob("county*"):
        each.unlink()
    for each in template.parent.glob("template*"):
        shutil.copy(each, folder / each.name.replace("template", "county"))


def keys_beside(database: Database) -> KeyStore:
    """Open the keys of a SQLite county."""
    return open_keys(Settings(database_url=str(database.url)))


def emptied(database: Database) -> Database:
    """Empty a migrated PostgreSQL schema, and drop the tables that other tests have added.

    Rows are deleted, not truncated: tables have few, and new files for each take longer.
    """
    with unguarded(database) as connection:
        for added in {*inspect(connection).get_table_names()} - {
            *metadata.tables,
            "alembic_version",
        }:
            connection.execute(text(f"DROP TABLE {added}"))
        emptying = (
            f"DELETE FROM {table.name}"  # noqa: S608  a name of our own
            for table in reversed(metadata.sorted_tables)
        )
        connection.execute(text(";".join(emptying)))
        head = {"id": 1, "sequence": 0, "recorded_at": EPOCH, "told_shape": TOLD_SHAPE}
        connection.execute(insert(log_head).values(head))
    return database


@contextmanager
def unguarded(database: Database) -> Iterator[Connection]:
    """Lend a connection that changes the log itself, as an owner of the database can."""
    with database.migrating() as connection:
        if database.is_sqlite:
            query = text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = connection.execute(query).all()
            for name, _ in triggers:
                connection.execute(text(f"DROP TRIGGER {name}"))
            yield connection
            for _, sql in triggers:
                connection.execute(text(sql))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            yield connection


@contextmanager
def opened(
    database: Database,
    clock: Callable[[], datetime] = lambda: RECORDED_AT,
    keys: KeyStore | None = None,
) -> Iterator[Store]:
    """Open a store and close it afterwards."""
    store = open_store(database, clock, keys)
    try:
        yield store
    finally:
        store.close()
