"""Whether the rows of the log can be what was written, before anything is computed from them.

An event numbered 0 is read by its item like any other, and lies in no tree; SQLite keeps whatever
a column is given, and what is no number can be neither compared nor counted.
"""

from datetime import UTC, datetime

from sqlalchemy import Column, Connection, Integer, Table, func, not_, select

from application.errors import StoreDamaged
from application.event_store.columns import Instant
from application.event_store.schema import (
    LOG_TABLES,
    events,
    log_checkpoints,
    log_head,
    log_nodes,
)

THE_HEAD = 1
"""What the one row of the log's head is numbered."""
WITH_NUMBERS = (log_head, *(table for table in LOG_TABLES if table is not events))
"""Numbers of events are checked with their bytes; the number of a row is one in any case."""
LEAST = (
    ("最新序号为{}的日志首部", log_head.c.sequence, 0),
    ("序号为{}的事件", events.c.sequence, 1),
    ("位置为{}的节点", log_nodes.c.position, 0),
    ("记录总数为{}的检查点", log_checkpoints.c.size, 1),
)
"""From which number on there are such rows; whether one is beyond the end the pass tells."""
MOMENTS = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def require_rows_in_order(connection: Connection) -> None:
    """Raise ``StoreDamaged`` unless there is one head and every number is one, of a row it may be.

    Whether the logs, the levels and what countersignatures belong to are there is not asked here.
    """
    for table in WITH_NUMBERS:
        _require_numbers(connection, table)
    if connection.scalars(select(log_head.c.id)).all() != [THE_HEAD]:
        raise StoreDamaged(f"日志首部应只有一行,编号为{THE_HEAD}")
    for such, column, least in LEAST:
        first = connection.scalar(select(func.min(column)))
        if first is not None and first < least:
            raise StoreDamaged(f"有{such.format(first)},应自{least}起")


def _require_numbers(connection: Connection, table: Table) -> None:
    for column in table.c:
        is_moment = isinstance(column.type, Instant)
        if not is_moment and not isinstance(column.type, Integer):
            continue
        if connection.dialect.name == "sqlite":
            otherwise = select(func.typeof(column)).where(func.typeof(column) != "integer")
            kind = connection.scalar(otherwise.limit(1))
            if kind is not None:
                raise StoreDamaged(f"{column}应为整数,所存的是{kind}")
        if is_moment:
            _require_moments(connection, column)


def _require_moments(connection: Connection, column: Column[datetime]) -> None:
    outside = select(func.count()).where(not_(column.between(*MOMENTS)))
    if connection.scalar(outside):
        raise StoreDamaged(f"{column}应为公元1年至9999年的时刻")
