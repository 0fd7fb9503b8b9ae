"""Every reminder raised: which unit was told about which item, on which day, and how urgently."""

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Index,
    Integer,
    Text,
    Uuid,
    and_,
    or_,
    select,
)

from application.projections.pages import Ordering, Page
from application.projections.parts import index_parts, page_of_rows
from application.projections.period import Period
from application.projections.versioned import (
    Moment,
    ReadModel,
    Rows,
    owner_column,
    versioned_table,
)
from domain.reminder import Reminder
from domain.urged_item import SubjectKind
from domain.warning_scale import WarningTrigger

reminders = versioned_table(
    "reminders",
    owner_column("reminder_id"),
    Column("item_kind", Text, nullable=False),
    Column("item_id", Uuid, nullable=False),
    Column("item_number", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("unit_above", Text),
    Column("round", Integer, nullable=False),
    Column("due", Date, nullable=False),
    Column("level", Text, nullable=False),
    Column("colour", Text, nullable=False),
    Column("trigger", Text, nullable=False),
    Column("days", Integer, nullable=False),
    Column("counted_in", Text, nullable=False),
    Column("up_the_line", Boolean, nullable=False),
    Column("days_left", Integer),
    Column("days_overdue", Integer),
    Column("raised_on", Date, nullable=False),
    key=("reminder_id",),
    owner="reminder_id",
)
"""``level`` tells the levels of all scales apart. A reminder never changes."""

reminder = reminders.c

index_parts(reminders, reminder.raised_on)
Index(None, reminder.item_id, reminder.round, reminder.due)
Index(None, reminder.unit, reminder.raised_on)
Index(None, reminder.unit_above, reminder.raised_on)

SORTABLE: dict[str, ColumnElement[Any]] = {
    "raised_on": reminder.raised_on,
    "due": reminder.due,
    "item": reminder.item_number,
}

reminders_raised = ReadModel("reminders", reminders)


@reminders_raised.on(Reminder.Raised)
def _raised(event: Reminder.Raised, rows: Rows) -> None:
    level = event.level
    rows.open(
        reminders,
        reminder_id=event.originator_id,
        item_kind=event.item_kind,
        item_id=event.item_id,
        item_number=event.item_number,
        unit=event.unit,
        unit_above=event.unit_above,
        round=event.round,
        due=event.due,
        level=level.mark,
        colour=level.colour,
        trigger=level.trigger,
        days=level.days,
        counted_in=level.counted_in,
        up_the_line=level.up_the_line,
        days_left=event.days_left,
        days_overdue=event.days_overdue,
        raised_on=event.act.occurred_on,
    )


class ReminderFilter(NamedTuple):
    """Which reminders are wanted; what is ``None`` does not narrow."""

    unit: str | None = None
    """A unit that was told, as the one in the lead or as the one above it."""
    item: UUID | None = None
    item_kind: SubjectKind | None = None
    colour: str | None = None
    trigger: WarningTrigger | None = None
    up_the_line: bool | None = None
    period: Period | None = None
    """The days on which they were raised."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what reminders must satisfy."""
        stated = self._asdict().items()
        return [_NARROWING[name](value) for name, value in stated if value is not None]


_NARROWING: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "unit": lambda unit: or_(reminder.unit == unit, reminder.unit_above == unit),
    "item": lambda item: reminder.item_id == item,
    "item_kind": lambda kind: reminder.item_kind == kind,
    "colour": lambda colour: reminder.colour == colour,
    "trigger": lambda trigger: reminder.trigger == trigger,
    "up_the_line": reminder.up_the_line.is_,
    "period": lambda period: period.has(reminder.raised_on),
}


def page_of_reminders(
    connection: Connection,
    moment: Moment,
    *,
    wanted: ReminderFilter,
    order: Ordering,
    after: tuple[Any, ...] | None,
    limit: int,
) -> Page:
    """Return one page of the reminders raised until that day."""
    return page_of_rows(
        connection,
        reminders,
        moment,
        shown=list(reminder),
        conditions=wanted.conditions(),
        sortable=SORTABLE,
        order=order,
        after=after,
        limit=limit,
    )


def was_reminded(
    item: ColumnElement[UUID],
    round_: ColumnElement[int],
    due: ColumnElement[Any],
    marks: BindParameter[Any],
) -> ColumnElement[bool]:
    """Say in SQL whether an item was reminded of in this round, for this due date, at a level.

    ``marks`` are those of the levels.
    """
    same = and_(reminder.item_id == item, reminder.round == round_, reminder.due == due)
    return select(reminder.item_id).where(same, reminder.level.in_(marks)).exists()
