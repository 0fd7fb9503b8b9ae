// Leaf hashes that somebody kept with their sequence numbers: every act is answered with both.

import { fromBase64, sameBytes } from "./bytes.js";
import { Problem, Refused } from "./refusal.js";

/** A sequence number and the leaf hash of that event, 32 bytes in Base64. */
const KEPT_LEAF = /^([1-9][0-9]{0,17}):([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)$/;
/** What such a finding is about; it names no file. */
const GIVEN_LEAF = "X-Leaf-Hash";

/** Refuse what was written down, unless the event is there with this leaf hash. */
export function requireKeptLeaf(text, leaves) {
  const [, number, hash] = KEPT_LEAF.exec(text) ?? [];
  if (!number) {
    throw new Refused(
      Problem.MALFORMED_RECEIPT,
      "应为“序号:叶哈希”,如373:后接44个字符的叶哈希",
      "should be a sequence number, a colon and the 44 characters of the leaf hash",
      GIVEN_LEAF,
    );
  }
  const found = leaves.leafOf(BigInt(number));
  if (!found) {
    throw leafContradicts(`没有序号${number}的记录`, `there is no event ${number}`);
  }
  if (sameBytes(found, fromBase64(hash))) return;
  throw leafContradicts(
    `序号${number}处的记录与所留叶哈希不符`,
    `event ${number} is not the one whose leaf hash was kept`,
  );
}

function leafContradicts(chinese, english) {
  return new Refused(Problem.RECEIPT_CONTRADICTS, chinese, english, GIVEN_LEAF);
}
