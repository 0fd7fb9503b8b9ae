"""Notices at the stages the tests start from: the office (RDB) urges the water bureau (SLJ)."""

from datetime import date
from typing import Any
from uuid import UUID

from domain.due import Due
from domain.model import Act
from domain.notice_terms import NoticeKind, NoticeTerms
from domain.supervision_notice import Addressing, SupervisionNotice
from domain.unit import Unit, UnitKind, UnitLevel
from domain.urged_item import SubjectKind, UrgedItem
from domain.warning_scale import DEFAULT_SCALE, WarningTrigger
from tests.aggregates import act

ITEM = UUID(int=41)
DUE = Due.by(date(2015, 6, 25))
REPLY_DUE = Due.by(date(2015, 7, 10))
LINEAGE = ("SLJ", "XZF")

TERMS = NoticeTerms(
    number="DB-2015-1",
    kind=NoticeKind.SUPERVISION_NOTICE,
    colour="红",
    trigger=WarningTrigger.OVERDUE,
    demand="十日内报送办理情况",
    reply_due=REPLY_DUE,
    signer="主任甲",
)
STRONGER = TERMS._replace(number="DB-2015-2", kind=NoticeKind.KEY_SUPERVISION)


def unit(code: str, since: str = "2000-01-01") -> Unit:
    """Register a unit named like its code."""
    kind, level = UnitKind.DEPARTMENT, UnitLevel.COUNTY
    return Unit.register(code, f"单位{code}", kind, level, None, act(since))


BUREAU, GOVERNMENT, DISCIPLINE = unit("SLJ"), unit("XZF"), unit("JWJ")


def item(**facts: Any) -> UrgedItem:
    """Return a task of the bureau, due on 2015-06-25 and still owed."""
    given: dict[str, Any] = {
        "kind": SubjectKind.TASK,
        "id": ITEM,
        "number": "RW-1",
        "units": ("SLJ", "JTJ"),
        "owing": ("SLJ",),
        "round": 1,
        "due": DUE,
        "is_open": True,
        "owed": True,
    }
    return UrgedItem(**(given | facts))


def to(
    about: UrgedItem | Unit | None = None,
    named: Unit = BUREAU,
    body: Unit | None = None,
    answerable: tuple[str, ...] = ("SLJ", "JTJ", "XZF"),
) -> Addressing:
    """Address a notice to the bureau about the task, unless told otherwise."""
    return Addressing(about or item(), answerable, named, body)


def office(on: str = "2015-06-30", **who: Any) -> Act:
    return act(on, **who)


def bureau(on: str = "2015-07-01", unit: str = "SLJ") -> Act:
    return act(on, unit=unit, actor="经办人乙")


def issue(
    terms: NoticeTerms = TERMS, about: Addressing | None = None, on: str = "2015-06-30"
) -> SupervisionNotice:
    return SupervisionNotice.issue(terms, about or to(), DEFAULT_SCALE, office(on))


def issued() -> SupervisionNotice:
    return settled(issue())


def acknowledged() -> SupervisionNotice:
    notice = issued()
    notice.acknowledge(LINEAGE, bureau())
    return settled(notice)


def responded() -> SupervisionNotice:
    notice = acknowledged()
    notice.respond("已派员督促,七月底前完成", LINEAGE, bureau("2015-07-08"))
    return settled(notice)


def lifted() -> SupervisionNotice:
    notice = responded()
    notice.lift("已经完成", office("2015-07-20"))
    return settled(notice)


def escalated() -> SupervisionNotice:
    notice = responded()
    notice.escalate(STRONGER, to(), DEFAULT_SCALE, office("2015-07-10"))
    return settled(notice)


def settled(notice: SupervisionNotice) -> SupervisionNotice:
    """Take what is recorded so far as given."""
    notice.collect_events()
    return notice
