"""Histories in which one thing only just fits, or no longer does, for both verifiers to judge."""

from collections.abc import Sequence
from typing import Any

from domain.commitment import Commitment
from domain.opinion import Opinion
from tests.interfaces.verifier.continued import beginning, due, reminding, ruling, until, urging
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    copied,
    inside,
    place_of,
    states,
    then,
    together,
    twice,
    without,
)
from tests.interfaces.verifier.replaying import Line
from tests.interfaces.verifier.rule_edges import arranging, level, with_levels
from tests.interfaces.verifier.test_personal_data_rules import (
    OPENED,
    RECLASSIFIED,
    REFUSED,
    REQUESTED,
    retention,
)

FIRST_RULES = ("rule-profile.drafted", "rule-profile.published")
FOR_EVER = retention("permanent", None)
MERGED = until("opinion.merged-into")
LAPSED = until("opinion.feedback-lapsed")
SCHOOL, BUREAU, CONGRESS = "GQXX", "GQJYJ", "GQRDB"
NOTICE, RECIPIENT, GOVERNMENT = "notice.issued", "RWCGJ", "RWZF"


def led_by(nth: int, *units: str) -> Edit:
    return states("opinion.referred", nth, lead=[*units], split_handling=len(units) > 1)


def completed(nth: int, on: str) -> Edit:
    return together(until("opinion.closed", nth), states("opinion.closed", nth, completed_on=on))


def lapsed(**facts: Any) -> Edit:
    return together(LAPSED, states("opinion.feedback-lapsed", 0, **facts))


def ending(until_day: str) -> Edit:
    """Let rules end that are published and do not hold yet."""
    facts: dict[str, Any] = {"version": 1, "valid_until": until_day, "reason": "另行制定"}
    published = "rule-profile.published"
    return together(
        until(published), then("rule-profile.ended", published, on="2014-12-02", **facts)
    )


def undisturbed(lines: Sequence[Line]) -> list[Line]:
    """Let a question not stop the clock, before the due date is settled."""
    altered = ruling("reply", clarification_pauses=False)(
        states("opinion.clarification-requested", pauses=False)(lines)
    )
    given, settled = (
        altered[place_of(altered, topic)].state
        for topic in ("opinion.clarification-given", "opinion.due-settled")
    )
    given["due"] = settled["due_was"] = given["due_was"]
    settled["due"] = settled["original_due"]
    return altered[: place_of(altered, "opinion.due-settled") + 1]


def without_term(lines: Sequence[Line]) -> list[Line]:
    """Let an opinion go over to rules that set no term, so that its due date stays as settled."""
    altered = states("opinion.registered", 1, kind="public")(lines)
    for at, line in enumerate(each for each in altered if each.topic.startswith("rule-profile.")):
        reply = line.state["rules"]["reply"]
        reply["public"] = reply["deputy_suggestion"] if at < len(FIRST_RULES) else None
    raised = altered[place_of(altered, "opinion.registered", 1)].aggregate_id
    for line in (each for each in altered if each.aggregate_id == raised):
        for told in map(line.state.get, ("due", "due_was", "original_was", "original_due")):
            if told and told.get("basis"):
                told["basis"]["rule"] = "群众意见的办理期限"
    end = place_of(altered, "opinion.rules-migrated")
    settled = altered[place_of(altered, "opinion.due-settled")].state["original_due"]
    altered[end].state["original_due"] = settled
    return altered[: end + 1]


def of_rules_yet_another(lines: Sequence[Line]) -> list[Line]:
    """Let a due date follow from published rules, under no name, and be another than theirs."""
    altered = until("opinion.referred", 1)(lines)
    due = altered[-1].state["due"]
    due["basis"]["spec"]["term"] = {"length": 4, "unit": "month"}
    due["basis"] |= {"rule": None, "raw": "2015-08-02"}
    due["on"] = "2015-08-03"
    return altered


def asked(unit: str = "DLJTJ", on: str = "2015-04-15") -> Edit:
    """Let a unit ask once more what is meant, after it was answered."""
    question = "opinion.clarification-requested"
    return together(
        until("opinion.clarification-given"),
        then(question, question, on=on, question="起止路段", pauses=True),
        by(question, -1, unit=unit),
    )


def answered_again(days: int) -> Edit:
    """Let what was answered be answered once more, and the due date move by some days."""
    given = "opinion.clarification-given"

    def edit(lines: Sequence[Line]) -> list[Line]:
        history = until(given)(lines)
        was = history[-1].state["due"]
        due = {**was, "on": f"2015-07-{5 + days:02}"}
        facts: dict[str, Any] = {"answer": "全线", "due_was": was, "due": due}
        again = then(given, given, on="2015-04-21", **facts)
        return together(again, by(given, -1, unit="DLRDB"))(history)

    return edit


def taken_up(round_: int, due_on: str, on: str) -> Edit:
    """Let an opinion that is closed be taken up on the ground of a look-back."""
    facts: dict[str, Any] = {"round": round_, "ground": "look_back", "reference": "记录"}
    facts |= {"due": {"on": due_on, "undated": False}, "reason": "反弹"}
    return then("opinion.reopened", "opinion.closed", on=on, **facts)


def answering_more(lines: Sequence[Line]) -> list[Line]:
    """Let the last measure answer one more opinion, which its plan is not about."""
    altered = copied(lines)
    altered[-1].state["measure"]["answers"].append("00000000-0000-0000-0000-000000000000")
    return altered


def urged(nth: int, kind: str, body: str | None) -> Edit:
    """Let a notice be one of another kind, through a body that can act on it or none."""
    return states(NOTICE, nth, kind=kind, competent_body=body)


def promised(about: str, nth: int, on: str, profile: dict[str, Any] | None = None) -> Edit:
    """Let a unit promise something about the opinion of the nth event of this kind."""
    number = "CN-2099-1"
    facts = {"number": number, "unit": "DLJTJ", "text": "按期修复", "due": due("2017-06-26")}
    counted = {"text": "三处", "unit_of_measure": "处", "minimum": "3", "maximum": None}

    def edit(lines: Sequence[Line]) -> list[Line]:
        history = until(about, nth)(lines)
        about_it = {"opinion_ids": [history[-1].aggregate_id], "plan_id": None}
        state = {**facts, "quantified": counted, **about_it}
        key = str(Commitment.id_of(number))
        altered = beginning("commitment.drafted", key, on, state, "DLJTJ")(history)
        if profile is not None:
            altered[-1].state["act"]["profile"] = profile
        return altered

    return edit


def urged_once_closed(lines: Sequence[Line]) -> list[Line]:
    """Let a unit that never answered for an opinion be urged after its end."""
    history = until("opinion.closed", 1)(lines)
    item = history[-1].aggregate_id
    number = next(each.state["number"] for each in history if each.aggregate_id == item)
    subject = {"kind": "opinion", "id": item, "number": number, "due": due("2016-09-30")}
    return urging(subject, RECIPIENT, "2016-10-01", "DLRDB", trigger="overdue")(history)


OF_PERSONS: dict[str, Edit] = {
    "held for ever": together(until(OPENED), states(OPENED, retention=FOR_EVER)),
    "held for one day": together(
        until(OPENED), states(OPENED, retention=retention("as_needed", "2015-03-25"))
    ),
    "held until the day before": together(
        until(OPENED), states(OPENED, retention=retention("as_needed", "2015-03-24"))
    ),
    "held for ever since": states(RECLASSIFIED, retention=FOR_EVER),
    "held for a term that was over since": states(
        RECLASSIFIED, retention=retention("ten_years", "2015-03-31")
    ),
    "no consent, but another ground": together(
        states(OPENED, basis="published"),
        *(states(REQUESTED, nth, ground="retention_over") for nth in (0, 1)),
    ),
    "too hard to erase": states(REFUSED, 0, ground="technically_hard"),
    "too hard to erase, but not restricted": states(
        REFUSED, 0, ground="technically_hard", restricted=False
    ),
    "unfounded": together(
        until(REFUSED), states(REFUSED, 0, ground="unfounded", restricted=False)
    ),
    "unfounded, yet restricted": together(until(REFUSED), states(REFUSED, 0, ground="unfounded")),
}
TOLD: dict[str, Edit] = {
    "nobody is named unheard": lapsed(unheard=[]),
    "one more is named unheard": lapsed(unheard=["代表乙", "代表丙"]),
    "reminded the day after": lapsed(reminded_on="2015-11-06"),
    "completed on the day it closed": completed(0, "2015-12-25"),
    "completed the day after it closed": completed(0, "2015-12-26"),
    "completed on the day of a promise": completed(0, "2015-12-20"),
    "completed before a promise was kept": completed(0, "2015-12-17"),
    "completed before it was taken up again": completed(1, "2016-06-04"),
    "taken up again on another ground": together(
        without("opinion.look-back-recorded"),
        states("opinion.reopened", ground="complaint"),
        until("opinion.reopened"),
    ),
    "taken up again though no look-back was made": together(
        without("opinion.look-back-recorded"), until("opinion.reopened")
    ),
    "taken up again, due before": together(
        until("opinion.look-back-recorded"), taken_up(3, "2016-06-04", "2016-06-05")
    ),
    "taken up again, due on the day": together(
        until("opinion.look-back-recorded"), taken_up(3, "2016-06-05", "2016-06-05")
    ),
    "taken up again by an earlier look-back": together(
        until("opinion.closed", 1), taken_up(4, "2016-12-31", "2016-10-01")
    ),
    "closed in another round": together(
        until("opinion.closed"), states("opinion.closed", round=1)
    ),
    "two are unheard": together(
        without("opinion.reply-evaluated", 3), lapsed(unheard=["代表甲", "代表乙"])
    ),
    "two are unheard, one of them another": together(
        without("opinion.reply-evaluated", 3), lapsed(unheard=["代表甲", "代表丙"])
    ),
    "more time asked for by another unit": together(
        until("opinion.extension-requested"),
        by("opinion.extension-requested", unit="DLCZJ"),
    ),
    "merged with one of fewer lead units": together(MERGED, led_by(2, SCHOOL, BUREAU)),
    "merged with one of more lead units": together(MERGED, led_by(0, SCHOOL, BUREAU)),
    "merged with one of the same lead units": together(
        MERGED, led_by(0, BUREAU, SCHOOL), led_by(2, SCHOOL, BUREAU)
    ),
    "merged with one of other lead units": together(
        MERGED, led_by(0, SCHOOL, CONGRESS), led_by(2, SCHOOL, BUREAU)
    ),
    "linked as work of another kind": states("opinion.work-linked", -1, kind="commitment"),
    "a measure that answers an opinion of another plan as well": together(
        until("plan.measure-added", 1), answering_more
    ),
    "reminded of more days overdue": states("reminder.raised", days_overdue=701),
    "reminded of days left as well": states("reminder.raised", days_left=700),
    "a year arranged twice": twice("calendar-year.published"),
    "a year before all": arranging(1948, "2000-01-01"),
    "three years ahead": arranging(2003, "2000-01-01"),
    "the earlier notice has no date": inside(
        "calendar-year.published", 11, "notice", notice_date=None
    ),
    "a promise about an opinion that is closed": promised("opinion.closed", 1, "2016-10-01"),
    "a promise about one that was taken up again": promised("opinion.reopened", 0, "2016-10-01"),
    "a unit urged about what never was its own, and has ended": urged_once_closed,
    "more time asked for before it was referred": together(
        until("opinion.extension-requested"),
        states("opinion.extension-requested", asked="2009-01-01"),
    ),
    "moved to where it is": together(until("unit.moved"), states("unit.moved", parent="RWCGJ")),
    "a circular through a body": together(until(NOTICE), urged(0, "circular", GOVERNMENT)),
    "a circular through none": together(until(NOTICE), urged(0, "circular", None)),
    "a circular through its recipient": together(until(NOTICE), urged(0, "circular", RECIPIENT)),
    "a circular through nobody known": together(until(NOTICE), urged(0, "circular", "RWX")),
    "an interview, then a circular": together(
        until(NOTICE, 1), urged(0, "interview", GOVERNMENT), urged(1, "circular", GOVERNMENT)
    ),
    "a circular, then an interview": together(
        until(NOTICE, 1), urged(0, "circular", GOVERNMENT), urged(1, "interview", GOVERNMENT)
    ),
}
RARE: dict[str, Edit] = {
    "a promise about one that was not admitted, under no rules": promised(
        "opinion.not-admitted", 0, "2015-02-02"
    ),
    "a promise about one that was not admitted, under its rules": promised(
        "opinion.not-admitted", 0, "2015-02-02", {"congress": "DLRDB", "version": 1}
    ),
    "rules end before they begin": ending("2014-12-31"),
    "rules end on the day they begin": ending("2015-01-01"),
    "a question that stops no clock": undisturbed,
    "an element waived that is there": states(
        "plan.elements-waived", elements=["fund", "deadline"]
    ),
    "asked again, once it was answered": asked(),
    "asked again by another unit": asked("DLCZJ"),
    "answered again, though nothing was asked": answered_again(0),
    "answered again, as if it had been asked again": answered_again(10),
    "answered again, as if it had been asked at first": answered_again(20),
    "near, though it is late and nothing else is warned of": together(
        until("opinion.acknowledged", 6),
        reminding(Opinion, "DL-2015-01", "DLJTJ", "2015-06-25", "2015-06-26", **level(366)),
        with_levels(level(366)),
    ),
    "near on the day it is due, and nothing else is warned of": together(
        until("opinion.acknowledged", 6),
        reminding(Opinion, "DL-2015-01", "DLJTJ", "2015-06-25", "2015-06-25", **level(366)),
        with_levels(level(366)),
    ),
}
RULED: dict[str, Edit] = {
    "brought by rules without a term": without_term,
    "of rules, yet another than theirs": of_rules_yet_another,
}
