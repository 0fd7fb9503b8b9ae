"""The loop of the server: it works at once, then each day, whatever the work fails with."""

import logging
from datetime import date, datetime, timedelta, timezone
from functools import partial
from threading import Event

import pytest

from application.commands import personal_records
from application.errors import StoreUnavailable
from application.privacy.key_store import KeyStore, Standing
from application.reactions import every_day
from application.reactions.every_day import work_every_day
from application.reactions.tick import TickOutcome, TickReport
from application.staleness import why_stale
from application.store import Store
from domain.personal_data_terms import ProcessingBasis
from tests.aggregates import act
from tests.domain.personal_records import PERMANENT, PURPOSE
from tests.stores import keys_beside

CHINA = timezone(timedelta(hours=8))


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class Pauses(Event):
    """Lets the clock go on by some hours in each pause, and ends after the last one."""

    def __init__(self, clock: Clock, hours: list[float]) -> None:
        super().__init__()
        self._clock = clock
        self._hours = hours

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout == every_day.PAUSE
        self._clock.now += timedelta(hours=self._hours.pop(0))
        if not self._hours:
            self.set()
        return self.is_set()


@pytest.fixture
def clock(sqlite_store: Store) -> Clock:
    """Give the clock of the store: eleven at night in China."""
    clock = Clock(datetime(2026, 3, 1, 23, tzinfo=CHINA))
    sqlite_store.clock = clock
    return clock


@pytest.fixture
def ticked(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """Note the days the tick is asked for, in place of ticking."""
    asked: list[date] = []

    def tick(_: Store, today: date, __: object) -> TickReport:
        asked.append(today)
        return TickReport(TickOutcome.TICKED, today)

    monkeypatch.setattr(every_day, "tick", tick)
    return asked


def test_it_ticks_at_once_and_once_after_each_midnight_in_china(
    sqlite_store: Store, clock: Clock, ticked: list[date]
) -> None:
    work_every_day(sqlite_store, None, Pauses(clock, [0.5, 0.6, 5, 20, 0.1]))
    assert ticked == [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)]


def test_it_ends_before_it_begins_when_told_so(sqlite_store: Store, ticked: list[date]) -> None:
    stop = Event()
    stop.set()
    work_every_day(sqlite_store, None, stop)
    assert ticked == []


@pytest.mark.parametrize(
    ("failure", "word"),
    [(StoreUnavailable("数据库连接中断"), "暂停:数据库连接中断"), (ValueError("x"), "没有完成")],
)
def test_what_a_tick_fails_with_is_logged_and_it_is_tried_again(
    sqlite_store: Store,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    failure: Exception,
    word: str,
) -> None:
    asked: list[date] = []

    def tick(_: Store, today: date, __: object) -> TickReport:
        asked.append(today)
        if len(asked) == 1:
            raise failure
        return TickReport(TickOutcome.TICKED, today)

    monkeypatch.setattr(every_day, "tick", tick)
    with caplog.at_level(logging.WARNING):
        work_every_day(sqlite_store, None, Pauses(clock, [0.01, 0.01, 0.01]))
    assert asked == [date(2026, 3, 1)] * 2
    assert word in caplog.text


def test_a_tick_that_was_interrupted_is_not_taken_for_done(
    sqlite_store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcomes = [TickOutcome.INTERRUPTED, TickOutcome.TICKED]
    monkeypatch.setattr(every_day, "tick", lambda _, today, __: TickReport(outcomes.pop(0), today))
    work_every_day(sqlite_store, None, Pauses(clock, [0.01, 0.01, 0.01]))
    assert outcomes == []


@pytest.fixture
def carried_out(monkeypatch: pytest.MonkeyPatch) -> list[KeyStore]:
    """Note with which keys decisions are carried out, in place of carrying them out."""
    asked: list[KeyStore] = []
    monkeypatch.setattr(every_day, "carry_out", lambda _, keys: asked.append(keys))
    return asked


def test_decisions_about_persons_are_carried_out_each_day(
    sqlite_store: Store,
    keys: KeyStore,
    clock: Clock,
    ticked: list[date],
    carried_out: list[KeyStore],
) -> None:
    work_every_day(sqlite_store, keys, Pauses(clock, [0.5, 0.6, 0.1]))
    assert (len(ticked), carried_out) == (2, [keys, keys])


def test_keys_that_are_away_hold_up_no_reminder_and_are_tried_again(
    sqlite_store: Store,
    keys: KeyStore,
    clock: Clock,
    ticked: list[date],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    failures = [StoreUnavailable("密钥库暂时无法连接")]

    def carry_out(_: Store, __: KeyStore) -> None:
        if failures:
            raise failures.pop()

    monkeypatch.setattr(every_day, "carry_out", carry_out)
    with caplog.at_level(logging.WARNING):
        work_every_day(sqlite_store, keys, Pauses(clock, [0.01, 0.01, 0.01]))
    assert (ticked, failures) == ([date(2026, 3, 1)], [])
    assert "个人信息的删除和限制暂停:密钥库暂时无法连接" in caplog.text


def test_a_new_decision_is_carried_out_at_the_next_look(
    sqlite_store: Store,
    keys: KeyStore,
    clock: Clock,
    ticked: list[date],
    carried_out: list[KeyStore],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    decisions = [0, 7, 7, 9]
    monkeypatch.setattr(every_day, "latest_decision", lambda _: decisions.pop(0))
    work_every_day(sqlite_store, keys, Pauses(clock, [0.01, 0.01, 0.01, 0.01]))
    assert (len(ticked), len(carried_out), decisions) == (1, 3, [])


def test_a_restriction_on_record_stops_the_use_of_the_key(
    sqlite_store: Store, clock: Clock, ticked: list[date], request: pytest.FixtureRequest
) -> None:
    keys = keys_beside(sqlite_store.database)
    request.addfinalizer(keys.close)
    subject = keys.subject_of("王秀英", clock())
    opening = partial(
        personal_records.open_record,
        keys=keys,
        name="王秀英",
        purpose=PURPOSE,
        basis=ProcessingBasis.CONSENT,
        retention=PERMANENT,
    )
    record = sqlite_store.run(act("2026-02-01"), opening).aggregate
    restriction = partial(
        personal_records.restrict, record_id=record.id, expected=1, reason="核实期间限制处理"
    )
    sqlite_store.run(act("2026-02-02"), restriction)
    assert keys.standing(subject) is Standing.USED
    work_every_day(sqlite_store, keys, Pauses(clock, [0.01]))
    assert keys.standing(subject) is Standing.RESTRICTED
    assert why_stale(sqlite_store) is None
    assert ticked == [date(2026, 3, 1)]
