"""How many statements a command costs: few, and the same however long the history is."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import select

from application.commands import opinions
from application.event_store.schema import events
from application.privacy.personal_fields import holds_sealed
from application.store import Store
from bench.county import UNIT_CODES, act, register_units, report, task_with_history
from tests.application.opinions import Step, settle, take

COMMITTED_COMMAND = 9
"""BEGIN and the head (one message on PostgreSQL), one event, one entry of the trail,
one row of the ledger closed and two added, the head moved, COMMIT."""


@pytest.fixture
def tasks(store: Store) -> Callable[[str, int], UUID]:
    register_units(store, UNIT_CODES[:3])
    return lambda number, events: task_with_history(store, number, events)


@contextmanager
def counted(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Collect the statements that reach the database from the writing connection."""
    statements: list[str] = []
    if store.database.is_sqlite:
        with store.database.writing() as transaction:
            driver: Any = transaction.connection.connection.driver_connection
        driver.set_trace_callback(statements.append)
        yield statements
        driver.set_trace_callback(None)
    else:
        execute = psycopg.Cursor.execute

        def counting(self: Any, query: Any, *args: Any, **kwargs: Any) -> Any:
            statements.append(str(query))
            return execute(self, query, *args, **kwargs)

        monkeypatch.setattr(psycopg.Cursor, "execute", counting)
        yield statements
        monkeypatch.undo()


@pytest.mark.parametrize("events", [5, 120])
def test_a_command_costs_few_statements_whatever_its_history(
    store: Store,
    tasks: Callable[[str, int], UUID],
    monkeypatch: pytest.MonkeyPatch,
    events: int,
) -> None:
    command = report(tasks("T1", events))
    reporting = act(unit="D01", actor="联络员乙")
    store.run(reporting, command)
    with counted(store, monkeypatch) as statements:
        store.run(reporting, command)
    assert 0 < len(statements) <= COMMITTED_COMMAND, statements


def test_a_command_on_what_is_not_remembered_reads_each_thing_once(
    store: Store, tasks: Callable[[str, int], UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = report(tasks("T1", 40))
    reporting = act(unit="D01", actor="联络员乙")
    store.forget()
    with counted(store, monkeypatch) as statements:
        store.run(reporting, command)
    read = 3  # the task, the unit of the reporter, the row of the ledger
    assert len(statements) <= COMMITTED_COMMAND + read, statements


def test_a_refused_command_writes_nothing(
    store: Store, tasks: Callable[[str, int], UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    command = report(tasks("T1", 5))
    with counted(store, monkeypatch) as statements, pytest.raises(Exception, match="责任单位"):
        store.run(act(unit="D02", actor="联络员丙"), command)
    assert not [s for s in statements if s.startswith(("INSERT", "UPDATE"))]


def test_sealing_names_costs_the_county_no_statement(
    store: Store, sealing_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(store)
    costs: list[int] = []
    for number, each in enumerate((store, sealing_store)):
        take(each, Step("2015-01-21", opinions.register), f"YB-{number}")
        with counted(each, monkeypatch) as statements:
            take(each, Step("2015-01-21", opinions.register), f"JS-{number}")
        costs.append(len(statements))
    assert costs[0] == costs[1]
    with sealing_store.database.reading() as connection:
        latest = select(events.c.state).order_by(events.c.sequence.desc()).limit(1)
        assert holds_sealed(connection.scalars(latest).one())
