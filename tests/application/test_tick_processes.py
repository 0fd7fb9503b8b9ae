"""Many processes tick at once, on SQLite and on PostgreSQL: everything is raised exactly once."""

import json
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path
from typing import IO

from sqlalchemy import select

from application.event_store.schema import events
from application.reactions.tick import AT_ONCE
from application.store import Store
from domain.daily_tick import ONLY, DailyTick
from tests.application import tasks
from tests.application.urging import raised, run_tick, task

ROOT = Path(__file__).parents[2]
PROCESSES = 8
DAYS = 40
ITEMS = 12


def _started(store: Store, today: str, at_once: int) -> subprocess.Popen[str]:
    database = store.database
    url = database.url.render_as_string(hide_password=False)
    return subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "-m", "tests.ticking", url, database.schema, today, str(at_once)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


def _ticked_at_once(store: Store, today: str, at_once: int) -> list[dict[str, int]]:
    """Tick in eight processes that begin together; return what each says of which day."""
    processes = [_started(store, today, at_once) for _ in range(PROCESSES)]
    for process in processes:
        assert _pipe(process.stdout).readline() == "ready\n"
    for process in processes:
        _pipe(process.stdin).write("go\n")
        _pipe(process.stdin).flush()
    reports = [json.loads(process.communicate(timeout=300)[0]) for process in processes]
    assert [process.returncode for process in processes] == [0] * PROCESSES
    return reports


def test_eight_processes_at_once_raise_everything_exactly_once(store: Store) -> None:
    tasks.settle(store)
    run_tick(store, "2015-06-01")
    for number in range(ITEMS):
        task(store, f"A{number:02}", f"2015-06-{12 + number}")
    reports = _ticked_at_once(store, "2015-07-11", AT_ONCE)

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
    reports = _ticked_at_once(store, "2015-07-01", at_once=3)

    assert sorted(each.number for each in raised(store)) == numbers
    assert sum(report.get("2015-07-01", 0) for report in reports) == len(numbers)
    tick = store.read(DailyTick, DailyTick.id_of(ONLY))
    assert (tick.last_done, tick.raised) == (date(2015, 7, 1), len(numbers))
    with store.database.reading() as connection:
        topics = connection.scalars(select(events.c.topic).order_by(events.c.sequence)).all()
    assert topics[-1] == DailyTick.Done.TOPIC
    assert topics.count(DailyTick.Done.TOPIC) == 1
    assert topics.count(DailyTick.Advanced.TOPIC) >= len(numbers) // 3
