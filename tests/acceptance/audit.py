"""Sentences about the record itself: what happened to an item, and corrections of it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pytest_bdd import step, then

from domain.model import CHINA_STANDARD_TIME
from tests.acceptance.desk import Desk
from tests.acceptance.words import Sentence, Who, rows_of


def timeline(desk: Desk, number: str) -> list[dict[str, Any]]:
    """Read the whole story of an item."""
    return desk.read_all(f"{desk.path(number)}/timeline")


def record(entry: Mapping[str, Any]) -> dict[str, str]:
    """Return an entry of the record as a table of the specification shows it."""
    recorded_at = datetime.fromisoformat(entry["recorded_at"])
    return {
        "事项": entry["aggregate"],
        "办理": entry["label"],
        "日期": entry["occurred_on"],
        "登记日期": recorded_at.astimezone(CHINA_STANDARD_TIME).date().isoformat(),
        "补登天数": str(entry["days_until_recorded"]),
        "办理单位": entry["unit"],
        "办理人": entry["actor"],
    }


@step(
    Sentence(
        "{who:Who}{on:Day}将“{number:No}”的{act:Act}日期由{was:Day}更正为{now:Day},"
        "原因是“{reason:Text}”"
    )
)
def _(
    desk: Desk, who: Who, on: date, number: str, act: str, was: date, now: date, reason: str
) -> None:
    [version] = [
        entry["version"]
        for entry in timeline(desk, number)
        if entry["label"] == act and entry["occurred_on"] == was.isoformat()
    ]
    facts = {"corrects": version, "now": now, "reason": reason}
    if desk.path(number).startswith(("/tasks", "/commitments")):
        facts["field"] = "occurred_on"
    desk.act(number, "corrections", facts, who, on)


@step(Sentence("{who:Who}{on:Day}将“{task:No}”的完成日期更正为{now:Day},原因是“{reason:Text}”"))
def _(desk: Desk, who: Who, on: date, task: str, now: date, reason: str) -> None:
    claims = [each for each in timeline(desk, task) if each["label"] == "申请销号"]
    facts = {
        "corrects": claims[-1]["version"],
        "field": "completed_on",
        "now": now,
        "reason": reason,
    }
    desk.act(task, "corrections", facts, who, on)


@then(Sentence("“{number:No}”的全过程为:"))
def _(desk: Desk, number: str, datatable: list[list[str]]) -> None:
    found = [record(entry) for entry in timeline(desk, number)]
    assert [{name: each[name] for name in datatable[0]} for each in found] == rows_of(datatable)


@then(Sentence("“{number:No}”的全过程最后两条为:"))
def _(desk: Desk, number: str, datatable: list[list[str]]) -> None:
    found = [record(entry) for entry in timeline(desk, number)[-2:]]
    assert [{name: each[name] for name in datatable[0]} for each in found] == rows_of(datatable)


@then(Sentence("“{number:No}”的更正为:"))
def _(desk: Desk, number: str, datatable: list[list[str]]) -> None:
    found = [
        {"原日期": facts["was"], "更正为": facts["now"], "原因": facts["reason"]}
        for entry in timeline(desk, number)
        if entry["label"] == "更正日期" and (facts := entry["facts"])
    ]
    assert found == rows_of(datatable)
