"""Steps of ``features/reminder.feature``."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from pytest_bdd import given, scenarios, step, then, when

from application.projections.audit_trail import known_until_now
from application.reactions.tick import TickReport, tick
from interfaces.cli.daily_tick import sentence
from tests.acceptance.desk import Calendar, Desk
from tests.acceptance.ledgers import shown
from tests.acceptance.words import Sentence, Who, rows_of

scenarios("reminder.feature")

COLUMNS = {
    "日期": "raised_on",
    "类别": "item_label",
    "事项": "item_number",
    "单位": "unit",
    "上级单位": "unit_above",
    "轮次": "round",
    "颜色": "colour",
    "事由": "trigger_label",
    "期限": "due",
    "剩余天数": "days_left",
    "逾期天数": "days_overdue",
}


class Timer:
    """What the machine runs every morning, and what that came to."""

    def __init__(self, desk: Desk, calendar: Calendar) -> None:
        self._desk = desk
        self._calendar = calendar
        self.said = ""

    def run(self, day: date) -> None:
        """Run the tick on a day."""
        self._desk.settle()
        self._calendar.reach(day)
        store = self._desk.county.store
        report: TickReport = tick(store, day)
        self.said = sentence(report)
        with store.database.reading() as connection:
            self._desk.latest = known_until_now(connection)


@pytest.fixture
def timer(desk: Desk, calendar: Calendar) -> Timer:
    """Set the timer of the county's machine."""
    return Timer(desk, calendar)


TRIGGERS = {"临近期限": "near_due", "逾期": "overdue"}


@given(Sentence("{congress:Unit}{on:Day}公布规则方案,即日施行,预警等级为:"))
def _(desk: Desk, congress: str, on: date, datatable: list[list[str]]) -> None:
    levels = [
        {
            "colour": row["颜色"],
            "trigger": TRIGGERS[row["事由"]],
            "days": int(row["天数"]),
        }
        for row in rows_of(datatable)
    ]
    rules = {"warning": {"scale": {"levels": levels}}}
    known_as, who = f"{congress}的规则方案", Who.read(congress)
    desk.learn(known_as, f"/rule-profiles/{quote(congress)}")
    facts = {"congress": congress, "title": "督办预警规则", "rules": rules, "example": None}
    desk.begin("/rule-profiles", facts, who, on)
    published = {"basis_document": "县人常〔2015〕2号", "valid_from": on}
    desk.act(known_as, "publications", published, who, on)


@step(Sentence("{on:Day}做定时催办"))
@step(Sentence("把时钟拨回{on:Day}做定时催办"))
def _(timer: Timer, on: date) -> None:
    timer.run(on)


@when(Sentence("{first:Day}至{last:Day}每天做定时催办"))
def _(timer: Timer, first: date, last: date) -> None:
    for day in range((last - first).days + 1):
        timer.run(first + timedelta(days=day))


@then(Sentence("定时催办的结果是“{said:Text}”"))
def _(timer: Timer, said: str) -> None:
    assert timer.said == said


def listed(desk: Desk, headings: list[str], as_of: date, **query: Any) -> list[dict[str, str]]:
    """Read the reminders as a table with these headings."""
    rows = desk.read_all("/reminders", as_of=as_of.isoformat(), **query)
    return [{each: shown(row[COLUMNS[each]]) for each in headings} for row in rows]


@then(Sentence("截至{as_of:Day},[“{item:No}”的]催办提醒为:"))
def _(desk: Desk, as_of: date, item: str | None, datatable: list[list[str]]) -> None:
    found = listed(desk, datatable[0], as_of, item=desk.id(item) if item else None)
    assert found == rows_of(datatable)


@then(Sentence("截至{as_of:Day},没有[“{item:No}”的]催办提醒"))
def _(desk: Desk, as_of: date, item: str | None) -> None:
    assert listed(desk, [], as_of, item=desk.id(item) if item else None) == []


@then(Sentence("截至{as_of:Day},{unit:Unit}收到的催办提醒为:"))
def _(desk: Desk, as_of: date, unit: str, datatable: list[list[str]]) -> None:
    assert listed(desk, datatable[0], as_of, unit=unit) == rows_of(datatable)


@then(Sentence("截至{as_of:Day},{unit:Unit}没有收到催办提醒"))
def _(desk: Desk, as_of: date, unit: str) -> None:
    assert listed(desk, [], as_of, unit=unit) == []


def status_on(desk: Desk, day: date) -> tuple[str, list[str]]:
    """Read the day the tick was done last, and what the status says of it being behind."""
    status = desk.read("/status", as_of=day.isoformat())
    behind = [each["text"] for each in status["warnings"] if each["code"] == "tick-behind"]
    return status["last_tick"]["day"], behind


@then(Sentence("到{day:Day},运行状况写明定时催办做到{done:Day},没有提示"))
def _(desk: Desk, day: date, done: date) -> None:
    assert status_on(desk, day) == (done.isoformat(), [])


@then(Sentence("到{day:Day},运行状况提示“{text:Text}”"))
def _(desk: Desk, day: date, text: str) -> None:
    _, behind = status_on(desk, day)
    assert [each.partition(",")[0] for each in behind] == [text]
