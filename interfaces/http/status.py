"""What the office should see to so that the system keeps working rightly."""

from datetime import date, datetime, timedelta

from fastapi import APIRouter
from pydantic import BaseModel, Field

from application.clock import log_ahead
from application.projections.audit_trail import latest_of
from application.projections.calendar_years import years_missing
from application.staleness import why_stale
from domain.daily_tick import DailyTick
from domain.model import CHINA_STANDARD_TIME
from interfaces.http.asking import ClocksDep
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(prefix="/status", tags=["运行"], dependencies=WELL_FORMED)

OVERDUE_AFTER = timedelta(days=1)


class Warned(BaseModel):
    """Something to see to."""

    code: str = Field(description="固定标识", examples=["calendar-year-missing"])
    text: str = Field(examples=["2027年节假日安排尚未登记,涉及该年度的期限均为暂定"])


class LastTick(BaseModel):
    """The latest day gone through for reminders."""

    day: date = Field(description="做到哪一天", examples=["2026-12-01"])
    recorded_at: datetime = Field(description="做完的时刻", examples=["2026-12-01T00:00:20+08:00"])


class Status(BaseModel):
    """How the system stands."""

    as_of: date = Field(description="截至的业务日期", examples=["2026-12-01"])
    last_tick: LastTick | None = Field(description="最近一次做完的定时催办;从未做过则为空")
    warnings: list[Warned] = Field(description="须处理的事项;没有则为空")


@router.get("", responses=problems())
def read_status(clocks: ClocksDep) -> Status:
    """运行状况与须处理的事项;定时催办落后一天以上、下一年度节假日安排到12月1日仍未登记、日志比时钟晚、台账须重新生成的予以提示."""
    with clocks.system.database.reading() as connection:
        moment = clocks.moment(connection)
        missing = years_missing(connection, moment)
        done = latest_of(connection, moment, DailyTick.Done.TOPIC)
        ahead = log_ahead(connection, clocks.system.clock())
    last = done and LastTick(
        day=done.occurred_on, recorded_at=done.recorded_at.astimezone(CHINA_STANDARD_TIME)
    )
    warnings = [_calendar_missing(year) for year in missing]
    if last is None or clocks.as_of - last.day > OVERDUE_AFTER:
        warnings.append(_tick_behind(last))
    if ahead:
        warnings.append(Warned(code="log-ahead-of-clock", text=ahead))
    why = why_stale(clocks.system.store)
    if why:
        warnings.append(Warned(code="ledgers-stale", text=f"{why};请运行zhuoluo rebuild"))
    keys = clocks.system.keys
    if keys is not None and keys.lost:
        warnings.append(_keys_lost(len(keys.lost)))
    return Status(as_of=clocks.as_of, last_tick=last, warnings=warnings)


def _calendar_missing(year: int) -> Warned:
    text = f"{year}年节假日安排尚未登记,涉及该年度的期限均为暂定"
    return Warned(code="calendar-year-missing", text=text)


def _keys_lost(count: int) -> Warned:
    text = (
        f"密钥库中没有{count}个人的密钥,其姓名无法读出:所恢复的密钥库备份早于这些人登记;"
        "请换用更近的备份"
    )
    return Warned(code="keys-lost", text=text)


def _tick_behind(last: LastTick | None) -> Warned:
    reached = f"只做到{last.day}" if last else "从未做过"
    text = (
        f"定时催办{reached},临近期限和逾期的事项没有提醒;请运行zhuoluo tick,或者开启服务的定时催办"
    )
    return Warned(code="tick-behind", text=text)
