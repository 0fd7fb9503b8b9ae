"""Rectification tasks at the stages the tests start from.

The agricultural machinery office (NJB) rectifies, its section NJK reports under it, the county
government (XZF) stands above it; the supervision bureau (DCS) verifies; the congress office (RDB)
keeps the ledger.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from domain.due import Due
from domain.evidence import Evidence
from domain.measure import HandlingType, SubAction, Target
from domain.model import Act
from domain.rectification_task import RectificationTask
from domain.unit import Unit, UnitKind, UnitLevel
from tests.aggregates import RULES, act

OPINION, PLAN = UUID(int=21), UUID(int=22)
DUE = Due.by(date(2010, 11, 20))
LINEAGE = ("NJB", "XZF")
VERIFIER_LINEAGE = ("DCS", "XZF")
PHOTO = Evidence(name="现场照片.jpg", sha256="a" * 64, size=2048, media_type="image/jpeg")
REPORT = Evidence(name="总结.pdf", sha256="b" * 64, size=1, media_type="application/pdf")


def on(day: str) -> date:
    return date.fromisoformat(day)


def unit(code: str = "NJB", since: str = "2000-01-01") -> Unit:
    kind, level = UnitKind.DEPARTMENT, UnitLevel.COUNTY
    return Unit.register(code, f"{code}名称", kind, level, None, act(since))


def rectifier(day: str = "2010-11-08") -> Act:
    return act(day, unit="NJB", actor="联络员甲")


def verifier(day: str = "2010-11-20") -> Act:
    return act(day, unit="DCS", actor="核查员乙")


def staff(day: str = "2010-11-20") -> Act:
    return act(day)


def planned(
    due: Due = DUE, *, sub_actions: Sequence[SubAction] = (), target: Target | None = None
) -> RectificationTask:
    task = RectificationTask.plan(
        "RW-1",
        "完善好意见初稿,提交两办送审、报批",
        PLAN,
        3,
        [OPINION],
        sub_actions,
        target,
        due,
        HandlingType.PHASED,
        staff("2010-11-01"),
    )
    return settled(task)


def assigned(
    due: Due = DUE, *, sub_actions: Sequence[SubAction] = (), target: Target | None = None
) -> RectificationTask:
    task = planned(due, sub_actions=sub_actions, target=target)
    task.assign([unit()], ["责任领导甲"], ["产业股"], ["责任人甲"], staff("2010-11-02"))
    return settled(task)


def in_progress(
    due: Due = DUE, *, sub_actions: Sequence[SubAction] = (), target: Target | None = None
) -> RectificationTask:
    task = assigned(due, sub_actions=sub_actions, target=target)
    task.report(40, "初稿已形成", [PHOTO], [], None, LINEAGE, rectifier("2010-11-05"))
    return settled(task)


def claimed(due: Due = DUE, completed_on: str = "2010-11-15") -> RectificationTask:
    task = in_progress(due)
    task.claim(on(completed_on), None, [REPORT], None, LINEAGE, rectifier("2010-11-25"))
    return settled(task)


def accepted(due: Due = DUE, completed_on: str = "2010-11-15") -> RectificationTask:
    task = claimed(due, completed_on)
    task.pass_verification("现场核实", VERIFIER_LINEAGE, verifier("2010-11-28"))
    return settled(task)


def closed_out(due: Due = DUE, completed_on: str = "2010-11-15") -> RectificationTask:
    task = accepted(due, completed_on)
    task.close_out(RULES, staff("2010-12-01"))
    return settled(task)


def settled(task: RectificationTask) -> RectificationTask:
    """Take what is recorded so far as given."""
    task.collect_events()
    return task
