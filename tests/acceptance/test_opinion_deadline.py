"""Steps of ``features/opinion_deadline.feature``."""

from datetime import date
from typing import Any
from urllib.parse import quote

from pytest_bdd import scenarios, step, then, when

from tests.acceptance.desk import Desk
from tests.acceptance.ledgers import shown
from tests.acceptance.log_office import LogOffice
from tests.acceptance.opinion_acts import form, register
from tests.acceptance.words import Sentence, Who, rows_of

scenarios("opinion_deadline.feature")

TERMS = {
    "3个月": {"length": 3, "unit": "month"},
    "2个月": {"length": 2, "unit": "month"},
    "5个工作日": {"length": 5, "unit": "working_day"},
}
RULES = {"代表建议的答复": ("reply", "deputy_suggestion"), "退办": ("referral", "return_window")}
TITLE = "意见办理规则"
HOLIDAYS = ("01-01", "05-01", "10-01", "10-02", "10-03")


def profile(congress: str) -> str:
    return f"{congress}的规则方案"


def in_force(desk: Desk, congress: str, on: date, rules: Any) -> None:
    facts = {"congress": congress, "title": TITLE, "rules": rules}
    desk.learn(profile(congress), f"/rule-profiles/{quote(congress)}")
    desk.begin("/rule-profiles", facts, Who.read(congress), on)
    publish(desk, congress, on)


def publish(desk: Desk, congress: str, on: date, **facts: Any) -> None:
    stated = {"basis_document": f"县人常〔{on.year}〕1号", "valid_from": on, **facts}
    desk.act(profile(congress), "publications", stated, Who.read(congress), on)


@step(Sentence("{congress:Unit}{on:Day}施行规则方案,其中“{rule:Text}”为“{words:Text}”"))
def _(desk: Desk, congress: str, on: date, rule: str, words: str) -> None:
    section, name = RULES[rule]
    in_force(desk, congress, on, {section: {name: TERMS[words]}})


@step(Sentence("{congress:Unit}{on:Day}施行规则方案,其中请求说明期间停止计算期限"))
def _(desk: Desk, congress: str, on: date) -> None:
    in_force(desk, congress, on, {"reply": {"clarification_pauses": True}})


@step(Sentence("{congress:Unit}{on:Day}起草下一版规则方案,其中“{rule:Text}”为“{words:Text}”"))
def _(desk: Desk, congress: str, on: date, rule: str, words: str) -> None:
    section, name = RULES[rule]
    facts = {"title": TITLE, "rules": {section: {name: TERMS[words]}}}
    desk.act(profile(congress), "drafts", facts, Who.read(congress), on)


@step(Sentence("{congress:Unit}{on:Day}公布草案,自当日起施行"))
def _(desk: Desk, congress: str, on: date) -> None:
    publish(desk, congress, on)


@step(Sentence("{congress:Unit}{on:Day}公布草案,自当日起施行,未办结的意见改按新规则"))
def _(desk: Desk, congress: str, on: date) -> None:
    publish(desk, congress, on, migrate_open_items=True)


def refer_by_rule(
    desk: Desk,
    who: Who,
    on: date,
    number: str,
    kind: str,
    proposers: list[str],
    lead: str,
    **stated: Any,
) -> None:
    register(desk, number, kind, proposers, who, on)
    form(desk, number, who, on)
    facts = {"lead": [lead], "letter_number": f"交办〔{on.year}〕{number}", **stated}
    desk.act(number, "referrals", facts, who, on)


@step(
    Sentence(
        "{who:Who}{on:Day}将[{proposers:Names}提出的]{kind:Kind}“{number:No}”"
        "交办{lead:Unit},期限按规则"
    )
)
def _(
    desk: Desk, who: Who, on: date, proposers: list[str] | None, kind: str, number: str, lead: str
) -> None:
    refer_by_rule(desk, who, on, number, kind, proposers or [], lead)


@step(
    Sentence(
        "{who:Who}{on:Day}将{proposers:Names}提出的{kind:Kind}“{number:No}”"
        "作为疑难件交办{lead:Unit},期限按规则"
    )
)
def _(
    desk: Desk, who: Who, on: date, proposers: list[str], kind: str, number: str, lead: str
) -> None:
    refer_by_rule(desk, who, on, number, kind, proposers, lead, difficult=True)


@step(Sentence("{who:Who}{on:Day}就“{number:No}”请求说明“{question:Text}”"))
def _(desk: Desk, who: Who, on: date, number: str, question: str) -> None:
    desk.act(number, "clarification-requests", {"question": question}, who, on)


@step(Sentence("{who:Who}{on:Day}答复“{number:No}”的说明请求"))
def _(desk: Desk, who: Who, on: date, number: str) -> None:
    desk.act(number, "clarifications", {"answer": "指县城以北第二座"}, who, on)


@step(Sentence("{who:Who}{on:Day}申请退办“{number:No}”"))
def _(desk: Desk, who: Who, on: date, number: str) -> None:
    facts = {"reason": "不属于本单位职责", "suggested_unit": None}
    desk.act(number, "return-requests", facts, who, on)


@step(Sentence("{who:Who}{on:Day}登记2015年节假日安排,6月25日放假"), target_fixture="recomputed")
def _(desk: Desk, who: Who, on: date) -> list[dict[str, Any]]:
    facts = {
        "year": 2015,
        "notice_number": "国办发明电〔2014〕28号",
        "notice_date": "2014-12-16",
        "source": "中国政府网",
        "days_off": [f"2015-{day}" for day in (*HOLIDAYS, "06-25")],
        "working_days": [],
    }
    answer = desk.begin("/calendar-years", facts, who, on)
    found: list[dict[str, Any]] = answer.json()["recomputed"]
    return found


@then(Sentence("这次登记重算了期限的事项有{numbers:Nos}"))
def _(recomputed: list[dict[str, Any]], numbers: list[str]) -> None:
    assert [each["number"] for each in recomputed] == numbers


@then(Sentence("这次登记没有重算任何期限"))
def _(recomputed: list[dict[str, Any]]) -> None:
    assert recomputed == []


@then(Sentence("“{number:No}”的期限是{due:Day}"), target_fixture="explained")
def _(desk: Desk, number: str, due: date) -> dict[str, Any]:
    found: dict[str, Any] = desk.read(f"{desk.path(number)}/deadline")
    assert (found["due"]["on"], desk.state(number)["due"]["on"]) == (str(due), str(due))
    return found


@then(Sentence("期限的说明是“{sentence:Text}”"))
def _(explained: dict[str, Any], sentence: str) -> None:
    assert explained["sentence"] == sentence


@then(Sentence("截至{as_of:Day},“{number:No}”逾期{days:Count}天"))
def _(desk: Desk, as_of: date, number: str, days: int) -> None:
    found = desk.read(f"{desk.path(number)}/deadline", as_of=str(as_of))
    assert found["days_late"] == days
    (row,) = desk.read_all("/opinions", as_of=str(as_of), number=number)
    assert row["days_overdue"] == days


@then(Sentence("“{number:No}”的首次答复逾期{days:Count}天"))
def _(desk: Desk, number: str, days: int) -> None:
    assert desk.state(number)["first_reply_days_late"] == days


@then(Sentence("“{number:No}”所依的规则是{congress:Unit}第{version:Count}版"))
def _(desk: Desk, number: str, congress: str, version: int) -> None:
    assert desk.state(number)["profile"] == {"congress": congress, "version": version}


IMPACT = {
    "意见": "number",
    "原期限": "due_was",
    "新期限": "due",
    "原颜色": "colour_was",
    "新颜色": "colour",
    "原来逾期": "overdue_was",
    "现在逾期": "overdue",
}


@then(Sentence("试算自{since:Day}施行,变动的意见为:"))
def _(desk: Desk, since: date, datatable: list[list[str]]) -> None:
    headers = desk.county.headers("县人大常委会")
    answer = desk.county.client.post(
        f"{desk.path(profile('县人大常委会'))}/previews",
        json={"valid_from": str(since)},
        headers=headers,
    )
    assert answer.status_code == 200, answer.text
    found = [
        {name: shown(each[IMPACT[name]]) for name in datatable[0]}
        for each in answer.json()["items"]
    ]
    assert found == rows_of(datatable)


@when("有人把包内最后一条记录去掉,并且重新编制了清单")
def _(office: LogOffice) -> None:
    office.leave_last_out()


@when(Sentence("有人把包内推算期限的3个月改成6个月,期限改成{on:Day},并且重新编制了清单"))
def _(office: LogOffice, on: date) -> None:
    office.forge("2015-06-25", on.isoformat())
    office.forge('"term":{"length":3,', '"term":{"length":6,')
