"""Ticks in processes of their own, all at the same moment.

They are forked from one that has imported everything: to start eight Pythons takes longer than
what is tested.
"""

import multiprocessing
from collections.abc import Mapping, Sequence
from datetime import date
from multiprocessing.synchronize import Barrier
from queue import Queue

from application.event_store.database import Database
from application.reactions import tick as daily
from application.register import open_store
from application.store import Store

PATIENCE = 300.0
"""Seconds."""

Report = Mapping[date, int]
"""The days a process went through, with the number of reminders it raised on each."""


def ticked_at_once(store: Store, today: date, at_once: int, processes: int) -> Sequence[Report]:
    """Tick in so many processes that begin together, in parts of a size."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    url = store.database.url.render_as_string(hide_password=False)
    begin, reports = context.Barrier(processes), context.Queue()
    task = (url, store.database.schema, today, at_once, begin, reports)
    running = [context.Process(target=_tick, args=task) for _ in range(processes)]
    for each in running:
        each.start()
    found = [reports.get(timeout=PATIENCE) for _ in running]
    for each in running:
        each.join(PATIENCE)
    assert [each.exitcode for each in running] == [0] * processes
    return found


def _tick(
    url: str, schema: str, today: date, at_once: int, begin: Barrier, reports: "Queue[Report]"
) -> None:
    daily.AT_ONCE = at_once
    store = open_store(Database(url, schema=schema))
    begin.wait(PATIENCE)
    report = daily.tick(store, today)
    reports.put({each.day: each.raised for each in report.days})
    store.close()
