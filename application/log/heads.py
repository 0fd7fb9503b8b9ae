"""The signed heads of the log and the countersignatures they gathered; both are only added to."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    func,
    insert,
    select,
)

from application.audit.checkpoint import OpenedCheckpoint
from application.audit.keys import VerifierKey
from application.audit.note import parse_note
from application.errors import CommandRefused, StoreDamaged
from application.event_store.database import Database
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

    size: int
    note: bytes


def latest_head(connection: Connection, least: int = 0) -> Head | None:
    """Return the newest head, if it covers ``least`` events."""
    size = connection.scalar(select(func.max(log_checkpoints.c.size)))
    return None if size is None or size < least else head_of_size(connection, size)


def head_of_size(connection: Connection, size: int) -> Head | None:
    """Return the head of exactly this size."""
    return next(_heads(connection, log_checkpoints.c.size == size), None)


def heads_up_to(connection: Connection, size: int) -> Iterator[Head]:
    """Yield every head of at most this size, in order; so many at a time are in memory."""
    number, after = log_checkpoints.c.size, 0
    page = select(number).where(number <= size).order_by(number).limit(AT_ONCE)
    while sizes := connection.scalars(page.where(number > after)).all():
        yield from _heads(connection, number.between(sizes[0], sizes[-1]))
        after = sizes[-1]


def _heads(connection: Connection, where: ColumnElement[bool]) -> Iterator[Head]:
    joined = log_checkpoints.outerjoin(
        log_cosignatures, log_cosignatures.c.size == log_checkpoints.c.size
    )
    query = (
        select(log_checkpoints.c.size, log_checkpoints.c.note, log_cosignatures.c.line)
        .select_from(joined)
        .where(where)
        .order_by(log_checkpoints.c.size, log_cosignatures.c.kept_at, log_cosignatures.c.witness)
    )
    for (size, note), rows in groupby(connection.execute(query), key=itemgetter(0, 1)):
        try:
            yield Head(size, note + "".join(row.line or "" for row in rows).encode())
        except TypeError as error:
            raise StoreDamaged(f"记录总数为{size}的检查点不是按字节存储的") from error


def witnessed_size(connection: Connection, witness: VerifierKey) -> int:
    """Return the size of the newest head this witness countersigned; 0 when there is none."""
    newest = (
        select(log_cosignatures.c.size)
        .where(log_cosignatures.c.witness == witness.vkey)
        .order_by(log_cosignatures.c.size.desc())
        .limit(1)
    )
    return connection.scalar(newest) or 0


def keep_head(database: Database, head: Head, now: datetime) -> None:
    """Keep a head, unless one of its size is there."""
    with database.aside() as connection:
        if head_of_size(connection, head.size) is None:
            connection.execute(insert(log_checkpoints).values(kept_at=now, **head._asdict()))


def keep_cosignatures(
    database: Database, opened: OpenedCheckpoint, note: bytes, now: datetime
) -> int:
    """Keep the countersignatures that verified and are not there yet; return how many were new."""
    size = opened.checkpoint.size
    lines = {(each.name, each.key_id): each.text for each in parse_note(note).signatures}
    of_this_size = select(log_cosignatures.c.witness).where(log_cosignatures.c.size == size)
    with database.aside() as connection:
        known = set(connection.scalars(of_this_size))
        added = [
            {
                "size": size,
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
