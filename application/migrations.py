"""Brings a database to the present schema, in one transaction, with nothing but this program."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text, update

from application.event_store.database import Database
from application.event_store.schema import log_head
from application.staleness import TOLD_SHAPE

LOCK = 0x7A68756F  # "zhuo": two processes that start at once migrate one after the other


def migrate(database: Database) -> None:
    """Apply every migration that is missing; a second call finds nothing to do.

    The ledgers of a county in which nothing happened yet are in the present shape.
    """
    with database.migrating() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {database.schema}"))
        command.upgrade(_config(connection), "head")
        nothing = update(log_head).where(log_head.c.sequence == 0)
        connection.execute(nothing.values(told_shape=TOLD_SHAPE))


def is_current(database: Database) -> bool:
    """Say whether the database has the schema this program works with."""
    head = ScriptDirectory.from_config(_config(None)).get_current_head()
    with database.reading() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files("application") / "event_store/migrations"))
    config.attributes["connection"] = connection
    return config
