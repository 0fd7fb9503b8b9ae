// What an opinion allows from its reply to its closing, and afterwards.

import { requireLead, requireNotHandling, requireProposer } from "./opinion_parties.js";
import { OpinionRound } from "./opinion_record.js";

/** Answer once in a round, as a lead unit that signed, each proposer and every co-unit. */
function reply(event, county) {
  const { item, state, unit, version } = event;
  const { round } = item;
  event.requireRound(item.roundNumber);
  requireLead(event);
  event.require(item.wasMerged || item.acknowledged.includes(unit), "尚未签收", "not signed for");
  const { answered } = round;
  event.require(!answered.includes(unit), "本轮已经答复", "replied before in this round");
  requireEverybodyAnswered(event);
  requireResult(event, county.book.of(item.profile));
  const isComplete = item.lead.every((each) => each === unit || answered.includes(each));
  event.require(state.complete === isComplete, "是否全部答复不符", "complete is stated wrongly");
  round.replies.push({ version });
  round.answered.push(unit);
  for (const { due } of state.promised_items) {
    round.promised.push({ due: due.on, repliedIn: version, doneOn: null, toldIn: 0 });
  }
  round.evaluatedBy = state.evaluation_by?.on ?? null;
}

function requireEverybodyAnswered(event) {
  const { item, state: { answered, co_opinions_noted: noted } } = event;
  event.require(
    item.proposers.every((each) => answered.includes(each)), "未答复全部提出人",
    "a proposer is unanswered",
  );
  event.require(
    noted || item.coUnits.every((unit) => item.coOpinions.includes(unit)), "缺少协办意见",
    "a co-unit's opinion is missing",
  );
}

function requireResult(event, rules) {
  const { stated_class: local, result_class: standard, promised_items: items } = event.state;
  const stated = local || standard;
  event.require(
    rules.standardClass(stated) === standard, "办理结果类别不符",
    "the class of the result does not fit",
  );
  event.require(items.length || !rules.promises(stated), "缺少承诺事项", "nothing is promised");
  for (const { due } of items) event.requireDueNotBefore(due);
}

/**
 * Evaluate a round once, after its reply, with reasons when dissatisfied; no unit that handles the
 * opinion enters what an evaluator said.
 */
function evaluate(event) {
  const { item, state: { evaluator, satisfaction: grade, reasons }, version } = event;
  const { round } = item;
  requireNotHandling(event);
  event.requireRound(item.roundNumber);
  requireProposer(event, evaluator);
  event.require(!round.evaluations.has(evaluator), "本轮已经评价", "evaluated before in this round");
  event.require(grade !== "dissatisfied" || reasons, "缺少理由", "no reasons given");
  event.require(event.day >= item.repliedOn(round), "评价早于答复", "before the reply");
  round.evaluations.set(evaluator, { version, grade });
}

/** State that those not heard did not answer after a reminder. */
function lapseFeedback(event, county) {
  const { item, state, day, version } = event;
  const { round, unheard } = item;
  const { reminded_on: reminded, silence = "excluded" } = state;
  event.requireRound(item.roundNumber);
  requireNotHandling(event);
  event.require(round.lapse === null && unheard.length, "没有待反馈的评价", "nobody is unheard");
  event.require(
    state.unheard.length === unheard.length &&
      state.unheard.every((each, at) => each === unheard[at]),
    "未反馈人不符", "others are unheard",
  );
  event.require(
    item.repliedOn(round) <= reminded && reminded <= day, "提醒日期不符", "reminded impossibly",
  );
  const { evaluatedBy } = round;
  event.require(evaluatedBy === null || day > evaluatedBy, "评价期限未届满", "the term has not run out");
  const ruled = county.book.of(item.profile).silence;
  event.require(silence === ruled, "未按规则处理", "not as ruled");
  round.lapse = { version, remindedOn: reminded };
}

/** Begin another round because somebody is dissatisfied. */
function orderRehandling(event) {
  requireNotHandling(event);
  event.require(event.item.round.isDissatisfying, "没有不满意评价", "nobody is dissatisfied");
  beginRound(event);
}

function fulfilPromise(event) {
  const { item, state: { item: number, fulfilled_on: done }, day, version } = event;
  const promise = item.round.promised[number - 1];
  event.require(promise, "没有这项承诺事项", "there is no such item");
  event.require(promise.doneOn === null, "已经兑现", "fulfilled before");
  event.require(done <= day, "兑现晚于登记", "fulfilled after it is recorded");
  Object.assign(promise, { doneOn: done, toldIn: version });
}

/** Close when work is done, everybody was heard, and what was promised is fulfilled. */
function close(event, county) {
  const { item, state: { completed_on: completedOn }, day, version } = event;
  const { round } = item;
  event.requireRound(item.roundNumber);
  requireNotHandling(event);
  const open = county.holdingUp(item.linked);
  event.require(
    !open.length, `关联的${open.join("、")}尚未办结`, `linked work is open: ${open.join(", ")}`,
  );
  event.require(!round.isDissatisfying, "不满意尚未重办", "somebody is dissatisfied");
  event.require(round.lapse || !item.unheard.length, "评价尚未反馈", "a proposer is unheard");
  const done = round.promised.map(({ doneOn }) => doneOn).filter((each) => each !== null);
  const isTracked = county.book.of(item.profile).promisesAreTracked;
  event.require(
    !isTracked || done.length === round.promised.length, "承诺尚未兑现", "a promise is open",
  );
  event.require(
    [item.dayOf(round.begunIn), ...done].every((each) => each <= completedOn) &&
      completedOn <= day,
    "办理完成日期不符", "completed on an impossible day",
  );
  item.closings.push({ version, round, completedOn });
  item.lookBack = null;
}

/** Look at a closed opinion again, independently. */
function lookBack(event) {
  requireNotHandling(event);
  event.item.lookBack = event.state.passed;
}

/** Take a closed opinion up again; a recurrence rests on the latest look-back. */
function reopen(event) {
  event.require(
    event.state.ground !== "look_back" || event.item.lookBack === false,
    "没有发现反弹的回头看记录", "no look-back found a recurrence",
  );
  beginRound(event);
}

function beginRound(event) {
  const { item, state: { due }, version } = event;
  event.requireRound(item.roundNumber + 1);
  event.requireDueNotBefore(due);
  item.rounds.push(new OpinionRound(due, version));
}

export const CLOSING_OF_OPINIONS = Object.freeze({
  "opinion.replied": reply,
  "opinion.reply-evaluated": evaluate,
  "opinion.feedback-lapsed": lapseFeedback,
  "opinion.rehandling-ordered": orderRehandling,
  "opinion.tracking-begun": (event) => {
    event.require(event.item.round.promised.length, "没有承诺事项", "nothing was promised");
  },
  "opinion.promised-item-fulfilled": fulfilPromise,
  "opinion.closed": close,
  "opinion.look-back-recorded": lookBack,
  "opinion.reopened": reopen,
});
