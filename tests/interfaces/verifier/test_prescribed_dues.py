"""A due date that names a rule is the one the rules in force prescribe, and pauses are counted."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from domain.commitment import Commitment
from domain.deadline import DeadlineSpec
from domain.derivation import derive
from domain.rectification_task import RectificationTask
from domain.unit import Unit
from domain.work_calendar import WorkCalendar, YearArrangement
from tests.application.opinions import OFFICE, ROADS
from tests.domain.calendars import STATUTORY
from tests.interfaces.verifier.continued import due, reminding, ruling, until, urging
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    copied,
    from_due_before,
    inside,
    place_of,
    refused,
    states,
    then,
    together,
    without,
)
from tests.interfaces.verifier.replaying import Bundle, Line, follow
from tests.interfaces.verifier.ruled_county import (
    UNDER_FIRST_RULES,
    UNRULED,
    UNRULED_TASK,
)
from tests.interfaces.verifier.sentences import SENTENCES, require_illegal

OFF = frozenset(date.fromisoformat(f"2015-{day}") for day in (*STATUTORY, "05-22"))
HOLIDAYS = WorkCalendar({2015: YearArrangement(2015, 1, OFF, frozenset())})
BEFORE_RULES, EXTENDED, PAUSED, RETURNED = 0, 1, 2, 3
"""The opinions in the order of their referral."""
ENVELOPE = ("originator_id", "originator_version", "act")
SPEC: TypeAdapter[DeadlineSpec] = TypeAdapter(DeadlineSpec)


def term(length: int, unit: str = "working_day", *, roll: bool = True) -> dict[str, Any]:
    return {"kind": "term", "term": {"length": length, "unit": unit}, "roll": roll}


def rederived(topic: str, nth: int, path: str = "due", **facts: Any) -> Edit:
    """Let a due date follow from something else, derived as the product would have."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        holder = altered[place_of(lines, topic, nth)].state
        *into, name = path.split(".")
        for each in into:
            holder = holder[each]
        basis = holder[name]["basis"] | facts
        known = any(year["version"] for year in basis["calendar"])
        spec, start = SPEC.validate_python(basis["spec"]), date.fromisoformat(basis["start"])
        derived = derive(spec, start, HOLIDAYS if known else WorkCalendar({}))
        named = {"profile": basis["profile"], "rule": basis["rule"]}
        stated = derived.model_dump(mode="json")
        holder[name] = stated | {"basis": stated["basis"] | named}
        return altered

    return edit


def stated(topic: str, nth: int, path: str, **facts: Any) -> Edit:
    """Let what stands at a place state something else, or leave a fact out (``...``).

    Without facts nothing at all stands there.
    """

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        holder = altered[place_of(lines, topic, nth)].state
        *into, name = path.split(".")
        for each in into:
            holder = holder.setdefault(each, {})
        stating = holder.get(name, {}) | facts
        holder[name] = {each: fact for each, fact in stating.items() if fact is not ...}
        if not facts:
            del holder[name]
        return altered

    return edit


REFERRED, CLARIFIED, REPLIED = "opinion.referred", "opinion.clarification-given", "opinion.replied"
SETTLED, MIGRATED, ORDERED = (
    "opinion.due-settled",
    "opinion.rules-migrated",
    "opinion.rehandling-ordered",
)
SETTLED_PAUSED = MIGRATED_PAUSED = 1
"""The second of these events is about the opinion whose clock stood still."""
FIRST_RULES, SECOND_RULES = ({"congress": OFFICE, "version": number} for number in (1, 2))
A_DAY = {"on": "2015-04-09", "undated": False}
NO_NOTICE: dict[str, Any] = {"calendar": [{"year": 2015, "version": None}]}

OF_DIFFICULT = "代表建议、批评和意见(涉及面广、处理难度大)的办理期限"
FALSIFIED: dict[str, Edit] = {
    "the name of another rule": rederived(REFERRED, EXTENDED, rule="天上掉的期限"),
    "a window under no rule's name": rederived(REFERRED, EXTENDED, "terms.return_by", rule=None),
    "migrated under the name of another rule": rederived(
        MIGRATED, MIGRATED_PAUSED, "original_due", rule="天上掉的期限"
    ),
    "referred under no rules": by(REFERRED, EXTENDED, profile=None),
    "referred under rules not yet in force": by(REFERRED, BEFORE_RULES, profile=FIRST_RULES),
    "a longer term than the rules set": rederived(REFERRED, EXTENDED, spec=term(58)),
    "a term in other days": rederived(REFERRED, EXTENDED, spec=term(55, "day")),
    "a last day not moved": rederived(REFERRED, EXTENDED, spec=term(55, roll=False)),
    "the rules of nobody": rederived(REFERRED, EXTENDED, profile=None),
    "counted from a later day": rederived(REFERRED, EXTENDED, start="2015-04-03"),
    "a longer term than the law sets": rederived(REFERRED, BEFORE_RULES, spec=term(4, "month")),
    "the term of a difficult opinion": rederived(REFERRED, BEFORE_RULES, spec=term(6, "month")),
    "a longer window": rederived(REFERRED, EXTENDED, "terms.return_by", spec=term(6)),
    "a window as people like": stated(REFERRED, EXTENDED, "terms.return_by", basis=...),
    "a window that no rules leave": stated(REFERRED, BEFORE_RULES, "terms.return_by", **A_DAY),
    "no window where rules leave one": stated(REFERRED, EXTENDED, "terms.return_by"),
    "no day for the co-units": stated(REFERRED, EXTENDED, "terms.co_opinions_by"),
    "no day for the first contact": stated(REFERRED, EXTENDED, "terms.first_contact_by"),
    "no day for the evaluation": stated(REPLIED, 0, "evaluation_by"),
    "more days for the evaluation": rederived(REPLIED, 0, "evaluation_by", spec=term(11)),
    "a settled day later than it follows": stated(
        SETTLED, SETTLED_PAUSED, "original_due", on="2015-06-23"
    ),
    "more days to handle it again": rederived(ORDERED, 0, spec=term(2, "month")),
    "holidays not yet known": stated(ORDERED, 0, "due.basis", **NO_NOTICE),
    "a return asked for after the window": by(
        "opinion.return-requested", 0, occurred_on="2015-04-10"
    ),
    "feedback lapsed on the last day for it": by(
        "opinion.feedback-lapsed", 0, occurred_on="2015-08-24"
    ),
    "a pause that lasted longer": stated(CLARIFIED, 0, "due", on="2015-06-30"),
    "a pause that was not counted": stated(CLARIFIED, 0, "due", on="2015-06-19"),
    "a pause that changes the rule": stated(CLARIFIED, 0, "due.basis", rule=None),
    "a pause before which there was another rule": together(
        stated(CLARIFIED, 0, "due_was.basis", rule=None),
        stated(CLARIFIED, 0, "due.basis", rule=None),
    ),
    "a pause before which no rule is named": stated(CLARIFIED, 0, "due_was.basis", rule=None),
    "granted though the former date had another rule": stated(
        "opinion.extension-granted", 0, "due_was.basis", rule=None
    ),
    "granted though the former date followed another notice": stated(
        "opinion.extension-granted", 0, "due_was.basis", calendar=[{"year": 2015, "version": 1}]
    ),
    "settled by another term": rederived(SETTLED, SETTLED_PAUSED, "original_due", spec=term(58)),
    "settled from another day": rederived(
        SETTLED, SETTLED_PAUSED, "original_due", start="2015-04-03"
    ),
    "settled by an earlier notice": rederived(
        SETTLED, SETTLED_PAUSED, "original_due", **NO_NOTICE
    ),
    "settled without its pause": stated(SETTLED, SETTLED_PAUSED, "due", on="2015-06-22"),
    "settled by what it does not follow from": stated(
        SETTLED, SETTLED_PAUSED, "due.basis", rule=None
    ),
    "settled against what was granted": stated(SETTLED, 0, "due", on="2015-10-30"),
    "other rules, another term": rederived(
        MIGRATED, MIGRATED_PAUSED, "original_due", spec=term(60)
    ),
    "other rules from another day": rederived(
        MIGRATED, MIGRATED_PAUSED, "original_due", start="2015-04-03"
    ),
    "other rules, an earlier notice": rederived(
        MIGRATED, MIGRATED_PAUSED, "original_due", **NO_NOTICE
    ),
    "other rules without the pause": stated(MIGRATED, MIGRATED_PAUSED, "due", on="2015-06-25"),
}
RARE: dict[str, Edit] = {
    "a task due as no rules have it": stated(
        "task.planned", -1, "due.basis", profile=SECOND_RULES
    ),
    "other rules, though people had stated the deadline": rederived(
        MIGRATED, 0, "original_due", spec=term(4, "month")
    ),
}


def answered_once_extended() -> Edit:
    """Let a question be asked and answered after more time was granted."""
    asked, granted = "opinion.clarification-requested", "opinion.extension-granted"
    dues = {"due_was": due("2015-09-30"), "due": due("2015-10-04")}
    return together(
        until(granted),
        then(asked, granted, 0, "2015-06-15", question="所指路段", pauses=True),
        by(asked, -1, unit=ROADS),
        then(CLARIFIED, granted, 0, "2015-06-19", answer="全线", **dues),
        by(CLARIFIED, -1, unit=OFFICE),
    )


def extended_once_answered(until_day: str) -> Edit:
    """Let more time be granted after a pause of five working days, which lasted eight days."""
    asked, granted = "opinion.extension-requested", "opinion.extension-granted"
    facts = {"until": until_day, "deputy_told_on": "2015-04-21"}
    return together(
        until(CLARIFIED),
        by(CLARIFIED, 0, occurred_on="2015-04-18"),
        stated(CLARIFIED, 0, "due", on="2015-06-26"),
        then(asked, CLARIFIED, 0, "2015-04-20", asked="2015-04-20", reason="雨季"),
        by(asked, -1, unit=ROADS),
        then(granted, CLARIFIED, 0, "2015-04-21", due_was=None, **facts),
        by(granted, -1, unit=OFFICE),
        from_due_before(granted, -1),
    )


def never_paused() -> Edit:
    """Let the opinion whose clock stood still go over to other rules without any question."""
    return together(
        without("opinion.clarification-requested"), without(CLARIFIED), without(SETTLED, 1)
    )


def moved_along(topic: str, nth: int) -> Edit:
    """Let the due date in force be another one, and become what the original one is now."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = from_due_before(topic, nth)(lines)
        state = altered[place_of(lines, topic, nth)].state
        state["due"] = state["original_due"]
        return altered

    return edit


def from_original(topic: str, nth: int) -> Edit:
    """Let the due date in force before be the original one."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        state = altered[place_of(lines, topic, nth)].state
        state["original_was"] = state["due_was"]
        return altered

    return edit


def migrated_as_difficult() -> Edit:
    """Let a difficult opinion go over to rules with the same term for such."""
    half_a_year = term(6, "month")
    return together(
        until(MIGRATED, MIGRATED_PAUSED),
        never_paused(),
        states(REFERRED, PAUSED, difficult=True),
        rederived(REFERRED, PAUSED, spec=half_a_year, rule=OF_DIFFICULT),
        rederived(MIGRATED, MIGRATED_PAUSED, "original_due", spec=half_a_year, rule=OF_DIFFICULT),
        moved_along(MIGRATED, MIGRATED_PAUSED),
        from_original(MIGRATED, MIGRATED_PAUSED),
    )


def migrated_while_handled_again(lines: Sequence[Line]) -> list[Line]:
    """Let an opinion go over to other rules only once another handling was ordered."""
    by_second = copied(lines)[place_of(lines, ORDERED)].state["due"]
    dues = dict.fromkeys(("due_was", "due", "original_was", "original_due"), by_second)
    topics = (REPLIED, "opinion.reply-evaluated", ORDERED)
    return together(
        until(ORDERED),
        without(MIGRATED, MIGRATED_PAUSED),
        *(by(topic, 0, profile=FIRST_RULES) for topic in topics),
        stated(REPLIED, 0, "evaluation_by.basis", profile=FIRST_RULES),
        stated(ORDERED, 0, "due.basis", profile=FIRST_RULES),
        then(MIGRATED, ORDERED, 0, was=FIRST_RULES, round=2, reason="规则方案修订", **dues),
        from_due_before(MIGRATED, -1),
        from_original(MIGRATED, -1),
        by(MIGRATED, -1, profile=SECOND_RULES),
    )(lines)


def re_referred(on: str, working_days: int, version: int | None, *before: Edit) -> Edit:
    """Let the opinion that was returned be referred anew once the second rules are published."""
    again = "opinion.re-referred"
    known: dict[str, Any] = {"start": on, "calendar": [{"year": 2015, "version": 1}]}
    by_rules = {**known, "profile": version and {"congress": OFFICE, "version": version}}
    terms = ("return_by", "co_opinions_by", "first_contact_by")

    def edit(lines: Sequence[Line]) -> list[Line]:
        state = copied(lines)[place_of(lines, REFERRED, RETURNED)].state
        facts = {name: state[name] for name in state if name not in ENVELOPE}
        return together(
            until("rule-profile.published", 1),
            *before,
            then(again, REFERRED, RETURNED, on, **facts),
            by(again, -1, profile=by_rules["profile"]),
            rederived(again, -1, spec=term(working_days), **by_rules),
            *(rederived(again, -1, f"terms.{name}", **by_rules) for name in terms),
        )(lines)

    return edit


FIRST_END, SECOND_BEGIN = "2015-06-16", "2015-06-17"
SHORT = states("rule-profile.published", 1, valid_until="2015-06-20")
ENDING: dict[str, Any] = {"version": 2, "valid_until": "2015-06-20", "reason": "另行制定"}
ENDED = then("rule-profile.ended", "rule-profile.published", 1, **ENDING)
TWENTY_DAYS_BEFORE = {
    "colour": "蓝",
    "trigger": "near_due",
    "days": 20,
    "counted_in": "day",
    "up_the_line": False,
}
SCALE = {"scale": {"levels": [TWENTY_DAYS_BEFORE]}}
ROADS_ITSELF = {"kind": "unit", "id": str(Unit.id_of(ROADS)), "number": ROADS, "due": None}
ALLOWED: dict[str, Edit] = {
    "referred on the last day of the first rules": re_referred(FIRST_END, 55, 1),
    "referred on the first day of the next": re_referred(SECOND_BEGIN, 58, 2),
    "referred on the last day of rules for a time": re_referred("2015-06-20", 58, 2, SHORT),
    "referred on the last day of rules that were ended": re_referred("2015-06-20", 58, 2, ENDED),
    "put off as far as can be after a pause": extended_once_answered("2015-12-26"),
    "answered once it was extended": answered_once_extended(),
    "a difficult opinion under other rules": migrated_as_difficult(),
    "other rules while it is handled again": migrated_while_handled_again,
    "reminded by the scale of the congress that raised it": together(
        ruling("warning", **SCALE),
        reminding(Commitment, UNRULED, ROADS, "2015-12-31", "2015-12-12", days=20),
    ),
    "reminded of a task by the scale of the congress that raised it": together(
        ruling("warning", **SCALE),
        reminding(RectificationTask, UNRULED_TASK, ROADS, "2015-12-31", "2015-12-12", days=20),
    ),
    "reminded by the scale of the rules it began under": together(
        inside("rule-profile.drafted", 0, "rules", warning=SCALE),
        inside("rule-profile.published", 0, "rules", warning=SCALE),
        reminding(Commitment, UNDER_FIRST_RULES, ROADS, "2015-12-31", "2015-12-12", days=20),
    ),
    "a unit urged by the scale of the congress that urges it": together(
        ruling("warning", scale={"levels": [TWENTY_DAYS_BEFORE | {"colour": "橙"}]}),
        urging(ROADS_ITSELF, ROADS, "2015-12-12", OFFICE, trigger="near_due", colour="橙"),
    ),
}


FALSIFIED.update(
    {
        "put off farther than can be after a pause": extended_once_answered("2015-12-27"),
        "referred by the next rules before they begin": re_referred(FIRST_END, 58, 2),
        "referred by the first rules after their end": re_referred(SECOND_BEGIN, 55, 1),
        "referred by rules for a time after it": re_referred("2015-06-21", 58, 2, SHORT),
        "referred by rules that were ended": re_referred("2015-06-21", 58, 2, ENDED),
    }
)


@pytest.mark.parametrize("name", FALSIFIED)
def test_a_due_date_other_than_the_rules_prescribe_is_refused(ruled: Bundle, name: str) -> None:
    require_illegal(refused(ruled.lines, FALSIFIED[name]), "prescribed dues", name)


@pytest.mark.parametrize("name", RARE)
def test_a_due_date_of_no_rules_is_refused_where_rules_are_named(
    rarely: Bundle, name: str
) -> None:
    require_illegal(refused(rarely.lines, RARE[name]), "prescribed dues", name)


def test_every_sentence_is_about_one_of_these_due_dates() -> None:
    assert set(SENTENCES["prescribed dues"]) == {*FALSIFIED, *RARE}


@pytest.mark.parametrize("name", ALLOWED)
def test_a_due_date_the_rules_prescribe_is_allowed(ruled: Bundle, name: str) -> None:
    follow(ALLOWED[name](ruled.lines))


def test_a_county_whose_rules_set_every_due_date_is_sound(ruled: Bundle) -> None:
    ruled.check()


def test_a_difficult_opinion_has_the_longer_term(ruled: Bundle) -> None:
    difficult = states(REFERRED, BEFORE_RULES, difficult=True)
    longer = rederived(REFERRED, BEFORE_RULES, spec=term(6, "month"), rule=OF_DIFFICULT)
    assert follow(together(difficult, longer)(ruled.lines)).events == len(ruled.lines)
    assert "所规定的不符" in refused(ruled.lines, difficult).chinese
