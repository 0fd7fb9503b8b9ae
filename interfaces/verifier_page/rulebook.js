// The rules of congresses and the holidays of years, as a log puts them on record.

import { daysBetween, daysLater } from "./days.js";
import { derivedFrom } from "./due_dates.js";
import { awaitsCounting, deadlineOf } from "./due_origins.js";
import { versionOf } from "./judged_event.js";
import { STATUTORY } from "./reference_ledgers.js";
import { RulesInForce } from "./rules_in_force.js";
import { WorkDays } from "./work_days.js";

const DEFAULT = new RulesInForce();

export class Rulebook {
  #lineageOn;
  #versions = new Map();
  /** By congress, from when until when each of its versions holds, the first one first. */
  #periods = new Map();
  /** By year, the latest notice, and how many there were. */
  #arrangements = new Map();
  #notices = new Map();

  /** `lineageOn` returns a unit and those above it on a day. */
  constructor(lineageOn) {
    this.#lineageOn = lineageOn;
  }

  /** Return the rules of a version that was published, those that hold by default for null. */
  of(version) {
    return version === null ? DEFAULT : this.#versions.get(version);
  }

  has(version) {
    return version === null || this.#versions.has(version);
  }

  /** Return the version that governs a congress on a day; null where none is in force. */
  governing(congress, day) {
    for (const code of [...this.#lineageOn(congress, day), STATUTORY]) {
      const periods = this.#periods.get(code) ?? [];
      const found = periods.findIndex(({ begins, ends }) => {
        return begins <= day && (ends === null || day <= ends);
      });
      if (found >= 0) return versionOf({ congress: code, version: found + 1 });
    }
    return null;
  }

  /** Put the next version of a congress on record; the one before ends the day before it begins. */
  publish(congress, rules, begins, ends) {
    if (!this.#periods.has(congress)) this.#periods.set(congress, []);
    const periods = this.#periods.get(congress);
    const before = periods.at(-1);
    if (before) before.ends ??= daysLater(begins, -1);
    periods.push({ begins, ends });
    const version = versionOf({ congress, version: periods.length });
    this.#versions.set(version, new RulesInForce(rules));
  }

  /** Let the last version of a congress end. */
  end(congress, until) {
    this.#periods.get(congress).at(-1).ends = until;
  }

  /** Put a notice about the holidays of a year on record. */
  arrange(year, { days_off: off, working_days: worked }) {
    this.#arrangements.set(year, { off, worked });
    this.#notices.set(year, this.noticesAbout(year) + 1);
  }

  /** Return how many notices about a year are on record. */
  noticesAbout(year) {
    return this.#notices.get(year) ?? 0;
  }

  /** Refuse a due date derived by other notices about holidays than the latest on record. */
  requireLatestNotices(event, { basis = null }) {
    for (const { year, version } of basis?.calendar ?? []) {
      event.require(
        version === (this.noticesAbout(year) || null), "期限没有依据当时最新的节假日安排",
        "a due date does not rest on the latest notice about holidays",
      );
    }
  }

  /**
   * Return the day of a known due date put off by a pause, as many days as that lasted; of a term
   * in working days those are counted, by the notices on record now.
   */
  putOff({ on, inWorkingDays }, since, until) {
    if (on === null) return null;
    const lasted = daysBetween(since, until);
    if (!inWorkingDays) return daysLater(on, lasted);
    const days = this.workDays;
    return days.later(on, { unit: "working_day", length: days.workedBetween(since, until) });
  }

  /** Return a known due date counted from another day; what is not counted from one stays. */
  countedFrom(due, start) {
    if (!awaitsCounting(due, start)) return due;
    const { on } = derivedFrom({ spec: deadlineOf(due), start }, this.#arrangements);
    return { ...due, start, on };
  }

  /** The working days by the latest notices on record now. */
  get workDays() {
    return new WorkDays(this.#arrangements);
  }

  /** Return the last day of a term, the day it begins on not counted. */
  latest(since, term) {
    return this.workDays.later(since, term);
  }
}
