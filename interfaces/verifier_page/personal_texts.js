// Puts texts, or markers, where sealed values stand: openings are read beside the events.
//
// One event and one opening are at hand at a time, so neither makes the memory grow.

import { detached, fromBase64, sameBytes } from "./bytes.js";
import { FieldPlaces } from "./field_places.js";
import { KeptTexts } from "./kept_texts.js";
import { EVENTS_PATH } from "./manifest.js";
import { OPENINGS_PATH, OpeningLines } from "./opening_lines.js";
import { Problem, Refused } from "./refusal.js";
import { commitment, isSealedValue, isSubject, markerOf } from "./sealed_values.js";

/** Of how many persons one bundle may tell; it bounds the memory of the check. */
const MOST_PERSONS = 200_000;
const NO_PLACES = Object.freeze([]);

/** Follows the openings of a bundle while its events pass. */
export class PersonalTexts {
  #fields;
  #openings;
  #erasures = new Erasures();
  #kept = new KeptTexts();
  /** How many sealed values have no opening. */
  untold = 0;

  constructor(tables, openings) {
    this.#fields = new FieldPlaces(tables, "person");
    this.#openings = openings;
  }

  /** Return the texts of a bundle, whose events must then be told from the first on. */
  static async of(archive, { files }, tables) {
    const isThere = files.some(({ path }) => path === OPENINGS_PATH);
    const openings = new OpeningLines(isThere ? archive.blocks(OPENINGS_PATH) : []);
    await openings.advance();
    if (isThere && !openings.next) throw openings.malformed("没有一行原文", "has no opening");
    return new PersonalTexts(tables, openings);
  }

  /** Put into the event what is read where sealed values stand; a promise where that takes time. */
  tell(event, line) {
    const places = event.mayBeSealed ? this.#fields.objectsIn(event) : NO_PLACES;
    return this.#tellFrom(event, places, 0, line);
  }

  #tellFrom(event, places, first, line) {
    for (let at = first; at < places.length; at++) {
      const { field, holder, key } = places[at];
      const value = holder[key];
      if (!isSealedValue(value)) throw malformedValue(event, field, line);
      const text = this.#kept.add(this.#textOf(event, field, value));
      holder[key] = text ?? markerOf(value.subject);
      const fetching = text === null ? null : this.#openings.advance();
      if (fetching) return fetching.then(() => this.#tellFrom(event, places, at + 1, line));
    }
    this.#pass(event);
    return null;
  }

  /** Return the text of a value, null where the opening at hand is of another one. */
  #textOf(event, field, { subject, salted }) {
    const openings = this.#openings;
    const opening = openings.next;
    if (opening?.sequence !== event.sequence || opening.field !== field) {
      this.untold++;
      return null;
    }
    const committed = commitment(subject, event, field, opening.salt, opening.text);
    if (!sameBytes(committed, fromBase64(salted))) {
      throw openings.refusal(
        Problem.OPENING_CONTRADICTS,
        `不是序号${event.sequence}“${field}”处封存的原文`,
        `is not what was sealed in ${field} of event ${event.sequence}`,
      );
    }
    this.#erasures.tell(subject, openings);
    return opening.text;
  }

  /** Refuse an opening that names nothing in this event or one before it. */
  #pass(event) {
    const { next } = this.#openings;
    if (next && next.sequence <= event.sequence) throw this.#withoutValue();
    this.#erasures.follow(event);
  }

  /** Refuse an opening of which no event was left. */
  finish() {
    if (this.#openings.next) throw this.#withoutValue();
  }

  /**
   * Return what puts the same texts into the same events once more, where they are told from the
   * first on; null where there were too many different texts to keep.
   */
  again() {
    if (!this.#kept.isWhole) return null;
    const nextText = this.#kept.again();
    const tell = (event) => {
      if (!event.mayBeSealed) return null;
      for (const { holder, key } of this.#fields.objectsIn(event)) {
        holder[key] = nextText() ?? markerOf(holder[key].subject);
      }
      return null;
    };
    return { tell };
  }

  #withoutValue() {
    return this.#openings.refusal(
      Problem.OPENING_WITHOUT_VALUE,
      "所指之处没有封存的个人信息,或者次序与事件不同",
      "names a place where nothing is sealed, or is out of order",
    );
  }
}

/** Who was told of and whose data was erased; nobody may be both. */
class Erasures {
  /** Whose data a personal record is about. */
  #subjects = new Map();
  /** The line that first told of a person. */
  #told = new Map();
  #erased = new Set();

  follow({ topic, aggregateId, state }) {
    if (topic === "personal-record.opened" && isSubject(state.subject)) {
      this.#subjects.set(detached(aggregateId), state.subject);
    } else if (topic === "personal-record.erased") {
      const subject = this.#subjects.get(aggregateId);
      this.#erased.add(subject);
      if (this.#told.has(subject)) throw erasedYetTold(this.#told.get(subject));
    }
  }

  /** Take note that the line at hand tells of a person. */
  tell(subject, openings) {
    if (this.#erased.has(subject)) throw erasedYetTold(openings.line);
    if (!this.#told.has(subject)) this.#told.set(subject, openings.line);
    if (this.#told.size > MOST_PERSONS) {
      throw openings.refusal(
        Problem.TOO_LARGE,
        `所涉个人超过${MOST_PERSONS}名,超出核验上限`,
        `tells of more than ${MOST_PERSONS} persons, more than are checked`,
      );
    }
  }
}

function malformedValue({ sequence }, field, line) {
  return new Refused(
    Problem.MALFORMED_SEALED_VALUE,
    `序号${sequence}的“${field}”不是规定格式的封存值`,
    `event ${sequence}: ${field} holds no sealed value in its one form`,
    EVENTS_PATH,
    line,
  );
}

function erasedYetTold(line) {
  return new Refused(
    Problem.ERASED_YET_TOLD,
    "给出了已依法删除的个人信息的原文",
    "tells the text of a person whose data was erased",
    OPENINGS_PATH,
    line,
  );
}
