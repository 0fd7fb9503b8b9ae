"""Ticks in a process of its own: ``python -m tests.ticking URL SCHEMA TODAY``.

Says ``ready`` once the county is open and waits for a line, so that many can begin at once; then
prints the days it went through, with the number of reminders it raised on each.
"""

import json
import sys
from datetime import date

from application.event_store.database import Database
from application.reactions.tick import same_for_all, tick
from application.register import open_store
from domain.warning_scale import DEFAULT_SCALE
from domain.work_calendar import NOTHING_PUBLISHED


def main(url: str, schema: str, today: str) -> None:
    """Tick when told to."""
    store = open_store(Database(url, schema=schema))
    print("ready", flush=True)  # noqa: T201  whoever started this process waits for it
    sys.stdin.readline()
    scales = same_for_all(DEFAULT_SCALE)
    report = tick(store, date.fromisoformat(today), scales, NOTHING_PUBLISHED)
    days = {each.day.isoformat(): each.raised for each in report.days}
    print(json.dumps(days), flush=True)  # noqa: T201  ditto
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
