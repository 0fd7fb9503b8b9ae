"""How the rules of congresses and the holidays of years come on record."""

from __future__ import annotations

from datetime import date
from typing import Any

from interfaces.verifier.items import Event, Item
from interfaces.verifier.rulebook import STATUTORY_CODE, Rulebook
from interfaces.verifier.work_days import ONE_DAY, SATURDAY

FIRST_YEAR, YEARS_AHEAD = 1949, 2


class ProfileRecord(Item):
    """The rules of a congress: its draft and how far its last version reaches."""

    __slots__ = ("begins", "draft", "ends", "versions")

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__("rule-profile", state["congress"])
        self.draft: Any = None
        self.versions = 0
        self.begins = ""
        self.ends: str | None = None


class YearRecord(Item):
    """The arrangement of one year, as the latest notice left it."""

    __slots__ = ("notice",)

    def __init__(self, state: dict[str, Any]) -> None:
        super().__init__("calendar-year", str(state["year"]))
        self.notice: dict[str, Any] = state["notice"]


def profile_drafted(event: Event, book: Rulebook) -> None:
    """Draft rules of a standing committee, a presidium, or the statutory ones."""
    item, state = event.item, event.state
    event.require(state["congress"] == item.number, "机关代码不符", "another congress is named")
    if event.version == 1 and item.number != STATUTORY_CODE:
        book.tree.require_active(event, item.number)
        sort = book.tree.units[item.number].sort
        event.require(
            sort in ("standing_committee", "presidium"),
            "不是人大常委会或者主席团",
            "neither a standing committee nor a presidium",
        )
    item.draft = (state["title"], state["rules"], state["basis"])


def profile_redrafted(event: Event, book: Rulebook) -> None:
    """Put the draft differently."""
    del book
    state = event.state
    event.item.draft = (state["title"], state["rules"], state["basis"])


def profile_discarded(event: Event, book: Rulebook) -> None:
    """Give the draft up."""
    del book
    event.item.draft = None


def profile_published(event: Event, book: Rulebook) -> None:
    """Put the draft in force as it was drafted, after the version before it."""
    item, state = event.item, event.state
    begins, ends = state["valid_from"], state["valid_until"]
    drafted = (state["title"], state["rules"], state["basis"])
    event.require(drafted == item.draft, "与草案不同", "it is not what was drafted")
    event.require(
        state["version"] == item.versions + 1, "版次不连续", "versions do not count up by one"
    )
    event.require(begins >= event.day, "规则不能溯及既往", "rules begin before their publication")
    event.require(ends is None or ends >= begins, "失效早于施行", "it ends before it begins")
    if item.versions:
        adjoins = item.ends is None or _day_after(item.ends) == begins
        event.require(
            begins > item.begins and adjoins,
            "与上一版不相衔接",
            "it does not adjoin the version before it",
        )
    item.versions, item.begins, item.ends, item.draft = state["version"], begins, ends, None
    book.publish(item.number, state["rules"], begins, ends)


def profile_ended(event: Event, book: Rulebook) -> None:
    """Let the last version end."""
    item, until = event.item, event.state["valid_until"]
    event.require(
        item.versions and event.state["version"] == item.versions and item.ends is None,
        "没有可以废止的版本",
        "there is no version to end",
    )
    event.require(
        until >= event.day and until >= item.begins,
        "失效日期过早",
        "it ends before it begins or before this is decided",
    )
    item.ends = until
    book.end(item.number, until)


def year_published(event: Event, book: Rulebook) -> None:
    """Take down the notice about a year."""
    year = event.state["year"]
    latest = int(event.day[:4]) + YEARS_AHEAD
    event.require(FIRST_YEAR <= year <= latest, "年度超出范围", "the year is out of range")
    _require_arrangement(event, book)


def year_amended(event: Event, book: Rulebook) -> None:
    """Take down a later notice about the same year."""
    former, notice = event.item.notice, event.state["notice"]
    earlier, later = former["notice_date"], notice["notice_date"]
    event.require(
        not (earlier and later) or earlier <= later,
        "通知早于现行安排的通知",
        "the notice is older than the one in force",
    )
    event.item.notice = notice
    _require_arrangement(event, book)


def _require_arrangement(event: Event, book: Rulebook) -> None:
    """Refuse days of another year, listed twice, or both off and worked."""
    notice, year = event.state["notice"], event.item.number
    days = notice["days_off"] + notice["working_days"]
    event.require(
        all(day[:4] == year for day in days) and len(set(days)) == len(days),
        "所列日期不属于该年度或者重复",
        "a day is of another year or is listed twice",
    )
    event.require(
        all(date.fromisoformat(day).weekday() >= SATURDAY for day in notice["working_days"]),
        "调休上班日不是周末",
        "a day made a working day is no weekend",
    )
    event.require(
        not notice["notice_date"] or notice["notice_date"] <= event.day,
        "通知日期晚于办理日期",
        "the notice is dated after the act",
    )
    book.arrange(int(year), notice)


def _day_after(day: str) -> str:
    return (date.fromisoformat(day) + ONE_DAY).isoformat()


REFERENCE_RULES = {
    "rule-profile.drafted": profile_drafted,
    "rule-profile.redrafted": profile_redrafted,
    "rule-profile.draft-discarded": profile_discarded,
    "rule-profile.published": profile_published,
    "rule-profile.ended": profile_ended,
    "calendar-year.published": year_published,
    "calendar-year.amended": year_amended,
}
