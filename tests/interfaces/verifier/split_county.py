"""A county whose opinions are split among lead units, and what could not happen to them."""

from collections.abc import Sequence
from typing import Any

from application.commands import opinions as acts
from application.commands.opinions import ReturnDecision
from application.reactions.tick import tick
from application.store import Store
from domain.opinion_terms import ResultClass
from tests.application.opinions import (
    BEGINNING,
    DISSATISFIED,
    MONEY,
    OFFICE,
    PROMISE,
    REPLIED,
    ROADS,
    SECOND,
    TOWN,
    Step,
    day,
    due,
    settle,
    tell,
)
from tests.interfaces.verifier.continued import until
from tests.interfaces.verifier.falsified import Edit, by, copied, place_of, then, together, without
from tests.interfaces.verifier.opinion_edges import ANSWER
from tests.interfaces.verifier.replaying import Line
from tests.interfaces.verifier.test_falsified_urging import reminded

SPLIT = {"lead": (TOWN, ROADS), "co": (), "split_handling": True}
REFERRED = (*BEGINNING[:2], Step("2015-03-25", acts.refer, facts=SPLIT))
IN_PART = {"result_class": ResultClass.B, "promised_items": (PROMISE,)}
HALF = "FB-1"
"""Signed by one unit, wanted to be given back by the other, which had to keep it."""
ANEW = "FB-2"
"""Given back by one unit and split anew."""
TWICE = "FB-3"
"""Answered by both, handled again, and closed."""
LONGER = "FB-4"
"""Answered by one unit, before the other got more time and the day of referral was corrected."""

STORIES = {
    HALF: (
        *REFERRED,
        Step("2015-03-26", acts.acknowledge, TOWN),
        Step("2015-03-27", acts.request_return, ROADS, {"suggested_unit": MONEY}),
        Step("2015-03-30", acts.decide_return, facts={"decision": ReturnDecision.REFUSED}),
        Step("2015-03-31", acts.acknowledge, ROADS),
        Step("2015-05-01", acts.consult, ROADS),
        Step("2015-06-20", acts.reply, TOWN, IN_PART),
    ),
    ANEW: (
        *REFERRED,
        Step("2015-03-26", acts.acknowledge, TOWN),
        Step("2015-03-26", acts.consult, TOWN),
        Step("2015-03-27", acts.request_return, ROADS),
        Step("2015-03-30", acts.decide_return),
        Step("2015-04-01", acts.refer, facts={**SPLIT, "lead": (MONEY, TOWN)}),
        Step("2015-04-02", acts.acknowledge, TOWN),
        Step("2015-04-03", acts.consult, OFFICE),
    ),
    TWICE: (
        *REFERRED,
        Step("2015-03-26", acts.acknowledge, ROADS),
        Step("2015-03-27", acts.acknowledge, TOWN),
        Step("2015-06-20", acts.reply, ROADS),
        Step("2015-07-02", acts.reply, TOWN, IN_PART),
        Step("2015-07-05", acts.evaluate, facts=DISSATISFIED),
        Step("2015-07-06", acts.order_rehandling, facts={"due": due("2015-08-31")}),
        Step("2015-08-10", acts.reply, TOWN),
        Step("2015-08-20", acts.reply, ROADS, IN_PART),
        Step("2015-08-25", acts.evaluate),
        Step("2015-08-26", acts.evaluate, facts=SECOND),
        Step("2015-08-27", acts.track),
        Step("2015-12-20", acts.fulfil_promised_item, ROADS),
        Step("2015-12-25", acts.close, facts={"completed_on": day("2015-12-18")}),
    ),
    LONGER: (
        *BEGINNING[:2],
        Step("2015-03-25", acts.refer, facts={**SPLIT, "due": None}),
        Step("2015-03-26", acts.acknowledge, TOWN),
        Step("2015-03-26", acts.acknowledge, ROADS),
        Step("2015-06-10", acts.reply, TOWN),
        Step("2015-06-15", acts.request_extension, ROADS),
        Step("2015-06-20", acts.grant_extension, facts={"until": day("2015-08-03")}),
        Step("2015-07-01", acts.correct, facts={"corrects": 3, "now": day("2015-03-02")}),
    ),
    "PT-1": REPLIED,
}


def fill(store: Store) -> None:
    """Fill an empty store."""
    settle(store)
    for number, story in STORIES.items():
        tell(store, story, number)
    tick(store, day("2015-06-26"))


ASKED, REFUSED = "opinion.return-requested", "opinion.return-refused"
SIGNED, REPLIES = "opinion.acknowledged", "opinion.replied"
RELIEF: dict[str, Any] = {"reason": "不属本单位职责", "suggested_unit": None}


def not_stating(topic: str, name: str) -> Edit:
    """Let an event leave out what need not be there."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        changed = copied(lines)
        changed[place_of(changed, topic)].state.pop(name, None)
        return changed

    return edit


WANTED_AGAIN = together(then(ASKED, REFUSED, 0, **RELIEF), by(ASKED, 1, unit=ROADS))
"""The unit that had to keep its part asks once more before it signs."""

ALLOWED: dict[str, Edit] = {
    "return asked for a second time": together(until(REFUSED), WANTED_AGAIN),
    "return refused before anybody signed": together(
        until(REFUSED), without(SIGNED, 0), not_stating(REFUSED, "signed")
    ),
}
ILLEGAL: dict[str, Edit] = {
    "return asked for by a unit that signed": by(ASKED, 0, unit=TOWN),
    "return asked for by no lead unit": by(ASKED, 0, unit=MONEY),
    "return asked for after another's reply": together(
        until(REPLIES),
        without(SIGNED, 1),
        then(ASKED, REPLIES, 0, **RELIEF),
        by(ASKED, 1, unit=ROADS),
    ),
    "return refused as if nobody had signed": not_stating(REFUSED, "signed"),
    "return refused as if somebody had signed": together(until(REFUSED), without(SIGNED, 0)),
    "signed twice by one of several": by(SIGNED, 1, unit=TOWN),
    "reminder to a lead unit that replied": reminded(2, unit=TOWN),
    "reply while a return is decided": together(
        until(ASKED), then(REPLIES, ASKED, 0, **ANSWER), by(REPLIES, 0, unit=TOWN)
    ),
}
