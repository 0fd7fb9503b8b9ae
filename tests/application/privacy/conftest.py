"""An empty place for keys, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.schema import DropSchema

from application.privacy.key_database import KeyDatabase
from tests.application.privacy.boxes import keys_in

Opening = Callable[[], KeyDatabase]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path, worker_id: str) -> Iterator[Opening]:
    """Open the same empty place anew with each call, as each process does."""
    opened: list[KeyDatabase] = []
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
        schema = f"keys_{worker_id}"
        engine = create_engine(url)
        with engine.begin() as connection:
            connection.execute(DropSchema(schema, cascade=True, if_exists=True))
        engine.dispose()

    def opening() -> KeyDatabase:
        place = keys_in(tmp_path) if request.param == "sqlite" else KeyDatabase(url, schema)
        opened.append(place)
        return place

    yield opening
    for each in opened:
        each.close()
