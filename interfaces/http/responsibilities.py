"""Who is responsible, for what, until when, over HTTP."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from application.projections.responsibilities import Capacity
from application.projections.task_list import standing
from application.projections.workload import DutyFilter, page_of_duties, page_of_loads
from domain.task_rounds import TaskStatus
from domain.text import Code, Name
from interfaces.http.asking import AskingDep, Listed
from interfaces.http.deadline_state import due_label
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(prefix="/responsibilities", tags=["责任"], dependencies=WELL_FORMED)

LeadUnit = Annotated[Code | None, Query(description="牵头单位代码")]


class DutyRow(BaseModel):
    """One person or office of one task: who, for what, until when."""

    capacity: Capacity = Field(description="责任类别", examples=["leader"])
    capacity_label: str = Field(description="责任类别名称", examples=["责任领导"])
    name: str = Field(description="姓名、职务或者处室", examples=["责任领导甲"])
    unit: str = Field(description="牵头单位代码", examples=["JYJ"])
    task_id: UUID = Field(description="任务标识")
    number: str = Field(description="任务编号", examples=["RW-2015-1"])
    title: str = Field(description="任务内容", examples=["清理占道经营摊点"])
    plan_id: UUID | None = Field(description="整改方案;单独立项的为空")
    status: TaskStatus = Field(description="任务状态", examples=["in_progress"])
    status_label: str = Field(description="任务状态名称", examples=["整改中"])
    percent: int = Field(description="进度(%)", examples=[60])
    due: date | None = Field(description="期限(含当日)", examples=["2015-06-25"])
    due_label: str = Field(description="期限(文字)", examples=["未定时限"])
    completed_on: date | None = Field(description="经核查的完成日期", examples=[None])
    days_overdue: int | None = Field(description="逾期未完成的天数", examples=[None])
    days_left: int | None = Field(description="距期限的天数", examples=[30])
    days_completed_late: int | None = Field(description="完成时逾期的天数", examples=[None])


class Load(BaseModel):
    """What one leader or office has to answer for."""

    name: str = Field(description="姓名、职务或者处室", examples=["责任领导甲"])
    unit: str = Field(description="牵头单位代码", examples=["JYJ"])
    assignments: int = Field(description="承担的任务数,不含已取消的", examples=[2])
    open: int = Field(description="其中未销号的", examples=[2])
    overdue: int = Field(description="其中逾期未完成的", examples=[0])
    next_due: date | None = Field(
        description="未完成任务中最近一个未到的期限", examples=["2015-06-25"]
    )
    tasks: list[DutyRow] = Field(description="任务清单")


@router.get("", responses=problems())
def list_responsibilities(
    asking: AskingDep,
    leader: Annotated[Name | None, Query(description="责任领导")] = None,
    office: Annotated[Name | None, Query(description="责任处室")] = None,
    assignee: Annotated[Name | None, Query(description="责任人员")] = None,
    unit: LeadUnit = None,
) -> Listed[DutyRow]:
    """责任清单:谁、负责什么、到何时;同时给出几种责任人的,逐一列出."""
    wanted = DutyFilter(leader=leader, office=office, assignee=assignee, unit=unit)
    return asking.answer(partial(page_of_duties, wanted=wanted), duty_of, sort="number")


@router.get("/leaders", responses=problems())
def list_leaders(asking: AskingDep, unit: LeadUnit = None) -> Listed[Load]:
    """责任领导的任务量;可按name、assignments、open、overdue、next_due排序."""
    read = partial(page_of_loads, capacity=Capacity.LEADER, unit=unit)
    return asking.answer(read, load_of, sort="name")


@router.get("/offices", responses=problems())
def list_offices(asking: AskingDep, unit: LeadUnit = None) -> Listed[Load]:
    """责任处室的任务量;可按name、assignments、open、overdue、next_due排序."""
    read = partial(page_of_loads, capacity=Capacity.OFFICE, unit=unit)
    return asking.answer(read, load_of, sort="name")


def duty_of(row: Mapping[str, Any]) -> DutyRow:
    """Present one responsibility."""
    shown = {
        **row,
        **standing(row)._asdict(),
        "unit": row["lead_unit"],
        "capacity_label": Capacity(row["capacity"]).label,
        "status_label": TaskStatus(row["status"]).label,
        "due_label": due_label(row["due"], provisional=row["due_provisional"]),
    }
    return DutyRow.model_validate({name: shown[name] for name in DutyRow.model_fields})


def load_of(row: Mapping[str, Any]) -> Load:
    """Present the load of one leader or office."""
    figures = {name: row[name] for name in Load.model_fields.keys() - {"tasks"}}
    return Load(**figures, tasks=[duty_of(each) for each in row["tasks"]])
