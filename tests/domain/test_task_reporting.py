"""Regular reports on a task: who schedules them, which are expected, which are missing."""

import pytest

from domain.deadline import NoFurtherOccurrence, Period, Recurring
from domain.errors import InvalidFact, WrongStatus
from domain.rectification_task import RectificationTask
from domain.task_reporting import ExpectedReport, SchedulerNotEntitled, ScheduleUnchanged
from domain.unit import Unit, UnitKind, UnitLevel
from tests.aggregates import RULES, act, recorded, refused
from tests.domain.tasks import (
    DUE,
    LINEAGE,
    PHOTO,
    VERIFIER_LINEAGE,
    assigned,
    claimed,
    closed_out,
    on,
    planned,
    rectifier,
    settled,
    staff,
    unit,
    verifier,
)

MONTHLY = Recurring(every=Period.MONTH, first=on("2010-11-30"))
WEEKLY = Recurring(every=Period.WEEK, first=on("2010-11-29"))


def of_kind(kind: UnitKind) -> Unit:
    return Unit.register("DW", "某单位", kind, UnitLevel.COUNTY, None, act("2000-01-01"))


def scheduled(
    task: RectificationTask | None = None, spec: Recurring = MONTHLY
) -> RectificationTask:
    task = task or assigned()
    task.schedule_reports(spec, None, unit(), rectifier("2010-11-10"))
    return settled(task)


def report(task: RectificationTask, day: str, percent: int) -> None:
    task.report(percent, "进展", [PHOTO], [], "有反复", LINEAGE, rectifier(day))


def claim(task: RectificationTask, day: str) -> None:
    task.claim(on(day), None, [PHOTO], None, LINEAGE, rectifier(day))


def days(task: RectificationTask, as_of: str) -> list[tuple[str, str | None, int | None]]:
    return [
        (str(each.day), str(each.reported_on) if each.reported_on else None, each.percent)
        for each in task.expected_reports(on(as_of))
    ]


def test_reports_are_scheduled_with_a_reason_for_every_change() -> None:
    task = assigned()
    task.schedule_reports(MONTHLY, None, unit(), rectifier("2010-11-10"))
    assert recorded(task) == [
        (RectificationTask.ReportingScheduled, {"spec": MONTHLY.model_dump(), "reason": None})
    ]
    assert [(each.spec, each.scheduled_in) for each in task.schedules] == [(MONTHLY, 3)]
    with refused(task, InvalidFact, "reason"):
        task.schedule_reports(WEEKLY, None, unit(), rectifier("2010-11-12"))
    with refused(task, ScheduleUnchanged, "spec"):
        task.schedule_reports(MONTHLY, "重点督办", unit(), rectifier("2010-11-12"))
    task.schedule_reports(WEEKLY, "重点督办", unit(), rectifier("2010-11-12"))
    assert [each.spec for each in task.schedules] == [MONTHLY, WEEKLY]


@pytest.mark.parametrize(
    "kind", [UnitKind.STANDING_COMMITTEE, UnitKind.PRESIDIUM, UnitKind.COMMITTEE]
)
def test_a_congress_schedules_reports(kind: UnitKind) -> None:
    task = assigned()
    task.schedule_reports(MONTHLY, None, of_kind(kind), staff("2010-11-10"))
    assert len(task.schedules) == 1


def test_no_other_unit_schedules_reports() -> None:
    task = assigned()
    with refused(task, SchedulerNotEntitled, "unit"):
        task.schedule_reports(MONTHLY, None, of_kind(UnitKind.GOVERNMENT), staff("2010-11-10"))


def test_reports_are_scheduled_while_somebody_is_at_work() -> None:
    for task in (planned(), claimed(), closed_out()):
        with refused(task, WrongStatus):
            task.schedule_reports(MONTHLY, None, unit(), rectifier("2010-12-10"))


def test_a_schedule_expects_something() -> None:
    over = MONTHLY.model_copy(update={"last": on("2010-12-05")})
    task = assigned()
    with refused(task, NoFurtherOccurrence, "spec"):
        task.schedule_reports(over, None, unit(), rectifier("2010-12-01"))
    task.schedule_reports(over, None, unit(), rectifier("2010-11-30"))


def test_without_a_schedule_nothing_is_expected() -> None:
    assert assigned().expected_reports(on("2020-01-01")) == ()


def test_a_report_is_taken_for_the_expected_day_it_leads_up_to() -> None:
    task = scheduled()
    report(task, "2010-11-30", 20)
    report(task, "2011-01-05", 30)
    report(task, "2011-01-20", 40)
    assert days(task, "2010-11-29") == []
    assert days(task, "2011-02-28") == [
        ("2010-11-30", "2010-11-30", 20),
        ("2010-12-30", None, None),
        ("2011-01-30", "2011-01-20", 40),
        ("2011-02-28", None, None),
    ]
    assert days(task, "2011-01-10")[-1] == ("2010-12-30", None, None)


def test_a_report_is_missing_once_its_day_is_over() -> None:
    expected = ExpectedReport(on("2010-11-30"), None, None)
    assert not expected.missing_on(on("2010-11-30"))
    assert expected.missing_on(on("2010-12-01"))
    came = ExpectedReport(on("2010-11-30"), on("2010-11-28"), 20)
    assert not came.missing_on(on("2010-12-01"))


def test_what_was_reported_before_the_schedule_does_not_count_for_it() -> None:
    task = assigned()
    report(task, "2010-11-09", 10)
    report(task, "2010-11-10", 20)
    scheduled(task)
    assert days(task, "2010-11-30") == [("2010-11-30", None, None)]
    report(task, "2010-11-10", 30)
    assert days(task, "2010-11-30") == [("2010-11-30", "2010-11-10", 30)]


def test_a_schedule_expects_nothing_before_it_was_made_and_nothing_once_replaced() -> None:
    task = scheduled(spec=Recurring(every=Period.WEEK, first=on("2010-11-05")))
    task.schedule_reports(MONTHLY, "已近完成", unit(), rectifier("2010-11-26"))
    assert [day for day, _, _ in days(task, "2010-12-31")] == [
        "2010-11-12",
        "2010-11-19",
        "2010-11-30",
        "2010-12-30",
    ]


def test_nothing_is_expected_from_the_claim_until_the_next_round() -> None:
    task = scheduled(spec=WEEKLY)
    report(task, "2010-11-28", 90)
    claim(task, "2010-12-06")
    assert [day for day, _, _ in days(task, "2011-01-31")] == ["2010-11-29"]
    task.fail_verification(
        "未完成", DUE.by(on("2011-03-31")), VERIFIER_LINEAGE, verifier("2010-12-20")
    )
    assert [day for day, _, _ in days(task, "2011-01-04")] == [
        "2010-11-29",
        "2010-12-20",
        "2010-12-27",
        "2011-01-03",
    ]
    report(task, "2010-12-20", 50)
    assert days(task, "2011-01-04")[1] == ("2010-12-20", "2010-12-20", 50)


def test_nothing_is_expected_of_a_task_given_up() -> None:
    task = scheduled(spec=WEEKLY)
    task.cancel("重复", staff("2010-12-06"))
    assert [day for day, _, _ in days(task, "2011-01-31")] == ["2010-11-29"]


def test_a_recurrence_brings_the_reports_back() -> None:
    task = scheduled(spec=WEEKLY)
    report(task, "2010-11-20", 100)
    claim(task, "2010-11-20")
    task.pass_verification("属实", VERIFIER_LINEAGE, verifier("2010-11-21"))
    task.close_out(RULES, staff("2010-11-22"))
    task.find_recurrence("反弹", DUE.by(on("2011-03-31")), staff("2010-12-07"))
    assert [day for day, _, _ in days(task, "2010-12-20")] == ["2010-12-13", "2010-12-20"]
