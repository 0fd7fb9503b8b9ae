"""A falsified history is refused, with the code of what is wrong and the event it is about."""

from datetime import date
from typing import Any

import pytest

from application.store import Store
from tests.application import commitments, opinions, plans
from tests.application import tasks as bureau
from tests.interfaces.verifier.falsified import (
    Edit,
    by,
    copied,
    corrected,
    refused,
    skipping,
    states,
    swapped,
    together,
    twice,
    without,
)
from tests.interfaces.verifier.replaying import Bundle, exported, follow
from tests.interfaces.verifier.sentences import SENTENCES, require_dependent, said

ROADS, TOWN, MONEY = opinions.ROADS, opinions.TOWN, opinions.MONEY
CLERK = f"{bureau.BUREAU}经办人"
DAYS = (
    "2009-07-05",
    "2011-04-22",
    "2011-10-12",
    "2011-11-15",
    "2015-04-02",
    "2015-05-31",
    "2015-06-12",
    "2015-07-15",
    "2015-09-06",
    "2015-11-07",
    "2016-06-03",
    "2016-08-03",
    "2016-09-28",
)


def due(on: str | None) -> dict[str, Any]:
    return {"on": on, "undated": on is None}


ILLEGAL: dict[str, Edit] = {
    "opinion closed without its last evaluation": without("opinion.reply-evaluated", -1),
    "opinion referred without formation": without("opinion.formed", -1),
    "opinion replied without acknowledgement": without("opinion.acknowledged", -1),
    "opinion acknowledged twice": twice("opinion.acknowledged", -1),
    "opinion evaluated twice by one": twice("opinion.reply-evaluated", -1),
    "opinion reopened without a recurrence": states("opinion.look-back-recorded", 0, passed=True),
    "opinion reopened though never looked at": without("opinion.look-back-recorded", 0),
    "opinion rehandled though nobody was dissatisfied": states(
        "opinion.reply-evaluated", 2, satisfaction="satisfied", reasons=None
    ),
    "opinion dissatisfied without reasons": states("opinion.reply-evaluated", 2, reasons=None),
    "opinion evaluated by a stranger": states("opinion.reply-evaluated", 2, evaluator="代表丁"),
    "opinion evaluated before the reply": by(
        "opinion.reply-evaluated", 2, occurred_on="2015-08-01"
    ),
    "round skipped": states("opinion.rehandling-ordered", 0, round=3),
    "reply of another round": states("opinion.replied", -1, round=1),
    "reply dated before the referral": by("opinion.replied", -1, occurred_on="2015-01-01"),
    "reply dated after its recording": by("opinion.replied", -1, occurred_on="2031-01-01"),
    "reply by a unit that does not lead": by("opinion.replied", -1, unit=ROADS),
    "reply that leaves a proposer unanswered": states("opinion.replied", -1, answered=["代表甲"]),
    "reply that promises nothing": states("opinion.replied", 2, promised_items=[]),
    "reply of a class there is not": states("opinion.replied", -1, stated_class="Z"),
    "reply that hides a missing co-unit": together(
        without("opinion.co-opinion-submitted"),
        states("opinion.replied", 2, co_opinions_noted=None),
    ),
    "reply that is not complete": states("opinion.replied", -1, complete=False),
    "closing before what was promised": without("opinion.promised-item-fulfilled"),
    "closing of another day": states("opinion.closed", 0, completed_on="2015-01-01"),
    "promised item there is not": states("opinion.promised-item-fulfilled", 0, item=2),
    "tracking of nothing": swapped("opinion.tracking-begun", "opinion.promised-item-fulfilled"),
    "feedback lapsed for others": states("opinion.feedback-lapsed", 0, unheard=["代表甲"]),
    "reminder before the reply": states("opinion.feedback-lapsed", 0, reminded_on="2015-10-01"),
    "extension granted without a request": without("opinion.extension-requested", 1),
    "extension asked for twice": twice("opinion.extension-requested", 1),
    "extension asked for on a day to come": states(
        "opinion.extension-requested", 1, asked="2015-07-01"
    ),
    "extension beyond the rules": states("opinion.extension-granted", 0, until="2016-03-01"),
    "extension that leads nowhere": states("opinion.extension-granted", 0, until="2015-07-01"),
    "extension of another due date": states(
        "opinion.extension-granted", 0, due_was=due("2015-07-02")
    ),
    "extension nobody was told of": states("opinion.extension-granted", 0, deputy_told_on=None),
    "return requested by another unit": by("opinion.return-requested", -1, unit=MONEY),
    "re-referral to two lead units": states("opinion.re-referred", 0, lead=[ROADS, TOWN]),
    "referral to a unit nobody registered": states("opinion.referred", -1, lead=["NONE"]),
    "referral due before it": states("opinion.referred", -1, due=due("2015-01-01")),
    "two leads without split handling": states("opinion.referred", -1, lead=[TOWN, MONEY]),
    "co-opinion of another unit": by("opinion.co-opinion-submitted", 0, unit=TOWN),
    "consultation of a stranger": states("opinion.consulted", -1, with_deputy="代表丁"),
    "withdrawal by a stranger": states("opinion.withdrawn", -1, by="代表丁"),
    "merger with itself": states("opinion.merged-into", 0, into=str(plans.opinion_id(3))),
    "merger with one that has ended": states("opinion.merged-into", 0, into=str(opinions.OPINION)),
    "link to work there is not": states("opinion.work-linked", 0, work_number="没有"),
    "version that was skipped": skipping("opinion.formed"),
    "township that deliberates": together(
        *(states("unit.registered", nth, level="township") for nth in range(3)),
        states("opinion.registered", 0, kind="deliberation"),
    ),
    "task accepted without a claim": without("task.closeout-requested", 0),
    "task closed out without verification": without("task.verification-passed", 0),
    "task of another completion": states("task.closed-out", 0, completed_on="2015-06-01"),
    "task claimed before its work": states(
        "task.closeout-requested", 0, completed_on="2015-03-01"
    ),
    "task claimed in another round": states("task.closeout-requested", 1, round=1),
    "task claimed without evidence": states("task.closeout-requested", 0, evidence=[]),
    "task that reaches a target it has not": states(
        "task.closeout-requested", 0, target_value="20"
    ),
    "task reported by another unit": by("task.progress-reported", 0, unit=bureau.POLICE),
    "task extended too late": by("task.extension-requested", 0, occurred_on="2016-10-01"),
    "task extended by nobody responsible": by("task.extension-requested", 0, unit=bureau.POLICE),
    "task announced before its verdict": states("task.public-notice-given", 0, start="2016-09-01"),
    "task closed while the notice runs": states("task.public-notice-given", 0, end="2016-10-08"),
    "task verified under a false line of units": states(
        "task.verification-passed", 0, lineage=[bureau.OFFICE, "上级"]
    ),
    "task assigned to nobody": states("task.assigned", 0, leaders=[]),
    "task of a measure there is not": states("task.planned", 0, measure_no=9),
    "task reviewed at once": states("task.converted-to-long-term", 0, review_on="2015-07-01"),
    "corrected date out of order": states("task.corrected", 1, now="2015-01-01"),
    "date corrected to a day to come": states("task.corrected", 1, now="2031-01-01"),
    "correction of another date": states("task.corrected", 1, was="2015-06-11"),
    "correction of what is no claim": states("task.corrected", 0, corrects=3),
    "commitment vague": states("commitment.drafted", 0, quantified=None),
    "commitment claimed before its draft": states(
        "commitment.fulfilment-claimed", 0, fulfilled_on="2011-01-01"
    ),
    "commitment published with another result": states(
        "commitment.result-published", 0, result="fulfilled"
    ),
    "commitment archived without follow-up": without("commitment.follow-up-recorded"),
    "commitment claimed by another unit": by(
        "commitment.fulfilment-claimed", 0, unit=bureau.POLICE
    ),
    "plan approved without submission": without("plan.submitted"),
    "plan that leaves an opinion unanswered": without("plan.opinion-waived"),
    "plan submitted by another unit": by("plan.submitted", 0, unit=plans.OFFICE),
    "plan in force without approval": without("plan.approved"),
    "notice that urges about nothing": states("notice.issued", 0, trigger="near_due"),
    "notice about another due date": states(
        "notice.issued",
        0,
        subject={
            "kind": "commitment",
            "id": str(commitments.COMMITMENT),
            "number": commitments.NUMBER,
            "due": due("2011-11-16"),
        },
    ),
    "notice to a unit not answerable": states("notice.issued", 0, unit=bureau.POLICE),
    "notice escalated to nothing": without("notice.issued", 1),
    "notice lifted by the unit urged": by("notice.lifted", 0, unit=bureau.BUREAU),
    "reminder of another day": states("reminder.raised", 0, days_overdue=1, days_left=None),
    "day gone through twice": twice("tick.done", 1),
    "rules that differ from their draft": states("rule-profile.published", 0, title="别的"),
    "rules of the past": states("rule-profile.published", -1, valid_from="2015-01-01"),
    "year under the identity of another": states("calendar-year.published", 0, year=2100),
    "unit under itself": states("unit.moved", 0, parent=bureau.TEAM),
    "unit renamed to its own name": states("unit.renamed", 0, name=bureau.TEAM),
    "log that goes back in time": by("opinion.closed", -1, recorded_at="2029-12-31T00:00:00Z"),
    "rules nobody published": by("opinion.closed", -1, profile={"congress": "X", "version": 1}),
    "unit registered anew under its number": twice("unit.registered", 0),
}
NOT_INDEPENDENT: dict[str, Edit] = {
    "task verified by the unit that claimed": by(
        "task.verification-passed", 0, unit=bureau.BUREAU
    ),
    "task verified by the unit above one that reported": by(
        "task.verification-passed", 0, unit=bureau.GOVERNMENT
    ),
    "task verified by the person who claimed": by("task.verification-passed", 0, actor=CLERK),
    "task failed by the person who reported": by("task.verification-failed", 0, actor=CLERK),
    "task closed out by the unit that claimed": by("task.closed-out", 0, unit=bureau.BUREAU),
    "task closed out by the person who claimed": by("task.closed-out", 0, actor=CLERK),
    "task looked back at by the unit that claimed": by(
        "task.look-back-passed", 0, unit=bureau.BUREAU
    ),
    "task extended by the person who works on it": by("task.extension-granted", 0, actor=CLERK),
    "completion corrected by the unit that claimed": by("task.corrected", 0, unit=bureau.BUREAU),
    "commitment reviewed by the unit that promises": by(
        "commitment.reviewed", 0, unit=bureau.BUREAU
    ),
    "commitment verified by the person who claimed": by("commitment.verified", 0, actor=CLERK),
    "plan approved by the person who handed it in": by(
        "plan.approved", 0, actor=f"{plans.SCHOOL}经办人"
    ),
    "task given up by the unit that carries it out": by("task.cancelled", unit=bureau.POLICE),
    "task handed on by the unit that carries it out": by("task.reassigned", unit=bureau.BUREAU),
    "task handed on by the person who reported": by("task.reassigned", actor=CLERK),
    "opinion merged by its lead unit": by("opinion.merged-into", unit=plans.SCHOOL),
    "opinion withdrawn by its lead unit": by("opinion.withdrawn", 1, unit=ROADS),
    "reply evaluated by the unit that gave it": by("opinion.reply-evaluated", 1, unit=TOWN),
    "reply evaluated by a co-unit": by("opinion.reply-evaluated", 1, unit=MONEY),
    "day of a reply corrected by the unit that gave it": together(
        corrected("opinion.replied", 3, "2015-10-21"), by("opinion.corrected", -1, unit=TOWN)
    ),
    "opinion closed by its lead unit": by("opinion.closed", 0, unit=TOWN),
    "opinion closed by its co-unit": by("opinion.closed", 0, unit=MONEY),
    "opinion looked back at by its lead unit": by("opinion.look-back-recorded", 0, unit=TOWN),
    "return accepted by the unit that asked": by("opinion.return-accepted", -1, unit=ROADS),
    "extension granted by the unit that asked": by("opinion.extension-granted", 0, unit=TOWN),
    "rehandling ordered by the lead unit": by("opinion.rehandling-ordered", 0, unit=TOWN),
    "task given up inside a unit that carries it out": together(
        states("unit.registered", 8, parent=bureau.POLICE),
        by("task.cancelled", unit=opinions.OFFICE),
    ),
    "commitment reviewed inside the unit that promises": by(
        "commitment.reviewed", 0, unit=bureau.TEAM
    ),
    "opinion withdrawn inside its lead unit": together(
        states("unit.registered", 10, parent=ROADS), by("opinion.withdrawn", 1, unit=TOWN)
    ),
    "opinion withdrawn inside its co-unit": together(
        states("opinion.referred", 9, co_units=[opinions.OFFICE]),
        states("unit.registered", 10, parent=opinions.OFFICE),
        by("opinion.withdrawn", 1, unit=TOWN),
    ),
}


@pytest.mark.parametrize("name", ILLEGAL)
def test_what_could_not_happen_is_refused(told: Bundle, name: str) -> None:
    finding = refused(told.lines, ILLEGAL[name])
    assert finding.code == "illegal-transition"
    assert finding.sequence is not None
    assert f"序号{finding.sequence}" in finding.chinese
    assert f"event {finding.sequence}" in finding.english
    assert said(finding) == SENTENCES["told"][name]


@pytest.mark.parametrize("name", NOT_INDEPENDENT)
def test_whoever_carries_a_matter_out_does_not_judge_it(told: Bundle, name: str) -> None:
    require_dependent(refused(told.lines, NOT_INDEPENDENT[name]), "told", name)


def test_every_sentence_is_of_one_of_these_histories() -> None:
    assert set(SENTENCES["told"]) == {*ILLEGAL, *NOT_INDEPENDENT}


def test_a_finding_names_item_status_and_attempt(told: Bundle) -> None:
    finding = refused(told.lines, without("task.verification-passed", 0))
    assert f"整改任务{bureau.NUMBER}原为“已申请销号”,此处办理“销号”" in finding.chinese
    assert f"task {bureau.NUMBER} is closeout_requested, task.closed-out" in finding.english


@pytest.mark.parametrize("as_of", DAYS)
def test_the_tables_of_any_day_follow_from_the_history(told_store: Store, as_of: str) -> None:
    exported(told_store, as_of=date.fromisoformat(as_of)).check()


def test_the_history_itself_is_legal(told: Bundle) -> None:
    follow(copied(told.lines))
    told.check()
