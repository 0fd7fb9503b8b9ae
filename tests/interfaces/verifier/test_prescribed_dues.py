"""A due date that names a rule is the one the rules in force prescribe, and pauses are counted."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from domain.deadline import DeadlineSpec
from domain.derivation import derive
from domain.work_calendar import WorkCalendar, YearArrangement
from tests.application.opinions import OFFICE
from tests.domain.calendars import STATUTORY
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    copied,
    place_of,
    refused,
    states,
    together,
)
from tests.interfaces.verifier.replaying import Bundle, Line, follow
from tests.interfaces.verifier.sentences import SENTENCES, require_illegal

OFF = frozenset(date.fromisoformat(f"2015-{day}") for day in (*STATUTORY, "05-22"))
HOLIDAYS = WorkCalendar({2015: YearArrangement(2015, 1, OFF, frozenset())})
BEFORE_RULES, EXTENDED, PAUSED = 0, 1, 2
"""The opinions in the order of their referral."""
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
        due = derive(spec, start, HOLIDAYS if known else WorkCalendar({}))
        named = {"profile": basis["profile"], "rule": basis["rule"]}
        stated = due.model_dump(mode="json")
        holder[name] = stated | {"basis": stated["basis"] | named}
        return altered

    return edit


def stated(topic: str, nth: int, path: str, **facts: Any) -> Edit:
    """Let what stands at a place state something else; without facts, nothing at all."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        holder = altered[place_of(lines, topic, nth)].state
        *into, name = path.split(".")
        for each in into:
            holder = holder.setdefault(each, {})
        holder[name] = holder.get(name, {}) | facts
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
FIRST_RULES = {"congress": OFFICE, "version": 1}
A_DAY = {"on": "2015-04-09", "undated": False}

FALSIFIED: dict[str, Edit] = {
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
    "a window as people like": stated(REFERRED, EXTENDED, "terms.return_by", basis=None),
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
    "holidays not yet known": stated(
        ORDERED, 0, "due.basis", calendar=[{"year": 2015, "version": None}]
    ),
    "a return asked for after the window": by(
        "opinion.return-requested", 0, occurred_on="2015-04-10"
    ),
    "feedback lapsed on the last day for it": by(
        "opinion.feedback-lapsed", 0, occurred_on="2015-08-24"
    ),
    "a pause that lasted longer": stated(CLARIFIED, 0, "due", on="2015-06-30"),
    "a pause that was not counted": stated(CLARIFIED, 0, "due", on="2015-06-19"),
    "a pause that changes the rule": stated(CLARIFIED, 0, "due.basis", rule=None),
    "settled by another term": rederived(SETTLED, SETTLED_PAUSED, "original_due", spec=term(58)),
    "settled from another day": rederived(
        SETTLED, SETTLED_PAUSED, "original_due", start="2015-04-03"
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
    "other rules without the pause": stated(MIGRATED, MIGRATED_PAUSED, "due", on="2015-06-25"),
}


@pytest.mark.parametrize("name", FALSIFIED)
def test_a_due_date_other_than_the_rules_prescribe_is_refused(ruled: Bundle, name: str) -> None:
    require_illegal(refused(ruled.lines, FALSIFIED[name]), "prescribed dues", name)


def test_every_sentence_is_about_one_of_these_due_dates() -> None:
    assert set(SENTENCES["prescribed dues"]) == set(FALSIFIED)


def test_a_county_whose_rules_set_every_due_date_is_sound(ruled: Bundle) -> None:
    ruled.check()


def test_rules_of_which_no_due_date_came_do_not_change_it(rarely: Bundle) -> None:
    """People had stated the deadline; other rules leave it as it was."""
    edit = rederived(MIGRATED, 0, "original_due", spec=term(4, "month"))
    finding = refused(rarely.lines, edit)
    assert finding.code == "illegal-transition"
    assert "期限与原期限的依据不同" in finding.chinese


def test_a_difficult_opinion_has_the_longer_term(ruled: Bundle) -> None:
    difficult = states(REFERRED, BEFORE_RULES, difficult=True)
    longer = rederived(REFERRED, BEFORE_RULES, spec=term(6, "month"))
    assert follow(together(difficult, longer)(ruled.lines)).events == len(ruled.lines)
    assert "所规定的不符" in refused(ruled.lines, difficult).chinese
