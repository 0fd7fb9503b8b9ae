// Where events hold facts of one kind that are objects, told from the table of their fields.

import { eachOf, isListKind } from "./field_kinds.js";
import { isObject } from "./json.js";

export class FieldPlaces {
  #sought;
  #shapes;
  #byTopic = new Map();

  constructor({ fields, shapes }, sought) {
    this.#sought = sought;
    this.#shapes = new Map(Object.entries(shapes));
    for (const [topic, text] of Object.entries(fields)) this.#byTopic.set(topic, this.#in(text));
  }

  /** Return the objects that stand for such facts, each with path, holder and key, in order. */
  objectsIn({ topic, state }) {
    const found = [];
    const within = this.#byTopic.get(topic);
    if (within) collectFields(state, within, "", found);
    return found;
  }

  /** Return, by the names of fields, where such facts stand in them; null where there are none. */
  #in(text) {
    const within = new Map();
    for (const field of text.split(" ").filter((each) => each)) {
      const [name, kind] = field.split(":");
      const inside = this.#of(kind.replace("~", ""));
      if (inside) within.set(name, inside);
    }
    return within.size ? within : null;
  }

  #of(kind) {
    if (kind === this.#sought) return kind;
    if (kind.endsWith("?")) return this.#of(kind.slice(0, -1));
    if (isListKind(kind)) {
      const each = this.#of(eachOf(kind));
      return each && [each];
    }
    return this.#in(this.#shapes.get(kind) ?? "");
  }
}

function collectFields(holder, within, path, found) {
  for (const key in holder) {
    const inside = within.get(key);
    const value = holder[key];
    if (inside !== undefined && (isObject(value) || Array.isArray(value))) {
      collect({ field: path + key, holder, key }, inside, found);
    }
  }
}

function collect(place, within, found) {
  const value = place.holder[place.key];
  if (Array.isArray(value)) {
    if (!Array.isArray(within)) return;
    for (const [key, each] of value.entries()) {
      if (!isObject(each)) continue;
      collect({ field: `${place.field}.${key}`, holder: value, key }, within[0], found);
    }
  } else if (typeof within === "string") {
    found.push(place);
  } else if (within instanceof Map) {
    collectFields(value, within, `${place.field}.`, found);
  }
}
