"""Questions at a large log: a ledger page, a rate, a ranking of units; and the rebuild rate."""

import resource
import time
from collections.abc import Callable
from datetime import date

from sqlalchemy import Connection

from application.metrics.definitions import DEFINITIONS
from application.metrics.rankings import rank
from application.metrics.rates import EVERYTHING, Cohort, GroupBy, count_rates
from application.projections.audit_trail import known_until_now
from application.projections.opinion_list import OpinionFilter, page_of_opinions
from application.projections.pages import Ordering
from application.projections.versioned import Moment
from application.rebuild import rebuild
from application.store import Store
from bench.county import TODAY, fill, postgresql_county, sqlite_county
from bench.timing import heading, percentile, verdict

YEAR = Cohort(since=date(2025, 1, 1), until=date(2025, 12, 31))
ON_TIME = DEFINITIONS["on-time-reply-rate"]
RATE = [ON_TIME]

Question = Callable[[Connection, Moment], object]


def _page(connection: Connection, moment: Moment) -> object:
    return page_of_opinions(
        connection,
        moment,
        wanted=OpinionFilter(),
        order=Ordering("number"),
        after=None,
        limit=50,
    )


ALL_TIMES = 150
"""Milliseconds for what reads every item there ever was; other questions have a third of it."""

QUESTIONS: dict[str, Question] = {
    "ledger page": _page,
    "a rate, all time": lambda c, m: count_rates(c, m, RATE),
    "a rate of one year": lambda c, m: count_rates(c, m, RATE, YEAR),
    "ranking of units, all time": lambda c, m: rank(c, m, ON_TIME, EVERYTHING, GroupBy.UNIT, 5),
    "ranking of units, one year": lambda c, m: rank(c, m, ON_TIME, YEAR, GroupBy.UNIT, 5),
}


def run(postgresql: str, *, quick: bool) -> list[bool]:
    """Ask on both databases, about now, an earlier day, and an earlier state of knowledge."""
    size, times = (20_000, 20) if quick else (1_000_000, 100)
    kept = []
    for name, county in (
        ("SQLite", sqlite_county()),
        ("PostgreSQL", postgresql_county(postgresql, "bench_reading")),
    ):
        with county as store:
            heading(f"{name}: questions and rebuild at {size:,} events")
            fill(store, size)
            if not store.database.is_sqlite:
                with store.database.reading() as connection:
                    connection.exec_driver_sql("ANALYZE")
            print("   filled", flush=True)
            kept += [_ask(store, what, question, times) for what, question in QUESTIONS.items()]
            kept += _rebuild(store)
    return kept


def _ask(store: Store, what: str, question: Question, times: int) -> bool:
    seconds = []
    with store.database.reading() as connection:
        head = known_until_now(connection)
        moments = [
            Moment(TODAY, head),
            Moment(date(2025, 10, 31), head),
            Moment(date(2025, 12, 31), head - head // 50),
        ]
        for turn in range(times):
            begin = time.perf_counter()
            question(connection, moments[turn % len(moments)])
            seconds.append(time.perf_counter() - begin)
    median, worst = percentile(seconds, 0.5) * 1000, percentile(seconds, 0.99) * 1000
    print(f"   {what:30s} p50 {median:7.1f} ms  p99 {worst:7.1f} ms")
    return verdict(f"{what}: p99 in ms", worst, ALL_TIMES if "all time" in what else 50)


def _rebuild(store: Store) -> list[bool]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.perf_counter()
    told = rebuild(store)
    seconds = time.perf_counter() - begin
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"   rebuild {told:,} events in {seconds:.1f} s, resident memory grew by {grown:.0f} MB")
    return [verdict("rebuild, events a second", told / seconds, 7_000, at_least=True)]
