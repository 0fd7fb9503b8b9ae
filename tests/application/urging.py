"""What the tests of urging ask of the tick, of reminders and of notices."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from application.commands import rule_profiles, units
from application.projections.notice_ledger import NoticeFilter, page_of_notices
from application.projections.pages import Ordering
from application.projections.reminders import ReminderFilter, page_of_reminders, reminders
from application.projections.versioned import Moment
from application.reactions.tick import TickReport, tick
from application.store import Store
from application.work import Work
from domain.due import Due
from domain.profile_rules import ProfileRules
from domain.rectification_task import RectificationTask
from domain.rule_profile import RuleProfile
from domain.unit import UnitKind, UnitLevel
from domain.warning_scale import WarningLevel, WarningScale, WarningTrigger
from tests.application import tasks
from tests.application.tasks import OFFICE, head

LAST_DAY = date(2029, 12, 31)


class Raised(NamedTuple):
    """A reminder, as far as most tests look at it."""

    on: str
    number: str
    colour: str
    days: int
    due: str


DUE = "2015-06-25"
NEAR = Raised("2015-06-15", "A", "蓝", 10, DUE)
OVERDUE = Raised("2015-06-26", "A", "红", 1, DUE)
UP_THE_LINE = Raised("2015-07-09", "A", "红", 10, DUE)

EARLY = WarningScale(
    levels=(
        WarningLevel(colour="绿", trigger=WarningTrigger.NEAR_DUE, days=20),
        WarningLevel(colour="橙", trigger=WarningTrigger.NEAR_DUE, days=5),
        WarningLevel(colour="紫", trigger=WarningTrigger.OVERDUE, days=3),
    )
)
"""A scale that warns earlier than the built-in one."""


def day(text: str) -> date:
    return date.fromisoformat(text)


def run_tick(store: Store, today: str) -> TickReport:
    return tick(store, day(today))


def tick_daily(store: Store, first: str, last: str) -> None:
    """Run the tick each day."""
    on = day(first)
    while on <= day(last):
        run_tick(store, on.isoformat())
        on += timedelta(days=1)


def publish_rules(store: Store, congress: str, scale: WarningScale, since: str) -> None:
    """Draft and publish rules that differ in the scale of warnings."""

    def command(work: Work) -> RuleProfile:
        rules = ProfileRules.model_validate({"warning": {"scale": scale.model_dump()}})
        known = work.find(RuleProfile, RuleProfile.id_of(congress))
        stated: dict[str, Any] = {"title": "预警规则", "rules": rules, "basis": ()}
        if known is None:
            known = rule_profiles.begin(work, congress=congress, **stated)
        else:
            rule_profiles.draft(work, congress, known.version, **stated)
        known.publish("某人常〔2015〕1号", day(since), None, work.act)
        return known

    store.run(tasks.by(since, OFFICE), command)


def task(
    store: Store,
    number: str,
    due: str,
    on: str = "2015-03-26",
    opinion_ids: Sequence[UUID] = (),
    **units: Any,
) -> UUID:
    """Plan and assign a task to the bureau."""
    task_id = RectificationTask.id_of(number)
    tasks.plan(store, number, on, due=Due.by(day(due)), opinion_ids=opinion_ids)
    tasks.assign(store, on, task_id, **units)
    return task_id


def raised(store: Store) -> list[Raised]:
    """Return every reminder in the order of the log."""
    query = select(reminders).order_by(reminders.c.known_from)
    with store.database.reading() as connection:
        return [
            Raised(
                row.raised_on.isoformat(),
                row.item_number,
                row.colour,
                row.days,
                row.due.isoformat(),
            )
            for row in connection.execute(query)
        ]


def listed(
    store: Store, as_of: str = "2029-12-31", known_at: int | None = None, **wanted: Any
) -> list[str]:
    """Return the items that were reminded of, as the list answers."""
    moment = Moment(day(as_of), head(store) if known_at is None else known_at)
    with store.database.reading() as connection:
        page = page_of_reminders(
            connection,
            moment,
            wanted=ReminderFilter(**wanted),
            order=Ordering("raised_on"),
            after=None,
            limit=100,
        )
    return [row["item_number"] for row in page.rows]


def notices_listed(
    store: Store, as_of: str = "2029-12-31", known_at: int | None = None, **wanted: Any
) -> list[str]:
    """Return the notices the ledger lists."""
    return [row["number"] for row in notice_rows(store, as_of, known_at, **wanted)]


def notice_rows(
    store: Store, as_of: str = "2029-12-31", known_at: int | None = None, **wanted: Any
) -> Iterable[Any]:
    moment = Moment(day(as_of), head(store) if known_at is None else known_at)
    with store.database.reading() as connection:
        return page_of_notices(
            connection,
            moment,
            wanted=NoticeFilter(**wanted),
            order=Ordering("number"),
            after=None,
            limit=100,
        ).rows


def put_under_a_congress(store: Store) -> str:
    """Let the office belong to a standing committee; return its code."""
    congress = {"code": "RDCWH", "name": "县人大常委会", "parent": None}
    kind: dict[str, Any] = {"kind": UnitKind.STANDING_COMMITTEE, "level": UnitLevel.COUNTY}
    tasks.run(store, "2001-01-01", units.register, OFFICE, **congress, **kind)
    place: dict[str, Any] = {"code": OFFICE, "expected": 1, "parent": "RDCWH"}
    tasks.run(store, "2001-01-02", units.move, OFFICE, **place)
    return "RDCWH"
