"""A supervision notice: the people's congress urges a unit, and follows what comes of it.

issued → acknowledged → responded → lifted, or escalated to a stronger notice about the same
subject (requirement R8; glossary 督办通知单, 重点督办, 约谈, 通报).
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import ClassVar, NamedTuple, Self

from domain.due import Due
from domain.errors import WrongStatus
from domain.four_eyes import require_lineage
from domain.model import Act, Aggregate, Correction, DomainEvent
from domain.notice_terms import (
    IN_FORCE,
    MILDEST_FIRST,
    THROUGH_COMPETENT_BODY,
    ColourNotInScale,
    ColourOfOtherTrigger,
    CompetentBodyMissing,
    CompetentBodyUncalledFor,
    IssuedToOneself,
    NotAddressed,
    NoticeKind,
    NoticeReference,
    NoticeStatus,
    NoticeTerms,
    NotIssuer,
    NotStronger,
    ReplyDueBeforeIssue,
    SubjectDiffers,
    SubjectEnded,
    TriggerNotMet,
    UnitNotAnswerable,
)
from domain.text import Code, Name, PersonName, Reason, Wording
from domain.unit import Unit, require_unit_active
from domain.urged_item import Subject, SubjectKind, UrgedItem
from domain.warning_scale import WarningScale, WarningTrigger


class Addressing(NamedTuple):
    """Whom a notice urges about what, and whom it asks to act."""

    item: UrgedItem | Unit
    """The item, or the unit whose work as such is meant."""
    answerable: Collection[str]
    """The codes of the units responsible for the item and of those above them."""
    unit: Unit
    competent_body: Unit | None


class SupervisionNotice(Aggregate):
    """Methods decide and may refuse; events apply and never do."""

    KIND: ClassVar[str] = "notice"
    LABEL: ClassVar[str] = "督办通知"

    number: str
    kind: NoticeKind
    colour: str
    trigger: WarningTrigger
    subject: Subject
    unit: str
    """The code of the unit that is urged."""
    competent_body: str | None
    """The code of the body asked to hold an interview or issue a circular."""
    issued_by: str
    """The code of the unit that issued the notice."""
    demand: str
    reply_due: Due
    signer: str
    refers_to: NoticeReference | None
    """The notice this one escalates."""
    status: NoticeStatus
    acknowledged_in: int | None
    responded_in: int | None
    response: str | None
    ended_in: int | None
    """The version of the event by which the notice was lifted or escalated."""
    lifted_because: str | None
    escalated_to: NoticeReference | None

    class Issued(DomainEvent):
        TOPIC = "notice.issued"
        LABEL = "签发督办通知"

        number: Code
        kind: NoticeKind
        colour: Name
        trigger: WarningTrigger
        subject: Subject
        unit: Code
        competent_body: Code | None
        demand: Wording
        reply_due: Due
        signer: PersonName
        refers_to: NoticeReference | None

        def apply(self, aggregate: "SupervisionNotice") -> None:
            aggregate.number = self.number
            aggregate.kind = self.kind
            aggregate.colour = self.colour
            aggregate.trigger = self.trigger
            aggregate.subject = self.subject
            aggregate.unit = self.unit
            aggregate.competent_body = self.competent_body
            aggregate.issued_by = self.act.unit
            aggregate.demand = self.demand
            aggregate.reply_due = self.reply_due
            aggregate.signer = self.signer
            aggregate.refers_to = self.refers_to
            aggregate.status = NoticeStatus.ISSUED
            aggregate.acknowledged_in = None
            aggregate.responded_in = None
            aggregate.response = None
            aggregate.ended_in = None
            aggregate.lifted_because = None
            aggregate.escalated_to = None

    class Acknowledged(DomainEvent):
        TOPIC = "notice.acknowledged"
        LABEL = "签收督办通知"

        def apply(self, aggregate: "SupervisionNotice") -> None:
            aggregate.status = NoticeStatus.ACKNOWLEDGED
            aggregate.acknowledged_in = self.originator_version

    class Responded(DomainEvent):
        TOPIC = "notice.responded"
        LABEL = "回复督办通知"

        response: Wording

        def apply(self, aggregate: "SupervisionNotice") -> None:
            aggregate.status = NoticeStatus.RESPONDED
            aggregate.responded_in = self.originator_version
            aggregate.response = self.response

    class Lifted(DomainEvent):
        TOPIC = "notice.lifted"
        LABEL = "解除督办"

        reason: Reason

        def apply(self, aggregate: "SupervisionNotice") -> None:
            aggregate.status = NoticeStatus.LIFTED
            aggregate.ended_in = self.originator_version
            aggregate.lifted_because = self.reason

    class Escalated(DomainEvent):
        TOPIC = "notice.escalated"
        LABEL = "升级督办"

        to: NoticeReference

        def apply(self, aggregate: "SupervisionNotice") -> None:
            aggregate.status = NoticeStatus.ESCALATED
            aggregate.ended_in = self.originator_version
            aggregate.escalated_to = self.to

    class Corrected(Correction):
        TOPIC = "notice.corrected"

    @classmethod
    def issue(
        cls,
        terms: NoticeTerms,
        to: Addressing,
        scale: WarningScale,
        act: Act,
    ) -> Self:
        """Urge a unit about an item, or about its work as such."""
        return cls._issue(terms, to, scale, None, act)

    def escalate(
        self,
        terms: NoticeTerms,
        to: Addressing,
        scale: WarningScale,
        act: Act,
    ) -> Self:
        """Put a stronger notice about the same subject in the place of this one; return it."""
        self._require(*IN_FORCE)
        if to.item.id != self.subject.id:
            raise SubjectDiffers(
                f"督办通知{self.number}针对{self.subject.kind.label}{self.subject.number}",
                "subject",
            )
        self._require_stronger(terms, scale)
        this = NoticeReference(id=self.id, number=self.number)
        later = self._issue(terms, to, scale, this, act)
        self.record(self.Escalated, act, to=NoticeReference(id=later.id, number=later.number))
        return later

    @classmethod
    def _issue(
        cls,
        terms: NoticeTerms,
        to: Addressing,
        scale: WarningScale,
        refers_to: NoticeReference | None,
        act: Act,
    ) -> Self:
        _require_colour(terms, scale)
        _require_about(to.item, terms.trigger, act)
        _require_addressed(terms.kind, to, act)
        _require_reply_ahead(terms.reply_due, act.occurred_on, "reply_due")
        return cls.begin(
            terms.number,
            cls.Issued,
            act,
            **terms._asdict(),
            subject=_subject(to.item),
            unit=to.unit.code,
            competent_body=to.competent_body and to.competent_body.code,
            refers_to=refers_to,
        )

    def acknowledge(self, lineage: Sequence[str], act: Act) -> None:
        """Sign for the notice, as the unit it is sent to or one under it."""
        self._require(NoticeStatus.ISSUED)
        self._require_addressed(lineage, act)
        self.record(self.Acknowledged, act)

    def respond(self, response: str, lineage: Sequence[str], act: Act) -> None:
        """Say what was done about the demand."""
        self._require(NoticeStatus.ACKNOWLEDGED)
        self._require_addressed(lineage, act)
        self.record(self.Responded, act, response=response)

    def lift(self, reason: str, act: Act) -> None:
        """End the urging, as the unit that issued the notice."""
        self._require(*IN_FORCE)
        if act.unit != self.issued_by:
            raise NotIssuer(f"督办通知{self.number}由{self.issued_by}签发,应由其解除", "unit")
        self.record(self.Lifted, act, reason=reason)

    def correct(self, corrects: int, now: date, reason: str, act: Act) -> None:
        """Correct the business date of an earlier event; an ended notice can be corrected too."""
        if corrects == 1:
            _require_reply_ahead(self.reply_due, now, "now")
        self.record_correction(self.Corrected, corrects, now, reason, act)

    @property
    def recipient(self) -> str:
        """The code of the unit the notice is sent to."""
        return self.competent_body or self.unit

    @property
    def issued_on(self) -> date:
        """The day the notice was issued."""
        return self.dates[0]

    def date_of(self, version: int | None) -> date | None:
        """Return the business date, as corrected, of the event with this version, if any."""
        return None if version is None else self.dates[version - 1]

    def _require(self, *allowed: NoticeStatus) -> None:
        if self.status not in allowed:
            wanted = "、".join(status.label for status in allowed)
            raise WrongStatus(
                f"督办通知{self.number}现为“{self.status.label}”,只有“{wanted}”的可以这样办理",
                "status",
            )

    def _require_addressed(self, lineage: Sequence[str], act: Act) -> None:
        require_lineage(lineage, act)
        if self.recipient not in lineage:
            raise NotAddressed(
                f"{act.unit}不是督办通知{self.number}的受文单位{self.recipient},也不隶属于该单位",
                "unit",
            )

    def _require_stronger(self, terms: NoticeTerms, scale: WarningScale) -> None:
        _require_colour(terms, scale)
        was = scale.strength(self.colour, self.trigger), MILDEST_FIRST.index(self.kind)
        is_now = scale.strength(terms.colour, terms.trigger), MILDEST_FIRST.index(terms.kind)
        if is_now == was or any(new < old for new, old in zip(is_now, was, strict=True)):
            raise NotStronger(
                f"{terms.colour}色{terms.kind.label}不比督办通知{self.number}"
                f"({self.colour}色{self.kind.label})更强",
                "colour",
            )


def _subject(item: UrgedItem | Unit) -> Subject:
    if isinstance(item, Unit):
        return Subject(kind=SubjectKind.UNIT, id=item.id, number=item.code)
    return item.subject


def _require_colour(terms: NoticeTerms, scale: WarningScale) -> None:
    colours = dict.fromkeys(level.colour for level in scale.levels)
    if terms.colour not in colours:
        raise ColourNotInScale(
            f"本地预警等级中没有“{terms.colour}”,可选:{'、'.join(colours)}", "colour"
        )
    fitting = scale.colours(terms.trigger)
    if terms.colour not in fitting:
        wanted = "、".join(dict.fromkeys(fitting)) or "无"
        raise ColourOfOtherTrigger(
            f"“{terms.colour}”不表示“{terms.trigger.label}”;表示“{terms.trigger.label}”的颜色:{wanted}",
            "colour",
        )


def _require_about(item: UrgedItem | Unit, trigger: WarningTrigger, act: Act) -> None:
    """Refuse an item that has ended, or whose due date does not bear the trigger out."""
    if isinstance(item, Unit):
        return
    if not item.is_open:
        raise SubjectEnded(f"{item.kind.label}{item.number}已经办结或者终止,无需督办", "subject")
    if trigger is WarningTrigger.BEHIND:
        return
    day = act.occurred_on
    due = item.due.on if item.due else None
    if due is None or (day > due) is not (trigger is WarningTrigger.OVERDUE):
        stands = f"期限为{due}" if due else "没有办理期限"
        raise TriggerNotMet(
            f"{item.kind.label}{item.number}{stands},在{day}不属于“{trigger.label}”", "trigger"
        )


def _require_addressed(kind: NoticeKind, to: Addressing, act: Act) -> None:
    """Refuse a unit that does not answer for the item, and a body that is not to be asked."""
    body, called_for = to.competent_body, kind in THROUGH_COMPETENT_BODY
    if to.unit.code not in to.answerable:
        raise UnitNotAnswerable(
            f"“{to.unit.name}”不是{_subject(to.item).number}的责任单位,也不是其上级单位", "unit"
        )
    if called_for and body is None:
        raise CompetentBodyMissing(
            f"{kind.label}应当写明受理的有权机关,由其依法决定", "competent_body"
        )
    if body and (not called_for or body.code == to.unit.code):
        raise CompetentBodyUncalledFor(
            f"{kind.label}不能以“{body.name}”为有权机关", "competent_body"
        )
    _require_other_and_active(to.unit, "unit", act)
    if body:
        _require_other_and_active(body, "competent_body", act)


def _require_other_and_active(unit: Unit, field: str, act: Act) -> None:
    if unit.code == act.unit:
        raise IssuedToOneself(f"“{unit.name}”不能向自身签发督办通知", field)
    require_unit_active(unit, field, act)


def _require_reply_ahead(reply_due: Due, day: date, field: str) -> None:
    if reply_due.days_late(day):
        raise ReplyDueBeforeIssue(f"回复期限{reply_due.on}早于签发日期{day}", field)
