// The kinds of events, each named `kind-of-item.what-happened`.

import { detached } from "./bytes.js";
import { Problem, Refused } from "./refusal.js";

/** The most kinds of events one bundle may hold; it bounds the memory of the check. */
const MOST_TOPICS = 1_000;

/** Return the kind of item an event of this topic is about. */
export function kindOf(topic) {
  return topic.slice(0, topic.indexOf("."));
}

/** The topics a bundle holds, each kept once. */
export class Topics {
  #known = new Map();

  /** Return the one copy kept of a topic. */
  known(topic) {
    const found = this.#known.get(topic);
    if (found !== undefined) return found;
    if (this.#known.size === MOST_TOPICS) {
      throw new Refused(
        Problem.TOO_LARGE,
        `事件种类超过${MOST_TOPICS}种,超出核验上限`,
        `there are more than ${MOST_TOPICS} kinds of events, more than are checked`,
      );
    }
    const topicKept = detached(topic);
    this.#known.set(topicKept, topicKept);
    return topicKept;
  }

  get all() {
    return [...this.#known.keys()].sort();
  }
}
