"""What the office should see to so that the system keeps working rightly."""

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel, Field

from application.projections.calendar_years import years_missing
from interfaces.http.asking import ClocksDep
from interfaces.http.problems import problems

router = APIRouter(prefix="/status", tags=["运行"])


class Warned(BaseModel):
    """Something to see to."""

    code: str = Field(description="固定标识", examples=["calendar-year-missing"])
    text: str = Field(examples=["2027年节假日安排尚未登记,涉及该年度的期限均为暂定"])


class Status(BaseModel):
    """How the system stands."""

    as_of: date = Field(description="截至的业务日期", examples=["2026-12-01"])
    warnings: list[Warned] = Field(description="须处理的事项;没有则为空")


@router.get("", responses=problems())
def read_status(clocks: ClocksDep) -> Status:
    """运行状况与须处理的事项;自12月1日起,下一年度节假日安排尚未登记的予以提示."""
    with clocks.system.database.reading() as connection:
        missing = years_missing(connection, clocks.moment(connection))
    return Status(as_of=clocks.as_of, warnings=[_calendar_missing(year) for year in missing])


def _calendar_missing(year: int) -> Warned:
    text = f"{year}年节假日安排尚未登记,涉及该年度的期限均为暂定"
    return Warned(code="calendar-year-missing", text=text)
