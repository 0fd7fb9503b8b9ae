"""What a rectification task allows while units are at work on it, and to its due date."""

from __future__ import annotations

from typing import Any

from interfaces.verifier.amendments import require_amendment
from interfaces.verifier.county import County
from interfaces.verifier.due_origins import (
    RESTS_ON_ANOTHER,
    Known,
    known,
    require_former_due,
    require_recounted,
    require_settled,
)
from interfaces.verifier.four_eyes import require_lineage
from interfaces.verifier.items import Event, kept
from interfaces.verifier.opinion_rules import require_due_not_before
from interfaces.verifier.plan_rules import PlanRecord, require_changed_by_other
from interfaces.verifier.task_record import require_settled_after_stated, target_reached
from interfaces.verifier.work_days import days_between

CONGRESS_KINDS = ("standing_committee", "presidium", "committee")


def require_responsible(event: Event, county: County) -> None:
    """Refuse an act by a unit neither responsible nor under one that is."""
    lineage = require_lineage(event, county.tree)
    event.require(
        set(event.item.units) & set(lineage), "不是责任单位", "it is not a responsible unit"
    )


def task_planned(event: Event, county: County) -> None:
    """Plan a task of a plan in force, or one that stands alone."""
    state = event.state
    plan, no = state["plan_id"], state["measure_no"]
    event.require((plan is None) is (no is None), "方案与措施序号不全", "plan without measure")
    numbers = [each["no"] for each in state["sub_actions"]]
    event.require(len(set(numbers)) == len(numbers), "子措施序号重复", "sub-actions repeat")
    if plan is not None:
        found = county.item("plan", plan)
        event.require(
            found and found.status == "in_force" and no in found.measures,
            "整改方案没有实施中的这项措施",
            "no such measure is in force",
        )
        _require_as_agreed(event, found)
        found.tasks = (*found.tasks, event.id)
    county.answer(event, state["opinion_ids"])
    event.item.raised_by = county.raised_by(state["opinion_ids"])


def _require_as_agreed(event: Event, plan: PlanRecord) -> None:
    """Refuse a task that is not what the measure of its plan says."""
    state, no = event.state, event.state["measure_no"]
    agreed = plan.agreed(no)
    event.require(
        {name: state[name] for name in agreed} == agreed
        and known(state["due"]) == plan.measures[no].due,
        "与方案的措施不符",
        "it is not what the measure of the plan says",
    )


def task_entrusted(event: Event, county: County) -> None:
    """Make units that exist responsible, with leaders and offices; nobody hands a task on."""
    state = event.state
    if event.topic == "task.reassigned":
        event.item.hands.require_other(event)
    units = state["units"]
    event.require(
        units and state["leaders"] and state["offices"], "责任不完整", "responsibility is missing"
    )
    event.require(len(set(units)) == len(units), "责任单位重复", "a unit is named twice")
    for code in units:
        county.tree.require_active(event, code)
    if event.topic == "task.assigned":
        event.item.round.begun_in = event.item.round.not_before = event.version
    event.item.units = kept(units)
    event.item.hands.join(units, (*state["leaders"], *state["assignees"]))


def task_reported(event: Event, county: County) -> None:
    """Report inside the round; progress falls only for a reason."""
    item, state = event.item, event.state
    percent, done = state["percent"], state["sub_actions_done"]
    require_responsible(event, county)
    begun = item.date_of(item.round.begun_in)
    event.require(event.day >= begun, "早于本轮整改开始", "before the round began")
    event.require(set(done) <= item.actions, "没有这项子措施", "there is no such sub-action")
    event.require(
        percent >= item.percent_on(event.day) or state["reason_for_fall"] is not None,
        "进度下降未说明原因",
        "progress falls without a reason",
    )
    item.progress.append((event.version, percent))
    item.reach(event.day, percent)
    item.done.update(done)
    item.round.evidenced |= bool(state["evidence"])
    item.hands.report(event, state["lineage"])


def task_claimed(event: Event, county: County) -> None:
    """Claim what is done, evidenced and reached, complete inside the work."""
    item, state = event.item, event.state
    round_, value, completed = item.round, state["target_value"], state["completed_on"]
    event.require_round(len(item.rounds))
    require_responsible(event, county)
    event.require(item.actions <= item.done, "子措施未完成", "a sub-action is not done")
    event.require(state["evidence"] or round_.evidenced, "缺少佐证材料", "there is no evidence")
    event.require(
        target_reached(item.target, value) if item.target else value is None,
        "完成值与量化目标不符",
        "the value reached does not meet the target",
    )
    event.require(
        item.date_of(round_.not_before) <= completed <= event.day,
        "完成日期不在整改期间之内",
        "completed on an impossible day",
    )
    decided = state["collective_decision_on"]
    event.require(
        not decided or decided <= event.day, "集体研究晚于申请销号", "decided after the claim"
    )
    round_.claimed_in, round_.completed_on, round_.decided_on = event.version, completed, decided
    item.hands.report(event, state["lineage"])


def task_scheduled(event: Event, county: County) -> None:
    """Say when reports are expected, as the congress or as a responsible unit."""
    item = event.item
    unit = county.tree.units.get(event.unit)
    event.require(
        event.unit in item.units or (unit is not None and unit.sort in CONGRESS_KINDS),
        "不能由该单位安排",
        "neither the congress nor a responsible unit",
    )
    event.require(
        not item.scheduled or event.state["reason"] is not None, "未说明原因", "no reason given"
    )
    item.scheduled = True


def task_extension_requested(event: Event, county: County) -> None:
    """Ask as a responsible unit, in time, one request at a time."""
    item, asked = event.item, event.state["asked"]
    due = item.round.due
    event.require(event.unit in item.units, "不是责任单位", "it is not a responsible unit")
    event.require(item.pending is None, "已有延期申请待审批", "a request is pending")
    _require_extensible(event, asked)
    rules = county.book.of(item.profile)
    event.require(rules.is_asked_in_time(event.day, due), "申请延期过晚", "asked too late")
    require_former_due(event, event.state["due"], item.round.present)
    item.extensions = (*item.extensions, {"asked": asked, "in": event.version, "due": due})


def task_extension_granted(event: Event, county: County) -> None:
    """Grant more time before the due date passes, independently."""
    item, until = event.item, event.state["until"]
    _require_decision(event)
    county.book.of(item.profile).require_approver(event, "extension")
    _require_extensible(event, until)
    require_former_due(event, event.state["due_was"], item.round.present)
    item.extensions[-1].update(decided=event.version, put_off=item.round.due)
    item.round.present = Known(until)


def task_extension_refused(event: Event, county: County) -> None:
    """Refuse more time, independently."""
    del county
    _require_decision(event)
    event.item.extensions[-1].update(decided=event.version)


def _require_decision(event: Event) -> None:
    pending: Any = event.item.pending
    event.require(pending, "没有待审批的延期申请", "no request is pending")
    event.require(
        event.state["asked"] == pending["asked"], "申请不符", "another day was asked for"
    )
    event.item.hands.require_other(event)


def _require_extensible(event: Event, until: str) -> None:
    due = event.item.round.due
    event.require(due is not None, "未定时限", "there is no due date")
    event.require(event.day <= due, "期限已届满", "the due date has passed")
    event.require(until > due, "延期后不晚于原期限", "it leads to no later day")


def task_long_term(event: Event, county: County) -> None:
    """Carry on for the long term, to be reviewed later."""
    county.book.of(event.item.profile).require_approver(event, "long_term")
    event.require(event.state["review_on"] > event.day, "复核日期过早", "reviewed too early")


def task_amended(event: Event, county: County) -> None:
    """Change something; whoever carries it out, or their own plan, moves no due date."""
    item, state = event.item, event.state
    _require_not_of_own_plan(event, county)
    if state["due"] is not None:
        item.hands.require_other(event)
    present = {"text": item.text, "target": item.target}
    require_amendment(event, present, item.round.present)
    item.text, item.target = state["text"] or item.text, state["target"] or item.target
    if state["due"] is not None:
        item.restate(event.version, known(state["due"]), settled=False)


def task_due_settled(event: Event, county: County) -> None:
    """Take over a due date derived again once the notice was known."""
    del county
    item, state = event.item, event.state
    require_settled_after_stated(event)
    require_former_due(event, state["due_was"], item.round.present)
    require_settled(event, item.round.present)
    item.restate(event.version, known(state["due"]), settled=True)


def task_due_recounted(event: Event, county: County) -> None:
    """Take over a due date counted anew; that of a plan's measure rests on the plan."""
    item, state = event.item, event.state
    item.hands.require_other(event)
    event.require(state["corrected"] != 1 or item.plan is None, *RESTS_ON_ANOTHER)
    require_settled_after_stated(event)
    require_former_due(event, state["due_was"], item.round.present)
    require_recounted(event, item.round.present)
    county.take_recount(event)
    item.restate(event.version, known(state["due"]), settled=True)


def task_cancelled(event: Event, county: County) -> None:
    """Give the task up, independently."""
    _require_not_of_own_plan(event, county)
    event.item.hands.require_other(event)
    event.item.drop_pending()


def _require_not_of_own_plan(event: Event, county: County) -> None:
    if event.item.plan is not None:
        require_changed_by_other(event, county.item("plan", event.item.plan), county)


def task_verified(event: Event, county: County) -> None:
    """Accept the claim, independently."""
    item = event.item
    event.require_round(len(item.rounds))
    item.hands.require_independent(event, county.tree)
    item.drop_pending()
    item.round.verdict_in = event.version


def task_failed(event: Event, county: County) -> None:
    """Find the claim wanting, independently; the next round begins.

    What was accepted can fail only when an objection to the public notice was upheld.
    """
    item, state = event.item, event.state
    event.require_round(len(item.rounds))
    accepted = item.status == "accepted"
    event.require(accepted == item.round.upheld, "没有成立的异议", "no objection was upheld")
    item.hands.require_independent(event, county.tree)
    require_due_not_before(event, state["new_due"], event.day)
    item.round.verdict_in = item.round.verdict_in or event.version
    item.begin_round(event.version, known(state["new_due"]), item.round.not_before)


def task_announced(event: Event, county: County) -> None:
    """Announce the accepted task once in a round, for as long as the rules require."""
    item, start, end = event.item, event.state["start"], event.state["end"]
    event.require(item.round.notice is None, "本轮已经公示", "announced before")
    accepted = item.date_of(item.round.verdict_in)
    event.require(accepted <= start <= end, "公示日期不符", "announced on impossible days")
    required = county.book.of(item.profile).notice_days
    days = days_between(start, end) + 1
    event.require(days >= required, "公示天数不足", "the notice is too short")
    item.round.notice = (start, end)


def task_objected(event: Event, county: County) -> None:
    """Record an objection to the public notice, independently."""
    del county
    notice = event.item.round.notice
    event.require(notice, "本轮没有公示", "there was no public notice")
    event.item.hands.require_other(event)
    event.require(event.day >= notice[0], "早于公示开始", "before the notice began")
    event.item.round.upheld |= event.state["upheld"]


def task_closed_out(event: Event, county: County) -> None:
    """Strike off what was accepted and, where the rules say so, announced; independently."""
    item, state = event.item, event.state
    round_ = item.round
    event.require_round(len(item.rounds))
    item.hands.require_other(event)
    event.require(not round_.upheld, "异议成立", "an objection was upheld")
    announced = round_.notice is not None
    required = county.book.of(item.profile).notice_days
    event.require(announced or not required, "应当公示", "a public notice is required")
    event.require(not announced or event.day > round_.notice[1], "公示未期满", "the notice runs")
    event.require(
        state["completed_on"] == round_.completed_on,
        "完成日期不符",
        "another completion is stated",
    )
    round_.closed_in = event.version


def task_looked_back(event: Event, county: County) -> None:
    """Look back, independently."""
    del county
    event.item.hands.require_other(event)


def task_recurred(event: Event, county: County) -> None:
    """Take the task up again; the first closing stays."""
    del county
    due = event.state["due"]
    require_due_not_before(event, due, event.day)
    event.item.begin_round(event.version, known(due), event.version)


TASK_RULES = {
    "task.planned": task_planned,
    "task.assigned": task_entrusted,
    "task.reassigned": task_entrusted,
    "task.progress-reported": task_reported,
    "task.closeout-requested": task_claimed,
    "task.reporting-scheduled": task_scheduled,
    "task.extension-requested": task_extension_requested,
    "task.extension-granted": task_extension_granted,
    "task.extension-refused": task_extension_refused,
    "task.converted-to-long-term": task_long_term,
    "task.amended": task_amended,
    "task.due-settled": task_due_settled,
    "task.due-recounted": task_due_recounted,
    "task.cancelled": task_cancelled,
    "task.verification-passed": task_verified,
    "task.verification-failed": task_failed,
    "task.public-notice-given": task_announced,
    "task.objection-recorded": task_objected,
    "task.closed-out": task_closed_out,
    "task.look-back-passed": task_looked_back,
    "task.recurrence-found": task_recurred,
}
