// Whether an event states what its kind must state, each fact in its one form.
//
// The table is data that every verifier decides by. A field is written `name:kind`; `~` before a
// kind allows the field to be absent.

import { PLAIN_KINDS, boundsOf, eachOf, isListKind, isRepeated } from "./field_kinds.js";
import { isObject } from "./json.js";
import { Problem, Refused } from "./refusal.js";
import { shapeRules } from "./shape_rules.js";
import { textKinds } from "./texts.js";

/** What every event states, whatever its kind. */
export const FRAME = ["originator_id", "originator_version", "act"];

/** Checks the fields of events; what it is made of is the table. */
export class EventForm {
  #kinds;
  #events = new Map();
  #shapes = new Map();
  #deadlines = new Map();
  #rules;

  constructor({ fields, shapes, deadlines, rules, ...kinds }) {
    this.#kinds = new Map([...Object.entries(PLAIN_KINDS), ...textKinds(kinds)]);
    this.#rules = rules;
    for (const [name, accepted] of Object.entries(kinds.words)) {
      this.#kinds.set(name, isOneOf(accepted));
    }
    const { ofShapes, ofDeadlines } = shapeRules(kinds.terms);
    for (const [name, text] of Object.entries(shapes)) {
      const shape = this.#shapeOf(text, [], ofShapes.get(name));
      this.#shapes.set(name, shape);
      this.#kinds.set(name, (value) => isOfShape(shape, value));
    }
    for (const [kind, text] of Object.entries(deadlines)) {
      this.#deadlines.set(kind, this.#shapeOf(text, [], ofDeadlines.get(kind)));
    }
    this.#kinds.set("deadline", (value) => isOfShape(this.#asked("deadline", value), value));
    for (const [topic, text] of Object.entries(fields)) {
      this.#events.set(topic, this.#shapeOf(text, FRAME));
    }
  }

  /** Refuse a field that is absent, unknown or holds another kind of fact. */
  require(event) {
    const { state, topic, aggregateId, version } = event;
    if (!this.#kinds.get("act")(state.act)) {
      throw this.#misstated(event, this.#fault("act", state.act ?? null, "act"));
    }
    const fields = this.#events.get(topic);
    if (!isOfShape(fields, state)) throw this.#misstated(event, this.#misfit(fields, state, ""));
    if (state.originator_id !== aggregateId || state.originator_version !== Number(version)) {
      throw malformedEvent(
        event, "事件内容所写的标识或者版本与记录不符",
        "the event states another identity or version than its line",
      );
    }
  }

  #shapeOf(text, beside, rule = () => true) {
    const fields = text.split(" ").filter((field) => field).map((field) => {
      const [name, told] = field.split(":");
      const mayBeAbsent = told.startsWith("~");
      const kind = mayBeAbsent ? told.slice(1) : told;
      return { name, kind, mayBeAbsent, isSuch: this.#ofKind(kind) };
    });
    return { fields, names: new Set([...beside, ...fields.map(({ name }) => name)]), rule };
  }

  #ofKind(kind) {
    if (kind.endsWith("?")) {
      const some = this.#ofKind(kind.slice(0, -1));
      return (value) => value === null || some(value);
    }
    if (isListKind(kind)) return this.#ofList(kind);
    if (kind.startsWith("=")) return isOneOf(kind.slice(1).split("|"));
    if (kind.includes("..")) {
      const [low, high] = boundsOf(kind);
      return (value) => Number.isSafeInteger(value) && value >= low && value <= high;
    }
    // looked up when it is first used: a shape may name one that is read after it
    let isSuch = null;
    return (value) => (isSuch ??= this.#kinds.get(kind))(value);
  }

  #ofList(kind) {
    const each = this.#ofKind(eachOf(kind));
    const [low, high] = boundsOf(/\[.*\]/.exec(kind)?.[0] ?? "");
    const isOnce = kind.endsWith("!");
    return (value) => {
      if (!Array.isArray(value) || value.length < low || value.length > high) return false;
      return value.every((item) => each(item)) && !(isOnce && isRepeated(kind, value));
    };
  }

  /** Return what shape a value should have; a deadline has one by its own kind. */
  #asked(kind, value) {
    if (!isObject(value)) return undefined;
    return kind === "deadline" ? this.#deadlines.get(value.kind) : this.#shapes.get(kind);
  }

  /** Return which fact is wrong inside of one that is, as far in as can be told. */
  #fault(told, value, field) {
    const kind = told.replace("?", "");
    if (isListKind(kind) && Array.isArray(value)) {
      const isSuch = this.#ofKind(eachOf(kind));
      const wrong = value.findIndex((item) => !isSuch(item));
      if (wrong >= 0) return this.#fault(eachOf(kind), value[wrong], `${field}.${wrong}`);
    }
    const shape = this.#asked(kind, value);
    return (shape && this.#misfit(shape, value, `${field}.`)) ?? { field, kind };
  }

  /** Return the first field that is wrong; null where all are, by themselves, right. */
  #misfit({ fields, names }, facts, path) {
    for (const { name, kind, mayBeAbsent, isSuch } of fields) {
      if (!Object.hasOwn(facts, name)) {
        if (!mayBeAbsent) return { field: path + name, kind };
      } else if (!isSuch(facts[name])) {
        return this.#fault(kind, facts[name], path + name);
      }
    }
    const [odd] = Object.keys(facts).filter((name) => !names.has(name)).sort();
    return odd === undefined ? null : { field: path + odd, kind: null };
  }

  #misstated(event, { field, kind }) {
    const [chinese, english] = kind === null ? ["", ""] : this.#rules[kind];
    return malformedEvent(
      event,
      `事件“${event.topic}”缺少或者误填“${field}”${kind === null ? "" : `:应为${chinese}`}`,
      `${event.topic} lacks the field ${field}, or holds something else in it` +
        (kind === null ? "" : ` than ${english}`),
    );
  }
}

function isOfShape(shape, value) {
  if (shape === undefined || !isObject(value)) return false;
  let present = 0;
  for (const { name, mayBeAbsent, isSuch } of shape.fields) {
    if (Object.hasOwn(value, name)) {
      if (!isSuch(value[name])) return false;
      present++;
    } else if (!mayBeAbsent) {
      return false;
    }
  }
  const names = Object.keys(value);
  if (names.length !== present && names.some((name) => !shape.names.has(name))) return false;
  return shape.rule(value);
}

function isOneOf(words) {
  const known = new Set(words);
  return (value) => known.has(value);
}

export function malformedEvent({ sequence }, chinese, english) {
  return new Refused(
    Problem.MALFORMED_EVENT, `序号${sequence}:${chinese}`, `event ${sequence}: ${english}`,
  );
}
