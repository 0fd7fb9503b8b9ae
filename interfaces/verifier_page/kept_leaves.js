// Leaf hashes that somebody kept with their sequence numbers: every act is answered with both.

import { fromBase64, sameBytes } from "./bytes.js";
import { Problem, Refused } from "./refusal.js";
import { beyond, remark } from "./remarks.js";

/** A sequence number and the leaf hash of that event, 32 bytes in Base64. */
const KEPT_LEAF = /^([1-9][0-9]{0,17}):([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)$/;
/** What such a finding is about; it names no file. */
export const GIVEN_LEAF = "X-Leaf-Hash";

/** Refuse a bundle in which the event is another; return why it is not compared, null if it is. */
export function requireKeptLeaf(text, leaves, { knownAt }) {
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
  if (!found) return whyAbsent(BigInt(number), knownAt);
  if (sameBytes(found, fromBase64(hash))) return null;
  throw new Refused(
    Problem.RECEIPT_CONTRADICTS,
    `序号${number}处的记录与所留叶哈希不符`,
    `event ${number} is not the one whose leaf hash was kept`,
    GIVEN_LEAF,
  );
}

function whyAbsent(number, knownAt) {
  const chinese = `所留叶哈希是序号${number}的记录`;
  const english = `the leaf hash is of event ${number}`;
  if (number > knownAt) return beyond(chinese, english, knownAt);
  return remark(
    `${chinese},不在这个部分导出包之内`, `${english}, which is not in this partial bundle`,
  );
}
