// Where events name natural persons, told from the table of their fields.

const PERSON = "person";

/** Finds the places where something else than a text stands for a person. */
export class PersonFields {
  #shapes;
  #byTopic = new Map();

  constructor({ fields, shapes }) {
    this.#shapes = new Map(Object.entries(shapes));
    for (const [topic, text] of Object.entries(fields)) {
      this.#byTopic.set(topic, this.#personsIn(text));
    }
  }

  /** Return the objects where persons are named, each with path, holder and key, in order. */
  notPlain({ topic, state }) {
    const found = [];
    const persons = this.#byTopic.get(topic);
    if (persons) collectFields(state, persons, "", found);
    return found;
  }

  /** Return, by the names of fields, where persons stand in them; null where there are none. */
  #personsIn(text) {
    const persons = new Map();
    for (const field of text.split(" ").filter((each) => each)) {
      const [name, kind] = field.split(":");
      const inside = this.#personsOf(kind.replace("~", ""));
      if (inside) persons.set(name, inside);
    }
    return persons.size ? persons : null;
  }

  #personsOf(kind) {
    if (kind === PERSON) return PERSON;
    if (kind.endsWith("?")) return this.#personsOf(kind.slice(0, -1));
    if (kind.endsWith("*")) {
      const each = this.#personsOf(kind.slice(0, -1));
      return each && [each];
    }
    return this.#personsIn(this.#shapes.get(kind) ?? "");
  }
}

function collectFields(holder, persons, path, found) {
  for (const [key, value] of Object.entries(holder)) {
    const inside = persons.get(key);
    if (inside !== undefined && typeof value === "object" && value !== null) {
      collect({ field: path + key, holder, key }, inside, found);
    }
  }
}

function collect(place, persons, found) {
  const value = place.holder[place.key];
  if (Array.isArray(value)) {
    if (!Array.isArray(persons)) return;
    for (const [key, each] of value.entries()) {
      if (typeof each !== "object" || each === null) continue;
      collect({ field: `${place.field}.${key}`, holder: value, key }, persons[0], found);
    }
  } else if (persons === PERSON) {
    found.push(place);
  } else if (persons instanceof Map) {
    collectFields(value, persons, `${place.field}.`, found);
  }
}
