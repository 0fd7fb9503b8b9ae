"""One event appended durably, with its leaf and tree and without them."""

from collections.abc import Callable, Sequence
from uuid import uuid4

from eventsourcing.persistence import StoredEvent

from application.event_store.database import Database, Transaction
from application.event_store.recorder import Appending, SqlRecorder
from bench.county import postgresql_county, sqlite_county
from bench.library import STATE
from bench.timing import heading, interleaved, verdict

NO_LEAF = bytes(32)
"""What the column is filled with: it must hold something."""


class Unlogged(SqlRecorder):
    """Writes the same rows without hashing anything or keeping a tree."""

    def begin(self, transaction: Transaction) -> Appending:
        """Begin to append."""
        return _Unlogged(self, transaction)


class _Unlogged(Appending):
    def __init__(self, recorder: SqlRecorder, transaction: Transaction) -> None:
        self._recorder = recorder
        self._transaction = transaction

    def append(self, stored_events: Sequence[StoredEvent]) -> bytes:
        insertion, held = self._recorder.insertion, self._transaction.head.sequence
        rows = [
            insertion.row({"sequence": sequence, "leaf_hash": NO_LEAF, **vars(stored)})
            for sequence, stored in enumerate(stored_events, held + 1)
        ]
        self._transaction.write(insertion, rows)
        return NO_LEAF

    def settle(self) -> None:
        """There is no tree."""


def run(postgresql: str, *, quick: bool) -> list[bool]:
    """Measure on both databases."""
    rounds, operations = (3, 60) if quick else (9, 512)
    heading("one event appended durably, leaf and tree included and left out")
    kept = []
    for name, with_log, without in (
        ("SQLite", sqlite_county(), sqlite_county()),
        (
            "PostgreSQL",
            postgresql_county(postgresql, "bench_log"),
            postgresql_county(postgresql, "bench_no_log"),
        ),
    ):
        with with_log as logged, without as unlogged:
            cases = {
                "with the log": appended(SqlRecorder, logged.database),
                "without it": appended(Unlogged, unlogged.database),
            }
            times = interleaved(cases, operations=operations, rounds=rounds)
        for case, timed in times.items():
            print(f"   {name} {case:14s} {timed.micros:9.0f} µs")
        ratio = times["with the log"].seconds / times["without it"].seconds
        kept.append(verdict(f"{name}: append with the log ÷ without", ratio, 1.5))
    return kept


def appended(kind: type[SqlRecorder], database: Database) -> Callable[[], None]:
    """Return what appends one event in a transaction of its own."""
    recorder = kind(database)

    def append() -> None:
        recorder.insert_events([StoredEvent(uuid4(), 1, "task.progress-reported", STATE)])

    return append
