// What a measure, a task and a commitment count for in each rate and count.

import {
  LEAVES_OUT, closedLate, dueDay, figuresBy, isBy, isUndated, lateDays, one, share,
} from "./opinion_figures.js";

export const MEASURE_RATES = Object.freeze(
  figuresBy("addedOn", ["five-elements-rate", "五落实完备率", ({ filled }) => [filled, 5, 0]]),
);

function closeOutOnTime(row, day) {
  const [due, undated] = [dueDay(row), isUndated(row)];
  const base = !undated && (row.closedOn || isBy(due, day));
  return share(row.closedOn && isBy(row.completedOn, due), base, undated);
}

/** Counts what was urged among the items of which none of these statuses says that they ended. */
function urgedUnless(...ended) {
  return ({ isUrged, status }) => share(isUrged, !ended.includes(status));
}

function taskOverdue(row, day) {
  const due = dueDay(row);
  return lateDays(row, row.completedOn === null && due !== null && due < day, day);
}

export const TASK_RATES = Object.freeze(
  figuresBy(
    "begunOn",
    ["close-out-rate", "销号率", ({ status }) => share(status === "closed_out")],
    ["on-time-close-out-rate", "按期销号率", closeOutOnTime, LEAVES_OUT],
    ["completion-rate", "整改完成率", ({ status }) => {
      return share(status === "accepted" || status === "closed_out");
    }],
    ["task-extension-rate", "任务延期率", ({ extensions }) => share(extensions)],
    [
      "task-recurrence-rate", "任务反弹率",
      ({ recurrences, lookBacks }) => [recurrences, lookBacks, 0],
    ],
    ["task-supervision-rate", "任务督办率", urgedUnless("closed_out")],
  ),
);

export const TASK_COUNTS = Object.freeze([
  ...figuresBy("begunOn", ["planned-count", "立项任务数", one]),
  ...figuresBy("completedOn", ["completed-count", "完成任务数", one]),
  ...figuresBy("closedOn", ["closed-out-count", "销号件数", one]),
  ...figuresBy("firstClosedOn", ["first-closed-out-count", "首次销号件数", one]),
  ...figuresBy(
    "begunOn",
    ["task-overdue-days", "任务逾期未完成", taskOverdue],
    ["task-closed-late-days", "任务逾期销号", closedLate],
  ),
]);

function isKept({ withdrawnOn, result }, wanted) {
  return withdrawnOn === null && result === wanted;
}

/** Tell whether a promise that was made public had fallen due, or was taken back. */
function isDueOrWithdrawn(row, day) {
  const hasFallenDue = isBy(dueDay(row), day) || row.withdrawnOn !== null;
  return row.publishedOn !== null && !isUndated(row) && hasFallenDue;
}

function isPublicUndated(row) {
  return row.publishedOn !== null && isUndated(row);
}

function fulfilled(row, day) {
  return share(isKept(row, "fulfilled"), isDueOrWithdrawn(row, day), isPublicUndated(row));
}

function fulfilledOnTime(row, day) {
  const isOnTime = isKept(row, "fulfilled") && isBy(row.fulfilledOn, dueDay(row));
  return share(isOnTime, isDueOrWithdrawn(row, day), isPublicUndated(row));
}

/** What was kept in part counts half. */
function fulfilledByHalves(row, day) {
  const halves = isKept(row, "fulfilled") ? 2 : isKept(row, "partly") ? 1 : 0;
  const base = isDueOrWithdrawn(row, day) ? 2 : 0;
  return [base && halves, base, isPublicUndated(row) ? 1 : 0];
}

function satisfiedWhenAsked(...grades) {
  return ({ followUp, followedUpOn }) => share(grades.includes(followUp), followedUpOn);
}

export const COMMITMENT_RATES = Object.freeze(
  figuresBy(
    "begunOn",
    ["fulfilment-rate", "兑现率", fulfilled, LEAVES_OUT],
    ["on-time-fulfilment-rate", "按期兑现率", fulfilledOnTime, LEAVES_OUT],
    ["fulfilment-rate-weighted", "兑现率(部分兑现折半)", fulfilledByHalves, LEAVES_OUT],
    ["publication-rate", "公开率", ({ publishedOn, filedOn }) => share(publishedOn, filedOn)],
    ["follow-up-rate", "回访率", (row) => share(row.followedUpOn, row.verifiedOn)],
    ["follow-up-satisfaction-rate", "回访满意率", satisfiedWhenAsked("satisfied")],
    [
      "follow-up-satisfaction-rate-with-basic", "回访满意率(含基本满意)",
      satisfiedWhenAsked("satisfied", "basically_satisfied"),
    ],
    ["commitment-supervision-rate", "承诺督办率", urgedUnless("archived", "withdrawn")],
  ),
);

export const COMMITMENT_COUNTS = Object.freeze([
  ...figuresBy("publishedOn", ["published-count", "公开承诺数", one]),
  ...figuresBy("fulfilledOn", ["fulfilled-count", "兑现承诺数", one]),
]);
