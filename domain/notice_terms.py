"""What a supervision notice says, and the rules a notice breaks when it should not be issued."""

from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from domain.due import Due
from domain.errors import RuleViolation
from domain.model import ValueObject
from domain.warning_scale import WarningTrigger


class NoticeKind(StrEnum):
    """How the people's congress urges, mildest first.

    Interview and circular are measures of the body competent for them: the notice asks that body
    and records that it was asked; nothing is imposed here.
    """

    SUPERVISION_NOTICE = "supervision_notice"
    KEY_SUPERVISION = "key_supervision"
    INTERVIEW = "interview"
    CIRCULAR = "circular"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    NoticeKind.SUPERVISION_NOTICE: "督办通知单",
    NoticeKind.KEY_SUPERVISION: "重点督办",
    NoticeKind.INTERVIEW: "建议约谈",
    NoticeKind.CIRCULAR: "建议通报",
}

MILDEST_FIRST = tuple(NoticeKind)

THROUGH_COMPETENT_BODY = (NoticeKind.INTERVIEW, NoticeKind.CIRCULAR)
"""The kinds that go to the body competent to act upon them."""


class NoticeStatus(StrEnum):
    """How far a notice has come. A reply that is overdue is never a status; it is derived."""

    ISSUED = "issued"
    ACKNOWLEDGED = "acknowledged"
    RESPONDED = "responded"
    LIFTED = "lifted"
    ESCALATED = "escalated"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _STATUS_LABELS[self]


_STATUS_LABELS = {
    NoticeStatus.ISSUED: "已签发",
    NoticeStatus.ACKNOWLEDGED: "已签收",
    NoticeStatus.RESPONDED: "已回复",
    NoticeStatus.LIFTED: "已解除",
    NoticeStatus.ESCALATED: "已升级",
}

AWAITING_RESPONSE = (NoticeStatus.ISSUED, NoticeStatus.ACKNOWLEDGED)
"""The statuses in which a response is still expected."""

IN_FORCE = (*AWAITING_RESPONSE, NoticeStatus.RESPONDED)
"""The statuses in which a notice still urges."""


class NoticeTerms(NamedTuple):
    """What a notice says, before anybody has checked it."""

    number: str
    kind: NoticeKind
    colour: str
    trigger: WarningTrigger
    demand: str
    reply_due: Due
    signer: str


class NoticeReference(ValueObject):
    """Another notice, as papers refer to it."""

    id: UUID
    number: str


class ColourNotInScale(RuleViolation):
    """The colour is one of the scale in force."""

    title = "没有这种预警颜色"


class ColourOfOtherTrigger(RuleViolation):
    """In the scale, the colour stands for what the notice is issued about."""

    title = "预警颜色与督办事由不符"


class TriggerNotMet(RuleViolation):
    """Near due and overdue are what the item's due date says they are."""

    title = "督办事由与办理期限不符"


class SubjectEnded(RuleViolation):
    """Nobody is urged about an item that asks for nothing any more."""

    title = "事项已经办结或者终止"


class UnitNotAnswerable(RuleViolation):
    """A notice about an item goes to a responsible unit, or to a unit above one."""

    title = "不是该事项的责任单位"


class IssuedToOneself(RuleViolation):
    """A unit does not urge itself, and does not ask itself to act upon its own urging."""

    title = "签发单位不得督办自身"


class ReplyDueBeforeIssue(RuleViolation):
    """A reply is not due before the notice is issued."""

    title = "回复期限早于签发日期"


class CompetentBodyMissing(RuleViolation):
    """Interviews and circulars are for the competent body, not for this system."""

    title = "约谈和通报应当写明有权机关"


class CompetentBodyUncalledFor(RuleViolation):
    """A notice that only urges goes to the urged unit itself."""

    title = "督办通知直接发给被督办单位"


class NotAddressed(RuleViolation):
    """The unit a notice is sent to, or a unit under it, acknowledges it and responds."""

    title = "不是督办通知的受文单位"


class NotIssuer(RuleViolation):
    """The unit that issued a notice lifts it."""

    title = "不是督办通知的签发单位"


class SubjectDiffers(RuleViolation):
    """An escalation is about what the earlier notice was about."""

    title = "升级的督办应当针对同一事项"


class NotStronger(RuleViolation):
    """An escalation is stronger in colour or in kind, and milder in neither."""

    title = "升级后的督办应当更强"
