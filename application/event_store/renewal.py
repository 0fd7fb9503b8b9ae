"""New contents for whole tables within one transaction, while readers keep the old ones.

Rows go in without secondary indexes, which are made afterwards in one pass each. SQLite readers
see the file as it was until the commit, so the tables are emptied where they are. On PostgreSQL
taking an index away would make readers wait for the length of the transaction, so new tables are
filled in a schema of their own and change places with the old ones at its very end. The new tables
belong to whom the old ones belonged to, whoever makes them. A role that may create no schema
finds that one made for it.
"""

import contextlib
from collections.abc import Generator, Iterable, Sequence
from typing import Any

import psycopg
from sqlalchemy import Connection, Index, Table, delete, text

from application.event_store.database import Transaction

ATTEMPTS = 30
"""How often to ask for the old tables while readers are busy with them."""

PATIENCE = "2s"
"""How long one attempt may keep new readers waiting."""


@contextlib.contextmanager
def renewed(transaction: Transaction, tables: Sequence[Table]) -> Generator[None]:
    """Begin with tables that are empty, and end with all their indexes."""
    renew = _in_place if transaction.database.is_sqlite else _beside
    with renew(transaction, tables):
        yield


@contextlib.contextmanager
def _in_place(transaction: Transaction, tables: Sequence[Table]) -> Generator[None]:
    connection = transaction.connection
    indexes = list(_dispensable(tables))
    for index in indexes:
        index.drop(connection)
    for table in tables:
        connection.execute(delete(table))
    yield
    _create(connection, indexes)


@contextlib.contextmanager
def _beside(transaction: Transaction, tables: Sequence[Table]) -> Generator[None]:
    connection = transaction.connection
    home = transaction.database.schema
    beside = f"{home}_renewed"
    run = connection.exec_driver_sql
    is_made_here = run(f"SELECT to_regnamespace('{beside}') IS NULL").scalar_one()
    if is_made_here:
        run(f"CREATE SCHEMA {beside}")
    run(f"SET LOCAL search_path = {beside}, {home}")
    dispensable = set(_dispensable(tables))
    for table in tables:
        key = ", ".join(column.name for column in table.primary_key)
        named = f"CONSTRAINT pk_{table.name} PRIMARY KEY ({key})"
        run(f"CREATE TABLE {beside}.{table.name} (LIKE {home}.{table.name}, {named})")
        _create(connection, table.indexes - dispensable)
    yield
    _create(connection, dispensable)
    names = [table.name for table in tables]
    owners = _owners(connection, home)
    for name in names:
        run(f"ANALYZE {beside}.{name}")
    old = ", ".join(f"{home}.{name}" for name in names)
    _lock(connection, old)
    run(f"DROP TABLE {old}")
    for name in names:
        run(f"ALTER TABLE {beside}.{name} SET SCHEMA {home}")
        run(f"ALTER TABLE {home}.{name} OWNER TO {owners[name]}")
    if is_made_here:
        run(f"DROP SCHEMA {beside}")


def _owners(connection: Connection, schema: str) -> dict[str, str]:
    """Return whose each table is, as SQL names them."""
    query = text(
        "SELECT tablename, quote_ident(tableowner) AS quoted FROM pg_tables WHERE schemaname = :it"
    )
    return {row.tablename: row.quoted for row in connection.execute(query, {"it": schema})}


def _dispensable(tables: Iterable[Table]) -> Generator[Index]:
    """Yield the indexes that are not needed while rows go in: all but those by the owner."""
    for table in tables:
        owner = table.info.get("owner")
        for index in table.indexes:
            if next(iter(index.columns)).name != owner:
                yield index


def _create(connection: Connection, indexes: Iterable[Index]) -> None:
    for index in sorted(indexes, key=lambda each: str(each.name)):
        index.create(connection)


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
