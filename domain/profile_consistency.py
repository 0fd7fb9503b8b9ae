"""Rules that contradict one another or the law are refused before they are drafted."""

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from domain.errors import RuleViolation
from domain.profile_rules import SIX_MONTHS, THREE_MONTHS, ProfileRules
from domain.profile_terms import Silence
from domain.result_classes import ResultScheme
from domain.term import Term, TermUnit
from domain.warning_scale import WarningScale, WarningTrigger

DAYS_ON_AVERAGE = {
    TermUnit.DAY: Fraction(1),
    TermUnit.WORKING_DAY: Fraction(7, 5),
    TermUnit.MONTH: Fraction(1461, 48),
}
"""Terms in different units are compared by how long they are on average."""


class LongerThanLawAllows(RuleViolation):
    """A local rule may shorten a statutory term, never lengthen it."""

    title = "期限长于法定期限"


class DifficultTermShorter(RuleViolation):
    """Difficult items have at least the time ordinary ones have."""

    title = "难件的期限短于一般件"


class LongerThanReplyTerm(RuleViolation):
    """What comes before the reply has no longer term than the reply."""

    title = "前期环节的期限长于答复期限"


class ExtensionLongerThanTotal(RuleViolation):
    """One extension is no longer than all of them together may be."""

    title = "单次延期长于累计延期"


class SilenceWithoutTerm(RuleViolation):
    """Silence counts as consent only once a stated term is over."""

    title = "未反馈视为满意,但没有反馈期限"


class ResultClassRepeated(RuleViolation):
    """Each class of a scheme has a code of its own."""

    title = "办理结果分类的代码重复"


class NoResolvedClass(RuleViolation):
    """A scheme says which class counts as resolved."""

    title = "办理结果分类中没有算已解决的类别"


class ResolvedClassPromises(RuleViolation):
    """What is resolved promises nothing any more."""

    title = "同一类别既算已解决又算承诺"


class NoOverdueLevel(RuleViolation):
    """A warning scale has a level for what is overdue."""

    title = "预警等级中没有逾期一级"


class NearDueLongerThanTerm(RuleViolation):
    """A warning before the due date begins after the term has begun."""

    title = "临近期限的预警天数长于办理期限"


class _Named(NamedTuple):
    """A term, where it is stated and what it is called."""

    field: str
    label: str
    term: Term | None


def require_consistent(rules: ProfileRules) -> None:
    """Refuse rules that contradict one another or the law."""
    _require_within_law(rules)
    _require_order_of_terms(rules)
    _require_extension_within_total(rules)
    _require_term_before_silence(rules)
    _require_usable_scheme(rules.closing.result_classes)
    _require_usable_scale(rules)


def is_longer(term: Term, other: Term) -> bool:
    """Return whether ``term`` is longer than ``other``, on average if the units differ."""
    return _days(term) > _days(other)


def _days(term: Term) -> Fraction:
    return term.length * DAYS_ON_AVERAGE[term.unit]


def _require_within_law(rules: ProfileRules) -> None:
    bounds = (
        ("reply.deputy_suggestion", "代表建议的答复", rules.reply.deputy_suggestion, THREE_MONTHS),
        ("reply.motion", "议案的答复", rules.reply.motion, THREE_MONTHS),
        ("reply.difficult", "难件的答复", rules.reply.difficult, SIX_MONTHS),
    )
    for field, label, term, longest in bounds:
        if is_longer(term, longest):
            raise LongerThanLawAllows(
                f"{label}期限{term.label}长于法定的{longest.label}", f"rules.{field}"
            )


def _require_order_of_terms(rules: ProfileRules) -> None:
    reply = rules.reply
    ordinary = min(reply.deputy_suggestion, reply.motion, key=_days)
    longest = max(reply.deputy_suggestion, reply.motion, key=_days)
    if is_longer(longest, reply.difficult):
        raise DifficultTermShorter(
            f"难件的答复期限{reply.difficult.label}短于一般件的{longest.label}",
            "rules.reply.difficult",
        )
    earlier = (
        _Named("reply.co_unit", "协办单位提出意见", reply.co_unit),
        _Named("referral.first_contact", "首次联系代表", rules.referral.first_contact),
        _Named("referral.return_window", "退办", rules.referral.return_window),
    )
    for each in earlier:
        if each.term and is_longer(each.term, ordinary):
            raise LongerThanReplyTerm(
                f"{each.label}的期限{each.term.label}长于答复期限{ordinary.label}",
                f"rules.{each.field}",
            )


def _require_extension_within_total(rules: ProfileRules) -> None:
    each, total = rules.extension.each, rules.extension.total
    if each and is_longer(each, total):
        raise ExtensionLongerThanTotal(
            f"每次最多延期{each.label},长于累计最多延期{total.label}", "rules.extension.each"
        )


def _require_term_before_silence(rules: ProfileRules) -> None:
    if rules.evaluation.silence is Silence.SATISFIED and rules.evaluation.term is None:
        raise SilenceWithoutTerm(
            "未反馈视为满意的,应当规定代表反馈评价的期限", "rules.evaluation.term"
        )


def _require_usable_scheme(scheme: ResultScheme) -> None:
    field = "rules.closing.result_classes"
    for code in scheme.codes:
        if scheme.codes.count(code) > 1:
            raise ResultClassRepeated(f"“{scheme.name}”中代码“{code}”出现了不止一次", field)
    if not scheme.resolved:
        raise NoResolvedClass(f"“{scheme.name}”没有写明哪一类算已解决", field)
    for code in scheme.resolved:
        if code in scheme.promising:
            raise ResolvedClassPromises(
                f"“{scheme.name}”中的“{code}”既写明算已解决,又写明是承诺", field
            )


def _require_usable_scale(rules: ProfileRules) -> None:
    scale = rules.warning.scale
    field = "rules.warning.scale"
    if not scale.colours(WarningTrigger.OVERDUE):
        raise NoOverdueLevel("预警等级应当写明逾期以何种颜色预警", field)
    for warned in _near_due(scale):
        for each in _terms_with_due_date(rules):
            if each.term and is_longer(warned, each.term):
                raise NearDueLongerThanTerm(
                    f"期限届满前{warned.label}即预警,长于“{each.label}”的期限{each.term.label}",
                    field,
                )


def _near_due(scale: WarningScale) -> Iterator[Term]:
    for level in scale.levels:
        if level.trigger is WarningTrigger.NEAR_DUE:
            yield Term(length=level.days, unit=level.counted_in)


def _terms_with_due_date(rules: ProfileRules) -> Iterator[_Named]:
    for name, section in (("reply", rules.reply), ("report", rules.report)):
        for part, info in type(section).model_fields.items():
            value = getattr(section, part)
            if isinstance(value, Term):
                yield _Named(f"{name}.{part}", info.title or part, value)
    yield _Named("evaluation.rehandling", "重新办理", rules.evaluation.rehandling)
