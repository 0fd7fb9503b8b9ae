"""Every rule that differs from place to place; the defaults are the statutory ones.

Each field carries its Chinese label (``title``) and where its default comes from
(``description``); ``domain.profile_sentences`` says what a value means. Whether the rules of a
profile fit together is decided in ``domain.profile_consistency`` when they are drafted, not when
stored ones are read again.
"""

from typing import Annotated, TypeVar

from pydantic import Field

from domain.model import Role, ValueObject
from domain.opinion_terms import OpinionKind
from domain.profile_terms import (
    AskedBy,
    DayOffRule,
    PromiseClosing,
    Silence,
)
from domain.ranking import SMALLEST_BASE
from domain.result_classes import ABCD, ResultScheme
from domain.term import Term, TermUnit
from domain.text import Name
from domain.warning_scale import DEFAULT_SCALE, WarningScale

THREE_MONTHS = Term(length=3, unit=TermUnit.MONTH)
SIX_MONTHS = Term(length=6, unit=TermUnit.MONTH)

DEPUTIES_LAW = "《代表法》(2025年修正)第五十一条"
SUPERVISION_LAW = "《监督法》(2024年修正)第十七条"
CIVIL_CODE = "《民法典》第二百零三条"
NOT_IN_LAW = "法律没有规定,由地方规定"

V = TypeVar("V", bound=ValueObject)


class ReferralRules(ValueObject):
    """What a referral sets in motion besides the reply."""

    return_window: Annotated[Term | None, Field(title="退办", description=NOT_IN_LAW)] = None
    """From the referral; ``None``: until the lead unit acknowledges."""
    first_contact: Annotated[
        Term | None, Field(title="与代表的首次联系", description=NOT_IN_LAW)
    ] = None
    """From the referral until the lead unit has contacted the deputy."""


class ReplyRules(ValueObject):
    """Terms of the kinds answered by a reply, counted from the referral."""

    deputy_suggestion: Annotated[
        Term, Field(title="代表建议、批评和意见的答复", description=DEPUTIES_LAW)
    ] = THREE_MONTHS
    motion: Annotated[Term, Field(title="议案的答复", description=DEPUTIES_LAW)] = THREE_MONTHS
    difficult: Annotated[
        Term, Field(title="涉及面广、处理难度大的代表建议和议案的答复", description=DEPUTIES_LAW)
    ] = SIX_MONTHS
    public: Annotated[Term | None, Field(title="群众意见的答复", description=NOT_IN_LAW)] = None
    self_found: Annotated[Term | None, Field(title="自查问题的整改", description=NOT_IN_LAW)] = (
        None
    )
    co_unit: Annotated[Term | None, Field(title="协办单位提出意见", description=NOT_IN_LAW)] = None
    clarification_pauses: Annotated[
        bool, Field(title="请求说明期间的计算", description=NOT_IN_LAW)
    ] = False
    """Whether the clock stands still while the congress is asked what an opinion means."""


class ReportRules(ValueObject):
    """Terms of the kinds answered by a report on how they were handled (研究处理情况报告)."""

    deliberation: Annotated[
        Term | None, Field(title="审议意见研究处理情况报告", description=SUPERVISION_LAW)
    ] = None
    """The law sets no number of months: without a local rule the date is stated each time."""
    discussion: Annotated[
        Term | None, Field(title="讨论意见研究处理情况报告", description=NOT_IN_LAW)
    ] = None
    appraisal: Annotated[
        Term | None, Field(title="评议意见整改情况报告", description=NOT_IN_LAW)
    ] = None
    inspection_finding: Annotated[
        Term | None, Field(title="视察检查发现问题整改情况报告", description=NOT_IN_LAW)
    ] = None


class ExtensionRules(ValueObject):
    """How far a due date may be put off."""

    total: Annotated[Term, Field(title="延期累计", description=NOT_IN_LAW)] = SIX_MONTHS
    """Counted from the original due date, put off by what the clock stood still."""
    each: Annotated[Term | None, Field(title="每次延期", description=NOT_IN_LAW)] = None
    """``None``: as much as the total allows."""
    asked_by: Annotated[AskedBy, Field(title="申请延期的时间", description=NOT_IN_LAW)] = (
        AskedBy.BEFORE_DUE_DAY
    )


class EvaluationRules(ValueObject):
    """How replies are evaluated, and what follows when they do not satisfy."""

    term: Annotated[Term | None, Field(title="代表反馈评价", description=NOT_IN_LAW)] = None
    """From the receipt of the reply."""
    silence: Annotated[Silence, Field(title="未反馈的处理", description=NOT_IN_LAW)] = (
        Silence.EXCLUDED
    )
    rehandling: Annotated[
        Term | None, Field(title="不满意件的重新办理", description=NOT_IN_LAW)
    ] = None
    """``None``: the date is stated each time."""


class ClosingRules(ValueObject):
    """When something counts as finished."""

    promises: Annotated[
        PromiseClosing, Field(title="作出承诺的答复的办结", description=NOT_IN_LAW)
    ] = PromiseClosing.TRACKING_REQUIRED
    result_classes: Annotated[
        ResultScheme, Field(title="办理结果分类", description=NOT_IN_LAW)
    ] = ABCD
    public_notice_days: Annotated[
        int, Field(title="销号前公示", description=NOT_IN_LAW, ge=0, le=90, strict=True)
    ] = 0
    """0: no public notice."""


class Approver(ValueObject):
    """Who must approve: in which role, holding which post."""

    role: Role
    post: Name


class ApprovalRules(ValueObject):
    """What takes effect only once somebody has approved it; ``None``: nobody need."""

    plan: Annotated[Approver | None, Field(title="整改方案的审定", description=NOT_IN_LAW)] = None
    extension: Annotated[Approver | None, Field(title="延期的批准", description=NOT_IN_LAW)] = None
    long_term: Annotated[
        Approver | None, Field(title="转为长期整改的批准", description=NOT_IN_LAW)
    ] = None


class FigureRules(ValueObject):
    """How units are compared."""

    ranking_base: Annotated[
        int, Field(title="参加排名的最低件数", description=NOT_IN_LAW, ge=1, le=1000, strict=True)
    ] = SMALLEST_BASE
    """A unit with fewer items is listed but not ranked."""


class CountingRules(ValueObject):
    """How terms are counted."""

    day_off: Annotated[DayOffRule, Field(title="期限届满日逢休假日", description=CIVIL_CODE)] = (
        DayOffRule.ROLL
    )


class WarningRules(ValueObject):
    """When and in which colour is warned."""

    scale: Annotated[WarningScale, Field(title="预警等级", description=NOT_IN_LAW)] = DEFAULT_SCALE


class ProfileRules(ValueObject):
    """The rules of a place, each with its statutory default."""

    referral: Annotated[ReferralRules, Field(title="交办")] = ReferralRules()
    reply: Annotated[ReplyRules, Field(title="答复")] = ReplyRules()
    report: Annotated[ReportRules, Field(title="报告")] = ReportRules()
    extension: Annotated[ExtensionRules, Field(title="延期")] = ExtensionRules()
    evaluation: Annotated[EvaluationRules, Field(title="评价")] = EvaluationRules()
    closing: Annotated[ClosingRules, Field(title="办结和销号")] = ClosingRules()
    approval: Annotated[ApprovalRules, Field(title="审批")] = ApprovalRules()
    warning: Annotated[WarningRules, Field(title="预警")] = WarningRules()
    figures: Annotated[FigureRules, Field(title="统计")] = FigureRules()
    counting: Annotated[CountingRules, Field(title="期间计算")] = CountingRules()

    def reply_term(self, kind: OpinionKind, *, difficult: bool = False) -> Term | None:
        """Return within what time an opinion is answered, by a reply or by a report.

        ``None``: no term is fixed, so the due date is stated with each referral. Only deputies'
        suggestions and motions have a longer term when they are difficult.
        """
        if difficult and kind in DIFFICULT_KINDS:
            return self.reply.difficult
        section = self.report if kind in REPORT_KINDS else self.reply
        term: Term | None = getattr(section, kind.value)
        return term

    def with_changes(self, stated: "ProfileRules") -> "ProfileRules":
        """Return these rules with every rule that ``stated`` names in so many words."""
        return _overlaid(self, stated)


DIFFICULT_KINDS = (OpinionKind.DEPUTY_SUGGESTION, OpinionKind.MOTION)
"""The kinds for which the law provides a longer term."""

REPORT_KINDS = (
    OpinionKind.DELIBERATION,
    OpinionKind.DISCUSSION,
    OpinionKind.APPRAISAL,
    OpinionKind.INSPECTION_FINDING,
)
"""The kinds answered by a report."""


def _overlaid(base: V, stated: V) -> V:
    changes: dict[str, object] = {}
    for name in stated.model_fields_set:
        old, new = getattr(base, name), getattr(stated, name)
        both = isinstance(old, ValueObject) and isinstance(new, type(old))
        changes[name] = _overlaid(old, new) if both else new
    return base.model_copy(update=changes)
