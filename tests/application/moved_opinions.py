"""Opinions whose clock stood still, or whose due dates were derived anew, in every order."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from application.commands import calendars, opinions, rule_profiles
from application.commands.calendars import calendar_of
from application.commands.rule_profiles import governing
from application.store import Store
from application.work import Work
from domain.opinion import Opinion
from domain.opinion_terms import ReopenGround
from domain.profile_rules import ProfileRules, ReplyRules
from domain.term import Term, TermUnit
from tests.application.opinions import (
    DISSATISFIED,
    OFFICE,
    OPINION,
    ROADS,
    TOWN,
    Step,
    day,
    due,
    run,
    settle,
    take,
    tell,
)
from tests.domain.calendars import notice

OTHER = "DL-2015-02"
PAUSING = ReplyRules(clarification_pauses=True)
TWO_MONTHS = ReplyRules(
    deputy_suggestion=Term(length=2, unit=TermUnit.MONTH), clarification_pauses=True
)
BY_RULE: Mapping[str, Any] = {"due": None, "co": ()}
ANSWERED: Mapping[str, Any] = {"answered": ("代表甲",), "co_opinions_noted": None}

REFERRED = (
    Step("2015-01-21", opinions.register, facts={"co_signers": ()}),
    Step("2015-03-01", opinions.form),
    Step("2015-03-25", opinions.refer, facts=BY_RULE),
)
REFERRAL = len(REFERRED)
HANDLED = (*REFERRED, Step("2015-03-26", opinions.acknowledge, ROADS))
ASKED = Step("2015-06-20", opinions.request_clarification, ROADS, {"question": "哪条路"})
TOLD = Step("2015-07-01", opinions.give_clarification, OFFICE, {"answer": "三号路"})
ASKS_MORE = Step("2015-05-10", opinions.request_extension, ROADS, {"asked": day("2015-05-10")})
ORDERED = Step("2015-07-05", opinions.order_rehandling, facts={"due": due("2015-08-31")})
REOPENED: Mapping[str, Any] = {"ground": ReopenGround.COMPLAINT, "due": due("2016-03-01")}


def given_more(until: str) -> Step:
    facts = {"until": day(until), "deputy_told_on": day("2015-05-12")}
    return Step("2015-05-12", opinions.grant_extension, facts=facts)


def correct(version: int, now: str, on: str = "2015-07-20") -> Step:
    """Correct the date of an event."""
    return Step(on, opinions.correct, facts={"corrects": version, "now": day(now)})


def replied(on: str) -> Step:
    return Step(on, opinions.reply, ROADS, ANSWERED)


def dissatisfied(on: str) -> Step:
    return Step(on, opinions.evaluate, facts=DISSATISFIED)


def begin(store: Store) -> None:
    """Register the units, and put rules in force that stop the clock."""
    settle(store)
    facts: dict[str, Any] = {"congress": OFFICE, "title": "规则", "basis": ()}
    run(store, "2015-01-05", rule_profiles.begin, rules=ProfileRules(reply=PAUSING), **facts)
    _publish(store, "2015-01-05", 1)


def _publish(store: Store, on: str, expected: int) -> None:
    facts: dict[str, Any] = {"congress": OFFICE, "basis_document": f"人常〔2015〕{expected}号"}
    facts |= {"valid_from": day(on), "valid_until": None}
    run(store, on, rule_profiles.publish, expected=expected, **facts)


def arrange(store: Store, on: str) -> None:
    """Give the day off on which the opinions are due, and settle what is open."""
    stated = notice(2015, off=("06-25",), on=on)
    run(store, on, calendars.publish, year=2015, notice=stated)
    settle_due(store, on)


def arrange_again(store: Store, on: str) -> None:
    """Give the day after off as well."""
    stated = notice(2015, off=("06-25", "06-26"), on=on)
    run(store, on, calendars.amend, year=2015, expected=1, notice=stated, reason="增加放假")
    settle_due(store, on)


def settle_due(store: Store, on: str) -> None:
    run(store, on, _settle)


def _settle(work: Work) -> Opinion:
    opinion = work.get(Opinion, OPINION)
    opinion.settle_due(calendar_of(work), work.act)
    return opinion


def shorten(store: Store, on: str) -> None:
    """Put rules in force that leave two months, and let the opinion go over to them."""
    facts: dict[str, Any] = {"congress": OFFICE, "title": "新规则", "basis": ()}
    rules = ProfileRules(reply=TWO_MONTHS)
    run(store, on, rule_profiles.draft, expected=2, rules=rules, **facts)
    _publish(store, on, 3)
    run(store, on, _migrate)


def _migrate(work: Work) -> Opinion:
    opinion = work.get(Opinion, OPINION)
    now = governing(work, OFFICE, work.act.occurred_on)
    assert now.ref is not None
    opinion.migrate_rules(now.ref, now.rules, calendar_of(work), work.act)
    return opinion


Happening = Step | Callable[[Store], None]


def on(day_: str, command: Callable[[Store, str], None]) -> Happening:
    """Return what is done on a day besides the steps."""
    return partial(_on, command, day_)


def _on(command: Callable[[Store, str], None], day_: str, store: Store) -> None:
    command(store, day_)


def merged_late(store: Store) -> None:
    """Merge another opinion into one that is closed in time; the other is answered late."""
    tell(store, REFERRED, OTHER)
    facts = {"other": Opinion.id_of("DL-2015-01")}
    take(store, Step("2015-04-01", opinions.merge_into, facts=facts), OTHER)
    closed = {"completed_on": day("2015-12-30")}
    steps = (
        replied("2015-12-30"),
        Step("2015-12-30", opinions.evaluate),
        Step("2015-12-31", opinions.close, facts=closed),
    )
    tell(store, steps, OTHER)


def begun_again(until: str) -> tuple[Step, ...]:
    facts = {"lead": (TOWN,), "co": (), "due": due(until)}
    return (
        Step("2015-03-28", opinions.decide_return),
        Step("2015-04-01", opinions.refer, facts=facts),
        Step("2015-04-02", opinions.acknowledge, TOWN),
    )


BEGUN_AGAIN = begun_again("2015-08-31")
STORIES: Mapping[str, tuple[Happening, ...]] = {
    "settled": (*HANDLED, on("2015-05-10", arrange)),
    "settled twice": (*HANDLED, on("2015-05-10", arrange), on("2015-05-20", arrange_again)),
    "extended before a notice, entered after it": (
        *HANDLED,
        on("2015-07-10", arrange),
        ASKS_MORE,
        given_more("2015-09-30"),
    ),
    "rehandled before a notice, entered after it": (
        *HANDLED,
        replied("2015-06-20"),
        dissatisfied("2015-07-01"),
        on("2015-07-10", arrange),
        ORDERED,
    ),
    "returned before a notice, entered after it": (
        *REFERRED,
        on("2015-07-10", arrange),
        Step("2015-03-27", opinions.request_return, ROADS),
        Step("2015-03-30", opinions.decide_return),
    ),
    "referred again before a notice, entered after it": (
        *REFERRED,
        on("2015-07-10", arrange),
        Step("2015-03-27", opinions.request_return, ROADS),
        *BEGUN_AGAIN,
    ),
    "referred again by the same day before a notice, entered after it": (
        *REFERRED,
        on("2015-07-10", arrange),
        Step("2015-03-27", opinions.request_return, ROADS),
        *begun_again("2015-06-25"),
    ),
    "extended to the day a notice moved again, entered after it": (
        *HANDLED,
        on("2015-05-20", arrange),
        on("2015-05-21", shorten),
        ASKS_MORE,
        given_more("2015-06-26"),
    ),
    "extended to the day a notice moved again, and replied": (
        *HANDLED,
        on("2015-05-20", arrange),
        on("2015-05-21", shorten),
        ASKS_MORE,
        given_more("2015-06-26"),
        replied("2015-06-26"),
    ),
    "answered before a notice, entered after it": (
        *HANDLED,
        on("2015-07-10", arrange),
        ASKED,
        TOLD,
    ),
    "replied on the day a notice puts off to": (
        *HANDLED,
        replied("2015-06-26"),
        on("2015-06-27", arrange),
    ),
    "replied before a notice, entered after it": (
        *HANDLED,
        on("2015-07-10", arrange),
        replied("2015-06-26"),
    ),
    "extended before other rules, entered after them": (
        *HANDLED,
        on("2015-05-20", shorten),
        ASKS_MORE,
        given_more("2015-09-30"),
    ),
    "extended to the day there was, before other rules": (
        *HANDLED,
        on("2015-05-20", shorten),
        ASKS_MORE,
        given_more("2015-06-25"),
    ),
    "replied before other rules": (
        *HANDLED,
        replied("2015-06-20"),
        on("2015-06-30", shorten),
    ),
    "replied before other rules, entered after them": (
        *HANDLED,
        on("2015-06-30", shorten),
        replied("2015-06-20"),
    ),
    "replied before other rules, then settled": (
        *HANDLED,
        replied("2015-06-20"),
        on("2015-06-25", arrange),
        on("2015-06-30", shorten),
        on("2015-07-01", arrange_again),
    ),
    "paused": (*HANDLED, ASKED),
    "paused and told": (*HANDLED, ASKED, TOLD),
    "withdrawn while paused": (*HANDLED, ASKED, Step("2015-07-20", opinions.withdraw)),
    "withdrawn": (*HANDLED, Step("2015-06-28", opinions.withdraw)),
    "replied though the question was never answered": (*HANDLED, ASKED, replied("2015-06-24")),
    "rehandled though the question was never answered": (
        *HANDLED,
        ASKED,
        replied("2015-06-24"),
        dissatisfied("2015-07-01"),
        ORDERED,
    ),
    "reopened though the question was never answered": (
        *HANDLED,
        ASKED,
        replied("2015-06-24"),
        Step("2015-07-01", opinions.evaluate),
        Step("2015-07-02", opinions.close),
        Step("2016-01-01", opinions.reopen, facts=REOPENED),
    ),
    "evaluated in the second round alone": (
        *HANDLED,
        replied("2015-06-20"),
        Step("2015-10-28", opinions.record_no_feedback),
        Step("2015-11-01", opinions.close),
        Step("2016-01-01", opinions.reopen, facts=REOPENED),
        replied("2016-02-01"),
        dissatisfied("2016-02-05"),
        Step("2016-02-06", opinions.order_rehandling, facts={"due": due("2016-04-01")}),
    ),
    "met by the unit that returned it": (
        *REFERRED,
        Step("2015-03-26", opinions.consult, ROADS),
        Step("2015-03-27", opinions.request_return, ROADS),
        *BEGUN_AGAIN,
        Step("2015-06-01", opinions.reply, TOWN, ANSWERED),
    ),
    "referred on another day": (*HANDLED, correct(REFERRAL, "2015-03-20")),
    "referred on another day, which was not so": (
        *HANDLED,
        correct(REFERRAL, "2015-03-20", "2015-05-01"),
        correct(REFERRAL, "2015-03-25", "2015-05-02"),
    ),
    "referred on another day, then settled twice": (
        *HANDLED,
        correct(REFERRAL, "2015-03-26", "2015-05-01"),
        on("2015-05-10", arrange),
        on("2015-05-20", arrange_again),
    ),
    "settled, then referred on another day": (
        *HANDLED,
        on("2015-05-10", arrange),
        correct(REFERRAL, "2015-03-24"),
    ),
    "settled, then referred on another day by a note dated before that": (
        *HANDLED,
        on("2015-05-10", arrange),
        correct(REFERRAL, "2015-03-24", "2015-04-01"),
    ),
    "put off and referred on another day": (
        *HANDLED,
        ASKS_MORE,
        given_more("2015-09-30"),
        correct(REFERRAL, "2015-03-20"),
    ),
    "paused and referred on another day": (
        *HANDLED,
        ASKED,
        TOLD,
        correct(REFERRAL, "2015-03-20", "2015-06-22"),
    ),
    "told on another day": (*HANDLED, ASKED, TOLD, correct(6, "2015-06-28")),
    "asked on another day": (*HANDLED, ASKED, TOLD, correct(5, "2015-06-10")),
    "put off, then told on another day": (
        *HANDLED,
        ASKS_MORE,
        given_more("2015-09-30"),
        ASKED,
        TOLD,
        correct(8, "2015-06-28"),
    ),
    "told on another day, then put off": (
        *HANDLED,
        ASKS_MORE,
        ASKED._replace(on="2015-05-10"),
        TOLD._replace(on="2015-05-11"),
        given_more("2015-09-30"),
        correct(7, "2015-05-12"),
    ),
    "replied, and referred on another day": (
        *HANDLED,
        replied("2015-06-24"),
        correct(REFERRAL, "2015-03-20"),
    ),
    "closed, and referred on another day": (
        *HANDLED,
        replied("2015-06-24"),
        Step("2015-07-01", opinions.evaluate),
        Step("2015-07-02", opinions.close),
        correct(REFERRAL, "2015-03-20"),
    ),
    "withdrawn, and referred on another day": (
        *HANDLED,
        Step("2015-06-28", opinions.withdraw),
        correct(REFERRAL, "2015-03-20"),
    ),
    "rehandled, and referred on another day": (
        *HANDLED,
        replied("2015-06-24"),
        dissatisfied("2015-07-01"),
        ORDERED,
        correct(REFERRAL, "2015-03-20"),
    ),
    "returned, and referred on another day": (
        *REFERRED,
        Step("2015-03-27", opinions.request_return, ROADS),
        Step("2015-03-30", opinions.decide_return),
        correct(REFERRAL, "2015-03-20"),
    ),
    "referred again, and at first on another day": (
        *REFERRED,
        Step("2015-03-27", opinions.request_return, ROADS),
        *BEGUN_AGAIN,
        correct(REFERRAL, "2015-03-20"),
    ),
    "another merged into it and closed late": (
        *HANDLED,
        merged_late,
        replied("2015-06-20"),
        Step("2015-06-21", opinions.evaluate),
        Step("2015-06-22", opinions.close),
    ),
}
"""What happens one after another, as entered; notes are dated when they are recorded."""


def happen(store: Store, happening: Happening) -> None:
    if isinstance(happening, Step):
        take(store, happening)
    else:
        happening(store)


def live(store: Store, name: str) -> None:
    """Let a story happen in an empty store."""
    begin(store)
    for happening in STORIES[name]:
        happen(store, happening)
