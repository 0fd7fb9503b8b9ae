// How every item of a log stood on a day: the rows behind the ledgers and the rates.

import { COMMITMENTS } from "./commitment_ledger.js";
import { dayNumber } from "./days.js";
import { NOTICES } from "./notice_ledger.js";
import { OPINIONS } from "./opinion_ledger.js";
import { PROFILES, YEARS } from "./reference_ledgers.js";
import { REMINDERS } from "./reminder_list.js";
import { Stories, Telling } from "./stories.js";
import { TASKS } from "./task_ledger.js";
import { kindOf } from "./topics.js";
import { UNITS } from "./unit_register.js";

const KINDS = Object.freeze({
  opinion: OPINIONS, task: TASKS, commitment: COMMITMENTS, notice: NOTICES, unit: UNITS,
  "rule-profile": PROFILES, "calendar-year": YEARS, reminder: REMINDERS,
});

/** The items of a bundle whose events have proven sound. */
export class Standings {
  #scope;
  #telling;
  #dates;
  #shared;
  #placeOf;
  #readEvents;
  /** The number of each item by its place. */
  #numbers = [];

  /** `dates` knows every date as corrected, `placeOf` the place of an id. */
  constructor(scope, transitions, { dates, shared, placeOf, readEvents }) {
    this.#scope = scope;
    this.#telling = new Telling(KINDS, transitions);
    this.#dates = dates;
    this.#shared = shared;
    this.#placeOf = placeOf;
    this.#readEvents = readEvents;
  }

  /** Tell whether a day lies in the period; the lack of one does not. */
  has(day) {
    return day !== null && this.#scope.periodFrom <= day && day <= this.#scope.periodTo;
  }

  /** Tell whether an item belongs to the ledger of the period. */
  isListed(kind, row) {
    return KINDS[kind].isListed(row, (day) => this.has(day));
  }

  /** Return the number of an item, or its identity where it has none. */
  numberOf(id) {
    return this.#numbers[this.#placeOf(id)] ?? id;
  }

  /** Yield how items stood, each with kind and place, once their last events have passed. */
  rows() {
    return this.#rowsOf(this.#readEvents());
  }

  /** Return how an item stood; null where it had not begun. */
  async rowOf(id) {
    for await (const [told] of this.#rowsOf(storyOf(this.#readEvents(), id))) {
      if (told) return told.row;
    }
    return null;
  }

  async *#rowsOf(blocks) {
    const stories = new Stories(this.#telling, this.#dates, dayNumber(this.#scope.asOf));
    for await (const events of blocks) {
      yield events.map((event) => this.#follow(event, stories)).filter((told) => told !== null);
    }
  }

  /** Return how the item of an event stood, null unless the event is its last. */
  #follow(event, stories) {
    const place = this.#placeOf(event.aggregateId);
    if (event.version === 1n) this.#numbers[place] = event.state.number;
    const row = stories.follow(event, place);
    if (!row) return null;
    const kind = kindOf(event.topic);
    row.isUrged = this.#shared.isUrged(row.id);
    if (kind === "opinion") row.answers = this.#shared.answersFor(row.id);
    return { place, kind, row };
  }
}

async function* storyOf(blocks, id) {
  for await (const events of blocks) yield events.filter(({ aggregateId }) => aggregateId === id);
}
