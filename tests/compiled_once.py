"""Statements that are compiled once, not once for each county that a test opens.

SQLAlchemy keeps with each engine what it has compiled, and with each dialect how it converts the
types of columns. A county lives for one test, and to compile takes longer than to execute; so all
engines to one kind of database share both, as all requests to one county do when it is served.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine

from application.event_store.database import Database

Compiled = dict[str, Engine]
"""The engine of each kind of database whose statements the others take."""


@contextmanager
def compiled_once() -> Iterator[Compiled]:
    """Let engines made in the meantime share what is compiled for those noted here."""
    noted: Compiled = {}
    make = Database._engine

    def shared(database: Database, **size: Any) -> Engine:
        engine = make(database, **size)
        if engine.name in noted:
            engine.dialect = noted[engine.name].dialect
            engine._compiled_cache = noted[engine.name]._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "_engine", shared)
        yield noted


def note(noted: Compiled, database: Database) -> None:
    """Note the engine of a database that answers: by then its dialect knows the server."""
    database.ping()
    noted[database.engine.name] = database.engine
