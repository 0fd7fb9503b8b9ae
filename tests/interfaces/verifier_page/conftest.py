"""Counties, each filled once for the tests that only read it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from application.store import Store
from tests.interfaces.verifier import rare_county, ruled_county, split_county, told_county
from tests.interfaces.verifier.replaying import Bundle, exported
from tests.interfaces.verifier_page.falsified_tables import bare
from tests.stores import fresh_sqlite, opened


@pytest.fixture(scope="package")
def told(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Export a county in which nearly everything happens once, events and tables alone."""
    with opened(fresh_sqlite(template, tmp_path_factory.mktemp("told"))) as store:
        told_county.fill(store)
        return bare(exported(store))


@pytest.fixture(scope="package")
def rarely(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Export a county in which happens what seldom does, events and tables alone."""
    with opened(fresh_sqlite(template, tmp_path_factory.mktemp("rare"))) as store:
        rare_county.fill(store)
        return bare(exported(store))


@pytest.fixture(scope="package")
def ruled(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Export a county in which rules set every due date, events and tables alone."""
    with opened(fresh_sqlite(template, tmp_path_factory.mktemp("ruled"))) as store:
        ruled_county.fill(store)
        return bare(exported(store))


@pytest.fixture
def empty(template: Path, tmp_path: Path) -> Iterator[Store]:
    """Open a store to which nothing has happened."""
    with opened(fresh_sqlite(template, tmp_path)) as store:
        yield store


@pytest.fixture(scope="package")
def split(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """Export a county whose opinions are split among lead units, events and tables alone."""
    with opened(fresh_sqlite(template, tmp_path_factory.mktemp("split"))) as store:
        split_county.fill(store)
        return bare(exported(store))
