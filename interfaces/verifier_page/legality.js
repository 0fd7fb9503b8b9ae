// Whether each event could happen where it stands: its status, its dates, who acted.
//
// The table of transitions is data that every verifier decides by; what reads it is our own.

import { detached } from "./bytes.js";
import { FourEyes } from "./four_eyes.js";
import { EVENTS_PATH } from "./manifest.js";
import { Problem, Refused } from "./refusal.js";

const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
const RECORDED_AT =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z$/;
const CHINA_OFFSET = 8 * 3_600_000;
const OCCURRED_ON = "occurred_on";

/** Follows events in order and keeps the first thing wrong, to be told when its turn comes. */
export class Legality {
  #transitions;
  #items = [];
  #fourEyes = new FourEyes();
  #recordedAt = "";
  #finding = null;
  #line = 0;
  /** Items the bundle does not hold from their beginning; how they stood is not known. */
  unjudged = 0;

  constructor(transitions) {
    this.#transitions = transitions;
  }

  /** Take the next event, of the item at this place in the order of appearance. */
  follow(event, place) {
    this.#line++;
    if (this.#finding) return;
    try {
      this.#judge(event, place);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.#finding = error.at(EVENTS_PATH, this.#line);
    }
  }

  finish() {
    if (this.#finding) throw this.#finding;
  }

  /** Return how an item stands after its last event, or null where that is not known. */
  statusOf(place) {
    return this.#items[place]?.status ?? null;
  }

  #judge(event, place) {
    if (!Object.hasOwn(this.#transitions, event.topic)) {
      throw malformedEvent(event, `不认识的事件类型${event.topic}`, `unknown topic ${event.topic}`);
    }
    const rule = this.#transitions[event.topic];
    const day = this.#requireAct(event);
    const known = this.#items[place];
    if (known === null) return;
    const status = known ? nextStatus(event, rule, known) : this.#begunStatus(event, rule);
    if (status === null) {
      this.#items[place] = null;
      return;
    }
    const item = known ?? { kind: detached(kindOf(event.topic)), status, days: [], lastStep: 0 };
    requireOrder(event, rule, item, day);
    this.#items[place] = item;
    item.status = status;
    item.days.push(day);
    if (rule.step) item.lastStep = item.days.length;
    this.#fourEyes.follow(event, place, day);
    const corrected = correctDay(event, item);
    if (corrected) this.#fourEyes.correct(place, corrected, item.days[corrected - 1]);
  }

  /** Return the status an item begins with; null for one that began outside the bundle. */
  #begunStatus(event, rule) {
    if (event.version !== 1n) {
      this.unjudged++;
      return null;
    }
    if (rule.begins !== null) return rule.begins;
    throw illegal(event, "该事项还没有开始", "the item has not begun");
  }

  /** Return the business date of an event, whose act must say who, when and when recorded. */
  #requireAct(event) {
    const { act, originator_id: id, originator_version: version } = event.state;
    const isPlain =
      [act?.actor, act?.unit, act?.role, act?.occurred_on, act?.recorded_at].every(
        (fact) => typeof fact === "string",
      ) && RECORDED_AT.test(act.recorded_at);
    const day = isPlain ? dayNumber(act.occurred_on) : null;
    if (day === null) {
      throw malformedEvent(event, "没有写明办理人、日期或登记时刻", "its act is not stated");
    }
    if (id !== event.aggregateId || version !== Number(event.version)) {
      throw malformedEvent(event, "与所在行的事项或版本不符", "is of another item or version");
    }
    const recordedAt = comparableTime(act.recorded_at);
    if (recordedAt < this.#recordedAt) {
      throw illegal(event, "登记时刻早于前一事件", "it was recorded before the event before it");
    }
    this.#recordedAt = recordedAt;
    // the day in China is never before the day in Greenwich
    const isBefore = act.occurred_on <= act.recorded_at.slice(0, 10);
    if (!isBefore && day > dayInChina(act.recorded_at)) {
      throw illegal(event, "办理日期晚于登记当天", "it is dated after the day it was recorded");
    }
    return day;
  }
}

/** Return a time, with or without a fraction, as text that orders as times do. */
function comparableTime(text) {
  return `${text.slice(0, 19)}.${text.slice(20, -1).replace(/0+$/, "")}`;
}

function kindOf(topic) {
  return topic.slice(0, topic.indexOf("."));
}

/** The days seen, each with its number; there are fewer than 100,000 a log can speak of. */
const DAY_NUMBERS = new Map();
const MOST_DAYS = 100_000;

/** Return a date as a number that orders as dates do, or null where it is none. */
function dayNumber(text) {
  const known = DAY_NUMBERS.get(text);
  if (known !== undefined) return known;
  const found = computedDay(text);
  if (DAY_NUMBERS.size < MOST_DAYS) DAY_NUMBERS.set(text, found);
  return found;
}

function computedDay(text) {
  const found = DATE.exec(text);
  if (!found) return null;
  const [year, month, day] = found.slice(1).map(Number);
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? year * 10_000 + month * 100 + day : null;
}

function dayInChina(recordedAt) {
  const there = new Date(Date.parse(`${recordedAt.slice(0, 19)}Z`) + CHINA_OFFSET);
  return Number.isNaN(there.getTime()) ? 0 : computedDay(there.toISOString().slice(0, 10));
}

function nextStatus(event, rule, item) {
  if (kindOf(event.topic) !== item.kind) {
    throw illegal(event, "事项种类不符", "it is of another kind of item");
  }
  for (const [statuses, following, when] of rule.ways) {
    const isOpen = statuses === null || statuses.includes(item.status);
    if (isOpen && (when === null || event.state[when[0]] === when[1])) {
      return following ?? item.status;
    }
  }
  throw illegal(
    event,
    `事项原为“${item.status}”,此状态下不能办理“${rule.label}”`,
    `the item is ${item.status}, where ${event.topic} is not allowed`,
  );
}

/** A step is not dated before the step before it, nor anything before the first event. */
function requireOrder(event, rule, item, day) {
  if (!item.lastStep) return;
  const earliest = rule.step ? item.days[item.lastStep - 1] : item.days[0];
  if (day < earliest) {
    throw illegal(event, "办理日期早于上一步", "it is dated before the step before it");
  }
}

/** Return the version of the event whose date was corrected, or 0. */
function correctDay(event, item) {
  if (!event.topic.endsWith(".corrected") || event.state.field !== OCCURRED_ON) return 0;
  const { corrects, was, now } = event.state;
  const place = corrects - 1;
  const corrected = typeof now === "string" ? dayNumber(now) : null;
  const isThere = Number.isInteger(place) && place >= 0 && place < item.days.length - 1;
  if (corrected === null || !isThere) {
    throw malformedEvent(event, "更正的对象不明", "it corrects nothing that is there");
  }
  if (item.days[place] !== dayNumber(String(was))) {
    throw illegal(event, "所写原日期与实际不符", "the date stated as former is not the former one");
  }
  item.days[place] = corrected;
  return corrects;
}

function illegal({ sequence }, chinese, english) {
  return new Refused(
    Problem.ILLEGAL_TRANSITION, `序号${sequence}:${chinese}`, `event ${sequence}: ${english}`,
  );
}

function malformedEvent({ sequence }, chinese, english) {
  return new Refused(
    Problem.MALFORMED_EVENT, `序号${sequence}:${chinese}`, `event ${sequence}: ${english}`,
  );
}
