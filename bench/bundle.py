"""``python -m bench.bundle [events]``: an audit bundle is made, and verified by what it carries.

A county of histories of opinions is filled, exported whole into a file, and judged by the
``verify.py`` in it: frame, substance and tables. Each step runs in a process of its own. The
budgets are those of ``docs/adr/0019``.
"""

import gc
import os
import sys
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import NamedTuple

from application.event_store.database import Database
from application.migrations import migrate
from application.projections.period import Period
from application.register import open_store
from bench.county import RECORDED_AT, fill, register_units
from bench.timing import heading
from interfaces.bootstrap import running_system
from interfaces.documents.manifest import VERIFIER_PATH
from interfaces.exporting import export
from interfaces.person_keys import make_keys, open_keys
from interfaces.settings import Settings

EVENTS = 1_000_000
SECONDS_AT_LEAST, SECONDS_A_MILLION = 20, 180
MEGABYTES = 200
"""What a step may hold: millions of bytes, not MiB."""
PERIOD, AS_OF = Period(date(2006, 1, 1), date(2026, 12, 31)), date(2026, 6, 1)


class Used(NamedTuple):
    """What a step took: seconds of one core, and memory."""

    seconds: float
    megabytes: float

    def within(self, seconds: float) -> bool:
        """Return whether it took no longer than this, and no more memory than a step may."""
        return self.seconds <= seconds and self.megabytes <= MEGABYTES


def main() -> int:
    """Fill, export, verify and print; the budgets of the last two decide."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else EVENTS
    seconds = max(SECONDS_AT_LEAST, SECONDS_A_MILLION * count / EVENTS)
    heading(f"an audit bundle of {count} events: {seconds:.0f} s, {MEGABYTES} MB")
    with tempfile.TemporaryDirectory(prefix="zhuoluo-bench-") as folder:
        county, bundle = f"{folder}/county.db", f"{folder}/bundle.zip"
        _ran("filled", _step("filled", county, str(count)))
        exporting = _ran("exported", _step("exported", county, bundle))
        print(f"   {Path(bundle).stat().st_size / 2**20:.0f} MiB", flush=True)
        with zipfile.ZipFile(bundle) as archive:
            program = archive.extract(VERIFIER_PATH, folder)
        verifying = _ran("verified", ["-I", "-S", program, bundle])
    kept = exporting.within(seconds) and verifying.within(seconds)
    return int(not kept)


def filled(county: str, count: str) -> None:
    """Record so many events."""
    settings = Settings(database_url=f"sqlite:///{county}")
    database = Database(settings.database_url)
    migrate(database)
    make_keys(settings, database)
    store = open_store(database, lambda: RECORDED_AT, open_keys(settings))
    register_units(store)
    fill(store, int(count))
    store.close()


def exported(county: str, bundle: str) -> None:
    """Export everything into a file."""
    settings = Settings(database_url=f"sqlite:///{county}")
    with running_system(settings) as system, Path(bundle).open("wb") as file:
        gc.freeze()  # as the command does
        file.writelines(export(system, PERIOD, AS_OF))


def _step(name: str, *given: str) -> list[str]:
    return ["-c", f"import sys; from bench.bundle import {name}; {name}(*sys.argv[1:])", *given]


def _ran(name: str, arguments: list[str]) -> Used:
    """Run a step to its end, print what it took, and return it."""
    child = os.posix_spawn(sys.executable, [sys.executable, *arguments], os.environ)
    _, status, resources = os.wait4(child, 0)
    if status:
        raise SystemExit(f"not {name}")
    used = Used(resources.ru_utime + resources.ru_stime, resources.ru_maxrss * 1024 / 1e6)
    print(f"   {name}: {used.seconds:.1f} s of one core, {used.megabytes:.0f} MB", flush=True)
    return used


if __name__ == "__main__":
    sys.exit(main())
