"""What only just fits a promise or a plan is allowed, and what no longer does is refused."""

from collections.abc import Sequence
from typing import Any

from domain.commitment import Commitment
from domain.rectification_plan import RectificationPlan
from tests.application import opinions, plans
from tests.application import tasks as bureau
from tests.interfaces.verifier.continued import due, reminding, under, until
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    copied,
    corrected,
    inside,
    place_of,
    renumbered,
    states,
    then,
    together,
    without,
)
from tests.interfaces.verifier.replaying import Line

DRAFTED, CLAIMED = "commitment.drafted", "commitment.fulfilment-claimed"
AMENDED, ADDED = "commitment.amended", "plan.measure-added"
REWORDED, FORMER = "plan.measure-amended", ("", "former_")
ONE = {"text": "条", "unit_of_measure": "条", "minimum": "1", "maximum": None}
TWO = {**ONE, "minimum": "2"}
LINKED = "opinion.work-linked"
PHOTO = {
    "name": "照片.jpg",
    "sha256": 64 * "0",
    "size": 1,
    "media_type": "image/jpeg",
    "effective_on": None,
}
OFFICE, BUREAU = bureau.OFFICE, bureau.BUREAU
EVERY_OPINION = [str(plans.opinion_id(number)) for number in range(1, 7)]
ANSWERING = states(DRAFTED, 1, opinion_ids=[str(plans.opinion_id(1))])
UNQUANTIFIED = together(until(DRAFTED), states(DRAFTED, 0, quantified=None))


def linked(topic: str, nth: int, kind: str) -> Edit:
    """Let the work that an event begins be linked to every opinion it answers."""

    def edit(lines: Sequence[Line]) -> list[Line]:
        altered = copied(lines)
        place = place_of(lines, topic, nth)
        work = altered[place]
        there = {x.aggregate_id for x in lines if x.state.get("work_id") == work.aggregate_id}
        facts = {"kind": kind, "work_id": work.aggregate_id, "work_number": work.state["number"]}
        altered[place + 1 : place + 1] = [
            Line(0, LINKED, key, 0, {"originator_id": key, "act": work.state["act"], **facts})
            for key in work.state["opinion_ids"]
            if key not in there
        ]
        return renumbered(copied(altered))

    return edit


def withdrawn_before_it_is_in_force(lines: Sequence[Line]) -> list[Line]:
    """Let an opinion be withdrawn before its plan is in force; no task is linked to it then."""
    altered = copied(lines)
    withdrawn = altered.pop(place_of(lines, "opinion.withdrawn"))
    link = (withdrawn.aggregate_id, "task")
    altered = [each for each in altered if (each.aggregate_id, each.state.get("kind")) != link]
    altered.insert(place_of(altered, "plan.put-in-force"), withdrawn)
    return renumbered(altered)


def amending(on: str, nth: int = 0, **changes: Any) -> Edit:
    """Let the log end with an amendment of the nth promise."""
    names = ("text", "due", "quantified")
    facts = {f"{name}{was}": None for name in names for was in ("", "_was")} | {"channel": None}
    return then(AMENDED, DRAFTED, nth, on, reason="调整", **{**facts, **changes})


def claiming_again(fulfilled_on: str) -> Edit:
    """Let the log end with another claim, after somebody was dissatisfied with the promise."""
    facts: dict[str, Any] = {"fulfilled_on": fulfilled_on, "evidence": [PHOTO]}
    facts |= {"lineage": [BUREAU, bureau.GOVERNMENT]}
    return together(
        until("commitment.follow-up-recorded"),
        then(CLAIMED, AMENDED, 0, "2011-12-01", **facts),
        by(CLAIMED, -1, unit=BUREAU),
    )


KEPT_DAY = "2011-11-15"
"""When both promises are due."""


def reminding_of(number: str) -> Edit:
    return reminding(Commitment, number, BUREAU, KEPT_DAY, "2011-11-16")


def amending_measure(no: int, **changes: Any) -> Edit:
    """Let the log end with one more amendment of a measure in force."""
    facts = {f"{former}{name}": None for name in ("text", "due", "target") for former in FORMER}
    return then(REWORDED, REWORDED, 0, no=no, reason="再调整", **{**facts, **changes})


NEVER_KEPT = together(
    states("commitment.verified", 1, result="partly"),
    states("commitment.result-published", 1, result="partly"),
)

TOLD: dict[str, Edit] = {
    "reminded of what was kept in part": together(
        until("commitment.verified", 0), reminding_of("CN-2012-1")
    ),
    "vague promise that was let pass": together(
        states(DRAFTED, 1, quantified=None), states("commitment.reviewed", 1, waiver="不宜量化")
    ),
    "kept on the day it was drafted, and corrected": together(
        states(CLAIMED, 0, fulfilled_on="2011-04-01"),
        corrected("commitment.archived", 0, "2011-12-21"),
    ),
    "kept on the day it was claimed, and corrected": together(
        states(CLAIMED, 0, fulfilled_on="2011-10-01"),
        corrected("commitment.archived", 0, "2011-12-21"),
    ),
    "kept on the day it was drafted": states(CLAIMED, 0, fulfilled_on="2011-04-01"),
    "kept on the day it was claimed": states(CLAIMED, 0, fulfilled_on="2011-10-01"),
    "promise that answers an opinion": together(ANSWERING, linked(DRAFTED, 1, "commitment")),
    "promise of a plan": states(DRAFTED, 1, plan_id=str(RectificationPlan.id_of("GQ-2009-1"))),
    "measure that answers every opinion": together(
        inside(ADDED, 0, "measure", answers=EVERY_OPINION),
        states("task.planned", 0, opinion_ids=EVERY_OPINION),
        linked("task.planned", 0, "task"),
    ),
    "measure that answers all without saying so": together(
        inside(ADDED, 0, "measure", answers=[]),
        inside(ADDED, 1, "measure", answers=EVERY_OPINION),
        states("task.planned", 0, opinion_ids=EVERY_OPINION),
        states("task.planned", 1, opinion_ids=EVERY_OPINION),
        linked("task.planned", 0, "task"),
        linked("task.planned", 1, "task"),
    ),
    "plan put in force once an opinion was withdrawn": withdrawn_before_it_is_in_force,
}
RARE: dict[str, Edit] = {
    "put off on the day it is due": together(
        until("commitment.amended"),
        by("commitment.amended", occurred_on="2011-11-15"),
        corrected("commitment.published", 0, "2011-04-29"),
    ),
    "kept on the day it stood again": claiming_again("2011-11-25"),
    "promise amended from the text it had become": together(
        until(AMENDED),
        amending("2011-05-02", 1, text="全年达标", text_was="全天达标", channel="区政府网站"),
    ),
    "measure amended from what it had become": together(
        until(REWORDED),
        amending_measure(1, text="措施甲", former_text="措施一", target=ONE),
        amending_measure(1, target=TWO, former_target=ONE),
        amending_measure(1, text="措施乙", former_text="措施甲"),
        amending_measure(1, target=ONE, former_target=TWO),
    ),
    "measure amended from the target it began with": together(
        inside(ADDED, 2, "measure", target=ONE),
        states("task.planned", 1, target=ONE),
        until(REWORDED),
        amending_measure(3, target=TWO, former_target=ONE),
    ),
}
TOLD_REFUSED: dict[str, Edit] = {
    "plan not linked to what it answers": without(LINKED, 0),
    "task not linked to what it answers": without(LINKED, 6),
    "promise not linked to what it answers": ANSWERING,
    "reminded while a claim is judged": together(until(CLAIMED), reminding_of("CN-2012-1")),
    "reminded of what was kept": together(
        until("commitment.verified", 1), reminding_of("CN-2012-1")
    ),
    "reminded of what satisfied": together(
        until("commitment.follow-up-recorded"), reminding_of("CN-2012-1")
    ),
    "reminded of what was put by": together(
        NEVER_KEPT, until("commitment.archived"), reminding_of("CN-2012-1")
    ),
    "vague draft that was amended in its words": together(
        UNQUANTIFIED,
        amending("2011-04-02", text="供暖达标", text_was="供暖期内集中供暖达标"),
        then("commitment.reviewed", DRAFTED, 0, "2011-04-10", waiver=None),
        by("commitment.reviewed", -1, unit=OFFICE),
    ),
    "claimed without evidence": states(CLAIMED, 0, evidence=[]),
    "measure for which no office answers": inside(
        ADDED,
        0,
        "measure",
        responsibility={"leaders": ["校长"], "offices": [], "lead_unit": None, "assignees": []},
    ),
    "opinion waived that is not of the plan": states(
        "plan.opinion-waived", 0, opinion_id=str(opinions.OPINION)
    ),
}
RARE_REFUSED: dict[str, Edit] = {
    "reminded of what was taken back": reminding(
        Commitment, "CN-2011-1", BUREAU, "2011-12-15", "2016-12-31"
    ),
    "amended in nothing": states(AMENDED, 0, text=None, due=None),
    "amended so that no day is left": states(AMENDED, 0, due=due(None)),
    "kept before it stood again": claiming_again("2011-11-24"),
    "measure in force left open": states(REWORDED, 0, due=due(None)),
    "plan concluded with two tasks open": together(*2 * [without("task.cancelled")]),
    "plan approved in another role than ruled": under(
        "plan.drafted", "approval", plan={"role": "chairperson", "post": "主任"}
    ),
}
