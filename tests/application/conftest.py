"""A county the tests of urging begin from, and one with an empty box for tests of letters."""

from collections.abc import Iterator

import pytest

from application.event_store.database import Database
from application.store import Store
from tests.application import tasks
from tests.application.boxes import create_tables, open_boxes
from tests.application.letters import Clock, Office
from tests.application.urging import run_tick
from tests.receivers import receiving


@pytest.fixture
def ticked(store: Store) -> Store:
    """Give a county with its units, whose tick last ran on 2015-06-01."""
    tasks.settle(store)
    run_tick(store, "2015-06-01")
    return store


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    """Open a county with an empty box."""
    create_tables(database)
    clock = Clock()
    with receiving() as receiver:
        office = Office(open_boxes(database, clock), clock, receiver)
        office.begin()
        yield office
