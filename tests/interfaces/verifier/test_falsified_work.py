"""Falsified tasks, plans and commitments are refused, with a reason of its own for every rule."""

from collections.abc import Sequence
from typing import Any

import pytest

from domain.rectification_plan import RectificationPlan
from domain.rectification_task import RectificationTask
from tests.application import opinions
from tests.application import tasks as bureau
from tests.interfaces.verifier.continued import under, until
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    called,
    copied,
    corrected,
    from_due_before,
    place_of,
    refused,
    renumbered,
    states,
    then,
    together,
    twice,
    without,
)
from tests.interfaces.verifier.replaying import Bundle, Line, follow
from tests.interfaces.verifier.sentences import SENTENCES, require_illegal

PLAN = "GQ-2009-1"
NOBODY = "00000000-0000-0000-0000-000000000000"
POLICE_LINE = [bureau.POLICE, bureau.GOVERNMENT]


def due(on: str | None) -> dict[str, Any]:
    return {"on": on, "undated": on is None}


SUB_ACTION = {"no": 1, "text": "划线"}
TARGET = {"text": "摊点", "unit_of_measure": "处", "minimum": None, "maximum": "10"}
HURRIED = together(
    states("task.recurrence-found", 0, due=due("2016-08-15")),
    states("task.extension-requested", 0, due=due("2016-08-15")),
    states("task.extension-granted", 0, due_was=due("2016-08-15")),
)


def planned_before(lines: Sequence[Line]) -> list[Line]:
    """Let a task that stands alone have the number of a measure's before that is in force."""
    altered = copied(lines)
    alone = copied([lines[place_of(lines, "task.planned", 3)]])[0]
    number = f"{PLAN}-2"
    key = str(RectificationTask.id_of(number))
    alone.state.update(number=number, originator_id=key)
    altered.insert(place_of(lines, "plan.put-in-force"), alone._replace(aggregate_id=key))
    return renumbered(altered)


def without_task(nth: int) -> Edit:
    """Leave the task of the nth event that plans one out, and every link to it."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        task = lines[place_of(lines, "task.planned", nth)].aggregate_id
        return renumbered(
            copied([x for x in lines if task not in (x.aggregate_id, x.state.get("work_id"))])
        )

    return edit


ILLEGAL: dict[str, Edit] = {
    "planned for a plan but no measure": states("task.planned", 0, measure_no=None),
    "sub-actions of one number": states("task.planned", 0, sub_actions=[SUB_ACTION, SUB_ACTION]),
    "task about an opinion there is not": states("task.planned", 3, opinion_ids=[NOBODY]),
    "task about what is no opinion": states(
        "task.planned", 3, opinion_ids=[str(RectificationPlan.id_of(PLAN))]
    ),
    "task in other words than its measure": states("task.planned", 0, text="改善校容"),
    "task with another target than its measure": states("task.planned", 0, target=TARGET),
    "task with other sub-actions than its measure": states(
        "task.planned", 0, sub_actions=[SUB_ACTION]
    ),
    "task handled otherwise than its measure": states("task.planned", 0, handling="immediate"),
    "task due later than its measure": states("task.planned", 0, due=due("2010-12-31")),
    "task that answers less than its measure": states("task.planned", 0, opinion_ids=[]),
    "task of another measure": states("task.planned", 0, measure_no=2),
    "measure without a task": without_task(1),
    "task that was there before its plan": planned_before,
    "entrusted twice to one unit": states("task.assigned", -1, units=[bureau.BUREAU] * 2),
    "reported before the recurrence": by("task.progress-reported", 1, occurred_on="2016-01-04"),
    "sub-action there is not": states("task.progress-reported", 0, sub_actions_done=[1]),
    "claimed with a sub-action open": states("task.planned", 3, sub_actions=[SUB_ACTION]),
    "claimed before it was decided together": states(
        "task.closeout-requested", 1, collective_decision_on="2016-09-21"
    ),
    "reported by a unit not responsible": together(
        by("task.progress-reported", 0, unit=bureau.POLICE),
        states("task.progress-reported", 0, lineage=POLICE_LINE),
    ),
    "extension asked for on the due day": by(
        "task.extension-requested", 0, occurred_on="2016-09-30"
    ),
    "extension where nothing is due": states("task.recurrence-found", 0, due=due(None)),
    "extension of another due date": states("task.extension-requested", 0, due=due("2016-09-29")),
    "extension asked for while one is pending": twice("task.extension-requested"),
    "extension that leads nowhere": states("task.extension-requested", 0, asked="2016-09-30"),
    "announced twice": twice("task.public-notice-given"),
    "announced backwards": states("task.public-notice-given", 0, end="2016-09-25"),
    "commitment about an opinion there is not": states(
        "commitment.drafted", 0, opinion_ids=[NOBODY]
    ),
    "commitment of a plan there is not": states("commitment.drafted", 0, plan_id=NOBODY),
    "kept promise claimed again": together(
        states("commitment.verified", 0, result="fulfilled"),
        states("commitment.result-published", 0, result="fulfilled"),
    ),
    "kept by a unit that promised nothing": together(
        by("commitment.fulfilment-claimed", 0, unit=bureau.POLICE),
        states("commitment.fulfilment-claimed", 0, lineage=POLICE_LINE),
    ),
    "plan for an opinion there is not": states(
        "plan.drafted", 0, opinion_ids=[str(opinions.OPINION)]
    ),
    "plan handed in without a measure": together(*3 * [without("plan.measure-added")]),
}
WRONGLY_CORRECTED: dict[str, Edit] = {
    "recurred after the report": together(
        without("task.extension-granted"),
        without("task.extension-requested"),
        corrected("task.recurrence-found", 0, "2016-09-02"),
    ),
    "granted after the due date": together(
        HURRIED, corrected("task.extension-granted", 0, "2016-08-16")
    ),
    "claimed before it was complete": corrected("task.closeout-requested", 1, "2016-09-09"),
    "claimed before it was decided": together(
        states("task.closeout-requested", 1, collective_decision_on="2016-09-18"),
        corrected("task.closeout-requested", 1, "2016-09-17"),
    ),
    "accepted after it was announced": together(
        states("task.public-notice-given", 0, start="2016-09-25"),
        corrected("task.verification-passed", 1, "2016-09-26"),
    ),
    "closed out before the notice ran out": corrected("task.closed-out", 1, "2016-09-30"),
    "claimed before it was kept": corrected("commitment.fulfilment-claimed", 0, "2011-09-19"),
}
FALSIFIED = {**ILLEGAL, **WRONGLY_CORRECTED}

NEVER_ANNOUNCED = together(
    without("task.corrected"),
    without("task.verification-failed"),
    without("task.objection-recorded"),
    without("task.public-notice-given"),
    then(
        "task.closed-out",
        "task.verification-passed",
        on="2016-06-28",
        round=1,
        completed_on="2016-06-18",
    ),
)


def granted(lines: Sequence[Line]) -> list[Line]:
    """Let the extension that was refused be granted."""
    altered = called("task.extension-refused", 0, "task.extension-granted")(lines)
    state = altered[place_of(altered, "task.extension-granted")].state
    del state["reason"]
    state.update(until="2016-09-30")
    return from_due_before("task.extension-granted")(altered)


RARE: dict[str, Edit] = {
    "announced for fewer days than ruled": under("task.planned", "closing", public_notice_days=6),
    "closed out without the notice ruled": together(
        NEVER_ANNOUNCED, under("task.planned", "closing", public_notice_days=1)
    ),
    "put off by another than ruled": together(
        granted,
        under("task.planned", "approval", extension={"role": "chairperson", "post": "主任"}),
    ),
    "reports scheduled anew for no reason": twice("task.reporting-scheduled"),
    "task amended from a date not stated": states("task.amended", 0, due_was=None),
    "commitment put off after its due date": by("commitment.amended", occurred_on="2011-11-16"),
    "commitment put off in time, until the date was corrected": together(
        until("commitment.amended"), corrected("commitment.amended", 0, "2011-11-16")
    ),
    "commitment amended from a date not stated": states("commitment.amended", 0, due_was=None),
    "commitment amended from another text": states("commitment.amended", 0, text_was="达标"),
    "commitment amended from a figure it had not": states(
        "commitment.amended", 0, quantified=TARGET, quantified_was=TARGET
    ),
    "commitment amended twice from the same text": together(
        twice("commitment.amended"), from_due_before("commitment.amended", 1)
    ),
    "task amended from another text": states("task.amended", 0, text_was="措施"),
    "task amended to the same text": states("task.amended", 0, text="措施1"),
    "task amended twice from the same text": together(
        twice("task.amended"), states("task.amended", 1, text="措施", due=None, due_was=None)
    ),
    "extension asked for of what the date does not follow from": states(
        "task.extension-requested", 0, due=due("2016-06-28")
    ),
    "extension granted of what the date does not follow from": together(
        granted, states("task.extension-granted", 0, due_was=due("2016-06-28"))
    ),
    "closed out though an objection was upheld": together(
        without("task.corrected"),
        without("task.verification-failed"),
        then(
            "task.closed-out",
            "task.objection-recorded",
            0,
            "2016-06-28",
            round=1,
            completed_on="2016-06-18",
        ),
    ),
    "promise settled before it was stated": then(
        "commitment.due-settled",
        "commitment.amended",
        0,
        "2011-04-30",
        due_was=due("2011-12-15"),
        due=due("2011-12-16"),
        of_original=False,
    ),
    "settled before it was stated": then(
        "task.due-settled",
        "task.verification-failed",
        0,
        "2016-06-27",
        due_was=due("2016-09-30"),
        due=due("2016-10-08"),
        of_original=False,
    ),
    "corrected to the due day": together(
        without("task.due-settled"),
        states("task.planned", -1, due=due("2016-04-11")),
        states("task.extension-requested", 0, due=due("2016-04-11")),
        corrected("task.extension-requested", 0, "2016-04-11"),
    ),
}


@pytest.mark.parametrize("name", FALSIFIED)
def test_what_could_not_happen_to_work_is_refused(told: Bundle, name: str) -> None:
    require_illegal(refused(told.lines, FALSIFIED[name]), "work", name)


@pytest.mark.parametrize("name", RARE)
def test_what_could_not_happen_to_rare_work_is_refused(rarely: Bundle, name: str) -> None:
    require_illegal(refused(rarely.lines, RARE[name]), "work", name)


def test_nothing_is_required_that_is_not_ruled(rarely: Bundle) -> None:
    for edit in (NEVER_ANNOUNCED, granted):
        follow(edit(rarely.lines))


def test_every_sentence_is_of_one_of_these_histories() -> None:
    assert set(SENTENCES["work"]) == {*FALSIFIED, *RARE}
