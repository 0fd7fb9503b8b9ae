"""What a deadline comes to, and why, before anything is decided by it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from application.projections.calendar_years import calendar_at
from domain.deadline import DeadlineSpec
from domain.deadline_suggestion import suggestion
from domain.derivation import derive, explain
from domain.due import Due
from domain.model import BusinessDate
from domain.text import Title
from interfaces.http.acting import SystemDep
from interfaces.http.asking import ClocksDep
from interfaces.http.deadline_state import StepState, step_state
from interfaces.http.problems import problems
from interfaces.http.well_formed import WELL_FORMED

router = APIRouter(prefix="/deadline-derivations", tags=["期限推算"], dependencies=WELL_FORMED)


class DeriveDeadline(BaseModel):
    """推算期限."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    spec: DeadlineSpec = Field(
        description="文件上的期限:kind为种类,其余字段因种类而异",
        examples=[{"kind": "term", "term": {"length": 3, "unit": "month"}, "roll": True}],
    )
    start: BusinessDate | None = Field(
        default=None, description="起算日期,当日不计", examples=["2026-03-25"]
    )


class DerivedDeadline(BaseModel):
    """A deadline with its explanation."""

    due: Due = Field(description="期限及推算依据", examples=[{"on": "2026-06-25"}])
    provisional: bool = Field(
        description="是否暂定:所依据的年度节假日安排尚未公布", examples=[False]
    )
    steps: list[StepState] = Field(description="推算过程")
    sentence: str = Field(
        description="推算过程的说明",
        examples=["自2026年3月25日起3个月,当日不计,应至2026年6月25日"],
    )


@router.post("", responses=problems(409))
def derive_deadline(body: DeriveDeadline, clocks: ClocksDep) -> DerivedDeadline:
    """推算期限并说明理由;不作任何记录."""
    with clocks.system.database.reading() as connection:
        calendar = calendar_at(connection, clocks.moment(connection))
    due = derive(body.spec, body.start, calendar)
    explanation = explain(due)
    return DerivedDeadline(
        due=due,
        provisional=due.provisional,
        steps=[step_state(each) for each in explanation.steps],
        sentence=explanation.sentence,
    )


class Suggested(BaseModel):
    """A day that vague words may mean."""

    words: str = Field(examples=["12月初"])
    day: date | None = Field(
        description="可理解为的日期,须由办理人确认;词语没有指明日期的为空", examples=["2011-12-10"]
    )


@router.get("/suggestions", responses=problems())
def suggest_day(
    words: Annotated[Title, Query(description="文件上的原文", examples=["12月初"])],
    system: SystemDep,
    on: Annotated[
        BusinessDate | None, Query(description="文件的日期;缺省为今天", examples=["2011-04-21"])
    ] = None,
) -> Suggested:
    """对含糊的期限写法提出可供确认的日期."""
    return Suggested(words=words, day=suggestion(words, on or system.today))
