// What is remembered of a rectification task while the rules are followed.

import { DueHistory } from "./due_history.js";
import { Hands } from "./hands.js";
import { ProgressReports } from "./progress_reports.js";
import { Item } from "./records.js";

const ENDED_TASK = ["closed_out", "cancelled"];
const AT_WORK = ["assigned", "in_progress", "long_term"];

/** One pass from work to claim to judgement; versions of events, 0 for none, not their days. */
class TaskRound {
  begunIn;
  /** The version before whose day nothing is complete. */
  notBefore;
  hasEvidence = false;
  claimedIn = 0;
  /** The day for which completion is claimed, and that on which a body decided to claim it. */
  doneOn = null;
  decidedOn = null;
  /** The version of the first verdict. */
  judgedIn = 0;
  /** From when until when the public was told. */
  notice = null;
  /** Whether an objection to the public notice was upheld. */
  isContested = false;
  closedIn = 0;

  constructor(begunIn, notBefore) {
    this.begunIn = begunIn;
    this.notBefore = notBefore;
  }

  get isJudged() {
    return this.judgedIn > 0;
  }
}

export class Task extends Item {
  /** The id of the plan whose measure it carries out, null where there is none. */
  planId;
  units = [];
  hands = new Hands();
  /** By the number of each sub-action whether it is done. */
  actions;
  text;
  target;
  dues;
  rounds = [new TaskRound(1, 1)];
  reports = new ProgressReports();
  /** Requests for more time: `askedIn`, `asked`, `due`, `decidedIn`, and what was put off. */
  extensions = [];
  isScheduled = false;
  /** Which congress raised the first opinion it answers, null where none did. */
  raisedBy = null;

  constructor({ number, plan_id: planId, text, sub_actions: actions, target, due }) {
    super("task", number);
    this.planId = planId;
    this.actions = new Map(actions.map(({ no }) => [no, false]));
    this.text = text;
    this.target = target;
    this.dues = new DueHistory(due);
  }

  get isOpen() {
    return !ENDED_TASK.includes(this.status);
  }

  get round() {
    return this.rounds.at(-1);
  }

  get roundNumber() {
    return this.rounds.length;
  }

  get presentDue() {
    return this.dues.on;
  }

  get responsibleUnits() {
    return this.units;
  }

  /** Whether its due date binds the responsible units now. */
  get isOwed() {
    return AT_WORK.includes(this.status);
  }

  /** The request for more time that awaits its decision. */
  get pendingExtension() {
    const last = this.extensions.at(-1);
    return last && !last.decidedIn ? last : null;
  }

  /** Let the request that awaits its decision lapse. */
  dropPending() {
    if (this.pendingExtension) this.extensions.pop();
  }

  /** Put the task back to work. */
  beginRound(event, due, notBefore) {
    this.dropPending();
    this.dues.restate(event, due);
    this.rounds.push(new TaskRound(event.version, notBefore));
  }
}

/** Refuse a correction by which what was decided would rest on nothing. */
export function requireTaskDates(event, { book }) {
  const { item } = event;
  item.reports.retell(item);
  for (const { day, begunIn } of item.reports) {
    event.require(day >= item.dayOf(begunIn), "进展报告早于本轮整改开始", "a report lies before its round");
  }
  for (const round of item.rounds) {
    if (round.claimedIn) requireClaimDates(event, round);
    if (round.notice) requireAnnouncementDates(event, round);
  }
  const rules = book.of(item.profile);
  for (const extension of item.extensions) requireExtensionDates(event, extension, rules);
  item.dues.requireInOrder(event);
}

function requireClaimDates(event, { claimedIn, notBefore, doneOn, decidedOn }) {
  const { item } = event;
  const claimed = item.dayOf(claimedIn);
  event.require(
    item.dayOf(notBefore) <= doneOn && doneOn <= claimed, "完成日期不在整改期间之内",
    "the completion lies outside the work",
  );
  event.require(
    decidedOn === null || decidedOn <= claimed, "集体研究晚于申请销号", "decided after the claim",
  );
}

function requireAnnouncementDates(event, { notice: [start, end], judgedIn, closedIn }) {
  const { item } = event;
  event.require(start >= item.dayOf(judgedIn), "公示早于核查通过", "announced too early");
  event.require(
    !closedIn || item.dayOf(closedIn) > end, "公示尚未期满", "closed during the notice",
  );
}

function requireExtensionDates(event, { askedIn, due, decidedIn, putOff }, rules) {
  const { item } = event;
  event.require(rules.isAskedInTime(item.dayOf(askedIn), due), "申请延期过晚", "asked too late");
  event.require(
    putOff === null || item.dayOf(decidedIn) <= putOff, "同意延期晚于原期限",
    "granted after the due date",
  );
}
