// What is kept of each event for the log: its leaf hash, and where sequences leave some out.

import { Column } from "./columns.js";
import { GrowingTree, HASH_LENGTH, hashLeaf } from "./tree.js";

const EVENTS_IN_CHUNK = 16_384;

export class Leaves {
  #hashes = [];
  /** Sequences go up by one within a run: the place where each begins, and the sequence there. */
  #runPlaces = new Column(Int32Array);
  #runSequences = new Column(BigUint64Array);
  #runs = 0;
  length = 0;

  /** Take the next event: its line without the line end is what the log holds of it. */
  add(sequence, line) {
    const place = this.length++;
    const at = place % EVENTS_IN_CHUNK;
    if (at === 0) this.#hashes.push(new Uint8Array(EVENTS_IN_CHUNK * HASH_LENGTH));
    hashLeaf(line, line.length - 1, this.#hashes.at(-1), at * HASH_LENGTH);
    if (this.#runs && this.#sequenceIn(this.#runs - 1, place) === sequence) return;
    this.#runPlaces.set(this.#runs, place);
    this.#runSequences.set(this.#runs++, sequence);
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
    return this.#sequenceIn(this.#lastRun((run) => this.#runPlaces.at(run) <= place), place);
  }

  /** Return the sequence at a place of a run. */
  #sequenceIn(run, place) {
    return this.#runSequences.at(run) + BigInt(place - this.#runPlaces.at(run));
  }

  /** Return the last run that begins so, -1 where none does; later ones do not. */
  #lastRun(beginsSo) {
    let [low, high] = [0, this.#runs];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (beginsSo(middle)) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** Return the leaf hash of the event with this sequence, or null where it is not there. */
  leafOf(sequence) {
    const run = this.#lastRun((each) => this.#runSequences.at(each) <= sequence);
    if (run < 0) return null;
    const end = run + 1 < this.#runs ? this.#runPlaces.at(run + 1) : this.length;
    const place = BigInt(this.#runPlaces.at(run)) + sequence - this.#runSequences.at(run);
    return place < end ? this.leafAt(Number(place)) : null;
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
