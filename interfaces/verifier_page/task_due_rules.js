// What the due date of a rectification task allows, and what becomes of it.

import { requireAmendment } from "./amendments.js";
import { requireFormerDue, requireRestsOn } from "./due_origins.js";
import { requireNotOfOwnPlan } from "./hands.js";

/** Ask as a responsible unit, in time, one request at a time. */
function requestTaskExtension(event, { book }) {
  const { item, day, version, state: { asked, due: stated } } = event;
  const due = item.dues.on;
  event.require(item.units.includes(event.unit), "不是责任单位", "it is not a responsible unit");
  event.require(item.pendingExtension === null, "已有延期申请待审批", "a request is pending");
  requireExtensible(event, asked);
  event.require(book.of(item.profile).isAskedInTime(day, due), "申请延期过晚", "asked too late");
  requireFormerDue(event, stated, item.dues.present);
  item.extensions.push({ askedIn: version, asked, due, decidedIn: 0, putOff: null });
}

/** Grant more time before the due date passes, independently. */
function grantTaskExtension(event, { book }) {
  const { item, version, state: { until, due_was: was } } = event;
  const extension = requireDecision(event);
  book.of(item.profile).requireApprover(event, "extension");
  requireExtensible(event, until);
  requireFormerDue(event, was, item.dues.present);
  Object.assign(extension, { decidedIn: version, putOff: item.dues.on });
  item.dues.extend(until);
}

/** Refuse more time, independently. */
function refuseTaskExtension(event) {
  requireDecision(event).decidedIn = event.version;
}

/** Return the request decided on. */
function requireDecision(event) {
  const extension = event.item.pendingExtension;
  event.require(extension, "没有待审批的延期申请", "no request is pending");
  event.require(
    event.state.asked === extension.asked, "申请不符", "another day was asked for",
  );
  event.item.hands.requireOther(event);
  return extension;
}

function requireExtensible(event, until) {
  const { day, item: { dues } } = event;
  event.require(dues.on !== null, "未定时限", "there is no due date");
  event.require(day <= dues.on, "期限已届满", "the due date has passed");
  event.require(until > dues.on, "延期后不晚于原期限", "it leads to no later day");
}

/** Carry on for the long term, to be reviewed later. */
function carryOn(event, { book }) {
  book.of(event.item.profile).requireApprover(event, "long_term");
  event.require(event.state.review_on > event.day, "复核日期过早", "reviewed too early");
}

/** Change something; whoever carries it out, or their own plan, moves no due date. */
function amendTask(event, county) {
  const { item, state: { text, due, target } } = event;
  requireNotOfOwnPlan(event, county);
  if (due !== null) item.hands.requireOther(event);
  requireAmendment(event, { text: item.text, target: item.target }, item.dues.present);
  item.text = text ?? item.text;
  item.target = target ?? item.target;
  if (due !== null) item.dues.restate(event, due);
}

/** Count the due date anew, independently; that of a plan's measure rests on the plan. */
function recountTaskDue(event, county) {
  const { item, state: { corrected } } = event;
  item.hands.requireOther(event);
  requireRestsOn(event, corrected !== 1 || item.planId === null);
  item.dues.recount(event);
  county.takeRecount(event);
}

export const TASK_DUE_RULES = Object.freeze({
  "task.extension-requested": requestTaskExtension,
  "task.extension-granted": grantTaskExtension,
  "task.extension-refused": refuseTaskExtension,
  "task.converted-to-long-term": carryOn,
  "task.amended": amendTask,
  "task.due-settled": (event) => event.item.dues.settle(event),
  "task.due-recounted": recountTaskDue,
});
