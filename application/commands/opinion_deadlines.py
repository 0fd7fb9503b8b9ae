"""The due dates that the referral of an opinion sets, by the rules in force on that day."""

from application.commands.deadlines import StatedDeadline, due_by_rule, due_of
from application.commands.rule_profiles import Governing
from application.work import Work
from domain.due import Due
from domain.errors import RuleViolation
from domain.opinion import Opinion
from domain.opinion_terms import OpinionKind
from domain.referral_terms import ReferralTerms
from domain.term import Term


class DueNotStated(RuleViolation):
    """Where the rules set no term, the due date is stated."""

    title = "应当写明办理期限"


def due_of_referral(
    work: Work,
    opinion: Opinion,
    stated: StatedDeadline | None,
    governing: Governing,
    *,
    difficult: bool,
) -> Due:
    """Return the due date as stated, or else as the rules have it for this kind of opinion."""
    on = work.act.occurred_on
    if stated is not None:
        return due_of(work, stated, on)
    term = governing.rules.reply_term(opinion.kind, difficult=difficult)
    if term is None:
        raise DueNotStated(f"规则没有规定{opinion.kind.label}的办理期限,应当写明", "due")
    return due_by_rule(work, governing, term, _rule_for(opinion.kind, difficult), on)


def terms_of_referral(work: Work, governing: Governing) -> ReferralTerms:
    """Return what else falls due because of the referral."""
    rules = governing.rules

    return ReferralTerms(
        return_by=_by(work, governing, rules.referral.return_window, "退办申请的期限"),
        co_opinions_by=_by(work, governing, rules.reply.co_unit, "协办单位提出意见的期限"),
        first_contact_by=_by(
            work, governing, rules.referral.first_contact, "与代表首次联系的期限"
        ),
    )


def due_of_rehandling(work: Work, stated: StatedDeadline | None, governing: Governing) -> Due:
    """Return the due date of another round, as stated or as the rules have it."""
    on = work.act.occurred_on
    if stated is not None:
        return due_of(work, stated, on)
    term = governing.rules.evaluation.rehandling
    if term is None:
        raise DueNotStated("规则没有规定重新办理的期限,应当写明", "due")
    return due_by_rule(work, governing, term, "不满意件重新办理的期限", on)


def evaluation_due(work: Work, governing: Governing) -> Due | None:
    """Return by when proposers evaluate a reply given now; ``None`` where no term is set."""
    return _by(work, governing, governing.rules.evaluation.term, "代表反馈评价的期限")


def _by(work: Work, governing: Governing, term: Term | None, rule: str) -> Due | None:
    if term is None:
        return None
    return due_by_rule(work, governing, term, rule, work.act.occurred_on)


def _rule_for(kind: OpinionKind, difficult: bool) -> str:
    scope = "(涉及面广、处理难度大)" if difficult else ""
    return f"{kind.label}{scope}的办理期限"
