"""What a version of rules says that decides whether an act was allowed."""

from __future__ import annotations

from typing import Any, Optional

from interfaces.verifier.items import Event

Term = Optional[dict[str, Any]]
DIFFICULT_SORTS = ("deputy_suggestion", "motion")
"""The opinions for which the law has a longer term."""


class RulesInForce:
    """One version of rules."""

    def __init__(self, rules: dict[str, Any] | None) -> None:
        rules = rules or DEFAULT_RULES
        closing = rules["closing"]
        self.extension: dict[str, Any] = rules["extension"]
        self.approval: dict[str, Any] = rules["approval"]
        self.silence: str = rules["evaluation"]["silence"]
        self.promises_tracked = closing["promises"] == "tracking_required"
        self.notice_days: int = closing["public_notice_days"]
        self.classes: list[dict[str, Any]] = closing["result_classes"]["classes"]
        self._terms: dict[str, Term] = {**rules["report"], **rules["reply"]}
        """By the sort of opinion, and of ``difficult`` ones; for other words they are no terms."""
        self.return_window: Term = rules["referral"]["return_window"]
        self.first_contact: Term = rules["referral"]["first_contact"]
        self.co_unit: Term = rules["reply"]["co_unit"]
        self.evaluation_term: Term = rules["evaluation"]["term"]
        self.rehandling: Term = rules["evaluation"]["rehandling"]
        self.rolls: bool = rules["counting"]["day_off"] == "roll"
        """Whether a last day that is a day off moves on to the next working day."""
        self.pauses: bool = rules["reply"]["clarification_pauses"]
        self.ranking_base: int = rules["figures"]["ranking_base"]
        self.levels: list[dict[str, Any]] = rules["warning"]["scale"]["levels"]
        """Those of its scale of warnings, the mildest first."""

    def reply_term(self, sort: str, *, difficult: bool) -> Term:
        """Return within what time an opinion of a sort is answered; ``None``: it is stated."""
        return self._terms["difficult" if difficult and sort in DIFFICULT_SORTS else sort]

    def standard_class(self, code: str) -> str | None:
        """Return the class A to D that a local class amounts to; ``None`` if there is none."""
        promising = [each["code"] for each in self.classes if each["promises"]]
        for each in self.classes:
            if each["code"] == code:
                if each["resolved"]:
                    return "A"
                if code in promising:
                    return "B" if code == promising[0] else "C"
                return "D"
        return None

    def promises(self, code: str) -> bool:
        """Return whether a reply of this class promises something."""
        return any(each["code"] == code and each["promises"] for each in self.classes)

    def require_approver(self, event: Event, matter: str) -> None:
        """Refuse an approval in another role than the rules name."""
        approver = self.approval[matter]
        event.require(
            approver is None or event.role == approver["role"],
            "审批身份不符合规则",
            "approved in another role than the rules require",
        )

    def is_asked_in_time(self, asked: str, due: str) -> bool:
        """Return whether more time is asked for early enough."""
        before = self.extension["asked_by"] == "before_due_day"
        return asked < due if before else asked <= due


def _result_class(code: str, *, promises: bool = False, resolved: bool = False) -> dict[str, Any]:
    return {"code": code, "promises": promises, "resolved": resolved}


def _months(length: int) -> Term:
    return {"length": length, "unit": "month"}


def _level(colour: str, trigger: str, days: int, unit: str = "day") -> dict[str, Any]:
    told = {"colour": colour, "trigger": trigger, "days": days, "counted_in": unit}
    return {**told, "up_the_line": unit == "working_day"}


DEFAULT_RULES: dict[str, Any] = {
    "extension": {
        "total": _months(6),
        "each": None,
        "asked_by": "before_due_day",
    },
    "approval": {"plan": None, "extension": None, "long_term": None},
    "evaluation": {"silence": "excluded", "term": None, "rehandling": None},
    "closing": {
        "promises": "tracking_required",
        "public_notice_days": 0,
        "result_classes": {
            "classes": [
                _result_class("A", resolved=True),
                _result_class("B", promises=True),
                _result_class("C", promises=True),
                _result_class("D"),
            ]
        },
    },
    "referral": {"return_window": None, "first_contact": None},
    "reply": {
        "clarification_pauses": False,
        "deputy_suggestion": _months(3),
        "motion": _months(3),
        "difficult": _months(6),
        "public": None,
        "self_found": None,
        "co_unit": None,
    },
    "report": {
        "deliberation": None,
        "discussion": None,
        "appraisal": None,
        "inspection_finding": None,
    },
    "counting": {"day_off": "roll"},
    "figures": {"ranking_base": 5},
    "warning": {
        "scale": {
            "levels": [
                _level("蓝", "near_due", 10),
                _level("黄", "behind", 0),
                _level("红", "overdue", 1),
                _level("红", "overdue", 10, "working_day"),
            ]
        }
    },
}
"""What holds where a congress has no rules of its own."""
