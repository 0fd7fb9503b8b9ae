// What a rectification task allows while units are at work on it.

import { isAmountWithin } from "./amounts.js";
import { correctDoneOn } from "./claims.js";
import { isSameFact, knownDue } from "./due_origins.js";
import { requireLineage } from "./hands.js";
import { TASK_CLOSING_RULES } from "./task_closing_rules.js";
import { TASK_DUE_RULES } from "./task_due_rules.js";
import { Task, requireTaskDates } from "./task_record.js";

/** The kinds of units that belong to the congress. */
const OF_CONGRESS = ["standing_committee", "presidium", "committee"];

/** Plan a task of a plan in force, or one that stands alone. */
function planTask(event, county) {
  const { plan_id: planId, measure_no: no, sub_actions: actions, opinion_ids: ids } = event.state;
  event.require((planId === null) === (no === null), "方案与措施序号不全", "plan without measure");
  event.require(event.item.actions.size === actions.length, "子措施序号重复", "sub-actions repeat");
  if (planId !== null) {
    const plan = county.item("plan", planId);
    event.require(
      plan?.status === "in_force" && plan.measures.has(no), "整改方案没有实施中的这项措施",
      "no such measure is in force",
    );
    requireAsAgreed(event, plan);
    plan.tasks.push(event.id);
  }
  county.answer(event, ids);
  event.item.raisedBy = county.raisedBy(ids);
}

/** Refuse a task that is not what the measure of its plan says. */
function requireAsAgreed(event, plan) {
  const { number, measure_no: no, opinion_ids: ids, due, ...state } = event.state;
  const stated = [state.text, state.sub_actions, state.target, state.handling, knownDue(due)];
  event.require(
    number === plan.taskNumber(no) &&
      isSameFact(ids, plan.answeredBy(no)) &&
      isSameFact(stated, plan.measures.get(no).agreed),
    "与方案的措施不符", "it is not what the measure of the plan says",
  );
}

/** Make units that exist responsible, with leaders and offices; nobody hands a task on. */
function entrustTask(event, county) {
  const { item, version, state: { units, leaders, offices, assignees } } = event;
  if (event.topic === "task.reassigned") item.hands.requireOther(event);
  event.require(
    units.length && leaders.length && offices.length, "责任不完整", "responsibility is missing",
  );
  event.require(new Set(units).size === units.length, "责任单位重复", "a unit is named twice");
  for (const unit of units) county.requireActive(event, unit);
  if (event.topic === "task.assigned") item.round.begunIn = item.round.notBefore = version;
  item.units = units;
  item.hands.join(units, [...leaders, ...assignees]);
}

/** Say when reports are expected, as the congress or as a responsible unit. */
function scheduleReports(event, { tree }) {
  const { item, unit, state: { reason } } = event;
  event.require(
    item.units.includes(unit) || OF_CONGRESS.includes(tree.unit(unit)?.kind), "不能由该单位安排",
    "neither the congress nor a responsible unit",
  );
  event.require(!item.isScheduled || reason !== null, "未说明原因", "no reason given");
  item.isScheduled = true;
}

/** Report inside the round; progress falls only for a reason. */
function reportProgress(event, { tree }) {
  const { item, version, day, state: { percent, sub_actions_done: done, evidence } } = event;
  const { begunIn } = item.round;
  const lineage = requireResponsible(event, tree);
  event.require(day >= item.dayOf(begunIn), "早于本轮整改开始", "before the round began");
  event.require(
    done.every((no) => item.actions.has(no)), "没有这项子措施", "there is no such sub-action",
  );
  event.require(
    percent >= item.reports.percentOn(day) || event.state.reason_for_fall !== null,
    "进度下降未说明原因", "progress falls without a reason",
  );
  item.reports.take({ version, day, percent, begunIn });
  for (const no of done) item.actions.set(no, true);
  item.round.hasEvidence ||= evidence.length > 0;
  item.hands.report(event, lineage);
}

/** Claim what is done, evidenced and reached, complete inside the work. */
function claimTask(event, { tree }) {
  const { item, version, day, state } = event;
  const { completed_on: completed, collective_decision_on: decided, evidence } = state;
  event.requireRound(item.roundNumber);
  const lineage = requireResponsible(event, tree);
  event.require([...item.actions.values()].every(Boolean), "子措施未完成", "a sub-action is not done");
  event.require(
    evidence.length || item.round.hasEvidence, "缺少佐证材料", "there is no evidence",
  );
  event.require(
    isTargetMet(item.target, state.target_value), "完成值与量化目标不符",
    "the value reached does not meet the target",
  );
  event.require(
    item.dayOf(item.round.notBefore) <= completed && completed <= day, "完成日期不在整改期间之内",
    "completed on an impossible day",
  );
  event.require(
    decided === null || decided <= day, "集体研究晚于申请销号", "decided after the claim",
  );
  Object.assign(item.round, { claimedIn: version, doneOn: completed, decidedOn: decided });
  item.hands.report(event, lineage);
}

/** Return the line of units stated; refuse a unit neither responsible nor under one that is. */
function requireResponsible(event, tree) {
  const lineage = requireLineage(event, tree);
  event.require(
    event.item.units.some((unit) => lineage.includes(unit)), "不是责任单位",
    "it is not a responsible unit",
  );
  return lineage;
}

/** Tell whether a value lies inside a quantified target; without one no value is stated. */
function isTargetMet(target, value) {
  if (target === null || value === null) return target === value;
  return isAmountWithin(value, target);
}

export const TASK_RULES = Object.freeze({
  begun: (state) => new Task(state),
  byTopic: {
    "task.planned": planTask,
    "task.assigned": entrustTask,
    "task.reassigned": entrustTask,
    "task.reporting-scheduled": scheduleReports,
    "task.progress-reported": reportProgress,
    "task.closeout-requested": claimTask,
    ...TASK_DUE_RULES,
    ...TASK_CLOSING_RULES,
  },
  requireDates: requireTaskDates,
  correctClaim: (event) => correctDoneOn(event, "completed_on", event.item.rounds),
});
