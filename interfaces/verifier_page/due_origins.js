// What due dates follow from: one derived anew may not follow from something else than before.

import { isObject } from "./json.js";

export const SETTLED_TOO_EARLY = Object.freeze([
  "期限的重算早于写明该期限", "a due date is settled before it was stated",
]);
export const NOTHING_TO_RECOUNT = Object.freeze([
  "期限没有需要重算", "there is nothing to count anew",
]);
const ANOTHER_ORIGIN = Object.freeze([
  "期限与原期限的依据不同", "a due date follows from something else than before",
]);

/** The kinds of deadlines that are counted from the day they begin on. */
const COUNTED_FROM_START = Object.freeze(["term", "recurring"]);
const STATED_OUTRIGHT = Object.freeze({
  origin: null, start: null, isRuled: false, inWorkingDays: false, isCounted: false, notices: null,
});

/**
 * Return what is remembered of a due date: its day `on`, the deadline it was derived from as text,
 * `origin`, null for a day stated outright, the day it is counted from, `start`, whether it follows
 * from rules that were published, `isRuled`, whether it is the end of a term in working days,
 * `inWorkingDays`, whether it is counted from its start at all, `isCounted`, and the `notices`
 * about holidays that were known.
 */
export function knownDue({ on, basis = null }) {
  if (basis === null) return { on, ...STATED_OUTRIGHT };
  const { spec, profile, rule, start, calendar } = basis;
  const origin = canonical([spec, profile, rule]);
  const inWorkingDays = spec.kind === "term" && spec.term.unit === "working_day";
  const notices = canonical(calendar);
  const isCounted = COUNTED_FROM_START.includes(spec.kind);
  return { on, origin, start, isRuled: profile !== null, inWorkingDays, isCounted, notices };
}

/** Refuse an event that states another due date than the one in force before it. */
export function requireFormerDue(event, stated, present) {
  event.require(
    isSameFact(knownDue(stated), present), "所写原期限与实际期限不符",
    "the due date stated as former is not the one in force",
  );
}

/** Tell whether two due dates follow from the same; holidays that become known change nothing. */
export function haveSameOrigin(one, other) {
  return one.origin === other.origin && one.start === other.start;
}

/** Tell whether a known due date is counted from another day than the one it now begins on. */
export function awaitsCounting({ isCounted, start }, begun) {
  return isCounted && start !== begun;
}

/** Return the deadline in words of the paper from which a known due date was derived. */
export function deadlineOf({ origin }) {
  return JSON.parse(origin)[0];
}

/** Refuse a known due date that is not the one of before, counted from a day since corrected. */
export function requireCountedFrom(event, due, before, begun) {
  event.require(awaitsCounting(before, begun), ...NOTHING_TO_RECOUNT);
  requireSameOrigin(event, haveSameOrigin(due, { ...before, start: begun }));
}

/** Refuse to count a due date anew for the correction of a day on which it does not rest. */
export function requireRestsOn(event, holds) {
  event.require(
    holds, "更正的不是期限所依据的日期", "the date corrected is not one on which the due date rests",
  );
}

/** Refuse to derive a due date anew before the day of an event that stated it. */
export function requireDerivedLater(event, day, stated) {
  event.require(day >= stated, ...SETTLED_TOO_EARLY);
}

/** Tell whether two facts, as JSON has them, say the same. */
export function isSameFact(one, other) {
  return canonical(one) === canonical(other);
}

/** Refuse a due date that follows from something else. */
export function requireSameOrigin(event, holds) {
  event.require(holds, ...ANOTHER_ORIGIN);
}

function canonical(fact) {
  return JSON.stringify(fact ?? null, (_, value) => {
    return isObject(value) ? Object.fromEntries(Object.entries(value).sort(byName)) : value;
  });
}

function byName([one], [other]) {
  return one < other ? -1 : 1;
}
