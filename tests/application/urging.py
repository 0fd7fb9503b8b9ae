"""What the tests of urging ask of the tick, of reminders and of notices."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select

from application.projections.notice_ledger import NoticeFilter, page_of_notices
from application.projections.pages import Ordering
from application.projections.reminders import ReminderFilter, page_of_reminders, reminders
from application.projections.versioned import Moment
from application.reactions.tick import Scales, TickReport, same_for_all, tick
from application.store import Store
from domain.due import Due
from domain.rectification_task import RectificationTask
from domain.warning_scale import DEFAULT_SCALE
from domain.work_calendar import NOTHING_PUBLISHED
from tests.application import tasks
from tests.application.tasks import head

LAST_DAY = date(2029, 12, 31)
ONE_SCALE = same_for_all(DEFAULT_SCALE)


class Raised(NamedTuple):
    """A reminder, as far as most tests look at it."""

    on: str
    number: str
    colour: str
    days: int
    due: str


def day(text: str) -> date:
    return date.fromisoformat(text)


def run_tick(store: Store, today: str, scales: Scales = ONE_SCALE) -> TickReport:
    return tick(store, day(today), scales, NOTHING_PUBLISHED)


def tick_daily(store: Store, first: str, last: str) -> None:
    """Run the tick each day."""
    on = day(first)
    while on <= day(last):
        run_tick(store, on.isoformat())
        on += timedelta(days=1)


def task(store: Store, number: str, due: str, on: str = "2015-03-26", **units: Any) -> UUID:
    """Plan and assign a task to the bureau."""
    task_id = RectificationTask.id_of(number)
    tasks.plan(store, number, on, due=Due.by(day(due)))
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
