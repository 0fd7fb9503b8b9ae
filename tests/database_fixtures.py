"""Fixtures that run a test on SQLite and on PostgreSQL, each with a county of its own."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from application.event_store.database import Database
from application.migrations import migrate
from application.privacy.key_store import KeyStore
from application.store import Store
from tests.application.privacy.boxes import keys_in, laid_out
from tests.compiled_once import Compiled, compiled_once, note
from tests.stores import emptied, fresh_sqlite, keys_beside, opened, sqlite_template


@pytest.fixture(scope="session")
def compiled() -> Iterator[Compiled]:
    """Compile each statement once for all tests on one kind of database."""
    with compiled_once() as noted:
        yield noted


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, compiled: Compiled) -> Path:
    """Make the empty SQLite county that tests copy."""
    template = sqlite_template(tmp_path_factory.mktemp("template"))
    with closing(Database(f"sqlite:///{template}")) as database:
        note(compiled, database)
    return template


@pytest.fixture(scope="session")
def postgres_schema(postgres_url: str, worker_id: str, compiled: Compiled) -> tuple[str, str]:
    """Give each worker a migrated schema of its own: the URL and the schema's name."""
    schema = f"test_{worker_id}"
    with closing(Database(postgres_url, schema=schema)) as database:
        migrate(database)
        note(compiled, database)
    return postgres_url, schema


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, template: Path, tmp_path: Path) -> Iterator[Database]:
    """Open an empty county."""
    if request.param == "sqlite":
        opened_database = fresh_sqlite(template, tmp_path)
    else:
        url, schema = request.getfixturevalue("postgres_schema")
        opened_database = emptied(Database(url, schema=schema))
    yield opened_database
    opened_database.close()


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    """Open a store with every read model."""
    with opened(database) as each:
        yield each


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[KeyStore]:
    """Make a key store of the test's own."""
    store = laid_out(keys_in(tmp_path))
    yield store
    store.close()


@pytest.fixture
def sealing_store(database: Database, keys: KeyStore) -> Iterator[Store]:
    """Open a store that seals names of persons."""
    with opened(database, keys=keys) as each:
        yield each


@pytest.fixture
def sqlite_store(template: Path, tmp_path: Path) -> Iterator[Store]:
    """Open a store on SQLite alone, for tests the database makes no difference to."""
    database = fresh_sqlite(template, tmp_path)
    with closing(keys_beside(database)) as keys, opened(database, keys=keys) as each:
        yield each
