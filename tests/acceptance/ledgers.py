"""Sentences that ask: rates and ledgers, as of a day, as known on a day, with every figure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pytest_bdd import then

from tests.acceptance.desk import Desk, as_known_on
from tests.acceptance.words import GRADES, Sentence, rows_of

BLANK = "—"
"""What a table shows where there is nothing."""

OPINION_COLUMNS = {
    "意见": "number",
    "类别": "kind_label",
    "状态": "status_label",
    "主办单位": "lead_units",
    "协办单位": "co_units",
    "交办日期": "referred_on",
    "期限": "due_label",
    "原期限": "original_due",
    "签收日期": "acknowledged_on",
    "面商日期": "consulted_on",
    "首次答复日期": "first_replied_on",
    "首次答复时的期限": "first_reply_due",
    "最近答复日期": "last_replied_on",
    "首次类别": "first_class",
    "现类别": "current_class",
    "第一轮评价": "first_satisfaction",
    "最近评价": "last_satisfaction",
    "轮次": "round",
    "延期次数": "extensions",
    "重新办理次数": "rehandlings",
    "退办次数": "returns_accepted",
    "办理完成日期": "completed_on",
    "办结日期": "closed_on",
    "首次办结日期": "first_closed_on",
    "重新启动日期": "opened_again_on",
    "转入跟踪日期": "tracking_since",
    "撤回日期": "withdrawn_on",
    "回头看次数": "look_backs",
    "逾期天数": "days_overdue",
    "剩余天数": "days_left",
}
TASK_COLUMNS = {
    "任务": "number",
    "内容": "title",
    "状态": "status_label",
    "责任单位": "units",
    "整改类型": "handling_label",
    "期限": "due_label",
    "原期限": "original_due",
    "进度": "percent",
    "完成日期": "completed_on",
    "核查通过日期": "accepted_on",
    "销号日期": "closed_on",
    "首次销号日期": "first_closed_on",
    "轮次": "round",
    "延期次数": "extensions",
    "回头看次数": "look_backs",
    "反弹次数": "recurrences",
    "复核日期": "review_on",
    "取消日期": "cancelled_on",
    "逾期天数": "days_overdue",
    "剩余天数": "days_left",
    "完成逾期天数": "days_completed_late",
}
COMMITMENT_COLUMNS = {
    "承诺": "number",
    "承诺单位": "unit",
    "状态": "status_label",
    "时限": "due_label",
    "备案号": "filing_number",
    "公开日期": "published_on",
    "公开渠道": "channel",
    "兑现日期": "fulfilled_on",
    "核验结果": "result_label",
    "践诺公示日期": "result_published_on",
    "回访评价": "follow_up_satisfaction",
    "逾期未兑现": "is_breached",
    "逾期天数": "days_late",
}
LEDGERS = {
    "意见台账": ("/opinions", OPINION_COLUMNS),
    "整改台账": ("/tasks", TASK_COLUMNS),
    "承诺台账": ("/commitments", COMMITMENT_COLUMNS),
}
SIDES = {"分子": "numerator", "分母": "denominator", "另列": "left_out"}
LABELS_OF_GRADES = {grade: label for label, grade in GRADES.items()}


def shown(value: Any) -> str:
    """Return a value as a table of the specification shows it."""
    if value is None or value == []:
        return BLANK
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(value)
    return LABELS_OF_GRADES.get(str(value), str(value))


def ledger(desk: Desk, name: str, headings: list[str], **query: Any) -> list[dict[str, str]]:
    """Read a ledger as a table with these headings."""
    path, columns = LEDGERS[name]
    rows = desk.read_all(path, **query)
    return [{each: shown(row[columns[each]]) for each in headings} for row in rows]


def codes_of_rates(desk: Desk) -> Mapping[str, str]:
    """Return the rates by their titles."""
    return {each["title"]: each["code"] for each in desk.read("/rates/definitions")}


@then(Sentence("截至{as_of:Day}[、按{known:Day}所知],{name:Ledger}为:"))
def _(desk: Desk, as_of: date, known: date | None, name: str, datatable: list[list[str]]) -> None:
    moment = {"as_of": as_of.isoformat(), "known_at": as_known_on(known)}
    assert ledger(desk, name, datatable[0], **moment) == rows_of(datatable)


@then(Sentence("截至{as_of:Day},{unit:Unit}的意见台账为:"))
def _(desk: Desk, as_of: date, unit: str, datatable: list[list[str]]) -> None:
    found = ledger(desk, "意见台账", datatable[0], lead_unit=unit, as_of=as_of.isoformat())
    assert found == rows_of(datatable)


@then(Sentence("截至{as_of:Day}[、按{known:Day}所知],[{unit:Unit}的]比率为:"))
def _(
    desk: Desk,
    as_of: date,
    known: date | None,
    unit: str | None,
    datatable: list[list[str]],
) -> None:
    codes = codes_of_rates(desk)
    expected = rows_of(datatable)
    answer = desk.read(
        "/rates",
        code=[codes[row["指标"]] for row in expected],
        as_of=as_of.isoformat(),
        known_at=as_known_on(known),
        unit=unit,
    )
    assert [rate_shown(rate, datatable[0]) for rate in answer["rates"]] == expected


def rate_shown(rate: Mapping[str, Any], headings: list[str]) -> dict[str, str]:
    """Return a rate as a table of the specification shows it."""
    percent = rate["percent"]
    figures = {
        "指标": rate["title"],
        "分子": str(rate["numerator"]),
        "分母": str(rate["denominator"]),
        "比率": BLANK if percent is None else f"{percent}%",
        "另列": str(rate["left_out"]),
    }
    return {each: figures[each] for each in headings}


@then(Sentence("截至{as_of:Day},{title:Unit}的{side:Side}是{items:Nos}"))
@then(Sentence("截至{as_of:Day},{title:Unit}{side:Side}的是{items:Nos}"))
def _(desk: Desk, as_of: date, title: str, side: str, items: list[str]) -> None:
    path = f"/rates/{codes_of_rates(desk)[title]}/{SIDES[side]}"
    found = desk.read_all(path, as_of=as_of.isoformat())
    assert [item["number"] for item in found] == items
