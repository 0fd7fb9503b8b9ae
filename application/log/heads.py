"""The signed heads of each log and the countersignatures they gathered; both are only added to."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, insert, select

from application.audit.checkpoint import OpenedCheckpoint, parse_checkpoint
from application.audit.keys import VerifierKey
from application.audit.note import parse_note
from application.errors import CommandRefused, NotFound, StoreDamaged
from application.event_store.database import Database
from application.event_store.logs import Log, log_in_use, logs_of
from application.event_store.schema import log_checkpoints, log_cosignatures

AT_ONCE = 1_000
"""Heads read by one query."""


class NothingSigned(CommandRefused):
    """No head of the log has been signed."""

    title = "尚未签署检查点"
    code = "nothing-signed"

    def __init__(self) -> None:
        super().__init__("日志尚未签署过检查点;请先运行zhuoluo signer")


class NotYetSigned(CommandRefused):
    """An event is recorded, but no signed head covers it yet."""

    title = "尚未签署检查点"
    code = "not-yet-signed"

    def __init__(self, sequence: int) -> None:
        detail = f"序号{sequence}的事件已经记录,尚未被签署的检查点覆盖;请稍后再取"
        super().__init__(detail, "sequence")


class Head(NamedTuple):
    """A signed head as it is sent: the note with every countersignature."""

    log: int
    """The number of its log."""
    size: int
    note: bytes


def latest_head(connection: Connection, log: Log, least: int = 0) -> Head | None:
    """Return the newest head of a log, if its tree has at least so many leaves."""
    of_log = log_checkpoints.c.log == log.number
    size = connection.scalar(select(func.max(log_checkpoints.c.size)).where(of_log))
    return None if size is None or size < least else head_of_size(connection, log, size)


def head_of_size(connection: Connection, log: Log, size: int) -> Head | None:
    """Return the head of a log at exactly this size."""
    return next(_heads(connection, log, log_checkpoints.c.size == size), None)


def heads_up_to(connection: Connection, log: Log, size: int) -> Iterator[Head]:
    """Yield every head of at most this size, in order; so many at a time are in memory."""
    number, after = log_checkpoints.c.size, 0
    known = log_checkpoints.c.log == log.number, number <= size
    page = select(number).where(*known).order_by(number).limit(AT_ONCE)
    while sizes := connection.scalars(page.where(number > after)).all():
        yield from _heads(connection, log, number.between(sizes[0], sizes[-1]))
        after = sizes[-1]


def witnesses_down_from(
    connection: Connection, log: Log, most: int, least: int = 0
) -> Iterator[tuple[int, frozenset[str]]]:
    """Yield the sizes of heads from ``most`` down to ``least``, and by whom each is countersigned.

    What is told is what was kept, and no signature is verified; so many at a time are in memory.
    """
    head, cosigned = log_checkpoints.c, log_cosignatures.c
    known = select(head.size).where(head.log == log.number).order_by(head.size.desc())
    of_head = (cosigned.log == head.log) & (cosigned.size == head.size)
    query = (
        select(head.size, cosigned.witness)
        .select_from(log_checkpoints.outerjoin(log_cosignatures, of_head))
        .order_by(head.size.desc())
    )
    page = known.where(head.size.between(least, most)).limit(AT_ONCE)
    while sizes := connection.scalars(page).all():
        of_page = (head.log == log.number) & head.size.between(sizes[-1], sizes[0])
        rows = connection.execute(query.where(of_page))
        for size, named in groupby(rows, key=itemgetter(0)):
            yield size, frozenset(row.witness for row in named if row.witness is not None)
        page = known.where(head.size.between(least, sizes[-1] - 1)).limit(AT_ONCE)


def _heads(connection: Connection, log: Log, where: ColumnElement[bool]) -> Iterator[Head]:
    head, cosigned = log_checkpoints.c, log_cosignatures.c
    of_head = (cosigned.log == head.log) & (cosigned.size == head.size)
    query = (
        select(head.size, head.note, cosigned.line)
        .select_from(log_checkpoints.outerjoin(log_cosignatures, of_head))
        .where(head.log == log.number, where)
        .order_by(head.size, cosigned.kept_at, cosigned.witness)
    )
    for (size, note), rows in groupby(connection.execute(query), key=itemgetter(0, 1)):
        try:
            lines = "".join(row.line or "" for row in rows).encode()
            yield Head(log.number, size, note + lines)
        except TypeError as error:
            raise StoreDamaged(f"记录总数为{size}的检查点不是按字节存储的") from error


def name_of(connection: Connection, log: Log) -> str | None:
    """Return the name of a log; the first has none before its first head."""
    if log.name is not None:
        return log.name
    head = latest_head(connection, log)
    return None if head is None else parse_checkpoint(parse_note(head.note).text).origin


def log_named(connection: Connection, name: str | None) -> Log:
    """Return the log of this number or name, the one in use when neither is given.

    Raises ``NotFound``.
    """
    if name is None:
        return log_in_use(connection)
    for log in logs_of(connection):
        if name in {str(log.number), name_of(connection, log)}:
            return log
    raise NotFound("日志", name, "log")


def head_of_name(connection: Connection, origin: str, size: int) -> Head | None:
    """Return the head of this size of the log of this name."""
    for log in logs_of(connection):
        if name_of(connection, log) == origin:
            return head_of_size(connection, log, size)
    return None


def witnessed_size(connection: Connection, log: Log, witness: VerifierKey) -> int:
    """Return the size of the newest head this witness countersigned; 0 when there is none."""
    newest = (
        select(log_cosignatures.c.size)
        .where(log_cosignatures.c.log == log.number, log_cosignatures.c.witness == witness.vkey)
        .order_by(log_cosignatures.c.size.desc())
        .limit(1)
    )
    return connection.scalar(newest) or 0


def keep_head(database: Database, log: Log, head: Head, now: datetime) -> None:
    """Keep a head of a log, unless one of its size is there."""
    with database.aside() as connection:
        if head_of_size(connection, log, head.size) is None:
            connection.execute(insert(log_checkpoints).values(kept_at=now, **head._asdict()))


def keep_cosignatures(
    database: Database, head: Head, opened: OpenedCheckpoint, note: bytes, now: datetime
) -> int:
    """Keep the countersignatures that verified and are not there yet; return how many were new."""
    lines = {(each.name, each.key_id): each.text for each in parse_note(note).signatures}
    place = {"log": head.log, "size": head.size}
    there = (log_cosignatures.c[column] == value for column, value in place.items())
    with database.aside() as connection:
        known = set(connection.scalars(select(log_cosignatures.c.witness).where(*there)))
        added = [
            {
                **place,
                "witness": key.vkey,
                "line": lines[key.name, key.key_id],
                "kept_at": now,
            }
            for key in (each.witness for each in opened.cosignatures)
            if key.vkey not in known
        ]
        if added:
            connection.execute(insert(log_cosignatures), added)
    return len(added)
