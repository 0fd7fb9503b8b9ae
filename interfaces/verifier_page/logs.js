// The logs of a bundle, one after another. A new key begins a new log, whose leaf 0 is the last
// checkpoint of the one before: where the name changes, there a log ended.

import { bytesOf } from "./bytes.js";
import { Problem, Refused } from "./refusal.js";
import { leafHash } from "./tree.js";

export const CHECKPOINTS_PATH = "log/checkpoints.jsonl";
/** The event that comes first in a log of which nothing was before. */
const FIRST = 1n;

/**
 * One log: event n is leaf n - `first`. A later one begins on a checkpoint, its `predecessor`;
 * `lead` is the leaf of that, before those of events. Both are null of the first.
 */
class Log {
  constructor(origin, first = FIRST, predecessor = null) {
    this.origin = origin;
    this.first = first;
    this.predecessor = predecessor;
    this.lead = predecessor && leafHash(predecessor);
  }

  /** The last event that is no leaf of it, but lies before. */
  get beginsAfter() {
    return this.lead ? this.first : this.first - 1n;
  }

  /** Return the last event that a tree of so many leaves covers. */
  covers(size) {
    return this.first + size - 1n;
  }
}

export class Logs {
  #ends = new Map();
  #only;
  /** The checkpoints in their order, each with its `log` and the last event it `covers`. */
  checkpoints = [];

  /** `only` names the log of a county that has one alone, null where nobody can tell. */
  constructor(only = null) {
    this.#only = only;
  }

  /** Take the next checkpoint; refuse it unless it goes on from those before. */
  add(checkpoint, knownAt) {
    const { size, line } = checkpoint;
    const log = this.#logOf(checkpoint);
    const before = this.checkpoints.at(-1);
    if (before && size <= (log === before.log ? before.size : 0n)) {
      throw new Refused(
        Problem.CHECKPOINTS_NOT_ASCENDING,
        `检查点的记录总数${size}不大于前一个的${before.size}`,
        `the size ${size} is not larger than ${before.size} before it`,
        CHECKPOINTS_PATH,
        line,
      );
    }
    const covers = log.covers(size);
    if (covers > knownAt) {
      throw new Refused(
        Problem.MALFORMED_CHECKPOINT,
        `检查点覆盖到第${covers}条,超出导出包所知的第${knownAt}条`,
        `it covers event ${covers}, beyond the last one known, ${knownAt}`,
        CHECKPOINTS_PATH,
        line,
      );
    }
    const placed = { ...checkpoint, log, covers };
    this.checkpoints.push(placed);
    this.#ends.set(log.origin, placed);
  }

  #logOf({ origin, line }) {
    const before = this.checkpoints.at(-1);
    if (!before) return new Log(origin);
    if (origin === before.log.origin) return before.log;
    if (this.#ends.has(origin)) {
      throw new Refused(
        Problem.WRONG_LOG,
        `属于日志${origin},它已在前面结束`,
        `is of the log ${origin}, which has ended before`,
        CHECKPOINTS_PATH,
        line,
      );
    }
    return new Log(origin, before.covers, bytesOf(before.signed));
  }

  get last() {
    return this.checkpoints.at(-1);
  }

  /** The last checkpoint of each log, in their order. */
  get ends() {
    return [...this.#ends.values()];
  }

  /** Return a log of the bundle, or null; where nothing is signed, the only one there can be. */
  named(origin) {
    if (this.checkpoints.length) return this.#ends.get(origin)?.log ?? null;
    return origin === this.#only ? new Log(origin) : null;
  }

  /**
   * Tell whether an event may be the leaf at `index` of the log of a checkpoint. A log the bundle
   * does not know of can but begin where its last checkpoint ends, or behind it.
   */
  hasPlace(sequence, index, checkpoint) {
    const first = sequence - index;
    if (!this.last) return first >= FIRST;
    const log = this.named(checkpoint.origin);
    if (!log) return first >= this.last.covers && index > 0n;
    const isThere = first === log.first && sequence > log.beginsAfter;
    return isThere && this.endsBefore(checkpoint) === null;
  }

  /** Return the last event of a checkpoint's log, if that ended before in the bundle, or null. */
  endsBefore({ origin, size }) {
    const end = this.#ends.get(origin);
    return end && end !== this.last && size > end.size ? end.covers : null;
  }

  /** Return the roots of its trees at the sizes of these checkpoints, by log, then by size. */
  rootsAt(checkpoints, leaves) {
    const roots = new Map();
    for (const origin of new Set(checkpoints.map((each) => each.origin))) {
      const log = this.named(origin);
      const sizes = checkpoints.filter((each) => each.origin === origin).map(({ size }) => size);
      if (log) roots.set(origin, leaves.rootsAt(sizes, log));
    }
    return roots;
  }

  /** Return the roots that were signed, by log, then by size. */
  get signedRoots() {
    const roots = new Map(this.ends.map(({ origin }) => [origin, new Map()]));
    for (const { origin, size, root } of this.checkpoints) roots.get(origin).set(size, root);
    return roots;
  }

  /** Return the checkpoint under which a partial bundle proves an event. */
  covering(sequence) {
    return this.ends.find(({ covers }) => sequence <= covers) ?? this.last;
  }
}
