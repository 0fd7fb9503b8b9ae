"""Tables made anew on SQLite: in a file of their own, from which the county takes them whole.

Whoever writes a SQLite file keeps all others from writing, so nothing goes into the county's
before its end. The file holds names as plain as the ledgers do: it is private, gone afterwards,
and what a killed process left of one is emptied by the next.
"""

import contextlib
import fcntl
import os
import time
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Table, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from application.errors import StoreUnavailable
from application.event_store.database import Database
from application.event_store.growing import Growing, growing
from application.event_store.renewed_tables import dispensable

SUFFIX = "-renewed"
PATIENCE = 10.0
"""Seconds to wait for somebody else who makes the same tables anew."""
PAUSE = 0.05
SETTINGS = (
    "main.journal_mode=OFF",
    "main.synchronous=OFF",
    "county.synchronous=FULL",
    "county.cache_size=-32768",
)
"""What becomes of the file in a power cut does not matter."""


TAKEN_WHOLE = "INSERT OR ROLLBACK INTO"
"""What fails ends the transaction; to undo less, SQLite would keep every old page in memory."""


@contextlib.contextmanager
def in_a_file(database: Database, tables: Sequence[Table]) -> Generator["InFile"]:
    """Lend tables in a file beside the county's."""
    county = Path(str(database.url.database))
    with (
        _own(county.with_name(f"{county.name}{SUFFIX}")) as file,
        closing(_FileBeside(file, county)) as beside,
        growing(beside) as transaction,
    ):
        yield InFile(transaction, tables)


class _FileBeside(Database):
    """A file with a county attached: a table that is in both is that of the file."""

    def __init__(self, file: Path, county: Path) -> None:
        super().__init__(URL.create("sqlite", database=str(file)))

        def attach(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
            cursor = connection.cursor()
            cursor.execute("ATTACH ? AS county", (str(county),))
            for setting in SETTINGS:
                cursor.execute(f"PRAGMA {setting}")
            cursor.close()

        event.listen(self._writing_engine, "connect", attach)


class InFile:
    """Tables in a file, made as the county has them, so that pages can be taken as they are."""

    def __init__(self, transaction: Growing, tables: Sequence[Table]) -> None:
        self.transaction = transaction
        self._run = transaction.connection.exec_driver_sql
        self._tables = tables
        self._later = {str(index.name) for index in dispensable(tables)}
        made = self._made("table") + self._made("index")
        for name, sql in made:
            if name not in self._later:
                self._run(sql)

    def _made(self, kind: str) -> list[tuple[str, str]]:
        """Return what the county has of a kind on the tables, in SQL."""
        query = (
            "SELECT tbl_name, name, sql FROM county.sqlite_master"
            " WHERE type = ? AND sql IS NOT NULL ORDER BY name"
        )
        wanted = {table.name for table in self._tables}
        return [(name, sql) for of, name, sql in self._run(query, (kind,)) if of in wanted]

    def index(self) -> None:
        """Make the other indexes."""
        for name, sql in self._made("index"):
            if name in self._later:
                self._run(sql)

    def show(self) -> None:
        """Put the rows in the place of the county's."""
        for table in self._tables:
            self._run(f"DELETE FROM county.{table.name}")  # noqa: S608  our own tables
            self._run(f"{TAKEN_WHOLE} county.{table.name} SELECT * FROM main.{table.name}")  # noqa: S608  ditto


@contextlib.contextmanager
def _own(path: Path) -> Generator[Path]:
    """Lend an empty private file that no other process uses; afterwards it is gone."""
    handle = _locked(path)
    try:
        os.ftruncate(handle, 0)
        yield path
    finally:
        path.unlink()
        os.close(handle)


def _locked(path: Path) -> int:
    """Open the file of this name, and hold it."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.exists() and path.stat().st_ino == os.fstat(handle).st_ino:
                return handle
        os.close(handle)
        time.sleep(PAUSE)
    raise StoreUnavailable("台账正在由别的进程重新生成,请稍后重试")
