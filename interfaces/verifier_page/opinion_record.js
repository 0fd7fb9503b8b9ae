// What is remembered of an opinion while the rules are followed.

import { SETTLED_TOO_EARLY, awaitsCounting, knownDue } from "./due_origins.js";
import { Item } from "./records.js";

const ENDED = ["closed", "not_admitted", "withdrawn"];
/** Where the due date of an opinion binds its lead units. */
const AWAITING_REPLY = ["referred", "return_requested", "in_handling", "merged", "rehandling"];

/** One pass from referral, order or reopening to the evaluation of the reply. */
export class OpinionRound {
  /** The day it is due now, null while that is open. */
  due;
  /** The due date it had at first, with what it follows from. */
  original;
  begunIn;
  /** The `version` of each event that set the due date; whether it only derived it anew. */
  settings;
  /** The version of each reply. */
  replies = [];
  /** The lead units whose part is answered, also by whom they succeeded. */
  answered = [];
  /** The last day for evaluations, where the rules set one. */
  evaluatedBy = null;
  /** By the evaluator the version and the grade. */
  evaluations = new Map();
  /** The version by which feedback lapsed, and the day of the reminder before it. */
  lapse = null;
  /** What was promised: `due`, `repliedIn` and, once fulfilled, `doneOn` and `toldIn`. */
  promised = [];
  /** Requests for more time: `askedOn`, `askedIn`, `due`; `decidedIn`, `until` and `putOff`. */
  extensions = [];
  /** The question that awaits its answer: `askedIn` and whether it `pauses` the clock. */
  question = null;
  /** The versions of a question and its answer between which the clock stood still. */
  pauses = [];

  constructor(due, begunIn) {
    this.original = knownDue(due);
    this.due = due.on;
    this.begunIn = begunIn;
    this.settings = [{ version: begunIn, isDerived: false }];
  }

  /** The request for more time that awaits its decision. */
  get pending() {
    const last = this.extensions.at(-1);
    return last && !last.decidedIn ? last : null;
  }

  /** Return by which question the clock stood still when an event came, 0 if it ran. */
  pausedAt(version) {
    const pause = this.pauses.find(([since, until]) => since < version && version < until);
    if (pause) return pause[0];
    const { askedIn, pauses } = this.question ?? {};
    return pauses && askedIn < version ? askedIn : 0;
  }

  /** The extension by which more time was granted last. */
  get granted() {
    return this.extensions.filter(({ until }) => until !== null).at(-1) ?? null;
  }

  get isExtended() {
    return this.granted !== null;
  }

  /** Take down that an event set the due date. */
  setDue(on, version, isDerived = false) {
    this.due = on;
    this.settings.push({ version, isDerived });
  }

  /** What is known of the due date in force; one that was granted follows from nothing. */
  get present() {
    return this.isExtended ? knownDue({ on: this.due }) : { ...this.original, on: this.due };
  }

  get isDissatisfying() {
    return [...this.evaluations.values()].some(({ grade }) => grade === "dissatisfied");
  }
}

export class Opinion extends Item {
  sort;
  /** The congress that raised it. */
  raisedBy;
  raisedOn;
  proposers;
  lead = [];
  coUnits = [];
  /** The units that were succeeded since it was referred last. */
  former = [];
  /** Whether it was referred as one that is difficult to handle. */
  isDifficult = false;
  returnBy = null;
  /** Whether a referral is in force. */
  isReferred = false;
  /** Whether any referral is over. */
  wasReturned = false;
  acknowledged = [];
  coOpinions = [];
  rounds = [];
  /** The version of each closing, the round, and the day the handling was complete. */
  closings = [];
  /** What the latest look-back since the closing found. */
  lookBack = null;
  /** The identities of the work that answers it. */
  linked = [];
  wasMerged = false;

  constructor({ number, kind, issuer, raised_on: raisedOn, ...signed }) {
    super("opinion", number);
    this.sort = kind;
    this.raisedBy = issuer;
    this.raisedOn = raisedOn;
    const { lead_deputy: deputy, co_signers: coSigners } = signed;
    this.proposers = deputy ? [deputy, ...coSigners] : [];
  }

  get isOpen() {
    return !ENDED.includes(this.status);
  }

  get round() {
    return this.rounds.at(-1);
  }

  /** The proposers who have not evaluated the current round. */
  get unheard() {
    return this.proposers.filter((each) => !this.round.evaluations.has(each));
  }

  /** The day of the latest evaluation, an empty text while there is none. */
  get evaluatedOn() {
    const evaluated = this.rounds.flatMap(({ evaluations }) => [...evaluations.values()]);
    return evaluated.map(({ version }) => this.dayOf(version)).reduce(later, "");
  }

  get presentDue() {
    return this.rounds.length && this.status !== "formed" ? this.round.due : null;
  }

  get roundNumber() {
    return this.rounds.length;
  }

  /** Who is reminded: each lead unit whose part is not answered yet. */
  get owingUnits() {
    const answered = this.rounds.length ? this.round.answered : [];
    return this.lead.filter((unit) => !answered.includes(unit));
  }

  /** Who answers for it, the lead first: one that has not replied yet. */
  get responsibleUnits() {
    return [...new Set([...this.owingUnits, ...this.lead, ...this.coUnits])];
  }

  /** Whether its due date binds the lead units now. */
  get isOwed() {
    return AWAITING_REPLY.includes(this.status) && !this.round.question?.pauses;
  }

  /** Return a day, or the one on which the clock had stopped when an event came. */
  countedOn(day, round, version) {
    const question = round.pausedAt(version);
    return question && this.dayOf(question) < day ? this.dayOf(question) : day;
  }

  /** Return the day of the latest reply of a round. */
  repliedOn(round) {
    return round.replies.map(({ version }) => this.dayOf(version)).reduce(later);
  }
}

function later(one, other) {
  return one > other ? one : other;
}

/** Refuse a correction that leaves the dates of an opinion the wrong way round. */
export function requireOpinionDates(event) {
  const { item } = event;
  for (const [first, second, chinese, english] of datesInOrder(item)) {
    event.require(first <= second, chinese, english);
  }
}

/** Yield pairs of days of which the first may not be later, with the rule in two languages. */
function* datesInOrder(opinion) {
  yield [opinion.raisedOn, opinion.dayOf(1), "提出不得晚于登记", "raised after registration"];
  for (const round of opinion.rounds) {
    const begun = opinion.dayOf(round.begunIn);
    const due = awaitsCounting(round.original, begun) ? begun : round.original.on ?? begun;
    yield [begun, due, "交办日期不得晚于办理期限", "the round begins after its due date"];
    yield* ofPromises(opinion, round);
    yield* ofDerivations(opinion, round);
    yield* ofExtensions(opinion, round, begun);
    yield* ofFeedback(opinion, round);
  }
  for (const { version, round, completedOn } of opinion.closings) {
    const begun = opinion.dayOf(round.begunIn);
    yield [begun, completedOn, "办理完成不得早于本轮交办", "completed before the round began"];
    const closed = opinion.dayOf(version);
    yield [completedOn, closed, "办理完成不得晚于办结", "completed after the closing"];
  }
}

function* ofPromises(opinion, { promised }) {
  for (const { due, repliedIn, doneOn, toldIn } of promised) {
    const replied = opinion.dayOf(repliedIn);
    yield [replied, due ?? replied, "答复不得晚于承诺期限", "promised for a day before the reply"];
    if (doneOn === null) continue;
    const told = opinion.dayOf(toldIn);
    yield [doneOn, told, "兑现不得晚于登记兑现", "fulfilled after it was recorded"];
  }
}

function* ofDerivations(opinion, { begunIn, settings }) {
  let before = opinion.dayOf(begunIn);
  for (const { version, isDerived } of settings) {
    const on = opinion.dayOf(version);
    if (isDerived) yield [before, on, ...SETTLED_TOO_EARLY];
    before = later(before, on);
  }
}

function* ofExtensions(opinion, round, begun) {
  for (const { askedOn, askedIn, due, decidedIn, until, putOff } of round.extensions) {
    yield [begun, askedOn, "申请延期不得早于交办", "asked for before the round began"];
    const came = opinion.dayOf(askedIn);
    yield [askedOn, came, "申请延期不得晚于收到申请", "asked for after it came in"];
    const asked = opinion.countedOn(askedOn, round, askedIn);
    yield [asked, due, "申请延期不得晚于当时的期限", "asked for after the due date"];
    if (until === null) continue;
    const granted = opinion.countedOn(opinion.dayOf(decidedIn), round, decidedIn);
    yield [granted, putOff, "同意延期不得晚于当时的期限", "granted after the due date"];
  }
}

function* ofFeedback(opinion, { evaluations, lapse, replies }) {
  for (const { version } of evaluations.values()) {
    const on = opinion.dayOf(version);
    yield [opinion.repliedOn({ replies }), on, "评价不得早于答复", "evaluated before the reply"];
    for (const step of opinion.steps.filter((each) => each > version)) {
      yield [on, opinion.dayOf(step), "评价不得晚于其后的办理", "evaluated after a later step"];
    }
  }
  if (!lapse) return;
  const { version, remindedOn } = lapse;
  const replied = opinion.repliedOn({ replies });
  yield [replied, remindedOn, "提醒不得早于答复", "reminded before the reply"];
  const lapsed = opinion.dayOf(version);
  yield [remindedOn, lapsed, "提醒不得晚于认定未反馈", "reminded after feedback lapsed"];
}
