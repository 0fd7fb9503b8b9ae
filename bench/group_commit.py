"""Sixteen commands at once on a slow disk, with and without group commit.

A flush that takes 2 ms longer is what a cloud or network disk does. A small library put before the
C library's own adds the delay to every ``fsync``; a C compiler is needed for this figure alone.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

from application.store import Store
from bench.county import act, postgresql_county, report, sqlite_county, task_with_history
from bench.timing import heading, verdict
from tests.postgres import postgres_server

SLOW_FLUSH = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>
static int slowly(const char *name, int file) {
  int (*real)(int) = dlsym(RTLD_NEXT, name);
  int answer = real(file);
  usleep(2000);
  return answer;
}
int fdatasync(int file) { return slowly("fdatasync", file); }
int fsync(int file) { return slowly("fsync", file); }
"""
THREADS = 16


def run(*, quick: bool) -> list[bool]:
    """Measure in processes of their own, whose flushes are slow."""
    heading(f"{THREADS} commands at once, each flush slowed by 2 ms")
    compiler = shutil.which("cc")
    if compiler is None:
        print("   NOT MEASURED: no C compiler to slow the disk with")
        return [False]
    with tempfile.TemporaryDirectory() as folder:
        source, slow = Path(folder) / "slow.c", Path(folder) / "slow.so"
        source.write_text(SLOW_FLUSH)
        subprocess.run(
            [compiler, "-shared", "-fPIC", "-O2", "-o", slow, source, "-ldl"], check=True
        )
        slow.chmod(0o755)
        Path(folder).chmod(0o755)
        environment = {**os.environ, "LD_PRELOAD": str(slow)}
        each = "10" if quick else "60"
        answer = subprocess.run(
            [sys.executable, "-m", "bench.group_commit", each],
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        )
    kept = []
    for name, rates in json.loads(answer.stdout.splitlines()[-1]).items():
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
    slow = {"LD_PRELOAD": os.environ["LD_PRELOAD"]}
    with postgres_server(environment=slow) as url, postgresql_county(url) as store:
        rates["PostgreSQL"] = _both(store, each)
    print(json.dumps(rates))


if __name__ == "__main__":
    main(int(sys.argv[1]))
