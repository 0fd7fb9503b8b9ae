"""Acts on supervision notices."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from application.commands.rule_profiles import governing
from application.commands.units import lineage_of, unit_with_code
from application.commands.warning_scales import scale_of
from application.errors import NotFound
from application.work import Work
from domain.notice_terms import NoticeTerms
from domain.supervision_notice import Addressing, SupervisionNotice
from domain.unit import Unit
from domain.urged_item import KINDS, DatedItem, SubjectKind, UrgedItem
from domain.warning_scale import WarningScale


class About(NamedTuple):
    """What a notice is about, as a caller names it."""

    kind: SubjectKind
    id: UUID


def issue(
    work: Work,
    *,
    terms: NoticeTerms,
    about: About | None,
    unit: str,
    competent_body: str | None,
) -> SupervisionNotice:
    """Urge a unit about an item; without one, about its work as such."""
    item = _item(work, about) if about else unit_with_code(work, unit)
    to = _addressing(work, item, unit, competent_body)
    return work.add(SupervisionNotice.issue(terms, to, _scale(work, item), work.act))


def escalate(
    work: Work,
    notice_id: UUID,
    expected: int,
    *,
    terms: NoticeTerms,
    unit: str,
    competent_body: str | None,
) -> SupervisionNotice:
    """Put a stronger notice in the place of one that did not help; return the earlier one."""
    earlier = work.get(SupervisionNotice, notice_id, expected)
    item = _item(work, About(earlier.subject.kind, earlier.subject.id))
    to = _addressing(work, item, unit, competent_body)
    work.add(earlier.escalate(terms, to, _scale(work, item), work.act))
    return earlier


def acknowledge(work: Work, notice_id: UUID, expected: int) -> SupervisionNotice:
    """Sign for a notice."""
    notice = work.get(SupervisionNotice, notice_id, expected)
    notice.acknowledge(lineage_of(work, work.act.unit), work.act)
    return notice


def respond(work: Work, notice_id: UUID, expected: int, *, response: str) -> SupervisionNotice:
    """Say what was done about the demand."""
    notice = work.get(SupervisionNotice, notice_id, expected)
    notice.respond(response, lineage_of(work, work.act.unit), work.act)
    return notice


def lift(work: Work, notice_id: UUID, expected: int, *, reason: str) -> SupervisionNotice:
    """End the urging."""
    notice = work.get(SupervisionNotice, notice_id, expected)
    notice.lift(reason, work.act)
    return notice


def correct(
    work: Work, notice_id: UUID, expected: int, *, corrects: int, now: date, reason: str
) -> SupervisionNotice:
    """Correct the business date of an earlier act."""
    notice = work.get(SupervisionNotice, notice_id, expected)
    notice.correct(corrects, now, reason, work.act)
    return notice


def _scale(work: Work, item: DatedItem | Unit) -> WarningScale:
    """Return the scale of the item; a unit's work as such is urged by the issuer's rules."""
    if isinstance(item, Unit):
        return governing(work, work.act.unit, work.act.occurred_on).rules.warning.scale
    return scale_of(work, item)


def _addressing(
    work: Work, item: DatedItem | Unit, unit: str, competent_body: str | None
) -> Addressing:
    about = item if isinstance(item, Unit) else UrgedItem.of(item)
    responsible = (about.code,) if isinstance(about, Unit) else about.units
    return Addressing(
        item=about,
        answerable={code for each in responsible for code in lineage_of(work, each)},
        unit=unit_with_code(work, unit),
        competent_body=None
        if competent_body is None
        else unit_with_code(work, competent_body, "competent_body"),
    )


def _item(work: Work, about: About) -> DatedItem | Unit:
    if about.kind is SubjectKind.UNIT:
        return work.get(Unit, about.id)
    kind = KINDS[about.kind]
    found = work.find(kind, about.id)
    if found is None:
        raise NotFound(kind.LABEL, about.id, "subject")
    return found
