"""Opinions over HTTP, brought as far as a test wants them."""

from typing import Any

from httpx2 import Response

from domain.opinion import Opinion
from tests.http_fixtures import County

OPINION = Opinion.id_of("2015-01")
HERE = f"/opinions/{OPINION}"
REASON = {"reason": "研究决定"}

REGISTER: dict[str, Any] = {
    "occurred_on": "2015-01-21",
    "number": "2015-01",
    "kind": "deputy_suggestion",
    "title": "关于硬化通村道路的建议",
    "wording": "通村道路坑洼不平,\n建议尽快硬化。",
    "issuer": "RDB",
    "document_number": "丹竹人发〔2015〕4号",
    "channel": "meeting",
    "occasion": "第三次会议",
    "raised_on": "2015-01-20",
    "lead_deputy": "代表甲",
    "co_signers": ["代表乙"],
    "is_key": True,
}
FORM = {
    "occurred_on": "2015-03-01",
    "formation_type": "working_body_decision",
    "carrier": "letter",
    "approver": "主任",
    "compiled_by": "秘书甲",
    "document_number": "丹竹人发〔2015〕6号",
}
REFER = {
    "occurred_on": "2015-03-25",
    "lead": ["JTJ"],
    "co": ["JYJ"],
    "due": {"on": "2015-06-25"},
    "letter_number": "丹竹人交〔2015〕1号",
    "meeting_on": "2015-03-25",
    "demand": "三个月内答复代表",
}
PROMISE = {"text": "年底前完成道路硬化", "due": {"on": "2015-12-31"}}
REPLY = {
    "occurred_on": "2015-06-20",
    "result_class": "B",
    "signer": "局长",
    "document_number": "交函〔2015〕9号",
    "text": "正在硬化。",
    "answered": ["代表甲", "代表乙"],
    "promised_items": [PROMISE],
    "co_opinions_noted": "协办单位逾期未提交",
}
EVALUATE = {"occurred_on": "2015-07-01", "evaluator": "代表甲", "satisfaction": "satisfied"}
Act = tuple[str, dict[str, Any], str]

REFERRED: tuple[Act, ...] = (("formations", FORM, "RDB"), ("referrals", REFER, "RDB"))
REPLIED: tuple[Act, ...] = (
    *REFERRED,
    ("acknowledgements", {"occurred_on": "2015-03-26"}, "JTJ"),
    ("replies", REPLY, "JTJ"),
)
CLOSED: tuple[Act, ...] = (
    *REPLIED,
    ("evaluations", EVALUATE, "RDB"),
    ("lapsed-feedback", {"occurred_on": "2015-08-01", "reminded_on": "2015-07-20"}, "RDB"),
    ("trackings", {"occurred_on": "2015-08-02"}, "RDB"),
    (
        "promised-item-fulfilments",
        {"occurred_on": "2015-12-25", "item": 1, "fulfilled_on": "2015-12-20", "note": "通车"},
        "JTJ",
    ),
    (
        "closures",
        {"occurred_on": "2015-12-28", "completed_on": "2015-12-20", "ground": "已经解决"},
        "RDB",
    ),
)


def attempt(
    county: County, act: str, body: dict[str, Any], by: str = "RDB", here: str = HERE
) -> Response:
    return county.act(f"{here}/{act}", body, by)


def change(
    county: County, act: str, body: dict[str, Any], by: str = "RDB", here: str = HERE
) -> Any:
    """Carry out an act on the opinion as it stands; return what it became."""
    answer = attempt(county, act, body, by, here)
    assert answer.status_code == 200, answer.text
    opinion = answer.json()
    assert answer.headers["ETag"] == f'"{opinion["version"]}"'
    assert opinion == county.read(here)
    return opinion


def register(county: County, number: str = "2015-01", **facts: Any) -> str:
    answer = county.begin("/opinions", {**REGISTER, "number": number, **facts})
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"]


def tell(county: County, acts: tuple[Act, ...], number: str = "2015-01", **facts: Any) -> Any:
    """Register an opinion and carry out acts; return what it became."""
    here = register(county, number, **facts)
    told = [change(county, act, body, by, here) for act, body, by in acts]
    return told[-1]


def refused(answer: Response, status: int, code: str, field: str | None = None) -> Any:
    assert answer.status_code == status, answer.text
    problem = answer.json()
    assert (problem["type"], problem["status"]) == (f"/problems/{code}", status)
    assert problem.get("field") == field
    assert answer.headers["content-type"] == "application/problem+json"
    assert not problem["detail"].isascii()
    return problem


def listed(county: County, **query: Any) -> list[str]:
    items = county.read("/opinions", **{"as_of": "2015-12-31", **query})["items"]
    return [item["number"] for item in items]
