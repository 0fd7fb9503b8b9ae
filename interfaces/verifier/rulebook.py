"""The rules of congresses and the holidays of years, as a log puts them on record."""

from __future__ import annotations

from datetime import date
from typing import Any, Optional

from interfaces.verifier.due_origins import counts_working_days
from interfaces.verifier.items import Event, Item, ProfileKey
from interfaces.verifier.unit_tree import UnitTree
from interfaces.verifier.work_days import ONE_DAY, SATURDAY, Arrangement, WorkDays

Term = Optional[dict[str, Any]]
DIFFICULT_SORTS = ("deputy_suggestion", "motion")
"""The opinions for which the law has a longer term."""
STATUTORY_CODE = "STATUTORY"
FIRST_YEAR, YEARS_AHEAD = 1949, 2
MOST_LEVELS, LONGEST_WARNING = 12, 366
"""Of a scale of warnings; in days before or after the due date."""


class RulesInForce:
    """What of a version of rules decides whether an act was allowed."""

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


class ProfileRecord(Item):
    """The rules of a congress: its draft and how far its last version reaches."""

    __slots__ = ("begins", "draft", "ends", "versions")

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__("rule-profile", state["congress"])
        self.draft: Any = None
        self.versions = 0
        self.begins = ""
        self.ends: str | None = None


class YearRecord(Item):
    """The arrangement of one year, as the latest notice left it."""

    __slots__ = ("notice",)

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__("calendar-year", str(state["year"]))
        self.notice: dict[str, Any] = state["notice"]


class Rulebook:
    """The versions published so far, and the holidays on record."""

    def __init__(self, tree: UnitTree) -> None:
        self.tree = tree
        self._versions: dict[tuple[str, int], RulesInForce] = {}
        self._periods: dict[str, list[tuple[str, str | None]]] = {}
        """From when until when each version of a congress holds, the first one first."""
        self._default = RulesInForce(None)
        self._notices: dict[int, list[Arrangement]] = {}
        self._latest: dict[int, Arrangement] = {}

    def of(self, profile: ProfileKey) -> RulesInForce:
        """Return the rules of a version that was published, or the default ones."""
        return self._default if profile is None else self._versions[profile]

    def has(self, profile: ProfileKey) -> bool:
        """Return whether a version was published."""
        return profile is None or profile in self._versions

    def governing(self, congress: str, day: str) -> ProfileKey:
        """Return the version that governs a congress on a day; ``None`` where none is in force."""
        for code in (*self.tree.lineage_on(congress, day), STATUTORY_CODE):
            for version, (begins, ends) in enumerate(self._periods.get(code, ()), 1):
                if begins <= day and (ends is None or day <= ends):
                    return code, version
        return None

    def publish(self, congress: str, rules: dict[str, Any], begins: str, ends: str | None) -> None:
        """Put the next version of a congress on record; the one before ends where it begins."""
        periods = self._periods.setdefault(congress, [])
        if periods and periods[-1][1] is None:
            day_before = date.fromisoformat(begins) - ONE_DAY
            periods[-1] = periods[-1][0], day_before.isoformat()
        periods.append((begins, ends))
        self._versions[congress, len(periods)] = RulesInForce(rules)

    def end(self, congress: str, until: str) -> None:
        """Let the last version of a congress end."""
        self._periods[congress][-1] = self._periods[congress][-1][0], until

    def arrange(self, year: int, notice: dict[str, Any]) -> None:
        """Put a notice about the holidays of a year on record."""
        arrangement = frozenset(notice["days_off"]), frozenset(notice["working_days"])
        self._notices.setdefault(year, []).append(arrangement)
        self._latest[year] = arrangement

    def notices_about(self, year: int) -> int:
        """Return how many notices about a year are on record."""
        return len(self._notices.get(year, ()))

    def arrangement(self, year: int, version: int | None) -> Arrangement | None:
        """Return what the notice with this number said of a year; nothing without a number."""
        return None if version is None else self._notices[year][version - 1]

    def put_off(self, due: dict[str, Any], since: str, until: str) -> str | None:
        """Return the day of a due date after a pause: as many days later as that lasted.

        Working days count where the term is in them; the notices on record now tell them.
        """
        if due["on"] is None:
            return None
        on, first, last = map(date.fromisoformat, (due["on"], since, until))
        if counts_working_days(due):
            days = self.work_days()
            lost = {"unit": "working_day", "length": days.worked_between(first, last)}
            return days.later(on, lost).isoformat()
        return (on + (last - first)).isoformat()

    def latest(self, since: str, term: dict[str, Any]) -> str:
        """Return the last day of a term, the day it begins on not counted."""
        return self.work_days().later(date.fromisoformat(since), term).isoformat()

    def work_days(self) -> WorkDays:
        """Return the working days by the latest notices on record now."""
        return WorkDays(self._latest)


def days_between(first: str, last: str) -> int:
    """Return how many calendar days lie between two days; negative when they are reversed."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def profile_drafted(event: Event, book: Rulebook) -> None:
    """Draft rules of a standing committee, a presidium, or the statutory ones."""
    item, state = event.item, event.state
    event.require(state["congress"] == item.number, "机关代码不符", "another congress is named")
    if event.version == 1 and item.number != STATUTORY_CODE:
        book.tree.require_active(event, item.number)
        sort = book.tree.units[item.number].sort
        event.require(
            sort in ("standing_committee", "presidium"),
            "不是人大常委会或者主席团",
            "neither a standing committee nor a presidium",
        )
    item.draft = (state["title"], state["rules"], state["basis"])


def profile_redrafted(event: Event, book: Rulebook) -> None:
    """Put the draft differently."""
    del book
    state = event.state
    event.item.draft = (state["title"], state["rules"], state["basis"])


def profile_discarded(event: Event, book: Rulebook) -> None:
    """Give the draft up."""
    del book
    event.item.draft = None


def profile_published(event: Event, book: Rulebook) -> None:
    """Put the draft in force as it was drafted, after the version before it."""
    item, state = event.item, event.state
    begins, ends = state["valid_from"], state["valid_until"]
    drafted = (state["title"], state["rules"], state["basis"])
    event.require(drafted == item.draft, "与草案不同", "it is not what was drafted")
    event.require(
        state["version"] == item.versions + 1, "版次不连续", "versions do not count up by one"
    )
    event.require(begins >= event.day, "规则不能溯及既往", "rules begin before their publication")
    event.require(ends is None or ends >= begins, "失效早于施行", "it ends before it begins")
    if item.versions:
        adjoins = item.ends is None or _day_after(item.ends) == begins
        event.require(
            begins > item.begins and adjoins,
            "与上一版不相衔接",
            "it does not adjoin the version before it",
        )
    _require_scale(event, RulesInForce(state["rules"]).levels)
    item.versions, item.begins, item.ends, item.draft = state["version"], begins, ends, None
    book.publish(item.number, state["rules"], begins, ends)


def _require_scale(event: Event, levels: list[dict[str, Any]]) -> None:
    """Refuse a scale of warnings without levels, with too many, or one that is no such level."""
    event.require(
        1 <= len(levels) <= MOST_LEVELS
        and all(
            0 <= each["days"] <= LONGEST_WARNING
            and (each["days"] == 0) == (each["trigger"] == "behind")
            and each["counted_in"] != "month"
            for each in levels
        ),
        "预警等级不符合规定",
        "the scale of warnings is none",
    )


def profile_ended(event: Event, book: Rulebook) -> None:
    """Let the last version end."""
    item, until = event.item, event.state["valid_until"]
    event.require(
        item.versions and event.state["version"] == item.versions and item.ends is None,
        "没有可以废止的版本",
        "there is no version to end",
    )
    event.require(
        until >= event.day and until >= item.begins,
        "失效日期过早",
        "it ends before it begins or before this is decided",
    )
    item.ends = until
    book.end(item.number, until)


def year_published(event: Event, book: Rulebook) -> None:
    """Take down the notice about a year."""
    year = event.state["year"]
    latest = int(event.day[:4]) + YEARS_AHEAD
    event.require(FIRST_YEAR <= year <= latest, "年度超出范围", "the year is out of range")
    _require_arrangement(event, book)


def year_amended(event: Event, book: Rulebook) -> None:
    """Take down a later notice about the same year."""
    former, notice = event.item.notice, event.state["notice"]
    earlier, later = former["notice_date"], notice["notice_date"]
    event.require(
        not (earlier and later) or earlier <= later,
        "通知早于现行安排的通知",
        "the notice is older than the one in force",
    )
    event.item.notice = notice
    _require_arrangement(event, book)


def _require_arrangement(event: Event, book: Rulebook) -> None:
    """Refuse days of another year, listed twice, or both off and worked."""
    notice, year = event.state["notice"], event.item.number
    days = notice["days_off"] + notice["working_days"]
    event.require(
        all(day[:4] == year for day in days) and len(set(days)) == len(days),
        "所列日期不属于该年度或者重复",
        "a day is of another year or is listed twice",
    )
    event.require(
        all(date.fromisoformat(day).weekday() >= SATURDAY for day in notice["working_days"]),
        "调休上班日不是周末",
        "a day made a working day is no weekend",
    )
    event.require(
        not notice["notice_date"] or notice["notice_date"] <= event.day,
        "通知日期晚于办理日期",
        "the notice is dated after the act",
    )
    book.arrange(int(year), notice)


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + ONE_DAY).isoformat()


REFERENCE_RULES = {
    "rule-profile.drafted": profile_drafted,
    "rule-profile.redrafted": profile_redrafted,
    "rule-profile.draft-discarded": profile_discarded,
    "rule-profile.published": profile_published,
    "rule-profile.ended": profile_ended,
    "calendar-year.published": year_published,
    "calendar-year.amended": year_amended,
}
