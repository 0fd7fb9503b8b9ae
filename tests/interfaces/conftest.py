"""Small counties, each filled once for the tests that only export it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from application.store import Store
from interfaces.bootstrap import System
from tests.interfaces import small_county
from tests.interfaces.small_exports import system, urge
from tests.stores import fresh_sqlite, keys_beside, opened


@pytest.fixture(scope="package")
def small(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Fill a small county."""
    with _filled(template, tmp_path_factory.mktemp("small")) as county:
        yield county


@pytest.fixture(scope="package")
def urged(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Fill the same county, and urge a unit in it."""
    with _filled(template, tmp_path_factory.mktemp("urged")) as county:
        urge(county)
        yield county


@pytest.fixture
def small_on_both(store: Store) -> System:
    """Fill the same county on SQLite and on PostgreSQL, for the test alone."""
    small_county.fill(store)
    return system(store)


@contextmanager
def _filled(template: Path, folder: Path) -> Iterator[System]:
    database = fresh_sqlite(template, folder)
    with closing(keys_beside(database)) as keys, opened(database, keys=keys) as store:
        small_county.fill(store)
        yield system(store)
