// The ledger of tasks and the list of who answers for them: what events change, what rows show.

import {
  calledUnit, daysLate, dueCell, dueOf, fact, itemNumber, itemNumbers, joinedTexts, takeSettledDue,
  unitNames, word,
} from "./cells.js";
import { expectReports, reportsMissing, takeReport } from "./reporting.js";

const NOTHING_CLAIMED = Object.freeze({
  claimedOn: null, claimed: null, completedOn: null, acceptedOn: null, closedOn: null,
  targetValue: null,
});
const NOBODY_ASSIGNED = Object.freeze({ units: [], leaders: [], offices: [], assignees: [] });
const UNIT_IN_CHARGE = "责任单位";
/** In the order of the list. */
const CAPACITIES = Object.freeze([
  ["assignees", "责任人员"], ["leaders", "责任领导"], ["offices", "责任处室"],
  ["units", UNIT_IN_CHARGE],
]);

function planned(state) {
  const due = dueOf(state.due);
  return {
    ...NOTHING_CLAIMED, ...NOBODY_ASSIGNED,
    number: state.number, text: state.text, planId: state.plan_id, measureNo: state.measure_no,
    opinionIds: state.opinion_ids, target: state.target?.text ?? null, handling: state.handling,
    due, originalDue: due.on, assignedOn: null, reportedOn: null, reporting: null,
    reportDue: null, firstClosedOn: null, cancelledOn: null, reviewOn: null, round: 1, percent: 0,
    reports: 0, reportsMissed: 0, files: 0, extensions: 0, lookBacks: 0, recurrences: 0,
  };
}

function entrusted({ units, leaders, offices, assignees }) {
  return (row) => Object.assign(row, { units, leaders, offices, assignees });
}

function assigned(state) {
  const entrust = entrusted(state);
  return (row, day) => {
    entrust(row);
    row.assignedOn = day;
  };
}

function reported({ percent, evidence: { length } }) {
  return (row, day) => {
    Object.assign(row, { percent, reportedOn: day });
    row.reports++;
    row.files += length;
    takeReport(row, day);
  };
}

function claimed({ completed_on: claim, target_value: targetValue, evidence: { length } }) {
  return (row, day) => {
    Object.assign(row, { claimedOn: day, claimed: claim, targetValue });
    row.files += length;
    expectReports(row, null, day);
  };
}

function failed({ round, new_due: stated }) {
  const begin = roundBegun(stated);
  return (row, day) => {
    row.round = round + 1;
    begin(row, day);
  };
}

function recurred({ due: stated }) {
  const begin = roundBegun(stated);
  return (row, day) => {
    row.lookBacks++;
    row.recurrences++;
    row.round++;
    begin(row, day);
  };
}

function roundBegun(stated) {
  const due = dueOf(stated);
  return (row, day) => {
    expectReports(row, row.reporting, day);
    Object.assign(row, NOTHING_CLAIMED, { due });
  };
}

function closedOut() {
  return (row, day) => {
    row.closedOn = day;
    row.firstClosedOn ??= day;
  };
}

function taskExtended({ until }) {
  return (row) => {
    row.extensions++;
    row.due = { on: until, isProvisional: false };
  };
}

function amended({ text, target, due: stated }) {
  const [due, targetText] = [stated && dueOf(stated), target?.text];
  return (row) => {
    row.text = text || row.text;
    row.target = targetText || row.target;
    row.due = due ?? row.due;
  };
}

function cancelled() {
  return (row, day) => {
    Object.assign(row, { cancelledOn: day, completedOn: null });
    expectReports(row, null, day);
  };
}

/** How tasks are told. */
export const TASKS = Object.freeze({
  begin: planned,
  changes: {
    "task.assigned": assigned,
    "task.reassigned": entrusted,
    "task.progress-reported": reported,
    "task.closeout-requested": claimed,
    "task.verification-passed": () => (row, day) => {
      Object.assign(row, { acceptedOn: day, completedOn: row.claimed });
    },
    "task.verification-failed": failed,
    "task.recurrence-found": recurred,
    "task.closed-out": closedOut,
    "task.look-back-passed": () => (row) => row.lookBacks++,
    "task.extension-granted": taskExtended,
    "task.converted-to-long-term": ({ review_on: on }) => (row) => (row.reviewOn = on),
    "task.amended": amended,
    "task.due-settled": takeSettledDue,
    "task.due-recounted": takeSettledDue,
    "task.reporting-scheduled": ({ spec }) => (row, day) => expectReports(row, spec, day),
    "task.cancelled": cancelled,
  },
  isListed: (row, has) => has(row.begunOn),
});

function taskLate(row, { asOf }) {
  return row.status === "cancelled" ? 0 : daysLate(row.due, row.completedOn ?? asOf);
}

export const TASK_COLUMNS = Object.freeze({
  编号: fact("number"),
  任务内容: fact("text"),
  整改方案: itemNumber("planId"),
  措施序号: fact("measureNo"),
  回应意见: itemNumbers("opinionIds"),
  牵头单位: ({ units }, known) => (units.length ? calledUnit(units[0], known) : null),
  责任单位: unitNames("units"),
  责任领导: joinedTexts("leaders"),
  责任处室: joinedTexts("offices"),
  责任人员: joinedTexts("assignees"),
  整改类型: word("handling", "handling"),
  量化目标: fact("target"),
  目标完成值: fact("targetValue"),
  状态: word("status", "task_status"),
  列入日期: fact("begunOn"),
  分解日期: fact("assignedOn"),
  期限: dueCell,
  原定期限: fact("originalDue"),
  延期次数: fact("extensions"),
  "完成率(%)": fact("percent"),
  最近进展日期: fact("reportedOn"),
  报告次数: fact("reports"),
  应报未报次数: (row, { asOf }) => reportsMissing(row, asOf),
  证据数: fact("files"),
  申请销号日期: fact("claimedOn"),
  完成日期: fact("completedOn"),
  验收通过日期: fact("acceptedOn"),
  销号日期: fact("closedOn"),
  首次销号日期: fact("firstClosedOn"),
  轮次: fact("round"),
  逾期天数: taskLate,
  回头看次数: fact("lookBacks"),
  反弹次数: fact("recurrences"),
  长期整改复查日期: fact("reviewOn"),
  取消日期: fact("cancelledOn"),
  标识: fact("id"),
});

/** Return a row for each name on a task; of a cancelled task none. */
export function dutiesOf(row) {
  if (row.status === "cancelled") return [];
  return CAPACITIES.flatMap(([names, capacity]) =>
    row[names].map((name) => ({ ...row, capacity, name })),
  );
}

export const DUTY_COLUMNS = Object.freeze({
  任务编号: TASK_COLUMNS.编号,
  任务内容: TASK_COLUMNS.任务内容,
  责任类别: fact("capacity"),
  责任人: ({ name, capacity }, known) => {
    return capacity === UNIT_IN_CHARGE ? calledUnit(name, known) : name;
  },
  牵头单位: TASK_COLUMNS.牵头单位,
  状态: TASK_COLUMNS.状态,
  "完成率(%)": TASK_COLUMNS["完成率(%)"],
  期限: TASK_COLUMNS.期限,
  完成日期: TASK_COLUMNS.完成日期,
  逾期天数: TASK_COLUMNS.逾期天数,
  标识: TASK_COLUMNS.标识,
});
