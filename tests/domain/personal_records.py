"""Personal records at the stages the tests start from: one clerk acts, another decides."""

from datetime import date
from uuid import UUID

from domain.model import Act
from domain.personal_data import PersonalRecord
from domain.personal_data_terms import (
    ErasureGround,
    ProcessingBasis,
    Retention,
    RetentionClass,
)
from tests.aggregates import act

SUBJECT = UUID(int=77)
PURPOSE = "办理群众意见"
DOCUMENT = "丹人办申〔2020〕3号"
TEN_YEARS = Retention(kept_as=RetentionClass.TEN_YEARS, until=date(2025, 12, 31))
PERMANENT = Retention(kept_as=RetentionClass.PERMANENT, until=None)
AS_NEEDED = Retention(kept_as=RetentionClass.AS_NEEDED, until=date(2025, 12, 31))


def clerk(on: str = "2020-03-02") -> Act:
    return act(on)


def decider(on: str = "2020-03-05") -> Act:
    return act(on, actor="负责人乙")


def third(on: str = "2020-03-06") -> Act:
    return act(on, actor="负责人丙")


def opened(
    retention: Retention = AS_NEEDED, basis: ProcessingBasis = ProcessingBasis.CONSENT
) -> PersonalRecord:
    record = PersonalRecord.open(SUBJECT, PURPOSE, basis, retention, act("2015-03-25"))
    return settled(record)


def restricted(retention: Retention = AS_NEEDED) -> PersonalRecord:
    record = opened(retention)
    record.restrict("本人提出异议,核实期间限制处理", clerk("2020-03-01"))
    return settled(record)


def requested(record: PersonalRecord | None = None) -> PersonalRecord:
    record = record or opened()
    record.request_erasure(ErasureGround.CONSENT_WITHDRAWN, DOCUMENT, "本人撤回同意", clerk())
    return settled(record)


def approved() -> PersonalRecord:
    record = requested()
    record.approve_erasure(decider())
    return settled(record)


def erased() -> PersonalRecord:
    record = approved()
    record.complete_erasure(clerk("2020-03-05"))
    return settled(record)


def settled(record: PersonalRecord) -> PersonalRecord:
    """Take what is recorded so far as given."""
    record.collect_events()
    return record
