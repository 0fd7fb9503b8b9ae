"""A falsified life of an opinion is refused, with a reason of its own for every rule."""

from typing import Any

import pytest

from tests.application import opinions, plans
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    called,
    corrected,
    refused,
    states,
    then,
    together,
    twice,
    without,
)
from tests.interfaces.verifier.replaying import Bundle
from tests.interfaces.verifier.sentences import SENTENCES, require_illegal

ROADS, TOWN = opinions.ROADS, opinions.TOWN


def due(on: str | None) -> dict[str, Any]:
    return {"on": on, "undated": on is None}


SPLIT = states("opinion.re-referred", 0, lead=[TOWN, ROADS], split_handling=True)
PROMISED = {"text": "年底前完成道路硬化", "due": due("2015-10-21")}

ILLEGAL: dict[str, Edit] = {
    "raised after it was registered": states("opinion.registered", -1, raised_on="2015-01-22"),
    "co-signers without a lead deputy": states("opinion.registered", -1, lead_deputy=None),
    "signed twice by one": states("opinion.registered", -1, co_signers=["代表甲"]),
    "referred anew though never returned": called("opinion.referred", -1, "opinion.re-referred"),
    "referred as if never returned": called("opinion.re-referred", 0, "opinion.referred"),
    "lead unit that is its own co-unit": states("opinion.referred", -1, co_units=[ROADS]),
    "extension asked for after the due date": together(
        by("opinion.extension-requested", 1, occurred_on="2015-07-02"),
        states("opinion.extension-requested", 1, asked="2015-07-02"),
    ),
    "extension where nothing is due": states("opinion.re-referred", 0, due=due(None)),
    "proposers told before anybody asked": states(
        "opinion.extension-granted", 0, deputy_told_on="2015-06-07"
    ),
    "proposers told on a day to come": states(
        "opinion.extension-granted", 0, deputy_told_on="2031-06-07"
    ),
    "merger across lead units": together(
        states("opinion.referred", 6, lead=["GQJYJ"]),
        by("opinion.acknowledged", 6, unit="GQJYJ"),
        states("opinion.merged-into", 0, into=str(plans.opinion_id(8)), into_number="GQ-8"),
    ),
    "merger under another's number": states("opinion.merged-into", 0, into_number="GQ-2"),
    "link to the same work twice": twice("opinion.work-linked"),
    "reply by a lead unit that did not sign": together(
        SPLIT, by("opinion.replied", 2, unit=ROADS)
    ),
    "second reply of one lead unit": together(
        SPLIT, states("opinion.replied", 2, complete=False), twice("opinion.replied", 2)
    ),
    "feedback lapsed twice": twice("opinion.feedback-lapsed"),
    "feedback lapsed though everybody was heard": together(
        twice("opinion.reply-evaluated", 3),
        states("opinion.reply-evaluated", 4, evaluator="代表乙"),
    ),
    "silence taken for consent": states("opinion.feedback-lapsed", 0, silence="satisfied"),
    "tracking though nothing was promised": states(
        "opinion.replied", 3, promised_items=[], result_class="A"
    ),
    "promise fulfilled twice": twice("opinion.promised-item-fulfilled"),
    "promise fulfilled on a day to come": states(
        "opinion.promised-item-fulfilled", 0, fulfilled_on="2015-12-21"
    ),
    "closing while work is open": then(
        "opinion.closed", "opinion.replied", 0, round=1, completed_on="2009-08-21", ground="办结"
    ),
    "closing though somebody is dissatisfied": states(
        "opinion.reply-evaluated", -1, satisfaction="dissatisfied", reasons="仍有坑洼"
    ),
    "closing while a proposer is unheard": without("opinion.reply-evaluated", -2),
}
WRONGLY_CORRECTED: dict[str, Edit] = {
    "registered before it was raised": corrected("opinion.registered", -1, "2015-01-19"),
    "referred after the due date": together(
        states("opinion.referred", -1, due=due("2015-03-26")),
        corrected("opinion.referred", -1, "2015-03-27"),
    ),
    "replied after what was promised was due": together(
        states("opinion.replied", 3, promised_items=[PROMISED]),
        corrected("opinion.replied", 3, "2015-10-22"),
    ),
    "told before it was fulfilled": corrected("opinion.promised-item-fulfilled", 0, "2015-12-17"),
    "referred after more time was asked for": together(
        states("opinion.extension-requested", 0, asked="2015-04-01"),
        corrected("opinion.re-referred", 0, "2015-04-02"),
    ),
    "received before it was asked": corrected("opinion.extension-requested", 0, "2015-05-29"),
    "granted after the due date": corrected("opinion.extension-granted", 0, "2015-07-02"),
    "replied after the evaluation": corrected("opinion.replied", 3, "2015-10-26"),
    "evaluated after feedback lapsed": corrected("opinion.reply-evaluated", 3, "2015-11-06"),
    "reminded before the reply": together(
        states("opinion.feedback-lapsed", 0, reminded_on="2015-10-21"),
        corrected("opinion.replied", 3, "2015-10-22"),
    ),
    "lapsed before the reminder": corrected("opinion.feedback-lapsed", 0, "2015-10-27"),
    "reopened after it was complete": together(
        states("opinion.closed", 1, completed_on="2016-06-06"),
        corrected("opinion.reopened", 0, "2016-06-07"),
    ),
    "closed before it was complete": together(
        states("opinion.closed", 0, completed_on="2015-12-24"),
        corrected("opinion.closed", 0, "2015-12-23"),
    ),
    "before the step before it": corrected("opinion.referred", -1, "2015-02-28"),
    "after the step after it": corrected("opinion.referred", -1, "2015-03-29"),
    "registered after it was formed": corrected("opinion.registered", -1, "2015-03-02"),
    "corrected to the date it had": corrected("opinion.withdrawn", -1, "2015-03-28"),
    "corrected though not there": together(
        corrected("opinion.withdrawn", -1, "2015-03-29"),
        states("opinion.corrected", -1, corrects=5),
    ),
    "corrected from before the beginning": together(
        corrected("opinion.withdrawn", -1, "2015-03-29"),
        states("opinion.corrected", -1, corrects=0),
    ),
}
FALSIFIED = {**ILLEGAL, **WRONGLY_CORRECTED}


@pytest.mark.parametrize("name", FALSIFIED)
def test_what_could_not_happen_to_an_opinion_is_refused(told: Bundle, name: str) -> None:
    require_illegal(refused(told.lines, FALSIFIED[name]), "opinions", name)


def test_every_sentence_is_of_one_of_these_histories() -> None:
    assert set(SENTENCES["opinions"]) == set(FALSIFIED)
