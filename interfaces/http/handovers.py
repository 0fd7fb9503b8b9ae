"""How a matter is handed over to another unit: what the act states, how it is shown later."""

from datetime import date

from pydantic import BaseModel, Field

from domain.handover import Handover
from domain.model import Aggregate
from domain.text import Code, Reason
from interfaces.http.acting import ActBody
from interfaces.http.opinion_round_state import RECORD


class HandOver(ActBody):
    """移交承接单位."""

    unit: Code = Field(description="已经撤并的承办单位代码", examples=["JSW"])
    successor: Code = Field(description="承接单位代码", examples=["WSJ"])
    reason: Reason = Field(description="理由", examples=["机构改革,职责并入县卫生局"])


class HandoverState(BaseModel):
    """Another unit took the place of one that had ended."""

    version: int = Field(description=RECORD, examples=[5])
    handed_over_on: date = Field(description="移交日期", examples=["2015-05-10"])
    unit: str = Field(description="撤并的承办单位代码", examples=["JSW"])
    successor: str = Field(description="承接单位代码", examples=["WSJ"])
    reason: str = Field(description="理由", examples=["机构改革,职责并入县卫生局"])


def handover_state(item: Aggregate, handover: Handover) -> HandoverState:
    """Present one handover of an item."""
    handed_over_on = item.dates[handover.version - 1]
    return HandoverState(handed_over_on=handed_over_on, **handover.model_dump())
