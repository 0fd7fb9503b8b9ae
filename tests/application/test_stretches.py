"""Composing letters holds nobody up, and costs no more for an item with a long history."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import pytest
from sqlalchemy import event, update

from application.event_store.permanent_copy import copy_log
from application.event_store.recorder import notifications
from application.notifications import concern, subscriber
from application.notifications.deliveries import delivery_position
from application.notifications.notices import Notices
from application.notifications.subscription import Failure, Letter, Notice, Start, Subscription
from application.rebuild import rebuild
from application.store import Store
from interfaces.sample_county import load_sample_county
from tests.application.boxes import act, create_tables, fill, notice, open_boxes
from tests.application.letters import Office, reopened
from tests.stores import fresh_sqlite

STRETCH = subscriber.STRETCH
NOTED = frozenset({"box.noticed"})
OTHERS = frozenset({"SLJ"})


class Interrupted:
    """A channel that lets something happen while the first letter is composed."""

    kind: ClassVar[str] = "webhook"
    destination = "nowhere"

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        self._meanwhile: list[Callable[[], object]] = [meanwhile]

    def compose(self, notice: Notice) -> bytes:
        while self._meanwhile:
            self._meanwhile.pop()()
        return str(notice.sequence).encode()

    def send(self, letter: Letter, within: timedelta) -> Failure | None:
        raise AssertionError(letter, within)


@contextmanager
def asked(office: Office) -> Iterator[list[tuple[str, Any]]]:
    """Collect what readers ask the database, with the values in their order."""
    statements: list[tuple[str, Any]] = []

    def note(_: Any, __: Any, statement: str, values: Any, *___: Any) -> None:
        stated = values.values() if isinstance(values, dict) else values
        statements.append((statement, tuple(stated)))

    event.listen(office.database.engine, "before_cursor_execute", note)
    yield statements
    event.remove(office.database.engine, "before_cursor_execute", note)


def note_down(office: Office, times: int) -> None:
    """Let so much be noted of one box, nobody being told."""
    office.store.run_together([(act(), notice("A", 1))] * times)


def spans(statements: list[tuple[str, Any]]) -> list[tuple[int, int]]:
    """Return after which event, and up to which, histories were read."""
    read = [values for asked, values in statements if "originator_version >" in asked]
    return [(after, until) for _, after, until in read]


# Nobody waits


def test_commands_go_on_while_letters_are_composed(office: Office) -> None:
    other = reopened(office)
    office.fill()
    channel = Interrupted(partial(other.store.run, act(), fill("A", 1)))
    assert office.subscriber(channel=channel).read() == 2
    assert [each.sequence for each in office.letters()] == [2, 3]
    other.store.close()


def test_readers_have_every_connection_while_letters_are_composed(office: Office) -> None:
    office.fill()
    channel = Interrupted(lambda: busy.append(office.database.engine.pool.checkedout()))  # type: ignore[attr-defined]  # the pool counts
    busy: list[int] = []
    office.subscriber(channel=channel).read()
    assert busy == [0]


def test_of_two_readers_of_one_stretch_the_first_to_finish_writes_it(office: Office) -> None:
    other = reopened(office)
    office.fill(5)
    slow = office.subscriber(channel=Interrupted(other.subscriber().read))
    assert slow.read() == 0
    assert [each.sequence for each in office.letters()] == [2, 3, 4, 5, 6]
    assert {each.destination for each in office.letters()} == {office.receiver.url}
    other.store.close()


def test_a_subscription_stopped_while_letters_are_composed_gets_none(office: Office) -> None:
    def stop() -> None:
        with office.database.aside() as connection:
            stopped = update(delivery_position).values(disabled_at=office.clock.now)
            connection.execute(stopped)

    office.fill()
    assert office.subscriber(channel=Interrupted(stop)).read() == 0
    assert (office.letters(), office.position().sequence) == ([], 0)


def test_reading_ends_after_the_stretch_in_hand(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriber, "STRETCH", 2)
    office.fill(5)
    orders = iter([False, True])
    assert office.subscriber().read(lambda: next(orders)) == 2
    assert office.subscriber().read() == 3


# A long history


@pytest.mark.parametrize("units", [frozenset(), frozenset({"RDB"}), OTHERS])
def test_a_stretch_costs_the_same_however_long_the_history(
    office: Office, units: frozenset[str]
) -> None:
    costs: list[int] = []
    reader = office.subscriber(topics=NOTED, units=units)
    note_down(office, STRETCH)
    reader.read()
    for times in (STRETCH, 4 * STRETCH):
        note_down(office, times - STRETCH)
        reader.read()
        note_down(office, STRETCH)
        with asked(office) as statements:
            reader.read()
        costs.append(len(statements))
    told = 0 if units == OTHERS else STRETCH
    most = told + 10  # the name of the unit that acted, as it was then; and once for all
    assert costs[0] == costs[1] <= most


def test_what_was_read_of_an_item_is_not_read_again(office: Office) -> None:
    reader = office.subscriber(topics=NOTED, units=OTHERS)
    with asked(office) as statements:
        for _ in range(3):
            note_down(office, STRETCH)
            reader.read()
    assert spans(statements) == [(0, 201), (201, 401), (401, 601)]


def test_an_item_that_concerns_the_unit_is_read_no_further(office: Office) -> None:
    reader = office.subscriber(topics=NOTED, units=frozenset({"RDB"}))
    with asked(office) as statements:
        for _ in range(2):
            note_down(office, 3)
            assert reader.read() == 3
    assert spans(statements) == [(0, 4)]


def test_what_is_remembered_of_items_has_an_end(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concern, "MOST_REMEMBERED", 1)
    office.begin("B")
    reader = office.subscriber(units=OTHERS)
    with asked(office) as statements:
        for number in ("A", "B", "A"):
            office.fill(number=number)
            reader.read()
    assert spans(statements) == [(0, 2), (0, 2), (0, 3)]


# What is told stays what it was


def test_an_item_concerns_a_unit_from_the_event_that_states_it(office: Office) -> None:
    def stumble() -> None:
        raise ZeroDivisionError

    office.fill(2)
    office.store.run(act().model_copy(update={"unit": "SLJ"}), fill("A", 1))
    office.fill()
    units = frozenset({"SLJ", "JYJ"})
    reader = office.subscriber(units=units, channel=Interrupted(stumble))
    with pytest.raises(ZeroDivisionError):
        reader.read()
    assert reader.read() == 2
    assert [each.sequence for each in office.letters()] == [4, 5]


@pytest.mark.parametrize(("unit", "name"), [("SYSTEM", "系统"), ("SLJ", "SLJ")])
def test_a_letter_names_who_acts_without_being_a_unit(
    office: Office, unit: str, name: str
) -> None:
    office.store.run(act().model_copy(update={"unit": unit}), fill("A", 1))
    told: list[str] = []

    class Attentive(Interrupted):
        def compose(self, notice: Notice) -> bytes:
            told.append(notice.unit_name)
            return b""

    office.subscriber(channel=Attentive(int)).read()
    assert told == [name]


def test_a_rebuild_leads_to_no_letter(office: Office) -> None:
    office.fill(2)
    office.worker().once()
    rebuild(office.store)
    assert office.worker().once() == (0, 0, 0)
    assert len(office.receiver.ids()) == 2


def test_a_county_restored_from_its_log_tells_copies_of_the_same_letters(
    office: Office, template: Path, tmp_path: Path
) -> None:
    office.fill(2)
    office.worker().once()
    (tmp_path / "restored").mkdir()
    database = fresh_sqlite(template, tmp_path / "restored")
    create_tables(database)
    copy_log(office.database, database)
    restored = office._replace(store=open_boxes(database, office.clock))
    rebuild(restored.store)
    restored.worker().once()
    first, second, *again = [(each.id, each.body) for each in office.receiver.received]
    assert again == [first, second]
    restored.store.close()


def test_number_and_title_are_what_the_whole_history_tells(sqlite_store: Store) -> None:
    everything = Subscription("all", frozenset(), frozenset(), Start.NOW, Interrupted(int))
    load_sample_county(sqlite_store)
    with sqlite_store.database.reading() as connection:
        found = notifications(connection, 0, None)
    told = Notices(sqlite_store.database, sqlite_store.topics, everything).of(found)
    for each in told:
        history = sqlite_store.recorder.select_events(each.item_id, lte=each.version)
        item: Any = sqlite_store.topics.fold(history)
        stated = (item.number, getattr(item, "title", None))
        assert (each.item_number, each.item_title) == stated
