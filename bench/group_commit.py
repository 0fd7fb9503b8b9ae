"""Sixteen commands at once on a slow disk, with and without group commit."""

import json
import sys
import time
from threading import Barrier, Thread
from typing import Any

from application.store import Store
from bench.county import act, postgresql_county, report, sqlite_county, task_with_history
from bench.slow_disk import measured_slowly, slowness
from bench.timing import heading, verdict
from tests.postgres import postgres_server

THREADS = 16


def run(*, quick: bool) -> list[bool]:
    """Measure in processes of their own, whose flushes are slow."""
    heading(f"{THREADS} commands at once, each flush slowed by 2 ms")
    measured = measured_slowly("bench.group_commit", "10" if quick else "60")
    if measured is None:
        return [False]
    kept = []
    for name, rates in measured.items():
        together, alone = rates
        print(f"   {name}: {together:.0f} a second together, {alone:.0f} one commit each")
        kept.append(
            verdict(f"{name}: with ÷ without group commit", together / alone, 4, at_least=True)
        )
    return kept


def _rate(store: Store, each: int, *, together: bool, prefix: str) -> float:
    ids = [task_with_history(store, f"{prefix}{i}", 5) for i in range(THREADS)]
    reporting = act(unit="D01", actor="联络员乙")
    start = Barrier(THREADS + 1)

    def worker(task_id: Any) -> None:
        start.wait()
        for _ in range(each):
            store.run(reporting, report(task_id))

    store.committer.largest_batch = THREADS if together else 1
    threads = [Thread(target=worker, args=(task_id,)) for task_id in ids]
    for thread in threads:
        thread.start()
    start.wait()
    begin = time.perf_counter()
    for thread in threads:
        thread.join()
    return THREADS * each / (time.perf_counter() - begin)


def _both(store: Store, each: int) -> tuple[float, float]:
    return (
        _rate(store, each, together=True, prefix="G"),
        _rate(store, max(each // 4, 3), together=False, prefix="A"),
    )


def main(each: int) -> None:
    """Print the rates on both databases as JSON."""
    rates = {}
    with sqlite_county() as store:
        rates["SQLite"] = _both(store, each)
    with postgres_server(environment=slowness()) as url, postgresql_county(url) as store:
        rates["PostgreSQL"] = _both(store, each)
    print(json.dumps(rates))


if __name__ == "__main__":
    main(int(sys.argv[1]))
