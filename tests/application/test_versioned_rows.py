"""Versioned rows: any day, as known at any moment, also when facts arrive out of order."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from application.event_store.database import Database
from application.projections.parts import holding_by_part
from application.projections.retelling import as_corrected
from application.projections.versioned import (
    NO_END,
    STILL_KNOWN,
    Moment,
    ReadModel,
    Rows,
    holding,
)
from application.rebuild import Replayed, rebuild
from application.store import Store
from tests.application.boxes import (
    Box,
    act,
    begin,
    boxes,
    contents,
    correct,
    create_tables,
    empty,
    fill,
    notice,
    open_boxes,
    rows_of,
)
from tests.stores import unguarded

D = date.fromisoformat


@pytest.fixture
def store(database: Database) -> Iterator[Store]:
    create_tables(database)
    store = open_boxes(database)
    store.run(act("2026-01-01"), begin("A"))
    yield store
    store.close()


def amount(store: Store, as_of: str, known_at: int = 1000) -> int | None:
    query = select(boxes.c.amount).where(
        holding(boxes, Moment(D(as_of), known_at)), boxes.c.number == "A"
    )
    with store.database.reading() as connection:
        return connection.execute(query).scalar_one_or_none()


def test_a_row_holds_from_its_date_on_as_known_since_its_event(store: Store) -> None:
    store.run(act("2026-02-01"), fill("A", 5))
    assert [amount(store, day) for day in ("2025-12-31", "2026-01-31", "2026-02-01")] == [
        None,
        0,
        5,
    ]
    assert amount(store, "2026-03-01", known_at=1) == 0


def test_two_events_of_one_day_leave_both_known_states(store: Store) -> None:
    store.run(act("2026-02-01"), fill("A", 5))
    store.run(act("2026-02-01"), fill("A", 1))
    assert amount(store, "2026-02-01", known_at=2) == 5
    assert amount(store, "2026-02-01", known_at=3) == 6


def test_a_late_entry_counts_from_its_date_for_those_who_know_it(store: Store) -> None:
    store.run(act("2026-03-01"), fill("A", 5))
    store.run(act("2026-02-10"), notice("A", 40))
    assert amount(store, "2026-02-20") == 40
    assert amount(store, "2026-03-01") == 45
    assert amount(store, "2026-02-20", known_at=2) == 0
    assert amount(store, "2026-03-01", known_at=2) == 5


def test_a_corrected_date_moves_the_fact_for_those_who_know_the_correction(store: Store) -> None:
    store.run(act("2026-03-10"), fill("A", 5))
    store.run(act("2026-04-01"), correct("A", 2, "2026-02-01"))
    assert amount(store, "2026-02-15", known_at=2) == 0
    assert amount(store, "2026-02-15") == 5
    store.run(act("2026-04-02"), correct("A", 2, "2026-03-01"))
    assert amount(store, "2026-02-15", known_at=3) == 5
    assert amount(store, "2026-02-15") == 0


def test_each_row_that_holds_is_in_one_part_of_its_table(store: Store) -> None:
    store.run(act("2026-02-01"), fill("A", 5))
    store.run(act("2026-03-01"), fill("A", 1))
    store.run(act("2026-02-10"), notice("A", 1))
    store.run(act("2026-04-01"), correct("A", 2, "2026-02-05"))
    days = (D("2026-01-01"), D("2026-02-01"), D("2026-02-20"), D("2026-03-01"), NO_END)
    moments = [Moment(day, known_at) for day in days for known_at in (1, 2, 4, 5, STILL_KNOWN)]
    query = select(boxes).order_by(*boxes.primary_key)
    with store.database.reading() as connection:
        for moment in moments:
            whole = connection.execute(query.where(holding(boxes, moment))).all()
            parts = [
                row
                for part in holding_by_part(boxes, moment)
                for row in connection.execute(query.where(part))
            ]
            assert sorted(parts) == sorted(whole)


def test_rows_that_a_retelling_leaves_alone_stay_untouched(store: Store) -> None:
    store.run(act("2026-02-01"), fill("A", 5))
    store.run(act("2026-03-01"), fill("A", 1))
    before = [row for row in rows_of(store.database) if row[1] == D("2026-01-01")]
    store.run(act("2026-02-10"), notice("A", 1))
    assert [row for row in rows_of(store.database) if row[1] == D("2026-01-01")] == before


def test_a_row_that_ended_holds_no_longer(store: Store) -> None:
    store.run(act("2026-02-01"), fill("A", 5))
    store.run(act("2026-03-01"), empty("A"))
    query = select(contents.c.amount)
    with store.database.reading() as connection:
        then = connection.scalars(query.where(holding(contents, Moment(D("2026-02-28"), 9))))
        assert list(then) == [5]
        now = connection.scalars(query.where(holding(contents, Moment(D("2026-03-01"), 9))))
        assert list(now) == []


def test_a_row_that_ended_the_day_it_began_is_told_again_without_it(store: Store) -> None:
    store.run(act("2026-02-01"), fill("A", 5))
    store.run(act("2026-02-01"), empty("A"))
    store.run(act("2026-01-15"), notice("A", 1))
    query = select(contents.c.portion).where(holding(contents, Moment(D("2026-02-01"), 9)))
    with store.database.reading() as connection:
        assert list(connection.scalars(query)) == [4]


def test_commands_of_one_batch_see_each_others_rows(store: Store) -> None:
    def twice(work: Any) -> Box:
        box: Box = work.get(Box, Box.id_of("A"))
        box.fill(1, work.act)
        box.fill(2, work.act)
        return box

    store.run(act("2026-02-01"), twice)
    assert amount(store, "2026-02-01") == 3
    assert amount(store, "2026-02-01", known_at=2) == 1


def test_a_row_nobody_opened_is_a_fault_and_changes_nothing(database: Database) -> None:
    create_tables(database)
    deaf = ReadModel("deaf", boxes)

    @deaf.on(Box.Filled)
    def _(event: Box.Filled, rows: Rows) -> None:
        rows.revise(boxes, event.originator_id, amount=event.amount)

    store = open_boxes(database, read_models=(deaf,))
    store.run(act(), begin("A"))
    with pytest.raises(LookupError, match="boxes has no row"):
        store.run(act(), fill("A", 1))
    assert store.read(Box, Box.id_of("A")).version == 1
    store.close()


def test_an_event_has_one_handler_in_a_read_model() -> None:
    model = ReadModel("twice", boxes)
    model.on(Box.Filled)(lambda _, __: None)
    with pytest.raises(ValueError, match="already handles"):
        model.on(Box.Filled)(lambda _, __: None)


histories = st.lists(
    st.tuples(
        st.sampled_from(["A", "B"]),
        st.sampled_from(["fill", "notice", "empty", "correct"]),
        st.integers(0, 30),
        st.integers(1, 5),
    ),
    max_size=12,
)


def tell(store: Store, history: list[tuple[str, str, int, int]]) -> None:
    for name in ("A", "B"):
        store.run(act("2026-01-01"), begin(name))
    for name, what, day, number in history:
        on = D("2026-01-01").toordinal() + day
        when = date.fromordinal(on).isoformat()
        commands = {
            "fill": fill(name, number),
            "notice": notice(name, number),
            "empty": empty(name),
            "correct": correct(name, number, when),
        }
        try:
            store.run(act("2026-03-01" if what == "correct" else when), commands[what])
        except Exception as refusal:
            if type(refusal).__module__ != "domain.errors":
                raise


def amounts_by_oracle(store: Store, name: str) -> dict[tuple[date, int], int]:
    """Fold the events known at each sequence number, day by day, the slow and obvious way."""
    known: list[Any] = []
    expected: dict[tuple[date, int], int] = {}
    for stored in store.recorder.select_notifications(1, 1000):
        if stored.originator_id == Box.id_of(name):
            known.append(store.mapper.to_domain_event(stored))
        for day in range(33):
            on = date.fromordinal(D("2026-01-01").toordinal() + day)
            told = [e for e in as_corrected(known) if e.act.occurred_on <= on]
            if told:
                total = 0
                for event in told:
                    kind = type(event).__name__
                    total = 0 if kind == "Emptied" else total + getattr(event, "amount", 0)
                expected[(on, stored.id)] = total
    return expected


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=histories)
def test_rows_are_what_a_day_by_day_fold_says_and_what_a_rebuild_says(
    database: Database, history: list[tuple[str, str, int, int]]
) -> None:
    store = _emptied(database)
    tell(store, history)
    for name in ("A", "B"):
        expected = amounts_by_oracle(store, name)
        with store.database.reading() as connection:
            told = connection.execute(select(boxes).where(boxes.c.number == name)).all()
        for (on, sequence), total in expected.items():
            holds = [
                row.amount
                for row in told
                if row.valid_from <= on < row.valid_until
                and row.known_from <= sequence < row.known_until
            ]
            assert holds == [total]
    live = (rows_of(database), rows_of(database, contents))
    steps: list[Replayed] = []
    rebuild(store, steps.append)
    assert (rows_of(database), rows_of(database, contents)) == live
    assert steps[-1].told == steps[-1].of
    store.close()


def _emptied(database: Database) -> Store:
    create_tables(database)
    with unguarded(database) as connection:
        connection.exec_driver_sql("DELETE FROM events")
        connection.exec_driver_sql("DELETE FROM log_nodes")
        connection.exec_driver_sql("UPDATE log_head SET sequence = 0, recorded_at = 0")
    return open_boxes(
        Database(database.url.render_as_string(hide_password=False), schema=database.schema)
    )


def test_a_rebuild_tells_from_the_beginning_whatever_rows_there_were(store: Store) -> None:
    store.run(act("2026-02-01"), fill("A", 5))
    expected = rows_of(store.database)
    with store.database.migrating() as connection:
        connection.exec_driver_sql("UPDATE boxes SET amount = 99")
    rebuild(store)
    assert rows_of(store.database) == expected
    store.run(act("2026-03-01"), fill("A", 1))
    assert amount(store, "2026-03-01") == 6


def test_rows_are_forgotten_beyond_a_bound(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("application.projections.projector.REMEMBERED_ROWS", 1)
    monkeypatch.setattr("application.store.REMEMBERED_STATES", 1)
    for name in ("B", "C"):
        store.run(act(), begin(name))
    store.run(act("2026-02-01"), fill("A", 5))
    store.run(act("2026-02-01"), fill("B", 5))
    assert amount(store, "2026-02-01") == 5
    live = rows_of(store.database)
    rebuild(store)
    assert rows_of(store.database) == live
