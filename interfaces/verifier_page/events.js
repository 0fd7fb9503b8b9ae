// The lines of events.jsonl, each in its one form, and what a run of them must satisfy.

import { Column } from "./columns.js";
import { NotJson, parseJson, plainJson } from "./json.js";
import { EVENTS_PATH } from "./manifest.js";
import { Places } from "./places.js";
import { Problem, Refused } from "./refusal.js";

export const LONGEST_LINE = 1_048_576;
const MOST_AGGREGATES = 1_000_000;
/** No text that is not longer holds too long a number for any reader. */
const PLAIN_STATE = 4_300;
/** Finds a number with a fraction or an exponent, and what looks like one in a text. */
const FRACTION = /(?:"[ \t\n\r]*:|[[,])[ \t\n\r]*-?[0-9]+[.eE]/;
const ENDING = "}}\n";
/** Shows the header of a line that is not UTF-8. */
const HEADER_DECODER = new TextDecoder("utf-8", { ignoreBOM: true });
/** In the text of every event that holds a sealed value. */
const SEALED_MARK = '"sealed":"';
const DASHED = "[a-z0-9]+(?:-[a-z0-9]+)*";
const TOPIC = `(?=[^"]{1,100}")${DASHED}\\.${DASHED}(?:@(?:[2-9]|[1-9][0-9]))?`;
const WHOLE_NUMBER = "[1-9][0-9]{0,17}";
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const HEADER = new RegExp(
  `^\\{"sequence":(${WHOLE_NUMBER}),"topic":"(${TOPIC})","aggregate_id":"(${UUID})",` +
    `"version":(${WHOLE_NUMBER}),"state":(?=\\{)`,
);

function brokenLine(chinese, english) {
  return new Refused(Problem.MALFORMED_LINE, chinese, english);
}

/** Return what one line says, its line end included; `text` is null where it is not UTF-8. */
export function readEventLine(bytes, text) {
  if (bytes.length > LONGEST_LINE) {
    throw brokenLine(`超过${LONGEST_LINE}字节`, `is longer than ${LONGEST_LINE} bytes`);
  }
  const shown = text ?? HEADER_DECODER.decode(bytes);
  const found = shown.endsWith(ENDING) && HEADER.exec(shown);
  if (!found) {
    throw brokenLine("不是规定格式的事件记录", "is not an event in its one form");
  }
  if (text === null) throw noState();
  const [header, sequence, topic, aggregateId, version] = found;
  return {
    sequence: BigInt(sequence),
    topic,
    aggregateId,
    version: BigInt(version),
    state: readState(text.slice(header.length, -2)),
    mayBeSealed: text.includes(SEALED_MARK),
  };
}

function readState(text) {
  try {
    const isPlain = text.length <= PLAIN_STATE && !FRACTION.test(text);
    return isPlain ? plainJson(text) : factOf(parseJson(text));
  } catch (error) {
    throw error instanceof NotJson ? noState() : error;
  }
}

function noState() {
  return brokenLine("事件内容不是有效的JSON", "the event's state is not JSON");
}

/** Return what was read exactly as a plain fact; a `1.0` is kept apart from the whole number 1. */
function factOf(exact) {
  if (exact instanceof Map) {
    return Object.fromEntries([...exact].map(([name, each]) => [name, factOf(each)]));
  }
  if (Array.isArray(exact)) return exact.map(factOf);
  if (typeof exact === "bigint") return Number(exact);
  return typeof exact === "number" ? new Number(exact) : exact;
}

/**
 * Follows events in order: no sequence number missing, no version of an item left out.
 *
 * Numbers ascend, without a gap when the bundle holds its whole range; the versions of one item
 * ascend by one, from 1 when the bundle reaches back to the first event.
 */
export class EventChain {
  #stated;
  #places = new Places();
  #versions = new Column(BigUint64Array);
  #sequence = 0n;
  #between;
  count = 0n;
  /** How many items are not told from their first version on. */
  begunLater = 0;

  /** A unit's part has the unit's own acts alone: others may be left out `between` them. */
  constructor(stated, between = false) {
    this.#stated = stated;
    this.#between = between;
  }

  /** Take the next event; return the place of its item in the order of appearance, from 0. */
  follow(event) {
    this.#requireSequence(event.sequence);
    const place = this.#requireVersion(event);
    this.#sequence = event.sequence;
    this.#versions.set(place, event.version);
    this.count++;
    return place;
  }

  /** How many items the events are about. */
  get items() {
    return this.#places.size;
  }

  /** Return the place of an item, or undefined where no event of it has passed. */
  placeOf(aggregateId) {
    return this.#places.seek(aggregateId);
  }

  /** Return the identity of the item at a place. */
  identityAt(place) {
    return this.#places.identityAt(place);
  }

  /** Refuse an end before the last event the manifest states. */
  finish() {
    const { count, last } = this.#stated;
    if (this.count !== count || this.#sequence !== (last ?? 0n)) {
      throw brokenChain(
        `到序号${this.#sequence}为止共${this.count}条,清单写明共${count}条、到序号${last ?? 0}为止`,
        `${this.count} events up to ${this.#sequence}, but the manifest states ${count} ` +
          `events up to ${last ?? 0}`,
      ).at(EVENTS_PATH);
    }
  }

  #requireSequence(sequence) {
    const { first, last, isWhole } = this.#stated;
    if (first === null) {
      throw brokenChain("清单写明没有事件,此处却有一条", "the manifest states that there is no event");
    }
    const isFirst = this.count === 0n;
    const expected = isFirst ? first : this.#sequence + 1n;
    const isExact = isWhole || isFirst;
    if (sequence !== expected && (isExact || sequence < expected)) {
      throw brokenChain(
        `序号为${sequence},应为${expected}${isExact ? "" : "或更大"}`,
        `the sequence is ${sequence}, not ${expected}${isExact ? "" : " or more"}`,
      );
    }
    if (sequence > last) {
      throw brokenChain(
        `序号${sequence}超出清单写明的最后序号${last}`,
        `the sequence ${sequence} is beyond the last one stated, ${last}`,
      );
    }
  }

  #requireVersion(event) {
    const { version } = event;
    const known = this.#places.find(event.aggregateId);
    const begun = this.#stated.isFromTheFirst ? 1n : version;
    const expected = known === undefined ? begun : this.#versions.at(known) + 1n;
    if (version !== expected && !(this.#between && version > expected)) {
      throw brokenChain(
        `该事项的版本为${version},应为${expected}`,
        `the version of the item is ${version}, not ${expected}`,
      );
    }
    return known ?? this.#newPlace(event);
  }

  #newPlace(event) {
    if (this.#places.size >= MOST_AGGREGATES) {
      throw brokenChain(
        `所涉事项超过${MOST_AGGREGATES}个,超出核验上限`,
        `there are more than ${MOST_AGGREGATES} items, more than are checked`,
      );
    }
    if (!this.#stated.isFromTheFirst && event.version > 1n) this.begunLater++;
    return this.#places.add(event.aggregateId);
  }
}

function brokenChain(chinese, english) {
  return new Refused(Problem.BROKEN_CHAIN, chinese, english);
}
