"""The ways in which a deadline is stated on paper, each with the day it comes to.

Every kind keeps what the paper says. What follows from it, and from which calendar, is derived in
``domain.derivation``.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from domain.chinese_date import in_chinese
from domain.errors import InvalidFact, RuleViolation
from domain.model import BusinessDate, ValueObject
from domain.term import Term, TermUnit
from domain.text import PersonName, Title
from domain.work_calendar import WorkCalendar

ONE_DAY = timedelta(days=1)
MONTHS = 12

Year = Annotated[int, Field(ge=1949, le=2199, strict=True)]
Month = Annotated[int, Field(ge=1, le=MONTHS, strict=True)]


class NoFurtherOccurrence(RuleViolation):
    """What recurs up to a last day expects nothing after it."""

    title = "已没有下一次期限"


class Part(StrEnum):
    """A third of a month."""

    EARLY = "early"
    MID = "mid"
    LATE = "late"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return {Part.EARLY: "上旬", Part.MID: "中旬", Part.LATE: "下旬"}[self]


class Period(StrEnum):
    """A stretch of the calendar at whose end something is due, or that it recurs in."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return _PERIODS[self][0]

    @property
    def months(self) -> int:
        """How many months it has; a week has none."""
        return _PERIODS[self][1]


_PERIODS = {
    Period.WEEK: ("周", 0),
    Period.MONTH: ("月", 1),
    Period.QUARTER: ("季度", 3),
    Period.HALF_YEAR: ("半年", 6),
    Period.YEAR: ("年", 12),
}


class Difficulty(StrEnum):
    """How hard an issue is to put right (根据整改难度确定)."""

    IMMEDIATE = "immediate"
    PHASED = "phased"
    LONG_TERM = "long_term"

    @property
    def label(self) -> str:
        """What committee staff call it, in Chinese."""
        return {
            Difficulty.IMMEDIATE: "立行立改",
            Difficulty.PHASED: "分阶段整改",
            Difficulty.LONG_TERM: "长期整改",
        }[self]


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def months_after(day: date, months: int) -> date:
    """Return the same day number so many months later, or the month's end where there is none."""
    years, month = divmod(day.month - 1 + months, MONTHS)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class FixedDay(ValueObject):
    """“X日前”: that day, itself included; a day off stays as it is."""

    kind: Literal["fixed_day"] = "fixed_day"
    day: BusinessDate

    def raw_day(self, start: date | None, calendar: WorkCalendar) -> date:
        del start, calendar
        return self.day

    def text(self, start: date | None) -> str:
        del start
        return f"限{in_chinese(self.day)}前(含当日)"


class Window(ValueObject):
    """“X日至Y日”: due by its last day; both ends are included."""

    kind: Literal["window"] = "window"
    first: BusinessDate
    last: BusinessDate

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.last < self.first:
            raise PydanticCustomError("window_backwards", "起止日期颠倒:止日早于起日")
        return self

    def raw_day(self, start: date | None, calendar: WorkCalendar) -> date:
        del start, calendar
        return self.last

    def text(self, start: date | None) -> str:
        del start
        return f"自{in_chinese(self.first)}至{in_chinese(self.last)},首尾两日在内,以末日为期限"


class MonthPart(ValueObject):
    """“X月上旬”: the 10th, the 20th, or the month's end."""

    kind: Literal["month_part"] = "month_part"
    year: Year
    month: Month
    part: Part

    def raw_day(self, start: date | None, calendar: WorkCalendar) -> date:
        del start, calendar
        if self.part is Part.LATE:
            return month_end(self.year, self.month)
        return date(self.year, self.month, 10 if self.part is Part.EARLY else 20)

    def text(self, start: date | None) -> str:
        del start
        return f"{self.year}年{self.month}月{self.part.label},以其末日为期限"


class PeriodEnd(ValueObject):
    """“月底、一季度、上半年、年底”: the last day of the period."""

    kind: Literal["period_end"] = "period_end"
    period: Literal[Period.MONTH, Period.QUARTER, Period.HALF_YEAR, Period.YEAR]
    year: Year
    ordinal: Month = 1
    """Which month, quarter or half of the year."""

    @model_validator(mode="after")
    def _within_the_year(self) -> Self:
        most = MONTHS // self.period.months
        if self.ordinal > most:
            raise PydanticCustomError(
                "period_out_of_range",
                "一年只有{most}个{period},没有第{ordinal}个",
                {"most": most, "period": self.period.label, "ordinal": self.ordinal},
            )
        return self

    def raw_day(self, start: date | None, calendar: WorkCalendar) -> date:
        del start, calendar
        return month_end(self.year, self.ordinal * self.period.months)

    def text(self, start: date | None) -> str:
        del start
        names = {
            Period.MONTH: f"{self.ordinal}月底",
            Period.QUARTER: f"第{self.ordinal}季度末",
            Period.HALF_YEAR: "上半年末" if self.ordinal == 1 else "下半年末",
            Period.YEAR: "年底",
        }
        return f"{self.year}年{names[self.period]},即该期间的最后一日"


class Vague(ValueObject):
    """“12月初、近期”: the words kept, and a day only if a person confirmed one."""

    kind: Literal["vague"] = "vague"
    words: Title
    day: BusinessDate | None = None
    """Left out where the words name no day at all (近期): undated then."""
    confirmed_by: PersonName

    def raw_day(self, start: date | None, calendar: WorkCalendar) -> date | None:
        del start, calendar
        return self.day

    def text(self, start: date | None) -> str:
        del start
        meant = "未定时限" if self.day is None else in_chinese(self.day)
        return f"原文为“{self.words}”,由{self.confirmed_by}确认为{meant}"


class TermFromStart(ValueObject):
    """“3个月内、10个工作日内”: counted from a day that is itself not counted."""

    kind: Literal["term"] = "term"
    term: Term
    roll: bool
    """Whether a last day that is a day off moves to the next working day: statutory terms do."""

    def raw_day(self, start: date | None, calendar: WorkCalendar) -> date:
        if start is None:
            raise InvalidFact("按长度计算的期限须有起算日期", "start")
        if self.term.unit is TermUnit.MONTH:
            return months_after(start, self.term.length)
        if self.term.unit is TermUnit.DAY:
            return start + self.term.length * ONE_DAY
        return calendar.shifted(start, self.term.length)

    def text(self, start: date | None) -> str:
        since = "" if start is None else in_chinese(start)
        return f"自{since}起{self.term.label},当日不计"


class Recurring(ValueObject):
    """“每季度、每周”: expected on a first day and again each period, until a last day if any."""

    kind: Literal["recurring"] = "recurring"
    every: Period
    first: BusinessDate
    last: BusinessDate | None = None

    @model_validator(mode="after")
    def _forwards(self) -> Self:
        if self.last is not None and self.last < self.first:
            raise PydanticCustomError("window_backwards", "起止日期颠倒:止日早于起日")
        return self

    def expected_days(self, until: date) -> Iterator[date]:
        """Yield the days up to ``until``, that day included, on which something is expected."""
        until = until if self.last is None else min(until, self.last)
        number = 0
        while (day := self._occurrence(number)) <= until:
            yield day
            number += 1

    def next_due(self, on: date) -> date | None:
        """Return the first expected day on or after ``on``; ``None`` when there is no more."""
        number = 0
        while (day := self._occurrence(number)) < on:
            number += 1
        return None if self.last is not None and day > self.last else day

    def _occurrence(self, number: int) -> date:
        """Count from the first day each time: after 31 January come 28 February and 31 March."""
        if self.every is Period.WEEK:
            return self.first + 7 * number * ONE_DAY
        return months_after(self.first, self.every.months * number)

    def raw_day(self, start: date | None, calendar: WorkCalendar) -> date:
        del calendar
        found = self.next_due(start or self.first)
        if found is None:
            raise NoFurtherOccurrence(f"{start}之后没有期限:最后一次在{self.last}以前", "spec")
        return found

    def text(self, start: date | None) -> str:
        whence = "" if start is None else f"{in_chinese(start)}起的"
        return f"每{self.every.label}一次,首次为{in_chinese(self.first)},{whence}下一次"


class BeforeMeeting(ValueObject):
    """“会议举行的X日前”: counted backwards from the day of the meeting, itself not counted."""

    kind: Literal["before_meeting"] = "before_meeting"
    meeting_on: BusinessDate
    term: Term

    @model_validator(mode="after")
    def _in_days(self) -> Self:
        if self.term.unit is TermUnit.MONTH:
            raise PydanticCustomError("before_meeting_in_months", "会前的时间应按日或者工作日计")
        return self

    def raw_day(self, start: date | None, calendar: WorkCalendar) -> date:
        del start
        if self.term.unit is TermUnit.DAY:
            return self.meeting_on - self.term.length * ONE_DAY
        return calendar.shifted(self.meeting_on, -self.term.length)

    def text(self, start: date | None) -> str:
        del start
        return f"自{in_chinese(self.meeting_on)}的会议往前{self.term.label},会议当日不计"


class ByDifficulty(ValueObject):
    """“根据整改难度确定完成时限”: a day, and for what takes long a day to look at it again."""

    kind: Literal["by_difficulty"] = "by_difficulty"
    difficulty: Difficulty
    day: BusinessDate | None = None
    """By when it is to be done; what takes long may have none."""
    review_on: BusinessDate | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.difficulty is not Difficulty.LONG_TERM and self.day is None:
            raise PydanticCustomError("difficulty_without_day", "立行立改和分阶段整改须填写期限")
        if self.difficulty is Difficulty.LONG_TERM and self.review_on is None:
            raise PydanticCustomError("long_term_without_review", "长期整改须填写复查日期")
        if self.day is not None and self.review_on is not None and self.review_on > self.day:
            raise PydanticCustomError("review_after_day", "复查日期不能晚于期限")
        return self

    def raw_day(self, start: date | None, calendar: WorkCalendar) -> date | None:
        del start, calendar
        return self.day

    def text(self, start: date | None) -> str:
        del start
        until = "未定时限" if self.day is None else f"限{in_chinese(self.day)}前(含当日)"
        review = "" if self.review_on is None else f",{in_chinese(self.review_on)}复查"
        return f"按整改难度定为{self.difficulty.label},{until}{review}"


class Undated(ValueObject):
    """No deadline was set, and that is said."""

    kind: Literal["undated"] = "undated"

    def raw_day(self, start: date | None, calendar: WorkCalendar) -> None:
        del start, calendar

    def text(self, start: date | None) -> str:
        del start
        return "未定时限"


DeadlineSpec = Annotated[
    FixedDay
    | Window
    | MonthPart
    | PeriodEnd
    | Vague
    | TermFromStart
    | Recurring
    | BeforeMeeting
    | ByDifficulty
    | Undated,
    Field(discriminator="kind"),
]
"""A deadline as the paper states it."""
