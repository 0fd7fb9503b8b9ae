"""Steps of ``features/rate_breakdown.feature``."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from pytest_bdd import given, scenarios, then

from tests.acceptance.desk import Desk
from tests.acceptance.ledgers import codes_of_rates, rate_shown, shown
from tests.acceptance.opinion_acts import close, evaluate, form, refer, register, reply
from tests.acceptance.words import KINDS, Sentence, Who, day, due, rows_of

scenarios("rate_breakdown.feature")

GROUPINGS = {"单位": "unit", "类别": "kind", "月份": "month"}
SPREADS = {"已办结": "closed", "未办结": "open"}


@given(Sentence("{who:Who}2015年交办了以下意见,办理情况为:"))
def _(desk: Desk, who: Who, datatable: list[list[str]]) -> None:
    for row in rows_of(datatable):
        number, unit = row["意见"], Who.read(row["主办单位"])
        referred_on = day(row["交办日期"])
        register(desk, number, KINDS[row["类别"]], ["代表甲"], who, referred_on)
        form(desk, number, who, referred_on)
        refer(desk, number, [unit.unit], due(row["期限"]), who, referred_on)
        desk.act(number, "acknowledgements", {}, unit, referred_on + timedelta(days=1))
        if row["答复并办结"] != "没有答复":
            done = day(row["答复并办结"])
            reply(desk, number, unit, done)
            evaluate(desk, number, "代表甲", "satisfied", None, done)
            close(desk, number, who, done)


@then(Sentence("截至{as_of:Day},按{grouping:Unit}分组,“{group:Text}”的比率为:"))
def _(desk: Desk, as_of: date, grouping: str, group: str, datatable: list[list[str]]) -> None:
    rates = _rates(desk, as_of, datatable, group_by=GROUPINGS[grouping])
    wanted = KINDS.get(group, group)
    found = [rate_shown(rate, datatable[0]) for rate in rates if rate["group"] == wanted]
    assert found == rows_of(datatable)


@then(Sentence("截至{as_of:Day},{since:Day}至{until:Day}交办的,比率为:"))
def _(desk: Desk, as_of: date, since: date, until: date, datatable: list[list[str]]) -> None:
    period = {"since": since.isoformat(), "until": until.isoformat()}
    rates = _rates(desk, as_of, datatable, **period)
    assert [rate_shown(rate, datatable[0]) for rate in rates] == rows_of(datatable)


@then(Sentence("截至{as_of:Day},[{unit:Unit}的]办理天数为:"))
def _(desk: Desk, as_of: date, unit: str | None, datatable: list[list[str]]) -> None:
    answer = desk.read("/rates/handling-days", as_of=as_of.isoformat(), unit=unit)
    found = [_spread(name, answer[spread]) for name, spread in SPREADS.items()]
    assert found == rows_of(datatable)


def _rates(
    desk: Desk, as_of: date, datatable: list[list[str]], **asked: Any
) -> list[Mapping[str, Any]]:
    codes = codes_of_rates(desk)
    wanted = [codes[row["指标"]] for row in rows_of(datatable)]
    rates: list[Mapping[str, Any]] = desk.read(
        "/rates", code=wanted, as_of=as_of.isoformat(), **asked
    )["rates"]
    return rates


def _spread(name: str, spread: Mapping[str, Any]) -> dict[str, str]:
    return {
        "事项": name,
        "件数": shown(spread["count"]),
        "平均": shown(spread["mean"]),
        "中位": shown(spread["median"]),
        "九成不超过": shown(spread["ninth_decile"]),
    }
