// The due dates of an item: the original one, the one in force, and how one came after another.

import {
  haveSameOrigin, isSameFact, knownDue, requireCountedFrom, requireDerivedLater, requireFormerDue,
  requireRestsOn, requireSameOrigin,
} from "./due_origins.js";

export class DueHistory {
  #original;
  #present;
  /** The versions of events that settled it, each with that by which it had been stated. */
  #settlements = [];
  /** The version by which it was stated last. */
  #statedIn = 1;
  /** The versions of all events that stated it or derived it anew. */
  #setIn = [1];

  /** `due` is the one stated when the item began. */
  constructor(due) {
    this.#original = this.#present = knownDue(due);
  }

  /** The day in force, null where that is open. */
  get on() {
    return this.#present.on;
  }

  /** What is known of the one in force. */
  get present() {
    return this.#present;
  }

  /** Take over a due date stated anew. */
  restate({ version }, due) {
    this.#statedIn = version;
    this.#setIn.push(version);
    this.#present = knownDue(due);
  }

  /** Take over a day that was granted. */
  extend(until) {
    this.#present = knownDue({ on: until });
  }

  /** Take over a due date derived again, now that the holidays are known. */
  settle(event) {
    this.#deriveAnew(event, (due) => {
      requireSameOrigin(event, due.origin !== null && haveSameOrigin(due, this.#present));
    });
  }

  /** Take over a due date counted anew from the corrected day on which it was stated. */
  recount(event) {
    this.#deriveAnew(event, (due) => {
      requireRestsOn(event, event.state.corrected === this.#statedIn);
      requireCountedFrom(event, due, this.#present, event.item.dayOf(this.#statedIn));
    });
  }

  #deriveAnew(event, requireFollowing) {
    const { version, state: { due, due_was: was, of_original: ofOriginal } } = event;
    const settled = knownDue(due);
    requireDerivedLater(event, event.day, event.item.dayOf(this.#statedIn));
    requireFormerDue(event, was, this.#present);
    requireFollowing(settled);
    const isOriginal = isSameFact(this.#original, this.#present);
    event.require(
      ofOriginal ? isOriginal : this.#statedIn > 1 || !isOriginal, "是否为最初期限不符",
      "whether it is the original due date is stated wrongly",
    );
    if (ofOriginal) this.#original = settled;
    this.#present = settled;
    this.#settlements.push({ version, statedIn: this.#statedIn });
    this.#setIn.push(version);
  }

  /**
   * Return what the day `was` before and what it is `now` that a day was corrected, and the
   * versions by which it was set, `setIn`; null where it does not rest on that day.
   */
  movedBy({ state: { corrects, now: day } }, book) {
    const counted = book.countedFrom(this.#present, day);
    if (corrects !== this.#statedIn || counted === this.#present) return null;
    return { was: this.on, now: counted.on, setIn: this.#setIn };
  }

  /** Refuse dates by which a due date would be settled before it was stated. */
  requireInOrder(event) {
    const { item } = event;
    for (const { version, statedIn } of this.#settlements) {
      requireDerivedLater(event, item.dayOf(version), item.dayOf(statedIn));
    }
  }
}
