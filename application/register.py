"""Everything this system knows: its aggregates and its read models, each named once."""

from collections.abc import Callable
from datetime import UTC, datetime

from application.acting import require_acting_unit
from application.event_store.database import Database
from application.event_store.topics import TopicRegister
from application.privacy.key_store import KeyStore
from application.privacy.personal_values import PersonalValues
from application.projections.audit_trail import trail
from application.projections.calendar_years import calendar_year_register
from application.projections.commitment_ledger import commitment_ledgers
from application.projections.notice_ledger import notices
from application.projections.opinion_rows import opinions
from application.projections.personal_records import personal_records
from application.projections.plan_ledger import plan_ledgers
from application.projections.reminders import reminders_raised
from application.projections.rule_profiles import rule_profiles
from application.projections.task_ledger import task_ledgers
from application.projections.timeline import timeline
from application.projections.unit_register import unit_register
from application.projections.versioned import ReadModel
from application.store import Store
from domain.calendar_year import CalendarYear
from domain.commitment import Commitment
from domain.daily_tick import DailyTick
from domain.model import Aggregate
from domain.opinion import Opinion
from domain.personal_data import PersonalRecord
from domain.rectification_plan import RectificationPlan
from domain.rectification_task import RectificationTask
from domain.reminder import Reminder
from domain.rule_profile import RuleProfile
from domain.supervision_notice import SupervisionNotice
from domain.unit import Unit

AGGREGATES: tuple[type[Aggregate], ...] = (
    Unit,
    Opinion,
    RectificationPlan,
    RectificationTask,
    Commitment,
    RuleProfile,
    CalendarYear,
    SupervisionNotice,
    Reminder,
    DailyTick,
    PersonalRecord,
)

READ_MODELS: tuple[ReadModel, ...] = (
    unit_register,
    opinions,
    plan_ledgers,
    task_ledgers,
    commitment_ledgers,
    rule_profiles,
    calendar_year_register,
    notices,
    reminders_raised,
    personal_records,
    timeline,
    trail,
)


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def open_store(
    database: Database,
    clock: Callable[[], datetime] = utc_now,
    keys: KeyStore | None = None,
) -> Store:
    """Open a county's store on a database whose schema is in place.

    Without ``keys`` names of persons are stored as they are, and sealed ones cannot be read.
    """
    personal = PersonalValues(keys, clock) if keys is not None else None
    topics = TopicRegister(AGGREGATES, personal)
    return Store(
        database, READ_MODELS, topics=topics, clock=clock, common_rule=require_acting_unit
    )
