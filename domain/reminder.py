"""A reminder: an item came so near to its due date, or so far past it, that its unit is told.

A reminder is raised once for each item, round, due date, level of the scale and unit: its identity
follows from these, so the same reminder cannot exist twice. Of several lead units each that owes a
reply has its own.
"""

from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from domain.errors import RuleViolation
from domain.model import Act, Aggregate, BusinessDate, DomainEvent
from domain.text import Code
from domain.unit import Unit
from domain.urged_item import SubjectKind, UrgedItem
from domain.warning_scale import WarningLevel


class NothingToRemindOf(RuleViolation):
    """A reminder needs a due date, a unit that answers for the item, and something still owed."""

    title = "该事项目前无需催办"


class Reminder(Aggregate):
    """One unit, told once about one due date of one item."""

    KIND: ClassVar[str] = "reminder"
    LABEL: ClassVar[str] = "催办提醒"

    item_kind: SubjectKind
    item_id: UUID
    item_number: str
    unit: str
    """The code of the unit in the lead."""
    round: int
    due: date
    level: WarningLevel
    unit_above: str | None
    """The code of the unit told too, up the line."""

    class Raised(DomainEvent):
        TOPIC = "reminder.raised"
        LABEL = "催办提醒"

        item_kind: SubjectKind
        item_id: UUID
        item_number: Code
        unit: Code
        round: int
        due: BusinessDate
        level: WarningLevel
        unit_above: Code | None
        days_left: int | None
        """Calendar days until the due date, on the day of the reminder; 0 on the day itself."""
        days_overdue: int | None
        """Calendar days since the due date, once it has passed."""

        def apply(self, aggregate: "Reminder") -> None:
            aggregate.item_kind = self.item_kind
            aggregate.item_id = self.item_id
            aggregate.item_number = self.item_number
            aggregate.unit = self.unit
            aggregate.round = self.round
            aggregate.due = self.due
            aggregate.level = self.level
            aggregate.unit_above = self.unit_above

    @classmethod
    def identity(cls, item: UrgedItem, due: date, level: WarningLevel, unit: str) -> str:
        """Return what tells a reminder from every other."""
        return f"{item.kind}:{item.id}:{item.round}:{due}:{level.mark}:{unit}"

    @classmethod
    def raise_for(cls, item: UrgedItem, level: WarningLevel, lead: Unit, act: Act) -> Self:
        """Remind a unit in the lead; at some levels the unit above it is told too."""
        due = item.due.on if item.due else None
        if not item.owed or due is None or lead.code not in item.owing:
            raise NothingToRemindOf(
                f"{item.kind.label}{item.number}已经办理、未定时限,或者不由“{lead.name}”牵头"
            )
        days = (due - act.occurred_on).days
        return cls.begin(
            cls.identity(item, due, level, lead.code),
            cls.Raised,
            act,
            item_kind=item.kind,
            item_id=item.id,
            item_number=item.number,
            unit=lead.code,
            round=item.round,
            due=due,
            level=level,
            unit_above=lead.parent_on(act.occurred_on) if level.up_the_line else None,
            days_left=days if days >= 0 else None,
            days_overdue=-days if days < 0 else None,
        )

    @property
    def number(self) -> str:
        """The item reminded of, its round, due date and level, and who is."""
        return f"{self.item_number}:{self.round}:{self.due}:{self.level.mark}:{self.unit}"
