"""Whatever happens to a task, in whatever order it is entered, the ledger says what it says."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from application.projections.responsibilities import responsibilities
from application.projections.task_ledger import task_ledger
from application.projections.versioned import Moment, holding
from application.rebuild import rebuild
from application.store import Store
from application.work import Work
from domain.deadline import Period, Recurring, TermFromStart
from domain.derivation import derive
from domain.due import UNDATED, Due
from domain.errors import RuleViolation
from domain.model import Act
from domain.rectification_task import RectificationTask
from domain.term import Term, TermUnit
from domain.unit import Unit
from domain.work_calendar import NOTHING_PUBLISHED, WorkCalendar, YearArrangement
from tests.aggregates import RULES
from tests.application.tasks import (
    BUREAU,
    OFFICE,
    POLICE,
    TASK,
    as_ledger,
    assign,
    by,
    evidence,
    head,
    plan,
    row,
    settle,
)
from tests.stores import fresh_sqlite, opened

FIRST_DAY, LAST_DAY = date(2015, 3, 26), date(2029, 12, 31)

Decide = Callable[[Work, RectificationTask, Act, int], None]


def _reassign(work: Work, task: RectificationTask, act: Act, number: int) -> None:
    codes = (BUREAU, POLICE)[number % 2 :]
    units = [work.get(Unit, Unit.id_of(code)) for code in codes]
    leaders = [f"责任领导{each}" for each in range(number % 3, 3)]
    task.reassign(units, leaders, ["办公室"], ["承办人甲"][: number % 2], "调整", act)


def _claim(_: Work, task: RectificationTask, act: Act, number: int) -> None:
    done = act.occurred_on - timedelta(days=number % 9)
    value = Decimal(number) if task.target else None
    task.claim(done, value, [evidence()], None, [act.unit], act)


def _correct_completion(_: Work, task: RectificationTask, act: Act, number: int) -> None:
    claims = [r.claim for r in task.rounds if r.claim]
    claim = claims[number % len(claims)] if claims else None
    if claim is not None:
        now = claim.completed_on - timedelta(days=number % 4)
        task.correct(claim.claimed_in, "completed_on", now, "有误", RULES, act, NOTHING_PUBLISHED)


def _correct_date(_: Work, task: RectificationTask, act: Act, number: int) -> None:
    version = number % task.version + 1
    now = task.date_of(version) + timedelta(days=number % 21 - 10)
    task.correct(version, "occurred_on", now, "有误", RULES, act, NOTHING_PUBLISHED)


def _due(act: Act, number: int) -> Due:
    if number % 5 == 1:
        spec = TermFromStart(term=Term(length=number, unit=TermUnit.DAY), roll=True)
        return derive(spec, act.occurred_on, NOTHING_PUBLISHED)
    return Due.by(act.occurred_on + timedelta(days=number)) if number % 5 else UNDATED


def _settle(_: Work, task: RectificationTask, act: Act, number: int) -> None:
    """Publish the years in question; with an odd number the day itself is a day off."""
    due = task.due.on or act.occurred_on
    off = frozenset({due} if number % 2 else ())
    years = {year: YearArrangement(year, 1, off, frozenset()) for year in range(2015, 2030)}
    task.settle_due(WorkCalendar(years), act)


def _schedule(work: Work, task: RectificationTask, act: Act, number: int) -> None:
    every = (Period.WEEK, Period.MONTH)[number % 2]
    first = act.occurred_on + timedelta(days=number % 40 - 20)
    last = None if number % 3 else first + timedelta(days=90)
    unit = work.get(Unit, Unit.id_of(BUREAU))
    task.schedule_reports(Recurring(every=every, first=first, last=last), "调整", unit, act)


ACTS: dict[str, tuple[str, Decide]] = {
    "reassign": (OFFICE, _reassign),
    "report": (
        BUREAU,
        lambda _, task, act, n: task.report(n, "进展", [evidence()], [], "回潮", [BUREAU], act),
    ),
    "claim": (BUREAU, _claim),
    "pass": (OFFICE, lambda _, task, act, __: task.pass_verification("到位", [OFFICE], act)),
    "fail": (
        OFFICE,
        lambda _, task, act, n: task.fail_verification("不到位", _due(act, n), [OFFICE], act),
    ),
    "notice": (
        OFFICE,
        lambda _, task, act, n: task.give_public_notice(
            act.occurred_on, act.occurred_on + timedelta(days=n % 7), "网站", RULES, act
        ),
    ),
    "object": (OFFICE, lambda _, task, act, n: task.record_objection("异议", n % 2 == 0, act)),
    "close": (OFFICE, lambda _, task, act, __: task.close_out(RULES, act)),
    "look back": (OFFICE, lambda _, task, act, __: task.look_back("未反弹", act)),
    "recur": (OFFICE, lambda _, task, act, n: task.find_recurrence("回潮", _due(act, n), act)),
    "ask": (
        BUREAU,
        lambda _, task, act, n: task.request_extension(
            act.occurred_on + timedelta(days=n + 30), "待批", RULES, act
        ),
    ),
    "grant": (
        OFFICE,
        lambda _, task, act, n: task.grant_extension(
            act.occurred_on + timedelta(days=n + 30), RULES, act
        ),
    ),
    "long term": (
        OFFICE,
        lambda _, task, act, n: task.convert_to_long_term(
            "管网", "分三年", act.occurred_on + timedelta(days=n + 1), RULES, act
        ),
    ),
    "amend": (
        OFFICE,
        lambda _, task, act, n: task.amend(f"内容{n}", _due(act, n), None, "调整", act),
    ),
    "settle": (OFFICE, _settle),
    "schedule": (BUREAU, _schedule),
    "cancel": (OFFICE, lambda _, task, act, __: task.cancel("重复", act)),
    "correct completion": (OFFICE, _correct_completion),
    "correct date": (OFFICE, _correct_date),
}

LIKELY = (
    "schedule",
    "amend",
    "settle",
    "report",
    "report",
    "claim",
    "pass",
    "fail",
    "close",
    "recur",
    "correct date",
)

entries = st.tuples(
    st.sampled_from((*ACTS, *LIKELY, *LIKELY)),
    st.integers(min_value=-6, max_value=20),
    st.integers(min_value=0, max_value=100),
)


def _enter(story: list[tuple[str, int, int]], begun: date, work: Work) -> RectificationTask:
    """Enter acts one after another; what a rule refuses does not happen."""
    task = work.get(RectificationTask, TASK)
    for name, after, number in story:
        unit, decide = ACTS[name]
        day = max(task.latest_step_on + timedelta(days=after), begun)
        with suppress(RuleViolation):
            decide(work, task, by(day.isoformat(), unit), number)
    return task


def _rows(store: Store) -> dict[str, set[Any]]:
    tables = (task_ledger, responsibilities)
    with store.database.reading() as connection:
        return {t.name: {tuple(r) for r in connection.execute(select(t))} for t in tables}


def _named(store: Store) -> set[tuple[str, str, int]]:
    query = select(responsibilities).where(
        holding(responsibilities, Moment(LAST_DAY, head(store))),
        responsibilities.c.task_id == TASK,
    )
    with store.database.reading() as connection:
        return {(r.capacity, r.name, r.position) for r in connection.execute(query)}


def _as_named(task: RectificationTask) -> set[tuple[str, str, int]]:
    assert task.assignment is not None
    named = task.assignment
    lists = {
        "unit": named.units,
        "leader": named.leaders,
        "office": named.offices,
        "assignee": named.assignees,
    }
    return {(who, n, i) for who, names in lists.items() for i, n in enumerate(names, 1)}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.lists(entries, min_size=1, max_size=6), max_size=8))
def test_the_ledger_agrees_after_any_history(
    template: Path, stories: list[list[tuple[str, int, int]]]
) -> None:
    with TemporaryDirectory() as folder, opened(fresh_sqlite(template, Path(folder))) as store:
        settle(store)
        plan(store)
        assign(store)
        for story in stories:
            store.run(by("2015-03-26", OFFICE), partial(_enter, story, FIRST_DAY))
        task = store.read(RectificationTask, TASK)
        assert row(store, LAST_DAY) == as_ledger(task, LAST_DAY)
        assert _named(store) == _as_named(task)
        before = _rows(store)
        rebuild(store)
        assert _rows(store) == before
