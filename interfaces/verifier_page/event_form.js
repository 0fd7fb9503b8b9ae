// Whether an event states what its kind must state, each fact in its one form.
//
// The table is data that every verifier decides by. A field is written `name:kind`; `?` after a
// kind allows null, `*` makes it a list, `~` before it allows the field to be absent.

import { dayNumber } from "./days.js";
import { isObject } from "./json.js";
import { Problem, Refused } from "./refusal.js";

const LONGEST_TERM = 3_660;
const EARLIEST_DAY = 19_491_001;
const LATEST_DAY = 21_991_231;
const MOST_DIGITS = /^-?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:E[+-]?[0-9]{1,2})?$/;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** What every event states, whatever its kind. */
export const FRAME = ["originator_id", "originator_version", "act"];

const PLAIN_KINDS = Object.freeze({
  text: isText,
  person: isText,
  flag: (value) => typeof value === "boolean",
  number: (value) => Number.isSafeInteger(value),
  id: (value) => typeof value === "string" && ID.test(value),
  amount: (value) => typeof value === "string" && MOST_DIGITS.test(value),
  length: (value) => Number.isSafeInteger(value) && value >= 1 && value <= LONGEST_TERM,
  day: isDay,
});

function isText(value) {
  return typeof value === "string";
}

function isDay(value) {
  const day = typeof value === "string" ? dayNumber(value) : null;
  return day !== null && day >= EARLIEST_DAY && day <= LATEST_DAY;
}

/** Checks the fields of events; `fields`, `shapes`, `words` and `deadlines` are the table. */
export class EventForm {
  #kinds = new Map(Object.entries(PLAIN_KINDS));
  #fields = new Map();
  #act;

  constructor({ fields, shapes, words, deadlines }) {
    for (const [name, accepted] of Object.entries(words)) {
      const known = new Set(accepted);
      this.#kinds.set(name, (value) => known.has(value));
    }
    for (const [name, text] of Object.entries(shapes)) this.#kinds.set(name, this.#shape(text));
    const due = this.#kinds.get("due");
    if (due) this.#kinds.set("due", (value) => due(value) && (value.on === null) === value.undated);
    this.#bindDeadlines(deadlines);
    for (const [topic, text] of Object.entries(fields)) this.#fields.set(topic, this.#read(text));
    this.#act = this.#read("act:act")[0];
  }

  /** A deadline states more than its kind, each kind its own. */
  #bindDeadlines(deadlines) {
    const isDeadline = this.#kinds.get("deadline");
    const byKind = new Map();
    for (const [kind, text] of Object.entries(deadlines)) byKind.set(kind, this.#shape(text));
    this.#kinds.set("deadline", (value) => isDeadline(value) && byKind.get(value.kind)(value));
  }

  /** Refuse a field that is absent, unknown or holds another kind of fact. */
  require(event) {
    const { state, topic, aggregateId, version } = event;
    if (!accepts(this.#act, state)) throw misstated(event, "act");
    const fields = this.#fields.get(topic);
    let present = 0;
    for (const field of fields) {
      if (!accepts(field, state)) throw misstated(event, field.name);
      if (!field.mayBeAbsent || Object.hasOwn(state, field.name)) present++;
    }
    if (Object.keys(state).length !== present + FRAME.length) {
      const known = [...FRAME, ...fields.map(({ name }) => name)];
      const [odd] = Object.keys(state).filter((name) => !known.includes(name)).sort();
      if (odd !== undefined) throw misstated(event, odd);
    }
    if (state.originator_id !== aggregateId || state.originator_version !== Number(version)) {
      throw malformedEvent(
        event, "事件内容所写的标识或者版本与记录不符",
        "the event states another identity or version than its line",
      );
    }
  }

  #read(text) {
    const found = text.split(" ").filter((field) => field);
    return found.map((field) => {
      const [name, kind] = field.split(":");
      const mayBeAbsent = kind.startsWith("~");
      return { name, mayBeAbsent, isSuch: this.#ofKind(mayBeAbsent ? kind.slice(1) : kind) };
    });
  }

  #ofKind(kind) {
    const inner = kind.slice(0, -1);
    if (kind.endsWith("?")) {
      const some = this.#ofKind(inner);
      return (value) => value === null || some(value);
    }
    if (kind.endsWith("*")) {
      const each = this.#ofKind(inner);
      return (value) => Array.isArray(value) && value.every((item) => each(item));
    }
    // looked up when it is first used: a shape may name one that is read after it
    let isSuch = null;
    return (value) => (isSuch ??= this.#kinds.get(kind))(value);
  }

  /** Return a check of the fields of a shape; others may stand beside them. */
  #shape(text) {
    const fields = this.#read(text);
    return (value) => isObject(value) && fields.every((field) => accepts(field, value));
  }
}

function accepts({ name, mayBeAbsent, isSuch }, stated) {
  return Object.hasOwn(stated, name) ? isSuch(stated[name]) : mayBeAbsent;
}

function misstated(event, name) {
  return malformedEvent(
    event,
    `事件“${event.topic}”缺少或者误填“${name}”`,
    `${event.topic} lacks the field ${name}, or holds something else in it`,
  );
}

export function malformedEvent({ sequence }, chinese, english) {
  return new Refused(
    Problem.MALFORMED_EVENT, `序号${sequence}:${chinese}`, `event ${sequence}: ${english}`,
  );
}
