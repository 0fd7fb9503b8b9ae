// What the rows of each item should be in a table: a digest for each item, 16 bytes long.

import { Column, Lists } from "./columns.js";
import { Sha256 } from "./sha256.js";

const WORDS_OF_DIGEST = 4;
const ROW_ENCODER = new TextEncoder();
const MOST_BYTES_OF_UNIT = 3;
const FIRST_ROW_ROOM = 4_096;
/** Stands for a cell that repeats the one above it; it is no text. */
const AS_ABOVE = 0;

/** A digest of the rows of one item, taken row by row; it serves for one item after another. */
export class RowsDigest {
  #hash = new Sha256();
  #above = [];
  #room = new Uint8Array(FIRST_ROW_ROOM);

  /** Take in a row; what is written here has one reading, whatever the cells hold. */
  add(cells) {
    const above = this.#above;
    const changed = cells.map((cell, at) => (cell === above[at] ? AS_ABOVE : cell));
    const text = JSON.stringify(changed);
    const most = MOST_BYTES_OF_UNIT * text.length;
    if (most > this.#room.length) this.#room = new Uint8Array(2 * most);
    this.#hash.update(this.#room, 0, ROW_ENCODER.encodeInto(text, this.#room).written);
    this.#above = cells;
  }

  /** Return the digest of the rows taken in, and begin anew. */
  finish() {
    this.#above = [];
    const view = new DataView(this.#hash.digest().buffer);
    return Array.from({ length: WORDS_OF_DIGEST }, (_, at) => view.getInt32(4 * at));
  }
}

/** The digests of one ledger, by the places of items; each is handed out once. */
export class ExpectedRows {
  #digests = new Lists();
  #isTaken = new Column(Uint8Array);
  /** How many items are in the ledger. */
  count = 0;

  expect(place, digest) {
    for (const word of digest) this.#digests.push(place, word);
    this.count++;
  }

  /** Return the digest for an item, null where none is left to be found. */
  take(place) {
    if (place === undefined || this.#isTaken.find(place)) return null;
    this.#isTaken.set(place, 1);
    return this.at(place);
  }

  /** Return the digest for an item, null where there is none. */
  at(place) {
    if (place === undefined || !this.#digests.lengthOf(place)) return null;
    return Array.from({ length: WORDS_OF_DIGEST }, (_, at) => this.#digests.at(place, at));
  }
}

const FIRST_ROOM = 16;
const HELD = 1;
const TAKEN = 2;

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
