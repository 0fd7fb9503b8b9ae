"""The holidays of one year, as the State Council's notices arrange them (年度节假日安排).

A notice may be followed by another about the same year, as in 2015, 2019 and 2020: each gives the
full lists anew, and what was in force before stays known.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar, NamedTuple, Self

from pydantic import Field

from domain.errors import RuleViolation
from domain.model import Act, Aggregate, BusinessDate, DomainEvent, ValueObject
from domain.text import DocumentNumber, Reason, Title
from domain.work_calendar import SATURDAY, YearArrangement, fixed_statutory_days

EARLIEST_YEAR = 1949
YEARS_AHEAD = 2
DECEMBER = 12

Days = Annotated[tuple[BusinessDate, ...], Field(max_length=366)]


class YearAlreadyPublished(RuleViolation):
    """A year is published once; a later notice about it amends it."""

    title = "该年度节假日安排已经公布"


class YearOutOfRange(RuleViolation):
    """Nobody arranges holidays of long ago or of years far ahead."""

    title = "年度超出范围"


class DayOutsideYear(RuleViolation):
    """A year's arrangement speaks of days of that year alone."""

    title = "日期不属于该年度"


class DayRepeated(RuleViolation):
    """A day is listed once."""

    title = "日期重复"


class DayBothOffAndWorked(RuleViolation):
    """A day is off or worked, not both."""

    title = "同一天既放假又上班"


class WorkingDayNotAtWeekend(RuleViolation):
    """Only a Saturday or Sunday is made a working day."""

    title = "调休上班日不是周末"


class StatutoryDayWorked(RuleViolation):
    """The statutory days with a fixed date are off in every arrangement."""

    title = "法定节假日未列入放假日"


class NoticeInFuture(RuleViolation):
    """A notice is recorded on or after its date."""

    title = "通知日期晚于登记的办理日期"


class NoticeOlder(RuleViolation):
    """What amends an arrangement is a later notice."""

    title = "通知早于现行安排的通知"


class ArrangementUnchanged(RuleViolation):
    """An amendment changes at least one day."""

    title = "安排没有变化"


class Notice(ValueObject):
    """What a notice says of one year, and where it was found."""

    notice_number: DocumentNumber | None = None
    """As printed; only an old notice nobody can find any more has none."""
    notice_date: BusinessDate | None = None
    source: Title
    """Where the days were taken from, such as 中国政府网."""
    days_off: Days
    """Every day off, days in lieu included; weekends need not be listed."""
    working_days: Days
    """The Saturdays and Sundays that are worked."""


class Edition(NamedTuple):
    """The arrangement as one notice left it."""

    notice: Notice
    reason: str | None
    """Why it changed; the first has none."""
    version: int
    """Of the event that recorded it."""


class CalendarYear(Aggregate):
    """The arrangement of one year and every notice that led to it."""

    KIND: ClassVar[str] = "calendar-year"
    LABEL: ClassVar[str] = "年度节假日安排"

    number: str
    """The year, as text."""
    year: int
    editions: tuple[Edition, ...]
    """One for each notice, the first one first."""

    class Published(DomainEvent):
        TOPIC = "calendar-year.published"
        LABEL = "公布节假日安排"

        year: int
        notice: Notice

        def apply(self, aggregate: "CalendarYear") -> None:
            aggregate.number = str(self.year)
            aggregate.year = self.year
            aggregate.editions = (Edition(self.notice, None, self.originator_version),)

    class Amended(DomainEvent):
        TOPIC = "calendar-year.amended"
        LABEL = "调整节假日安排"

        notice: Notice
        reason: Reason

        def apply(self, aggregate: "CalendarYear") -> None:
            edition = Edition(self.notice, self.reason, self.originator_version)
            aggregate.editions = (*aggregate.editions, edition)

    @classmethod
    def publish(cls, year: int, notice: Notice, act: Act) -> Self:
        """Take down what the notice about a year says."""
        latest = act.occurred_on.year + YEARS_AHEAD
        if not EARLIEST_YEAR <= year <= latest:
            raise YearOutOfRange(f"年度应在{EARLIEST_YEAR}至{latest}之间,不能是{year}", "year")
        _require_sensible(year, notice, act)
        return cls.begin(str(year), cls.Published, act, year=year, notice=_in_order(notice))

    def amend(self, notice: Notice, reason: str, act: Act) -> None:
        """Take down a later notice about the same year."""
        _require_sensible(self.year, notice, act)
        former = self.editions[-1].notice
        if notice.notice_date and former.notice_date and notice.notice_date < former.notice_date:
            raise NoticeOlder(
                f"通知日期{notice.notice_date}早于现行安排的通知日期{former.notice_date}",
                "notice_date",
            )
        if _days(notice) == _days(former):
            raise ArrangementUnchanged(
                f"放假日和上班日与现行的{self.year}年安排完全相同", "days_off"
            )
        self.record(self.Amended, act, notice=_in_order(notice), reason=reason)

    @property
    def notice(self) -> Notice:
        """The latest notice."""
        return self.editions[-1].notice

    @property
    def arrangement(self) -> YearArrangement:
        """What counts as off and as worked, by the latest notice."""
        return arrangement_of(self.year, len(self.editions), self.notice)


def arrangement_of(year: int, version: int, notice: Notice) -> YearArrangement:
    """Return what a notice says, for counting days."""
    return YearArrangement(
        year, version, frozenset(notice.days_off), frozenset(notice.working_days)
    )


def years_needed_on(day: date) -> tuple[int, ...]:
    """Return the years whose arrangement should be known: from 1 December, the next one too.

    The notice about a year is published in the autumn before it.
    """
    return (day.year, day.year + 1) if day.month == DECEMBER else (day.year,)


def _in_order(notice: Notice) -> Notice:
    return notice.model_copy(
        update={
            "days_off": tuple(sorted(notice.days_off)),
            "working_days": tuple(sorted(notice.working_days)),
        }
    )


def _days(notice: Notice) -> tuple[frozenset[date], frozenset[date]]:
    return frozenset(notice.days_off), frozenset(notice.working_days)


def _require_sensible(year: int, notice: Notice, act: Act) -> None:
    for field, days in (("days_off", notice.days_off), ("working_days", notice.working_days)):
        _require_once_and_in_year(year, field, days)
    both = sorted({*notice.days_off} & {*notice.working_days})
    if both:
        raise DayBothOffAndWorked(f"{both[0]}既列为放假日又列为上班日", "working_days")
    for day in notice.working_days:
        if day.weekday() < SATURDAY:
            raise WorkingDayNotAtWeekend(
                f"{day}不是星期六或者星期日,本来就上班,不必列为调休上班日", "working_days"
            )
    _require_statutory_days_off(year, notice)
    if notice.notice_date and notice.notice_date > act.occurred_on:
        raise NoticeInFuture(
            f"通知日期{notice.notice_date}晚于办理日期{act.occurred_on}", "notice_date"
        )


def _require_once_and_in_year(year: int, field: str, days: Sequence[date]) -> None:
    seen: set[date] = set()
    for day in days:
        if day.year != year:
            raise DayOutsideYear(
                f"{day}不在{year}年内;通知涉及其他年度的,另在该年度办理调整", field
            )
        if day in seen:
            raise DayRepeated(f"{day}列了不止一次", field)
        seen.add(day)


def _require_statutory_days_off(year: int, notice: Notice) -> None:
    """Refuse a torn list: counting by it would put deadlines on holidays."""
    for day in fixed_statutory_days(year):
        if day in notice.working_days or (day.weekday() < SATURDAY and day not in notice.days_off):
            raise StatutoryDayWorked(f"{day}是法定节假日,应列入放假日", "days_off")
