"""The tick raises what each day calls for: once, in order, and only of what is still owed."""

from datetime import date
from typing import Any

import pytest
from pydantic_core import from_json
from sqlalchemy import select

from application.commands import commitments as commitment_acts
from application.commands import tasks as task_acts
from application.commands import units as unit_acts
from application.event_store.schema import events
from application.projections import due_items
from application.projections.timeline import items_linked_to
from application.reactions import tick as daily
from application.reactions.tick import TICK, DayTicked, TickOutcome, TickReport
from application.rebuild import rebuild
from application.store import Store
from application.work import Work
from domain.commitment import Commitment
from domain.daily_tick import DailyTick
from domain.due import UNDATED, Due
from domain.errors import ActInFuture
from domain.model import Aggregate
from domain.opinion_terms import Satisfaction
from domain.rectification_task import RectificationTask
from domain.reminder import Reminder
from domain.urged_item import SubjectKind
from domain.warning_scale import WarningTrigger
from tests.application import commitments, opinions, tasks
from tests.application.tasks import BUREAU, GOVERNMENT, OFFICE, POLICE, TEAM, head
from tests.application.urging import (
    DUE,
    EARLY,
    NEAR,
    OVERDUE,
    UP_THE_LINE,
    Raised,
    day,
    listed,
    publish_rules,
    put_under_a_congress,
    raised,
    run_tick,
    task,
    tick_daily,
)


def ticks(store: Store) -> list[tuple[str, int]]:
    """Return what the tick left in the log, with the reminders it says it raised."""
    line = events.c
    query = select(line.topic, line.state).where(line.originator_id == TICK)
    with store.database.reading() as connection:
        found = connection.execute(query.order_by(line.sequence)).all()
    return [(topic, from_json(state)["raised"]) for topic, state in found]


# What each day calls for


def test_each_level_is_raised_on_its_day_and_once(ticked: Store) -> None:
    task(ticked, "A", DUE)
    tick_daily(ticked, "2015-06-02", "2015-08-01")
    assert raised(ticked) == [NEAR, OVERDUE, UP_THE_LINE]


def test_forty_days_without_a_tick_raise_the_same_in_date_order(ticked: Store) -> None:
    task(ticked, "A", DUE)
    task(ticked, "B", "2015-06-28")
    report = run_tick(ticked, "2015-07-11")
    assert raised(ticked) == [
        NEAR,
        Raised("2015-06-18", "B", "蓝", 10, "2015-06-28"),
        OVERDUE,
        Raised("2015-06-29", "B", "红", 1, "2015-06-28"),
        UP_THE_LINE,
        Raised("2015-07-10", "B", "红", 10, "2015-06-28"),
    ]
    assert report.outcome is TickOutcome.TICKED
    assert [each.day for each in report.days] == [
        date.fromordinal(day("2015-06-02").toordinal() + n) for n in range(40)
    ]
    assert sum(each.raised for each in report.days) == 6
    assert run_tick(ticked, "2015-07-11").days == ()
    assert len(raised(ticked)) == 6


def test_the_first_tick_ever_raises_what_today_calls_for_and_nothing_of_years_past(
    store: Store,
) -> None:
    tasks.settle(store)
    task(store, "A", DUE)
    assert run_tick(store, "2016-01-04") == TickReport(
        TickOutcome.TICKED, day("2016-01-04"), (DayTicked(day("2016-01-04"), 1),)
    )
    assert raised(store) == [Raised("2016-01-04", "A", "红", 10, DUE)]


def test_only_the_strongest_level_reached_is_raised(ticked: Store) -> None:
    run_tick(ticked, "2015-07-20")
    task(ticked, "A", DUE)
    run_tick(ticked, "2015-07-31")
    assert raised(ticked) == [Raised("2015-07-21", "A", "红", 10, DUE)]


def test_a_day_is_gone_through_once_and_time_does_not_run_back(ticked: Store) -> None:
    task(ticked, "A", DUE)
    run_tick(ticked, "2015-06-15")
    before = head(ticked)
    again, back = run_tick(ticked, "2015-06-15"), run_tick(ticked, "2015-06-14")
    assert again == TickReport(TickOutcome.ALREADY_DONE, day("2015-06-15"))
    assert back == TickReport(TickOutcome.CLOCK_SET_BACK, day("2015-06-15"))
    assert head(ticked) == before
    assert raised(ticked) == [NEAR]


def test_the_future_is_refused_before_anything_is_raised(ticked: Store) -> None:
    task(ticked, "A", DUE)
    before = head(ticked)
    with pytest.raises(ActInFuture):
        run_tick(ticked, "2030-01-02")
    assert head(ticked) == before


def test_a_tick_that_loses_the_race_for_a_day_changes_nothing(
    ticked: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    task(ticked, "A", DUE)
    overtaken = ticked.read(DailyTick, TICK)
    run_tick(ticked, "2015-06-20")
    before = head(ticked)
    monkeypatch.setattr(ticked, "read", lambda *_: overtaken)
    report = run_tick(ticked, "2015-06-20")
    assert report == TickReport(TickOutcome.ALREADY_DONE, day("2015-06-20"))
    assert head(ticked) == before


# Whom a reminder tells


def test_the_lead_unit_is_told_and_up_the_line_the_unit_above(ticked: Store) -> None:
    task(ticked, "A", DUE, units=(TEAM, POLICE))
    run_tick(ticked, "2015-07-09")
    with ticked.database.reading() as connection:
        ids = items_linked_to(connection, task_id := RectificationTask.id_of("A"), 2**62)
    found = [ticked.read(Reminder, each) for each in ids if each != task_id]
    told = [(each.unit, each.unit_above) for each in found]
    assert told == [(TEAM, None), (TEAM, None), (TEAM, BUREAU)]


def test_the_unit_above_is_the_present_one(ticked: Store) -> None:
    task(ticked, "A", DUE)
    place: dict[str, Any] = {"code": BUREAU, "expected": 1, "parent": OFFICE}
    tasks.run(ticked, "2015-07-01", unit_acts.move, OFFICE, **place)
    run_tick(ticked, "2015-07-09")
    assert listed(ticked, unit=OFFICE) == ["A"]
    assert listed(ticked, unit=GOVERNMENT) == []


# What is left alone


@pytest.mark.parametrize("stage", ["unassigned", "undated"])
def test_what_nobody_owes_by_any_day_is_left_alone(ticked: Store, stage: str) -> None:
    due = UNDATED if stage == "undated" else Due.by(day(DUE))
    tasks.plan(ticked, "A", due=due)
    if stage == "undated":
        tasks.assign(ticked, task_id=RectificationTask.id_of("A"))
    run_tick(ticked, "2015-07-31")
    assert raised(ticked) == []


def test_a_task_claimed_accepted_or_cancelled_meanwhile_is_left_alone(ticked: Store) -> None:
    claimed, accepted, cancelled = (task(ticked, number, DUE) for number in "ABC")
    for each in (claimed, accepted):
        tasks.report(ticked, "2015-06-10", 100, each)
        tasks.claim(ticked, "2015-06-22", "2015-06-20", each)
    tasks.accept(ticked, "2015-06-23", accepted)
    tasks.change(ticked, "2015-06-30", task_acts.cancel, task_id=cancelled, reason="重复")
    run_tick(ticked, "2015-07-31")
    assert raised(ticked) == []


def test_what_was_raised_before_the_item_was_done_stays(ticked: Store) -> None:
    task_id = task(ticked, "A", DUE)
    run_tick(ticked, "2015-06-20")
    tasks.change(ticked, "2015-06-21", task_acts.cancel, task_id=task_id, reason="重复")
    run_tick(ticked, "2015-07-31")
    assert raised(ticked) == [NEAR]


def test_an_extension_begins_the_count_anew_for_the_new_due_date(ticked: Store) -> None:
    task_id = task(ticked, "A", DUE)
    run_tick(ticked, "2015-06-16")
    asked = {"asked": day("2015-08-25"), "reason": "雨季"}
    tasks.change(ticked, "2015-06-17", task_acts.request_extension, BUREAU, task_id, **asked)
    grant = {"until": day("2015-08-25")}
    tasks.change(ticked, "2015-06-18", task_acts.grant_extension, OFFICE, task_id, **grant)
    tick_daily(ticked, "2015-06-17", "2015-08-27")
    assert raised(ticked) == [
        NEAR,
        Raised("2015-08-15", "A", "蓝", 10, "2015-08-25"),
        Raised("2015-08-26", "A", "红", 1, "2015-08-25"),
    ]


def test_a_due_date_that_moved_during_downtime_is_not_reminded_of_before_it_moved(
    ticked: Store,
) -> None:
    task_id = task(ticked, "A", "2015-12-31")
    amended: dict[str, Any] = {"text": None, "target": None, "reason": "提前"}
    due = Due.by(day("2015-06-28"))
    tasks.run(
        ticked,
        "2015-06-24",
        lambda work: _amended(work, task_id, due, amended["reason"]),
    )
    run_tick(ticked, "2015-06-28")
    assert raised(ticked) == [Raised("2015-06-24", "A", "蓝", 10, "2015-06-28")]


def _amended(work: Work, task_id: Any, due: Due, reason: str) -> Aggregate:
    task = work.get(RectificationTask, task_id)
    task.amend(None, due, None, reason, work.act)
    return task


def test_a_further_round_is_reminded_of_again(ticked: Store) -> None:
    task_id = task(ticked, "A", DUE)
    run_tick(ticked, "2015-06-26")
    tasks.report(ticked, "2015-06-26", 100, task_id)
    tasks.claim(ticked, "2015-06-27", "2015-06-27", task_id)
    failed = {"reasons": "未到位", "new_due": Due.by(day("2015-07-05"))}
    tasks.change(ticked, "2015-06-29", task_acts.fail_verification, OFFICE, task_id, **failed)
    run_tick(ticked, "2015-07-06")
    assert raised(ticked)[2:] == [
        Raised("2015-06-29", "A", "蓝", 10, "2015-07-05"),
        Raised("2015-07-06", "A", "红", 1, "2015-07-05"),
    ]


# Every kind of item


def test_opinions_are_reminded_of_until_they_are_answered(store: Store) -> None:
    opinions.settle(store)
    run_tick(store, "2015-06-01")
    *handling, reply = opinions.REPLIED
    opinions.tell(store, handling)
    run_tick(store, "2015-06-19")
    assert [(each.on, each.number) for each in raised(store)] == [("2015-06-15", opinions.NUMBER)]
    opinions.take(store, reply)
    run_tick(store, "2015-07-31")
    assert len(raised(store)) == 1


def test_commitments_are_reminded_of_until_they_are_kept(ticked: Store) -> None:
    commitments.publish(ticked)
    due = commitments.DUE.on
    assert due == day("2011-11-15")
    commitments.publish(ticked, "CN-2", due=Due.by(day("2015-06-10")))
    kept = Commitment.id_of("CN-2")
    run_tick(ticked, "2015-06-02")
    assert [each.number for each in raised(ticked)] == [commitments.NUMBER, "CN-2"]
    commitments.claim(ticked, "2015-06-05", "2015-06-04", kept)
    run_tick(ticked, "2015-06-30")
    assert len(raised(ticked)) == 2
    commitments.verify(ticked, "2015-07-01", commitment_id=kept)
    facts = {"satisfaction": Satisfaction.DISSATISFIED, "note": "停暖", "reopen_due": None}
    commitments.change(
        ticked, "2015-07-02", commitment_acts.record_follow_up, commitment_id=kept, **facts
    )
    run_tick(ticked, "2015-07-10")
    assert [(each.on, each.number) for each in raised(ticked)[2:]] == [("2015-07-02", "CN-2")]


# Many items


def test_a_long_day_is_gone_through_in_parts(
    ticked: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily, "AT_ONCE", 2)
    numbers = [f"A{number}" for number in range(5)]
    for number in numbers:
        task(ticked, number, DUE)
    run_tick(ticked, "2015-06-14")
    assert run_tick(ticked, "2015-06-15").days == (DayTicked(day("2015-06-15"), 5),)
    assert sorted(each.number for each in raised(ticked)) == numbers
    assert ticks(ticked)[-3:] == [("tick.advanced", 2), ("tick.advanced", 2), ("tick.done", 5)]


def test_a_tick_told_to_stop_leaves_whole_parts_and_the_next_goes_on_from_there(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily, "AT_ONCE", 2)
    tasks.settle(store)
    for number in range(5):
        task(store, f"A{number}", DUE)
    looks = iter([False, True])
    stopped = daily.tick(store, day("2015-06-15"), lambda: next(looks))
    assert stopped == TickReport(TickOutcome.INTERRUPTED, None, (DayTicked(day("2015-06-15"), 2),))
    assert run_tick(store, "2015-06-14") == TickReport(
        TickOutcome.CLOCK_SET_BACK, day("2015-06-15")
    )
    report = run_tick(store, "2015-06-17")
    assert report.days == tuple(
        DayTicked(day(f"2015-06-{15 + n}"), count) for n, count in enumerate((3, 0, 0))
    )
    assert [each.on for each in raised(store)] == ["2015-06-15"] * 5
    assert ticks(store)[:4] == [
        ("tick.advanced", 2),
        ("tick.advanced", 2),
        ("tick.done", 5),
        ("tick.done", 0),
    ]


def test_two_ticks_in_one_transaction_raise_everything_once(
    ticked: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither sees in the ledger what the other raises; the identity of reminders decides."""
    monkeypatch.setattr(daily, "AT_ONCE", 2)
    for number in range(3):
        task(ticked, f"A{number}", DUE)
    run_tick(ticked, "2015-06-14")
    act = tasks.by("2015-06-15", OFFICE)
    first, second = (daily.Part(day("2015-06-15"), None) for _ in range(2))
    ticked.run_together([(act, first), (act, second)])
    assert (first.raised, second.raised) == (2, 1)
    assert run_tick(ticked, "2015-06-15").days == ()
    assert ticks(ticked)[-2:] == [("tick.advanced", 2), ("tick.done", 3)]


def test_parts_that_raise_nothing_leave_no_trace(
    ticked: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both tasks are candidates of another scale than their own first."""
    opinion_id = tasks.opinion(ticked)
    publish_rules(ticked, put_under_a_congress(ticked), EARLY, "2015-03-01")
    for number in "AB":
        task(ticked, number, DUE, opinion_ids=(opinion_id,))
    run_tick(ticked, "2015-06-09")
    monkeypatch.setattr(daily, "AT_ONCE", 1)
    before = len(ticks(ticked))
    run_tick(ticked, "2015-06-15")
    assert ticks(ticked)[before:] == [("tick.done", 0)] * 6


def test_candidates_are_read_in_batches_and_none_is_missed(
    ticked: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_items, "BATCH", 2)
    dues = ("2015-06-12", "2015-06-12", "2015-06-12", "2015-06-12", "2015-06-11")
    for number, due in enumerate(dues):
        task(ticked, f"A{number}", due)
    run_tick(ticked, "2015-06-02")
    assert sorted(each.number for each in raised(ticked)) == ["A0", "A1", "A2", "A3", "A4"]


# Reading


def test_the_list_narrows_and_answers_for_any_moment(ticked: Store) -> None:
    task_id = task(ticked, "A", DUE)
    task(ticked, "B", "2015-07-30", units=(POLICE,))
    run_tick(ticked, "2015-06-26")
    known = head(ticked)
    run_tick(ticked, "2015-07-20")
    assert listed(ticked) == ["A", "A", "A", "B"]
    assert listed(ticked, as_of="2015-06-25") == ["A"]
    assert listed(ticked, known_at=known) == ["A", "A"]
    assert listed(ticked, unit=POLICE) == ["B"]
    assert listed(ticked, unit=GOVERNMENT) == ["A"]
    assert listed(ticked, item=task_id, colour="红") == ["A", "A"]
    assert listed(ticked, trigger=WarningTrigger.NEAR_DUE) == ["A", "B"]
    assert listed(ticked, up_the_line=True) == ["A"]
    assert listed(ticked, item_kind=SubjectKind.OPINION) == []


def test_a_rebuild_gives_the_same_reminders(ticked: Store) -> None:
    task(ticked, "A", DUE)
    run_tick(ticked, "2015-07-11")
    before = raised(ticked)
    rebuild(ticked)
    assert raised(ticked) == before
