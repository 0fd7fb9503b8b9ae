"""Flips bits of a SQLite county, and says whether anything changed that no check showed."""

import shutil
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import delete, select, text

from application.errors import StoreDamaged, StoreUnavailable
from application.event_store.database import DRIVER_ERRORS, Database
from application.event_store.schema import (
    events,
    log_checkpoints,
    log_cosignatures,
    log_head,
    log_nodes,
    log_rotations,
    metadata,
)
from application.log.check import check_store
from tests.application.log.desk import LogDesk, policy

WATCHED = (events, log_rotations, log_nodes, log_checkpoints, log_cosignatures)
UNSIGNED = {"kept_at", "begun_at"}
SCHEMA = text("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
SHOWN = (StoreDamaged, StoreUnavailable, *DRIVER_ERRORS, UnicodeDecodeError)


class Flipped(NamedTuple):
    """What became of the bits."""

    shown: int = 0
    harmless: int = 0
    """Neither an event, a node, a head nor the schema reads otherwise than before."""
    missed: tuple[int, ...] = ()
    """Bits whose flip changed one of these and was not shown."""


def small_county(template: Path, path: Path) -> LogDesk:
    """Make a county of 265 events in two logs, signed and witnessed, in a file without journal."""
    shutil.copy(template, path)
    desk = LogDesk.at(Database(f"sqlite:///{path}"))
    desk.record(260)
    desk.sign()
    desk.witness(0, 1)
    desk.rotate()
    desk.record(5)
    desk.sign()
    desk.witness(0, 1)
    with desk.database.migrating() as connection:
        for table in set(metadata.sorted_tables) - {*WATCHED, log_head}:
            connection.execute(delete(table))
    with desk.database.reading() as connection:
        connection.execute(text("VACUUM"))
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    desk.store.close()
    return desk


def flip(desk: LogDesk, path: Path, bits: list[int]) -> Flipped:
    """Flip each bit by itself, check the store, and flip it back."""
    database = Database(f"sqlite:///{path}")
    before = _content(database)
    database.close()
    result = Flipped()
    for bit in bits:
        _invert(path, bit)
        outcome = _outcome(desk, path, before)
        _invert(path, bit)
        if outcome == "missed":
            result = result._replace(missed=(*result.missed, bit))
        else:
            result = result._replace(**{outcome: getattr(result, outcome) + 1})
    return result


def _outcome(desk: LogDesk, path: Path, before: Any) -> str:
    database = Database(f"sqlite:///{path}")
    try:
        check_store(database, desk.store.topics, policy())
        return "harmless" if _content(database) == before else "missed"
    except SHOWN:
        return "shown"
    finally:
        database.close()
        for rest in ("-wal", "-shm"):
            path.with_name(path.name + rest).unlink(missing_ok=True)


def _content(database: Database) -> Any:
    with database.reading() as connection:
        rows = [
            connection.execute(select(*(c for c in table.c if c.name not in UNSIGNED))).all()
            for table in WATCHED
        ]
        return rows, connection.execute(SCHEMA).all()


def _invert(path: Path, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(bit // 8)
        byte = file.read(1)[0]
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))
