"""Steps of ``features/supervision_notice.feature``."""

from datetime import date
from typing import Any

from pytest_bdd import scenarios, then, when

from tests.acceptance.desk import Desk, as_known_on
from tests.acceptance.ledgers import shown
from tests.acceptance.notice_acts import NOTICES
from tests.acceptance.words import Sentence, Who, rows_of

scenarios("supervision_notice.feature")

COLUMNS = {
    "编号": "number",
    "单位": "unit",
    "有权机关": "competent_body",
    "事项": "subject_number",
    "事由": "trigger_label",
    "方式": "kind_label",
    "颜色": "colour",
    "原期限": "subject_due",
    "逾期天数": "subject_days_overdue",
    "签发日期": "issued_on",
    "回复期限": "reply_due",
    "回复逾期天数": "reply_days_overdue",
    "签发人": "signer",
    "回复": "response",
    "状态": "status_label",
    "升级自": "refers_to_number",
    "升级为": "escalated_to_number",
}


def listed(desk: Desk, headings: list[str], **query: Any) -> list[dict[str, str]]:
    """Read the ledger of notices as a table with these headings."""
    rows = desk.read_all(NOTICES, **query)
    return [{each: shown(row[COLUMNS[each]]) for each in headings} for row in rows]


@when(Sentence("{who:Who}{on:Day}将“{number:No}”的签发日期更正为{now:Day},原因是“{reason:Text}”"))
def _(desk: Desk, who: Who, on: date, number: str, now: date, reason: str) -> None:
    facts = {"corrects": 1, "now": now, "reason": reason}
    desk.act(number, "corrections", facts, who, on)


@then(Sentence("截至{as_of:Day}[、按{known:Day}所知],督办台账为:"))
def _(desk: Desk, as_of: date, known: date | None, datatable: list[list[str]]) -> None:
    moment = {"as_of": as_of.isoformat(), "known_at": as_known_on(known)}
    assert listed(desk, datatable[0], **moment) == rows_of(datatable)


@then(Sentence("截至{as_of:Day}、按{known:Day}所知,督办台账为空"))
def _(desk: Desk, as_of: date, known: date) -> None:
    moment = {"as_of": as_of.isoformat(), "known_at": as_known_on(known)}
    assert listed(desk, [], **moment) == []


@then(Sentence("截至{as_of:Day},逾期未回复的督办为:"))
def _(desk: Desk, as_of: date, datatable: list[list[str]]) -> None:
    query = {"as_of": as_of.isoformat(), "reply_overdue": True}
    assert listed(desk, datatable[0], **query) == rows_of(datatable)


@then(Sentence("截至{as_of:Day},没有逾期未回复的督办"))
def _(desk: Desk, as_of: date) -> None:
    assert listed(desk, [], as_of=as_of.isoformat(), reply_overdue=True) == []
