"""What tests of a rotation have in common."""

from collections.abc import Callable

import pytest

from application.audit.refusal import Problem, Refused
from application.event_store.database import Database
from application.event_store.logs import Log, log_in_use
from application.log.heads import Head, latest_head
from tests.application.log.desk import LogDesk


def witnessed(database: Database) -> LogDesk:
    """Sign and witness 250 events of 270."""
    desk = LogDesk.at(database)
    desk.record(250)
    desk.sign()
    desk.witness(0, 1)
    desk.record(20)
    return desk


def in_use(desk: LogDesk) -> Log:
    with desk.database.reading() as connection:
        return log_in_use(connection)


def newest(desk: LogDesk, log: Log) -> Head:
    with desk.database.reading() as connection:
        head = latest_head(connection, log)
    assert head is not None
    return head


def refused(act: Callable[[], object]) -> Problem:
    with pytest.raises(Refused) as error:
        act()
    return error.value.problem
