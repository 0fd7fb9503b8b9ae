// What an opinion counts for in each rate and count.
//
// A figure has a code, a title, the date that puts an item into a period, and a function of a row
// and the day asked about, which tells what the item adds to the numerator, to the denominator, and
// to those left out because nothing is due on any day.

import { isAnswered } from "./coverage_ledger.js";
import { daysBetween } from "./days.js";

/** Return what an item adds that belongs to the `base` and is `counted` in it, or is left out. */
export function share(counted, base = true, leftOut = false) {
  return [base && counted ? 1 : 0, base ? 1 : 0, leftOut ? 1 : 0];
}

/** Tell whether a day is there and not after the other. */
export function isBy(day, other) {
  return Boolean(day && other && day <= other);
}

export function dueDay({ due }) {
  return due.on;
}

/** Tell whether something is due, but on no day. */
export function isUndated({ due }) {
  return due.on === null;
}

/** Says in a line that a rate leaves out what has no due date. */
export const LEAVES_OUT = true;

/** Return figures from lines of code, title and function, all of items with this date. */
export function figuresBy(cohort, ...lines) {
  return lines.map(([code, title, weigh, leavesOut = false]) => {
    return { code, title, cohort, weigh, leavesOut };
  });
}

/** Counts an item once. */
export function one() {
  return [1, 1, 0];
}

/** Return what an item adds that is late by the days from its due date `until` another. */
export function lateDays(row, isLate, until) {
  const days = isLate ? daysBetween(dueDay(row), until) : 0;
  return [days, isLate ? 1 : 0, isUndated(row) ? 1 : 0];
}

/** What was closed, but completed after its due date. */
export function closedLate(row) {
  const [done, due] = [row.completedOn, dueDay(row)];
  return lateDays(row, row.closedOn !== null && due !== null && done > due, done);
}

/** Return up to which day an open opinion may be late: the clock may stand still. */
function countedUntil({ pausedSince }, day) {
  return pausedSince ?? day;
}

/** Tell of what was merged into another nothing: it is handled there. */
function handledOnce(weigh) {
  return (row, day) => (row.mergedInto === null ? weigh(row, day) : [0, 0, 0]);
}

function replyOnTime(row, day) {
  const { firstRepliedOn: replied, firstReplyDue: due } = row;
  if (replied) return share(isBy(replied, due), due, !due);
  return share(false, isBy(dueDay(row), countedUntil(row, day)), isUndated(row));
}

function replyOnTimeOriginally(row, day) {
  const { firstRepliedOn: replied, originalDue: due } = row;
  return share(isBy(replied, due), due && (replied || due <= countedUntil(row, day)), !due);
}

function closedAs(...statuses) {
  return ({ status, mergedInto }) => share(statuses.includes(status), mergedInto === null);
}

function closingOnTime(row, day) {
  const [due, undated] = [dueDay(row), isUndated(row)];
  const base = !undated && (row.closedOn || isBy(due, countedUntil(row, day)));
  return share(row.closedOn && isBy(row.completedOn, due), base, undated);
}

function resolved(...classes) {
  return ({ currentClass }) => share(classes.includes(currentClass), currentClass);
}

function gradedAs(name, ...grades) {
  return (row) => share(grades.includes(row[name]), row[name]);
}

function supervised({ isUrged, mergedInto, status }) {
  return share(isUrged, mergedInto === null && status !== "closed");
}

function overdue(row, day) {
  const [due, until] = [dueDay(row), countedUntil(row, day)];
  return lateDays(row, row.status !== "closed" && due !== null && due < until, until);
}

const SATISFIED = "satisfied";
const BASICALLY = "basically_satisfied";

export const OPINION_RATES = Object.freeze([
  ...figuresBy(
    "formedOn",
    ["referral-rate", "交办率", ({ referredOn, formedOn }) => share(referredOn, formedOn)],
  ),
  ...figuresBy(
    "referredOn",
    ["acknowledgement-rate", "签收率", ({ acknowledgedOn: on }) => share(on)],
    ["reply-rate", "答复率", ({ firstRepliedOn: on }) => share(on)],
    ["on-time-reply-rate", "按期答复率", replyOnTime, LEAVES_OUT],
    ["on-time-reply-rate-original", "按期答复率(按原期限)", replyOnTimeOriginally, LEAVES_OUT],
    ["consultation-rate", "见面率", (row) => share(row.consultedOn, row.firstRepliedOn)],
    ["closing-rate", "办结率", closedAs("closed")],
    ["closing-rate-with-tracking", "办结率(含跟踪办理)", closedAs("closed", "tracking")],
    ["on-time-closing-rate", "按期办结率", handledOnce(closingOnTime), LEAVES_OUT],
    ["resolution-rate", "办成率", resolved("A")],
    ["resolution-rate-first", "办成率(首次答复)", ({ firstClass: first }) => {
      return share(first === "A", first);
    }],
    ["settled-or-under-way-rate", "问题解决率(含正在解决)", resolved("A", "B")],
    ["settled-or-planned-rate", "问题解决率(含列入计划)", resolved("A", "B", "C")],
    ["satisfaction-rate", "满意率", gradedAs("lastGrade", SATISFIED)],
    [
      "satisfaction-rate-with-basic", "满意率(含基本满意)",
      gradedAs("lastGrade", SATISFIED, BASICALLY),
    ],
    ["first-satisfaction-rate", "首次满意率", gradedAs("firstGrade", SATISFIED, BASICALLY)],
    [
      "first-satisfaction-rate-strict", "首次满意率(不含基本满意)",
      gradedAs("firstGrade", SATISFIED),
    ],
    ["final-satisfaction-rate", "最终满意率", gradedAs("lastGrade", SATISFIED, BASICALLY)],
  ),
  ...figuresBy("firstReferredOn", ["return-rate", "退办率", ({ returns }) => share(returns)]),
  ...figuresBy(
    "referredOn",
    ["rehandling-rate", "重办率", ({ rehandlings, lastGrade }) => share(rehandlings, lastGrade)],
    ["extension-rate", "延期率", ({ extensions }) => share(extensions)],
    ["recurrence-rate", "反弹率", ({ recurrences, lookBacks }) => [recurrences, lookBacks, 0]],
  ),
  ...figuresBy(
    "raisedOn",
    ["coverage-rate", "措施覆盖率", (row) => share(isAnswered(row))],
    ["supervision-rate", "督办率", supervised],
  ),
]);

export const OPINION_COUNTS = Object.freeze([
  ...figuresBy("referredOn", ["referred-count", "交办件数", one]),
  ...figuresBy("firstRepliedOn", ["replied-count", "首次答复件数", one]),
  ...figuresBy("closedOn", ["closed-count", "办结件数", one]),
  ...figuresBy("firstClosedOn", ["first-closed-count", "首次办结件数", one]),
  ...figuresBy("reopenedOn", ["reopened-count", "重新启动件数", one]),
  ...figuresBy(
    "referredOn",
    ["overdue-open-days", "逾期未结", handledOnce(overdue)],
    ["closed-late-days", "逾期办结", handledOnce(closedLate)],
  ),
]);
