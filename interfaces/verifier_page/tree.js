// The Merkle tree of the log: hashing as in RFC 6962, 2.1, inclusion as in RFC 9162, 2.1.3.2.

import { sameBytes } from "./bytes.js";
import { Sha256, sha256 } from "./sha256.js";

export const HASH_LENGTH = 32;
export const LONGEST_PROOF = 64;
export const LEAF_PREFIX = Uint8Array.of(0);
export const NODE_PREFIX = Uint8Array.of(1);
const NO_LEAVES = new Uint8Array(0);
const TREE_HASH = new Sha256();

/** Write the hash of the leaf over `bytes` up to `end` into `target`, from `place` on. */
export function hashLeaf(bytes, end, target, place) {
  TREE_HASH.update(LEAF_PREFIX).update(bytes, 0, end).digestInto(target, place);
}

/** Return the hash of the leaf over `bytes`. */
export function leafHash(bytes) {
  return sha256(LEAF_PREFIX, bytes);
}

function nodeHash(left, right) {
  return sha256(NODE_PREFIX, left, right);
}

/** Grows leaf by leaf and holds the perfect subtrees only, from the largest to the smallest. */
export class GrowingTree {
  #peaks = new Uint8Array(LONGEST_PROOF * HASH_LENGTH);
  #height = 0;
  size = 0;

  /** Take the next leaf, whose hash stands in `hashes` from `place` on. */
  append(hashes, place) {
    const peaks = this.#peaks;
    let end = (this.#height + 1) * HASH_LENGTH;
    peaks.set(hashes.subarray(place, place + HASH_LENGTH), end - HASH_LENGTH);
    for (let size = this.size; size % 2 === 1; size = (size - 1) / 2) {
      const left = end - 2 * HASH_LENGTH;
      TREE_HASH.update(NODE_PREFIX).update(peaks, left, end).digestInto(peaks, left);
      end -= HASH_LENGTH;
    }
    this.#height = end / HASH_LENGTH;
    this.size++;
  }

  get root() {
    if (!this.size) return sha256(NO_LEAVES);
    const peaks = Array.from({ length: this.#height }, (_, at) =>
      this.#peaks.slice(at * HASH_LENGTH, (at + 1) * HASH_LENGTH),
    );
    return peaks.reduceRight((right, left) => nodeHash(left, right));
  }
}

/** Tell whether the tree of `size` leaves under `root` holds `hash` at `index`, all BigInt. */
export function isIncluded(hash, index, size, proof, root) {
  if (index >= size) return false;
  let fn = index;
  let sn = size - 1n;
  let r = hash;
  for (const p of proof) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      r = nodeHash(p, r);
      while (!(fn & 1n)) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else r = nodeHash(r, p);
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && sameBytes(r, root);
}
