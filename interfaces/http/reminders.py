"""Reminders over HTTP: they are raised by ``zhuoluo tick``, and read here."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from application.projections.reminders import ReminderFilter, page_of_reminders
from domain.term import TermUnit
from domain.text import Code, Name
from domain.urged_item import SubjectKind
from domain.warning_scale import WarningTrigger
from interfaces.http.asking import AskingDep, Listed
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(prefix="/reminders", tags=["催办提醒"], dependencies=WELL_FORMED)


class ReminderRow(BaseModel):
    """A reminder raised on that day or before."""

    id: UUID = Field(description="提醒标识")
    raised_on: date = Field(description="提醒日期", examples=["2015-06-15"])
    item_kind: SubjectKind = Field(description="所提醒的是什么", examples=["task"])
    item_label: str = Field(description="所提醒的是什么(名称)", examples=["任务"])
    item_id: UUID = Field(description="事项标识")
    item_number: str = Field(description="事项编号", examples=["RW-2015-1"])
    unit: str = Field(description="所提醒的单位代码", examples=["SLJ"])
    unit_above: str | None = Field(description="一并提醒的上级单位代码", examples=["XZF"])
    round: int = Field(description="轮次", examples=[1])
    due: date = Field(description="所针对的期限", examples=["2015-06-25"])
    colour: str = Field(description="预警颜色", examples=["蓝"])
    trigger: WarningTrigger = Field(description="事由", examples=["near_due"])
    trigger_label: str = Field(description="事由名称", examples=["临近期限"])
    days: int = Field(description="该等级的天数", examples=[10])
    counted_in: TermUnit = Field(description="该等级的天数按日还是工作日计", examples=["day"])
    up_the_line: bool = Field(description="是否向上级单位提醒", examples=[False])
    days_left: int | None = Field(description="提醒当天的剩余天数", examples=[10])
    days_overdue: int | None = Field(description="提醒当天的逾期天数", examples=[None])


@router.get("", responses=problems())
def list_reminders(
    asking: AskingDep,
    unit: Annotated[Code | None, Query(description="所提醒的单位,含一并提醒的上级单位")] = None,
    item: Annotated[UUID | None, Query(description="事项标识")] = None,
    item_kind: Annotated[SubjectKind | None, Query(description="意见、任务或者承诺")] = None,
    colour: Annotated[Name | None, Query(description="预警颜色")] = None,
    trigger: Annotated[WarningTrigger | None, Query(description="事由")] = None,
    up_the_line: Annotated[bool | None, Query(description="是否向上级单位提醒")] = None,
) -> Listed[ReminderRow]:
    """催办提醒;可按任一天、任一时点所知查询,可按raised_on、due、item排序."""
    wanted = ReminderFilter(
        unit=unit,
        item=item,
        item_kind=item_kind,
        colour=colour,
        trigger=trigger,
        up_the_line=up_the_line,
    )
    return asking.answer(partial(page_of_reminders, wanted=wanted), row_of, sort="raised_on")


def row_of(row: Mapping[str, Any]) -> ReminderRow:
    """Present a reminder."""
    shown = {
        **row,
        "id": row["reminder_id"],
        "item_label": SubjectKind(row["item_kind"]).label,
        "trigger_label": WarningTrigger(row["trigger"]).label,
    }
    return ReminderRow.model_validate({name: shown[name] for name in ReminderRow.model_fields})
