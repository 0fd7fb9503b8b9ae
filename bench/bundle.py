"""``python -m bench.bundle [events]``: an audit bundle is made, and verified by what it carries.

A county of histories of opinions is filled, exported whole into a file, and judged by the
``verify.py`` in it: frame, substance and tables. Each step runs in a process of its own.
"""

import os
import sys
import tempfile
import zipfile
from datetime import date
from pathlib import Path

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
BUDGET_SECONDS, BUDGET_MIB = 60, 200
PERIOD, AS_OF = Period(date(2006, 1, 1), date(2026, 12, 31)), date(2026, 6, 1)


def main() -> int:
    """Fill, export, verify and print; the budgets of the last two decide."""
    count = sys.argv[1] if len(sys.argv) > 1 else str(EVENTS)
    heading(f"an audit bundle of {count} events")
    with tempfile.TemporaryDirectory(prefix="zhuoluo-bench-") as folder:
        county, bundle = f"{folder}/county.db", f"{folder}/bundle.zip"
        _ran("filled", _step("filled", county, count))
        kept = _ran("exported", _step("exported", county, bundle))
        print(f"   {Path(bundle).stat().st_size / 2**20:.0f} MiB", flush=True)
        with zipfile.ZipFile(bundle) as archive:
            program = archive.extract(VERIFIER_PATH, folder)
        return int(not (_ran("verified", ["-I", "-S", program, bundle]) and kept))


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
        file.writelines(export(system, PERIOD, AS_OF))


def _step(name: str, *given: str) -> list[str]:
    return ["-c", f"import sys; from bench.bundle import {name}; {name}(*sys.argv[1:])", *given]


def _ran(name: str, arguments: list[str]) -> bool:
    """Run a step to its end, print what it took, and say whether that is within the budgets."""
    child = os.posix_spawn(sys.executable, [sys.executable, *arguments], os.environ)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"not {name}")
    seconds, resident = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    print(f"   {name}: {seconds:.1f} s of one core, {resident:.0f} MiB resident", flush=True)
    return seconds <= BUDGET_SECONDS and resident <= BUDGET_MIB


if __name__ == "__main__":
    sys.exit(main())
