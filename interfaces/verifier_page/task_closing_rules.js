// How a rectification task ends: verdict on its claim, public notice, closing; or given up.

import { daysBetween } from "./days.js";
import { requireNotOfOwnPlan } from "./hands.js";

/** Accept the claim, independently. */
function acceptTask(event, { tree }) {
  const { item, version } = event;
  event.requireRound(item.roundNumber);
  item.hands.requireWhollyOther(event, tree);
  item.dropPending();
  item.round.judgedIn = version;
}

/**
 * Find the claim wanting, independently; the next round begins. What was accepted can fail only
 * when an objection to the public notice was upheld.
 */
function failTask(event, { tree }) {
  const { item, version, state: { new_due: due } } = event;
  event.requireRound(item.roundNumber);
  event.require(
    (item.status === "accepted") === item.round.isContested, "没有成立的异议",
    "no objection was upheld",
  );
  item.hands.requireWhollyOther(event, tree);
  event.requireDueNotBefore(due);
  item.round.judgedIn ||= version;
  item.beginRound(event, due, item.round.notBefore);
}

/** Announce the accepted task once in a round, for as long as the rules require. */
function announceTask(event, { book }) {
  const { item, state: { start, end } } = event;
  event.require(item.round.notice === null, "本轮已经公示", "announced before");
  event.require(
    item.dayOf(item.round.judgedIn) <= start && start <= end, "公示日期不符",
    "announced on impossible days",
  );
  event.require(
    daysBetween(start, end) + 1 >= book.of(item.profile).noticeDays, "公示天数不足",
    "the notice is too short",
  );
  item.round.notice = [start, end];
}

/** Record an objection to the public notice, independently. */
function objectToTask(event) {
  const { item, day, state } = event;
  event.require(item.round.notice, "本轮没有公示", "there was no public notice");
  item.hands.requireOther(event);
  event.require(day >= item.round.notice[0], "早于公示开始", "before the notice began");
  item.round.isContested ||= state.upheld;
}

/** Strike off what was accepted and, where the rules say so, announced; independently. */
function closeTask(event, { book }) {
  const { item, item: { round }, day, version, state } = event;
  event.requireRound(item.roundNumber);
  item.hands.requireOther(event);
  event.require(!round.isContested, "异议成立", "an objection was upheld");
  event.require(
    round.notice || !book.of(item.profile).noticeDays, "应当公示", "a public notice is required",
  );
  event.require(!round.notice || day > round.notice[1], "公示未期满", "the notice runs");
  event.require(
    state.completed_on === round.doneOn, "完成日期不符", "another completion is stated",
  );
  round.closedIn = version;
}

/** Take the task up again; the first closing stays. */
function takeUpAgain(event) {
  const { item, version, state: { due } } = event;
  event.requireDueNotBefore(due);
  item.beginRound(event, due, version);
}

/** Give the task up, independently. */
function cancelTask(event, county) {
  requireNotOfOwnPlan(event, county);
  event.item.hands.requireOther(event);
  event.item.dropPending();
}

export const TASK_CLOSING_RULES = Object.freeze({
  "task.verification-passed": acceptTask,
  "task.verification-failed": failTask,
  "task.public-notice-given": announceTask,
  "task.objection-recorded": objectToTask,
  "task.closed-out": closeTask,
  "task.look-back-passed": (event) => event.item.hands.requireOther(event),
  "task.recurrence-found": takeUpAgain,
  "task.cancelled": cancelTask,
});
