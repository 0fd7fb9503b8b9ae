"""Sentences about figures: opinions referred and answered in bulk, and what is counted of them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from pytest_bdd import given, then

from tests.acceptance.desk import Desk
from tests.acceptance.ledgers import BLANK, codes_of_rates, rate_shown, shown
from tests.acceptance.opinion_acts import close, evaluate, form, refer, register, reply
from tests.acceptance.words import GRADES, KINDS, Sentence, Who, day, due, rows_of

SHARES = {"满意度": "satisfaction", "办理结果分类": "result-class", "意见办理状态": "status"}


def taken_on(
    desk: Desk, number: str, who: Who, lead: str, on: date, due: Mapping[str, Any], kind: str
) -> Who:
    """Refer an opinion of 代表甲 that the lead unit acknowledges the day after."""
    unit = Who.read(lead)
    register(desk, number, kind, ["代表甲"], who, on)
    form(desk, number, who, on)
    refer(desk, number, [unit.unit], due, who, on)
    desk.act(number, "acknowledgements", {}, unit, on + timedelta(days=1))
    return unit


@given(Sentence("{who:Who}2015年交办了以下意见,办理情况为:"))
@given(Sentence("{who:Who}陆续交办了以下意见,办理情况为:"))
def _(desk: Desk, who: Who, datatable: list[list[str]]) -> None:
    for row in rows_of(datatable):
        number, on, kind = row["意见"], day(row["交办日期"]), KINDS[row["类别"]]
        unit = taken_on(desk, number, who, row["主办单位"], on, due(row["期限"]), kind)
        if row["答复并办结"] != "没有答复":
            done = day(row["答复并办结"])
            reply(desk, number, unit, done)
            evaluate(desk, number, "代表甲", "satisfied", None, done)
            close(desk, number, who, done)


@given(Sentence("{who:Who}陆续交办了以下意见,答复和评价为:"))
def _(desk: Desk, who: Who, datatable: list[list[str]]) -> None:
    for row in rows_of(datatable):
        number, on = row["意见"], day(row["交办日期"])
        undated = {"undated": True}
        unit = taken_on(desk, number, who, row["主办单位"], on, undated, "deputy_suggestion")
        if row["答复日期"] == "没有答复":
            continue
        replied_on = day(row["答复日期"])
        reply(desk, number, unit, replied_on)
        if row["满意度"] != "没有评价":
            grade = GRADES[row["满意度"]]
            reasons = "没有解决" if grade == "dissatisfied" else None
            evaluate(desk, number, "代表甲", grade, reasons, replied_on)


@given(Sentence("{who:Who}{on:Day}交办,期限{until:Day},各单位按期答复的件数为:"))
def _(desk: Desk, who: Who, on: date, until: date, datatable: list[list[str]]) -> None:
    for row in rows_of(datatable):
        for index in range(int(row["交办"])):
            number = f"{row['主办单位']}第{index + 1}件"
            by = {"on": until.isoformat()}
            unit = taken_on(desk, number, who, row["主办单位"], on, by, "deputy_suggestion")
            if index < int(row["按期答复"]):
                reply(desk, number, unit, until)


@then(Sentence("截至{as_of:Day},{since:Day}至{until:Day}交办的,比率为:"))
def _(desk: Desk, as_of: date, since: date, until: date, datatable: list[list[str]]) -> None:
    period = {"since": since.isoformat(), "until": until.isoformat()}
    rates = rates_asked(desk, as_of, datatable, **period)
    assert [rate_shown(rate, datatable[0]) for rate in rates] == rows_of(datatable)


@then(Sentence("截至{as_of:Day},{title:Unit}排名为:"))
def _(desk: Desk, as_of: date, title: str, datatable: list[list[str]]) -> None:
    assert _ranking(desk, as_of, title) == rows_of(datatable)


@then(Sentence("截至{as_of:Day},{title:Unit}排名,分母不少于{base:Count}件的为:"))
def _(desk: Desk, as_of: date, title: str, base: str, datatable: list[list[str]]) -> None:
    assert _ranking(desk, as_of, title, minimum_base=base) == rows_of(datatable)


@then(Sentence("截至{as_of:Day},{what:Unit}的构成为:"), target_fixture="shares")
def _(desk: Desk, as_of: date, what: str, datatable: list[list[str]]) -> Mapping[str, Any]:
    shares: Mapping[str, Any] = desk.read(f"/rates/shares/{SHARES[what]}", as_of=as_of.isoformat())
    found = [
        {"部分": each["label"], "件数": shown(each["count"]), "百分比": shown(each["percent"])}
        for each in shares["parts"]
    ]
    assert found == rows_of(datatable)
    return shares


@then(Sentence("其中{count:Count}件不在构成之内"))
def _(shares: Mapping[str, Any], count: int) -> None:
    assert shares["left_out"] == count


@then(Sentence("截至{as_of:Day},{since:Day}至{until:Day}交办的,与上年同期比较为:"))
def _(desk: Desk, as_of: date, since: date, until: date, datatable: list[list[str]]) -> None:
    period = {"since": since.isoformat(), "until": until.isoformat(), "compare": "last_year"}
    found = [
        {
            "指标": rate["title"],
            "本期": f"{rate['numerator']}/{rate['denominator']}",
            "上年": f"{rate['last_year']['numerator']}/{rate['last_year']['denominator']}",
            "增减": shown(rate["last_year"]["points"]),
        }
        for rate in rates_asked(desk, as_of, datatable, **period)
    ]
    assert found == rows_of(datatable)


@then(Sentence("截至{as_of:Day},{since:Day}至{until:Day}的件数为:"))
def _(desk: Desk, as_of: date, since: date, until: date, datatable: list[list[str]]) -> None:
    codes = {each["title"]: each["code"] for each in desk.read("/metrics/definitions")}
    answer = desk.read(
        "/rates/counts",
        code=[codes[row["指标"]] for row in rows_of(datatable)],
        as_of=as_of.isoformat(),
        since=since.isoformat(),
        until=until.isoformat(),
    )
    found = [
        {
            "指标": each["title"],
            "件数": shown(each["count"]),
            "总天数": shown(each["days"]),
            "平均天数": shown(each["mean_days"]),
        }
        for each in answer["counts"]
    ]
    assert found == rows_of(datatable)


def rates_asked(
    desk: Desk, as_of: date, datatable: list[list[str]], **asked: Any
) -> Sequence[Mapping[str, Any]]:
    """Read the rates that a table names."""
    codes = codes_of_rates(desk)
    wanted = [codes[row["指标"]] for row in rows_of(datatable)]
    rates: Sequence[Mapping[str, Any]] = desk.read(
        "/rates", code=wanted, as_of=as_of.isoformat(), **asked
    )["rates"]
    return rates


def _ranking(desk: Desk, as_of: date, title: str, **asked: Any) -> list[dict[str, str]]:
    code = codes_of_rates(desk)[title]
    ranking = desk.read(f"/rates/{code}/ranking", as_of=as_of.isoformat(), **asked)
    return [
        {
            "名次": BLANK if each["rank"] is None else str(each["rank"]),
            "单位": each["group_label"],
            "分子": str(each["numerator"]),
            "分母": str(each["denominator"]),
            "比率": f"{each['percent']}%",
        }
        for each in (*ranking["ranked"], *ranking["unranked"])
    ]
