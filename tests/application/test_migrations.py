"""The migrated schema is the schema the tables state, and migrating twice changes nothing."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from application.event_store.database import Database
from application.event_store.schema import metadata
from application.migrations import is_current, migrate
from application.register import READ_MODELS

KNOWN = {table.name for model in READ_MODELS for table in model.tables} | {
    "events",
    "log_rotations",
    "log_nodes",
    "log_checkpoints",
    "log_cosignatures",
    "log_head",
    "idempotency_keys",
    "deliveries",
    "delivery_position",
}


def test_the_migrated_schema_is_what_the_tables_state(database: Database) -> None:
    with database.reading() as connection:
        found = compare_metadata(
            MigrationContext.configure(
                connection,
                opts={
                    "compare_type": True,
                    # SQLite keeps the values that once filled rows already there (migration 0009)
                    "compare_server_default": not database.is_sqlite,
                    "include_name": lambda name, kind, _: kind != "table" or name in KNOWN,
                },
            ),
            metadata,
        )
    assert found == []


def test_every_table_of_a_read_model_is_there(database: Database) -> None:
    with database.reading() as connection:
        assert set(inspect(connection).get_table_names()) >= KNOWN


def test_migrating_again_changes_nothing(database: Database) -> None:
    migrate(database)
    assert is_current(database)
    with database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM log_head")) == 1


def test_a_file_nobody_migrated_is_not_current(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'empty.db'}")
    assert not is_current(database)
    migrate(database)
    assert is_current(database)
    database.close()
