"""A county the tests of urging begin from."""

import pytest

from application.store import Store
from tests.application import tasks
from tests.application.urging import run_tick


@pytest.fixture
def ticked(store: Store) -> Store:
    """Give a county with its units, whose tick last ran on 2015-06-01."""
    tasks.settle(store)
    run_tick(store, "2015-06-01")
    return store
