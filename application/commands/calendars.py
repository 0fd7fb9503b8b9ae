"""Acts on the yearly holiday arrangements, and the calendar that other commands count by."""

from datetime import date
from functools import partial

from application.errors import NotFound
from application.reference.shipped_calendars import ReferenceYear, reference_years
from application.store import Store
from application.system_acts import act_of_the_system_today
from application.work import Work
from domain.calendar_year import CalendarYear, Notice, YearAlreadyPublished
from domain.model import Act, day_of
from domain.work_calendar import WorkCalendar, YearArrangement


def publish(work: Work, *, year: int, notice: Notice) -> CalendarYear:
    """Take down the notice about a year."""
    if _is_on_record(work, year):
        raise YearAlreadyPublished(
            f"{year}年节假日安排已经公布;国务院另有通知的,请办理调整", "year"
        )
    return work.add(CalendarYear.publish(year, notice, work.act))


def amend(
    work: Work, year: int, expected: int | None, *, notice: Notice, reason: str
) -> CalendarYear:
    """Take down a later notice about the same year."""
    if not _is_on_record(work, year):
        raise NotFound(CalendarYear.LABEL, str(year), "year")
    calendar_year = work.get(CalendarYear, CalendarYear.id_of(str(year)), expected)
    calendar_year.amend(notice, reason, work.act)
    return calendar_year


def year_on_record(store: Store, year: int) -> CalendarYear:
    """Return a year as it stands. Not to decide on."""
    try:
        return store.read(CalendarYear, CalendarYear.id_of(str(year)))
    except NotFound:
        raise NotFound(CalendarYear.LABEL, str(year), "year") from None


class _RecordedCalendar(WorkCalendar):
    """Knows the arrangements on record, each looked up when it is first asked for."""

    def __init__(self, work: Work) -> None:
        super().__init__({})
        self._work = work
        self._found: dict[int, YearArrangement | None] = {}

    def arrangement_of(self, year: int) -> YearArrangement | None:
        if year not in self._found:
            known = self._work.find(CalendarYear, CalendarYear.id_of(str(year)))
            self._found[year] = known.arrangement if known else None
        return self._found[year]


def calendar_of(work: Work) -> WorkCalendar:
    """Return the calendar to count by in a command; it loads the years it is asked about."""
    return _RecordedCalendar(work)


def bring_reference_calendars(store: Store) -> int:
    """Record the years the program knows of and the county does not; return how many.

    All in one transaction, by an act of the system dated as each notice. A year on record stays
    as it is; what is dated after today by the county's clock is left out.
    """
    now = store.clock()
    if not _known_by(day_of(now)):
        return 0
    brought: list[CalendarYear] = []
    store.run(act_of_the_system_today(now), partial(bring_calendars, brought=brought))
    return len(brought)


def bring_calendars(work: Work, *, brought: list[CalendarYear]) -> CalendarYear:
    """Record the reference years that are missing (one exists at least); tell ``brought``."""
    wanted = _known_by(work.today)
    missing = [each for each in wanted if not _is_on_record(work, each.year)]
    brought[:] = [_bring(work, each) for each in missing]
    return work.get(CalendarYear, CalendarYear.id_of(str(wanted[-1].year)))


def _known_by(today: date) -> list[ReferenceYear]:
    return [each for each in map(partial(_until, today), reference_years()) if each.notices]


def _until(today: date, year: ReferenceYear) -> ReferenceYear:
    known = tuple(notice for notice in year.notices if notice.issued_on <= today)
    return year.model_copy(update={"notices": known})


def _bring(work: Work, year: ReferenceYear) -> CalendarYear:
    first, *later = year.notices
    calendar_year = work.add(
        CalendarYear.publish(year.year, first.notice, _dated(work.act, first.issued_on))
    )
    for each in later:
        calendar_year.amend(each.notice, each.reason, _dated(work.act, each.issued_on))
    return calendar_year


def _is_on_record(work: Work, year: int) -> bool:
    return work.find(CalendarYear, CalendarYear.id_of(str(year))) is not None


def _dated(act: Act, on: date) -> Act:
    return act.model_copy(update={"occurred_on": on})
