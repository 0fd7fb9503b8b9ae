"""What only just fits is allowed, and what no longer does is refused, at the ends of histories."""

from collections.abc import Sequence
from typing import Any

from domain.opinion import Opinion
from tests.application import opinions, plans
from tests.interfaces.verifier.continued import due, reminding, ruling, until, urging
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    copied,
    corrected,
    from_due_before,
    place_of,
    renumbered,
    states,
    then,
    together,
    twice,
    without,
)
from tests.interfaces.verifier.replaying import Line

OFFICE, ROADS, TOWN = opinions.OFFICE, opinions.ROADS, opinions.TOWN
FIRST, OTHER = opinions.NUMBER, "DL-2015-02"
SOON = "2015-06-25"
"""When the first referral is due."""
DAY_BEFORE = "2015-06-24"


def about(number: str, on: str | None) -> dict[str, Any]:
    subject = {"kind": Opinion.KIND, "id": str(Opinion.id_of(number)), "number": number}
    return subject | {"due": on and due(on)}


def asking(on: str = "2015-06-01") -> Edit:
    """Let the log end with the request of more time for an opinion that was just signed for."""
    wanted: dict[str, Any] = {"asked": on, "reason": "待批"}
    return together(
        until("opinion.acknowledged", -1),
        then("opinion.extension-requested", "opinion.acknowledged", -1, on=on, **wanted),
    )


def granting(until_day: str) -> Edit:
    """Let the log end with more time given to that opinion."""
    facts: dict[str, Any] = {
        "until": until_day,
        "deputy_told_on": "2015-06-02",
    }
    return together(
        asking(),
        then("opinion.extension-granted", "opinion.acknowledged", -1, on="2015-06-02", **facts),
        by("opinion.extension-granted", -1, unit=OFFICE),
        from_due_before("opinion.extension-granted", -1),
    )


QUESTION, EXPLAINED = "opinion.clarification-requested", "opinion.clarification-given"


def wanting(on: str) -> Edit:
    """Let the log go on with a request of more time by the unit that asked what is meant."""
    request = "opinion.extension-requested"
    return together(
        then(request, QUESTION, on=on, asked=on, reason="待批"), by(request, -1, unit=ROADS)
    )


def wanted_before(asks: str) -> Edit:
    """Let a unit want more time the day before its due date, and then ask what is meant."""
    request = "opinion.extension-requested"
    return together(
        until(QUESTION),
        without(QUESTION),
        then(request, BEGUN, -1, on=DAY_BEFORE, asked=DAY_BEFORE, reason="待批"),
        by(request, -1, unit=ROADS),
        then(QUESTION, BEGUN, -1, on=asks, question="路段", pauses=True),
        by(QUESTION, -1, unit=ROADS),
    )


def given(on: str, until_day: str = "2015-09-25") -> Edit:
    """Let the log go on with more time given to that unit."""
    grant = "opinion.extension-granted"
    return together(
        then(grant, QUESTION, on=on, until=until_day, deputy_told_on=on),
        by(grant, -1, unit=OFFICE),
        from_due_before(grant, -1),
    )


def denied(on: str) -> Edit:
    """Let the log go on with no more time given to that unit."""
    refusal = "opinion.extension-refused"
    return together(
        then(refusal, QUESTION, on=on, reason="工期充足"), by(refusal, -1, unit=OFFICE)
    )


def explained(lines: Sequence[Line]) -> list[Line]:
    """Let a unit want more time while it waits to be told what is meant, and be told."""
    told = lines[place_of(lines, EXPLAINED)]
    waiting = together(until(QUESTION), wanting("2015-04-05"))(lines)
    return renumbered(copied([*waiting, told]))


WAITING = together(until(QUESTION), wanting("2015-06-28"), given("2015-06-29"))
"""More time is wanted and given after the due date, while the clock stands still."""
A_MONTH = {"length": 1, "unit": "month"}
MERGED = until("opinion.merged-into")
ANSWER: dict[str, Any] = {
    "round": 1,
    "result_class": "A",
    "signer": "校长",
    "document_number": "校字〔2009〕9号",
    "text": "已经办理",
    "answered": [],
    "promised_items": [],
    "co_opinions_noted": None,
    "complete": True,
}

PROMISED = {"text": "年底前完成道路硬化", "due": due("2015-12-31")}
FULFILLED = "opinion.promised-item-fulfilled"
BEGUN = "opinion.acknowledged"


def closed_as_ruled() -> Edit:
    """Let local rules have a class of their own, read silence, and let a promise stand open."""
    local = {"code": "甲", "label": "正在解决", "promises": True, "resolved": False}
    other = {"code": "乙", "label": "已经解决", "promises": False, "resolved": True}
    said: dict[str, Any] = {
        **ANSWER,
        "answered": ["代表甲", "代表乙"],
        "promised_items": [PROMISED],
    }
    said |= {"stated_class": "甲", "result_class": "B", "co_opinions_noted": "未提交"}
    heard = {"round": 1, "evaluator": "代表甲", "satisfaction": "satisfied", "reasons": None}
    silent = {"round": 1, "unheard": ["代表乙"], "reminded_on": "2015-06-10"}
    closing = {"round": 1, "completed_on": "2015-06-12", "ground": "已经答复"}
    return together(
        until(BEGUN, -1),
        then("opinion.replied", BEGUN, -1, "2015-06-10", **said),
        then("opinion.reply-evaluated", BEGUN, -1, "2015-06-10", **heard),
        by("opinion.reply-evaluated", -1, unit=OFFICE),
        then("opinion.feedback-lapsed", BEGUN, -1, "2015-06-11", **silent, silence="no_answer"),
        by("opinion.feedback-lapsed", -1, unit=OFFICE),
        then("opinion.closed", BEGUN, -1, "2015-06-12", **closing),
        ruling("closing", promises="may_close_with_promise"),
        ruling("closing", result_classes={"name": "两类", "classes": [local, other]}),
        ruling("evaluation", silence="no_answer"),
    )


FIRST_OF_ALL = until("opinion.registered")


def recorded(first: str, second: str) -> Edit:
    """Let the first two events of all be recorded at these moments."""
    moments = enumerate((first, second))
    return together(*(by("unit.registered", nth, recorded_at=moment) for nth, moment in moments))


TOLD: dict[str, Edit] = {
    "a county that deliberates": together(
        FIRST_OF_ALL, states("opinion.registered", 0, kind="deliberation")
    ),
    "a township that does not": together(
        FIRST_OF_ALL, *(states("unit.registered", nth, level="township") for nth in range(3))
    ),
    "recorded a second later": recorded("2029-12-31T23:59:58Z", "2029-12-31T23:59:59Z"),
    "closed on the day it was complete": states("opinion.closed", 1, completed_on="2016-09-20"),
    "evaluated on the day of the reply": by(
        "opinion.reply-evaluated", 1, occurred_on="2015-08-20"
    ),
    "reminded on the day of the reply": states(
        "opinion.feedback-lapsed", 0, reminded_on="2015-10-20"
    ),
    "reminded on the day feedback lapsed": states(
        "opinion.feedback-lapsed", 0, reminded_on="2015-11-05"
    ),
    "fulfilled one after another": together(
        states("opinion.replied", 3, promised_items=[PROMISED, PROMISED]),
        twice(FULFILLED),
        states(FULFILLED, 1, item=2),
    ),
    "fulfilled on the day it was told": together(
        states(FULFILLED, 0, fulfilled_on="2015-12-20"),
        states("opinion.closed", 0, completed_on="2015-12-20"),
    ),
    "reminded while it is only referred": together(
        until("opinion.referred", -1), reminding(Opinion, OTHER, ROADS, SOON, "2015-06-30")
    ),
    "reminded while a return is asked for": together(
        until("opinion.return-requested", -1),
        reminding(Opinion, FIRST, TOWN, "2015-07-01", "2015-06-30"),
    ),
    "reminded of another handling": together(
        until("opinion.rehandling-ordered"),
        reminding(Opinion, FIRST, TOWN, "2015-10-31", "2015-10-31", round_=2),
    ),
    "reminded of the day it was put off to": together(
        until("opinion.extension-granted"),
        reminding(Opinion, FIRST, TOWN, "2015-09-30", "2015-10-01"),
    ),
    "corrected to the day it was raised, once evaluated": together(
        until("opinion.reply-evaluated", 3), corrected("opinion.registered", -1, "2015-01-20")
    ),
    "answered with the opinion of every co-unit": states(
        "opinion.replied", 2, co_opinions_noted=None
    ),
    "put off as far as can be": states("opinion.extension-granted", 0, until="2016-01-01"),
    "put off on the day it is due": by("opinion.extension-granted", 0, occurred_on="2015-07-01"),
    "told on the day it was asked": states(
        "opinion.extension-granted", 0, deputy_told_on="2015-06-08"
    ),
    "told on the day it was recorded": states(
        "opinion.extension-granted", 0, deputy_told_on="2030-01-01"
    ),
    "merged into one that nobody signed for yet": together(
        MERGED, without("opinion.acknowledged", 0)
    ),
    "answered when merged, though nobody signed for it": together(
        MERGED,
        without("opinion.acknowledged", 2),
        then("opinion.replied", "opinion.merged-into", 0, **ANSWER),
        by("opinion.replied", -1, unit=plans.SCHOOL),
    ),
}
RARE: dict[str, Edit] = {
    "more time asked for again, once it was given and once it was refused twice": together(
        until(QUESTION),
        wanting("2015-04-05"),
        denied("2015-04-06"),
        wanting("2015-04-07"),
        given("2015-04-08"),
        wanting("2015-04-09"),
        denied("2015-04-10"),
        wanting("2015-04-11"),
    ),
    "closed as the local rules have it": closed_as_ruled(),
    "put off while the clock stands still": WAITING,
    "put off while the clock stood still, until a date was corrected": together(
        WAITING, corrected(BEGUN, 0, "2015-03-28")
    ),
    "put off from the day it was due meanwhile, until a date was corrected": together(
        explained, given("2015-07-05"), corrected(QUESTION, 0, "2015-04-02")
    ),
    "put off as far as can be at a time": together(
        granting("2015-07-25"), ruling("extension", each=A_MONTH)
    ),
    "put off in the role ruled": together(
        granting("2015-07-25"),
        ruling("approval", extension={"role": "supervision_staff", "post": "经办人"}),
    ),
    "asked for on the day it is due, as ruled": together(
        asking(SOON), ruling("extension", asked_by="on_due_day")
    ),
}
TOLD_REFUSED: dict[str, Edit] = {
    "recorded a second before": recorded("2029-12-31T23:59:59Z", "2029-12-31T23:59:58Z"),
    "reminded before it was referred": together(
        until("opinion.registered", -1), reminding(Opinion, OTHER, ROADS, SOON, "2015-06-30")
    ),
    "reminded once it was answered": together(
        until("opinion.replied", -1),
        reminding(Opinion, FIRST, TOWN, "2016-09-30", "2016-09-30", round_=3),
    ),
    "urged before it was referred": together(
        until("opinion.registered", -1), urging(about(OTHER, None), ROADS, "2015-06-30", OFFICE)
    ),
    "split among one lead unit": states("opinion.referred", -1, split_handling=True),
    "put off when it was due": by("opinion.extension-granted", 0, occurred_on="2015-07-02"),
}
RARE_REFUSED: dict[str, Edit] = {
    "wanted after the due date, though the clock stands still": together(
        until(QUESTION),
        by(QUESTION, 0, occurred_on="2015-06-26"),
        wanting("2015-06-28"),
    ),
    "given after the due date, though the clock stands still": together(
        wanted_before("2015-06-26"), given("2015-06-28")
    ),
    "given too late once the clock runs": together(explained, given("2015-07-06")),
    "wanted while the clock stood still, until it was corrected": together(
        WAITING, corrected(QUESTION, 0, "2015-06-26")
    ),
    "given while the clock stood still, until it was corrected": together(
        wanted_before(DAY_BEFORE), given("2015-06-28"), corrected(QUESTION, 0, "2015-06-26")
    ),
    "given in time, until it was corrected": together(
        explained, given("2015-07-05"), corrected("opinion.extension-granted", 0, "2015-07-06")
    ),
    "reminded while the clock stands still": together(
        until("opinion.clarification-requested"),
        reminding(Opinion, FIRST, ROADS, SOON, "2015-06-30"),
    ),
    "put off further than ruled at a time": together(
        granting("2015-07-26"), ruling("extension", each=A_MONTH)
    ),
    "put off in another role than ruled": together(
        granting("2015-07-25"),
        ruling("approval", extension={"role": "chairperson", "post": "主任"}),
    ),
}
