// What is remembered of every item while the rules are followed: more of those still spoken of.

/** An item; each kind adds what its rules ask for. */
export class Item {
  kind;
  number;
  status = null;
  /** The rules that govern it, as `versionOf` names them. */
  profile = null;
  /** The day of each event as corrected so far; that of version `v` at `v - 1`. */
  days = [];
  /** The versions of those that are steps. */
  steps = [];

  constructor(kind, number) {
    this.kind = kind;
    this.number = String(number);
  }

  /** Tell whether more is to be expected of it; once not, rules ask at most how it stood. */
  get isOpen() {
    return true;
  }

  /** Who is reminded of it: the unit in the lead. */
  get owingUnits() {
    return this.responsibleUnits.slice(0, 1);
  }

  dayOf(version) {
    return this.days[version - 1];
  }
}

/** Every item by its place in the order of appearance. */
export class Records {
  #items = [];
  #placeOf;

  /** `placeOf` tells the place of an item by its id, undefined where there is none. */
  constructor(placeOf) {
    this.#placeOf = placeOf;
  }

  /** Return the item at a place, null where none has begun or there is no place. */
  at(place) {
    return this.#items[place] ?? null;
  }

  add(place, item) {
    this.#items[place] = item;
  }

  /** Keep of an item of which no further event comes only what others may ask. */
  forget(place) {
    const { kind, number, status, raisedBy = null } = this.#items[place];
    this.#items[place] = Object.freeze({ kind, number, status, raisedBy, isOpen: false });
  }

  /** Return the item with this id that has begun, of any kind or of one; null where none has. */
  find(id, kind = null) {
    const found = this.at(this.#placeOf(id));
    return found && (kind === null || found.kind === kind) ? found : null;
  }
}
