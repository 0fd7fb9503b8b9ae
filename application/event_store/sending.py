"""What a transaction has to write, and how each database is sent it: in as few trips as can be."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from application.event_store.copying import Copying
from application.event_store.statements import Statement

MANY = 500
"""From so many rows on, PostgreSQL takes them by COPY."""

Write = tuple[Statement, list[list[Any]]]
Call = tuple[str, Sequence[Any] | None]
"""What is executed, and with which parameters."""


class Queue:
    """Rows waiting to be written; what goes to one table keeps its order."""

    def __init__(self) -> None:
        self._writes: list[Write] = []
        self._latest: dict[Any, Write] = {}
        """By table: what more rows for the same statement may join."""

    def add(self, statement: Statement, rows: list[list[Any]]) -> None:
        """Queue rows for one statement."""
        if not rows:
            return
        latest = self._latest.get(statement.table)
        if latest is not None and latest[0] is statement:
            latest[1].extend(rows)
        else:
            write = (statement, rows.copy())
            self._writes.append(write)
            self._latest[statement.table] = write

    def take(self) -> list[Write]:
        """Return what is queued, and queue it no more."""
        writes, self._writes, self._latest = self._writes, [], {}
        return writes

    @property
    def in_bulk(self) -> bool:
        """Whether PostgreSQL would take some of it by COPY."""
        return any(map(_in_bulk, self._writes))


def send_to_sqlite(driver: Any, writes: Iterable[Write], final: str | None) -> None:
    """Write, and end with the ``final`` statement if there is one."""
    cursor = driver.cursor()
    for statement, rows in writes:
        if len(rows) == 1:
            cursor.execute(statement.sql, rows[0])
        else:
            cursor.executemany(statement.sql, rows)
    if final:
        cursor.execute(final)
    cursor.close()


def send_to_postgresql(driver: Any, writes: Iterable[Write], final: str | None) -> None:
    """Do the same, in one trip but for what is copied."""
    groups = [(in_bulk, list(group)) for in_bulk, group in groupby(writes, _in_bulk)]
    for in_bulk, group in groups:
        if in_bulk:
            _copy(driver, group)
            continue
        calls = calls_of(group)
        if final and group is groups[-1][1]:
            calls.append((final, None))
        send_in_one_trip(driver, calls)


def send_in_one_trip(driver: Any, calls: Iterable[Call]) -> None:
    """Let PostgreSQL execute these one after the other; the first that fails is raised."""
    with driver.pipeline(), driver.cursor() as cursor:
        for sql, parameters in calls:
            cursor.execute(sql, parameters)


def calls_of(writes: Iterable[Write]) -> list[Call]:
    """Return what PostgreSQL is asked to execute."""
    return [call for statement, rows in writes for call in statement.calls(rows)]


def _copy(driver: Any, writes: Iterable[Write]) -> None:
    with driver.cursor() as cursor:
        for statement, rows in writes:
            with cursor.copy(statement.copy) as copy:
                if isinstance(statement, Copying):
                    copy.write(statement.text(rows))
                    continue
                for row in rows:
                    copy.write_row(row)


def _in_bulk(write: Write) -> bool:
    statement, rows = write
    bulky = isinstance(statement, Copying) or len(rows) >= MANY
    return statement.copy is not None and bulky
