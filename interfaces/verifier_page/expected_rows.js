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
/** Stands for a cell that repeats the one above; others begin with a length, or as usual ones. */
const AS_ABOVE = "=";
const USUAL = "#";

/** A digest of the rows of one item, taken row by row; it serves for one item after another. */
export class RowsDigest {
  #hash = new Sha256();
  #bytes = new Uint8Array(32);
  #view = new DataView(this.#bytes.buffer);
  #room = new Uint8Array(MOST_BYTES_OF_UNIT * MOST_GATHERED);
  #above = NO_CELLS;
  #text = "";
  #usual;

  /** Cells that say one of the `usual` things are taken in by number. */
  constructor(usual = null) {
    this.#usual = usual && new Map(usual.map((cell, number) => [cell, `${USUAL}${number};`]));
  }

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
      else text += this.#usual?.get(cell) ?? `${cell.length}:${cell}`;
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

const FIRST_ROOM = 16;

/** Digests without places, each to be taken once; they lie in one table, of which half is free. */
export class DigestSet {
  #digests = new Int32Array(WORDS_OF_DIGEST * FIRST_ROOM);
  #marks = new Uint8Array(FIRST_ROOM);
  count = 0;

  add(digest) {
    if (2 * ++this.count > this.#marks.length) this.#grow();
    this.#put(digest, HELD);
  }

  /** Tell whether the digest is left to be taken. */
  has(digest) {
    return this.#marks[this.#slotOf(digest)] === HELD;
  }

  /** Take the digest; tell whether it was left. */
  take(digest) {
    if (!this.has(digest)) return false;
    this.#put(digest, TAKEN);
    return true;
  }

  #put(digest, mark) {
    const slot = this.#slotOf(digest);
    this.#digests.set(digest, WORDS_OF_DIGEST * slot);
    this.#marks[slot] = mark;
  }

  /** Return where the digest is, or the free slot where it would be. */
  #slotOf(digest) {
    const last = this.#marks.length - 1;
    let slot = digest[0] & last;
    while (this.#marks[slot] && !this.#isAt(slot, digest)) slot = (slot + 1) & last;
    return slot;
  }

  #isAt(slot, digest) {
    const begin = WORDS_OF_DIGEST * slot;
    return digest.every((word, at) => word === this.#digests[begin + at]);
  }

  #grow() {
    const [digests, marks] = [this.#digests, this.#marks];
    this.#digests = new Int32Array(2 * digests.length);
    this.#marks = new Uint8Array(2 * marks.length);
    marks.forEach((mark, slot) => {
      const begin = WORDS_OF_DIGEST * slot;
      if (mark) this.#put(digests.subarray(begin, begin + WORDS_OF_DIGEST), mark);
    });
  }
}
