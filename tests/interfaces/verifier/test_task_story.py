"""Each act changes of a task's row what it tells, and a report that never came is counted."""

from itertools import islice
from typing import Any

import pytest

from interfaces.verifier.ledger_columns import TASK_COLUMNS
from interfaces.verifier.task_story import expected_days
from tests.interfaces.verifier.lives import Act, due, lived, require_row_of_every_day, row_on

PLANNED = Act(
    "2015-03-25",
    "task.planned",
    {
        "text": "清理河道",
        "plan_id": None,
        "measure_no": None,
        "opinion_ids": [],
        "target": None,
        "due": due("2015-06-30", provisional=True),
        "handling": "phased",
    },
    {"状态": "已列入方案", "列入日期": "2015-03-25", "期限": "2015-06-30(暂定)", "轮次": "1"},
)
NAMED = {"units": ["A", "B"], "leaders": ["甲"], "offices": [], "assignees": ["乙", "丙"]}
ASSIGNED = Act(
    "2015-03-26",
    "task.assigned",
    NAMED,
    {
        "状态": "已分解落实",
        "分解日期": "2015-03-26",
        "牵头单位": "A",
        "责任单位": "A、B",
        "责任领导": "甲",
        "责任人员": "乙、丙",
    },
)
BEGUN = (PLANNED, ASSIGNED)
PROGRESS = "完成率(%)"


def report(day: str, percent: int, reports: int, files: int = 0, **shown: str) -> Act:
    told = {PROGRESS: str(percent), "最近进展日期": day, "报告次数": str(reports)}
    facts = {"percent": percent, "evidence": [{}] * files}
    return Act(day, "task.progress-reported", facts, told | shown)


def claim(day: str, completed_on: str, **shown: str) -> Act:
    facts = {"completed_on": completed_on, "target_value": "八成", "evidence": [{}]}
    told = {"状态": "已申请销号", "申请销号日期": day, "目标完成值": "八成"}
    return Act(day, "task.closeout-requested", facts, told | shown)


def passed(day: str, completed_on: str) -> Act:
    told = {"状态": "验收通过", "验收通过日期": day, "完成日期": completed_on}
    return Act(day, "task.verification-passed", {}, told)


def recurrence(day: str, on: str, **shown: str) -> Act:
    told = {"状态": "整改中", "期限": on, **NOTHING_CLAIMED}
    return Act(day, "task.recurrence-found", {"due": due(on)}, told | shown)


NOTHING_CLAIMED = dict.fromkeys(
    ("申请销号日期", "目标完成值", "完成日期", "验收通过日期", "销号日期"), ""
)
LOOKED_BACK = "task.look-back-passed"


def closed(day: str, **shown: str) -> Act:
    return Act(day, "task.closed-out", {}, {"状态": "已销号", "销号日期": day} | shown)


def cancelled(day: str, **shown: str) -> Act:
    return Act(day, "task.cancelled", {}, {"状态": "已取消", "取消日期": day} | shown)


def settled(
    day: str, was: str, on: str, *, of_original: bool, again: bool = False, **shown: str
) -> Act:
    """Return a note that settles a provisional due date, or one that was settled before."""
    former = due(was, provisional=not again)
    facts = {"due_was": former, "due": due(on), "of_original": of_original}
    return Act(day, "task.due-settled", facts, shown)


def amended(day: str, facts: dict[str, Any], **shown: str) -> Act:
    return Act(day, "task.amended", {"text": None, "due": None, "target": None} | facts, shown)


LIVES: dict[str, tuple[Act, ...]] = {
    "carried out, closed out, and back twice": (
        *BEGUN,
        report("2015-04-01", 30, 1, files=2, 状态="整改中", 证据数="2"),
        report("2015-04-02", 20, 2, files=1, 证据数="3"),
        claim("2015-04-03", "2015-04-02", 证据数="4"),
        passed("2015-04-04", "2015-04-02"),
        closed("2015-04-05", 首次销号日期="2015-04-05"),
        Act("2015-04-06", LOOKED_BACK, {}, {"回头看次数": "1"}),
        recurrence("2015-04-07", "2015-07-31", 轮次="2", 回头看次数="2", 反弹次数="1"),
        claim("2015-04-08", "2015-04-08", 证据数="5"),
        passed("2015-04-09", "2015-04-08"),
        closed("2015-04-10"),
        recurrence("2015-04-11", "2015-08-31", 轮次="3", 回头看次数="3", 反弹次数="2"),
    ),
    "given to others and not accepted": (
        *BEGUN,
        Act(
            "2015-03-27",
            "task.reassigned",
            NAMED | {"units": ["C"], "offices": ["丁", "戊"], "assignees": []},
            {"牵头单位": "C", "责任单位": "C", "责任处室": "丁、戊", "责任人员": ""},
        ),
        Act(
            "2015-03-28",
            "task.converted-to-long-term",
            {"review_on": "2016-03-28"},
            {"状态": "长期整改", "长期整改复查日期": "2016-03-28"},
        ),
        report("2015-04-01", 30, 1),
        claim("2015-04-03", "2015-04-02", 证据数="1"),
        passed("2015-04-04", "2015-04-02"),
        Act(
            "2015-04-05",
            "task.verification-failed",
            {"round": 1, "new_due": due("2015-09-30")},
            {"状态": "整改中", "轮次": "2", "期限": "2015-09-30", **NOTHING_CLAIMED},
        ),
    ),
    "put off, changed and cancelled": (
        *BEGUN,
        *(
            Act(
                day,
                "task.extension-granted",
                {"until": until},
                {"期限": until, "延期次数": times},
            )
            for day, until, times in (
                ("2015-06-01", "2015-07-31", "1"),
                ("2015-07-01", "2015-08-31", "2"),
            )
        ),
        amended("2015-07-02", {"text": "清理两条河道"}, 任务内容="清理两条河道"),
        amended("2015-07-03", {"due": due("2015-09-30")}, 期限="2015-09-30"),
        amended("2015-07-04", {"target": {"text": "十公里"}}, 量化目标="十公里"),
        cancelled("2015-10-10"),
    ),
    "cancelled after it was accepted": (
        *BEGUN,
        report("2015-04-01", 100, 1, 状态="整改中"),
        claim("2015-04-03", "2015-04-02", 证据数="1"),
        passed("2015-04-04", "2015-04-02"),
        cancelled("2015-04-05", 完成日期=""),
    ),
    "due on another day once holidays are known": (
        *BEGUN,
        settled(
            "2015-04-01",
            "2015-06-30",
            "2015-07-02",
            of_original=True,
            期限="2015-07-02",
            原定期限="2015-07-02",
        ),
        settled(
            "2015-04-02",
            "2015-07-02",
            "2015-07-03",
            of_original=True,
            again=True,
            期限="2015-07-03",
            原定期限="2015-07-03",
        ),
    ),
    "due on a day people stated meanwhile": (
        *BEGUN,
        Act(
            "2015-04-01",
            "task.extension-granted",
            {"until": "2015-06-30"},
            {"期限": "2015-06-30", "延期次数": "1"},
        ),
        settled("2015-04-02", "2015-06-30", "2015-07-02", of_original=True, 原定期限="2015-07-02"),
    ),
    "due on another day not yet known": (
        *BEGUN,
        amended(
            "2015-04-01", {"due": due("2015-08-31", provisional=True)}, 期限="2015-08-31(暂定)"
        ),
        settled("2015-04-02", "2015-06-30", "2015-07-02", of_original=True, 原定期限="2015-07-02"),
        settled("2015-04-03", "2015-08-31", "2015-09-02", of_original=False, 期限="2015-09-02"),
    ),
}


@pytest.mark.parametrize("name", LIVES)
def test_an_act_changes_of_the_row_what_it_tells(name: str) -> None:
    require_row_of_every_day("task", TASK_COLUMNS, LIVES[name])


def test_what_is_recorded_late_stands_in_the_order_of_dates() -> None:
    first = report("2015-04-01", 10, 1)
    later, earlier = report("2015-04-05", 30, 2), report("2015-04-02", 20, 2)
    twice = (report("2015-04-05", 40, 3), report("2015-04-05", 50, 4))
    item = lived("task", (*BEGUN, first, later, *twice, earlier))
    told = [row_on(item, TASK_COLUMNS, f"2015-04-0{day}")[PROGRESS] for day in (1, 3, 5)]
    assert told == ["10", "20", "50"]


def test_what_was_claimed_is_told_as_corrected() -> None:
    wrong = (claim("2015-04-03", "2015-04-02"), passed("2015-04-04", "2015-04-02"))
    facts = {"corrects": 3, "field": "completed_on", "now": "2015-04-01"}
    correction = Act("2015-04-10", "task.corrected", facts, {})
    for acts, completed_on in ((wrong, "2015-04-02"), ((*wrong, correction), "2015-04-01")):
        row = row_on(lived("task", (*BEGUN, *acts)), TASK_COLUMNS, "2015-04-04")
        assert row["完成日期"] == completed_on


WEEKLY = {"every": "week", "first": "2015-04-06", "last": None}
THREE_WEEKS = WEEKLY | {"last": "2015-04-20"}


def scheduled(spec: dict[str, Any], day: str = "2015-03-27") -> Act:
    return Act(day, "task.reporting-scheduled", {"spec": spec}, {})


def reported(*days: str) -> tuple[Act, ...]:
    return tuple(report(day, 10, 1) for day in days)


TAKEN_UP = (
    claim("2015-04-14", "2015-04-14"),
    passed("2015-04-15", "2015-04-14"),
    closed("2015-04-15"),
    recurrence("2015-04-27", "2015-07-31"),
)
MISSED: dict[str, tuple[tuple[Act, ...], str, int]] = {
    "none on the day it is expected": ((scheduled(WEEKLY),), "2015-04-06", 0),
    "one on the day after": ((scheduled(WEEKLY),), "2015-04-07", 1),
    "one for each week": ((scheduled(WEEKLY),), "2015-05-05", 5),
    "none after the last": ((scheduled(THREE_WEEKS),), "2015-05-05", 3),
    "none once it is made that day": (
        (scheduled(WEEKLY), *reported("2015-04-06")),
        "2015-04-13",
        0,
    ),
    "none if it is made before": ((scheduled(WEEKLY), *reported("2015-04-01")), "2015-04-13", 0),
    "one if two are made for the first": (
        (scheduled(WEEKLY), *reported("2015-04-01", "2015-04-02")),
        "2015-04-14",
        1,
    ),
    "those before one that is made": (
        (scheduled(WEEKLY), *reported("2015-04-14")),
        "2015-04-20",
        2,
    ),
    "those after one that is made": (
        (scheduled(WEEKLY), *reported("2015-04-14")),
        "2015-04-28",
        3,
    ),
    "all if one is made after the last": (
        (scheduled(THREE_WEEKS), *reported("2015-04-21")),
        "2015-04-28",
        3,
    ),
    "those of an earlier schedule as well": (
        (scheduled(WEEKLY), scheduled(WEEKLY | {"first": "2015-05-01"}, "2015-04-14")),
        "2015-05-02",
        3,
    ),
    "none that is expected before it is agreed": (
        (scheduled(WEEKLY, "2015-04-13"),),
        "2015-04-14",
        1,
    ),
    "none while it is judged whether it is done": (
        (scheduled(WEEKLY), *TAKEN_UP),
        "2015-04-27",
        2,
    ),
    "again once it is taken up again": ((scheduled(WEEKLY), *TAKEN_UP), "2015-05-05", 4),
    "none after it is cancelled": (
        (scheduled(WEEKLY), cancelled("2015-04-14")),
        "2015-05-05",
        2,
    ),
    "none where none is agreed on": (reported("2015-04-14"), "2015-05-05", 0),
}


@pytest.mark.parametrize("name", MISSED)
def test_reports_that_never_came_are_counted(name: str) -> None:
    acts, day, number = MISSED[name]
    row = row_on(lived("task", (*BEGUN, *acts)), TASK_COLUMNS, day)
    assert row["应报未报次数"] == str(number)


@pytest.mark.parametrize(
    ("every", "first", "days"),
    [
        ("week", "2015-12-28", ["2015-12-28", "2016-01-04", "2016-01-11", "2016-01-18"]),
        ("month", "2015-12-31", ["2015-12-31", "2016-01-31", "2016-02-29", "2016-03-31"]),
        ("quarter", "2015-08-31", ["2015-08-31", "2015-11-30", "2016-02-29", "2016-05-31"]),
    ],
)
def test_reports_are_expected_again_and_again(every: str, first: str, days: list[str]) -> None:
    spec = {"every": every, "first": first, "last": None}
    assert list(islice(expected_days(spec), 4)) == days
    assert list(expected_days(spec | {"last": days[2]})) == days[:3]
