// What somebody kept outside the bundle: earlier checkpoints and receipts. Both must agree with it.

import { sameBytes } from "./bytes.js";
import { notInForm, openedCheckpoint, refusing, requireQuorum } from "./log.js";
import { ABOUT, NotCanonical, WRONG } from "./not_canonical.js";
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
      const limit = { longest: LONGEST_NOTE, about: ABOUT.NOTE };
      const bytes = await bounded(name, blob, limit, Problem.MALFORMED_CHECKPOINT);
      const head = openedCheckpoint(bytes, policy, { path: name });
      kept.head = head;
      kept.#compare = async (logs, roots, _, sm3Roots) => {
        requireKeptRoot(head, name, logs, rootOf(head, roots));
        await requireKeptSm3Root(head, name, logs, sm3Roots);
      };
    });
  }

  /** Read a receipt, whose checkpoint the policy's quorum has witnessed. */
  static async receipt({ name, blob }, policy) {
    return Kept.#reading(async (kept) => {
      const malformed = Problem.MALFORMED_RECEIPT;
      const limit = { longest: LONGEST_RECEIPT, about: ABOUT.PROOF_FILE };
      const bytes = await bounded(name, blob, limit, malformed);
      const receipt = refusing(malformed, name, null, () => readReceipt(bytes));
      const place = { path: name, firstLine: receipt.checkpointLine, malformed };
      const head = openedCheckpoint(receipt.checkpoint, policy, place);
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
  async require(logs, roots, leaves, sm3Roots) {
    if (this.#finding) throw this.#finding;
    await this.#compare(logs, roots, leaves, sm3Roots);
  }
}

function rootOf({ origin, size }, roots) {
  return roots.get(origin)?.get(size) ?? null;
}

async function bounded(name, blob, { longest, about }, problem) {
  if (blob.size <= longest) return part(blob, 0, blob.size);
  throw notInForm(new NotCanonical(WRONG.TOO_LARGE, about), problem, name);
}

function requireKeptRoot(head, name, logs, found) {
  const { origin, size, root } = head;
  const ended = logs.endsBefore(head);
  if (ended !== null) {
    throw contradicts(
      `日志${origin}在导出包里止于序号${ended},留存的检查点却在其后:换密钥之后历史被改动`,
      `the log ${origin} ends at event ${ended} in the bundle, and goes on here`,
      name,
    );
  }
  if (!found) {
    throw contradicts(
      `导出包没有日志${origin}记录总数为${size}的根哈希,无从比对`,
      `the bundle has no root of ${origin} at size ${size} to compare`,
      name,
    );
  }
  if (sameBytes(found, root)) return;
  throw contradicts(
    `与导出包内日志${origin}前${size}条记录的根哈希不同:留存之后历史被改动`,
    `differs from the root of ${origin} at size ${size}: history was altered since`,
    name,
  );
}

async function requireKeptSm3Root(head, name, logs, sm3Roots) {
  const { origin, size } = head;
  if (await sm3Roots.agrees(head, logs.named(origin))) return;
  throw contradicts(
    `所载的SM3根哈希与导出包内日志${origin}前${size}条记录的不同`,
    `states another SM3 root than ${origin} has in the bundle at size ${size}`,
    name,
  );
}

function contradicts(chinese, english, name) {
  return new Refused(Problem.CHECKPOINT_CONTRADICTS, chinese, english, name);
}

/** Require the event of a receipt to stand in the bundle at its place, as it was. */
function requireReceipt({ index, proof, head, name }, logs, root, leaves) {
  const log = logs.named(head.origin);
  const sequence = (log?.first ?? 0n) + index;
  const isKnown = log && logs.endsBefore(head) === null && sequence > log.beginsAfter;
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
      : `the bundle has nothing of the log ${head.origin}, which the receipt is of`,
    name,
  );
}
