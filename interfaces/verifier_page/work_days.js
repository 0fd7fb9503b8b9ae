// Working days by the notices about holidays, and terms counted in days and months.

import { daysLater, isWeekend, monthsLater } from "./days.js";

/**
 * The months and days off in a year about which there is no notice, by the first year in which the
 * law has them so, the last one first.
 */
const FIXED_HOLIDAYS_SINCE = Object.freeze([
  { since: 2025, days: ["01-01", "05-01", "05-02", "10-01", "10-02", "10-03"] },
  { since: 2008, days: ["01-01", "05-01", "10-01", "10-02", "10-03"] },
  { since: 2000, days: ["01-01", "05-01", "05-02", "05-03", "10-01", "10-02", "10-03"] },
  { since: 1950, days: ["01-01", "05-01", "10-01", "10-02"] },
]);

function isFixedHoliday(year, day) {
  const law = FIXED_HOLIDAYS_SINCE.find(({ since }) => since <= year);
  return law !== undefined && law.days.includes(day.slice(5));
}

/** Tells working days by the arrangements of `years`, null where no notice was known. */
export class WorkDays {
  #years;
  /** The years that mattered. */
  asked = new Set();

  constructor(years) {
    this.#years = years;
  }

  #isWorked(day) {
    const year = Number(day.slice(0, 4));
    this.asked.add(year);
    const arrangement = this.#years.get(year) ?? null;
    if (arrangement === null) return !isWeekend(day) && !isFixedHoliday(year, day);
    return arrangement.worked.includes(day) || (!isWeekend(day) && !arrangement.off.includes(day));
  }

  /** Return the day itself if it is worked, or the first one that is, by `step` days. */
  worked(day, step = 1) {
    let found = day;
    while (!this.#isWorked(found)) found = daysLater(found, step);
    return found;
  }

  /** Return how many working days lie after a day, up to and including a later one. */
  workedBetween(first, last) {
    let count = 0;
    for (let day = first; day < last; ) {
      day = daysLater(day, 1);
      if (this.#isWorked(day)) count++;
    }
    return count;
  }

  /** Return the last day of a term, the day it begins on not counted. */
  later(day, term) {
    return term.unit === "month" ? monthsLater(day, term.length) : this.#counted(day, term, 1);
  }

  /** Return the day from which a term in days reaches to a day, itself not counted. */
  earlier(day, term) {
    return this.#counted(day, term, -1);
  }

  #counted(day, { unit, length }, step) {
    if (unit === "day") return daysLater(day, length * step);
    let found = day;
    for (let count = 0; count < length; count++) found = this.worked(daysLater(found, step), step);
    return found;
  }
}
