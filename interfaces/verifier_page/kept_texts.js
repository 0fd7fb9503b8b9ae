// The texts told of persons, kept while events first pass, so that nobody reads openings again.

import { detached } from "./bytes.js";

/** How many different texts are kept; as long as they may be, it bounds the memory. */
const MOST_KEPT = 20_000;
const VALUES_IN_CHUNK = 65_536;
/** Stands for a value of which nothing is told. */
const UNTOLD = 0;

/** The text of each sealed value of a log in the order of events, each text once. */
export class KeptTexts {
  #numbers = new Map();
  #texts = [null];
  #chunks = [];
  #length = 0;
  /** Whether there were few enough to keep them all. */
  isWhole = true;

  /** Take the text of the next value, null where it is not told; return the copy that is kept. */
  add(text) {
    const number = text === null ? UNTOLD : this.#numberOf(text);
    if (number === undefined) return detached(text);
    const at = this.#length++ % VALUES_IN_CHUNK;
    if (at === 0) this.#chunks.push(new Uint16Array(VALUES_IN_CHUNK));
    this.#chunks.at(-1)[at] = number;
    return this.#texts[number];
  }

  #numberOf(text) {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (this.#texts.length > MOST_KEPT) {
      this.isWhole = false;
      return undefined;
    }
    const number = this.#texts.push(detached(text)) - 1;
    this.#numbers.set(this.#texts[number], number);
    return number;
  }

  /** Return what tells the text of each value once more, from the first on. */
  again() {
    let next = 0;
    return () => {
      const at = next++;
      return this.#texts[this.#chunks[Math.floor(at / VALUES_IN_CHUNK)][at % VALUES_IN_CHUNK]];
    };
  }
}
