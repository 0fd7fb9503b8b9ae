"""Says every rule of a profile in a Chinese sentence, with its source."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from domain.model import ValueObject
from domain.profile_rules import Approver, ProfileRules
from domain.profile_terms import Choice
from domain.result_classes import ResultClassRule, ResultScheme
from domain.term import Term
from domain.warning_scale import WarningLevel, WarningScale, WarningTrigger

OWN_RULE = "本方案规定"
"""The source of a local rule whose profile names no document."""

Say = Callable[[Any], str]


class RuleSentence(NamedTuple):
    """One rule as people read it."""

    path: str
    """Where the rule stands in ``ProfileRules``, such as ``reply.co_unit``."""
    group: str
    label: str
    sentence: str
    source: str
    local: bool
    """Whether it differs from the statutory default."""


def sentences_of(rules: ProfileRules, basis: Sequence[str] = ()) -> list[RuleSentence]:
    """Return every rule in words; a rule that is not the default comes from ``basis``."""
    local_source = "、".join(basis) or OWN_RULE
    return list(_sentences(rules, local_source))


def _sentences(rules: ProfileRules, local_source: str) -> Iterator[RuleSentence]:
    statutory = ProfileRules()
    for section, group in ProfileRules.model_fields.items():
        values: ValueObject = getattr(rules, section)
        defaults: ValueObject = getattr(statutory, section)
        for name, rule in type(values).model_fields.items():
            path = f"{section}.{name}"
            value = getattr(values, name)
            local = value != getattr(defaults, name)
            source = local_source if local else str(rule.description)
            yield RuleSentence(
                path, str(group.title), str(rule.title), SENTENCES[path](value), source, local
            )


def _within(sentence: str, otherwise: str) -> Say:
    """Say a term in a sentence; say something else where there is none."""

    def say(term: Term | None) -> str:
        return otherwise if term is None else sentence.format(term.label)

    return say


def _whether(yes: str, no: str) -> Say:
    return lambda value: yes if value else no


def _choice(value: Choice) -> str:
    return value.label


def _approval(what: str) -> Say:
    def say(approver: Approver | None) -> str:
        if approver is None:
            return f"{what}不另设审批"
        return f"{what}须经{approver.post}({approver.role.label})批准"

    return say


def _notice(days: int) -> str:
    return f"销号前公示{days}日,无异议方可销号" if days else "销号前不要求公示"


def _scheme(scheme: ResultScheme) -> str:
    return f"按“{scheme.name}”分类:" + ";".join(_class(each) for each in scheme.classes)


def _class(each: ResultClassRule) -> str:
    remark = "(算已解决)" if each.resolved else "(作出承诺)" if each.promises else ""
    return f"{each.code}为{each.label}{remark}"


def _scale(scale: WarningScale) -> str:
    return ";".join(_level(level) for level in scale.levels)


def _level(level: WarningLevel) -> str:
    days = f"{level.days}{level.counted_in.label}"
    when = {
        WarningTrigger.NEAR_DUE: f"距期限届满{days}起",
        WarningTrigger.BEHIND: level.trigger.label,
        WarningTrigger.OVERDUE: f"逾期{days}起",
    }[level.trigger]
    upward = ",并告知上级单位" if level.up_the_line else ""
    return f"{when},{level.colour}色预警{upward}"


EACH_TIME = "不统一规定期限,交办时逐件写明"

SENTENCES: Mapping[str, Say] = {
    "referral.return_window": _within(
        "认为不属于本单位职责的,自交办之日起{}内申请退办", "签收之前可以申请退办"
    ),
    "referral.first_contact": _within("自交办之日起{}内联系代表", "不统一规定首次联系代表的期限"),
    "reply.deputy_suggestion": _within("自交办之日起{}内答复", EACH_TIME),
    "reply.motion": _within("自交办之日起{}内答复", EACH_TIME),
    "reply.difficult": _within("自交办之日起{}内答复", EACH_TIME),
    "reply.public": _within("自交办之日起{}内答复", EACH_TIME),
    "reply.self_found": _within("自交办之日起{}内整改", EACH_TIME),
    "reply.co_unit": _within(
        "协办单位自交办之日起{}内向主办单位提出意见", "不统一规定协办单位提出意见的期限"
    ),
    "reply.clarification_pauses": _whether(
        "请求说明意见内容期间,办理期限暂停计算", "请求说明意见内容期间,办理期限照常计算"
    ),
    "report.deliberation": _within("自交办之日起{}内报告", EACH_TIME),
    "report.discussion": _within("自交办之日起{}内报告", EACH_TIME),
    "report.appraisal": _within("自交办之日起{}内报告", EACH_TIME),
    "report.inspection_finding": _within("自交办之日起{}内报告", EACH_TIME),
    "extension.total": _within("自原定期限起累计最多延期{}", EACH_TIME),
    "extension.each": _within("每次最多延期{}", "不另限每次延期的长度"),
    "extension.asked_by": _choice,
    "evaluation.term": _within("收到答复后{}内反馈", "不统一规定反馈的期限"),
    "evaluation.silence": _choice,
    "evaluation.rehandling": _within(
        "自退回重新办理之日起{}内再次答复", "不统一规定期限,退回时逐件写明"
    ),
    "closing.promises": _choice,
    "closing.result_classes": _scheme,
    "closing.public_notice_days": _notice,
    "approval.plan": _approval("整改方案"),
    "approval.extension": _approval("延期"),
    "approval.long_term": _approval("转为长期整改"),
    "warning.scale": _scale,
    "figures.ranking_base": lambda base: f"不足{base}件的单位只列出,不参加排名",
    "counting.day_off": _choice,
}
"""How each rule is said, by its path."""
