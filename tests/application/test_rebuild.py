"""A rebuild beside others: readers see the old rows until the end, and commands go on."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, func, inspect, select, update

from application import rebuild as rebuilding
from application.errors import StoreUnavailable
from application.event_store import database, renewal_on_postgresql, renewal_on_sqlite
from application.event_store.database import Database
from application.projections.audit_trail import audit_trail
from application.projections.task_ledger import task_ledger
from application.rebuild import rebuild
from application.store import Store
from bench.county import register_units, task_with_history
from tests.stores import emptied, opened


def populated(store: Store) -> Store:
    register_units(store, ["D01", "D02"])
    task_with_history(store, "T1", 6)
    return store


@pytest.fixture
def county(store: Store) -> Store:
    return populated(store)


def entries(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(audit_trail)) or 0


def contents(store: Store) -> dict[str, list[Any]]:
    with store.database.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select())]
            for table in store.projector.tables
        }


def schema(store: Store) -> dict[str, Any]:
    with store.database.reading() as connection:
        found = inspect(connection)
        return {
            table.name: (
                str(found.get_columns(table.name)),
                found.get_pk_constraint(table.name),
                {i["name"]: _described(i) for i in found.get_indexes(table.name)},
            )
            for table in store.projector.tables
        }


def _described(index: Any) -> tuple[Any, ...]:
    options = {name: str(option) for name, option in index["dialect_options"].items()}
    return index["column_names"], index["unique"], options


def test_a_rebuild_leaves_the_schema_as_it_was(county: Store) -> None:
    before = schema(county)
    rebuild(county)
    assert schema(county) == before


def test_rows_come_out_the_same_and_commands_go_on(county: Store) -> None:
    before = {name: sorted(rows, key=repr) for name, rows in contents(county).items()}
    rebuild(county)
    rebuild(county)
    after = {name: sorted(rows, key=repr) for name, rows in contents(county).items()}
    assert after == before
    task_with_history(county, "T2", 3)
    with county.database.reading() as connection:
        assert entries(connection) == len(before["audit_trail"]) + 3


def test_readers_see_the_old_rows_until_the_end(county: Store) -> None:
    with county.database.migrating() as connection:
        connection.execute(update(task_ledger).values(title="旧"))
    seen: list[set[str]] = []

    def look(_: object) -> None:
        with county.database.reading() as connection:
            seen.append(set(connection.scalars(select(task_ledger.c.title))))

    rebuild(county, look)
    look(None)
    assert seen == [{"旧"}, {"完成农村生活污水管网改造"}]


def fail(_: object) -> None:
    raise ZeroDivisionError


def test_a_rebuild_that_fails_changes_nothing(county: Store) -> None:
    before, indexed = contents(county), schema(county)

    with pytest.raises(ZeroDivisionError):
        rebuild(county, fail)
    assert contents(county) == before
    assert schema(county) == indexed
    assert rebuild(county) == len(before["audit_trail"])


@pytest.mark.parametrize(("few", "meanwhile"), [(0, ["T2", "T3"]), (1000, ["T2"])])
def test_commands_go_on_and_what_they_record_is_told(
    county: Store, few: int, meanwhile: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "FEW", few)
    before = entries_of(county)
    with opened(Database(str(county.database.url), schema=county.database.schema)) as other:
        numbers = iter(meanwhile)

        def record(_: object) -> None:
            if number := next(numbers, None):
                task_with_history(other, number, 5)

        told = rebuild(county, record)
        assert told == entries_of(county) == before + 5 * len(meanwhile)
        live = contents(county)
        task_with_history(other, "T4", 5)
    rows = contents(county)
    assert rebuild(county) == entries_of(county) == told + 5
    assert by_text(contents(county)) == by_text(rows) != by_text(live)


def entries_of(store: Store) -> int:
    with store.database.reading() as connection:
        return entries(connection)


def by_text(found: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {name: sorted(rows, key=repr) for name, rows in found.items()}


def test_one_rebuild_at_a_time(county: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renewal_on_sqlite, "PATIENCE", 0.1)
    monkeypatch.setitem(database.POSTGRESQL_SETTINGS, "lock_timeout", "100ms")
    refused: list[str] = []

    def begin_another(_: object) -> None:
        url, schema = str(county.database.url), county.database.schema
        with opened(Database(url, schema=schema)) as other, pytest.raises(StoreUnavailable) as it:
            rebuild(other)
        refused.append(str(it.value))

    rebuild(county, begin_another)
    assert len(refused) == 1


def test_on_sqlite_what_a_killed_rebuild_left_is_no_hindrance_and_goes(
    sqlite_store: Store, tmp_path: Path
) -> None:
    populated(sqlite_store)
    left = tmp_path / "county.db-renewed"
    left.write_bytes(b"half a page")
    modes: list[int] = []
    rebuild(sqlite_store, lambda _: modes.append(left.stat().st_mode & 0o777))
    assert modes
    assert not list(tmp_path.glob("*-renewed*"))
    rebuild(sqlite_store, lambda _: modes.append(left.stat().st_mode & 0o777))
    assert modes[-1] == 0o600
    with pytest.raises(ZeroDivisionError):
        rebuild(sqlite_store, fail)
    assert not list(tmp_path.glob("*-renewed*"))


@pytest.fixture
def on_postgresql(postgres_schema: tuple[str, str]) -> Iterator[Store]:
    url, name = postgres_schema
    with opened(emptied(Database(url, schema=name))) as store:
        yield populated(store)


@pytest.fixture
def reader(on_postgresql: Store) -> Iterator[Callable[[], None]]:
    """Hold a table as a reader in the midst of a query does; yield how to let go."""
    with on_postgresql.database.migrating() as connection:
        entries(connection)
        driver: Any = connection.connection.driver_connection
        yield lambda: driver.execute("ROLLBACK")


def test_a_rebuild_waits_for_readers_at_its_end(
    on_postgresql: Store, reader: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewal_on_postgresql, "PATIENCE", "20ms")
    told: list[int] = []
    thread = Thread(target=lambda: told.append(rebuild(on_postgresql)))
    thread.start()
    thread.join(timeout=0.3)
    assert told == []
    reader()
    thread.join()
    assert told == [9]


def test_a_rebuild_gives_up_when_readers_never_leave(
    on_postgresql: Store, reader: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renewal_on_postgresql, "PATIENCE", "5ms")
    monkeypatch.setattr(renewal_on_postgresql, "ATTEMPTS", 2)
    with pytest.raises(psycopg.errors.LockNotAvailable):
        rebuild(on_postgresql)
    reader()
    assert rebuild(on_postgresql) == 9
