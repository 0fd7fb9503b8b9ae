"""Corrections, other rules, settled deadlines: allowed as recorded, refused when falsified."""

from datetime import date
from typing import Any

import pytest

from application.store import Store
from interfaces.documents.manifest import Scope
from interfaces.verifier.judgement import Judgement
from interfaces.verifier.tables import RECOMPUTED
from tests.application import opinions as county
from tests.application import plans as school
from tests.application import tasks as bureau
from tests.interfaces.verifier.continued import until
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    refused,
    states,
    then,
    together,
    twice,
    without,
)
from tests.interfaces.verifier.replaying import TODAY, Bundle, exported
from tests.interfaces.verifier.sentences import SENTENCES, require_dependent, said

DAYS = (
    "2009-07-01",
    "2011-11-22",
    "2015-04-05",
    "2015-05-01",
    "2016-05-31",
    "2016-06-25",
    "2016-06-30",
    "2017-03-31",
    "2030-01-01",
)
"""The last is that of the clock, on which due dates are derived anew."""


def due(on: str) -> dict[str, Any]:
    return {"on": on, "undated": False}


OTHER = due("2009-01-01")


@pytest.mark.parametrize("as_of", DAYS)
def test_what_seldom_happens_is_sound(rare: Store, as_of: str) -> None:
    exported(rare, as_of=date.fromisoformat(as_of)).check()


NOTHING: dict[str, Any] = {
    f"{former}{name}": None for name in ("text", "due", "target") for former in ("", "former_")
}
TARGET = {"text": "件", "unit_of_measure": "件", "minimum": "1", "maximum": None}


def derived(day: str) -> dict[str, Any]:
    """Return a due date that follows from a deadline of that day."""
    fixed = {"kind": "fixed_day", "day": day}
    told: dict[str, Any] = dict.fromkeys(("start", "profile", "rule"))
    told |= {"raw": day, "calendar": []}
    return {**due(day), "basis": {"spec": fixed, **told}}


def more_time(act: str, unit: str, **facts: Any) -> Edit:
    """Let a unit ask for more time for an opinion, or refuse it, once its question is answered."""
    topic = f"opinion.extension-{act}"
    asked = then(topic, "opinion.referred", -1, "2015-04-12", reason="雨季", **facts)
    return together(asked, by(topic, -1, unit=unit))


EXPLAINED = until("opinion.clarification-given")
ILLEGAL: dict[str, Edit] = {
    "question asked by a unit that does not lead": by(
        "opinion.clarification-requested", unit=county.OFFICE
    ),
    "more time asked for by a unit that does not lead": together(
        EXPLAINED, more_time("requested", county.OFFICE, asked="2015-04-12")
    ),
    "more time refused though nobody asked": together(
        EXPLAINED, more_time("refused", county.OFFICE)
    ),
    "more time refused twice": together(
        EXPLAINED,
        more_time("requested", county.ROADS, asked="2015-04-12"),
        more_time("refused", county.OFFICE),
        more_time("refused", county.OFFICE),
    ),
    "question asked twice": twice("opinion.clarification-requested"),
    "question that stops no clock": states("opinion.clarification-requested", pauses=False),
    "answer to no question": without("opinion.clarification-requested"),
    "answer that moves the date back": states("opinion.clarification-given", due=OTHER),
    "answer about another due date": states("opinion.clarification-given", due_was=OTHER),
    "settled in another round": states("opinion.due-settled", round=2),
    "settled from another date": states("opinion.due-settled", due_was=OTHER),
    "settled from another original date": states("opinion.due-settled", original_was=OTHER),
    "migrated in another round": states("opinion.rules-migrated", round=2),
    "migrated from another original date": states("opinion.rules-migrated", original_was=OTHER),
    "migrated from other rules": states("opinion.rules-migrated", was=None),
    "migrated to rules of before": by(
        "opinion.rules-migrated", profile={"congress": county.OFFICE, "version": 1}
    ),
    "migrated to the same rules": together(
        twice("opinion.rules-migrated"),
        states("opinion.rules-migrated", 1, was={"congress": county.OFFICE, "version": 2}),
    ),
    "opinion corrected before it was referred": states("opinion.corrected", now="2015-03-01"),
    "opinion corrected in a field it has not": states("opinion.corrected", field="raised_on"),
    "not admitted though formed": twice("opinion.not-admitted"),
    "measure entered twice": twice("plan.measure-added"),
    "measure revised to the same": twice("plan.measure-revised"),
    "measure removed that is not there": states("plan.measure-removed", no=9),
    "measure answers another's opinion": states(
        "plan.measure-added",
        measure={
            "no": 1,
            "text": "措施",
            "sub_actions": [],
            "responsibility": {
                "leaders": [],
                "offices": [],
                "lead_unit": None,
                "assignees": [],
            },
            "target": None,
            "fund": None,
            "due": due("2009-12-31"),
            "handling": "phased",
            "review_on": None,
            "answers": [str(county.OPINION)],
            "safety_hazard": False,
        },
    ),
    "elements waived that are there": states("plan.elements-waived", elements=["duty"]),
    "plan approved with an element missing": without("plan.elements-waived"),
    "opinion waived twice": twice("plan.opinion-waived"),
    "measure amended from another date": states("plan.measure-amended", former_due=OTHER),
    "nothing amended": states("plan.measure-amended", **NOTHING),
    "measure amended from another text": states("plan.measure-amended", former_text="措施"),
    "measure amended to the same text": states("plan.measure-amended", text="措施1"),
    "measure amended to the same date": states("plan.measure-amended", due=due("2009-12-31")),
    "measure amended from a target it had not": states(
        "plan.measure-amended", target=TARGET, former_target={**TARGET, "minimum": "2"}
    ),
    "measure amended from what does not change": states(
        "plan.measure-amended", due=None, former_due=None, former_target=TARGET
    ),
    "measure amended without its former date": states("plan.measure-amended", former_due=None),
    "measure amended with a former date alone": states("plan.measure-amended", due=None),
    "measure amended from what that date did not follow from": states(
        "plan.measure-amended", former_due=derived("2009-12-31")
    ),
    "measure cancelled that an opinion rests on": without("plan.opinion-waived", -1),
    "plan concluded with a task open": without("task.cancelled", 0),
    "task settled from another date": states("task.due-settled", due_was=OTHER),
    "task settled before it was planned": by("task.due-settled", occurred_on="2016-03-01"),
    "reports scheduled by a stranger": by("task.reporting-scheduled", unit=bureau.POLICE),
    "refusal of another request": states("task.extension-refused", asked="2016-10-01"),
    "progress that falls for no reason": states("task.progress-reported", 1, reason_for_fall=None),
    "accepted task failed without objection": states("task.objection-recorded", upheld=False),
    "objection to no notice": without("task.public-notice-given"),
    "objection before the notice": by("task.objection-recorded", occurred_on="2016-06-21"),
    "task due before the round": states("task.verification-failed", new_due=due("2016-06-01")),
    "task corrected behind its claim": states("task.corrected", now="2016-06-19"),
    "amended in private": states("commitment.amended", channel=None),
    "amended from another date": states("commitment.amended", due_was=OTHER),
    "promise settled from another date": states("commitment.due-settled", due_was=OTHER),
    "fulfilment corrected to before the draft": states("commitment.corrected", now="2011-01-01"),
    "draft corrected behind the claim": states("commitment.corrected", 1, now="2011-12-01"),
    "draft given up twice": twice("rule-profile.draft-discarded"),
    "rules ended twice": twice("rule-profile.ended"),
    "rules that end in the past": states("rule-profile.ended", valid_until="2015-01-01"),
    "rules with a gap": states("rule-profile.published", 1, version=3),
    "unit merged into itself": states("unit.merged", successor=bureau.TEAM),
    "unit merged into one that ended": states("unit.merged", successor="NONE"),
    "unit closed twice": twice("unit.closed"),
}


@pytest.mark.parametrize("name", ILLEGAL)
def test_what_could_not_happen_is_refused(rarely: Bundle, name: str) -> None:
    finding = refused(rarely.lines, ILLEGAL[name])
    assert finding.code == "illegal-transition"
    assert said(finding) == SENTENCES["rare"][name]


PLAN_OF_THE_BUREAU = together(
    states("unit.registered", -1, parent=school.BUREAU),
    states("plan.drafted", unit=school.BUREAU),
    *(by("plan.submitted", nth, unit=school.BUREAU) for nth in (0, 1)),
)
"""The plan is that of the unit above the school."""
NOT_INDEPENDENT: dict[str, Edit] = {
    "measure amended inside the unit whose plan it is": together(
        PLAN_OF_THE_BUREAU, by("plan.measure-amended", unit=school.SCHOOL)
    ),
    "measure given up inside the unit whose plan it is": together(
        PLAN_OF_THE_BUREAU, by("plan.measure-cancelled", unit=school.SCHOOL)
    ),
    "task given up inside the unit whose plan it is": together(
        PLAN_OF_THE_BUREAU, by("task.cancelled", 1, unit=school.SCHOOL)
    ),
    "more time refused by the unit that asked": together(
        EXPLAINED,
        more_time("requested", county.ROADS, asked="2015-04-12"),
        more_time("refused", county.ROADS),
    ),
    "answered by the unit that asked": by("opinion.clarification-given", unit=county.ROADS),
    "measure amended by the unit whose plan it is": by("plan.measure-amended", unit=school.SCHOOL),
    "measure amended by the person who handed it in": by(
        "plan.measure-amended", actor=f"{school.SCHOOL}经办人"
    ),
    "measure given up by the unit whose plan it is": by(
        "plan.measure-cancelled", unit=school.SCHOOL
    ),
    "task amended by the unit whose plan it is": by("task.amended", unit=school.SCHOOL),
    "task given up by the unit whose plan it is": by("task.cancelled", 1, unit=school.SCHOOL),
    "task put off by the person who answers for it": together(
        states("task.assigned", 0, leaders=["负责人"]), by("task.amended", actor="负责人")
    ),
    "plan returned by the unit that made it": by("plan.rejected", unit=school.SCHOOL),
    "objection recorded by the performer": by("task.objection-recorded", unit=bureau.BUREAU),
    "extension refused by the performer": by("task.extension-refused", unit=bureau.BUREAU),
    "task given up on the day its unit came inside the performer": together(
        until("task.assigned", -1),
        then("unit.moved", "unit.registered", 4, "2016-03-27", parent=bureau.BUREAU),
        then("task.cancelled", "task.planned", -1, "2016-03-27", reason="难度大"),
    ),
    "fulfilment corrected by the promiser": by("commitment.corrected", unit=bureau.BUREAU),
}


@pytest.mark.parametrize("name", NOT_INDEPENDENT)
def test_whoever_carries_a_matter_out_does_not_judge_it(rarely: Bundle, name: str) -> None:
    require_dependent(refused(rarely.lines, NOT_INDEPENDENT[name]), "rare", name)


def test_every_sentence_is_of_one_of_these_histories() -> None:
    assert set(SENTENCES["rare"]) == {*ILLEGAL, *NOT_INDEPENDENT}


def test_judgement_follows_and_compares_and_says_what_it_left_out(rarely: Bundle) -> None:
    judgement = Judgement()
    for line in rarely.lines:
        judgement.follow(*line)
    judgement.finish()
    scope = Scope("测试县", "审计导出包", date(2000, 1, 1), TODAY, TODAY, len(rarely.lines))
    judgement.check_tables(scope, rarely.lend)
    told, recomputed = judgement.remarks(RECOMPUTED)
    assert str(len(rarely.lines)) in told.chinese
    assert all(path in recomputed.english for path in RECOMPUTED)
    more = judgement.remarks([RECOMPUTED[0], "比率/另一.csv", "台账/另一.csv"])
    assert more[:2] == [told, recomputed]
    assert [each.chinese for each in more[2:]] == [
        "只核对摘要、未重新计算:比率/另一.csv、台账/另一.csv。"
    ]
    assert [each.english for each in more[2:]] == [
        "Covered by their digests alone, not recomputed: 比率/另一.csv、台账/另一.csv."
    ]


def test_every_table_but_the_workbooks_is_recomputed(rarely: Bundle) -> None:
    tables = {path for path in rarely.files if path.startswith(("台账/", "比率/"))}
    assert tables - {*RECOMPUTED} == {"台账/台账.xlsx", "比率/统计.xlsx"}
