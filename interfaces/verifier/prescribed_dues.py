"""Whether a due date that names a rule is the one that the rules in force prescribe.

Of a deadline that people stated themselves no rule is named: it is what they decided.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Callable

from interfaces.verifier.due_derivation import is_new
from interfaces.verifier.field_places import Place
from interfaces.verifier.items import Event, ProfileKey
from interfaces.verifier.rulebook import Rulebook
from interfaces.verifier.rules_in_force import RulesInForce, Term
from interfaces.verifier.words import OPINION_KINDS

TermOf = Callable[[Event, RulesInForce], Term]


def require_prescribed(event: Event, dues: Sequence[Place], book: Rulebook) -> None:
    """Refuse a due date set by other rules, another term or another day than those in force."""
    prescribed, rules = PRESCRIBED.get(event.topic, {}), book.of(event.profile)
    found = {place.field: place.stated for place in dues if is_new(event, place)}
    for field, term_of in prescribed.items():
        if field in NEVER_STATED:
            event.require(
                (field in found) == (term_of(event, rules) is not None),
                "规则规定的期限没有写明,或者写明的期限规则没有规定",
                "a due date is missing that the rules prescribe, or they prescribe none",
            )
    for field, due in found.items():
        if field in NEVER_STATED or _names_rule(due):
            term = prescribed[field](event, rules) if field in prescribed else None
            origin = {"start": event.day, "rule": _rule_for(event, field)}
            require_ruled(event, due, term, rules, origin)


def require_ruled(
    event: Event, due: dict[str, Any], term: Term, rules: RulesInForce, origin: Mapping[str, Any]
) -> None:
    """Refuse a due date that is not this term of the rules in force.

    ``origin``: from which ``start`` it is counted, and what the ``rule`` is called.
    """
    basis = due.get("basis")
    event.require(
        basis is not None
        and term is not None
        and basis["spec"] == {"kind": "term", "term": term, "roll": rules.rolls}
        and _version_in(basis) == event.profile
        and all(basis[name] == stated for name, stated in origin.items()),
        "期限与适用的规则所规定的不符",
        "a due date is not the one that the rules in force prescribe",
    )


def _rule_for(event: Event, field: str) -> str | None:
    """Return what the rule is called that sets a due date."""
    if event.topic == "opinion.rehandling-ordered":
        return "不满意件重新办理的期限"
    if field == "due" and event.topic in PRESCRIBED:
        scope = "(涉及面广、处理难度大)" if event.state.get("difficult") else ""
        return f"{OPINION_KINDS[event.item.sort]}{scope}的办理期限"
    return NEVER_STATED.get(field)


def _names_rule(due: dict[str, Any]) -> bool:
    basis = due.get("basis")
    return basis is not None and (basis["rule"] is not None or basis["profile"] is not None)


def _version_in(basis: dict[str, Any]) -> ProfileKey:
    profile = basis["profile"]
    return profile and (profile["congress"], profile["version"])


def _term_of_referral(event: Event, rules: RulesInForce) -> Term:
    return rules.reply_term(event.item.sort, difficult=event.state.get("difficult", False))


_OF_REFERRAL: Mapping[str, TermOf] = {
    "due": _term_of_referral,
    "terms.return_by": lambda _, rules: rules.return_window,
    "terms.co_opinions_by": lambda _, rules: rules.co_unit,
    "terms.first_contact_by": lambda _, rules: rules.first_contact,
}
PRESCRIBED: Mapping[str, Mapping[str, TermOf]] = {
    "opinion.referred": _OF_REFERRAL,
    "opinion.re-referred": _OF_REFERRAL,
    "opinion.replied": {"evaluation_by": lambda _, rules: rules.evaluation_term},
    "opinion.rehandling-ordered": {"due": lambda _, rules: rules.rehandling},
}
"""The due dates that rules may set when an event states them for the first time."""
NEVER_STATED: Mapping[str, str] = {
    "terms.return_by": "退办申请的期限",
    "terms.co_opinions_by": "协办单位提出意见的期限",
    "terms.first_contact_by": "与代表首次联系的期限",
    "evaluation_by": "代表反馈评价的期限",
}
"""Those that nobody states, with what the rule is called: they are there exactly when the rules
set a term."""
