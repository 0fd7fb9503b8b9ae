"""Many processes tick at once, on SQLite and on PostgreSQL: everything is raised exactly once."""

from collections import Counter
from datetime import date

from sqlalchemy import select

from application.event_store.schema import events
from application.reactions.tick import AT_ONCE
from application.store import Store
from domain.daily_tick import ONLY, DailyTick
from tests.application import tasks
from tests.application.urging import day, raised, run_tick, task
from tests.ticking import ticked_at_once

PROCESSES = 8
DAYS = 40
ITEMS = 12


def test_eight_processes_at_once_raise_everything_exactly_once(store: Store) -> None:
    tasks.settle(store)
    run_tick(store, "2015-06-01")
    for number in range(ITEMS):
        task(store, f"A{number:02}", f"2015-06-{12 + number}")
    reports = ticked_at_once(store, day("2015-07-11"), AT_ONCE, PROCESSES)

    done = Counter(on for report in reports for on in report)
    assert len(done) == DAYS
    assert set(done.values()) == {1}
    found = raised(store)
    assert sum(count for report in reports for count in report.values()) == len(found)
    assert len(set(found)) == len(found)
    assert [each.on for each in found] == sorted(each.on for each in found)
    per_item = Counter((each.number, each.colour, each.days) for each in found)
    assert set(per_item.values()) == {1}
    assert Counter(colour for _, colour, _ in per_item) == {"蓝": ITEMS, "红": 2 * ITEMS}


def test_eight_processes_share_the_parts_of_a_long_day(store: Store) -> None:
    tasks.settle(store)
    numbers = [f"A{number:02}" for number in range(40)]
    for number in numbers:
        task(store, number, "2015-06-25")
    reports = ticked_at_once(store, day("2015-07-01"), 3, PROCESSES)

    assert sorted(each.number for each in raised(store)) == numbers
    assert sum(report.get(day("2015-07-01"), 0) for report in reports) == len(numbers)
    tick = store.read(DailyTick, DailyTick.id_of(ONLY))
    assert (tick.last_done, tick.raised) == (date(2015, 7, 1), len(numbers))
    with store.database.reading() as connection:
        topics = connection.scalars(select(events.c.topic).order_by(events.c.sequence)).all()
    assert topics[-1] == DailyTick.Done.TOPIC
    assert topics.count(DailyTick.Done.TOPIC) == 1
    assert topics.count(DailyTick.Advanced.TOPIC) >= len(numbers) // 3
