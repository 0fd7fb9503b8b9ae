"""Steps of ``features/refused_entry.feature``."""

import json
import re
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

from httpx2 import Response
from pytest_bdd import given, scenarios, then, when

from tests.acceptance.desk import Desk
from tests.acceptance.opinion_acts import form, refer
from tests.acceptance.words import Sentence, Who

scenarios("refused_entry.feature")

FIELDS = {
    "意见编号": "number",
    "类别": "kind",
    "标题": "title",
    "原文": "wording",
    "领衔代表": "lead_deputy",
    "来源文号": "document_number",
    "提出机关": "issuer",
    "提出日期": "raised_on",
    "办理日期": "occurred_on",
    "备注": "备注",
    "办理人": "x-actor",
    "办理期限": "due",
    "交办文号": "letter_number",
    "主办单位": "lead",
    "原因": "reason",
    "截至日期": "as_of",
    "条数": "limit",
    "单立": "单立",
}
FILLED_IN: dict[str, Any] = {
    "(不填)": None,
    "(空白)": "  ",
    "(空表)": [],
    "(夹有换行)": "标题第一行\n第二行",
    "(夹有反向字符)": "标题\u202e反向",
    "(夹有分行符)": "标题第一行\u2028第二行",
    "(夹有零宽空格)": "代表甲\u200b",
    "(只有零宽空格)": "\u200b",
    "(夹有响铃符)": "原文\a响铃",
    "(两样都填)": {"on": "2015-06-25", "undated": True},
    "(两样不填)": {"undated": False},
}
SPELLINGS = {
    "国标码": quote("张三", encoding="gbk").encode(),
    "未经编码的汉字": "张三".encode(),
}
UNREADABLE = '{"number": "第12号", '.encode()


def filled_in(words: str) -> Any:
    """Return what somebody filled in; a bracket describes what cannot be shown."""
    long = re.fullmatch(r"\((\d+)个字\)", words)
    return "字" * int(long[1]) if long else FILLED_IN.get(words, words)


@given(Sentence("{who:Who}{on:Day}经主任会议讨论形成“{number:No}”"))
def _(desk: Desk, who: Who, on: date, number: str) -> None:
    form(desk, number, who, on)


@when(Sentence("{who:Who}{on:Day}登记群众意见,其中{field:Unit}填成{words:Rest}"))
def _(desk: Desk, who: Who, on: date, field: str, words: str) -> None:
    desk.calendar.reach(on)
    stated = {**_opinion(who, on), FIELDS[field]: filled_in(words)}
    body = {name: value for name, value in stated.items() if value is not None}
    headers = desk.county.headers(who.unit)
    desk.answer = desk.county.client.post("/opinions", json=body, headers=headers)


@when(Sentence("{who:Who}{on:Day}登记群众意见,没有写明办理人"))
def _(desk: Desk, who: Who, on: date) -> None:
    desk.calendar.reach(on)
    headers = desk.county.headers(who.unit)
    del headers["X-Actor"]
    desk.answer = desk.county.client.post("/opinions", json=_opinion(who, on), headers=headers)


@when(Sentence("{who:Who}{on:Day}登记群众意见,办理人的姓名用{spelling:Text}发来"))
def _(desk: Desk, who: Who, on: date, spelling: str) -> None:
    desk.calendar.reach(on)
    signed = desk.county.headers(who.unit).items()
    headers = {name.encode(): value.encode() for name, value in signed}
    headers[b"X-Actor"] = SPELLINGS[spelling]
    desk.answer = desk.county.client.post("/opinions", json=_opinion(who, on), headers=headers)


@when(Sentence("{who:Who}{on:Day}送来一份无法识别的材料"))
def _(desk: Desk, who: Who, on: date) -> None:
    desk.answer = _send(desk, who, on, UNREADABLE)


@when(Sentence("{who:Who}{on:Day}送来一份写了两个标题的材料"))
def _(desk: Desk, who: Who, on: date) -> None:
    stated = json.dumps(_opinion(who, on), ensure_ascii=False)
    desk.answer = _send(desk, who, on, stated.replace("{", '{"title": "井盖缺失", ').encode())


@when(Sentence("{who:Who}{on:Day}送来一份过大的材料"))
def _(desk: Desk, who: Who, on: date) -> None:
    desk.answer = _send(desk, who, on, b" " * 1_048_577)


@when(Sentence("{who:Who}{on:Day}交办“{number:No}”,其中{field:Unit}填成{words:Rest}"))
def _(desk: Desk, who: Who, on: date, number: str, field: str, words: str) -> None:
    value = filled_in(words)
    if field == "办理期限" and isinstance(value, str):
        value = {"on": value}
    if field == "主办单位" and isinstance(value, str):
        value = [value]
    lead, due = ["县教育局"], {"on": "2015-06-25"}
    facts = {"lead": lead, "due": due, FIELDS[field]: value}
    refer(
        desk, number, facts.pop("lead"), facts.pop("due"), who, on, split_handling=False, **facts
    )


@when(Sentence("{who:Who}{on:Day}签收一件没有登记过的意见"))
def _(desk: Desk, who: Who, on: date) -> None:
    desk.calendar.reach(on)
    headers = {**desk.county.headers(who.unit), "If-Match": '"1"'}
    path = f"/opinions/{UUID(int=12)}/acknowledgements"
    desk.answer = desk.county.client.post(path, json={}, headers=headers)


@when(Sentence("{who:Who}{on:Day}取消“{task:No}”,原因填成{words:Rest}"))
def _(desk: Desk, who: Who, on: date, task: str, words: str) -> None:
    desk.act(task, "cancellations", {"reason": filled_in(words)}, who, on)


@when(Sentence("查询意见台账,其中{field:Unit}填成{words:Rest}"))
def _(desk: Desk, field: str, words: str) -> None:
    desk.answer = desk.county.client.get("/opinions", params={FIELDS[field]: words})


@when(Sentence("查询比率,把“{right:Text}”误写为“{wrong:Text}”"))
def _(desk: Desk, right: str, wrong: str) -> None:
    del right
    desk.answer = desk.county.client.get("/rates", params={wrong: "县教育局"})


@when(Sentence("查询{since:Day}至{until:Day}的比率"))
def _(desk: Desk, since: date, until: date) -> None:
    period = {"since": since.isoformat(), "until": until.isoformat()}
    desk.answer = desk.county.client.get("/rates", params=period)


@then(Sentence("不予办理,指出“{field:Text}”有误"))
def _(desk: Desk, field: str) -> None:
    problem = desk.refusal()
    assert (problem["status"], problem["field"]) == (422, FIELDS[field])


@then(Sentence("不予办理,指出“{field:Text}”{rule:Rest}"))
def _(desk: Desk, field: str, rule: str) -> None:
    problem = desk.refusal()
    assert (problem["status"], problem["title"]) == (422, "填报内容不符合要求")
    assert problem["field"].split(".")[0].lower() == FIELDS[field]
    assert problem["detail"] == f"{problem['field']}:{rule}"


@then("意见台账上没有意见")
def _(desk: Desk) -> None:
    assert desk.read_all("/opinions") == []


def _opinion(who: Who, on: date) -> dict[str, Any]:
    return {
        "number": "第12号",
        "kind": "public",
        "title": "路灯不亮",
        "wording": "路灯不亮。",
        "issuer": who.unit,
        "channel": "reception_day",
        "raised_on": on.isoformat(),
        "occurred_on": on.isoformat(),
    }


def _send(desk: Desk, who: Who, on: date, content: bytes) -> Response:
    desk.calendar.reach(on)
    headers = {**desk.county.headers(who.unit), "Content-Type": "application/json"}
    return desk.county.client.post("/opinions", content=content, headers=headers)
