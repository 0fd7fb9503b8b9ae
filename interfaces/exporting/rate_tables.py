"""Rates as files: counted, broken down by unit, and opened to the items behind them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from application.metrics.contributions import Contribution
from application.metrics.definition import Definition, Measure, Source
from application.metrics.definitions import VERSION
from application.metrics.handling_days import HandlingDays
from application.metrics.rankings import places
from application.metrics.rates import Rate
from domain.ranking import Place
from domain.spread import Spread
from interfaces.documents.cells import Cell
from interfaces.exporting.tables import IDENTITY, SERIAL, UNDATED_LABEL, Names

EMPTY_BASE = "—"
"""Printed for a rate of nothing, which is neither 0 nor 100."""
NO_UNIT_LABEL = "未定单位"
WHOLE = "全部"
NO_PLACE = "不排名"
AND = "、"
"""Between the lead units of an opinion that is split."""
BEST_FIRST = {True: "高者在前", False: "低者在前"}

RATE_HEADERS = (
    "指标代码",
    "指标",
    "范围",
    "单位代码",
    "分子",
    "分母",
    "比率",
    "未定时限不计入",
    "计算口径",
)
COUNT_HEADERS = (
    "指标代码",
    "指标",
    "范围",
    "单位代码",
    "件数",
    "总天数",
    "平均天数",
    "未定时限不计入",
    "计算口径",
)
RANKING_HEADERS = (
    "指标代码",
    "指标",
    "名次",
    "单位代码",
    "单位",
    "分子",
    "分母",
    "比率",
    "参加排名的最小分母",
    "排名次序",
)
DAYS_HEADERS = ("范围", "件数", "平均天数", "中位天数", "九成办结天数")

DETAIL_TITLES = {
    Source.OPINIONS: "意见明细",
    Source.MEASURES: "措施明细",
    Source.TASKS: "任务明细",
    Source.COMMITMENTS: "承诺明细",
}
PARTS_TITLE = "分办明细"
"""What the part of each lead unit counts for, of opinions that are split."""


def group_label(rate: Rate, names: Names) -> str:
    """Return what the group of a rate is called; the group of items without one too."""
    return NO_UNIT_LABEL if not rate.group else names.get(rate.group, rate.group)


def rate_rows(
    whole: Sequence[Rate], by_unit: Sequence[Rate], names: Names
) -> Iterator[Sequence[Cell]]:
    """Yield each rate, followed by the same rate of every unit."""
    for rate in whole:
        yield _rate_row(rate, WHOLE)
        for part in by_unit:
            if part.definition.code == rate.definition.code:
                yield _rate_row(part, group_label(part, names))


def _rate_row(rate: Rate, label: str) -> Sequence[Cell]:
    return (
        rate.definition.code,
        rate.definition.title,
        label,
        rate.group or None,
        rate.ratio.numerator,
        rate.ratio.denominator,
        EMPTY_BASE if rate.ratio.exact is None else rate.ratio.exact,
        rate.left_out,
        rate.definition.formula,
    )


def count_rows(
    whole: Sequence[Rate], by_unit: Sequence[Rate], names: Names
) -> Iterator[Sequence[Cell]]:
    """Yield each count, followed by the same count of every unit."""
    for count in whole:
        yield _count_row(count, WHOLE)
        for part in by_unit:
            if part.definition.code == count.definition.code:
                yield _count_row(part, group_label(part, names))


def _count_row(count: Rate, label: str) -> Sequence[Cell]:
    return (
        count.definition.code,
        count.definition.title,
        label,
        count.group or None,
        *days_of(count),
        count.left_out,
        count.definition.formula,
    )


def days_of(count: Rate) -> tuple[int, int | None, str | None]:
    """Return how many there are and, of what is late, the days and their mean."""
    ratio = count.ratio
    if count.definition.measure is not Measure.DAYS:
        return ratio.denominator, None, None
    return ratio.denominator, ratio.numerator, ratio.mean


def ranking_rows(
    definitions: Iterable[Definition], by_unit: Sequence[Rate], smallest_base: int, names: Names
) -> Iterator[Sequence[Cell]]:
    """Yield the units in their places by each rate; those without a place come last."""
    for definition in definitions:
        of_rate = [rate for rate in by_unit if rate.definition.code == definition.code]
        for place in places(definition, of_rate, smallest_base):
            yield (
                definition.code,
                definition.title,
                *place_row(place, names),
                smallest_base,
                BEST_FIRST[definition.higher_is_better],
            )


def place_row(place: Place, names: Names) -> Sequence[Cell]:
    """Return a place, who holds it and by which figures."""
    ratio = place.ratio
    return (
        NO_PLACE if place.rank is None else place.rank,
        place.name,
        names.get(place.name, place.name),
        ratio.numerator,
        ratio.denominator,
        EMPTY_BASE if ratio.exact is None else ratio.exact,
    )


def detail_headers(definitions: Iterable[Definition]) -> list[str]:
    """Return the headers of what each item counts for in these rates, two or three for each."""
    sides = [f"{each.title}{side}" for each in definitions for side in _sides_of(each)]
    return [SERIAL, "编号", "内容", "单位代码", "单位", *sides, IDENTITY]


def _sides_of(definition: Definition) -> Sequence[str]:
    return ("分子", "分母") if definition.left_out is None else ("分子", "分母", UNDATED_LABEL)


def detail_rows(contributions: Iterable[Contribution], names: Names) -> Iterator[Sequence[Cell]]:
    """Yield a row for each item: each column adds up to what the rate states."""
    for serial, each in enumerate(contributions, 1):
        called = [names.get(unit, unit) for unit in each.units]
        units = (AND.join(told) or None for told in (each.units, called))
        told = each.number, each.title, *units
        yield (serial, *told, *each.weights, str(each.identity))


def days_rows(days: HandlingDays) -> Iterator[Sequence[Cell]]:
    """Yield how long opinions took; the open ones apart."""
    for label, spread in (("已办结", days.closed), ("尚未办结(截至当日)", days.open)):
        yield (label, *spread_facts(spread).values())


def spread_facts(spread: Spread) -> dict[str, int | str | None]:
    """Return how long items took, for programs."""
    return {
        "count": len(spread.days),
        "mean": spread.mean,
        "median": spread.median,
        "ninth_decile": spread.ninth_decile,
    }


def rate_facts(rate: Rate) -> dict[str, int | str | None]:
    """Return both counts of a rate and what they come to, for programs."""
    return {
        "numerator": rate.ratio.numerator,
        "denominator": rate.ratio.denominator,
        "percent": rate.ratio.percent,
        "left_out": rate.left_out,
    }


def rates_json(
    scope: Mapping[str, str | int | date],
    whole: Sequence[Rate],
    by_unit: Sequence[Rate],
    days: HandlingDays,
    names: Names,
) -> bytes:
    """Return the rates as one JSON document."""
    stated = {
        "definitions_version": VERSION,
        **scope,
        "rates": [_with_units(rate, by_unit, names) for rate in whole],
        "handling_days": {"closed": spread_facts(days.closed), "open": spread_facts(days.open)},
    }
    return f"{json.dumps(stated, ensure_ascii=False, indent=1, default=str)}\n".encode()


def _with_units(rate: Rate, by_unit: Sequence[Rate], names: Names) -> dict[str, Any]:
    definition = rate.definition
    return {
        "code": definition.code,
        "title": definition.title,
        "formula": definition.formula,
        "source": definition.source,
        **rate_facts(rate),
        "by_unit": [
            {"unit": part.group or None, "name": group_label(part, names), **rate_facts(part)}
            for part in by_unit
            if part.definition.code == definition.code
        ],
    }
