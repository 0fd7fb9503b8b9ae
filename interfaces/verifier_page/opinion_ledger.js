// The ledger of opinions: what each event changes in an opinion's row, and what the row shows.

import {
  daysLate, dueCell, dueOf, fact, howMany, isSameDue, unitName, unitNames, word,
} from "./cells.js";
import {
  allParts, handPartOver, ownPart, partsAmong, partsConsulted,
} from "./split_parts.js";
import { unitsAfter } from "./successions.js";

/** From the best to the worst. */
const SATISFACTION = ["satisfied", "basically_satisfied", "dissatisfied"];
const NO_UNITS = Object.freeze([]);
const NOT_REFERRED = Object.freeze({
  referredOn: null, letter: null, lead: NO_UNITS, coUnits: NO_UNITS, due: null, originalDue: null,
  pausedSince: null, acknowledgedOn: null, consultedOn: null, parts: null,
});

/** A row as it begins; of a class, whose objects take less room than those put together. */
class OpinionRow {
  id = null;
  status = null;
  begunOn = null;
  referredOn = null;
  letter = null;
  lead = NO_UNITS;
  coUnits = NO_UNITS;
  /** By its lead units, where there are several, what each did of its own. */
  parts = null;
  due = null;
  originalDue = null;
  pausedSince = null;
  formedOn = null;
  notAdmittedOn = null;
  firstReferredOn = null;
  acknowledgedOn = null;
  consultedOn = null;
  firstRepliedOn = null;
  lastRepliedOn = null;
  replyDocument = null;
  firstClass = null;
  currentClass = null;
  classifiedRound = null;
  firstGrade = null;
  lastGrade = null;
  gradedRound = null;
  trackingSince = null;
  completedOn = null;
  closedOn = null;
  firstClosedOn = null;
  reopenedOn = null;
  mergedInto = null;
  withdrawnOn = null;
  round = 0;
  /** The versions of the referral in force and of the step that set the due date. */
  referredIn = 0;
  dueSetIn = 0;
  returnsAsked = 0;
  returns = 0;
  extensions = 0;
  rehandlings = 0;
  lookBacks = 0;
  recurrences = 0;
  firstReplyDue = null;
  /** Whether a notice was issued about it, and what plans have for it. */
  isUrged = null;
  answers = null;

  constructor(state) {
    this.number = state.number;
    this.kind = state.kind;
    this.title = state.title;
    this.documentNumber = state.document_number;
    this.issuer = state.issuer;
    this.channel = state.channel;
    this.raisedOn = state.raised_on;
    this.leadDeputy = state.lead_deputy;
    this.coSigners = state.co_signers;
    this.isKey = state.key;
  }
}

function referred({ letter_number: letter, lead, co_units: coUnits, due: stated }, version) {
  const due = dueOf(stated);
  const setIn = { referredIn: version, dueSetIn: version };
  return (row, day) => {
    row.firstReferredOn ??= day;
    Object.assign(row, {
      referredOn: day, letter, lead, coUnits, due, originalDue: due.on, round: 1, ...setIn,
      parts: partsAmong(lead, row.consultedOn),
    });
  };
}

function acknowledged({ act }) {
  return (row, day) => {
    ownPart(row, act).acknowledgedOn = day;
    row.acknowledgedOn ??= day;
  };
}

function consulted({ act }) {
  return (row, day) => {
    for (const each of [row, ...partsConsulted(row, act)]) each.consultedOn ??= day;
  };
}

function extended({ until }, version) {
  return (row) => {
    row.extensions++;
    row.dueSetIn = version;
    row.due = { on: until, isProvisional: false };
  };
}

function clarified({ due: stated }, version) {
  const due = dueOf(stated);
  return (row) => Object.assign(row, { pausedSince: null, due, dueSetIn: version });
}

/** Due dates derived anew are followed, unless a step dated before set others meanwhile. */
function derivedAnew(state, version) {
  const { round, original_was: first, original_due: own } = state;
  const [was, due] = [dueOf(state.due_was), dueOf(state.due)];
  return (row) => {
    if (row.referredOn === null || version < row.referredIn) return;
    if (round === 1 && row.originalDue === first.on) row.originalDue = own.on;
    const stands = row.round === round && isSameDue(row.due, was);
    if (stands && version > row.dueSetIn) row.due = due;
  };
}

/** A notice or a corrected day says what was meant all along, also of a reply given before. */
function settled(state, version) {
  const { round, due_was: was, due, original_was: wasAtFirst, original_due: atFirst } = state;
  const moved = new Map([[was.on, due.on]]);
  const ofParts = new Map([[wasAtFirst.on, atFirst.on], ...moved]);
  const follow = derivedAnew(state, version);
  return (row) => {
    if (round === 1) {
      followDue(row, moved);
      // one given before others got more time follows the date the round had at first
      for (const part of allParts(row)) followDue(part, ofParts);
    }
    follow(row);
  };
}

/** Let the due date of a first reply, given before, be the one it was moved to, if it was. */
function followDue(part, moved) {
  const { firstRepliedOn, firstReplyDue } = part;
  if (firstRepliedOn && moved.has(firstReplyDue)) part.firstReplyDue = moved.get(firstReplyDue);
}

/** The class of a round is the worst that any of its replies states. */
function replied(state) {
  const { round, result_class: stated, document_number: replyDocument, complete } = state;
  return (row, day) => {
    const part = ownPart(row, state.act);
    part.currentClass = stated;
    const firstReply = { firstRepliedOn: day, firstReplyDue: row.due?.on ?? null };
    if (round === 1) Object.assign(part, { ...firstReply, firstClass: stated });
    const isWorse = row.classifiedRound === round && row.currentClass > stated;
    const currentClass = isWorse ? row.currentClass : stated;
    Object.assign(row, { currentClass, classifiedRound: round });
    if (round === 1) row.firstClass = currentClass;
    if (!complete) return;
    Object.assign(row, { lastRepliedOn: day, replyDocument, pausedSince: null });
    if (round === 1) Object.assign(row, firstReply);
  };
}

/** The grade of a round is the worst that anybody gave. */
function graded(round, stated) {
  return (row) => {
    const before = row.gradedRound === round ? SATISFACTION.indexOf(row.lastGrade) : -1;
    const lastGrade = SATISFACTION[Math.max(before, SATISFACTION.indexOf(stated))];
    Object.assign(row, { lastGrade, gradedRound: round });
    if (round === 1) row.firstGrade = lastGrade;
  };
}

function begunAnew({ round, due: stated }, change) {
  const due = dueOf(stated);
  return (row, day) => {
    Object.assign(row, { round, due, trackingSince: null, pausedSince: null });
    change(row, day);
  };
}

function closed({ completed_on: completedOn }) {
  return (row, day) => {
    row.firstClosedOn ??= day;
    Object.assign(row, { closedOn: day, completedOn });
  };
}

function reopened(state) {
  const isRecurrence = state.ground === "look_back";
  return begunAnew(state, (row, day) => {
    Object.assign(row, { closedOn: null, completedOn: null, reopenedOn: day });
    if (isRecurrence) row.recurrences++;
  });
}

const CHANGES = {
  "opinion.formed": () => (row, day) => (row.formedOn = day),
  "opinion.not-admitted": () => (row, day) => (row.notAdmittedOn = day),
  "opinion.referred": referred,
  "opinion.re-referred": referred,
  "opinion.acknowledged": acknowledged,
  "opinion.return-requested": () => (row) => row.returnsAsked++,
  "opinion.return-accepted": () => (row) => {
    Object.assign(row, NOT_REFERRED, { returns: row.returns + 1 });
  },
  "opinion.handed-over": (state) => {
    const { unit, successor } = state;
    const handover = { unit, successor };
    return (row) => {
      Object.assign(row, unitsAfter(row, handover));
      handPartOver(row, handover);
    };
  },
  "opinion.consulted": consulted,
  "opinion.extension-granted": extended,
  "opinion.clarification-requested": ({ pauses }) => (row, day) => {
    row.pausedSince = pauses ? day : null;
  },
  "opinion.clarification-given": clarified,
  "opinion.due-settled": settled,
  "opinion.due-recounted": settled,
  "opinion.rules-migrated": derivedAnew,
  "opinion.replied": replied,
  "opinion.reply-evaluated": ({ round, satisfaction }) => graded(round, satisfaction),
  "opinion.feedback-lapsed": ({ round, silence }) => {
    return silence === "satisfied" ? graded(round, silence) : () => {};
  },
  "opinion.rehandling-ordered": (state) => begunAnew(state, (row) => row.rehandlings++),
  "opinion.tracking-begun": () => (row, day) => (row.trackingSince = day),
  "opinion.closed": closed,
  "opinion.look-back-recorded": () => (row) => row.lookBacks++,
  "opinion.reopened": reopened,
  "opinion.merged-into": ({ into_number: number }) => (row) => (row.mergedInto = number),
  "opinion.separated": () => (row) => Object.assign(row, NOT_REFERRED, { mergedInto: null }),
  "opinion.withdrawn": () => (row, day) => (row.withdrawnOn = day),
};

/** How opinions are told. */
export const OPINIONS = Object.freeze({
  begin: (state) => new OpinionRow(state),
  changes: CHANGES,
  isListed: (row, has) => has(row.referredOn ?? row.firstReferredOn),
});

/** The clock of a paused opinion stands still. */
function opinionLate(row, { asOf }) {
  const until = row.pausedSince ?? asOf;
  const over = row.completedOn ?? row.withdrawnOn ?? until;
  return daysLate(row.due, over < until ? over : until);
}

export const OPINION_COLUMNS = Object.freeze({
  编号: fact("number"),
  类别: word("kind", "opinion_kind"),
  标题: fact("title"),
  来源文件: fact("documentNumber"),
  提出单位: unitName("issuer"),
  来源渠道: word("channel", "channel"),
  提出日期: fact("raisedOn"),
  领衔代表: fact("leadDeputy"),
  附议人数: howMany("coSigners"),
  重点: fact("isKey"),
  状态: word("status", "opinion_status"),
  形成日期: fact("formedOn"),
  首次交办日期: fact("firstReferredOn"),
  交办日期: fact("referredOn"),
  交办文号: fact("letter"),
  主办单位: unitNames("lead"),
  协办单位: unitNames("coUnits"),
  办理期限: dueCell,
  原定期限: fact("originalDue"),
  延期次数: fact("extensions"),
  签收日期: fact("acknowledgedOn"),
  面商日期: fact("consultedOn"),
  首次答复日期: fact("firstRepliedOn"),
  最近答复日期: fact("lastRepliedOn"),
  答复文号: fact("replyDocument"),
  首次答复类别: fact("firstClass"),
  现类别: fact("currentClass"),
  首次满意度: word("firstGrade", "grade"),
  最近满意度: word("lastGrade", "grade"),
  轮次: fact("round"),
  重办次数: fact("rehandlings"),
  申请退办次数: fact("returnsAsked"),
  同意退办次数: fact("returns"),
  跟踪办理起始日期: fact("trackingSince"),
  完成日期: fact("completedOn"),
  办结日期: fact("closedOn"),
  首次办结日期: fact("firstClosedOn"),
  逾期天数: opinionLate,
  回头看次数: fact("lookBacks"),
  反弹次数: fact("recurrences"),
  重新启动日期: fact("reopenedOn"),
  并入意见: fact("mergedInto"),
  不予受理日期: fact("notAdmittedOn"),
  撤回日期: fact("withdrawnOn"),
  标识: fact("id"),
});
