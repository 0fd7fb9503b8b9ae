"""The backup of a whole county kept in a SQLite file, taken while others go on writing.

Copying the file is no backup: what was acknowledged last stands in the write-ahead log beside it.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from application.event_store.database import Database
from application.event_store.driver_errors import cause_in_database
from application.event_store.logs import log_in_use
from application.log.heads import latest_head
from application.projections.audit_trail import known_until_now


class NoFile(Exception):
    """The county is not kept in a file; PostgreSQL has means of its own."""


class NotWritten(Exception):
    """SQLite could not write the backup, and says why."""


class BackedUp(NamedTuple):
    """What a backup holds."""

    sequence: int
    """The last event."""
    note: bytes | None
    """The newest signed head of the log in use."""


def back_up(database: Database, file: Path) -> BackedUp:
    """Write the county as it is at one moment into an empty file; return what stands there.

    Everything acknowledged before is there, and nothing in part; nobody waits for it.
    """
    if not database.is_sqlite:
        raise NoFile
    with database.at_one_moment() as connection, closing(sqlite3.connect(file)) as target:
        sequence = known_until_now(connection)
        head = latest_head(connection, log_in_use(connection))
        target.execute("PRAGMA journal_mode=OFF")  # a journal beside it would stay after a kill
        source: Any = connection.connection.driver_connection
        try:
            source.backup(target)
        except sqlite3.Error as error:
            raise NotWritten(cause_in_database(error)) from error
    return BackedUp(sequence, None if head is None else head.note)
