"""The tests in one process, which is forked for each mutant while what they share is kept.

First all tests run once, and which lines each runs is noted. Then a fork without a change must
pass all of them. A fork with a changed function runs the tests that run a line of the changed
statement: first those that last told changes of the same function and module, then those that
expect what is raised there, those with the most words of its name in theirs, and then the
quickest, but those of one file together, so that what they share is made once.
"""

import gc
import os
import re
import resource
import signal
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from traceback import walk_tb
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from _pytest.runner import runtestprotocol
from coverage import Coverage

from bench.mutants.functions import ROOT, Alive, Mutant

TIMES_AS_LONG, AT_LEAST, WAITING = 25, 4.0, 600
"""A test may take so many times its processor time, and so many seconds; and so many waiting."""
MEMORY = 8 << 30
BEGINNING = 5
MOST_FIRST, MOST_NEARBY = 6, 40
"""So many tests that told mutants of the function last go first, then of the module."""

ALIKE = "--hypothesis-profile=mutants"
"""Tests that draw what they try draw the same each time, and stop where one fails."""

PASSED, TOLD, LEFT, BROKEN = range(4)
HOW = {PASSED: "passed", TOLD: "a test failed", LEFT: "time was over"}
"""How a fork ends, but for one that a signal stops and for a fault of this program."""


class Result(NamedTuple):
    """What became of a mutant: which test told it and how, after how many of how many tests."""

    told: str | None
    how: str
    tried: int
    of: int


class Runner:
    """A plugin of pytest that gives mutants to the tests in place of running them."""

    def __init__(
        self, mutants: Sequence[Mutant], seconds: float, take: Callable[[Mutant, Result], None]
    ) -> None:
        self.done = False
        self._take = take
        self._mutants = mutants
        self._seconds = seconds
        self._items: list[pytest.Item] = []
        self._took: dict[pytest.Item, float] = {}
        self._raised: dict[pytest.Item, set[tuple[str, int]]] = {}
        self._told: dict[object, list[pytest.Item]] = defaultdict(list)

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self) -> None:
        """Make known what ``ALIKE`` names; imported sooner, pytest could not rewrite it."""
        from hypothesis import HealthCheck, Phase, settings  # noqa: PLC0415  see above

        settings.register_profile(
            "mutants",
            database=None,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=[HealthCheck.too_slow],
        )

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do all that the module says; every test must pass while nothing is changed."""
        assert not session.testsfailed, "not all tests could be collected"
        self._items = session.items
        paths = sorted({mutant.function.path for mutant in self._mutants})
        self._alive = Alive(paths)
        running = self._run_all(paths)
        self._order = self._in_order()
        self._words = {item: _words(item.nodeid) for item in self._items}
        gc.freeze()
        self._judge_unchanged()
        for mutant in self._mutants:
            reached = [running[mutant.function.path, line] for line in mutant.change.lines]
            self._take(mutant, self._judge(mutant, set().union(*reached)))
        self.done = True
        return True

    def _run_all(self, paths: Sequence[str]) -> dict[tuple[str, int], set[pytest.Item]]:
        """Run every test; return which of them run each line of the files."""
        noting = Coverage(
            data_file=None, config_file=False, include=[str(ROOT / path) for path in paths]
        )
        noting.start()
        files = {str(ROOT / path): path for path in paths}
        for number, item in enumerate(self._items):
            self._alive.forget()
            noting.switch_context(str(number))
            before = time.process_time()
            following = self._items[(number + 1) % len(self._items)]
            with _raised_in(files) as self._raised[item]:
                passes = _passes(item, following)
            assert passes, f"{item.nodeid} fails though nothing is changed"
            self._took[item] = time.process_time() - before
        noting.stop()
        running = defaultdict(set)
        for path in paths:
            noted = noting.get_data().contexts_by_lineno(str(ROOT / path))
            for line, contexts in noted.items():
                running[path, line] = {self._items[int(each)] for each in contexts if each}
        return running

    def _in_order(self) -> dict[pytest.Item, tuple[float, str, float]]:
        together = defaultdict(list)
        for item, took in self._took.items():
            together[str(item.path)].append(took)
        mean = {path: sum(times) / len(times) for path, times in together.items()}
        return {
            item: (mean[str(item.path)], str(item.path), took) for item, took in self._took.items()
        }

    def _judge_unchanged(self) -> None:
        result = self._forked(None, self._items, float("inf"))
        assert result.how == "passed", f"{result.told} fails in a fork without a change"

    def _judge(self, mutant: Mutant, reached: set[pytest.Item]) -> Result:
        function, module = (
            self._told[mutant.function.path, mutant.function.name],
            self._told[mutant.function.path],
        )
        nearby = dict.fromkeys([*function[:MOST_FIRST], *module[:MOST_NEARBY]])
        lines = {(mutant.function.path, line) for line in mutant.change.lines}
        first = [item for item in nearby if item in reached]
        name = _words(f"{mutant.function.path} {mutant.function.name}")
        others = sorted(
            reached.difference(first),
            key=lambda item: (
                self._raised[item].isdisjoint(lines),
                -len(name & self._words[item]),
                self._order[item],
            ),
        )
        items = [*first, *others]
        result = self._forked(mutant, items, self._seconds)
        if result.told:
            for telling in (function, module):
                _put_first(telling, items[result.tried - 1])
        return result

    def _forked(self, mutant: Mutant | None, items: Sequence[pytest.Item], end: float) -> Result:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            self._run_changed(mutant, items, end, writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as begun:
            tried = len(begun.read())
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert status != BROKEN, f"no fork for {mutant}"
        how = HOW.get(status) or f"stopped by {signal.Signals(-status).name}"
        told = None if status in {PASSED, LEFT} else items[tried - 1].nodeid
        return Result(told, how, tried, len(items))

    def _run_changed(
        self, mutant: Mutant | None, items: Sequence[pytest.Item], end: float, begun: int
    ) -> None:
        """Run tests in a fork, which ends here; each is written down as it begins."""
        ending = BROKEN
        try:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
            self._alive.forget()
            if mutant is not None:
                self._alive.put(mutant.function, mutant.compiled())
            ending = TOLD  # also by what no test survives
            ending = self._ending(items, end, begun)
        finally:
            os._exit(ending)

    def _ending(self, items: Sequence[pytest.Item], end: float, begun: int) -> int:
        for item, following in zip(items, [*items[1:], *items[:1]], strict=True):
            if time.process_time() > end:
                return LEFT
            os.write(begun, b".")
            # both end the process: what loops for ever, and what waits for ever
            signal.setitimer(signal.ITIMER_PROF, TIMES_AS_LONG * self._took[item] + AT_LEAST)
            signal.alarm(WAITING)
            if not _passes(item, following):
                return TOLD
        return PASSED


@contextmanager
def _raised_in(files: Mapping[str, str]) -> Iterator[set[tuple[str, int]]]:
    """Note through which lines of the files goes what a test expects to be raised."""
    lines: set[tuple[str, int]] = set()
    expected = pytest.RaisesExc.__exit__

    def leave(context: Any, kind: Any, raised: Any, traceback: Any) -> bool:
        for frame, line in walk_tb(traceback):
            if frame.f_code.co_filename in files:
                lines.add((files[frame.f_code.co_filename], line))
        return expected(context, kind, raised, traceback)

    with patch.object(pytest.RaisesExc, "__exit__", leave):
        yield lines


def _words(name: str) -> set[str]:
    """Return what the words of a name begin with, the short ones left out."""
    return {word[:BEGINNING] for word in re.findall(r"[a-z]{4,}", name.lower())}


def _put_first(items: list[pytest.Item], item: pytest.Item) -> None:
    if item in items:
        items.remove(item)
    items.insert(0, item)


def _passes(item: pytest.Item, following: pytest.Item) -> bool:
    reports = runtestprotocol(item, log=False, nextitem=following)
    return not any(report.failed for report in reports)
