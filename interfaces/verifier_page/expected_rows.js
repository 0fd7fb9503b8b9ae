// What the rows of each item should be in a ledger: a digest for each item, 16 bytes long.

import { bytesOf } from "./bytes.js";
import { Column, Lists } from "./columns.js";
import { Sha256 } from "./sha256.js";

const WORDS_OF_DIGEST = 4;

/** A digest of the rows of one item, taken row by row; it serves for one item after another. */
export class RowsDigest {
  #hash = new Sha256();

  /** Take in a row; what is written here has one reading, whatever the cells hold. */
  add(cells) {
    this.#hash.update(bytesOf(JSON.stringify(cells)));
  }

  /** Return the digest of the rows taken in, and begin anew. */
  finish() {
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
