"""Claiming a rectification task and verifying the claim."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from domain.due import UNDATED, Due
from domain.errors import InvalidFact, WrongStatus
from domain.evidence import EvidenceMissing
from domain.four_eyes import VerifierNotIndependent
from domain.measure import SubAction, Target
from domain.rectification_task import RectificationTask
from domain.task_rounds import Claim, NewDueExpired, ReporterNotResponsible, TaskStatus, Verdict
from domain.task_verification import (
    CompletionOutsideTask,
    DecisionAfterClaim,
    SubActionsUndone,
    TargetMissed,
    TargetValueMissing,
)
from tests.aggregates import RULES, act, recorded, refused
from tests.domain.tasks import (
    DUE,
    LINEAGE,
    PHOTO,
    REPORT,
    VERIFIER_LINEAGE,
    accepted,
    assigned,
    claimed,
    closed_out,
    in_progress,
    on,
    planned,
    rectifier,
    staff,
    unit,
    verifier,
)

TWO_ACTIONS = (SubAction(no=1, text="起草"), SubAction(no=2, text="送审"))
NEW_DUE = Due.by(on("2010-12-31"))


def claim(task: RectificationTask, day: str = "2010-11-25", **changes: Any) -> None:
    """Claim as the responsible unit."""
    facts = {
        "completed_on": on("2010-11-15"),
        "target_value": None,
        "evidence": [REPORT],
        "collective_decision_on": None,
        "lineage": LINEAGE,
        "act": rectifier(day),
    }
    task.claim(**(facts | changes))


def fail(task: RectificationTask, new_due: Due = NEW_DUE, day: str = "2010-11-28") -> None:
    task.fail_verification("现场仍有积水", new_due, VERIFIER_LINEAGE, verifier(day))


def bounded(minimum: int | None, maximum: int | None) -> Target:
    return Target(
        text="收回闲置用地",
        unit_of_measure="宗",
        minimum=None if minimum is None else Decimal(minimum),
        maximum=None if maximum is None else Decimal(maximum),
    )


def test_a_claim_states_the_day_of_completion() -> None:
    task = in_progress()
    claim(task, collective_decision_on=on("2010-11-24"))
    assert recorded(task) == [
        (
            RectificationTask.CloseoutRequested,
            {
                "round": 1,
                "completed_on": on("2010-11-15"),
                "target_value": None,
                "evidence": (REPORT.model_dump(),),
                "collective_decision_on": on("2010-11-24"),
                "lineage": ("NJB", "XZF"),
            },
        )
    ]
    assert task.status is TaskStatus.CLOSEOUT_REQUESTED
    assert task.current.claim == Claim(
        completed_on=on("2010-11-15"),
        target_value=None,
        collective_decision_on=on("2010-11-24"),
        claimed_in=4,
    )
    assert task.current.claimed_in == 4
    assert task.current.evidence == (PHOTO, REPORT)
    assert task.completed_on is None
    assert task.days_late(on("2010-11-25")) == 5


def test_whoever_claims_is_a_performer() -> None:
    task = in_progress()
    section = act("2010-11-25", unit="NJK", actor="联络员乙")
    claim(task, lineage=["NJK", "NJB", "XZF"], act=section)
    assert "NJK" in task.performers.units
    assert "联络员乙" in task.performers.persons


def test_only_a_task_reported_on_is_claimed() -> None:
    for task in (planned(), assigned(), claimed(), closed_out()):
        with refused(task, WrongStatus):
            claim(task, "2010-12-05")


def test_only_a_responsible_unit_claims() -> None:
    task = in_progress()
    with refused(task, ReporterNotResponsible, "unit"):
        claim(task, lineage=["RDB"], act=staff("2010-11-25"))


def test_a_claim_waits_for_every_sub_action() -> None:
    task = in_progress(sub_actions=TWO_ACTIONS)
    task.report(90, "进展", [], [1], None, LINEAGE, rectifier())
    with refused(task, SubActionsUndone, "sub_actions_done"):
        claim(task)
    task.report(100, "进展", [], [2], None, LINEAGE, rectifier())
    claim(task)
    assert task.status is TaskStatus.CLOSEOUT_REQUESTED


def test_a_claim_rests_on_evidence_of_the_claim_or_of_its_round() -> None:
    task = assigned()
    task.report(100, "进展", [], [], None, LINEAGE, rectifier())
    with refused(task, EvidenceMissing, "evidence"):
        claim(task, evidence=[])
    claim(task)
    reported = in_progress()
    claim(reported, evidence=[])
    assert reported.current.evidence == (PHOTO,)


def test_a_claim_states_the_value_reached_when_there_is_a_target() -> None:
    task = in_progress(target=bounded(3, 5))
    with refused(task, TargetValueMissing, "target_value"):
        claim(task)
    claim(task, target_value=Decimal(4))
    assert task.current.claim is not None
    assert task.current.claim.target_value == 4
    untargeted = in_progress()
    with refused(untargeted, InvalidFact, "target_value"):
        claim(untargeted, target_value=Decimal(0))


@pytest.mark.parametrize(
    ("minimum", "maximum", "value", "reached"),
    [
        (3, 5, "3", True),
        (3, 5, "5", True),
        (3, 5, "2.99", False),
        (3, 5, "5.01", False),
        (3, None, "100", True),
        (3, None, "2", False),
        (None, 0, "0", True),
        (None, 0, "1", False),
        (0, None, "-1", False),
    ],
)
def test_a_target_is_reached_within_its_bounds(
    minimum: int | None, maximum: int | None, value: str, reached: bool
) -> None:
    task = in_progress(target=bounded(minimum, maximum))
    if reached:
        claim(task, target_value=Decimal(value))
        assert task.status is TaskStatus.CLOSEOUT_REQUESTED
    else:
        with refused(task, TargetMissed, "target_value"):
            claim(task, target_value=Decimal(value))


@pytest.mark.parametrize("day", ["2010-11-01", "2010-11-26"])
def test_completion_outside_assignment_and_claim_is_refused(day: str) -> None:
    task = in_progress()
    with refused(task, CompletionOutsideTask, "completed_on"):
        claim(task, completed_on=on(day))


@pytest.mark.parametrize("day", ["2010-11-02", "2010-11-25"])
def test_completion_on_the_day_of_assignment_or_claim_is_accepted(day: str) -> None:
    task = in_progress()
    claim(task, completed_on=on(day))
    assert task.status is TaskStatus.CLOSEOUT_REQUESTED


def test_the_unit_decides_collectively_before_it_claims() -> None:
    task = in_progress()
    with refused(task, DecisionAfterClaim, "collective_decision_on"):
        claim(task, collective_decision_on=on("2010-11-26"))
    claim(task, collective_decision_on=on("2010-11-25"))
    assert task.status is TaskStatus.CLOSEOUT_REQUESTED


def test_a_passed_verification_accepts_the_task() -> None:
    task = claimed()
    task.pass_verification("现场核实", VERIFIER_LINEAGE, verifier("2010-11-28"))
    assert recorded(task) == [
        (
            RectificationTask.VerificationPassed,
            {"round": 1, "note": "现场核实", "lineage": ("DCS", "XZF")},
        )
    ]
    assert task.status is TaskStatus.ACCEPTED
    assert task.is_open
    assert task.current.verdicts == (Verdict(passed=True, text="现场核实", given_in=5),)
    assert task.completed_on == on("2010-11-15")
    assert task.days_late(on("2010-12-31")) == 0


def test_a_failed_verification_opens_the_next_round_beside_the_first() -> None:
    task = claimed()
    first = task.current
    fail(task)
    assert recorded(task) == [
        (
            RectificationTask.VerificationFailed,
            {
                "round": 1,
                "reasons": "现场仍有积水",
                "new_due": NEW_DUE.model_dump(),
                "lineage": ("DCS", "XZF"),
            },
        )
    ]
    verdict = Verdict(passed=False, text="现场仍有积水", given_in=5)
    assert task.rounds[0] == first.model_copy(update={"verdicts": (verdict,)})
    assert task.current.number == 2
    assert task.current.begun_in == 5
    assert task.current.not_before == 2
    assert task.current.evidence == ()
    assert task.current.claim is None
    assert task.due == NEW_DUE
    assert task.original_due == DUE
    assert task.status is TaskStatus.IN_PROGRESS
    assert task.completed_on is None


def test_sub_actions_done_stay_done_in_the_next_round() -> None:
    task = in_progress(sub_actions=TWO_ACTIONS)
    task.report(100, "进展", [], [1, 2], None, LINEAGE, rectifier())
    claim(task)
    fail(task)
    assert task.undone == ()
    assert task.percent == 100


def test_the_next_round_needs_evidence_of_its_own() -> None:
    task = claimed()
    fail(task)
    with refused(task, EvidenceMissing):
        claim(task, "2010-12-10", evidence=[], completed_on=on("2010-12-09"))
    claim(task, "2010-12-10", completed_on=on("2010-12-09"))
    task.pass_verification("复核通过", VERIFIER_LINEAGE, verifier("2010-12-12"))
    assert [r.number for r in task.rounds] == [1, 2]
    assert task.completed_on == on("2010-12-09")
    assert task.days_late(on("2010-12-31")) == 0


def test_a_new_due_date_is_not_over_when_the_round_begins() -> None:
    task = claimed()
    with refused(task, NewDueExpired, "new_due"):
        fail(task, Due.by(on("2010-11-27")))
    fail(task, Due.by(on("2010-11-28")))
    undated = claimed()
    fail(undated, UNDATED)
    assert undated.due.undated


@pytest.mark.parametrize(
    ("lineage", "actor"),
    [
        (["NJB", "XZF"], "核查员乙"),
        (["NJK", "NJB", "XZF"], "核查员乙"),
        (["XZF"], "核查员乙"),
        (["DCS", "XZF"], "联络员甲"),
        (["DCS", "XZF"], "责任人甲"),
    ],
    ids=["responsible", "below", "above", "reporter", "assignee"],
)
def test_whoever_rectified_does_not_verify(lineage: Sequence[str], actor: str) -> None:
    task = claimed()
    by = act("2010-11-28", unit=lineage[0], actor=actor)
    with refused(task, VerifierNotIndependent):
        task.pass_verification("现场核实", lineage, by)
    with refused(task, VerifierNotIndependent):
        task.fail_verification("现场仍有积水", NEW_DUE, lineage, by)


def test_a_unit_once_responsible_does_not_verify() -> None:
    task = assigned()
    task.report(10, "进展", [PHOTO], [], None, LINEAGE, rectifier("2010-11-03"))
    task.amend("新措施", None, None, "方案调整", staff("2010-11-03"))
    task.reassign([unit("CYB")], ["责任领导乙"], ["综合股"], [], "职能调整", staff("2010-11-04"))
    claim(task, lineage=["CYB"], act=act("2010-11-25", unit="CYB", actor="联络员丙"))
    with refused(task, VerifierNotIndependent, "unit"):
        by = act("2010-11-28", unit="NJB", actor="核查员乙")
        task.pass_verification("现场核实", LINEAGE, by)


def test_only_a_claim_is_verified() -> None:
    for task in (in_progress(), accepted(), closed_out()):
        with refused(task, WrongStatus):
            task.pass_verification("现场核实", VERIFIER_LINEAGE, verifier("2010-12-05"))
        with refused(task, WrongStatus):
            fail(task, day="2010-12-05")


def test_an_upheld_objection_lets_an_accepted_claim_fail() -> None:
    task = accepted()
    task.give_public_notice(
        on("2010-11-29"), on("2010-12-05"), "政府网站", RULES, staff("2010-11-29")
    )
    task.record_objection("仍有占用", upheld=True, act=staff("2010-12-01"))
    fail(task, day="2010-12-06")
    passed = Verdict(passed=True, text="现场核实", given_in=5)
    assert task.rounds[0].verdicts == (
        passed,
        Verdict(passed=False, text="现场仍有积水", given_in=8),
    )
    assert task.status is TaskStatus.IN_PROGRESS
    assert task.current.number == 2
    assert task.current.notice is None
