// Whether a due date is the day that follows from the deadline as it was stated.
//
// An event says of a due date's origin what the deadline was in the words of the paper, the day it
// is counted from, and the notices about holidays that were known; all of it is derived anew.

import { dayInMonth, lastDayOfMonth } from "./days.js";
import { FieldPlaces } from "./field_places.js";
import { illegal } from "./refusal.js";
import { MONTHS_BETWEEN, expectedFrom } from "./reporting.js";
import { WorkDays } from "./work_days.js";

/** These repeat a due date stated before, which a pause may have put off since. */
const REPEATED = Object.freeze(["due_was", "former_due", "subject.due"]);
/** The due dates of these have the days of pauses in them. */
const PUT_OFF = Object.freeze([
  "opinion.clarification-given", "opinion.due-settled", "opinion.due-recounted",
  "opinion.rules-migrated",
]);
/** Of the parts of a month; the last one ends with the month. */
const LAST_DAY_OF = Object.freeze({ early: 10, mid: 20 });

/** The day each kind of deadline comes to; null where there is no such day. */
const DERIVED = Object.freeze({
  fixed_day: ({ day }) => day,
  window: ({ last }) => last,
  month_part: ({ year, month, part }) => {
    const day = LAST_DAY_OF[part];
    return day === undefined ? lastDayOfMonth(year, month) : dayInMonth(year, month, day);
  },
  period_end: ({ period, year, ordinal }) => {
    return lastDayOfMonth(year, ordinal * MONTHS_BETWEEN[period]);
  },
  vague: ({ day }) => day,
  term: ({ term }, start, days) => start && days.later(start, term),
  recurring: (spec, start) => expectedFrom(spec, start ?? spec.first),
  before_meeting: ({ meeting_on: meeting, term }, _, days) => days.earlier(meeting, term),
  by_difficulty: ({ day }) => day,
  undated: () => null,
});

/** Tell whether a due date in this field is stated for the first time and goes on from none. */
export function isNewDue({ topic }, field) {
  return !REPEATED.includes(field) && !PUT_OFF.includes(topic);
}

/** Follows events in order and refuses a due date that does not follow from its origin. */
export class DueDates {
  #places;
  /** The arrangements of each year, in the order of the notices about it. */
  #arrangements = new Map();
  #yearsByPlace = new Map();

  constructor(tables) {
    this.#places = new FieldPlaces(tables, "due");
  }

  require(event) {
    for (const { field, holder, key } of this.#places.objectsIn(event)) {
      const isPutOff = PUT_OFF.includes(event.topic) && field === "due";
      const mayBeLater = isPutOff || REPEATED.includes(field);
      if (holder[key].basis) this.#requireDerived(event, holder[key], mayBeLater);
    }
  }

  /** Take down the notice in an event of the year at this place; others say nothing here. */
  follow(event, place) {
    const { topic, state } = event;
    if (topic === "calendar-year.published") this.#yearsByPlace.set(place, state.year);
    else if (topic !== "calendar-year.amended") return;
    const { days_off: off, working_days: worked } = state.notice;
    const year = this.#yearsByPlace.get(place);
    if (!this.#arrangements.has(year)) this.#arrangements.set(year, []);
    this.#arrangements.get(year).push({ off, worked });
  }

  #requireDerived(event, { on, basis }, mayBeLater) {
    const derived = derivedFrom(basis, this.#arrangementsOf(event, basis.calendar));
    const isLater = Boolean(mayBeLater && on && derived.on && on > derived.on);
    if (basis.raw !== derived.raw || (on !== derived.on && !isLater)) {
      throw illegal(
        event,
        "期限不是按所写依据推算的日期",
        "a due date does not follow from what it was derived from",
      );
    }
    const needed = basis.calendar.map(({ year }) => year);
    if (String(needed) !== String(derived.years)) {
      throw illegal(
        event,
        "期限所列的年度不是推算所需的年度",
        "a due date names other years than it depends on",
      );
    }
  }

  /** Return each year with its arrangement by the notice named, null where none is. */
  #arrangementsOf(event, calendar) {
    return calendar.map(({ year, version }) => {
      const arrangement = version === null ? null : this.#arrangements.get(year)?.[version - 1];
      if (arrangement === undefined) {
        throw illegal(
          event,
          "期限所依据的节假日安排没有公布过",
          "a due date rests on a notice about holidays that was never published",
        );
      }
      return [year, arrangement];
    });
  }
}

/**
 * Return the day a deadline comes to, `raw`, the same moved off a day off where that is the rule,
 * `on`, and the years that mattered; a day before that from which it is counted is none.
 */
export function derivedFrom({ spec, start }, arrangements) {
  const days = new WorkDays(new Map(arrangements));
  const raw = DERIVED[spec.kind](spec, start, days);
  const isThere = raw !== null && (start === null || raw >= start);
  const isMoved = isThere && spec.kind === "term" && spec.roll;
  const on = isMoved ? days.worked(raw) : raw;
  const years = [...days.asked].sort((one, other) => one - other);
  return isThere ? { raw, on, years } : { raw: null, on: null, years };
}
