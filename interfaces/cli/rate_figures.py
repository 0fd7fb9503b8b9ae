"""Answers ``zhuoluo rates``: rates, beside those of the year before, counts, rankings, shares."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from application.errors import UnknownFact
from application.metrics.comparison import Compared, compare_rates
from application.metrics.definition import Definition
from application.metrics.definitions import COUNTS, DEFINITIONS, VERSION
from application.metrics.rankings import rank, smallest_base
from application.metrics.rates import Cohort, GroupBy, Rate, count_rates, countable, rate_of
from application.metrics.shares import Shares, count_shares
from interfaces.bootstrap import System
from interfaces.cli.asking import Asking, optional_day, word
from interfaces.cli.opening import open_county
from interfaces.cli.refusal import wrong_usage
from interfaces.cli.tables import show_json, show_rows
from interfaces.documents.cells import Cell
from interfaces.exporting.rate_tables import (
    EMPTY_BASE,
    days_of,
    group_label,
    place_row,
    rate_facts,
)
from interfaces.exporting.share_tables import share_of
from interfaces.exporting.tables import Names

HEADERS = ("指标", "分组", "分子", "分母", "比率", "未定时限不计入")
COMPARED_HEADERS = (*HEADERS, "上年分子", "上年分母", "上年比率", "增减百分点")
COUNT_HEADERS = ("指标", "分组", "件数", "总天数", "平均天数", "未定时限不计入")
PLACE_HEADERS = ("名次", "代码", "名称", "分子", "分母", "比率")
SHARE_HEADERS = ("项目", "件数", "占比")


class Asked(NamedTuple):
    """A question as it was typed."""

    as_of: str | None
    known_at: str | None
    since: str | None
    until: str | None
    unit: str | None
    group_by: str | None
    ranking: str | None = None
    shares: str | None = None
    counts: bool = False
    compare: bool = False
    minimum_base: int | None = None
    congress: str | None = None


class _Question(NamedTuple):
    """A question understood, in the county it is about."""

    asked: Asked
    system: System
    connection: Any
    asking: Asking
    cohort: Cohort
    group_by: GroupBy | None

    @property
    def names(self) -> Names:
        return self.asking.names if self.group_by is GroupBy.UNIT else {}

    def wanted(self, definitions: Iterable[Definition]) -> list[Definition]:
        return countable(definitions, self.cohort, self.group_by)


class _Answer(NamedTuple):
    """A table for people; a list with a name, among facts, for programs."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    name: str
    items: Iterable[Mapping[str, Any]]
    facts: Mapping[str, Any] = {}


def show(asked: Asked, *, as_json: bool) -> None:
    """Print the figures."""
    answer_to = _kind_of(asked)
    group_by = None if asked.group_by is None else word("--group-by", asked.group_by, GroupBy)
    since = optional_day("--since", asked.since)
    until = optional_day("--until", asked.until)
    with open_county() as system:
        if since and until and since > until:
            raise UnknownFact(f"期间的起日{since}晚于止日{until}", "until")
        asking = Asking(system, asked.as_of, asked.known_at)
        asking.require_unit(asked.unit)
        asking.require_unit(asked.congress)
        cohort = Cohort(since, until, asked.unit)
        with system.database.reading() as connection:
            question = _Question(asked, system, connection, asking, cohort, group_by)
            answer = answer_to(question)
    if as_json:
        facts = {**asking.facts(), "definitions_version": VERSION, **answer.facts}
        show_json(facts, answer.name, answer.items)
    else:
        show_rows(answer.headers, answer.rows, answer.title, asking.moment)


def _kind_of(asked: Asked) -> Callable[[_Question], _Answer]:
    kinds: dict[str, tuple[bool, Callable[[_Question], _Answer]]] = {
        "--ranking": (asked.ranking is not None, _ranking),
        "--shares": (asked.shares is not None, _shares),
        "--counts": (asked.counts, _counts),
        "--compare": (asked.compare, _compared),
    }
    chosen = [answer for is_asked, answer in kinds.values() if is_asked]
    if len(chosen) > 1:
        raise wrong_usage(f"{'、'.join(kinds)}一次只能用一个")
    if asked.ranking is None and (asked.minimum_base is not None or asked.congress is not None):
        raise wrong_usage("--minimum-base和--congress只能同--ranking一起用")
    if asked.minimum_base is not None and asked.minimum_base < 1:
        raise wrong_usage("--minimum-base应为不小于1的整数")
    if asked.shares is not None and asked.group_by is not None:
        raise wrong_usage("--shares不能分组")
    return chosen[0] if chosen else _rates


def _rates(question: _Question) -> _Answer:
    wanted = question.wanted(DEFINITIONS.values())
    counted = count_rates(
        question.connection, question.asking.moment, wanted, question.cohort, question.group_by
    )
    names = question.names
    rows = [_rate_row(rate, names) for rate in counted]
    return _Answer("比率", HEADERS, rows, "rates", [_rate_facts(rate, names) for rate in counted])


def _rate_row(rate: Rate, names: Names) -> Sequence[Cell]:
    return (
        rate.definition.title,
        None if rate.group is None else group_label(rate, names),
        rate.ratio.numerator,
        rate.ratio.denominator,
        EMPTY_BASE if rate.ratio.exact is None else rate.ratio.exact,
        rate.left_out,
    )


def _rate_facts(rate: Rate, names: Names) -> Mapping[str, Any]:
    return {**_named(rate, names), **rate_facts(rate)}


def _named(rate: Rate, names: Names) -> Mapping[str, Any]:
    return {
        "code": rate.definition.code,
        "title": rate.definition.title,
        "group": rate.group,
        "group_label": None if rate.group is None else group_label(rate, names),
    }


def _compared(question: _Question) -> _Answer:
    wanted = question.wanted(DEFINITIONS.values())
    both = compare_rates(
        question.connection, question.asking.moment, wanted, question.cohort, question.group_by
    )
    names = question.names
    rows = [(*_rate_row(each.rate, names), *_earlier_row(each)) for each in both]
    items = [{**_rate_facts(each.rate, names), "last_year": _earlier(each)} for each in both]
    return _Answer("比率,与上年同期比较", COMPARED_HEADERS, rows, "rates", items)


def _earlier_row(compared: Compared) -> Sequence[Cell]:
    ratio = compared.earlier.ratio
    exact = EMPTY_BASE if ratio.exact is None else ratio.exact
    return (ratio.numerator, ratio.denominator, exact, compared.points)


def _earlier(compared: Compared) -> Mapping[str, Any]:
    ratio = compared.earlier.ratio
    return {
        "numerator": ratio.numerator,
        "denominator": ratio.denominator,
        "percent": ratio.percent,
        "points": compared.points,
    }


def _counts(question: _Question) -> _Answer:
    wanted = question.wanted(COUNTS.values())
    counted = count_rates(
        question.connection, question.asking.moment, wanted, question.cohort, question.group_by
    )
    names = question.names
    rows = [
        (
            count.definition.title,
            None if count.group is None else group_label(count, names),
            *days_of(count),
            count.left_out,
        )
        for count in counted
    ]
    items = [{**_named(count, names), **_count_facts(count)} for count in counted]
    return _Answer("件数", COUNT_HEADERS, rows, "counts", items)


def _count_facts(count: Rate) -> Mapping[str, Any]:
    figures = zip(("count", "days", "mean_days"), days_of(count), strict=True)
    return {**dict(figures), "left_out": count.left_out}


def _ranking(question: _Question) -> _Answer:
    asked, asking = question.asked, question.asking
    definition = rate_of(asked.ranking or "")
    group_by = question.group_by or GroupBy.UNIT
    base = asked.minimum_base or smallest_base(
        question.system.store, question.connection, asking.moment, asked.congress
    )
    places = rank(question.connection, asking.moment, definition, question.cohort, group_by, base)
    names = asking.names if group_by is GroupBy.UNIT else {}
    items = [
        {
            "rank": place.rank,
            "group": place.name,
            "group_label": names.get(place.name, place.name),
            "numerator": place.ratio.numerator,
            "denominator": place.ratio.denominator,
            "percent": place.ratio.percent,
        }
        for place in places
    ]
    return _Answer(
        f"{definition.title}排名(分母不足{base}的不排名)",
        PLACE_HEADERS,
        [place_row(place, names) for place in places],
        "places",
        items,
        {"code": definition.code, "title": definition.title, "minimum_base": base},
    )


def _shares(question: _Question) -> _Answer:
    what = word("--shares", question.asked.shares or "", Shares)
    whole = count_shares(question.connection, question.asking.moment, what, question.cohort)
    items = [
        {"value": part.value, "label": part.label, "count": part.items, "percent": part.percent}
        for part in whole.parts
    ]
    return _Answer(
        f"{whole.division.title}(共{whole.total}件,另有{whole.left_out}件未列入)",
        SHARE_HEADERS,
        [(part.label, part.items, share_of(part)) for part in whole.parts],
        "parts",
        items,
        {"title": whole.division.title, "total": whole.total, "left_out": whole.left_out},
    )
