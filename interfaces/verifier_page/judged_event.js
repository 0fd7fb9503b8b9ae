// One event as the rules see it: who did what on which day, and the item as it was before.

import { dayText } from "./days.js";
import { recordedDay } from "./recording.js";
import { Problem, Refused } from "./refusal.js";

export class JudgedEvent {
  /** The item as it was before the event; of the first event the item that begins with it. */
  item = null;

  #tables;
  #tree;

  /** `tables` hold what transitions, kinds and statuses are called; `tree` the units so far. */
  constructor({ sequence, line, topic, aggregateId, version, state }, tables, tree) {
    const { act } = state;
    this.#tables = tables;
    this.#tree = tree;
    this.sequence = sequence;
    this.line = line;
    this.topic = topic;
    this.id = aggregateId;
    this.version = Number(version);
    this.state = state;
    this.day = act.occurred_on;
    this.recordedOn = dayText(recordedDay(act.recorded_at));
    this.unit = act.unit;
    this.actor = act.actor;
    this.role = act.role;
    this.profile = versionOf(act.profile);
  }

  /**
   * Return the first unit, of those a test tells, that the acting one is or is inside of on the
   * day of the act. A due date counted anew is noted no earlier than it was set, by the act of the
   * correction before it.
   */
  inside(isOne) {
    const day = this.topic.endsWith(".due-recounted") ? this.item.days.at(-1) : this.day;
    return this.#tree.lineageOn(this.unit, day).find(isOne);
  }

  /** Refuse the event as one that was not allowed unless what is demanded holds. */
  require(holds, chinese, english) {
    if (!holds) throw this.refusal(Problem.ILLEGAL_TRANSITION, chinese, english);
  }

  /** Refuse the event unless somebody else acts than whoever carried the matter out. */
  requireIndependent(holds, chinese, english) {
    if (!holds) throw this.refusal(Problem.FOUR_EYES_VIOLATED, chinese, english);
  }

  /** Name the event, the item, how it stood, what was attempted, and why that cannot be. */
  refusal(problem, chinese, english) {
    const { kinds, statuses, transitions } = this.#tables;
    const { sequence, topic, item: { kind, number, status } } = this;
    const was = status ? `原为“${statuses[kind]?.[status] ?? status}”,` : "";
    const stood = status ? ` is ${status}` : "";
    const attempted = `${kinds[kind]}${number}${was}此处办理“${transitions[topic].label}”`;
    return new Refused(
      problem,
      `序号${sequence}:${attempted}——${chinese}`,
      `event ${sequence}: ${kind} ${number}${stood}, ${topic}: ${english}`,
      null,
      this.line,
    );
  }

  /** Return what a stored word is called. */
  wordFor(kind, word) {
    return this.#tables.labels[kind][word];
  }

  requireRound(number) {
    const { round } = this.state;
    this.require(round === number, `轮次应为第${number}轮`, `the round should be ${number}`);
  }

  /** Refuse a due date before a day, that of the event where no other is given. */
  requireDueNotBefore(due, day = this.day) {
    this.require(due.on === null || due.on >= day, "期限早于当日", "due before the day it is set");
  }
}

/** Return a version of rules as text; null where nobody's rules had a say. */
export function versionOf(profile) {
  return profile ? `${profile.congress}#${profile.version}` : null;
}
