"""The audit trail over HTTP: every event, filtered by who, for whom, what and both clocks."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from application.event_store.topics import Stored
from application.projections.audit_trail import TrailFilter, page_of_entries
from application.projections.timeline import page_of_timeline
from domain.model import BusinessDate, Role
from domain.text import Code, Name
from interfaces.bootstrap import System
from interfaces.http.acting import SystemDep
from interfaces.http.asking import Asking, AskingDep, Instant, Listed, Read
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(prefix="/audit-trail", tags=["审计轨迹"], dependencies=WELL_FORMED)

ENVELOPE = {"originator_id", "originator_version", "act"}


class TrailEntry(BaseModel):
    """One event as it was recorded."""

    sequence: int = Field(description="日志序号", examples=[1200])
    topic: str = Field(description="事件类型", examples=["opinion.referred"])
    label: str = Field(description="事件名称", examples=["交办"])
    aggregate_id: UUID = Field(description="事项标识")
    aggregate: str = Field(description="事项类别", examples=["意见"])
    version: int = Field(description="该事项的第几条记录", examples=[3])
    actor: str = Field(description="办理人", examples=["经办人甲"])
    unit: str = Field(description="办理人所在单位", examples=["RDB"])
    role: Role = Field(description="办理身份")
    occurred_on: date = Field(description="文件上的日期", examples=["2015-03-25"])
    recorded_at: datetime = Field(description="登记时刻(UTC)")
    days_until_recorded: int = Field(
        description="补登天数:办理日期与登记当天相差的天数", examples=[0]
    )
    correlation_id: UUID = Field(description="关联标识")
    causation_id: UUID = Field(description="同一次办理的标识")
    facts: dict[str, Any] = Field(description="所载事实")


@router.get("", responses=problems())
def list_entries(
    asking: AskingDep,
    system: SystemDep,
    actor: Annotated[Name | None, Query(description="办理人")] = None,
    unit: Annotated[Code | None, Query(description="办理人所在单位")] = None,
    topic: Annotated[list[str] | None, Query(description="事件类型,可多个")] = None,
    item: Annotated[UUID | None, Query(description="事项标识")] = None,
    occurred_from: Annotated[BusinessDate | None, Query(description="办理日期不早于")] = None,
    occurred_until: Annotated[BusinessDate | None, Query(description="办理日期不晚于")] = None,
    recorded_from: Annotated[Instant | None, Query(description="登记时刻不早于")] = None,
    recorded_until: Annotated[Instant | None, Query(description="登记时刻不晚于")] = None,
) -> Listed[TrailEntry]:
    """审计轨迹."""
    for each in topic or ():
        system.store.topics.require_known(each)
    wanted = TrailFilter(
        actor=actor,
        unit=unit,
        topics=topic,
        aggregate_ids=None if item is None else [item],
        occurred_from=occurred_from,
        occurred_until=occurred_until,
        recorded_from=recorded_from,
        recorded_until=recorded_until,
    )
    read: Read = partial(page_of_entries, wanted=wanted)
    return asking.answer(read, partial(entry_of, system), sort="-sequence")


def timeline_of(asking: Asking, system: System, item: UUID) -> Listed[TrailEntry]:
    """Answer with the story of one item across its aggregates."""
    read: Read = partial(page_of_timeline, item=item)
    return asking.answer(read, partial(entry_of, system), sort="sequence")


def entry_of(system: System, row: Mapping[str, Any]) -> TrailEntry:
    """Present an entry with the facts its event states."""
    event = system.store.topics.name_of(row["topic"]).event
    stated = system.store.topics.stated(Stored(row["topic"], row["state"]))
    recorded_on = system.day_of(row["recorded_at"])
    return TrailEntry(
        sequence=row["sequence"],
        topic=row["topic"],
        label=event.LABEL,
        aggregate_id=row["aggregate_id"],
        aggregate=system.store.topics.aggregate_of(event).LABEL,
        version=row["version"],
        actor=row["actor"],
        unit=row["unit"],
        role=Role(row["role"]),
        occurred_on=row["occurred_on"],
        recorded_at=row["recorded_at"],
        days_until_recorded=(recorded_on - row["occurred_on"]).days,
        correlation_id=row["correlation_id"],
        causation_id=row["causation_id"],
        facts={name: fact for name, fact in stated.items() if name not in ENVELOPE},
    )
