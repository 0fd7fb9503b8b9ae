"""Answers ``zhuoluo rates``."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from application.errors import UnknownFact
from application.metrics.definitions import DEFINITIONS, VERSION
from application.metrics.rates import Cohort, GroupBy, Rate, count_rates, countable
from interfaces.cli.asking import Asking, optional_day, word
from interfaces.cli.opening import open_county
from interfaces.cli.tables import show_json, show_rows
from interfaces.documents.cells import Cell
from interfaces.exporting.rate_tables import EMPTY_BASE, group_label, rate_facts
from interfaces.exporting.tables import Names

HEADERS = ("指标", "分组", "分子", "分母", "比率", "未定时限不计入")


class Asked(NamedTuple):
    """A question as it was typed."""

    as_of: str | None
    known_at: str | None
    since: str | None
    until: str | None
    unit: str | None
    group_by: str | None


def show(asked: Asked, *, as_json: bool) -> None:
    """Print the rates."""
    group_by = None if asked.group_by is None else word("--group-by", asked.group_by, GroupBy)
    since = optional_day("--since", asked.since)
    until = optional_day("--until", asked.until)
    with open_county() as system:
        if since and until and since > until:
            raise UnknownFact(f"期间的起日{since}晚于止日{until}", "until")
        asking = Asking(system, asked.as_of, asked.known_at)
        asking.require_unit(asked.unit)
        cohort = Cohort(since, until, asked.unit)
        with system.database.reading() as connection:
            wanted = countable(DEFINITIONS.values(), cohort, group_by)
            counted = count_rates(connection, asking.moment, wanted, cohort, group_by)
    names = asking.names if group_by is GroupBy.UNIT else {}
    if as_json:
        facts = {**asking.facts(), "definitions_version": VERSION}
        show_json(facts, "rates", (_facts(rate, names) for rate in counted))
    else:
        show_rows(HEADERS, _rows(counted, names), "比率", asking.moment)


def _rows(counted: Sequence[Rate], names: Names) -> Iterator[Sequence[Cell]]:
    for rate in counted:
        yield (
            rate.definition.title,
            None if rate.group is None else group_label(rate, names),
            rate.ratio.numerator,
            rate.ratio.denominator,
            EMPTY_BASE if rate.ratio.exact is None else rate.ratio.exact,
            rate.left_out,
        )


def _facts(rate: Rate, names: Names) -> Mapping[str, Any]:
    return {
        "code": rate.definition.code,
        "title": rate.definition.title,
        "group": rate.group,
        "group_label": None if rate.group is None else group_label(rate, names),
        **rate_facts(rate),
    }
