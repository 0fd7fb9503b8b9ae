"""Steps of ``features/task_deadline.feature``."""

from datetime import date
from typing import Any
from urllib.parse import quote

from pytest_bdd import scenarios, step, then

from tests.acceptance.calendar_acts import term
from tests.acceptance.desk import Desk
from tests.acceptance.ledgers import shown
from tests.acceptance.task_acts import entrust
from tests.acceptance.words import Sentence, Who, rows_of

scenarios("task_deadline.feature")

STATUTORY_DAYS = ("01-01", "05-01", "05-02", "10-01", "10-02", "10-03")
REPORT = {"应报日期": "day", "报告日期": "reported_on", "进度": "percent", "应报未报": "missing"}


@step(
    Sentence(
        "{who:Who}{on:Day}立项整改“{task:No}”,由{unit:Unit}承担,自当日起{months:Count}个月内完成"
    )
)
def _(desk: Desk, who: Who, on: date, task: str, unit: str, months: int) -> None:
    due = term(months, "month", roll=True)
    facts = {"number": task, "text": f"整改{task}所列问题", "due": due, "handling": "phased"}
    desk.begin("/tasks", facts, who, on)
    entrust(desk, task, [unit], who, on)


@step(
    Sentence(
        "{who:Who}{on:Day}核查“{task:No}”未通过,理由是“{reasons:Text}”,"
        "自当日起{months:Count}个月内完成"
    )
)
def _(desk: Desk, who: Who, on: date, task: str, reasons: str, months: int) -> None:
    due = term(months, "month", roll=True)
    facts = {"result": "failed", "reasons": reasons, "new_due": due}
    desk.act(task, "verifications", facts, who, on)


@step(Sentence("{who:Who}{on:Day}起草承诺“{number:No}”,自当日起{months:Count}个月内兑现"))
def _(desk: Desk, who: Who, on: date, number: str, months: int) -> None:
    due = term(months, "month", roll=True)
    facts = {"number": number, "unit": who.unit, "text": f"按期实现{number}", "due": due}
    desk.begin("/commitments", facts, who, on)


@step(Sentence("{who:Who}{on:Day}登记{year:Count}年节假日安排,{worked:Day}调休上班"))
def _(desk: Desk, who: Who, on: date, year: int, worked: date) -> None:
    facts = {
        "year": year,
        "notice_number": "国办发明电〔2026〕8号",
        "notice_date": on,
        "source": "中国政府网",
        "days_off": [f"{year}-{day}" for day in STATUTORY_DAYS],
        "working_days": [worked.isoformat()],
    }
    desk.begin("/calendar-years", facts, who, on)


@step(
    Sentence(
        "{congress:Unit}{on:Day}公布规则方案,销号前公示{days:Count}日,期限当日还可以申请延期,"
        "自{since:Day}起施行"
    )
)
def _(desk: Desk, congress: str, on: date, days: int, since: date) -> None:
    rules = {
        "closing": {"public_notice_days": days},
        "extension": {"asked_by": "on_due_day"},
    }
    facts = {"congress": congress, "title": "任务办理规则", "rules": rules}
    known_as = f"{congress}的规则方案"
    desk.learn(known_as, f"/rule-profiles/{quote(congress)}")
    desk.begin("/rule-profiles", facts, Who.read(congress), on)
    published = {"basis_document": "某人常〔2025〕12号", "valid_from": since}
    desk.act(known_as, "publications", published, Who.read(congress), on)


@step(Sentence("{who:Who}{on:Day}公示“{task:No}”,自{start:Day}至{end:Day}"))
def _(desk: Desk, who: Who, on: date, task: str, start: date, end: date) -> None:
    facts = {"start": start, "end": end, "channel": "县人大网站"}
    desk.act(task, "public-notices", facts, who, on)


@step(Sentence("{who:Who}{on:Day}重算“{number:No}”的期限"))
def _(desk: Desk, who: Who, on: date, number: str) -> None:
    desk.act(number, "due-settlements", {}, who, on)


@step(
    Sentence(
        "{who:Who}{on:Day}安排“{task:No}”每{every:Period}报告一次,首次为{first:Day}"
        "[,原因是“{reason:Text}”]"
    )
)
def _(
    desk: Desk, who: Who, on: date, task: str, every: str, first: date, reason: str | None
) -> None:
    spec = {"kind": "recurring", "every": every, "first": first.isoformat()}
    desk.act(task, "reporting-schedules", {"spec": spec, "reason": reason}, who, on)


def deadline(desk: Desk, number: str, as_of: date | None = None) -> dict[str, Any]:
    found: dict[str, Any] = desk.read(
        f"{desk.path(number)}/deadline", as_of=as_of and as_of.isoformat()
    )
    return found


@then(Sentence("“{number:No}”的期限说明为:{sentence:Rest}"))
def _(desk: Desk, number: str, sentence: str) -> None:
    found = deadline(desk, number)
    assert found["sentence"] == sentence
    assert ";".join(each["text"] for each in found["steps"]) == sentence


@then(Sentence("截至{as_of:Day},“{number:No}”逾期{days:Count}天"))
def _(desk: Desk, as_of: date, number: str, days: int) -> None:
    assert deadline(desk, number, as_of)["days_late"] == days


@then(Sentence("截至{as_of:Day},“{task:No}”的应报情况为:"))
def _(desk: Desk, as_of: date, task: str, datatable: list[list[str]]) -> None:
    found = desk.read(f"{desk.path(task)}/expected-reports", as_of=as_of.isoformat())
    told = [{name: shown(each[REPORT[name]]) for name in datatable[0]} for each in found["items"]]
    assert told == rows_of(datatable)
    assert found["missing"] == sum(each["应报未报"] == "是" for each in told)


@then(Sentence("截至{as_of:Day},应报未报的任务是{tasks:Nos}"))
def _(desk: Desk, as_of: date, tasks: list[str]) -> None:
    assert behind(desk, as_of) == tasks


@then(Sentence("截至{as_of:Day},没有应报未报的任务"))
def _(desk: Desk, as_of: date) -> None:
    assert behind(desk, as_of) == []


def behind(desk: Desk, as_of: date) -> list[str]:
    found = desk.read_all("/tasks", reports_missing=True, as_of=as_of.isoformat())
    return [task["number"] for task in found]
