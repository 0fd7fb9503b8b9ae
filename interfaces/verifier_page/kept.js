// What somebody kept outside the bundle: earlier checkpoints and receipts. It must agree with both;
// what it says nothing of is not compared, and told.

import { sameBytes } from "./bytes.js";
import { requireReceipt } from "./kept_receipts.js";
import { notInForm, openedCheckpoint, refusing, requireQuorum } from "./log.js";
import { ABOUT, NotCanonical, WRONG } from "./not_canonical.js";
import { LONGEST_NOTE } from "./note.js";
import { LONGEST_RECEIPT, readReceipt, sequenceOf } from "./proof.js";
import { Problem, Refused } from "./refusal.js";
import { beyond, remark } from "./remarks.js";
import { part } from "./source.js";
import { isIncluded, leafHash } from "./tree.js";

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
      kept.#compare = (compared) => requireKeptCheckpoint(head, name, compared);
    });
  }

  /** Read a receipt, whose checkpoint the policy's quorum has witnessed. */
  static async receipt({ name, blob }, policy) {
    return Kept.#reading(async (kept) => {
      const malformed = Problem.MALFORMED_RECEIPT;
      const limit = { longest: LONGEST_RECEIPT, about: ABOUT.PROOF_FILE };
      const bytes = await bounded(name, blob, limit, malformed);
      const receipt = refusing(malformed, name, null, () => receiptIn(bytes));
      const place = { path: name, firstLine: receipt.checkpointLine, malformed };
      const head = openedCheckpoint(receipt.checkpoint, policy, place);
      requireProven(receipt, head, name);
      requireQuorum(head, name);
      kept.head = head;
      kept.#compare = (compared) => requireReceipt({ ...receipt, head, name }, compared);
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

  /**
   * Refuse it, if it could not be read or does not agree with the bundle; return why it cannot be
   * compared, or null.
   */
  async require(compared) {
    if (this.#finding) throw this.#finding;
    return this.#compare(compared);
  }
}

async function bounded(name, blob, { longest, about }, problem) {
  if (blob.size <= longest) return part(blob, 0, blob.size);
  throw notInForm(new NotCanonical(WRONG.TOO_LARGE, about), problem, name);
}

function receiptIn(bytes) {
  const receipt = readReceipt(bytes);
  return { ...receipt, sequence: sequenceOf(receipt.entry) };
}

/** Refuse what does not lead from its own event to the root of its checkpoint. */
function requireProven({ entry, index, proof }, { size, root }, name) {
  if (isIncluded(leafHash(entry), index, size, proof, root)) return;
  throw new Refused(
    Problem.MALFORMED_RECEIPT,
    "回执本身不成立:所附的事件和证明路径推不出检查点所签的根哈希",
    "the receipt itself does not hold: its event and proof do not lead to the signed root",
    name,
  );
}

async function requireKeptCheckpoint(head, name, compared) {
  const { origin, size, root } = head;
  const { logs } = compared;
  const ended = logs.endsBefore(head);
  if (ended !== null) {
    throw contradicts(
      `日志${origin}在导出包里止于序号${ended},留存的检查点却在其后:换密钥之后历史被改动`,
      `the log ${origin} ends at event ${ended} in the bundle, and goes on here`,
      name,
    );
  }
  const found = compared.rootOf(head);
  if (!found) return unknown(head, compared);
  if (!sameBytes(found, root)) {
    throw contradicts(
      `与导出包内日志${origin}前${size}条记录的根哈希不同:留存之后历史被改动`,
      `differs from the root of ${origin} at size ${size}: history was altered since`,
      name,
    );
  }
  await requireKeptSm3Root(head, name, compared);
  return null;
}

function unknown({ origin, size }, { logs, scope }) {
  const log = logs.named(origin);
  if (scope.selection) {
    return remark(
      `部分导出包没有日志${origin}记录总数为${size}的根哈希`,
      `a partial bundle without the root of ${origin} at size ${size}`,
    );
  }
  if (log) {
    const covers = log.covers(size);
    return beyond(
      `检查点覆盖到序号${covers}`, `the checkpoint covers event ${covers}`, scope.knownAt,
    );
  }
  if (logs.last) {
    return remark(
      `导出包没有日志${origin}的检查点`, `the bundle has no checkpoint of the log ${origin}`,
    );
  }
  return remark(
    `包内没有检查点,策略又列有几个日志,不知道日志${origin}从哪一条开始`,
    "nothing is signed in the bundle and the policy names several logs: nobody can tell " +
      `where ${origin} begins`,
  );
}

async function requireKeptSm3Root(head, name, { logs, sm3Roots }) {
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
