"""Counties to measure on: fresh databases, and as many stored events as wanted."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from application.commands import tasks, units
from application.event_store.database import Database
from application.event_store.head import Head
from application.migrations import migrate
from application.register import open_store
from application.store import Store
from application.work import Work
from domain.due import Due
from domain.measure import HandlingType
from domain.model import Act, Aggregate, Role
from domain.opinion import Opinion
from domain.opinion_terms import (
    Carrier,
    FormationType,
    OpinionKind,
    ResultClass,
    Satisfaction,
    SourceChannel,
)
from domain.rectification_task import RectificationTask
from domain.unit import Unit, UnitKind, UnitLevel

TODAY = date(2026, 6, 1)
RECORDED_AT = datetime(2026, 6, 2, tzinfo=UTC)
CONGRESS = "BRD"
UNIT_CODES = tuple(f"D{number:02d}" for number in range(40))


def act(on: date = TODAY, unit: str = CONGRESS, actor: str = "经办人甲") -> Act:
    """Build an act of a unit with none above it."""
    done = Act(
        actor=actor,
        unit=unit,
        role=Role.SUPERVISION_STAFF,
        occurred_on=on,
        recorded_at=RECORDED_AT,
        correlation_id=uuid4(),
        causation_id=uuid4(),
    )
    return done.within(())


@contextmanager
def sqlite_county() -> Iterator[Store]:
    """Open an empty county in a SQLite file of its own."""
    with tempfile.TemporaryDirectory(prefix="zhuoluo-bench-") as folder:
        yield from opened(Database(f"sqlite:///{Path(folder) / 'county.db'}"))


@contextmanager
def postgresql_county(url: str, schema: str = "bench") -> Iterator[Store]:
    """Open an empty county in a PostgreSQL schema of its own."""
    database = Database(url, schema=schema)
    with database.migrating() as connection:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
    yield from opened(database)


def opened(database: Database) -> Iterator[Store]:
    migrate(database)
    store = open_store(database)
    register_units(store)
    yield store
    store.close()


def register_units(store: Store, codes: Sequence[str] = UNIT_CODES) -> None:
    """Register the congress and its departments."""
    begin = act(date(2000, 1, 1))
    store.run(begin, _unit(CONGRESS, UnitKind.STANDING_COMMITTEE))
    for code in codes:
        store.run(begin, _unit(code, UnitKind.DEPARTMENT))


def _unit(code: str, kind: UnitKind) -> Any:
    def command(work: Work) -> Unit:
        return units.register(
            work, code=code, name=f"单位{code}", kind=kind, level=UnitLevel.COUNTY, parent=None
        )

    return command


def task_with_history(store: Store, number: str, events: int = 20) -> UUID:
    """Plan, assign and report on a task until it has this many events."""

    def plan(work: Work) -> RectificationTask:
        return tasks.plan(
            work,
            number=number,
            text="完成农村生活污水管网改造",
            opinion_ids=(),
            sub_actions=(),
            target=None,
            due=Due.by(date(2026, 12, 31)),
            handling=HandlingType.PHASED,
        )

    task = store.run(act(date(2026, 1, 5)), plan).aggregate

    def assign(work: Work) -> RectificationTask:
        return tasks.assign(
            work,
            task.id,
            1,
            units=["D01"],
            leaders=["责任领导甲"],
            offices=["办公室"],
            assignees=[],
            reason=None,
        )

    store.run(act(date(2026, 1, 6)), assign)
    for _ in range(events - 2):
        store.run(act(unit="D01", actor="联络员乙"), report(task.id))
    return task.id


def report(task_id: UUID) -> Any:
    """Return the command that reports progress on a task."""

    def command(work: Work) -> RectificationTask:
        task = work.get(RectificationTask, task_id)
        return tasks.report(
            work,
            task_id,
            task.version,
            percent=40,
            text="已完成三个村的管网改造,余下两个村正在施工,预计下月底前全部完成。",
            evidence=(),
            sub_actions_done=(),
            reason_for_fall=None,
        )

    return command


def fill(store: Store, wanted: int) -> None:
    """Record histories of opinions until the log holds ``wanted`` events, many to a commit."""
    with store.database.reading() as connection:
        held: int = connection.scalar(text("SELECT sequence FROM log_head")) or 0
    lead = [store.read(Unit, Unit.id_of(code)) for code in UNIT_CODES]
    issuer = store.read(Unit, Unit.id_of(CONGRESS))
    number = held
    while held < wanted:
        with store.database.writing() as transaction:
            projection = store.projector.begin(transaction)
            appending = store.begin(transaction)
            head = transaction.head
            while head.sequence < wanted and head.sequence - transaction.head.sequence < 5_000:
                number += 1
                opinion = _history(number, issuer, lead[number % len(lead)])
                told = opinion.collect_events()
                appending.append([store.mapper.to_stored_event(event) for event in told])
                for sequence, event in enumerate(told, head.sequence + 1):
                    projection.project(event, sequence)
                head = Head(head.sequence + len(told), head.recorded_at)
            projection.finish()
            transaction.commit(head)
        held = head.sequence
    store.forget()


def _history(number: int, issuer: Unit, lead: Unit) -> Aggregate:
    """Tell one opinion: most are closed, some late, some still open."""
    begin = date(2006, 1, 4) + timedelta(days=number % 7_300)
    staff = act(begin)
    opinion = Opinion.register(
        f"B{number}",
        OpinionKind.DEPUTY_SUGGESTION,
        f"关于加强第{number % 997}号道路养护的建议",
        "道路破损影响出行,建议尽快修复并建立长效养护机制。",
        issuer,
        f"人大建〔{begin.year}〕{number % 50 + 1}号",
        SourceChannel.MEETING,
        None,
        begin,
        "领衔代表甲",
        (),
        number % 10 == 0,
        staff,
    )
    opinion.form(
        FormationType.WORKING_BODY_DECISION, Carrier.LETTER, "主任", "经办人甲", None, staff
    )
    due = begin + timedelta(days=90)
    opinion.refer(
        [lead], [], Due.by(due), False, f"交〔{begin.year}〕{number}号", None, None, staff
    )
    unit = act(begin + timedelta(days=3), lead.code, "联络员乙")
    opinion.acknowledge(unit)
    if number % 12 == 0:
        return opinion
    replied = begin + timedelta(days=60 + number % 40)
    reply = act(replied, lead.code, "联络员乙")
    opinion.reply(
        ResultClass.A,
        "局长",
        f"复〔{begin.year}〕{number}号",
        "已修复。",
        ["领衔代表甲"],
        [],
        None,
        reply,
    )
    evaluated = act(replied + timedelta(days=10), CONGRESS, "经办人甲")
    satisfaction = Satisfaction.SATISFIED if number % 5 else Satisfaction.BASICALLY_SATISFIED
    opinion.evaluate("领衔代表甲", satisfaction, None, evaluated)
    closed = act(replied + timedelta(days=20))
    opinion.close([], replied, "答复后代表满意", closed)
    return opinion
