// What a plan allows: covering and complete, decided on by others, then carried out.

import { requireAmendment } from "./amendments.js";
import { isSameFact } from "./due_origins.js";
import { requireChangedByOther, requireLineage, requireNotOfPlan } from "./hands.js";
import { identityOf } from "./identities.js";
import { Plan } from "./plan_record.js";
import { requireSuccession } from "./successions.js";

const NOT_COVERED = Object.freeze(["有意见没有回应", "an opinion is not answered"]);
const NOT_COMPLETE = Object.freeze(["五落实不完整", "an element is missing"]);
const NOT_RESPONSIBLE = Object.freeze(["不是责任单位", "it is not the responsible unit"]);
const NOT_OF_THE_PLAN = Object.freeze(["意见不在方案之内", "not of the plan"]);

function draftPlan(event, county) {
  const { unit, opinion_ids: opinions } = event.state;
  county.requireActive(event, unit);
  county.answer(event, opinions);
}

function addMeasure(event) {
  const { item, state: { measure } } = event;
  event.require(!item.measures.has(measure.no), "序号已被占用", "the number is taken");
  putMeasure(event);
}

/** What was waived of a measure lapses when it comes to read otherwise. */
function reviseMeasure(event) {
  const { measure } = event.state;
  event.require(!measureAt(event, measure.no).reads(measure), "措施没有变化", "nothing changes");
  putMeasure(event);
}

function putMeasure(event) {
  const { item, state: { measure } } = event;
  event.require(measure.answers.every((id) => item.opinions.includes(id)), ...NOT_OF_THE_PLAN);
  item.put(measure);
}

function measureAt(event, no) {
  const found = event.item.measures.get(no);
  event.require(found, "没有这项有效措施", "there is no such measure");
  return found;
}

function removeMeasure(event) {
  const { item, state: { no } } = event;
  measureAt(event, no);
  item.measures.delete(no);
}

function cancelMeasure(event, county) {
  requireChangedByOther(event, event.item, county);
  removeMeasure(event);
  event.require(event.item.isCovered, ...NOT_COVERED);
}

function declineOpinion(event) {
  const { item, state: { opinion_id: opinion } } = event;
  event.require(item.opinions.includes(opinion), ...NOT_OF_THE_PLAN);
  event.require(!item.declines(opinion), "已经说明", "declined before");
  item.decline(opinion);
}

function waiveElements(event) {
  const { no, elements } = event.state;
  const measure = measureAt(event, no);
  const { missing } = measure;
  event.require(
    elements.length && elements.every((element) => missing.includes(element)), "要素无需免除",
    "nothing to waive",
  );
  measure.waive(elements);
}

function submitPlan(event) {
  const { item } = event;
  event.require(event.unit === item.unit, ...NOT_RESPONSIBLE);
  event.require(item.measures.size, "没有措施", "there are no measures");
  event.require(item.isCovered, ...NOT_COVERED);
  item.submitter = event.actor;
}

function approvePlan(event, county) {
  requirePlanIndependent(event, county);
  county.book.of(event.item.profile).requireApprover(event, "plan");
  event.require(event.item.isComplete, ...NOT_COMPLETE);
}

/** Begin a task for each measure, in the same act. */
function putInForce(event, county) {
  const { item } = event;
  for (const no of item.measures.keys()) {
    const number = item.taskNumber(no);
    county.referAhead(event, "task", identityOf("task", number), number);
  }
}

/** Refuse a decision by the responsible unit, one inside it, or whoever handed the plan in. */
function requirePlanIndependent(event, county) {
  requireNotOfPlan(event, event.item, county, ["审定自己的方案", "审定", "decided"]);
  requireLineage(event, county.tree);
}

function amendMeasure(event, county) {
  const { item, state: { no, text, due, target } } = event;
  requireChangedByOther(event, item, county);
  const measure = measureAt(event, no);
  const present = { text: measure.text, target: measure.target };
  requireAmendment(event, present, measure.due, (name) => `former_${name}`);
  measure.amend({ text, due, target });
  event.require(item.isComplete, ...NOT_COMPLETE);
}

/** Let another unit be responsible, and lead what the one that has ended led. */
function handPlanOver(event, county) {
  const { item, state: { unit, successor, measures } } = event;
  requireNotOfPlan(event, item, county, ["自行移交方案", "移交", "handed over"]);
  requireSuccession(event, county, [item.unit], NOT_RESPONSIBLE);
  event.require(
    isSameFact(measures, item.ledBy(unit)), "所写措施不是原单位牵头的措施",
    "the measures stated are not those the unit led",
  );
  item.handOver(unit, successor);
}

function concludePlan(event, county) {
  const open = county.holdingUp(event.item.tasks);
  event.require(
    !open.length, `任务${open.join("、")}尚未办结`, `tasks are open: ${open.join(", ")}`,
  );
}

export const PLAN_RULES = Object.freeze({
  begun: (state) => new Plan(state),
  byTopic: {
    "plan.drafted": draftPlan,
    "plan.measure-added": addMeasure,
    "plan.measure-revised": reviseMeasure,
    "plan.measure-removed": removeMeasure,
    "plan.measure-cancelled": cancelMeasure,
    "plan.opinion-waived": declineOpinion,
    "plan.elements-waived": waiveElements,
    "plan.submitted": submitPlan,
    "plan.approved": approvePlan,
    "plan.put-in-force": putInForce,
    "plan.rejected": requirePlanIndependent,
    "plan.measure-amended": amendMeasure,
    "plan.handed-over": handPlanOver,
    "plan.concluded": concludePlan,
  },
});
