// What somebody kept outside the bundle: earlier checkpoints and receipts. Both must agree with it.

import { sameBytes } from "./bytes.js";
import { openedCheckpoint, refusing, requireQuorum } from "./log.js";
import { LONGEST_NOTE } from "./note.js";
import { LONGEST_RECEIPT, readReceipt } from "./proof.js";
import { Problem, Refused } from "./refusal.js";
import { part } from "./source.js";
import { isIncluded } from "./tree.js";

/** A file given beside the bundle, read; what is wrong with it is told when its turn comes. */
export class Kept {
  #finding = null;
  #compare = null;
  /** Its checkpoint, or null where it could not be read. */
  head = null;

  /** Read a signed checkpoint. */
  static async checkpoint({ name, blob }, policy) {
    return Kept.#reading(async (kept) => {
      const bytes = await bounded(name, blob, LONGEST_NOTE, Problem.MALFORMED_CHECKPOINT);
      const head = openedCheckpoint(bytes, policy, name);
      kept.head = head;
      kept.#compare = (logs, roots) => requireKeptRoot(head, name, logs, rootOf(head, roots));
    });
  }

  /** Read a receipt, whose checkpoint the policy's quorum has witnessed. */
  static async receipt({ name, blob }, policy) {
    return Kept.#reading(async (kept) => {
      const malformed = Problem.MALFORMED_RECEIPT;
      const bytes = await bounded(name, blob, LONGEST_RECEIPT, malformed);
      const receipt = refusing(malformed, name, null, () => readReceipt(bytes));
      const head = openedCheckpoint(receipt.checkpoint, policy, name, null, malformed);
      requireQuorum(head, name);
      kept.head = head;
      kept.#compare = (logs, roots, leaves) =>
        requireReceipt({ ...receipt, head, name }, logs, rootOf(head, roots), leaves);
    });
  }

  static async #reading(read) {
    const kept = new Kept();
    try {
      await read(kept);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      kept.#finding = error;
    }
    return kept;
  }

  /** Refuse it, if it could not be read or does not agree with the bundle. */
  require(logs, roots, leaves) {
    if (this.#finding) throw this.#finding;
    this.#compare(logs, roots, leaves);
  }
}

function rootOf({ origin, size }, roots) {
  return roots.get(origin)?.get(size) ?? null;
}

async function bounded(name, blob, longest, problem) {
  if (blob.size > longest) throw new Refused(problem, "过大", "is too large", name);
  return part(blob, 0, blob.size);
}

function requireKeptRoot(head, name, logs, found) {
  if (logs.endsBefore(head)) {
    throw new Refused(
      Problem.CHECKPOINT_CONTRADICTS,
      `日志${head.origin}在导出包里先已结束,留存的检查点却在其后:换密钥之后历史被改动`,
      `the log ${head.origin} has ended before in the bundle`,
      name,
    );
  }
  if (found && sameBytes(found, head.root)) return;
  throw new Refused(
    Problem.CHECKPOINT_CONTRADICTS,
    found
      ? "根哈希与导出包不同:留存之后历史被改动"
      : `导出包没有日志${head.origin}记录总数为${head.size}的根哈希,无从比对`,
    found
      ? "the bundle has another root: history was altered"
      : `no root of ${head.origin} at ${head.size} to compare`,
    name,
  );
}

/** Require the event of a receipt to stand in the bundle at its place, as it was. */
function requireReceipt({ index, proof, head, name }, logs, root, leaves) {
  const log = logs.named(head.origin);
  const sequence = (log?.first ?? 0n) + index;
  const isKnown = log && !logs.endsBefore(head) && sequence > log.beginsAfter;
  const leaf = isKnown ? leaves.leafOf(sequence) : null;
  const isThere = leaf && isIncluded(leaf, index, head.size, proof, head.root);
  if (isThere && (!root || sameBytes(root, head.root))) return;
  throw new Refused(
    Problem.RECEIPT_CONTRADICTS,
    log
      ? `导出包内序号${sequence}的事件与回执不符,或者没有这条事件`
      : `导出包没有回执所属的日志${head.origin}`,
    log
      ? `event ${sequence} of the bundle is not the one of the receipt, or is not there`
      : `the bundle has nothing of the log ${head.origin}`,
    name,
  );
}
