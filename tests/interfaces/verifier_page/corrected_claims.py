"""Claims that a promise was kept or a task is complete, and corrections of what they state."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from domain.commitment import Commitment
from tests.application import opinions
from tests.application import tasks as bureau
from tests.interfaces.verifier.continued import until
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    corrected,
    states,
    swapped,
    then,
    together,
    without,
)
from tests.interfaces.verifier.opinion_edges import ANSWER
from tests.interfaces.verifier.promise_edges import claiming_again
from tests.interfaces.verifier.replaying import Line
from tests.interfaces.verifier.work_edges import asking, claiming, reporting

BUREAU, OFFICE, TEAM = bureau.BUREAU, bureau.OFFICE, bureau.TEAM
DRAFTED, KEPT = "commitment.drafted", "commitment.fulfilment-claimed"
VERIFIED, PUBLISHED = "commitment.verified", "commitment.result-published"
FOLLOWED = "commitment.follow-up-recorded"
COMPLETE, REPORTED = "task.closeout-requested", "task.progress-reported"
PASSED, EXTENDED = "task.verification-passed", "task.extension-granted"
OF_BUREAU = [BUREAU, bureau.GOVERNMENT]
OF_TEAM = [TEAM, *OF_BUREAU]
FIRST, SECOND = 5, 8
"""The versions of both claims of the promise that was first kept in part."""

NEAR = (0, -1), (0, 0), (1, 0), (1, 1)
"""After which of its two neighbours an event is dated, and how many days after."""


def moved(lines: Sequence[Line]) -> Iterator[tuple[str, Edit]]:
    """Yield each event dated anew about when the one before or after it in its item is."""
    items: dict[str, list[Line]] = {}
    for line in lines:
        items.setdefault(line.aggregate_id, []).append(line)
    seen: dict[str, int] = {}
    for turn, line in enumerate(lines):
        nth = seen[line.topic] = seen.get(line.topic, -1) + 1
        others = items[line.aggregate_id]
        if line.topic.startswith("unit.") or line.topic.endswith(".corrected"):
            continue
        after, days = NEAR[turn % len(NEAR)]
        place = line.version if after else line.version - 2
        other = others[min(max(place, 0), len(others) - 1)].state["act"]["occurred_on"]
        day = date.fromisoformat(other) + timedelta(days=days)
        yield f"{line.topic} {nth} on {day}", corrected(line.topic, nth, day.isoformat())


def restated(of: str, nth: int, unit: str, corrects: int, was: str, now: str) -> Edit:
    """Let a unit correct, last of all, the day that a claim of an item states."""
    kind = of.partition(".")[0]
    field = {"commitment": "fulfilled_on", "task": "completed_on"}.get(kind, "occurred_on")
    facts: dict[str, Any] = {"corrects": corrects, "field": field, "was": was, "now": now}
    correction = f"{kind}.corrected"
    return together(
        then(correction, of, nth, "2016-12-30", reason="登错", **facts),
        by(correction, -1, unit=unit),
    )


def kept(last: str, nth: int, unit: str, was: str, now: str, claim: int = FIRST) -> Edit:
    """Let a promise's history end early, with a correction of one of its claims."""
    return together(until(last, nth), restated(KEPT, 0, unit, claim, was, now))


def complete(last: str, nth: int, unit: str, was: str, now: str, claim: int) -> Edit:
    """Let a task's history end early, with a correction of one of its claims."""
    return together(until(last, nth), restated(last, nth, unit, claim, was, now))


def kept_again(fulfilled_on: str, result: str, grade: str | None) -> Edit:
    """Let a promise that somebody doubted be claimed, verified and published once more."""
    found = {"result": result, "note": "复测", "lineage": [OFFICE]}
    told = {"result": result, "channel": "网站"}
    acts = [
        claiming_again(fulfilled_on),
        then(VERIFIED, "commitment.amended", 0, "2011-12-05", **found),
        by(VERIFIED, -1, unit=OFFICE, actor="复核员"),
        then(PUBLISHED, "commitment.amended", 0, "2011-12-06", **told),
    ]
    if grade is not None:
        said = {"satisfaction": grade, "note": "回访"}
        acts.append(then(FOLLOWED, "commitment.amended", 0, "2011-12-07", **said))
    return together(*acts)


EARLY = states(KEPT, 0, fulfilled_on="2011-04-05")
BY_TEAM = together(states(KEPT, 0, lineage=OF_TEAM), by(KEPT, 0, unit=TEAM))


def closing(*before: Edit) -> Edit:
    """Let an opinion that a promise was made about be answered, evaluated and closed at last."""
    work = {"work_id": str(Commitment.id_of("CN-2012-1")), "work_number": "CN-2012-1"}
    heard = {"round": 1, "satisfaction": "satisfied", "reasons": None}
    said = {**ANSWER, "answered": ["代表甲", "代表乙"], "co_opinions_noted": "未提交"}

    def taken(topic: str, unit: str, on: str, **facts: Any) -> Edit:
        step = then(f"opinion.{topic}", "opinion.registered", -1, on, **facts)
        return together(step, by(f"opinion.{topic}", -1, unit=unit))

    return together(
        *before,
        without("opinion.withdrawn", -1),
        taken("acknowledged", opinions.ROADS, "2015-04-08"),
        taken("work-linked", OFFICE, "2015-04-09", kind="commitment", **work),
        taken("replied", opinions.ROADS, "2015-04-10", **said),
        taken("reply-evaluated", OFFICE, "2015-04-11", evaluator="代表甲", **heard),
        taken("reply-evaluated", OFFICE, "2015-04-11", evaluator="代表乙", **heard),
        taken("closed", OFFICE, "2015-04-12", round=1, completed_on="2015-04-10", ground="解决"),
    )


GIVEN_UP = then("commitment.withdrawn", KEPT, 0, "2011-10-11", reason="不再承诺")
PROMISES: dict[str, Edit] = {
    "kept earlier, says who claimed it": kept(KEPT, 0, BUREAU, "2011-09-20", "2011-09-19"),
    "kept on the day of the claim": kept(KEPT, 0, BUREAU, "2011-09-20", "2011-10-01"),
    "kept after the claim": kept(KEPT, 0, BUREAU, "2011-09-20", "2011-10-02"),
    "kept on the day of the draft": kept(KEPT, 0, BUREAU, "2011-09-20", "2011-04-01"),
    "kept before the draft": kept(KEPT, 0, BUREAU, "2011-09-20", "2011-03-31"),
    "claim that states a day to come": states(KEPT, 0, fulfilled_on="2011-10-02"),
    "corrected twice": together(
        kept(KEPT, 0, BUREAU, "2011-09-20", "2011-09-21"),
        restated(KEPT, 0, BUREAU, FIRST, "2011-09-21", "2011-10-01"),
    ),
    "corrected twice, to after the claim": together(
        kept(KEPT, 0, BUREAU, "2011-09-20", "2011-10-01"),
        restated(KEPT, 0, BUREAU, FIRST, "2011-10-01", "2011-10-02"),
    ),
    "corrected from what it was first": together(
        kept(KEPT, 0, BUREAU, "2011-09-20", "2011-09-21"),
        restated(KEPT, 0, BUREAU, FIRST, "2011-09-20", "2011-09-22"),
    ),
    "corrected to the same": kept(KEPT, 0, BUREAU, "2011-09-20", "2011-09-20"),
    "corrected once judged": kept(VERIFIED, 0, OFFICE, "2011-09-20", "2011-09-21"),
    "corrected once judged, by its claimant": kept(
        VERIFIED, 0, BUREAU, "2011-09-20", "2011-09-21"
    ),
    "judged claim corrected while another waits": kept(
        KEPT, 1, BUREAU, "2011-09-20", "2011-09-21"
    ),
    "claim corrected that waits": kept(KEPT, 1, BUREAU, "2011-11-05", "2011-11-06", SECOND),
    "claim corrected that waits, to before the first": kept(
        KEPT, 1, BUREAU, "2011-11-05", "2011-04-01", SECOND
    ),
    "both claims corrected": together(
        kept(PUBLISHED, 1, OFFICE, "2011-09-20", "2011-09-21"),
        restated(KEPT, 0, OFFICE, SECOND, "2011-11-05", "2011-11-10"),
        restated(KEPT, 0, OFFICE, FIRST, "2011-09-21", "2011-09-22"),
    ),
    "no claim corrected": kept(KEPT, 0, BUREAU, "2011-09-20", "2011-09-21", 4),
    "what comes later corrected": kept(KEPT, 0, BUREAU, "2011-09-20", "2011-09-21", 6),
    "itself corrected": kept(KEPT, 0, BUREAU, "2011-09-20", "2011-09-21", 7),
    "what never was corrected": kept(KEPT, 0, BUREAU, "2011-09-20", "2011-09-21", 0),
    "draft corrected to the day of its review": corrected(DRAFTED, 1, "2011-04-10"),
    "draft corrected to after its review": corrected(DRAFTED, 1, "2011-04-11"),
    "draft as late as what was kept": together(
        EARLY, until(KEPT, 0), corrected(DRAFTED, 1, "2011-04-05")
    ),
    "draft later than what was kept": together(
        EARLY, until(KEPT, 0), corrected(DRAFTED, 1, "2011-04-06")
    ),
    "claim as early as what was kept": together(until(KEPT, 0), corrected(KEPT, 0, "2011-09-20")),
    "claim earlier than what was kept": together(until(KEPT, 0), corrected(KEPT, 0, "2011-09-19")),
    "claim corrected, and then earlier than what was kept": together(
        kept(KEPT, 0, BUREAU, "2011-09-20", "2011-09-25"), corrected(KEPT, 0, "2011-09-24")
    ),
    "claim corrected, and then what was kept": together(
        until(KEPT, 0),
        corrected(KEPT, 0, "2011-09-21"),
        restated(KEPT, 0, BUREAU, FIRST, "2011-09-20", "2011-09-22"),
    ),
    "claimed by the team": together(BY_TEAM, until(KEPT, 0)),
    "claimed by the team, verified by the bureau": together(
        BY_TEAM,
        until(VERIFIED, 0),
        states(VERIFIED, 0, lineage=OF_BUREAU),
        by(VERIFIED, 0, unit=BUREAU),
    ),
    "withdrawn though kept in part": together(
        until(PUBLISHED, 0),
        GIVEN_UP,
        restated(KEPT, 0, OFFICE, FIRST, "2011-09-20", "2011-09-21"),
    ),
    "withdrawn though kept": together(
        until(PUBLISHED, 1),
        then("commitment.withdrawn", KEPT, 0, "2011-11-21", reason="不再承诺"),
    ),
}
TASKS: dict[str, Edit] = {
    "task complete earlier": complete(COMPLETE, 0, BUREAU, "2015-06-22", "2015-06-21", 4),
    "task complete earlier, once judged": complete(
        PASSED, 0, OFFICE, "2015-06-22", "2015-06-21", 4
    ),
    "more time asked for twice": together(
        until("task.extension-requested"), asking("2016-08-02", "2016-11-30", "2016-09-30")
    ),
    "more time asked for again, once given": together(
        until(EXTENDED), asking("2016-08-06", "2016-12-31", "2016-10-31")
    ),
    "reported twice on one day": together(
        until(REPORTED, 3), reporting(3, "2015-05-11", 100), reporting(3, "2015-05-11", 100)
    ),
    "reported twice on one day, less at last": together(
        until(REPORTED, 2), reporting(2, "2015-05-11", 70), reporting(2, "2015-05-11", 65)
    ),
    "reported twice on one day, more at last": together(
        until(REPORTED, 2),
        reporting(2, "2015-05-11", 65),
        reporting(2, "2015-05-11", 70),
        reporting(2, "2015-05-11", 68),
    ),
    "reports that changed places": together(
        until(REPORTED, 2),
        reporting(2, "2015-05-11", 70),
        reporting(2, "2015-05-12", 80),
        corrected(REPORTED, 4, "2015-05-10"),
        reporting(2, "2015-05-13", 75),
    ),
    "reports corrected to one day": together(
        until(REPORTED, 2),
        reporting(2, "2015-05-11", 80),
        reporting(2, "2015-05-12", 90),
        corrected(REPORTED, 4, "2015-05-11"),
        reporting(2, "2015-05-13", 85),
    ),
    "reports corrected to one day, recorded the other way round": together(
        until(REPORTED, 3),
        by(REPORTED, 3, occurred_on="2015-04-01"),
        corrected(REPORTED, 3, "2015-04-10"),
        reporting(3, "2015-05-11", 80),
    ),
    "reported more than all": together(until(REPORTED, 2), reporting(2, "2015-05-11", 101)),
    "reported less than nothing": together(until(REPORTED, 2), reporting(2, "2015-05-11", -1)),
    "claimed to be complete on a day to come": together(
        until(REPORTED, 3), claiming(3, "2015-05-12", completed_on="2015-05-13")
    ),
    "complete before it was planned": together(
        until(REPORTED, 3), claiming(3, "2015-05-12", completed_on="2015-03-24")
    ),
}
ENDS: dict[str, Edit] = {
    "closed while a promise is judged": closing(until(KEPT, 0)),
    "closed when a promise was kept in part": closing(until(PUBLISHED, 0)),
    "closed when a promise was kept": closing(until(PUBLISHED, 1)),
    "closed when a promise was found kept": closing(until(VERIFIED, 1)),
    "closed when a promise was given up": closing(until(PUBLISHED, 0), GIVEN_UP),
    "closed when a promise was put by": closing(),
    "task planned before its plan was in force": swapped("plan.put-in-force", "task.planned"),
    "task planned and its plan never in force": without("plan.put-in-force"),
}
DOUBTED: dict[str, Edit] = {
    "kept again": kept_again("2011-11-26", "fulfilled", None),
    "kept again in part": kept_again("2011-11-26", "partly", None),
    "kept again, to everybody's satisfaction": kept_again("2011-11-26", "fulfilled", "satisfied"),
    "kept again, and doubted again": kept_again("2011-12-01", "fulfilled", "dissatisfied"),
    "kept on the day it was claimed again": kept_again("2011-12-01", "unfulfilled", None),
    "kept after it was claimed again": claiming_again("2011-12-02"),
    "doubt corrected to after what was kept again": together(
        claiming_again("2011-11-26"), corrected(FOLLOWED, 0, "2011-11-27")
    ),
    "doubt corrected to when it was kept again": together(
        claiming_again("2011-11-26"), corrected(FOLLOWED, 0, "2011-11-26")
    ),
    "doubt corrected to before it was published": corrected(FOLLOWED, 0, "2011-11-19"),
}
ALLOWED = {
    "kept earlier, says who claimed it",
    "kept on the day of the claim",
    "kept on the day of the draft",
    "corrected twice",
    "corrected once judged",
    "claim corrected that waits",
    "claim corrected that waits, to before the first",
    "both claims corrected",
    "draft corrected to the day of its review",
    "draft as late as what was kept",
    "claim as early as what was kept",
    "claimed by the team",
    "withdrawn though kept in part",
    "kept again",
    "kept again in part",
    "kept again, to everybody's satisfaction",
    "kept again, and doubted again",
    "kept on the day it was claimed again",
    "doubt corrected to when it was kept again",
    "task complete earlier",
    "task complete earlier, once judged",
    "more time asked for again, once given",
    "reported twice on one day",
    "reports that changed places",
    "closed when a promise was kept",
    "closed when a promise was found kept",
    "closed when a promise was given up",
    "closed when a promise was put by",
}
"""What could have happened so, of all of these."""
