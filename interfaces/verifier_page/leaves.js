// What is kept of each event for the log: its sequence and its leaf hash, 40 bytes in all.

import { GrowingTree, HASH_LENGTH, hashLeaf } from "./tree.js";

const EVENTS_IN_CHUNK = 65_536;

export class Leaves {
  #hashes = [];
  #sequences = [];
  length = 0;

  /** Take the next event: its line without the line end is what the log holds of it. */
  add(sequence, line) {
    const at = this.length++ % EVENTS_IN_CHUNK;
    if (at === 0) {
      this.#hashes.push(new Uint8Array(EVENTS_IN_CHUNK * HASH_LENGTH));
      this.#sequences.push(new BigUint64Array(EVENTS_IN_CHUNK));
    }
    hashLeaf(line, line.length - 1, this.#hashes.at(-1), at * HASH_LENGTH);
    this.#sequences.at(-1)[at] = sequence;
  }

  leafAt(place) {
    const [hashes, from] = this.#placeOf(place);
    return hashes.subarray(from, from + HASH_LENGTH);
  }

  #placeOf(place) {
    const from = (place % EVENTS_IN_CHUNK) * HASH_LENGTH;
    return [this.#hashes[Math.floor(place / EVENTS_IN_CHUNK)], from];
  }

  sequenceAt(place) {
    return this.#sequences[Math.floor(place / EVENTS_IN_CHUNK)][place % EVENTS_IN_CHUNK];
  }

  /** Return the leaf hash of the event with this sequence, or null where it is not there. */
  leafOf(sequence) {
    let [low, high] = [0, this.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sequenceAt(middle) < sequence) low = middle + 1;
      else high = middle;
    }
    const isThere = low < this.length && this.sequenceAt(low) === sequence;
    return isThere ? this.leafAt(low) : null;
  }

  /** Return the roots of the tree of a log, by the sizes asked for, all BigInt. */
  rootsAt(sizes, { lead, beginsAfter }) {
    const wanted = new Set(sizes);
    const largest = sizes.reduce((most, size) => (size > most ? size : most), 0n);
    const roots = new Map();
    const tree = new GrowingTree();
    if (wanted.has(0n)) roots.set(0n, tree.root);
    if (lead) this.#take(tree, [lead, 0], wanted, roots);
    for (let place = Number(beginsAfter); place < this.length && tree.size < largest; place++) {
      this.#take(tree, this.#placeOf(place), wanted, roots);
    }
    return roots;
  }

  #take(tree, leaf, wanted, roots) {
    tree.append(...leaf);
    const size = BigInt(tree.size);
    if (wanted.has(size)) roots.set(size, tree.root);
  }
}
