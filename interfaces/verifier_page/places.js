// Where the items of a log stand, in the order of appearance: their identities take 16 bytes each.

import { Column } from "./columns.js";
import { hexValue, toHex } from "./bytes.js";

const ONE_IDENTITY = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const GROUPS_OF_DIGITS = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/;
const BYTES_OF_IDENTITY = 16;
const WORDS_OF_IDENTITY = 4;
const VALUES_OF_BYTE = 256;
const FIRST_SLOTS = 1_024;

/** The place of each identity, from 0 on; they lie in one table, of which half is free. */
export class Places {
  #words = new Column(Int32Array);
  /** In each slot one more than a place, or 0. */
  #slots = new Int32Array(FIRST_SLOTS);
  #bytes = new Uint8Array(BYTES_OF_IDENTITY);
  #sought = new Int32Array(this.#bytes.buffer);
  /** By chance: nobody can choose identities that all come to the same slot. */
  #keys = Int32Array.from({ length: BYTES_OF_IDENTITY * VALUES_OF_BYTE }, () => {
    return Math.random() * 2 ** 32;
  });
  size = 0;

  /** Return the place of what may be an identity, undefined where it has none. */
  seek(text) {
    return ONE_IDENTITY.test(text) ? this.find(text) : undefined;
  }

  /** Return the place of an identity, which is in its one form, undefined where it has none. */
  find(identity) {
    readIdentity(identity, this.#bytes, 0);
    const place = this.#slots[this.#slotOfSought()] - 1;
    return place < 0 ? undefined : place;
  }

  /** Give the next place to an identity that has none. */
  add(identity) {
    if (2 * (this.size + 1) > this.#slots.length) this.#grow();
    readIdentity(identity, this.#bytes, 0);
    const place = this.size++;
    this.#slots[this.#slotOfSought()] = place + 1;
    this.#sought.forEach((word, at) => this.#words.set(WORDS_OF_IDENTITY * place + at, word));
    return place;
  }

  /** Return the identity at a place. */
  identityAt(place) {
    this.#recall(place);
    return toHex(this.#bytes).replace(GROUPS_OF_DIGITS, "$1-$2-$3-$4-$5");
  }

  #recall(place) {
    for (let at = 0; at < WORDS_OF_IDENTITY; at++) {
      this.#sought[at] = this.#words.at(WORDS_OF_IDENTITY * place + at);
    }
  }

  /** Return where the identity sought is, or the free slot where it would be. */
  #slotOfSought() {
    let hash = 0;
    for (let at = 0; at < BYTES_OF_IDENTITY; at++) {
      hash ^= this.#keys[VALUES_OF_BYTE * at + this.#bytes[at]];
    }
    const last = this.#slots.length - 1;
    let slot = hash & last;
    while (this.#slots[slot] && !this.#isSoughtAt(this.#slots[slot] - 1)) slot = (slot + 1) & last;
    return slot;
  }

  #isSoughtAt(place) {
    for (let at = 0; at < WORDS_OF_IDENTITY; at++) {
      if (this.#words.at(WORDS_OF_IDENTITY * place + at) !== this.#sought[at]) return false;
    }
    return true;
  }

  #grow() {
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (let place = 0; place < this.size; place++) {
      this.#recall(place);
      this.#slots[this.#slotOfSought()] = place + 1;
    }
  }
}

/** Write the 16 bytes an identity stands for; its dashes lie between whole bytes. */
export function readIdentity(identity, target, place) {
  for (let at = place, digit = 0; digit < identity.length; at++, digit += 2) {
    if (identity[digit] === "-") digit++;
    const [high, low] = [identity.charCodeAt(digit), identity.charCodeAt(digit + 1)];
    target[at] = (hexValue(high) << 4) | hexValue(low);
  }
}
