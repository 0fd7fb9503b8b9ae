"""Whoever carried a matter out never judges it, which the page tells from the events alone."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from tests.interfaces.verifier_page import signed_bundles as made
from tests.interfaces.verifier_page.node import ask
from tests.interfaces.verifier_page.test_sound_bundles import job

BEGINS = (
    "unit.registered",
    "task.planned",
    "plan.drafted",
    "commitment.drafted",
    "personal-record.opened",
)
STEPS = (
    "unit.moved",
    "unit.corrected",
    "task.assigned",
    "task.progress-reported",
    "task.verification-passed",
    "task.closed-out",
    "plan.submitted",
    "plan.approved",
    "commitment.reviewed",
    "personal-record.erasure-requested",
    "personal-record.erasure-approved",
    "personal-record.erasure-refused",
)
TRANSITIONS = (
    made.TRANSITIONS
    | {topic: {"label": topic, "step": False, "begins": "begun", "ways": []} for topic in BEGINS}
    | {
        topic: {"label": topic, "step": False, "begins": None, "ways": [[None, None, None]]}
        for topic in (*STEPS, "opinion.closed")
    }
)
FACTS = (
    f"{made.FACTS} code:~text parent:~text? units:~text* leaders:~text* assignees:~text* "
    "lineage:~text* unit:~text opinion_ids:~id*"
)
TABLES = made.TABLES | {
    "transitions": TRANSITIONS,
    "fields": dict.fromkeys(TRANSITIONS, FACTS),
}
UNDATED = {"on": None, "undated": True}
Acted = tuple[UUID, str, str, str, Mapping[str, object]]

TASK, OFFICE, ROOM = (UUID(int=number) for number in (1, 2, 3))
UNITS: tuple[Acted, ...] = (
    (OFFICE, "unit.registered", "办理人", "RDB", {"code": "RDB", "parent": None}),
    (ROOM, "unit.registered", "办理人", "RDB", {"code": "NJK", "parent": "NJJ"}),
    (UUID(int=4), "unit.registered", "办理人", "RDB", {"code": "NJJ", "parent": None}),
)
WORK: tuple[Acted, ...] = (
    (TASK, "task.planned", "办理人", "RDB", {"due": UNDATED, "opinion_ids": []}),
    (TASK, "task.assigned", "办理人", "RDB", {
        "units": ["NJJ"], "leaders": ["局长"], "assignees": ["科员"]}),
    (TASK, "task.progress-reported", "报告人", "NJK", {"lineage": ["NJK", "NJJ"]}),
)  # fmt: skip


def bundle(acts: Iterable[Acted]) -> bytes:
    """Return a bundle of what these persons did, one act a day, of which nothing is signed."""
    versions: dict[UUID, int] = {}
    lines = []
    for sequence, (item, topic, actor, unit, facts) in enumerate(acts, 1):
        versions[item] = versions.get(item, 0) + 1
        told = made.Told(item, versions[item], topic, f"2015-01-{sequence:02}", facts)
        act = told.act | {"actor": actor, "unit": unit}
        state = told.state | {"act": act}
        lines.append(made.stored_line(sequence, topic, item, versions[item], state))
    return made.bundled({made.EVENTS: b"".join(lines)})


def verified(actor: str, unit: str, *lineage: str) -> Acted:
    facts = {"round": 1, "lineage": [unit, *lineage]}
    return TASK, "task.verification-passed", actor, unit, facts


def verdict(folder: Path, *acts: Acted) -> Any:
    [answer] = ask([job(folder, bundle((*UNITS, *acts)))], TABLES)
    return answer


@pytest.mark.parametrize(
    "judged",
    [
        verified("核查人", "NJJ"),
        verified("核查人", "NJK", "NJJ"),
        verified("报告人", "RDB"),
        verified("局长", "RDB"),
        (TASK, "task.closed-out", "科员", "RDB", {"round": 1}),
        (TASK, "task.closed-out", "办理人", "NJK", {"round": 1}),
    ],
    ids=range(6),
)
def test_whoever_carried_a_task_out_does_not_judge_it(judged: Acted, tmp_path: Path) -> None:
    answer = verdict(tmp_path, *WORK, judged)
    assert (answer["problem"], answer["line"]) == ("four-eyes-violated", 7), answer


def test_somebody_else_judges_it(tmp_path: Path) -> None:
    closed: Acted = (TASK, "task.closed-out", "办理人", "RDB", {"round": 1})
    assert verdict(tmp_path, *WORK, verified("核查人", "RDB"), closed)["ok"]


def test_the_tree_of_the_day_decides(tmp_path: Path) -> None:
    moved = (ROOM, "unit.moved", "办理人", "RDB", {"parent": "RDB"})
    other = verified("核查人", "NJK", "RDB")
    entrusted = WORK[:2]
    assert verdict(tmp_path, *entrusted, moved, other)["ok"]
    corrected = {"corrects": 2, "field": "occurred_on", "was": "2015-01-06", "now": "2015-01-31"}
    dated_later = (ROOM, "unit.corrected", "办理人", "RDB", corrected)
    answer = verdict(tmp_path, *entrusted, moved, dated_later, other)
    assert answer["problem"] == "four-eyes-violated", answer


OPINION: tuple[Acted, ...] = (
    (TASK, "opinion.registered", "办理人", "RDB", {"number": "Y1"}),
    (TASK, "opinion.formed", "办理人", "RDB", {}),
    (TASK, "opinion.referred", "办理人", "RDB", {
        "lead": ["NJJ"], "co_units": ["NJK"], "due": UNDATED}),
)  # fmt: skip
PLAN: tuple[Acted, ...] = (
    (TASK, "plan.drafted", "起草人", "NJJ", {"unit": "NJJ", "opinion_ids": []}),
    (TASK, "plan.submitted", "报送人", "NJJ", {}),
)
PROMISE: tuple[Acted, ...] = (
    (TASK, "commitment.drafted", "起草人", "NJJ", {
        "unit": "NJJ", "due": UNDATED, "opinion_ids": []}),
)  # fmt: skip

ERASURE: tuple[Acted, ...] = (
    (TASK, "personal-record.opened", "保管人", "RDB", {}),
    (TASK, "personal-record.erasure-requested", "申请人", "RDB", {}),
)


@pytest.mark.parametrize(
    ("before", "judged"),
    [
        (OPINION, (TASK, "opinion.closed", "办理人", "NJK", {"round": 1})),
        (PLAN, (TASK, "plan.approved", "审定人", "NJK", {"lineage": ["NJK", "NJJ"]})),
        (PLAN, (TASK, "plan.approved", "报送人", "RDB", {"lineage": ["RDB"]})),
        (PROMISE, (TASK, "commitment.reviewed", "审定人", "NJJ", {})),
        (ERASURE, (TASK, "personal-record.erasure-approved", "申请人", "RDB", {})),
        (ERASURE, (TASK, "personal-record.erasure-refused", "申请人", "RDB", {})),
    ],
    ids=[
        "opinion",
        "plan of the unit",
        "plan by its submitter",
        "promise",
        "erasure approved",
        "erasure refused",
    ],
)
def test_nobody_judges_what_is_their_own(
    before: tuple[Acted, ...], judged: Acted, tmp_path: Path
) -> None:
    answer = verdict(tmp_path, *before, judged)
    assert answer["problem"] == "four-eyes-violated", answer
    item, topic, _, _, facts = judged
    by_other = (item, topic, "办理人", "RDB", {**facts, "lineage": ["RDB"]})
    assert verdict(tmp_path, *before, by_other)["ok"]


def test_another_line_of_units_than_that_of_the_tree_is_refused(tmp_path: Path) -> None:
    answer = verdict(tmp_path, *WORK, verified("核查人", "RDB", "XXX"))
    assert (answer["problem"], answer["line"]) == ("illegal-transition", 7), answer


def test_a_line_of_units_that_is_no_list_is_malformed(tmp_path: Path) -> None:
    odd = (TASK, "task.verification-passed", "核查人", "RDB", {"lineage": "RDB"})
    assert verdict(tmp_path, *WORK, odd)["problem"] == "malformed-event"
