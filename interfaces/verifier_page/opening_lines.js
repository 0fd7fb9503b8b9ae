// The lines of personal/openings.jsonl: the text behind a sealed value, and its salt.

import { fromBase64 } from "./bytes.js";
import { linesOf, decodedLines } from "./lines.js";
import { characters } from "./printable.js";
import { Problem, Refused } from "./refusal.js";

export const OPENINGS_PATH = "personal/openings.jsonl";
const LONGEST_OPENING = 1_024;
const LONGEST_PERSON_NAME = 100;
const OPENING = new RegExp(
  '^\\{"sequence":([1-9][0-9]{0,17}),"field":"([a-z0-9_.]{1,200})",' +
    '"salt":"([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)",' +
    '"text":"([^"\\\\]*(?:\\\\["\\\\][^"\\\\]*)*)"\\}\\n$',
);
const BLANK = /^[ \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/;
const NOT_IN_NAME = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** Goes through the openings, one at hand at a time; `next` is null behind the last. */
export class OpeningLines {
  #blocks;
  /** The lines of the block at hand. */
  #texts = [];
  #at = 0;
  line = 0;
  next = null;

  constructor(blocks) {
    this.#blocks = linesOf(blocks, LONGEST_OPENING);
  }

  /** Go on to the next opening; a promise where it has to be read first. */
  advance() {
    if (this.#at === this.#texts.length) return this.#readOn();
    this.line++;
    this.next = this.#read(this.#texts[this.#at++]);
    return null;
  }

  async #readOn() {
    const { value, done } = await this.#blocks.next();
    [this.#texts, this.#at] = [done ? [] : decodedLines(value), 0];
    if (done) this.next = null;
    else this.advance();
  }

  #read(text) {
    const found = text !== null && text.length <= LONGEST_OPENING && OPENING.exec(text);
    if (!found) throw this.malformed("不是规定的书写格式", "is not in its one form");
    const [, sequence, field, salt, escaped] = found;
    const name = escaped.replace(/\\(["\\])/g, "$1");
    if (BLANK.test(name) || characters(name) > LONGEST_PERSON_NAME || NOT_IN_NAME.test(name)) {
      throw this.malformed(
        `原文应为一行文字,不超过${LONGEST_PERSON_NAME}字`,
        `the text is one line of at most ${LONGEST_PERSON_NAME} characters`,
      );
    }
    return { sequence: BigInt(sequence), field, salt: fromBase64(salt), text: name };
  }

  /** Return the refusal of the form of the line at hand; before the first, of the whole file. */
  malformed(chinese, english) {
    return this.refusal(Problem.MALFORMED_OPENING, chinese, english);
  }

  refusal(problem, chinese, english) {
    return new Refused(problem, chinese, english, OPENINGS_PATH, this.line || null);
  }
}
