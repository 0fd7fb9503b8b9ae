"""Steps of ``features/deadline_kinds.feature``."""

from datetime import date
from typing import Any

from pytest_bdd import given, scenarios, when

from tests.acceptance.calendar_acts import Derived, term
from tests.acceptance.desk import Desk
from tests.acceptance.words import Sentence

scenarios("deadline_kinds.feature")


@when(Sentence("推算自{start:Day}起{length:Count}{unit:TermUnit}的期限,末日不顺延"))
def _(derived: Derived, start: date, length: int, unit: str) -> None:
    derived.ask(term(length, unit, roll=False), start)


@when(Sentence("推算没有起算日期的{length:Count}{unit:TermUnit}期限"))
def _(derived: Derived, length: int, unit: str) -> None:
    derived.ask(term(length, unit, roll=True))


@when(Sentence("推算“{day:Day}前”的期限[,起算日期为{start:Day}]"))
def _(derived: Derived, day: date, start: date | None) -> None:
    derived.ask({"kind": "fixed_day", "day": day.isoformat()}, start)


@when(Sentence("推算“{first:Day}至{last:Day}”的期限"))
def _(derived: Derived, first: date, last: date) -> None:
    derived.ask({"kind": "window", "first": first.isoformat(), "last": last.isoformat()})


@when(Sentence("推算“{year:Count}年{month:Count}月{part:MonthPart}”的期限"))
def _(derived: Derived, year: int, month: int, part: str) -> None:
    derived.ask({"kind": "month_part", "year": year, "month": month, "part": part})


@when(Sentence("推算“{year:Count}年{month:Count}月底”的期限"))
def _(derived: Derived, year: int, month: int) -> None:
    derived.ask({"kind": "period_end", "period": "month", "year": year, "ordinal": month})


@when(Sentence("推算“{year:Count}年{end:PeriodEnd}”的期限"))
def _(derived: Derived, year: int, end: dict[str, Any]) -> None:
    derived.ask({"kind": "period_end", "year": year, **end})


@given(Sentence("原文“{words:Text}”在{on:Day}可理解为{day:Day}"))
def _(desk: Desk, words: str, on: date, day: date) -> None:
    found = desk.read("/deadline-derivations/suggestions", words=words, on=on.isoformat())
    assert found["day"] == day.isoformat()


@given(Sentence("原文“{words:Text}”没有可理解的日期"))
def _(desk: Desk, words: str) -> None:
    found = desk.read("/deadline-derivations/suggestions", words=words)
    assert found == {"words": words, "day": None}


@when(Sentence("推算原文“{words:Text}”、由{person:Unit}确认为{due:Due}的期限"))
def _(derived: Derived, words: str, person: str, due: dict[str, Any]) -> None:
    spec = {"kind": "vague", "words": words, "confirmed_by": person, "day": due.get("on")}
    derived.ask(spec)


@when(Sentence("推算首次为{first:Day}、每{every:Period}一次的期限,起算日期为{start:Day}"))
def _(derived: Derived, first: date, every: str, start: date) -> None:
    derived.ask({"kind": "recurring", "every": every, "first": first.isoformat()}, start)


@when(Sentence("推算{meeting:Day}会议{length:Count}{unit:TermUnit}前的期限"))
def _(derived: Derived, meeting: date, length: int, unit: str) -> None:
    before = {"length": length, "unit": unit}
    derived.ask({"kind": "before_meeting", "meeting_on": meeting.isoformat(), "term": before})


@when(Sentence("按整改难度推算{how:Handling}的期限[,限{day:Day}前][,{review:Day}复查]"))
def _(derived: Derived, how: str, day: date | None, review: date | None) -> None:
    spec = {
        "kind": "by_difficulty",
        "difficulty": how,
        "day": day and day.isoformat(),
        "review_on": review and review.isoformat(),
    }
    derived.ask(spec)


@when("推算没有写明的期限")
def _(derived: Derived) -> None:
    derived.ask({"kind": "undated"})
