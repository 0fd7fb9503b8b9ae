"""One durable command at a time, against a raw insert and against the library's get and save."""

import itertools
import tempfile
from collections.abc import Callable
from pathlib import Path

from application.store import Store
from bench.county import act, fill, postgresql_county, report, sqlite_county, task_with_history
from bench.library import Matters, library_on_postgresql, library_on_sqlite, raw_insert
from bench.timing import Timed, heading, interleaved, verdict

ITEMS = 40


def commands(store: Store, prefix: str) -> Callable[[], None]:
    """Return a command that goes round items of some twenty events."""
    ids = itertools.cycle([task_with_history(store, f"{prefix}{i}") for i in range(ITEMS)])
    reporting = act(unit="D01", actor="联络员乙")
    return lambda: void(store.run(reporting, report(next(ids))))


def unremembered(store: Store, prefix: str) -> Callable[[], None]:
    """Return the same command with nothing remembered: it loads from the database."""
    run = commands(store, prefix)

    def loaded() -> None:
        store.forget()
        run()

    return loaded


def void(_: object) -> None:
    """Take an answer and give none."""


def library(matters: Matters) -> Callable[[], None]:
    """Return the library's command on items of some twenty events."""
    ids = itertools.cycle([matters.with_history() for _ in range(ITEMS)])
    return lambda: void(matters.report(next(ids)))


def _figures(name: str, times: dict[str, Timed]) -> list[bool]:
    for case, timed in times.items():
        print(f"   {case:34s} {timed.micros:9.0f} µs")
    command, raw = times["command"].seconds, times["raw insert"].seconds
    own = times["library get + save"].seconds
    return [
        verdict(f"{name}: command ÷ raw insert", command / raw, 4.0),
        verdict(f"{name}: command ÷ library get + save", command / own, 0.7),
    ]


def run(postgresql: str, *, quick: bool) -> list[bool]:
    """Measure on both databases."""
    rounds, operations = (3, 40) if quick else (9, 200)
    kept: list[bool] = []
    heading("durable command in process, items of 20 to 60 events, read models included")
    with (
        tempfile.TemporaryDirectory() as folder,
        sqlite_county() as store,
        sqlite_county() as forgetful,
    ):
        cases = {
            "raw insert": raw_insert(store.database),
            "command": commands(store, "C"),
            "command, nothing remembered": unremembered(forgetful, "U"),
            "library get + save": library(library_on_sqlite(Path(folder))),
        }
        kept += _figures("SQLite", interleaved(cases, operations=operations, rounds=rounds))
    with (
        postgresql_county(postgresql) as store,
        postgresql_county(postgresql, "bench_forgetful") as forgetful,
    ):
        matters = library_on_postgresql(postgresql)
        cases = {
            "raw insert": raw_insert(store.database),
            "command": commands(store, "C"),
            "command, nothing remembered": unremembered(forgetful, "U"),
            "library get + save": library(matters),
        }
        kept += _figures("PostgreSQL", interleaved(cases, operations=operations, rounds=rounds))
        matters.close()
    return kept


def growth(postgresql: str, *, quick: bool) -> list[bool]:
    """Measure a command in a small log and in a large one."""
    small, large = (2_000, 20_000) if quick else (10_000, 1_000_000)
    rounds, operations = (3, 40) if quick else (9, 200)
    heading(f"the same command at {small:,} and at {large:,} stored events")
    kept = []
    counties = {
        "SQLite": (sqlite_county(), sqlite_county()),
        "PostgreSQL": (
            postgresql_county(postgresql, "bench_small"),
            postgresql_county(postgresql, "bench_large"),
        ),
    }
    for name, (small_county, large_county) in counties.items():
        with small_county as few, large_county as many:
            fill(few, small)
            fill(many, large)
            print(f"   {name} filled", flush=True)
            cases = {"small": unremembered(few, "S"), "large": unremembered(many, "L")}
            times = interleaved(cases, operations=operations, rounds=rounds)
            for case, timed in times.items():
                print(f"   {name} {case:10s} {timed.micros:9.0f} µs")
            ratio = times["large"].seconds / times["small"].seconds
            kept.append(verdict(f"{name}: large ÷ small", ratio, 1.2))
    return kept
