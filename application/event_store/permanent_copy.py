"""The copy of a county that may be kept for ever: its log, and nothing that tells a sealed name.

It is a SQLite county of its own, whatever the county is kept in, with empty ledgers: what they
would tell is told anew from the events, with the keys there are by then (``docs/adr/0016``).
"""

from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from application.event_store.database import Database
from application.event_store.head import Head
from application.event_store.schema import LOG_TABLES, log_head

PAGE = 5_000


class CopyRefused(Exception):
    """There is nothing to copy, or no place for it; the sentence says which."""


def copy_log(source: Database, target: Database) -> int:
    """Copy the log of one county into another, which is empty; return how many events.

    Whatever is recorded meanwhile is left out whole: the source is read as it is at one moment.
    """
    with source.at_one_moment() as reading, target.writing() as transaction:
        if transaction.head.sequence:
            raise CopyRefused("数据库已有事件,只能恢复到空的数据库")
        head = _head(reading)
        if not head.sequence:
            raise CopyRefused("其中没有事件")
        _copy_rows(reading, transaction.connection)
        transaction.connection.execute(update(log_head).values(log=head.log))
        transaction.commit(Head(head.sequence, head.recorded_at))
    return int(head.sequence)


def ends_like(one: Connection, another: Connection) -> bool:
    """Say whether two counties' logs are equally long and end at the same moment."""
    ends = select(log_head.c.sequence, log_head.c.recorded_at, log_head.c.log)
    return one.execute(ends).one() == another.execute(ends).one()


def _head(connection: Connection) -> Row[Any]:
    return connection.execute(select(log_head)).one()


def _copy_rows(source: Connection, target: Connection) -> None:
    for table in LOG_TABLES:
        found = source.execute(select(table), execution_options={"yield_per": PAGE})
        for page in found.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in page])
