"""The columns of the ledgers, and the text each cell of a row should read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable, NamedTuple

from interfaces.verifier.opinion_story import LedgerRow
from interfaces.verifier.words import (
    COMMITMENT_STATUSES,
    FULFILMENT_RESULTS,
    GRADES,
    HANDLING_TYPES,
    NOTICE_KINDS,
    NOTICE_STATUSES,
    OPINION_KINDS,
    OPINION_STATUSES,
    SOURCE_CHANNELS,
    SUBJECT_KINDS,
    TASK_STATUSES,
    TRIGGERS,
    UNIT_KINDS,
    UNIT_LEVELS,
)
from interfaces.verifier.work_days import days_between

UNDATED = "未定时限"
FORMULA_SIGNS = frozenset("'=+-@\t\r\n＝＋－＠")
"""First characters of a text that are written with an apostrophe before them."""


class Surroundings(NamedTuple):
    """What a cell may depend on besides its row: names of units, and the day asked about."""

    names: Mapping[str, str]
    as_of: str
    numbers: Callable[[str], str]
    """Tells the number of an item from its identity."""


Cells = Callable[[LedgerRow, Surroundings], Any]
Columns = list[tuple[str, Cells]]


def written_cell(value: Any) -> str:
    """Return a fact as the tables write it."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = f"'{value}" if value[:1] in FORMULA_SIGNS else value
        return text if text.isascii() else text.encode(errors="backslashreplace").decode()
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


def fact(name: str) -> Cells:
    """Show a fact as it stands."""
    return lambda row, _: row[name]


def word(name: str, labels: dict[str, str]) -> Cells:
    """Show what a stored word is called; nothing when there is none."""
    return lambda row, _: labels[row[name]] if row[name] else None


def joined(name: str) -> Cells:
    """Show several short texts."""
    return lambda row, _: "、".join(row[name]) or None


def how_many(name: str) -> Cells:
    """Show how many texts there are."""
    return lambda row, _: len(row[name])


def unit_name(name: str) -> Cells:
    """Show the name of a unit."""
    return lambda row, known: known.names.get(row[name], row[name])


def unit_names(name: str) -> Cells:
    """Show the names of several units."""
    return lambda row, known: "、".join(known.names.get(each, each) for each in row[name]) or None


def _numbers(name: str) -> Cells:
    return lambda row, known: "、".join(known.numbers(each) for each in row[name]) or None


def _number(name: str) -> Cells:
    return lambda row, known: row[name] and known.numbers(row[name])


def _due(row: LedgerRow, known: Surroundings) -> Any:
    del known
    if row["due"] is None:
        return UNDATED if row["undated"] else None
    return f"{row['due']}(暂定)" if row["provisional"] else row["due"]


def _late(due: Any, day: str) -> int:
    return max(days_between(due, day), 0) if due else 0


def _opinion_late(row: LedgerRow, known: Surroundings) -> int:
    until = row["paused_since"] or known.as_of
    return _late(row["due"], min(row["completed_on"] or row["withdrawn_on"] or until, until))


def _task_late(row: LedgerRow, known: Surroundings) -> int:
    cancelled = row["status"] == "cancelled"
    return 0 if cancelled else _late(row["due"], row["completed_on"] or known.as_of)


def _lead(row: LedgerRow, known: Surroundings) -> Any:
    return known.names.get(row["units"][0], row["units"][0]) if row["units"] else None


def _promise_late(row: LedgerRow, known: Surroundings) -> int:
    if row["withdrawn_on"] and not row["published_on"]:
        return 0
    return _late(row["due"], min(known.as_of, row["fulfilled_on"] or known.as_of))


def _promise_broken(row: LedgerRow, known: Surroundings) -> bool:
    return row["fulfilled_on"] is None and _promise_late(row, known) > 0


def _reply_late(row: LedgerRow, known: Surroundings) -> int:
    until = row["responded_on"] or row["lifted_on"] or row["escalated_on"] or known.as_of
    return _late(row["reply_due"][0], until)


def _subject_late(row: LedgerRow, known: Surroundings) -> Any:
    del known
    return _late(row["subject_due"], row["issued_on"]) if row["subject_due"] else None


OPINION_COLUMNS: Columns = [
    ("编号", fact("number")),
    ("类别", word("kind", OPINION_KINDS)),
    ("标题", fact("title")),
    ("来源文件", fact("document_number")),
    ("提出单位", unit_name("issuer")),
    ("来源渠道", word("channel", SOURCE_CHANNELS)),
    ("提出日期", fact("raised_on")),
    ("领衔代表", fact("lead_deputy")),
    ("附议人数", how_many("co_signers")),
    ("重点", fact("key")),
    ("状态", word("status", OPINION_STATUSES)),
    ("形成日期", fact("formed_on")),
    ("首次交办日期", fact("first_referred_on")),
    ("交办日期", fact("referred_on")),
    ("交办文号", fact("letter")),
    ("主办单位", unit_names("lead")),
    ("协办单位", unit_names("co_units")),
    ("办理期限", _due),
    ("原定期限", fact("original_due")),
    ("延期次数", fact("extensions")),
    ("签收日期", fact("acknowledged_on")),
    ("面商日期", fact("consulted_on")),
    ("首次答复日期", fact("first_replied_on")),
    ("最近答复日期", fact("last_replied_on")),
    ("答复文号", fact("reply_document")),
    ("首次答复类别", fact("first_class")),
    ("现类别", fact("current_class")),
    ("首次满意度", word("first_grade", GRADES)),
    ("最近满意度", word("last_grade", GRADES)),
    ("轮次", fact("round")),
    ("重办次数", fact("rehandlings")),
    ("申请退办次数", fact("returns_asked")),
    ("同意退办次数", fact("returns")),
    ("跟踪办理起始日期", fact("tracking_since")),
    ("完成日期", fact("completed_on")),
    ("办结日期", fact("closed_on")),
    ("首次办结日期", fact("first_closed_on")),
    ("逾期天数", _opinion_late),
    ("回头看次数", fact("look_backs")),
    ("反弹次数", fact("recurrences")),
    ("重新启动日期", fact("reopened_on")),
    ("并入意见", fact("merged_into")),
    ("不予受理日期", fact("not_admitted_on")),
    ("撤回日期", fact("withdrawn_on")),
    ("标识", fact("id")),
]
TASK_COLUMNS: Columns = [
    ("编号", fact("number")),
    ("任务内容", fact("text")),
    ("整改方案", _number("plan_id")),
    ("措施序号", fact("measure_no")),
    ("回应意见", _numbers("opinion_ids")),
    ("牵头单位", _lead),
    ("责任单位", unit_names("units")),
    ("责任领导", joined("leaders")),
    ("责任处室", joined("offices")),
    ("责任人员", joined("assignees")),
    ("整改类型", word("handling", HANDLING_TYPES)),
    ("量化目标", fact("target")),
    ("目标完成值", fact("target_value")),
    ("状态", word("status", TASK_STATUSES)),
    ("列入日期", fact("planned_on")),
    ("分解日期", fact("assigned_on")),
    ("期限", _due),
    ("原定期限", fact("original_due")),
    ("延期次数", fact("extensions")),
    ("完成率(%)", fact("percent")),
    ("最近进展日期", fact("reported_on")),
    ("报告次数", fact("reports")),
    ("应报未报次数", fact("reports_missing")),
    ("证据数", fact("files")),
    ("申请销号日期", fact("claimed_on")),
    ("完成日期", fact("completed_on")),
    ("验收通过日期", fact("accepted_on")),
    ("销号日期", fact("closed_on")),
    ("首次销号日期", fact("first_closed_on")),
    ("轮次", fact("round")),
    ("逾期天数", _task_late),
    ("回头看次数", fact("look_backs")),
    ("反弹次数", fact("recurrences")),
    ("长期整改复查日期", fact("review_on")),
    ("取消日期", fact("cancelled_on")),
    ("标识", fact("id")),
]
COMMITMENT_COLUMNS: Columns = [
    ("编号", fact("number")),
    ("单位", unit_name("unit")),
    ("承诺内容", fact("text")),
    ("量化", fact("quantified")),
    ("承诺期限", _due),
    ("原定期限", fact("original_due")),
    ("回应意见", _numbers("opinion_ids")),
    ("整改方案", _number("plan_id")),
    ("状态", word("status", COMMITMENT_STATUSES)),
    ("起草日期", fact("drafted_on")),
    ("备案日期", fact("filed_on")),
    ("备案号", fact("filing_number")),
    ("公开日期", fact("published_on")),
    ("公开渠道", fact("channel")),
    ("申报兑现日期", fact("claimed_on")),
    ("核验日期", fact("verified_on")),
    ("兑现情况", word("result", FULFILMENT_RESULTS)),
    ("兑现日期", fact("fulfilled_on")),
    ("践诺公示日期", fact("result_published_on")),
    ("回访日期", fact("followed_up_on")),
    ("回访满意度", word("follow_up", GRADES)),
    ("撤回日期", fact("withdrawn_on")),
    ("逾期天数", _promise_late),
    ("逾期未兑现", _promise_broken),
    ("标识", fact("id")),
]
NOTICE_COLUMNS: Columns = [
    ("编号", fact("number")),
    ("督办方式", word("kind", NOTICE_KINDS)),
    ("颜色", fact("colour")),
    ("事由", word("trigger", TRIGGERS)),
    ("单位", unit_name("unit")),
    ("有权机关", unit_name("competent_body")),
    ("事项类别", word("subject_kind", SUBJECT_KINDS)),
    ("事项", fact("subject_number")),
    ("原期限", fact("subject_due")),
    ("逾期天数", _subject_late),
    ("要求", fact("demand")),
    ("签发单位", unit_name("issuer")),
    ("签发日期", fact("issued_on")),
    ("回复期限", lambda row, _: row["reply_due"][0] or UNDATED),
    ("签发人", fact("signer")),
    ("状态", word("status", NOTICE_STATUSES)),
    ("签收日期", fact("acknowledged_on")),
    ("回复日期", fact("responded_on")),
    ("回复", fact("response")),
    ("回复逾期天数", _reply_late),
    ("升级自", fact("refers_to")),
    ("升级为", fact("escalated_to")),
    ("升级日期", fact("escalated_on")),
    ("解除日期", fact("lifted_on")),
    ("解除理由", fact("lifted_because")),
    ("标识", fact("id")),
]
UNIT_COLUMNS: Columns = [
    ("代码", fact("code")),
    ("名称", fact("name")),
    ("性质", word("kind", UNIT_KINDS)),
    ("层级", word("level", UNIT_LEVELS)),
    ("上级单位", unit_name("parent")),
    ("撤并日期", fact("ended_on")),
    ("承接单位", unit_name("successor")),
    ("标识", fact("id")),
]
