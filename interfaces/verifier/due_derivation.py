"""Whether a due date is the day that follows from the deadline as it was stated.

What an event says of a due date's origin is the deadline in the words of the paper, the day it is
counted from, and the notices about holidays that were known; all of it is recomputed. A due date
put off by a pause keeps its origin; by how much it is put off, the rules of opinions say.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Callable

from interfaces.verifier.field_places import Place
from interfaces.verifier.items import Event
from interfaces.verifier.rulebook import Rulebook
from interfaces.verifier.work_days import (
    MONTHS,
    MONTHS_OF,
    ONE_DAY,
    WorkDays,
    month_end,
    months_later,
)

REPEATED = ("due_was", "former_due", "subject.due")
"""The fields that repeat a due date stated before, which a pause may have put off since."""
PUT_OFF = (
    "opinion.clarification-given",
    "opinion.due-settled",
    "opinion.due-recounted",
    "opinion.rules-migrated",
)
"""The events whose due dates have the days of pauses in them."""

MOVED_ALONE = (
    "task.due-settled",
    "task.due-recounted",
    "commitment.due-settled",
    "commitment.due-recounted",
)
"""A due date that is only moved goes on being counted from the day it was set."""

DAYS_OF_A_WEEK = 7
LAST_DAY_OF = {"early": 10, "mid": 20}
"""Of the parts of a month; the last one ends with the month."""


def require_derived(event: Event, dues: Sequence[Place], book: Rulebook) -> None:
    """Refuse a due date that does not follow from its origin."""
    for place in dues:
        due = place.stated
        if due.get("basis") is not None:
            put_off = event.topic in PUT_OFF and place.field == "due"
            _require(event, book, due, may_be_later=put_off or place.field in REPEATED)


def require_derived_now(event: Event, dues: Sequence[Place], book: Rulebook) -> None:
    """Refuse a new due date counted from another day, or by other notices than are on record."""
    if _is_taken_over(event):
        return
    for place in dues:
        due = place.stated
        if due.get("basis") is not None and is_new(event, place):
            require_latest_notices(event, due, book)
            event.require(
                due["basis"]["start"] == event.day or event.topic in MOVED_ALONE,
                "期限不是自办理当日起算",
                "a due date is not counted from the day it was set",
            )


def is_new(event: Event, place: Place) -> bool:
    """Return whether a due date is stated for the first time, and goes on from none before it."""
    return place.field not in REPEATED and event.topic not in PUT_OFF


def _is_taken_over(event: Event) -> bool:
    """Return whether a due date is that of the measure of a plan, or the one a task has."""
    of_measure = event.topic == "task.planned" and event.state["plan_id"] is not None
    return of_measure or event.topic == "task.extension-requested"


def require_latest_notices(event: Event, due: dict[str, Any], book: Rulebook) -> None:
    """Refuse a due date derived by other notices about holidays than the latest on record."""
    for each in due["basis"]["calendar"]:
        event.require(
            each["version"] == (book.notices_about(each["year"]) or None),
            "期限没有依据当时最新的节假日安排",
            "a due date does not rest on the latest notice about holidays",
        )


def _require(event: Event, book: Rulebook, due: dict[str, Any], *, may_be_later: bool) -> None:
    basis = due["basis"]
    needed = [(each["year"], each["version"]) for each in basis["calendar"]]
    for year, version in needed:
        event.require(
            version is None or 1 <= version <= book.notices_about(year),
            "期限所依据的节假日安排没有公布过",
            "a due date rests on a notice about holidays that was never published",
        )
    days = WorkDays({year: book.arrangement(year, version) for year, version in needed})
    derived = Derivation(basis, days)
    follows = due["on"] == derived.on or (
        may_be_later and due["on"] and derived.on and due["on"] > derived.on
    )
    event.require(
        basis["raw"] == derived.raw and follows,
        "期限不是按所写依据推算的日期",
        "a due date does not follow from what it was derived from",
    )
    event.require(
        sorted(days.asked) == [year for year, _ in needed],
        "期限所列的年度不是推算所需的年度",
        "a due date names other years than it depends on",
    )


class Derivation:
    """Derives one due date."""

    def __init__(self, basis: dict[str, Any], days: WorkDays) -> None:
        self.raw: str | None = None
        """The day counted to; none where the deadline names none, or cannot be."""
        self.on: str | None = None
        """The same, moved off a day off where that is the rule."""
        self._spec = spec = basis["spec"]
        self._start = _day(basis["start"])
        self._days = days
        try:
            raw = DERIVED[spec["kind"]](self)
            if raw is not None and (self._start is None or raw >= self._start):
                rolls = spec["kind"] == "term" and spec["roll"]
                self.on = (days.worked_from(raw) if rolls else raw).isoformat()
                self.raw = raw.isoformat()
        except (ValueError, OverflowError):
            return  # there is no such month, or it lies beyond all dates

    def day_stated(self) -> date | None:
        return _day(self._spec["day"])

    def last_day(self) -> date | None:
        return _day(self._spec["last"])

    def end_of_term(self) -> date | None:
        return self._start and self._days.later(self._start, self._spec["term"])

    def before_meeting(self) -> date:
        meeting = date.fromisoformat(self._spec["meeting_on"])
        return self._days.earlier(meeting, self._spec["term"])

    def part_of_month(self) -> date:
        year, month = self._spec["year"], self._spec["month"]
        last = LAST_DAY_OF.get(self._spec["part"])
        return month_end(year, month) if last is None else date(year, month, last)

    def end_of_period(self) -> date:
        months = MONTHS_OF[self._spec["period"]]
        return month_end(self._spec["year"], self._spec["ordinal"] * months)

    def next_occurrence(self) -> date | None:
        """Return the first expected day from the start on; ``None`` after the last one."""
        first, last = date.fromisoformat(self._spec["first"]), self.last_day()
        since = max(self._start or first, first)
        if self._spec["every"] == "week":
            found = since + (first - since).days % DAYS_OF_A_WEEK * ONE_DAY
        else:
            found = _recurring(first, MONTHS_OF[self._spec["every"]], since)
        return None if last is not None and found > last else found

    def no_day(self) -> None:
        """Return what a deadline comes to that was left open."""


def _recurring(first: date, months: int, since: date) -> date:
    """Return the first day on or after ``since``, counted from the first day each time."""
    number = ((since.year - first.year) * MONTHS + since.month - first.month) // months
    found = months_later(first, number * months)
    return found if found >= since else months_later(first, (number + 1) * months)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


DERIVED: dict[str, Callable[[Derivation], date | None]] = {
    "fixed_day": Derivation.day_stated,
    "window": Derivation.last_day,
    "month_part": Derivation.part_of_month,
    "period_end": Derivation.end_of_period,
    "vague": Derivation.day_stated,
    "term": Derivation.end_of_term,
    "recurring": Derivation.next_occurrence,
    "before_meeting": Derivation.before_meeting,
    "by_difficulty": Derivation.day_stated,
    "undated": Derivation.no_day,
}
"""The day that each kind of deadline comes to."""
