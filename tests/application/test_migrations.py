"""The migrated schema is the schema the tables state, and migrating twice changes nothing."""

import subprocess
import sys
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from application.event_store.database import Database
from application.event_store.schema import metadata
from application.event_store.schema_check import schema_differences
from application.migrations import _config, is_current, migrate
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


def test_the_schema_is_judged_by_every_table_whatever_else_runs() -> None:
    """Whoever imports the check alone, and not the server, has the tables of the server."""
    program = "from application.event_store import schema_check as c; print(*c.metadata.tables)"
    run = (sys.executable, "-c", program)
    ran = subprocess.run(run, capture_output=True, text=True, check=True)  # noqa: S603  our own
    assert {*ran.stdout.split()} == KNOWN


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


def test_what_was_signed_before_there_were_later_logs_is_of_the_first(database: Database) -> None:
    with database.migrating() as connection:
        config = _config(connection)
        command.downgrade(config, "0014")
        for statement in (
            "INSERT INTO log_checkpoints (size, note, kept_at) VALUES (3, 'note', 7)",
            "INSERT INTO log_cosignatures (size, witness, line, kept_at) VALUES (3, 'w', 'l', 7)",
            "INSERT INTO log_nodes (level, position, hash) VALUES (1, 0, 'hash')",
        ):
            connection.execute(text(statement))
        command.upgrade(config, "head")
    with database.reading() as connection:
        for table in ("log_checkpoints", "log_cosignatures", "log_nodes", "log_head"):
            assert connection.scalar(text(f"SELECT log FROM {table}")) == 1  # noqa: S608  our own
    # going back writes this table anew on SQLite, in other words
    differences = [each for each in schema_differences(database) if "log_head" not in each]
    assert differences == []
