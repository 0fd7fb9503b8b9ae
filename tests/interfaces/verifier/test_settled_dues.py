"""A due date that is settled, or goes over to other rules, keeps what it follows from."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.application import opinions
from tests.interfaces.verifier.continued import ruling
from tests.interfaces.verifier.continued import until as ending
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    corrected,
    from_due_before,
    place_of,
    refused,
    states,
    then,
    together,
    twice,
    without,
)
from tests.interfaces.verifier.replaying import Bundle, Line, follow
from tests.interfaces.verifier.sentences import SENTENCES, require_illegal
from tests.interfaces.verifier.test_due_derivation import months


def outright(on: str | None) -> dict[str, Any]:
    return {"on": on, "undated": on is None}


def term(on: str, start: str, length: int, version: int | None, **other: Any) -> dict[str, Any]:
    """Return a due date so many months after a day, as the notice of that year has it or none."""
    basis = {
        "spec": months(length),
        "start": start,
        "raw": on,
        "calendar": [{"year": int(start[:4]), "version": version}],
        "profile": None,
        "rule": None,
    }
    return {"on": on, "undated": False, "basis": basis | other}


REFERRED, WANTING = "2015-03-25", "2016-06-28"
SETTLED = term("2015-06-25", REFERRED, 3, 1)
AGAIN = term("2016-07-28", WANTING, 1, 1)
PUT_OFF = {**SETTLED, "on": "2015-07-05"}
NEW_RULES = {"congress": "DLRDB", "version": 2}
BY_NEW_RULES = term("2015-07-27", REFERRED, 4, 1, raw="2015-07-25", profile=NEW_RULES)
NO_CLARIFICATION = together(
    without("opinion.clarification-requested"), without("opinion.clarification-given")
)


def settled_again(*, of_original: bool) -> Edit:
    """Let the due date of the second round of a task rest on a notice, and be settled by it."""
    facts: dict[str, Any] = {
        "due_was": AGAIN,
        "due": AGAIN,
        "of_original": of_original,
    }
    return together(
        states("task.verification-failed", 0, new_due=facts["due_was"]),
        then("task.due-settled", "task.verification-failed", 0, "2016-06-28", **facts),
    )


def put_off_before_it_was_settled(due: dict[str, Any]) -> Edit:
    """Let more time be granted before the due date that was in force is settled."""
    until = outright("2015-08-01")
    asked: dict[str, Any] = {"asked": "2015-04-11", "reason": "待批"}
    granted: dict[str, Any] = {
        "until": until["on"],
        "due_was": term("2015-07-05", REFERRED, 3, None, raw="2015-06-25"),
        "deputy_told_on": "2015-04-12",
    }
    settled: dict[str, Any] = {"round": 1, "due_was": until, "due": due}
    settled |= {"original_was": term("2015-06-25", REFERRED, 3, None), "original_due": SETTLED}
    signed = "opinion.acknowledged"
    return together(
        ending("calendar-year.published", 0),
        without("opinion.corrected"),
        then("opinion.extension-requested", signed, -1, "2015-04-11", **asked),
        by("opinion.extension-requested", -1, unit=opinions.ROADS),
        then("opinion.extension-granted", signed, -1, "2015-04-12", **granted),
        by("opinion.extension-granted", -1, unit=opinions.OFFICE),
        then("opinion.due-settled", signed, -1, "2015-05-02", **settled),
    )


SETTLED_WRONGLY: dict[str, Edit] = {
    "settled to a day stated outright": states("task.due-settled", 0, due=outright("2016-06-28")),
    "promise settled to a day stated outright": states(
        "commitment.due-settled", 0, due=outright("2017-06-27")
    ),
    "settled as another than the original": states("task.due-settled", 0, of_original=False),
    "promise settled as another than the original": states(
        "commitment.due-settled", 0, of_original=False
    ),
    "settled as the original though it is not": settled_again(of_original=True),
    "settled twice, then as another than the original": together(
        twice("task.due-settled"),
        from_due_before("task.due-settled", 1),
        states("task.due-settled", 1, of_original=False),
    ),
    "promise settled twice, then as another than the original": together(
        twice("commitment.due-settled"),
        from_due_before("commitment.due-settled", 1),
        states("commitment.due-settled", 1, of_original=False),
    ),
    "restated after it was settled": together(
        settled_again(of_original=False), corrected("task.verification-failed", 0, "2016-06-29")
    ),
    "opinion settled to a day stated outright": states(
        "opinion.due-settled", 0, original_due=outright("2015-06-25")
    ),
    "opinion settled from another term": states(
        "opinion.due-settled", 0, original_due=BY_NEW_RULES
    ),
    "settled to a day that follows from no pause": together(
        NO_CLARIFICATION, from_due_before("opinion.due-settled")
    ),
    "settled and left open": states("opinion.due-settled", 0, due=outright(None)),
    "settled though it was put off": put_off_before_it_was_settled(SETTLED),
    "settled, then put off on a later day": together(
        put_off_before_it_was_settled(outright("2015-08-01")),
        corrected("opinion.extension-granted", -1, "2015-05-03"),
    ),
    "migrated to a day stated outright": states(
        "opinion.rules-migrated", 0, original_due=outright("2016-06-25")
    ),
    "migrated from a date that rested on no notice": states(
        "opinion.rules-migrated",
        0,
        due_was=term("2015-07-05", REFERRED, 3, None, raw="2015-06-25"),
    ),
    "migrated to the term of other rules": states(
        "opinion.rules-migrated",
        0,
        original_due=term("2015-07-27", REFERRED, 4, 1, raw="2015-07-25"),
    ),
    "answered and put off for too long": states(
        "opinion.clarification-given",
        0,
        due=term("2015-07-06", REFERRED, 3, None, raw="2015-06-25"),
    ),
    "answered and put off to a day stated outright": states(
        "opinion.clarification-given", 0, due=outright("2015-07-05")
    ),
    "answered and left open": states("opinion.clarification-given", 0, due=outright(None)),
}
SETTLED_RIGHTLY: dict[str, Edit] = {
    "settled as another than the original, which it is": settled_again(of_original=False),
    "restated on the day it was settled": together(
        settled_again(of_original=False), corrected("task.planned", -1, "2016-03-24")
    ),
    "put off before the original was settled": put_off_before_it_was_settled(
        outright("2015-08-01")
    ),
    "settled without a pause": together(
        NO_CLARIFICATION,
        from_due_before("opinion.due-settled"),
        states("opinion.due-settled", 0, due=SETTLED),
        states("opinion.rules-migrated", 0, due_was=SETTLED, due=SETTLED),
    ),
}


def in_working_days(on: str) -> dict[str, Any]:
    """Return what 20 working days from the referral come to, put off to some day."""
    twenty = {"kind": "term", "term": {"length": 20, "unit": "working_day"}, "roll": False}
    return term(on, REFERRED, 3, None, spec=twenty, raw="2015-04-22")


def answered_in_working_days(on: str) -> Edit:
    facts = {"due_was": in_working_days("2015-04-22"), "due": in_working_days(on)}
    return together(
        ending("opinion.clarification-given"),
        states("opinion.referred", -1, due=facts["due_was"]),
        states("opinion.clarification-given", 0, **facts),
    )


SETTLED_RIGHTLY["answered and put off by working days"] = answered_in_working_days("2015-05-04")


def answered(was: dict[str, Any], due: dict[str, Any], pauses: bool = True) -> Edit:
    """Let the opinion be due otherwise when a question about it is answered."""
    return together(
        states("opinion.referred", -1, due=was),
        states("opinion.clarification-requested", 0, pauses=pauses),
        states("opinion.clarification-given", 0, due_was=was, due=due),
    )


OUTRIGHT = {"due_was": outright("2015-07-05"), "due": outright("2015-07-05")}


def migrated_outright(original: str) -> Edit:
    """Let a day stated outright and put off by a pause go over to other rules."""
    return together(
        answered(outright("2015-06-25"), outright("2015-07-05")),
        without("opinion.due-settled"),
        states("opinion.rules-migrated", 0, **OUTRIGHT),
        states(
            "opinion.rules-migrated",
            0,
            original_was=outright("2015-06-25"),
            original_due=outright(original),
        ),
        then(
            "opinion.consulted", "opinion.rules-migrated", 0, with_deputy="代表甲", manner="电话"
        ),
    )


def turned_round(due: dict[str, Any]) -> dict[str, Any]:
    """Return the same due date, the facts of its deadline in another order."""
    spec = dict(reversed(due["basis"]["spec"].items()))
    return {**due, "basis": {**due["basis"], "spec": spec}}


FIXED_DAY: dict[str, Any] = {
    "spec": {"kind": "fixed_day", "day": "2015-06-25"},
    "start": None,
    "calendar": [],
}
FIXED = {**SETTLED, "basis": {**SETTLED["basis"], **FIXED_DAY}}
SETTLED_RIGHTLY.update(
    {
        "answered though nothing was due": together(
            ending("opinion.clarification-given"), answered(outright(None), outright(None))
        ),
        "answered while the clock ran": together(
            ending("opinion.clarification-given"),
            ruling("reply", clarification_pauses=False),
            answered(outright("2015-06-25"), outright("2015-06-25"), pauses=False),
        ),
        "migrated with a day stated outright": migrated_outright("2015-06-25"),
        "settled by the same facts in another order": together(
            ending("opinion.due-settled"),
            states("opinion.due-settled", 0, original_due=turned_round(SETTLED)),
        ),
        "settled as another than the original, stated anew": together(
            states("task.verification-failed", 0, new_due=AGAIN),
            then(
                "task.due-settled",
                "task.verification-failed",
                0,
                "2016-06-28",
                due_was=AGAIN,
                due=AGAIN,
                of_original=False,
            ),
        ),
    }
)
SETTLED_WRONGLY["settled though it was stated outright"] = together(
    ending("opinion.due-settled"),
    answered(outright("2015-06-25"), outright("2015-07-05")),
    states("opinion.due-settled", 0, **OUTRIGHT, original_due=outright("2015-06-25")),
)
SETTLED_WRONGLY["counted from no day, though it is fixed"] = states(
    "opinion.referred", -1, due=FIXED
)
SETTLED_WRONGLY["migrated to another day stated outright"] = migrated_outright("2015-06-24")
SETTLED_WRONGLY["settled by the term of the same rules"] = states(
    "opinion.due-settled",
    0,
    original_due=term(
        "2015-07-27",
        REFERRED,
        4,
        1,
        raw="2015-07-25",
        profile={"congress": "DLRDB", "version": 1},
    ),
)


def extended_before_it_was_settled(lines: Sequence[Line]) -> list[Line]:
    """Let more time be asked for while a due date rests on no notice yet, though there is one."""
    asked, planned = "task.extension-requested", lines[place_of(lines, "task.planned", -1)]
    return together(
        ending(asked), without("task.due-settled"), states(asked, 0, due=planned.state["due"])
    )(lines)


SETTLED_RIGHTLY["more time asked for before it was settled"] = extended_before_it_was_settled


def amended(on: str, due: dict[str, Any]) -> Edit:
    """Let the task whose due date is settled end with an amendment of it."""
    unchanged = {f"{name}{was}": None for name in ("text", "target") for was in ("", "_was")}
    facts = {"due": due, "reason": "调整", **unchanged}
    return together(
        then("task.amended", "task.due-settled", 0, on, **facts),
        from_due_before("task.amended", -1),
    )


AMENDED = term("2016-07-04", "2016-04-03", 3, 1, raw="2016-07-03")
SETTLED_RIGHTLY["amended twice, then settled as another than the original"] = together(
    ending("task.due-settled"),
    amended("2016-04-03", outright("2016-07-29")),
    amended("2016-04-03", AMENDED),
    then(
        "task.due-settled",
        "task.due-settled",
        0,
        "2016-04-04",
        due_was=AMENDED,
        due=AMENDED,
        of_original=False,
    ),
)


@pytest.mark.parametrize("name", SETTLED_RIGHTLY)
def test_a_due_date_settled_from_its_origin_is_allowed(rarely: Bundle, name: str) -> None:
    follow(SETTLED_RIGHTLY[name](rarely.lines))


@pytest.mark.parametrize("name", SETTLED_WRONGLY)
def test_a_due_date_settled_from_anything_else_is_refused(rarely: Bundle, name: str) -> None:
    require_illegal(refused(rarely.lines, SETTLED_WRONGLY[name]), "settled dues", name)


def test_every_sentence_is_about_one_of_these_due_dates() -> None:
    assert set(SENTENCES["settled dues"]) == set(SETTLED_WRONGLY)
