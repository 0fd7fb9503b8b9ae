"""Steps of ``features/rate_breakdown.feature``."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pytest_bdd import scenarios, then

from tests.acceptance.desk import Desk
from tests.acceptance.ledgers import rate_shown, shown
from tests.acceptance.rate_figures import rates_asked
from tests.acceptance.words import KINDS, Sentence, rows_of

scenarios("rate_breakdown.feature")

GROUPINGS = {"单位": "unit", "类别": "kind", "月份": "month"}
SPREADS = {"已办结": "closed", "未办结": "open"}


@then(Sentence("截至{as_of:Day},按{grouping:Unit}分组,“{group:Text}”的比率为:"))
def _(desk: Desk, as_of: date, grouping: str, group: str, datatable: list[list[str]]) -> None:
    rates = rates_asked(desk, as_of, datatable, group_by=GROUPINGS[grouping])
    wanted = KINDS.get(group, group)
    found = [rate_shown(rate, datatable[0]) for rate in rates if rate["group"] == wanted]
    assert found == rows_of(datatable)


@then(Sentence("截至{as_of:Day},[{unit:Unit}的]办理天数为:"))
def _(desk: Desk, as_of: date, unit: str | None, datatable: list[list[str]]) -> None:
    answer = desk.read("/rates/handling-days", as_of=as_of.isoformat(), unit=unit)
    found = [_spread(name, answer[spread]) for name, spread in SPREADS.items()]
    assert found == rows_of(datatable)


def _spread(name: str, spread: Mapping[str, Any]) -> dict[str, str]:
    return {
        "事项": name,
        "件数": shown(spread["count"]),
        "平均": shown(spread["mean"]),
        "中位": shown(spread["median"]),
        "九成不超过": shown(spread["ninth_decile"]),
    }
