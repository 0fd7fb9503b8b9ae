"""The head of the log: what a transaction rests on, and what all who write hold while they do."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Dialect

from application.event_store.columns import EPOCH, Instant
from application.event_store.sending import Call

SELECT = "SELECT sequence, recorded_at, retold, log FROM log_head WHERE id = 1"

ADVANCE_FROM = (
    "UPDATE log_head SET recorded_at = %s, sequence ="
    " CASE WHEN sequence = %s AND retold = %s AND log = %s THEN %s::bigint END"
    " WHERE id = 1"
)
"""Moves the head if it is where it was trusted to be, and fails otherwise: nothing in SQL commits
only if a row was changed, but no head may be without a number."""


class Head(NamedTuple):
    """The end of the log."""

    sequence: int
    recorded_at: datetime


class LogState(NamedTuple):
    """While it is the same, all that was read before still holds."""

    head: Head
    retold: int
    """How often the read models were made anew."""
    log: int
    """Which log is in use."""


class HeadMoved(Exception):
    """Somebody else wrote meanwhile: nothing was committed, and what was decided may not hold."""


def take_head(driver: Any, dialect: Dialect) -> LogState:
    """Begin a transaction and hold the head in it until it ends."""
    if dialect.name == "sqlite":
        driver.execute("BEGIN IMMEDIATE")
        return see_head(driver, dialect)
    with driver.cursor() as cursor:
        # both in one message, for one round trip: cheaper than a pipeline of two
        cursor.execute(f"BEGIN; {SELECT} FOR UPDATE")
        cursor.nextset()
        return _state(cursor.fetchone(), dialect)


def see_head(driver: Any, dialect: Dialect) -> LogState:
    """Return the head as it is in the transaction at hand, which others may move."""
    return _state(driver.execute(SELECT).fetchone(), dialect)


def hold_head(driver: Any, dialect: Dialect) -> LogState:
    """Hold the head in a transaction on PostgreSQL that has gone on without it."""
    return _state(driver.execute(f"{SELECT} FOR UPDATE").fetchone(), dialect)


def _state(row: Any, dialect: Dialect) -> LogState:
    sequence, recorded_at, retold, log = row
    moment = Instant().process_result_value(recorded_at, dialect)
    return LogState(Head(sequence, moment or EPOCH), retold, log)


def advance_from(before: LogState, head: Head, dialect: Dialect) -> Call:
    """Return what moves the head on PostgreSQL if it is still where it was ``before``."""
    moment = Instant().process_bind_param(head.recorded_at, dialect)
    (sequence, _), retold, log = before
    return ADVANCE_FROM, (moment, sequence, retold, log, head.sequence)
