"""Rates over HTTP: exact counts for any day, broken down, and opened to the items behind them."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from application.metrics.definition import Source
from application.metrics.definitions import DEFINITIONS, VERSION
from application.metrics.handling_days import handling_days
from application.metrics.rates import (
    Cohort,
    GroupBy,
    Rate,
    Side,
    count_rates,
    definition_of,
    page_of_items,
)
from application.projections.unit_register import names_of_units
from domain.model import BusinessDate
from domain.opinion_terms import OpinionKind
from domain.spread import Spread
from domain.text import Code, DocumentNumber, Name
from interfaces.http.asking import AskingDep, ClocksDep, Listed, Read
from interfaces.http.problems import problems

router = APIRouter(prefix="/rates", tags=["比率"])


class DefinedRate(BaseModel):
    """What a rate counts."""

    code: str = Field(examples=["on-time-reply-rate"])
    title: str = Field(examples=["按期答复率"])
    formula: str = Field(description="计算公式")
    source: Source = Field(description="依据的台账")
    version: int = Field(description="口径版本", examples=[VERSION])


class RateState(BaseModel):
    """A rate with both counts."""

    code: str = Field(examples=["on-time-reply-rate"])
    title: str = Field(examples=["按期答复率"])
    group: str | None = Field(description="分组;不分组时为空", examples=[None])
    group_label: str | None = Field(description="分组名称", examples=[None])
    numerator: int = Field(description="分子", examples=[5])
    denominator: int = Field(description="分母", examples=[6])
    percent: str | None = Field(
        description="百分比,四舍五入到两位小数;分母为0时为空", examples=["83.33"]
    )
    left_out: int = Field(description="因未定时限不计入的件数", examples=[0])


class Rates(BaseModel):
    """Rates of one moment."""

    as_of: date
    known_at: int
    definitions_version: int
    rates: list[RateState]


class RateItem(BaseModel):
    """An item behind a rate."""

    item_id: UUID
    number: str
    title: str
    unit: str | None
    weight: int = Field(description="该事项计入的数量", examples=[1])


class SpreadState(BaseModel):
    """How long items took."""

    count: int
    mean: str | None = Field(description="平均天数")
    median: str | None = Field(description="中位天数")
    ninth_decile: int | None = Field(description="九成在此天数内")


class HandlingDaysState(BaseModel):
    """Days from referral to completion; open items are counted apart."""

    as_of: date
    known_at: int
    closed: SpreadState
    open: SpreadState


def get_cohort(
    since: Annotated[BusinessDate | None, Query(description="期间起(含)")] = None,
    until: Annotated[BusinessDate | None, Query(description="期间止(含)")] = None,
    unit: Annotated[Code | None, Query(description="单位代码")] = None,
    leader: Annotated[Name | None, Query(description="责任领导")] = None,
    kind: Annotated[OpinionKind | None, Query(description="意见类别")] = None,
    source_document: Annotated[DocumentNumber | None, Query(description="来源文件")] = None,
) -> Cohort:
    """Read which items the question is about."""
    return Cohort(since, until, unit, leader, kind, source_document)


CohortDep = Annotated[Cohort, Depends(get_cohort)]


@router.get("", responses=problems())
def list_rates(
    clocks: ClocksDep,
    cohort: CohortDep,
    code: Annotated[list[str] | None, Query(description="指标代码,可多个;缺省为全部")] = None,
    group_by: Annotated[GroupBy | None, Query(description="分组")] = None,
) -> Rates:
    """各项比率."""
    wanted = [definition_of(each) for each in code] if code else _defaults(cohort, group_by)
    with clocks.system.database.reading() as connection:
        moment = clocks.moment(connection)
        rates = count_rates(connection, moment, wanted, cohort, group_by)
        names = names_of_units(connection, moment) if group_by is GroupBy.UNIT else {}
    return Rates(
        as_of=moment.as_of,
        known_at=moment.known_at,
        definitions_version=VERSION,
        rates=[state_of(rate, names) for rate in rates],
    )


def _defaults(cohort: Cohort, group_by: GroupBy | None) -> list[Any]:
    """Return the rates that can be counted for this cohort and grouping."""
    sources = set(Source)
    if cohort.leader is not None or group_by is GroupBy.LEADER:
        sources = {Source.TASKS}
    elif cohort.kind or cohort.source_document or group_by in ABOUT_OPINIONS:
        sources = {Source.OPINIONS, Source.TASKS}
    return [each for each in DEFINITIONS.values() if each.source in sources]


ABOUT_OPINIONS = (GroupBy.KIND, GroupBy.SOURCE_DOCUMENT)


@router.get("/definitions")
def list_definitions() -> list[DefinedRate]:
    """各项比率的口径."""
    return [
        DefinedRate(
            code=each.code,
            title=each.title,
            formula=each.formula,
            source=each.source,
            version=VERSION,
        )
        for each in DEFINITIONS.values()
    ]


@router.get("/handling-days", responses=problems())
def read_handling_days(clocks: ClocksDep, cohort: CohortDep) -> HandlingDaysState:
    """办理天数:平均、中位、九成;未办结的另列."""
    with clocks.system.database.reading() as connection:
        moment = clocks.moment(connection)
        days = handling_days(connection, moment, cohort)
    return HandlingDaysState(
        as_of=moment.as_of,
        known_at=moment.known_at,
        closed=_spread(days.closed),
        open=_spread(days.open),
    )


@router.get("/{code}/{side}", responses=problems())
def list_items(code: str, side: Side, asking: AskingDep, cohort: CohortDep) -> Listed[RateItem]:
    """一项比率的分子、分母或不计入的事项."""
    read: Read = partial(page_of_items, definition=definition_of(code), side=side, cohort=cohort)
    return asking.answer(read, item_of, sort="number")


def state_of(rate: Rate, names: Mapping[str, str]) -> RateState:
    """Present a rate."""
    return RateState(
        code=rate.definition.code,
        title=rate.definition.title,
        group=rate.group,
        group_label=None if rate.group is None else names.get(rate.group, rate.group),
        numerator=rate.ratio.numerator,
        denominator=rate.ratio.denominator,
        percent=rate.ratio.percent,
        left_out=rate.left_out,
    )


def item_of(row: Mapping[str, Any]) -> RateItem:
    """Present an item behind a rate."""
    return RateItem.model_validate({name: row[name] for name in RateItem.model_fields})


def _spread(spread: Spread) -> SpreadState:
    return SpreadState(
        count=len(spread.days),
        mean=spread.mean,
        median=spread.median,
        ninth_decile=spread.ninth_decile,
    )
