// Which unit belonged to which, on a day, as the events of the units tell it.

const ENDING_UNITS = ["unit.merged", "unit.closed"];

/** Every unit by its code; days are all numbers or all texts. */
export class UnitTree {
  #units = new Map();
  #byPlace = new Map();

  /** Take in an event of the unit at this place; other events say nothing here. */
  follow({ topic, version, state }, place, day) {
    if (topic === "unit.registered") {
      const { kind, level, parent } = state;
      const unit = { kind, level, days: [], placings: [[0, parent]], ending: null };
      this.#byPlace.set(place, unit);
      this.#units.set(state.code, unit);
    }
    const unit = this.#byPlace.get(place);
    if (!unit) return;
    unit.days.push(day);
    if (topic === "unit.moved") unit.placings.push([Number(version) - 1, state.parent]);
    if (ENDING_UNITS.includes(topic)) unit.ending = Number(version) - 1;
  }

  /** Take over a corrected date of the event with this version. */
  correct(place, version, day) {
    const unit = this.#byPlace.get(place);
    if (unit) unit.days[version - 1] = day;
  }

  /** Return a unit and those above it on a day, as far as they are known. */
  lineageOn(code, day) {
    const lineage = [];
    for (let above = code; typeof above === "string" && !lineage.includes(above); ) {
      lineage.push(above);
      above = this.parentOn(above, day);
    }
    return lineage;
  }

  /** Return the unit with this code, its `kind` and `level` among others, or undefined. */
  unit(code) {
    return this.#units.get(code);
  }

  /** Tell whether a unit was registered and exists on a day. */
  isActiveOn(code, day) {
    const unit = this.#units.get(code);
    if (unit === undefined || unit.days[0] > day) return false;
    return unit.ending === null || unit.days[unit.ending] > day;
  }

  /** Return the unit above another on a day; before its registration, the first one. */
  parentOn(code, day) {
    const unit = this.#units.get(code);
    const since = unit?.placings.filter(([event]) => unit.days[event] <= day).at(-1);
    return (since ?? unit?.placings[0])?.[1];
  }
}
