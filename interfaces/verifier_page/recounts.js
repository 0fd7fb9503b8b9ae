// What a corrected day moves: the due dates that are counted from it, or put off since.
//
// That of an opinion rests on the day its round began, and on the days the clock stopped and went
// on; that of other work on the day it was stated, unless a plan states it. The product counts it
// anew in the act of the correction, so nobody corrects the day and leaves the due date.

import { NOTHING_TO_RECOUNT, isSameFact } from "./due_origins.js";
import { dueFollowing } from "./pauses.js";

/**
 * Return the due date that a corrected day moves: the `correction`, what the day `was` before and
 * what it is `now`, null where that is open, and the day `on` which that is noted: that of the
 * correction, or on which the due date was set. Return null where none moves.
 */
export function owedRecount(correction, { book }) {
  const { item, day } = correction;
  const moved = movedBy(correction, book);
  if (!moved) return null;
  const { was, now, setIn } = moved;
  const days = [day, ...setIn.map((version) => item.dayOf(version))];
  return { correction, was, now, on: days.reduce((one, other) => (one > other ? one : other)) };
}

/** Tell whether an event counts a due date of the same item anew. */
export function isRecountOf({ correction: { id, item } }, { topic, aggregateId }) {
  return topic === `${item.kind}.due-recounted` && aggregateId === id;
}

/** Refuse the correction: the due date did not follow. */
export function refuseUncounted({ correction, was, now }) {
  const { corrects: version, now: day } = correction.state;
  correction.require(
    false,
    `第${version}条的日期更正为${day},依据它的期限${was ?? "未定"}` +
      `没有随之重算,重算应得${now ?? "未定"}`,
    `record ${version} is now dated ${day}, yet the due date ${was ?? "left open"} ` +
      `that rests on it is not counted anew; it would be ${now ?? "left open"}`,
  );
}

/** Refuse to count anew what no correction moves, on another day, or in another's name. */
export function requireOwed(event, owed) {
  event.require(
    owed?.correction.state.corrects === event.state.corrected, ...NOTHING_TO_RECOUNT,
  );
  event.require(
    event.day === owed.on, `期限重算应当记为${owed.on}`,
    `a due date counted anew is to be dated ${owed.on}`,
  );
  event.require(
    isSameFact(undated(event), undated(owed.correction)), "期限重算与更正不是同一次办理",
    "a due date is counted anew by another act than the correction",
  );
}

function undated({ state: { act } }) {
  return { ...act, occurred_on: null };
}

function movedBy(event, book) {
  const { item, state: { corrects } } = event;
  if (item.kind === "opinion") {
    const rounds = item.isReferred ? item.rounds : [];
    return rounds.map((round) => movedInRound(event, round, book)).find(Boolean);
  }
  const isPlanned = item.kind === "task" && item.planId !== null && corrects === 1;
  return isPlanned ? null : item.dues?.movedBy(event, book);
}

function movedInRound(event, round, book) {
  const { item, state: { corrects, now: day } } = event;
  const { original, due } = round;
  const isBegun = corrects === round.begunIn;
  if (!isBegun && !round.pauses.some((pause) => pause.includes(corrects))) return null;
  const counted = isBegun ? book.countedFrom(original, day) : original;
  const following = dueFollowing(item, round, counted, book);
  if (counted === original && following === due) return null;
  const setIn = round.settings.map(({ version }) => version);
  const isOwn = counted.on !== original.on && following === due;
  const [was, now] = isOwn ? [original.on, counted.on] : [due, following];
  return { was, now, setIn };
}
