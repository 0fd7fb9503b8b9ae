// What an opinion allows from its registration to its reply, and what ties it to others.

import {
  haveSameOrigin, isSameFact, knownDue, requireCountedFrom, requireDerivedLater, requireFormerDue,
  requireRestsOn, requireSameOrigin,
} from "./due_origins.js";
import { versionOf } from "./judged_event.js";
import { CLOSING_OF_OPINIONS } from "./opinion_closing_rules.js";
import { requireLead, requireNotHandling, requireProposer } from "./opinion_parties.js";
import { Opinion, OpinionRound, requireOpinionDates } from "./opinion_record.js";
import { dueFollowing, putOffByPauses } from "./pauses.js";
import { requireRuled } from "./prescribed_dues.js";
import { doneAfter, requireSuccession, unitsAfter } from "./successions.js";

const MAY_TAKE_OTHERS_IN = ["referred", "in_handling"];

/** Register an opinion of a unit that exists; a township does not deliberate. */
function register(event, county) {
  const { issuer, kind, raised_on: raised, lead_deputy: deputy, co_signers: more } = event.state;
  county.requireActive(event, issuer);
  const isTownship = county.tree.unit(issuer).level === "township";
  event.require(
    !(isTownship && kind === "deliberation"), "乡镇不制发审议意见",
    "a township issues no deliberation opinion",
  );
  event.require(raised <= event.day, "提出晚于登记", "raised after registration");
  event.require(deputy || !more.length, "缺领衔代表", "no lead deputy");
  event.require(areDistinct([deputy, ...more]), "署名重复", "somebody signs twice");
}

/** Refer to units that exist: one in the lead, several under split handling. */
function refer(event, county) {
  const { item, state } = event;
  const { lead, co_units: coUnits, split_handling: isSplit, terms = {} } = state;
  const isAnew = event.topic === "opinion.re-referred";
  event.require(
    isAnew === item.wasReturned, "是否重新交办与记录不符", "re-referral with nothing taken back",
  );
  event.require(
    isSplit ? lead.length > 1 : lead.length === 1, "主办单位个数不符",
    "the number of lead units does not fit",
  );
  const units = [...lead, ...coUnits];
  event.require(areDistinct(units), "单位重复", "a unit is named twice");
  for (const unit of units) county.requireActive(event, unit);
  event.requireDueNotBefore(state.due);
  item.profile = event.profile;
  item.isDifficult = state.difficult ?? false;
  Object.assign(item, { lead, coUnits, former: [], coOpinions: [] });
  item.returnBy = terms.return_by?.on ?? null;
  item.rounds = [new OpinionRound(state.due, event.version)];
  item.isReferred = true;
}

function acknowledge(event) {
  requireLead(event);
  requireUnsigned(event);
  event.item.acknowledged.push(event.unit);
}

function requireUnsigned(event) {
  const { item, unit } = event;
  event.require(!item.acknowledged.includes(unit), "已经签收", "signed before");
}

/**
 * Ask to be relieved, inside the window, for a unit that exists, before signing oneself; nobody may
 * have replied yet.
 */
function requestReturn(event, county) {
  requireLead(event);
  requireUnsigned(event);
  const isReplied = event.item.rounds.some(({ replies }) => replies.length);
  event.require(!isReplied, "已有主办单位答复", "a lead unit has replied");
  const { returnBy } = event.item;
  event.require(returnBy === null || event.day <= returnBy, "已过退办期限", "the window has closed");
  const { suggested_unit: suggested } = event.state;
  if (suggested !== null) county.requireActive(event, suggested);
}

function acceptReturn(event) {
  requireNotHandling(event);
  Object.assign(event.item, { wasReturned: true, isReferred: false, acknowledged: [] });
}

/** Leave the opinion where it is: in handling once a lead unit has signed. */
function refuseReturn(event) {
  requireNotHandling(event);
  const { item, state: { signed = false } } = event;
  event.require(
    signed === item.acknowledged.length > 0, "是否已有单位签收不符",
    "whether a unit has signed is stated wrongly",
  );
}

/** Let another unit take the place of one that has ended, as others decide. */
function handOver(event, county) {
  requireNotHandling(event);
  const { item, state } = event;
  const { lead, coUnits } = item;
  const notHandling = ["移交的不是承办单位", "it does not handle the opinion"];
  requireSuccession(event, county, [...lead, ...coUnits], notHandling);
  item.acknowledged = doneAfter(item.acknowledged, lead, state);
  item.coOpinions = doneAfter(item.coOpinions, coUnits, state);
  for (const round of item.rounds) round.answered = doneAfter(round.answered, lead, state);
  Object.assign(item, unitsAfter(item, state));
  item.former.push(state.unit);
}

function giveCoOpinion(event) {
  const { item, unit } = event;
  event.require(item.coUnits.includes(unit), "不是协办单位", "it is not a co-unit");
  item.coOpinions.push(unit);
}

/** Ask for more time while the due date is ahead; one request at a time. */
function requestExtension(event, county) {
  requireLead(event);
  const { item, state: { asked } } = event;
  const { round } = item;
  event.require(round.pending === null, "已有延期申请待审批", "a request is pending");
  event.require(
    item.dayOf(round.begunIn) <= asked && asked <= event.day, "申请日期不符",
    "asked on an impossible day",
  );
  const { version: askedIn } = event;
  const [counted, rules] = [item.countedOn(asked, round, askedIn), county.book.of(item.profile)];
  event.require(
    round.due !== null && rules.isAskedInTime(counted, round.due),
    "申请延期过晚或者未定时限", "asked too late, or nothing to extend",
  );
  const undecided = { decidedIn: 0, until: null, putOff: null };
  round.extensions.push({ askedOn: asked, askedIn, due: round.due, ...undecided });
}

/** Move the due date, in time, no further than the rules allow, and tell the proposers. */
function grantExtension(event, county) {
  const { item, state: { until, due_was: was } } = event;
  const { round } = item;
  requirePending(event);
  const rules = county.book.of(item.profile);
  rules.requireApprover(event, "extension");
  requireFormerDue(event, was, round.present);
  const counted = item.countedOn(event.day, round, event.version);
  event.require(
    round.due !== null && counted <= round.due, "期限已届满", "the due date has passed",
  );
  event.require(until > round.due, "延期后不晚于原期限", "it leads to no later day");
  requireWithinLimits(event, rules.extension, county.book);
  requireProposersTold(event);
  Object.assign(round.pending, { decidedIn: event.version, until, putOff: round.due });
  round.setDue(until, event.version);
}

function requireWithinLimits(event, { total, each }, book) {
  const { item, item: { round } } = event;
  const limits = [[putOffByPauses(item, round, round.original, book), total]];
  if (each) limits.push([round.due, each]);
  for (const [since, term] of limits) {
    event.require(
      event.state.until <= book.latest(since, term), "延期过长", "longer than the rules allow",
    );
  }
}

function requireProposersTold(event) {
  const { item, state: { deputy_told_on: told }, recordedOn } = event;
  event.require(told || !item.proposers.length, "未告知代表", "the proposers were not told");
  event.require(
    !told || (item.round.pending.askedOn <= told && told <= recordedOn), "告知日期不符",
    "told on an impossible day",
  );
}

function refuseExtension(event) {
  requirePending(event);
  event.item.round.pending.decidedIn = event.version;
}

function requirePending(event) {
  event.require(event.item.round.pending, "没有待审批的延期申请", "no request is pending");
  requireNotHandling(event);
}

/** Ask what the opinion means; one question at a time. */
function requestClarification(event, county) {
  requireLead(event);
  const { item, state: { pauses }, version } = event;
  event.require(item.round.question === null, "已有说明请求待答复", "a question is pending");
  event.require(
    pauses === county.book.of(item.profile).pauses, "是否停止计算与规则不符",
    "pauses otherwise than ruled",
  );
  item.round.question = { askedIn: version, pauses };
}

/** Answer the question; the due date moves only if the clock stood still. */
function giveClarification(event, county) {
  requireNotHandling(event);
  const { item, state: { due, due_was: was }, day, version } = event;
  const { round } = item;
  event.require(round.question, "没有待答复的说明请求", "no question is pending");
  requireFormerDue(event, was, round.present);
  const { askedIn, pauses } = round.question;
  const putOff = () => county.book.putOff(knownDue(was), item.dayOf(askedIn), day);
  const expected = pauses ? putOff() : was.on;
  event.require(due.on === expected, "期限变动无依据", "the due date moves for nothing");
  requireSameOrigin(event, isSameFact(due.basis, was.basis));
  if (pauses) round.pauses.push([askedIn, version]);
  round.question = null;
  round.setDue(due.on, version);
}

/** Take over a due date derived again once the notice was known. */
function settleDue(event, county) {
  const { item: { round }, state: { original_due: original } } = event;
  const stated = knownDue(original);
  requireSameOrigin(event, stated.origin !== null && haveSameOrigin(stated, round.original));
  county.book.requireLatestNotices(event, original);
  event.requireRound(event.item.roundNumber);
  takeDue(event, round, county);
}

/** Take over a due date of a round counted anew from a day that others corrected. */
function recountDue(event, county) {
  requireNotHandling(event);
  const { book } = county;
  const { item, state: { round: number, corrected, original_due: original } } = event;
  const round = item.rounds[number - 1];
  event.require(round, "没有这一轮办理", "there is no such round");
  if (corrected === round.begunIn) {
    requireCountedFrom(event, knownDue(original), round.original, item.dayOf(corrected));
    book.requireLatestNotices(event, original);
  } else {
    requireRestsOn(event, round.pauses.some((pause) => pause.includes(corrected)));
    requireSameOrigin(event, isSameFact(knownDue(original), round.original));
  }
  for (const { version } of round.settings) {
    requireDerivedLater(event, event.day, item.dayOf(version));
  }
  takeDue(event, round, county);
  county.takeRecount(event);
}

/** Go over to other rules. */
function migrateRules(event, county) {
  const { item, state, profile } = event;
  const was = versionOf(state.was);
  event.require(was === item.profile, "原规则不符", "other rules governed before");
  event.require(profile !== was, "规则没有变化", "the rules are the same");
  item.profile = profile;
  const rules = county.book.of(profile);
  const { isRuled, start } = item.round.original;
  const isFirst = item.roundNumber === 1;
  const term = isFirst ? rules.replyTerm(item.sort, item.isDifficult) : rules.rehandlingTerm;
  if (isRuled && term !== null) {
    const rule = state.original_was.basis?.rule ?? null;
    requireRuled(event, state.original_due, term, rules, { start, rule });
    county.book.requireLatestNotices(event, state.original_due);
  } else {
    requireSameOrigin(event, isSameFact(knownDue(state.original_due), item.round.original));
  }
  event.requireRound(item.roundNumber);
  takeDue(event, item.round, county);
}

/** Let a due date derived anew hold, put off by what the clock stood still, or as extended. */
function takeDue(event, round, { book }) {
  const { item, state: { due, due_was: was, original_was: first, original_due: original } } = event;
  requireFormerDue(event, was, round.present);
  event.require(
    isSameFact(knownDue(first), round.original), "所写本轮最初期限与实际不符",
    "the due date stated as the original one of the round is not that",
  );
  const following = dueFollowing(item, round, knownDue(original), book);
  const basis = round.isExtended ? undefined : original.basis;
  event.require(
    due.on === following && isSameFact(due.basis, basis), "期限不随最初期限",
    "the due date does not follow from the original one",
  );
  round.setDue(due.on, event.version, true);
  round.original = knownDue(original);
}

/** Be handled together with another opinion of the same lead units, as others decide. */
function merge(event, county) {
  requireNotHandling(event);
  const { item, id, state: { into, into_number: number } } = event;
  const other = county.item("opinion", into);
  event.require(into !== id, "不能与自身合并", "merged with itself");
  event.require(
    other && MAY_TAKE_OTHERS_IN.includes(other.status), "并入的意见不在办理之中",
    "the other opinion is not in handling",
  );
  const lead = new Set(item.lead);
  event.require(
    other.lead.length === lead.size && other.lead.every((unit) => lead.has(unit)),
    "主办单位不同", "lead units differ",
  );
  event.require(other.number === number, "编号与标识不符", "number and identity differ");
  item.wasMerged = true;
}

/** Take an opinion nobody answered yet out of its merger, to be referred anew. */
function separate(event) {
  requireNotHandling(event);
  const { item } = event;
  event.require(
    item.rounds.every(({ replies }) => !replies.length), "已经答复过", "it was answered before",
  );
  Object.assign(item, { wasReturned: true, isReferred: false, wasMerged: false, acknowledged: [] });
}

/** Note work that answers the opinion and exists. */
function linkWork(event, county) {
  const { item, state: { kind, work_id: id, work_number: number } } = event;
  event.require(!item.linked.includes(id), "已经关联", "linked before");
  county.link(event, kind, id, number);
  item.linked.push(id);
}

/** Take the opinion back, as a proposer; no unit that handles it enters that. */
function withdrawOpinion(event) {
  requireNotHandling(event);
  requireProposer(event, event.state.by);
}

/** Refuse a correction that turns dates round, or of a reply by a unit that handles it. */
function requireSoundlyCorrected(event) {
  const { item: { rounds }, state: { corrects } } = event;
  const isReply = rounds.some(({ replies }) => replies.some(({ version }) => version === corrects));
  if (isReply) requireNotHandling(event);
  requireOpinionDates(event);
}

/** A step is not dated before an evaluation; that it follows other steps has been judged. */
function requireInOrder(event) {
  const { day, item: { evaluatedOn: earliest } } = event;
  event.require(
    day >= earliest, `办理日期${day}早于${earliest}`, `dated ${day}, before ${earliest}`,
  );
}

function areDistinct(names) {
  return new Set(names).size === names.length;
}

export const OPINION_RULES = Object.freeze({
  begun: (state) => new Opinion(state),
  requireInOrder,
  requireDates: requireSoundlyCorrected,
  byTopic: Object.freeze({
    "opinion.registered": register,
    "opinion.referred": refer,
    "opinion.re-referred": refer,
    "opinion.acknowledged": acknowledge,
    "opinion.return-requested": requestReturn,
    "opinion.return-accepted": acceptReturn,
    "opinion.return-refused": refuseReturn,
    "opinion.handed-over": handOver,
    "opinion.co-opinion-submitted": giveCoOpinion,
    "opinion.consulted": (event) => requireProposer(event, event.state.with_deputy),
    "opinion.extension-requested": requestExtension,
    "opinion.extension-granted": grantExtension,
    "opinion.extension-refused": refuseExtension,
    "opinion.clarification-requested": requestClarification,
    "opinion.clarification-given": giveClarification,
    "opinion.due-settled": settleDue,
    "opinion.due-recounted": recountDue,
    "opinion.rules-migrated": migrateRules,
    "opinion.merged-into": merge,
    "opinion.separated": separate,
    "opinion.withdrawn": withdrawOpinion,
    "opinion.work-linked": linkWork,
    ...CLOSING_OF_OPINIONS,
  }),
});
