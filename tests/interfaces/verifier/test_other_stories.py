"""Each act changes of a notice, a unit, a measure or rules what it tells, and nothing else."""

from typing import Any

import pytest

from interfaces.verifier.coverage_ledger import COVERAGE_COLUMNS
from interfaces.verifier.duty_ledger import DUTY_COLUMNS, duties_of
from interfaces.verifier.ledger_columns import (
    NOTICE_COLUMNS,
    UNIT_COLUMNS,
    Columns,
    Surroundings,
)
from interfaces.verifier.other_stories import measure_rows
from interfaces.verifier.reference_ledgers import PROFILE_COLUMNS, STATUTORY_RULES, versions_of
from interfaces.verifier.reminder_story import REMINDER_COLUMNS
from interfaces.verifier.rulebook import STATUTORY_CODE
from interfaces.verifier.standings import TELLING, TableScope
from tests.interfaces.verifier.lives import Act, due, lived, require_row_of_every_day, row_on

CORRECTION = {"corrects": 2, "field": "occurred_on", "now": "2015-07-02"}
"""Of a date that is the right one by now."""
OF_NOTICES: Columns = [each for each in NOTICE_COLUMNS if each[0] != "签发单位"]
"""Who signed a notice is told by the item, not by its story."""
ISSUED = Act(
    "2015-07-01",
    "notice.issued",
    {
        "kind": "key_supervision",
        "colour": "红",
        "trigger": "overdue",
        "subject": {"kind": "task", "id": "x", "number": "RW-1", "due": due("2015-06-20")},
        "unit": "A",
        "competent_body": None,
        "demand": "限期整改",
        "reply_due": due("2015-07-05"),
        "signer": "主任甲",
        "refers_to": {"number": "DB-0"},
    },
    {
        "状态": "已签发",
        "签发日期": "2015-07-01",
        "事项类别": "任务",
        "事项": "RW-1",
        "原期限": "2015-06-20",
        "逾期天数": "11",
        "回复期限": "2015-07-05",
        "升级自": "DB-0",
        "有权机关": "",
    },
)
TAKEN = Act("2015-07-02", "notice.acknowledged", {}, {"状态": "已签收", "签收日期": "2015-07-02"})
ANSWERED = Act(
    "2015-07-08",
    "notice.responded",
    {"response": "已整改"},
    {"状态": "已回复", "回复日期": "2015-07-08", "回复": "已整改", "回复逾期天数": "3"},
)
ABOUT_A_UNIT = {"kind": "unit", "id": "x", "number": "A", "due": None}
NOTICES: dict[str, tuple[Act, ...]] = {
    "about nothing that is due": (
        ISSUED._replace(
            facts=ISSUED.facts | {"subject": ABOUT_A_UNIT, "reply_due": due(None)},
            shown={"事项类别": "单位工作", "原期限": "", "逾期天数": "", "回复期限": "未定时限"},
        ),
    ),
    "answered late and lifted": (
        ISSUED,
        TAKEN,
        ANSWERED,
        Act(
            "2015-07-10",
            "notice.lifted",
            {"reason": "已经整改"},
            {"状态": "已解除", "解除日期": "2015-07-10", "解除理由": "已经整改"},
        ),
        Act("2015-07-11", "notice.corrected", CORRECTION, {}),
    ),
    "not answered and escalated": (
        ISSUED,
        TAKEN,
        Act(
            "2015-07-07",
            "notice.escalated",
            {"to": {"number": "DB-2"}},
            {
                "状态": "已升级",
                "升级日期": "2015-07-07",
                "升级为": "DB-2",
                "回复逾期天数": "2",
            },
        ),
        Act("2015-07-09", "notice.corrected", CORRECTION, {}),
    ),
}


@pytest.mark.parametrize("name", NOTICES)
def test_an_act_changes_of_a_notice_what_it_tells(name: str) -> None:
    require_row_of_every_day("notice", OF_NOTICES, NOTICES[name])


REGISTERED: dict[str, Any] = {
    "name": "城管局",
    "kind": "department",
    "level": "county",
    "parent": "Z",
}
UNIT = (
    Act("2010-01-01", "unit.registered", REGISTERED, {"名称": "城管局", "上级单位": "Z"}),
    Act("2011-01-01", "unit.renamed", {"name": "执法局"}, {"名称": "执法局"}),
    Act("2012-01-01", "unit.moved", {"parent": None}, {"上级单位": ""}),
    Act("2013-01-01", "unit.corrected", CORRECTION, {}),
)
MERGED = {"撤并日期": "2014-01-01", "承接单位": "B"}
UNITS: dict[str, tuple[Act, ...]] = {
    "merged": (*UNIT, Act("2014-01-01", "unit.merged", {"successor": "B"}, MERGED)),
    "closed": (*UNIT, Act("2014-01-01", "unit.closed", {}, {"撤并日期": "2014-01-01"})),
}


@pytest.mark.parametrize("name", UNITS)
def test_an_act_changes_of_a_unit_what_it_tells(name: str) -> None:
    require_row_of_every_day("unit", UNIT_COLUMNS, UNITS[name])


def measure(no: int, text: str, on: str | None, fund: str | None = None) -> dict[str, Any]:
    named = {"lead_unit": None, "leaders": ["甲"], "offices": [], "assignees": []}
    dated = {"on": on}
    return {
        "measure": {
            "no": no,
            "text": text,
            "responsibility": named,
            "due": dated,
            "answers": [],
            "fund": fund,
        }
    }


def change(no: int, was: str | None, on: str | None) -> dict[str, Any]:
    return {"no": no, "text": None, "due": due(on), "former_due": due(was)}


PLAN = (
    Act("2015-01-01", "plan.drafted", {"unit": "A", "opinion_ids": []}, {}),
    Act("2015-01-02", "plan.measure-added", measure(2, "二", None), {}),
    Act("2015-01-03", "plan.measure-added", measure(1, "一", "2015-09-30"), {}),
    Act("2015-01-04", "plan.measure-revised", measure(2, "二之二", None, "十万元"), {}),
    Act("2015-01-05", "plan.measure-amended", change(2, None, "2015-08-31"), {}),
    Act("2015-01-06", "plan.measure-amended", change(2, "2015-08-31", "2015-09-30"), {}),
    Act("2015-01-07", "plan.measure-amended", change(2, "2015-09-30", None), {}),
    Act("2015-01-08", "plan.measure-amended", {"no": 2, "text": "另一措施"}, {}),
    Act("2015-01-09", "plan.measure-removed", {"no": 2}, {}),
    Act("2015-01-10", "plan.measure-cancelled", {"no": 1}, {}),
)
FIRST = (1, "一", "2015-01-03", 3)
"""A measure, when it was added, and how many of its five elements it states."""


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2014-12-31", []),
        ("2015-01-01", []),
        ("2015-01-02", [(2, "二", "2015-01-02", 2)]),
        ("2015-01-03", [FIRST, (2, "二", "2015-01-02", 2)]),
        ("2015-01-04", [FIRST, (2, "二之二", "2015-01-02", 3)]),
        ("2015-01-05", [FIRST, (2, "二之二", "2015-01-02", 4)]),
        ("2015-01-06", [FIRST, (2, "二之二", "2015-01-02", 4)]),
        ("2015-01-07", [FIRST, (2, "二之二", "2015-01-02", 3)]),
        ("2015-01-08", [FIRST, (2, "另一措施", "2015-01-02", 3)]),
        ("2015-01-09", [FIRST]),
        ("2015-01-10", []),
    ],
)
def test_measures_are_those_of_the_day(day: str, expected: list[Any]) -> None:
    rows = measure_rows(lived("plan", PLAN), day)
    told = ("no", "text", "added_on", "filled")
    assert [tuple(row[name] for name in told) for row in rows] == expected
    assert {row["unit"] for row in rows} <= {"A"}


def raised(on: str, number_due: str) -> Act:
    level = {"colour": "红", "trigger": "overdue", "days": 3, "counted_in": "working_day"}
    facts = {
        "item_kind": "task",
        "unit": "A",
        "unit_above": None,
        "round": 2,
        "due": number_due,
        "level": level,
    }
    return Act(on, "reminder.raised", facts, {})


@pytest.mark.parametrize(
    ("due_on", "left", "overdue"),
    [("2015-07-02", "1", ""), ("2015-07-01", "0", ""), ("2015-06-30", "", "1")],
)
def test_a_reminder_tells_the_days_left_or_overdue(due_on: str, left: str, overdue: str) -> None:
    row = row_on(lived("reminder", [raised("2015-07-01", due_on)]), REMINDER_COLUMNS, "2015-07-01")
    assert (row["剩余天数"], row["逾期天数"]) == (left, overdue)
    assert row["预警等级"] == "3个工作日"


def published(day: str, version: int, since: str, until: str | None = None) -> Act:
    facts = {"version": version, "title": "规则", "basis_document": "1号"}
    return Act(
        day,
        "rule-profile.published",
        facts | {"valid_from": since, "valid_until": until},
        {},
    )


def ended(day: str, version: int, until: str) -> Act:
    return Act(day, "rule-profile.ended", {"version": version, "valid_until": until}, {})


VERSIONS: list[tuple[list[Act], list[str | None]]] = [
    ([published("2015-01-01", 1, "2015-02-01")], [None]),
    (
        [published("2015-01-01", 1, "2015-02-01"), ended("2015-01-02", 1, "2015-12-31")],
        ["2015-12-31"],
    ),
    (
        [
            published("2015-01-01", 1, "2015-02-01", "2015-03-31"),
            published("2015-01-02", 2, "2015-06-01"),
            published("2015-01-03", 3, "2015-08-01"),
            ended("2015-01-04", 3, "2015-12-31"),
        ],
        ["2015-03-31", "2015-07-31", "2015-12-31"],
    ),
]
"""Rules as they were published and ended, and until when each version was valid."""


@pytest.mark.parametrize(("acts", "ends"), VERSIONS)
def test_a_version_of_rules_ends_before_the_next_or_as_said(
    acts: list[Act], ends: list[str | None]
) -> None:
    row = TELLING["rule-profile"](lived("rule-profile", acts), "2015-01-04")
    assert row is not None
    assert [each["valid_until"] for each in versions_of(row)] == ends


@pytest.mark.parametrize(
    ("code", "name"), [("A", "甲市人大"), ("B", "B"), (STATUTORY_CODE, STATUTORY_RULES)]
)
def test_rules_are_those_of_a_congress_or_of_the_law(code: str, name: str) -> None:
    known = Surroundings({"A": "甲市人大"}, "2015-07-01", str)
    assert dict(PROFILE_COLUMNS)["机关"]({"congress": code}, known) == name


def test_a_unit_that_was_not_there_yet_is_told_by_its_code() -> None:
    known = Surroundings({"A": "甲局"}, "2015-07-01", str)
    shown = [dict(COVERAGE_COLUMNS)["主办单位"]({"lead": lead}, known) for lead in ("AB", "BA")]
    assert shown == ["甲局", "B"]


def test_a_person_called_like_a_unit_is_told_by_name() -> None:
    named = {"status": "assigned", "units": ["A", "B"], "leaders": ["A"]}
    rows = duties_of({**named, "offices": ["B"], "assignees": ["甲"]})
    known = Surroundings({"A": "甲局"}, "2015-07-01", str)
    shown = [dict(DUTY_COLUMNS)["责任人"](row, known) for row in rows]
    assert shown == ["甲", "A", "B", "甲局", "B"]


def test_both_ends_of_a_period_belong_to_it() -> None:
    period = TableScope("2015-01-02", "2015-01-04", "2015-12-31")
    days = [f"2015-01-0{day}" for day in range(1, 6)]
    assert [period.has(day) for day in days] == [False, True, True, True, False]
    assert not period.has(None)
