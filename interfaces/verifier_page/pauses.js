// What the times at which the clock stood still do to the due date of an opinion.

import { knownDue } from "./due_origins.js";

/** Return the day of a known due date, put off by all the clock stood still after it was set. */
export function putOffByPauses(item, { pauses }, due, book, since = 0) {
  const after = pauses.filter(([, answeredIn]) => answeredIn > since);
  return after.reduce((on, [askedIn, answeredIn]) => {
    return book.putOff({ ...due, on }, item.dayOf(askedIn), item.dayOf(answeredIn));
  }, due.on);
}

/** Return the day a round is due when its own due date is this one: put off, or extended. */
export function dueFollowing(item, round, original, book) {
  const { granted } = round;
  if (!granted) return putOffByPauses(item, round, original, book);
  return putOffByPauses(item, round, knownDue({ on: granted.until }), book, granted.decidedIn);
}
