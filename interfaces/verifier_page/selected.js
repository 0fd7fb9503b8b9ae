// That a partial bundle is about what it says: the item it names, or the unit it names.

import { identityOf } from "./identities.js";
import { EVENTS_PATH } from "./manifest.js";
import { Problem, Refused } from "./refusal.js";

/**
 * Follows the events of a bundle; those of a whole one are all there are. A unit's part has the
 * acts of that unit alone. An item's part begins with the item itself, whose identity follows from
 * its number.
 */
export class Selected {
  #key;
  #unit = null;
  #item = null;
  #hasBegun;

  constructor(selection) {
    this.#key = selection?.key;
    if (selection?.kind === "unit") this.#unit = selection.key;
    else if (selection) this.#item = identityOf(selection.kind, selection.key);
    this.#hasBegun = this.#item === null;
  }

  /** Take the next event; refuse what the unit did not do. */
  follow(event, line) {
    if (this.#unit !== null && actingUnit(event) !== this.#unit) {
      throw otherEvents(
        `不是所选单位“${this.#unit}”的办理`,
        `is no act of the unit that is selected, ${this.#unit}`,
        line,
      );
    }
    if (event.version === 1n && event.aggregateId === this.#item) this.#hasBegun = true;
  }

  /** Refuse a part without the first event of its item. */
  finish() {
    if (this.#hasBegun) return;
    throw otherEvents(
      `没有所选事项“${this.#key}”的第一条记录`,
      `does not have the first event of what is selected, ${this.#key}`,
    );
  }

  /** Tell whether a part leaves out an event that belongs to it as others do. */
  mustHold(event, isKnown) {
    return this.#unit === null ? isKnown : actingUnit(event) === this.#unit;
  }
}

/** Return the unit for which somebody acted. */
function actingUnit({ state: { act } }) {
  const isObject = act !== null && typeof act === "object" && !Array.isArray(act);
  return isObject ? act.unit : undefined;
}

function otherEvents(chinese, english, line = null) {
  return new Refused(Problem.SELECTION_DIFFERS, chinese, english, EVENTS_PATH, line);
}
