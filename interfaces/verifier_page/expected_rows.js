// What the rows of each item should be in a table: a digest for each item, 16 bytes long.

import { Column } from "./columns.js";
import { Sha256 } from "./sha256.js";

const WORDS_OF_DIGEST = 4;
const ROW_ENCODER = new TextEncoder();
/** How much text is gathered before its bytes are taken in. */
const MOST_GATHERED = 4_096;
const MOST_BYTES_OF_UNIT = 3;
const NO_CELLS = Object.freeze([]);
const HELD = 1;
const TAKEN = 2;
/** Stands for a cell that repeats the one above; others begin with a length. */
const AS_ABOVE = "=";

/** A digest of the rows of one item, taken row by row; it serves for one item after another. */
export class RowsDigest {
  #hash = new Sha256();
  #bytes = new Uint8Array(32);
  #view = new DataView(this.#bytes.buffer);
  #room = new Uint8Array(MOST_BYTES_OF_UNIT * MOST_GATHERED);
  #above = NO_CELLS;
  #text = "";

  /**
   * Take in a row, from its cell `first` on. Whatever cells hold, what is written here has one
   * reading; none holds half a surrogate pair.
   */
  add(cells, first = 0) {
    const above = this.#above;
    let text = `${cells.length - first}\n`;
    for (let at = first; at < cells.length; at++) {
      const cell = cells[at];
      if (cell === above[at]) text += AS_ABOVE;
      else text += `${cell.length}:${cell}`;
    }
    if (this.#text.length + text.length > MOST_GATHERED) this.#takeIn();
    this.#text += text;
    this.#above = cells;
  }

  #takeIn() {
    if (this.#text.length > MOST_GATHERED) this.#hash.update(ROW_ENCODER.encode(this.#text));
    else this.#hash.update(this.#room, 0, ROW_ENCODER.encodeInto(this.#text, this.#room).written);
    this.#text = "";
  }

  /** Return the digest of the rows taken in, and begin anew. */
  finish() {
    this.#takeIn();
    this.#above = NO_CELLS;
    this.#hash.digestInto(this.#bytes, 0);
    const view = this.#view;
    return [view.getInt32(0), view.getInt32(4), view.getInt32(8), view.getInt32(12)];
  }
}

export function sameDigest(one, other) {
  return one.every((word, at) => word === other[at]);
}

/** The digests of one ledger, by the places of items; each is handed out once. */
export class ExpectedRows {
  #digests = new Column(Int32Array);
  #marks = new Column(Uint8Array);
  /** How many items are in the ledger. */
  count = 0;

  expect(place, digest) {
    digest.forEach((word, at) => this.#digests.set(WORDS_OF_DIGEST * place + at, word));
    this.#marks.set(place, HELD);
    this.count++;
  }

  /** Return the digest for an item, null where none is left to be found. */
  take(place) {
    if (place === undefined || this.#marks.find(place) !== HELD) return null;
    this.#marks.set(place, TAKEN);
    return this.at(place);
  }

  /** Return the digest for an item, null where there is none. */
  at(place) {
    if (place === undefined || !this.#marks.find(place)) return null;
    return Array.from({ length: WORDS_OF_DIGEST }, (_, at) => {
      return this.#digests.at(WORDS_OF_DIGEST * place + at);
    });
  }
}
