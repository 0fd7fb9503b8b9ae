// Checks the log of a bundle: who signed it, where its events stand in it, what was kept outside.

import { LONGEST_LINE } from "./events.js";
import { Kept } from "./kept.js";
import { GIVEN_LEAF, requireKeptLeaf } from "./kept_leaves.js";
import { eachLine } from "./lines.js";
import {
  POLICY_PATH, bundleLogs, policyFrom, requireKnownAt, requireProofs, requireRoots,
} from "./log.js";
import { Logs } from "./logs.js";
import { EVENTS_PATH } from "./manifest.js";
import { requireLogFiles } from "./members.js";
import { LONGEST_POLICY, onlyLog } from "./policy.js";
import { Problem, Refused } from "./refusal.js";
import { keyLines, notCompared, statedHead } from "./remarks.js";
import { Sm3Roots } from "./sm3_roots.js";
import { part } from "./source.js";

/** What is known of the log, as far as the check came; `given` is what the user brings along. */
export class LogCheck {
  #archive;
  #manifest;
  #given;
  policy = null;
  logs = new Logs();
  /** The last checkpoint, to be compared with the same of another bundle. */
  head = null;
  keys = [];
  sm3Roots;
  /** What was kept and is not compared, each a remark. */
  uncompared = [];

  constructor(archive, manifest, given) {
    this.#archive = archive;
    this.#manifest = manifest;
    this.#given = given;
    const lines = () => eachLine(archive.blocks(EVENTS_PATH), LONGEST_LINE);
    this.sm3Roots = new Sm3Roots(lines, this.#isWhole);
  }

  get #isWhole() {
    return this.#manifest.scope.selection === null;
  }

  /** Whether the keys that are trusted are the user's, not the bundle's own. */
  get isGiven() {
    return this.#given.policy !== null;
  }

  /** Refuse what is wrong with the log of these events: their `leaves`, `chain` and selection. */
  async run(followed) {
    const { checkpoints, receipts } = this.#given;
    const given = await this.#givenPolicy();
    const own = await this.#ownPolicy();
    // whom the user names is trusted, else whom the bundle does
    const policy = given ?? own;
    if (policy) this.keys = keyLines(policy);
    this.policy = policy;
    const { knownAt } = this.#manifest.scope;
    this.logs = own
      ? await bundleLogs(this.#archive, policy, knownAt)
      : new Logs(policy ? onlyLog(policy) : null);
    if (!policy && (checkpoints.length || receipts.length)) {
      throw new Refused(
        Problem.MISSING_FILE,
        "包内没有公钥,核对检查点和回执须另给策略文件",
        "the bundle names no keys; a policy must be given to compare what was kept",
        POLICY_PATH,
      );
    }
    await this.#checkHeads(followed);
  }

  /** Check the roots of the bundle, then what was kept. */
  async #checkHeads(followed) {
    const { policy, logs, sm3Roots } = this;
    const { scope } = this.#manifest;
    const kept = [];
    for (const file of this.#given.checkpoints) {
      kept.push([file.name, await Kept.checkpoint(file, policy)]);
    }
    for (const file of this.#given.receipts) {
      kept.push([file.name, await Kept.receipt(file, policy)]);
    }
    const roots = await this.#roots(kept.map(([, { head }]) => head), followed.leaves);
    this.head = logs.last ? statedHead(logs.last) : null;
    await sm3Roots.requireOf(logs);
    const rootOf = ({ origin, size }) => roots.get(origin)?.get(size) ?? null;
    for (const [name, each] of kept) {
      const reason = await each.require({ ...followed, logs, rootOf, sm3Roots, scope });
      if (reason) this.uncompared.push(notCompared(name, reason));
    }
    for (const text of this.#given.leaves) {
      const reason = requireKeptLeaf(text, followed.leaves, scope);
      if (reason) this.uncompared.push(notCompared(GIVEN_LEAF, reason));
    }
  }

  /** Return the roots known at the sizes asked for, once those of the bundle have proven right. */
  async #roots(keptHeads, leaves) {
    const { logs } = this;
    if (!this.#isWhole) {
      if (logs.last) {
        await requireProofs(this.#archive, logs, leaves);
        requireKnownAt(logs, this.#manifest.scope);
      }
      return logs.signedRoots;
    }
    const heads = keptHeads.filter((head) => head !== null);
    const roots = logs.rootsAt([...logs.checkpoints, ...heads], leaves);
    requireRoots(logs, roots);
    return roots;
  }

  /** Return the policy the user gives, null where there is none. */
  async #givenPolicy() {
    const { policy: given } = this.#given;
    if (!given) return null;
    const size = Math.min(given.blob.size, LONGEST_POLICY + 1);
    return policyFrom(await part(given.blob, 0, size), given.name);
  }

  /** Return the policy of the bundle, null where it is not signed. */
  async #ownPolicy() {
    if (!requireLogFiles(this.#manifest)) return null;
    return policyFrom(await this.#archive.read(POLICY_PATH, LONGEST_POLICY), POLICY_PATH);
  }
}
