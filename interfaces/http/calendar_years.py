"""The yearly holiday arrangements over HTTP."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response, status
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from application.commands import calendars, moved_dues
from application.projections.calendar_years import page_of_calendar_years
from application.store import Done, Store
from domain.calendar_year import CalendarYear, Days, Edition, Notice
from domain.deadline import Year
from domain.model import BusinessDate
from domain.text import DocumentNumber, Reason, Title
from interfaces.http.act_route import ActRoute
from interfaces.http.acting import ActBody, ActingDep, ExpectedVersion, SystemDep, etag
from interfaces.http.asking import AskingDep, Listed
from interfaces.http.moved_dues import MovedDue
from interfaces.http.moved_dues import moved_dues as presented
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(
    prefix="/calendar-years", tags=["节假日安排"], route_class=ActRoute, dependencies=WELL_FORMED
)

YearInPath = Annotated[int, Path(ge=1949, le=2199, description="年度", examples=[2026])]


class NoticeBody(ActBody):
    """What a notice says."""

    notice_number: DocumentNumber | None = Field(
        default=None, description="通知的发文字号", examples=["国办发明电〔2025〕7号"]
    )
    notice_date: BusinessDate | None = Field(
        default=None, description="通知的成文日期", examples=["2025-11-04"]
    )
    source: Title = Field(description="出处:安排取自何处", examples=["中国政府网"])
    days_off: Days = Field(
        description="放假日,调休的放假日在内;周末可以不列", examples=[["2026-01-01", "2026-01-02"]]
    )
    working_days: Days = Field(description="调休上班的周末", examples=[["2026-01-04"]])

    @property
    def notice(self) -> Notice:
        """The notice alone."""
        return Notice(
            notice_number=self.notice_number,
            notice_date=self.notice_date,
            source=self.source,
            days_off=self.days_off,
            working_days=self.working_days,
        )


class PublishYear(NoticeBody):
    """登记年度节假日安排."""

    year: Year = Field(description="年度", examples=[2026])


class AmendYear(NoticeBody):
    """调整年度节假日安排."""

    reason: Reason = Field(description="依据或原因", examples=["调整劳动节假期"])


class NoticeState(BaseModel):
    """A notice and the days it arranged."""

    notice_number: str | None
    notice_date: date | None
    source: str
    days_off: list[date]
    working_days: list[date]


class EditionState(NoticeState):
    """The arrangement as one notice left it."""

    version: int = Field(description="第几次通知", examples=[1])
    recorded_for: date = Field(description="办理日期", examples=["2025-11-04"])
    reason: str | None = Field(description="调整的依据或原因;首次公布的为空")


class CalendarYearState(NoticeState):
    """The arrangement in force, and how it came about."""

    year: int
    version: int = Field(description="第几次通知", examples=[1])
    history: list[EditionState] = Field(description="历次通知,最早的在前")


class RecordedYear(CalendarYearState):
    """The arrangement, and which due dates were derived again because of it."""

    recomputed: list[MovedDue] = Field(description="重算期限的事项")


class CalendarYearRow(NoticeState):
    """The arrangement as it was in force on the day asked for."""

    year: int
    version: int = Field(description="第几次通知", examples=[1])


@router.post("", status_code=status.HTTP_201_CREATED, responses=problems(409))
async def publish_year(body: PublishYear, acting: ActingDep) -> RecordedYear:
    """登记国务院公布的年度节假日安排;暂定的期限随即重算,列出变动的事项."""
    command = partial(moved_dues.publish_year, year=body.year, notice=body.notice)
    done = await acting.carry_out(body.occurred_on, command)
    acting.response.headers["Location"] = f"/calendar-years/{done.aggregate.year}"
    return await _recorded(done, acting.system.store)


@router.get("", responses=problems())
def list_years(asking: AskingDep) -> Listed[CalendarYearRow]:
    """历年节假日安排;可查任一天、按任一时点所知."""
    return asking.answer(page_of_calendar_years, row_of, sort="year")


@router.get("/{year}", responses=problems(404))
def read_year(year: YearInPath, system: SystemDep, response: Response) -> CalendarYearState:
    """读取一个年度的节假日安排及历次通知."""
    calendar_year = calendars.year_on_record(system.store, year)
    response.headers["ETag"] = etag(calendar_year)
    return state_of(calendar_year)


@router.post("/{year}/amendments", responses=problems(404, 409, 412, 428))
async def amend_year(
    year: YearInPath, body: AmendYear, acting: ActingDep, expected: ExpectedVersion
) -> RecordedYear:
    """登记国务院对同一年度的后续通知;放假日和上班日须重新列全,有关期限随即重算."""
    command = partial(
        moved_dues.amend_year,
        year=year,
        expected=expected,
        notice=body.notice,
        reason=body.reason,
    )
    done = await acting.carry_out(body.occurred_on, command)
    return await _recorded(done, acting.system.store)


async def _recorded(done: Done[CalendarYear], store: Store) -> RecordedYear:
    """Present a year whose notice was taken down, and what was derived again because of it."""
    moved = await run_in_threadpool(moved_dues.moved_by, store, done.sequence)
    return RecordedYear(**state_of(done.aggregate).model_dump(), recomputed=presented(moved))


def state_of(calendar_year: CalendarYear) -> CalendarYearState:
    """Present a year."""
    return CalendarYearState(
        year=calendar_year.year,
        version=len(calendar_year.editions),
        history=[
            _edition(number, each, calendar_year.dates[each.version - 1])
            for number, each in enumerate(calendar_year.editions, 1)
        ],
        **calendar_year.notice.model_dump(),
    )


def _edition(number: int, edition: Edition, on: date) -> EditionState:
    return EditionState(
        version=number,
        recorded_for=on,
        reason=edition.reason,
        **edition.notice.model_dump(),
    )


def row_of(row: Mapping[str, Any]) -> CalendarYearRow:
    """Present a row of the register."""
    facts = {name: row[name] for name in NoticeState.model_fields}
    return CalendarYearRow(year=row["year"], version=row["notices"], **facts)
