"""Flips bits of a SQLite county, and says whether anything changed that no check showed."""

import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import delete

from application.audit.policy import Policy
from application.errors import StoreDamaged, StoreUnavailable
from application.event_store.database import Database
from application.event_store.driver_errors import DRIVER_ERRORS
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
QUESTIONS = (
    "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name",
    *(
        f"SELECT {','.join(c.name for c in table.c if c.name not in UNSIGNED)} FROM {table.name}"  # noqa: S608  names of ours
        for table in WATCHED
    ),
)
"""What is asked to learn whether the schema, an event, a node or a head reads otherwise."""
SHOWN = (StoreDamaged, StoreUnavailable, *DRIVER_ERRORS, UnicodeDecodeError)
SMALLEST_PAGE = 512
"""In bytes: SQLite has no smaller ones, and the fewer bytes a page has, the fewer are empty."""


class Flipped(NamedTuple):
    """What became of the bits."""

    shown: int = 0
    harmless: int = 0
    """Neither an event, a node, a head nor the schema reads otherwise than before."""
    missed: tuple[int, ...] = ()
    """Bits whose flip changed one of these and was not shown."""


def small_county(template: Path, path: Path, before: int = 260, after: int = 5) -> LogDesk:
    """Make a county of two logs, signed and witnessed, in a file of small pages without journal.

    The log that ended has so many events `before`, the one in use so many `after` it.
    """
    shutil.copy(template, path)
    desk = LogDesk.at(Database(f"sqlite:///{path}"))
    desk.record(before)
    desk.sign()
    desk.witness(0, 1)
    desk.rotate()
    desk.record(after)
    desk.sign()
    desk.witness(0, 1)
    with desk.database.migrating() as connection:
        for table in set(metadata.sorted_tables) - {*WATCHED, log_head}:
            connection.execute(delete(table))
    desk.store.close()
    with closing(sqlite3.connect(path)) as file:
        for statement in ("journal_mode=DELETE", f"page_size={SMALLEST_PAGE}"):
            file.execute(f"PRAGMA {statement}")
        file.execute("VACUUM")
        file.execute("PRAGMA journal_mode=WAL")
    return desk


def flip(desk: LogDesk, path: Path, bits: Iterable[int]) -> Flipped:
    """Flip each bit by itself, check the store where it then reads otherwise, and flip it back."""
    database = Database(f"sqlite:///{path}")
    before, known, result = _content(path), policy(), Flipped()
    for bit in bits:
        _invert(path, bit)
        if _content(path) == before:
            result = result._replace(harmless=result.harmless + 1)
        elif _is_shown(desk, database, known):
            result = result._replace(shown=result.shown + 1)
        else:
            result = result._replace(missed=(*result.missed, bit))
        _invert(path, bit)
    return result


def _is_shown(desk: LogDesk, database: Database, known: Policy) -> bool:
    """Say whether checking the whole store refuses it; nothing of it stays open."""
    path = Path(str(database.url.database))
    try:
        check_store(database, desk.store.topics, known)
    except SHOWN:
        return True
    finally:
        database.close()
        for rest in ("-wal", "-shm"):
            path.with_name(path.name + rest).unlink(missing_ok=True)
    return False


def _content(path: Path) -> Any:
    """Return what stands in the file as SQLite itself reads it, or what it says against that."""
    connection = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
    try:
        return [connection.execute(question).fetchall() for question in QUESTIONS]
    except (sqlite3.Error, UnicodeDecodeError) as error:
        return repr(error)
    finally:
        connection.close()


def _invert(path: Path, bit: int) -> None:
    with path.open("r+b") as file:
        file.seek(bit // 8)
        byte = file.read(1)[0]
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))
