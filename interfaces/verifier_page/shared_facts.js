// What rows of many items are read beside: units, the measures of plans, and what was urged.
//
// It is wanted before a log is read once more, so it is kept when the log is first read.

import { byCodePoint } from "./json.js";
import { PLANS, answersIn, measureRows } from "./plans.js";
import { KeptStories } from "./stories.js";
import { UNITS } from "./unit_register.js";

const NO_ANSWERS = Object.freeze([]);

export class SharedFacts {
  #stories;
  /** Of each notice its place and the identity of what it urges. */
  #urging = [];
  #urged = new Set();
  /** Each unit by its code. */
  units = new Map();
  /** The measures of each plan, by its identity. */
  measures = new Map();
  #answers = new Map();

  constructor(transitions) {
    this.#stories = new KeptStories({ unit: UNITS, plan: PLANS }, transitions);
  }

  /** Take the next event, of the item at this place. */
  follow(event, place) {
    this.#stories.follow(event, place);
    if (event.topic === "notice.issued") this.#urging.push([place, event.state.subject.id]);
  }

  /** Tell everything as it stood on a day, once; `dates` knows every date as corrected. */
  tell(asOf, dates) {
    for (const [kind, row] of this.#stories.rowsOn(asOf, dates)) {
      if (kind === "unit") this.units.set(row.code, row);
      else this.#takePlan(row);
    }
    for (const [place, id] of this.#urging) if (dates.dayOf(place, 1) <= asOf) this.#urged.add(id);
    for (const answers of this.#answers.values()) {
      answers.sort((one, other) => byCodePoint(one.plan, other.plan));
    }
  }

  #takePlan(plan) {
    this.measures.set(plan.id, measureRows(plan));
    for (const [opinion, answer] of answersIn(plan)) {
      const known = this.#answers.get(opinion);
      if (known) known.push(answer);
      else this.#answers.set(opinion, [answer]);
    }
  }

  /** Return what a unit is called; a code of which nothing is known stands for itself. */
  nameOf(code) {
    return this.units.get(code)?.name ?? code;
  }

  /** Tell whether a notice was issued about an item. */
  isUrged(id) {
    return this.#urged.has(id);
  }

  /** Return what plans have for an opinion, by their numbers. */
  answersFor(id) {
    return this.#answers.get(id) ?? NO_ANSWERS;
  }
}
