"""What a notice or other rules do to the due dates of everything that is open.

An item moves by an event of its own, dated the day this is recorded, so what was known before
stays as it was.
"""

from datetime import date
from functools import partial
from typing import NamedTuple

from application.commands import calendars, rule_profiles
from application.commands.calendars import calendar_of
from application.commands.rule_profiles import governing, rules_of
from application.projections.audit_trail import events_of_command
from application.projections.open_items import open_items, open_opinions
from application.store import Store
from application.work import Work
from domain.calendar_year import CalendarYear, Notice
from domain.commitment import Commitment
from domain.due import Due
from domain.errors import RuleViolation
from domain.model import Act, DomainEvent, ProfileRef
from domain.opinion import Opinion
from domain.opinion_state import UNDER_RULES
from domain.rectification_task import RectificationTask
from domain.rule_profile import RuleProfile
from domain.urged_item import DatedItem, UrgedItem

MOVED_BY: dict[type[DomainEvent], type[DatedItem]] = {
    Opinion.DueSettled: Opinion,
    Opinion.RulesMigrated: Opinion,
    RectificationTask.DueSettled: RectificationTask,
    Commitment.DueSettled: Commitment,
}
"""The events by which a due date follows holidays or rules, and the kind of item each moves."""


class MigrationBeforeForce(RuleViolation):
    """Open items go over to rules that are in force, not to rules that will be."""

    title = "规则尚未施行,不能改按新规则办理"


class Moved(NamedTuple):
    """An item, and how its due date and what it is warned with moved."""

    item: UrgedItem
    due_was: Due | None
    due: Due | None
    colour_was: str | None
    colour: str | None
    overdue_was: bool
    overdue: bool

    @property
    def is_felt(self) -> bool:
        """Whether the deadline, the colour or the standing differs."""
        before = (self.due_was and self.due_was.on, self.colour_was, self.overdue_was)
        return before != (self.due and self.due.on, self.colour, self.overdue)


def publish_year(work: Work, *, year: int, notice: Notice) -> CalendarYear:
    """Take a notice down and derive again what was provisional."""
    calendar_year = calendars.publish(work, year=year, notice=notice)
    _settle(work)
    return calendar_year


def amend_year(
    work: Work, year: int, expected: int | None, *, notice: Notice, reason: str
) -> CalendarYear:
    """Take a later notice down and derive again what rests on that year."""
    calendar_year = calendars.amend(work, year, expected, notice=notice, reason=reason)
    _settle(work)
    return calendar_year


def publish_rules(
    work: Work,
    congress: str,
    expected: int,
    *,
    basis_document: str,
    valid_from: date,
    valid_until: date | None,
) -> RuleProfile:
    """Put the draft in force and let open opinions go over to it."""
    if valid_from > work.today:
        raise MigrationBeforeForce(
            f"规则自{valid_from}起施行,未办结的意见届时才能改按新规则办理", "migrate_open_items"
        )
    profile = rule_profiles.publish(
        work,
        congress,
        expected,
        basis_document=basis_document,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    _migrate(work, congress)
    return profile


def preview_rules(work: Work, congress: str, valid_from: date) -> list[Moved]:
    """Publish the draft as ``publish_rules`` would, and return what moved; for a rehearsal."""
    profile = work.get(RuleProfile, RuleProfile.id_of(congress))
    rule_profiles.publish(
        work,
        congress,
        profile.version,
        basis_document="试算",
        valid_from=valid_from,
        valid_until=None,
    )
    return _migrate(work, congress)


def migrate_opinions(work: Work, congress: str, expected: int) -> RuleProfile:
    """Let open opinions go over to the version now in force."""
    profile = work.get(RuleProfile, RuleProfile.id_of(congress), expected)
    _migrate(work, congress)
    return profile


def moved_by(store: Store, sequence: int) -> list[Moved]:
    """Return, in order, what the command moved whose latest event has this number.

    The log tells it, so whoever repeats a request is told the same items and dates; colours are
    those under the rules and holidays now on record.
    """
    with store.database.reading() as connection:
        told = [store.topics.decode(each) for each in events_of_command(connection, sequence)]
    moving = [event for event in told if type(event) in MOVED_BY]
    return [store.rehearse(each.act, partial(_moved_in, store, each)) for each in moving]


def _moved_in(store: Store, event: DomainEvent, work: Work) -> Moved:
    kind, version = MOVED_BY[type(event)], event.originator_version
    earlier, item = (
        store.read(kind, event.originator_id, each) for each in (version - 1, version)
    )
    return _moved(work, item, UrgedItem.of(earlier), earlier.profile, _today(work))


def _today(work: Work) -> Act:
    return work.act.model_copy(update={"occurred_on": work.today})


def _settle(work: Work) -> None:
    calendar, act = calendar_of(work), _today(work)
    with work.reading() as connection:
        items = open_items(connection)
    for kind, key in items:
        seen = work.glimpse(kind, key)
        if not isinstance(seen, DatedItem):
            continue
        trial = seen.fork()
        trial.settle_due(calendar, act)
        if trial.collect_events():
            work.get(type(seen), key).settle_due(calendar, act)


def _migrate(work: Work, congress: str) -> list[Moved]:
    calendar, act = calendar_of(work), _today(work)
    profile = work.get(RuleProfile, RuleProfile.id_of(congress))
    if profile.in_force_on(act.occurred_on) is None:
        raise MigrationBeforeForce(
            f"{act.occurred_on}没有施行中的{congress}规则方案", "valid_from"
        )
    with work.reading() as connection:
        opinions = open_opinions(connection)
    moved: list[Moved] = []
    for key in opinions:
        seen = work.glimpse(Opinion, key)
        if seen is None or seen.status not in UNDER_RULES:
            continue
        now = governing(work, seen.source.issuer, act.occurred_on)
        if now.ref is None or now.ref.congress != congress or now.ref == seen.profile:
            continue
        opinion = work.get(Opinion, key)
        before, was = UrgedItem.of(opinion), opinion.profile
        opinion.migrate_rules(now.ref, now.rules, calendar, act)
        moved.append(_moved(work, opinion, before, was, act))
    return moved


def _moved(
    work: Work, item: DatedItem, before: UrgedItem, was: ProfileRef | None, act: Act
) -> Moved:
    """Compare how an item stood under its former rules with how it stands now."""
    now = UrgedItem.of(item)
    return Moved(
        now,
        before.due,
        now.due,
        _colour(work, before, was, act.occurred_on),
        _colour(work, now, item.profile, act.occurred_on),
        _is_overdue(before, act.occurred_on),
        _is_overdue(now, act.occurred_on),
    )


def _colour(work: Work, item: UrgedItem, profile: ProfileRef | None, day: date) -> str | None:
    """Return in which colour an item is warned about on a day, if it is."""
    if not item.owed or item.due is None or item.due.on is None:
        return None
    scale = rules_of(work, profile).warning.scale
    level = scale.level_reached(item.due.on, day, calendar_of(work))
    return level.colour if level else None


def _is_overdue(item: UrgedItem, day: date) -> bool:
    return item.owed and item.due is not None and item.due.days_late(day) > 0
