"""Tables made anew on PostgreSQL: in a schema of their own, until they change places with the old.

Taking an index away from a table would make its readers wait until the commit. The new tables
belong to whom the old ones belonged to, whoever makes them. A role that may create no schema finds
that one made for it.
"""

import contextlib
from collections.abc import Generator, Iterable, Sequence
from typing import Any

import psycopg
from sqlalchemy import Connection, Index, Table, text

from application.event_store.database import Database
from application.event_store.growing import Growing, growing
from application.event_store.renewed_tables import dispensable

ATTEMPTS = 30
"""How often to ask for the old tables while readers are busy with them."""

PATIENCE = "2s"
"""How long one attempt may keep new readers waiting."""


@contextlib.contextmanager
def beside(database: Database, tables: Sequence[Table]) -> Generator["Beside"]:
    """Lend tables in a schema beside the county's."""
    with growing(database) as transaction:
        yield Beside(transaction, tables)


class Beside:
    """Tables in a schema beside; it is gone afterwards if it was not there before."""

    def __init__(self, transaction: Growing, tables: Sequence[Table]) -> None:
        self.transaction = transaction
        self._connection = transaction.connection
        self._tables = tables
        self._home = transaction.database.schema
        self._beside = f"{self._home}_renewed"
        run = self._connection.exec_driver_sql
        self._is_made_here = run(f"SELECT to_regnamespace('{self._beside}') IS NULL").scalar_one()
        if self._is_made_here:
            run(f"CREATE SCHEMA {self._beside}")
        run(f"SET LOCAL search_path = {self._beside}, {self._home}")
        later = set(dispensable(tables))
        for table in tables:
            key = ", ".join(column.name for column in table.primary_key)
            named = f"CONSTRAINT pk_{table.name} PRIMARY KEY ({key})"
            run(f"CREATE TABLE {table.name} (LIKE {self._home}.{table.name}, {named})")
            self._create(table.indexes - later)

    def index(self) -> None:
        """Make the other indexes, and let the planner know the tables."""
        self._create(dispensable(self._tables))
        for table in self._tables:
            self._connection.exec_driver_sql(f"ANALYZE {self._beside}.{table.name}")

    def show(self) -> None:
        """Let the tables change places."""
        run = self._connection.exec_driver_sql
        names = [table.name for table in self._tables]
        owners = _owners(self._connection, self._home)
        old = ", ".join(f"{self._home}.{name}" for name in names)
        _lock(self._connection, old)
        run(f"DROP TABLE {old}")
        for name in names:
            run(f"ALTER TABLE {self._beside}.{name} SET SCHEMA {self._home}")
            run(f"ALTER TABLE {self._home}.{name} OWNER TO {owners[name]}")
        if self._is_made_here:
            run(f"DROP SCHEMA {self._beside}")

    def _create(self, indexes: Iterable[Index]) -> None:
        for index in sorted(indexes, key=lambda each: str(each.name)):
            index.create(self._connection)


def _owners(connection: Connection, schema: str) -> dict[str, str]:
    """Return whose each table is, as SQL names them."""
    query = text(
        "SELECT tablename, quote_ident(tableowner) AS quoted FROM pg_tables WHERE schemaname = :it"
    )
    return {row.tablename: row.quoted for row in connection.execute(query, {"it": schema})}


def _lock(connection: Connection, tables: str) -> None:
    """Lock tables against their readers, who may hold one and wait for another meanwhile."""
    driver: Any = connection.connection.driver_connection
    driver.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
    for attempt in range(1, ATTEMPTS + 1):
        driver.execute("SAVEPOINT locking")
        try:
            driver.execute(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE")
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
            if attempt == ATTEMPTS:
                raise
            driver.execute("ROLLBACK TO SAVEPOINT locking")
        else:
            return
