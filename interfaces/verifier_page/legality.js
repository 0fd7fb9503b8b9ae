// Whether each event could happen where it stands: its form, its status, its dates.
//
// The tables are data that every verifier decides by; what reads them is our own.

import { Column, Lists, Words } from "./columns.js";
import { dayNumber, dayText } from "./days.js";
import { DueDates } from "./due_dates.js";
import { EventForm, malformedEvent } from "./event_form.js";
import { EVENTS_PATH } from "./manifest.js";
import { recordedDay } from "./recording.js";
import { Refused, illegal, illegalAlone } from "./refusal.js";
import { kindOf } from "./topics.js";

const OCCURRED_ON = "occurred_on";
/** Days that claims state, which may be corrected as well. */
const CLAIMED = ["completed_on", "fulfilled_on"];
/** Stands for the status of an item the bundle does not hold from its beginning. */
const UNJUDGED = -1;

/** Follows events in order and keeps the first thing wrong, to be told when its turn comes. */
export class Legality {
  #transitions;
  #form;
  #words = new Words();
  #kinds = new Column(Int32Array);
  #statuses = new Column(Int32Array);
  /** For each event of an item twice its day, and one more if it is a step. */
  #days = new Lists();
  #lastSteps = new Column(Int32Array);
  /** By place and version, what a claim states as corrected. */
  #claims = new Map();
  #dueDates;
  #recordedAt = "";
  #line = 0;
  /** The first thing found wrong, with its line; null while there is nothing. */
  finding = null;

  constructor(tables) {
    this.#transitions = tables.transitions;
    this.#form = new EventForm(tables);
    this.#dueDates = new DueDates(tables);
  }

  /** Take the next event, of the item at this place; tell whether nothing wrong was found yet. */
  follow(event, place) {
    event.line = ++this.#line;
    if (!this.finding) this.#keepFinding(() => this.#judge(event, place));
    return !this.finding;
  }

  finish() {
    if (this.finding) throw this.finding;
  }

  /** Return how an item stands after its last event, or null where that is not known. */
  statusOf(place) {
    const status = this.#statuses.find(place);
    return status > 0 ? this.#words.wordOf(status) : null;
  }

  /** Return how many events an item has. */
  eventsOf(place) {
    return this.#days.lengthOf(place);
  }

  /** Return the day, as corrected, of the event with this version. */
  dayOf(place, version) {
    return this.#days.at(place, version - 1) >> 1;
  }

  /** Return what the claim with this version states as corrected; undefined where nothing was. */
  correctedClaim(place, version) {
    return this.#claims.get(place)?.get(version);
  }

  /** Tell whether the events of an item were recorded in the order of their days. */
  isInOrder(place) {
    for (let version = this.eventsOf(place); version > 1; version--) {
      if (this.dayOf(place, version) < this.dayOf(place, version - 1)) return false;
    }
    return true;
  }

  #keepFinding(judging) {
    try {
      judging();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.finding = error.at(EVENTS_PATH, error.line ?? this.#line);
    }
  }

  #judge(event, place) {
    if (!Object.hasOwn(this.#transitions, event.topic)) {
      throw malformedEvent(
        event, `不认识的事件“${event.topic}”`, `unknown kind of event ${event.topic}`,
      );
    }
    this.#form.require(event);
    const rule = this.#transitions[event.topic];
    const day = dayNumber(event.state.act.occurred_on);
    const recordedOn = this.#recordedOn(event);
    const status = this.#followingStatus(event, rule, place);
    this.#statuses.set(place, status === null ? UNJUDGED : this.#words.numberOf(status));
    if (status === null) return;
    this.#requireOrder(event, rule, place, day, recordedOn);
    this.#dueDates.require(event);
    if (event.topic.endsWith(".corrected")) this.#correct(event, place, recordedOn);
    this.#dueDates.follow(event, place);
    this.#kinds.set(place, this.#words.numberOf(kindOf(event.topic)));
    this.#days.push(place, 2 * day + (rule.step ? 1 : 0));
    if (rule.step) this.#lastSteps.set(place, this.#days.lengthOf(place));
  }

  /** Return the day in China of the recording; the log's clock never goes back. */
  #recordedOn(event) {
    const text = event.state.act.recorded_at;
    const day = recordedDay(text);
    if (day === null) {
      throw malformedEvent(event, "登记时刻格式不符", "recorded_at is not in its one form");
    }
    const recordedAt = text.slice(0, -1);
    if (recordedAt < this.#recordedAt) {
      throw illegalAlone(event, "登记时刻早于上一条记录", "recorded before the event before it");
    }
    this.#recordedAt = recordedAt;
    return day;
  }

  /** Return the status after the event; null for an item that began outside the bundle. */
  #followingStatus(event, rule, place) {
    const known = this.#statuses.find(place);
    if (known) return known === UNJUDGED ? null : this.#nextStatus(event, rule, place);
    if (event.version !== 1n) return null;
    if (rule.begins !== null) return rule.begins;
    throw illegalAlone(
      event, `该${event.topic}之前没有该事项的第一条记录`, "the item has not begun",
    );
  }

  #nextStatus(event, rule, place) {
    if (kindOf(event.topic) !== this.#words.wordOf(this.#kinds.find(place))) {
      throw illegal(event, "事项种类不符", "it is of another kind");
    }
    const status = this.statusOf(place);
    for (const [statuses, following, when] of rule.ways) {
      const isOpen = statuses === null || statuses.includes(status);
      if (isOpen && (when === null || event.state[when[0]] === when[1])) return following ?? status;
    }
    throw illegal(event, "此状态下不能这样办理", "not allowed in this status");
  }

  /** A step is not dated before the step before it, nor anything before the first event. */
  #requireOrder(event, rule, place, day, recordedOn) {
    if (day > recordedOn) {
      const occurredOn = dayText(day);
      throw illegal(
        event, `办理日期${occurredOn}晚于登记当天`,
        `dated ${occurredOn}, after the day it was recorded`,
      );
    }
    if (!this.#days.lengthOf(place)) return;
    const earliest = this.dayOf(place, (rule.step && this.#lastSteps.find(place)) || 1);
    if (day < earliest) {
      const [occurredOn, bound] = [day, earliest].map(dayText);
      throw illegal(
        event, `办理日期${occurredOn}早于${bound}`, `dated ${occurredOn}, before ${bound}`,
      );
    }
  }

  #correct(event, place, recordedOn) {
    const { corrects, field, was, now } = event.state;
    if (corrects < 1 || corrects > this.#days.lengthOf(place)) {
      throw illegal(event, "更正的对象不存在", "there is no such event");
    }
    if (was === now) throw illegal(event, "日期没有变化", "the date is the same");
    if (field !== OCCURRED_ON) {
      this.#correctClaim(event, place);
      return;
    }
    const day = dayNumber(now);
    if (this.dayOf(place, corrects) !== dayNumber(was)) {
      throw illegal(event, "原日期不符", "another former date");
    }
    if (day > recordedOn) throw illegal(event, "晚于登记当天", "after the day it was recorded");
    this.#requireBetweenSteps(event, place, day);
    const isStep = this.#days.at(place, corrects - 1) & 1;
    this.#days.set(place, corrects - 1, 2 * day + isStep);
  }

  #correctClaim({ state: { corrects, field, now } }, place) {
    if (!CLAIMED.includes(field)) return;
    if (!this.#claims.has(place)) this.#claims.set(place, new Map());
    this.#claims.get(place).set(corrects, { [field]: now });
  }

  /** A corrected date stays after the step before it and, of a step, before the one after it. */
  #requireBetweenSteps(event, place, day) {
    const { corrects } = event.state;
    const isStep = (version) => this.#days.at(place, version - 1) & 1;
    let before = corrects - 1;
    while (before && !isStep(before)) before--;
    if (before && day < this.dayOf(place, before)) {
      throw illegal(event, "早于上一步", "before the step before it");
    }
    if (!isStep(corrects)) return;
    for (let after = corrects + 1; after <= this.#days.lengthOf(place); after++) {
      const bounds = corrects === 1 || isStep(after);
      if (bounds && day > this.dayOf(place, after)) {
        throw illegal(event, "晚于下一步", "after the step after it");
      }
    }
  }
}
