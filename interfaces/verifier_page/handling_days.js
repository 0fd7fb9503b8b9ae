// How many days opinions took from their referral, those that are not completed apart.

import { daysBetween } from "./days.js";
import { roundedHalfUp } from "./figure_numbers.js";

const LABELS = Object.freeze({ closed: "已办结", open: "尚未办结(截至当日)" });

export const DAYS_HEADERS = Object.freeze([
  "范围", "件数", "平均天数", "中位天数", "九成办结天数",
]);

/** Counts the opinions of a period by the days they took, or have taken so far. */
export class HandlingDays {
  #has;
  #asOf;
  #taken = { closed: new Map(), open: new Map() };

  constructor(has, asOf) {
    this.#has = has;
    this.#asOf = asOf;
  }

  /** Count an opinion; what was merged into another is handled there. */
  add({ referredOn, completedOn, mergedInto }) {
    if (!this.#has(referredOn) || mergedInto !== null) return;
    const taken = this.#taken[completedOn === null ? "open" : "closed"];
    const days = daysBetween(referredOn, completedOn ?? this.#asOf);
    taken.set(days, (taken.get(days) ?? 0) + 1);
  }

  /** Return, for programs, the spread of the days of either. */
  facts() {
    return { closed: spreadOf(this.#taken.closed), open: spreadOf(this.#taken.open) };
  }

  /** Yield the same as a table. */
  *rows() {
    for (const [state, facts] of Object.entries(this.facts())) {
      yield { about: LABELS[state], cells: [LABELS[state], ...Object.values(facts)] };
    }
  }
}

/** Return how many there are, their mean and median, and the days nine in ten stayed within. */
function spreadOf(taken) {
  const days = [...taken.keys()].sort((one, other) => one - other);
  const count = days.reduce((sum, each) => sum + taken.get(each), 0);
  const total = days.reduce((sum, each) => sum + each * taken.get(each), 0);
  const nth = (number) => {
    let left = number;
    return days.find((each) => (left -= taken.get(each)) <= 0);
  };
  if (!count) return { count, mean: null, median: null, ninth_decile: null };
  const middle = nth(Math.ceil(count / 2)) + nth(Math.floor(count / 2) + 1);
  return {
    count,
    mean: roundedHalfUp(total, count),
    median: roundedHalfUp(middle, 2),
    ninth_decile: nth(Math.ceil((9 * count) / 10)),
  };
}
