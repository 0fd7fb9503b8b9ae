// One event as the rules see it: who did what on which day, and the item as it was before.

import { dayText } from "./days.js";
import { recordedDay } from "./recording.js";
import { Problem, Refused, illegal } from "./refusal.js";

export class JudgedEvent {
  /** The item as it was before the event; of the first event the item that begins with it. */
  item = null;

  constructor({ sequence, line, topic, aggregateId, version, state }) {
    const { act } = state;
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

  /** Refuse the event as one that was not allowed unless what is demanded holds. */
  require(holds, chinese, english) {
    if (!holds) throw illegal(this, chinese, english);
  }

  /** Refuse the event unless somebody else acts than whoever carried the matter out. */
  requireIndependent(holds, chinese, english) {
    if (holds) return;
    throw new Refused(
      Problem.FOUR_EYES_VIOLATED,
      `序号${this.sequence}:${chinese}`,
      `event ${this.sequence}: ${english}`,
      null,
      this.line,
    );
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
