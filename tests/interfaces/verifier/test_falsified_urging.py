"""Falsified units, rules, holidays, notices and reminders are refused, each for a reason."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from domain.commitment import Commitment
from domain.opinion import Opinion
from domain.reminder import Reminder
from domain.supervision_notice import SupervisionNotice
from domain.unit import Unit
from tests.application import opinions, plans
from tests.application import tasks as bureau
from tests.interfaces.verifier.continued import rules_first, until, urging
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    called,
    copied,
    inside,
    place_of,
    refused,
    states,
    swapped,
    then,
    together,
    twice,
    without,
)
from tests.interfaces.verifier.replaying import Bundle, Line, follow
from tests.interfaces.verifier.sentences import SENTENCES, require_illegal

OFFICE, MONEY = opinions.OFFICE, opinions.MONEY
BUREAU, POLICE = bureau.BUREAU, bureau.POLICE


THERE_BEFORE = {"id": str(SupervisionNotice.id_of("DB-99")), "number": "DB-99"}


def due(on: str) -> dict[str, Any]:
    return {"on": on, "undated": False}


def reminded(nth: int, **fields: Any) -> Edit:
    """Let a reminder state something else, under the identity that follows from it."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        place = place_of(lines, "reminder.raised", nth)
        state = altered[place].state
        state.update(fields)
        level = state["level"]
        mark = "-".join(str(level[each]) for each in ("trigger", "days", "counted_in", "colour"))
        item = f"{state['item_kind']}:{state['item_id']}:{state['round']}"
        state["originator_id"] = str(
            Reminder.id_of(f"{item}:{state['due']}:{mark}:{state['unit']}")
        )
        altered[place] = altered[place]._replace(aggregate_id=state["originator_id"])
        return altered

    return edit


def about(kind: type[Commitment | Opinion | Unit], number: str, on: str | None) -> dict[str, Any]:
    subject = {"kind": kind.KIND, "id": str(kind.id_of(number)), "number": number}
    return subject | {"due": on and due(on)}


FALSIFIED: dict[str, Edit] = {
    "unit moved to where it is": twice("unit.moved"),
    "unit not yet there": by("unit.registered", -2, occurred_on="2016-01-01"),
    "rules that govern something else": by(
        "unit.renamed", 0, profile={"congress": OFFICE, "version": 1}
    ),
    "act of another kind of item": then("task.cancelled", "opinion.registered", -1, reason="x"),
    "item that never began": without("opinion.registered", -1),
    "rules of a mere department": states("unit.registered", 8, kind="department"),
    "year too far ahead": by("calendar-year.published", -1, occurred_on="2023-11-04"),
    "older notice put in force": inside(
        "calendar-year.amended", -1, "notice", notice_date="2019-11-20"
    ),
    "holiday of another year": inside(
        "calendar-year.published", -1, "notice", days_off=["2025-12-31"]
    ),
    "holiday listed twice": inside(
        "calendar-year.published", -1, "notice", days_off=["2026-01-01", "2026-01-01"]
    ),
    "weekday made a working day": inside(
        "calendar-year.published", -1, "notice", working_days=["2026-01-05"]
    ),
    "notice of a day to come": inside(
        "calendar-year.published", -1, "notice", notice_date="2025-11-05"
    ),
    "notice about what has ended": states(
        "notice.issued", 0, subject=about(Commitment, "CN-2012-1", "2011-11-15")
    ),
    "notice about another unit": states(
        "notice.issued", 0, unit=bureau.TEAM, subject=about(Unit, BUREAU, None)
    ),
    "mere notice through a competent body": states("notice.issued", 0, competent_body=POLICE),
    "interview without a competent body": states("notice.issued", 0, kind="interview"),
    "interview by the unit that is urged": states(
        "notice.issued", 0, kind="interview", competent_body=BUREAU
    ),
    "unit that urges itself": by("notice.issued", 0, unit=BUREAU),
    "escalation nobody decided": without("notice.escalated"),
    "escalation about something else": states(
        "notice.issued", 1, subject=about(Unit, BUREAU, None)
    ),
    "escalation about an opinion that was returned": states(
        "notice.issued",
        0,
        unit=plans.SCHOOL,
        trigger="behind",
        subject=about(Opinion, "GQ-7", None),
    ),
    "escalation that does not say of what": states("notice.issued", 1, refers_to=None),
    "escalation of one by another number": inside("notice.issued", 1, "refers_to", number="DB-9"),
    "escalation to what was there before": together(
        until("notice.issued"),
        urging(about(Commitment, "CN-2011-1", "2011-11-15"), BUREAU, "2011-12-03", bureau.OFFICE),
        then("notice.escalated", "notice.issued", 0, to=THERE_BEFORE),
    ),
    "milder escalation": together(
        states("notice.issued", 0, kind="key_supervision"),
        states("notice.issued", 1, kind="supervision_notice"),
    ),
    "notice signed for by another unit": by("notice.acknowledged", 0, unit=POLICE),
    "reminder by another due date": reminded(0, due="2009-12-30"),
    "reminder of another round": reminded(0, round=2),
    "task reminded of in another round": reminded(4, round=2),
    "commitment reminded of in another round": reminded(7, round=2),
    "reminder to another unit": reminded(0, unit=bureau.OFFICE),
    "reminder about another's number": reminded(0, item_number="GQ-1"),
    "reminder that miscounts days": reminded(0, days_overdue=699),
    "day of another day": states("tick.done", 0, day="2011-11-30"),
    "more reminders than there were": states("tick.done", 0, raised=9),
    "reminders on a day without any": states("tick.done", 1, raised=1),
    "fewer reminders in a part than there were": together(
        called("tick.done", 0, "tick.advanced"), states("tick.advanced", 0, raised=7)
    ),
    "fewer reminders than its parts had": together(
        called("tick.done", 0, "tick.advanced"),
        by("tick.done", 0, occurred_on="2011-12-01"),
        states("tick.done", 0, day="2011-12-01", raised=7),
    ),
    "reminders no tick counts": without("tick.done"),
    "reminders of a part counted again in its act": together(
        twice("tick.done"),
        called("tick.done", 0, "tick.advanced"),
        states("tick.done", 0, raised=16),
    ),
}
RARE: dict[str, Edit] = {
    "rules of another congress": states("rule-profile.drafted", 1, congress="X"),
    "rules that end before they begin": states(
        "rule-profile.published", 0, valid_until="2014-12-31"
    ),
    "rules that leave a gap": states("rule-profile.published", 0, valid_until="2015-03-31"),
    "rules that begin before those before": together(
        rules_first, states("rule-profile.published", 0, valid_from="2015-06-01")
    ),
    "unit merged into one that is to end": together(
        swapped("unit.merged", "unit.closed"),
        by("unit.closed", 0, occurred_on="2016-12-15"),
        states("unit.merged", 0, successor=MONEY),
    ),
}


@pytest.mark.parametrize("name", FALSIFIED)
def test_what_could_not_happen_is_refused(told: Bundle, name: str) -> None:
    require_illegal(refused(told.lines, FALSIFIED[name]), "urging", name)


@pytest.mark.parametrize("name", RARE)
def test_what_could_not_seldom_happen_is_refused(rarely: Bundle, name: str) -> None:
    require_illegal(refused(rarely.lines, RARE[name]), "urging", name)


LAST = "unit.moved"


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2030-01-01T00:00:00.000001Z", "2030-01-01"),
        ("2030-01-01T15:59:59Z", "2030-01-01"),
        ("2030-01-01T16:00:00Z", "2030-01-02"),
        ("2030-02-28T23:59:59Z", "2030-03-01"),
    ],
)
def test_an_act_is_dated_at_most_the_day_it_was_in_china(
    told: Bundle, moment: str, day: str
) -> None:
    recorded = by(LAST, -1, recorded_at=moment, occurred_on=day)
    follow(recorded(told.lines))
    next_day = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    finding = refused(told.lines, together(recorded, by(LAST, -1, occurred_on=next_day)))
    assert f"办理日期{next_day}晚于登记当天" in finding.chinese


def test_every_sentence_is_of_one_of_these_histories() -> None:
    assert set(SENTENCES["urging"]) == {*FALSIFIED, *RARE}
