"""Ticks in a process of its own: ``python -m tests.ticking URL SCHEMA TODAY AT_ONCE``.

Says ``ready`` once the county is open and waits for a line, so that many can begin at once; then
prints the days it went through, with the number of reminders it raised on each.
"""

import json
import sys
from datetime import date

from application.event_store.database import Database
from application.reactions import tick as daily
from application.register import open_store


def main(url: str, schema: str, today: str, at_once: str) -> None:
    """Tick when told to, in parts of a size."""
    daily.AT_ONCE = int(at_once)
    store = open_store(Database(url, schema=schema))
    print("ready", flush=True)  # noqa: T201  whoever started this process waits for it
    sys.stdin.readline()
    report = daily.tick(store, date.fromisoformat(today))
    days = {each.day.isoformat(): each.raised for each in report.days}
    print(json.dumps(days), flush=True)  # noqa: T201  ditto
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
