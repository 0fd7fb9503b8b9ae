// The Merkle tree of the log: hashing as in RFC 6962, 2.1, inclusion as in RFC 9162, 2.1.3.2.

import { sameBytes } from "./bytes.js";
import { sha256 } from "./sha256.js";

export const HASH_LENGTH = 32;
export const LONGEST_PROOF = 64;
const LEAF_PREFIX = Uint8Array.of(0);
const NODE_PREFIX = Uint8Array.of(1);
const NO_LEAVES = new Uint8Array(0);

export function leafHash(entry) {
  return sha256(LEAF_PREFIX, entry);
}

function nodeHash(left, right) {
  return sha256(NODE_PREFIX, left, right);
}

/** Grows leaf by leaf and holds the perfect subtrees only, from the largest to the smallest. */
export class GrowingTree {
  #peaks = [];
  size = 0;

  append(hash) {
    let node = hash;
    for (let size = this.size; size % 2 === 1; size = (size - 1) / 2) {
      node = nodeHash(this.#peaks.pop(), node);
    }
    this.#peaks.push(node);
    this.size++;
  }

  get root() {
    if (!this.size) return sha256(NO_LEAVES);
    return this.#peaks.reduceRight((right, left) => nodeHash(left, right));
  }
}

/** Tell whether the tree of `size` leaves under `root` holds `hash` at `index`, all BigInt. */
export function isIncluded(hash, index, size, proof, root) {
  if (index >= size || proof.length > LONGEST_PROOF) return false;
  let fn = index;
  let sn = size - 1n;
  let r = hash;
  for (const p of proof) {
    if (sn === 0n) return false;
    if (fn & 1n || fn === sn) {
      r = nodeHash(p, r);
      while (!(fn & 1n) && fn !== 0n) {
        fn >>= 1n;
        sn >>= 1n;
      }
    } else r = nodeHash(r, p);
    fn >>= 1n;
    sn >>= 1n;
  }
  return sn === 0n && sameBytes(r, root);
}
