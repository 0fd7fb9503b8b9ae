"""What answers about rates say: figures with both counts, and what each of them counts."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from application.errors import UnknownFact
from application.metrics.comparison import Compared
from application.metrics.definition import Definition, Measure, Source
from application.metrics.definitions import VERSION
from application.metrics.rates import Cohort, Rate
from domain.model import BusinessDate
from domain.opinion_terms import OpinionKind
from domain.text import Code, DocumentNumber, Name


class DefinedRate(BaseModel):
    """What a figure counts."""

    code: str = Field(examples=["on-time-reply-rate"])
    title: str = Field(examples=["按期答复率"])
    measure: Measure = Field(description="比率、件数或天数", examples=["share"])
    formula: str = Field(description="计算公式")
    source: Source = Field(description="依据的台账")
    cohort_rule: str = Field(description="哪些事项归入期间", examples=["交办日期在期间内的意见"])
    as_of_rule: str = Field(description="截至日期怎样起作用")
    edge_cases: list[str] = Field(
        description="不计入的和容易误解的", examples=[["未定时限的不计入,另列"]]
    )
    higher_is_better: bool = Field(description="排名时是否高者在前", examples=[True])
    version: int = Field(description="该指标的口径版本", examples=[VERSION])


class EarlierRate(BaseModel):
    """The same rate a year earlier."""

    numerator: int = Field(description="上年分子", examples=[4])
    denominator: int = Field(description="上年分母", examples=[6])
    percent: str | None = Field(description="上年百分比", examples=["66.67"])
    points: str | None = Field(
        description="比上年增减的百分点:按精确分数相减后四舍五入;任一年分母为0时为空",
        examples=["+16.67"],
    )


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
    last_year: EarlierRate | None = Field(
        default=None, description="上年同期;不要求比较时为空", examples=[None]
    )


class Answered(BaseModel):
    """The moment an answer is about, and the version of the definitions."""

    as_of: date
    known_at: int
    definitions_version: int = VERSION


class Rates(Answered):
    """Rates of one moment."""

    rates: list[RateState]


class RankedState(BaseModel):
    """The place of a unit or a leader."""

    rank: int | None = Field(description="名次,并列同名次;基数不足时为空", examples=[1])
    group: str = Field(examples=["JYJ"])
    group_label: str = Field(examples=["县教育局"])
    numerator: int = Field(description="分子", examples=[5])
    denominator: int = Field(description="分母", examples=[6])
    percent: str | None = Field(description="百分比", examples=["83.33"])


class RankingState(Answered):
    """Places by one rate; those with a small base are listed apart, without a place."""

    code: str = Field(examples=["on-time-reply-rate"])
    title: str = Field(examples=["按期答复率"])
    minimum_base: int = Field(description="参加排名的最小分母", examples=[5])
    higher_is_better: bool = Field(description="是否高者在前", examples=[True])
    ranked: list[RankedState]
    unranked: list[RankedState] = Field(description="分母不足,不参加排名")


class PartState(BaseModel):
    """One part of the whole."""

    value: str = Field(examples=["A"])
    label: str = Field(examples=["A类:已经解决或者基本解决"])
    count: int = Field(examples=[54])
    percent: str | None = Field(
        description="百分比,按最大余额法取两位小数,各部分之和为100.00;没有事项时为空",
        examples=["58.07"],
    )


class SharesState(Answered):
    """How items divide; the percentages add up to 100.00."""

    title: str = Field(examples=["办理结果分类"])
    cohort_rule: str = Field(examples=["交办日期在期间内的意见"])
    total: int = Field(examples=[93])
    left_out: int = Field(description="尚未分类、尚无评价的件数", examples=[7])
    parts: list[PartState]


class CountState(BaseModel):
    """How many, and of what is late, how many days."""

    code: str = Field(examples=["overdue-open-days"])
    title: str = Field(examples=["逾期未结"])
    group: str | None = Field(description="分组;不分组时为空", examples=[None])
    group_label: str | None = Field(description="分组名称", examples=[None])
    count: int = Field(description="件数", examples=[2])
    days: int | None = Field(description="总天数;不论天数的为空", examples=[45])
    mean_days: str | None = Field(
        description="平均天数,四舍五入到两位小数;没有事项时为空", examples=["22.50"]
    )
    left_out: int = Field(description="因未定时限不计入的件数", examples=[0])


class CountsState(Answered):
    """Counts of one moment."""

    counts: list[CountState]


def get_cohort(
    since: Annotated[BusinessDate | None, Query(description="期间起(含)")] = None,
    until: Annotated[BusinessDate | None, Query(description="期间止(含)")] = None,
    unit: Annotated[Code | None, Query(description="单位代码")] = None,
    leader: Annotated[Name | None, Query(description="责任领导")] = None,
    kind: Annotated[OpinionKind | None, Query(description="意见类别")] = None,
    source_document: Annotated[DocumentNumber | None, Query(description="来源文件")] = None,
) -> Cohort:
    """Read which items the question is about."""
    if since and until and since > until:
        raise UnknownFact(f"期间的起日{since}晚于止日{until}", "until")
    return Cohort(since, until, unit, leader, kind, source_document)


CohortDep = Annotated[Cohort, Depends(get_cohort)]


def definition_state(each: Definition) -> DefinedRate:
    """Present what a figure counts."""
    return DefinedRate(
        code=each.code,
        title=each.title,
        measure=each.measure,
        formula=each.formula,
        source=each.source,
        cohort_rule=each.cohort_rule,
        as_of_rule=each.as_of_rule,
        edge_cases=list(each.edge_cases),
        higher_is_better=each.higher_is_better,
        version=each.version,
    )


def rate_state(rate: Rate, names: Mapping[str, str]) -> RateState:
    """Present a rate."""
    return RateState(
        code=rate.definition.code,
        title=rate.definition.title,
        group=rate.group,
        group_label=label_of(rate.group, names),
        numerator=rate.ratio.numerator,
        denominator=rate.ratio.denominator,
        percent=rate.ratio.percent,
        left_out=rate.left_out,
    )


def compared_state(compared: Compared, names: Mapping[str, str]) -> RateState:
    """Present a rate beside that of the year before."""
    earlier = compared.earlier.ratio
    state = rate_state(compared.rate, names)
    state.last_year = EarlierRate(
        numerator=earlier.numerator,
        denominator=earlier.denominator,
        percent=earlier.percent,
        points=compared.points,
    )
    return state


def count_state(rate: Rate, names: Mapping[str, str]) -> CountState:
    """Present a count, with days where it has them."""
    ratio = rate.ratio
    in_days = rate.definition.measure is Measure.DAYS
    return CountState(
        code=rate.definition.code,
        title=rate.definition.title,
        group=rate.group,
        group_label=label_of(rate.group, names),
        count=ratio.denominator,
        days=ratio.numerator if in_days else None,
        mean_days=ratio.mean if in_days else None,
        left_out=rate.left_out,
    )


def label_of(group: str | None, names: Mapping[str, str]) -> str | None:
    """Return what a group is called."""
    return None if group is None else names.get(group, group)
