// The SM3 roots that checkpoints state, against the events of a whole bundle. The events are read
// once more, and only where a checkpoint states such a root.

import { sameBytes } from "./bytes.js";
import { CHECKPOINTS_PATH } from "./logs.js";
import { Problem, Refused } from "./refusal.js";
import { sm3 } from "./sm3.js";
import { LEAF_PREFIX, NODE_PREFIX } from "./tree.js";

/** Computes them where that is possible, and tells of how many it was. */
export class Sm3Roots {
  #readLines;
  #isWhole;
  #stated = 0;

  /** `readLines` yields the lines of the events from the beginning. */
  constructor(readLines, isWhole) {
    this.#readLines = readLines;
    this.#isWhole = isWhole;
  }

  /** Refuse a checkpoint of the bundle that states another root than its events have. */
  async requireOf({ checkpoints }) {
    if (!this.#areKnown(checkpoints)) return;
    const lines = this.#readLines();
    let [current, tree] = [null, null];
    for (const { log, size, covers, sm3Root, line } of checkpoints) {
      if (log !== current) [current, tree] = [log, begun(log)];
      await grow(tree, lines, size);
      if (!sm3Root || sameBytes(tree.root, sm3Root)) continue;
      throw new Refused(
        Problem.ROOT_DIFFERS,
        `由前${covers}条事件算出的SM3根哈希与检查点所载的不同`,
        `the SM3 root over the first ${covers} events is not the one it states`,
        CHECKPOINTS_PATH,
        line,
      );
    }
  }

  /** Tell whether a checkpoint states the root its events have in this log, as far as known. */
  async agrees(head, log) {
    if (!this.#areKnown([head])) return true;
    const lines = this.#readLines();
    for (let passed = 0n; passed < log.beginsAfter; passed++) await lines.next();
    const tree = begun(log);
    await grow(tree, lines, head.size);
    return sameBytes(tree.root, head.sm3Root);
  }

  /** Return the remark on whether the roots that were stated were computed, if any were. */
  get remarks() {
    if (!this.#stated) return [];
    const stated = `检查点所载的SM3根哈希(${this.#stated}处)`;
    const inEnglish = `${this.#stated} SM3 roots that checkpoints state were`;
    const computed = {
      chinese: `${stated}已由事件重新算出,相符。`,
      english: `${inEnglish} recomputed and agree.`,
    };
    const unchecked = {
      chinese: `${stated}没有核验:部分导出包不能重新计算。`,
      english: `${inEnglish} not checked: a partial bundle does not allow it.`,
    };
    return [this.#isWhole ? computed : unchecked];
  }

  #areKnown(heads) {
    const stated = heads.filter(({ sm3Root }) => sm3Root).length;
    this.#stated += stated;
    return stated > 0 && this.#isWhole;
  }
}

/** Return the tree of a log before its first event. */
function begun({ predecessor }) {
  const tree = new Sm3Tree();
  if (predecessor) tree.append(sm3(LEAF_PREFIX, predecessor));
  return tree;
}

/** Take lines into the tree, each without its end, until it has so many leaves. */
async function grow(tree, lines, size) {
  while (tree.size < size) {
    const { value } = await lines.next();
    tree.append(sm3(LEAF_PREFIX, value.subarray(0, value.length - 1)));
  }
}

class Sm3Tree {
  #peaks = [];
  size = 0;

  append(leaf) {
    let root = leaf;
    for (let size = this.size; size % 2 === 1; size = (size - 1) / 2) {
      root = sm3(NODE_PREFIX, this.#peaks.pop(), root);
    }
    this.#peaks.push(root);
    this.size++;
  }

  get root() {
    if (!this.size) return sm3();
    return this.#peaks.reduceRight((right, left) => sm3(NODE_PREFIX, left, right));
  }
}
