// Whether each event of a whole log was allowed by the rules of its kind and of its congress.
//
// That its form, its status, its dates and its due dates are sound has been judged before.

import { COMMITMENT_RULES } from "./commitment_rules.js";
import { County } from "./county.js";
import { isNewDue } from "./due_dates.js";
import { FieldPlaces } from "./field_places.js";
import { identityOf } from "./identities.js";
import { JudgedEvent } from "./judged_event.js";
import { NOTICE_RULES, REMINDER_RULES, TICK_RULES } from "./urging_rules.js";
import { OPINION_RULES } from "./opinion_rules.js";
import { PERSONAL_RECORD_RULES } from "./personal_record_rules.js";
import { PLAN_RULES } from "./plan_rules.js";
import { requirePrescribed } from "./prescribed_dues.js";
import { owedRecount } from "./recounts.js";
import { CALENDAR_YEAR_RULES, RULE_PROFILE_RULES } from "./reference_rules.js";
import { TASK_RULES } from "./task_rules.js";
import { kindOf } from "./topics.js";
import { UNIT_RULES } from "./unit_rules.js";

/**
 * The rules of each kind of item. `begun` makes the item that a first event begins, `byTopic` holds
 * what is asked of an event and done with it. Where they are there, `identifiedBy` tells from what
 * other than its number an identity follows, `requireInOrder` asks more of the day of a step,
 * `requireDates` refuses dates that a correction leaves the wrong way round, and `correctClaim`
 * corrects a day that a claim states.
 */
const RULES_OF = Object.freeze({
  unit: UNIT_RULES, opinion: OPINION_RULES, plan: PLAN_RULES, task: TASK_RULES,
  commitment: COMMITMENT_RULES, notice: NOTICE_RULES, reminder: REMINDER_RULES, tick: TICK_RULES,
  "rule-profile": RULE_PROFILE_RULES, "calendar-year": CALENDAR_YEAR_RULES,
  "personal-record": PERSONAL_RECORD_RULES,
});
/** The events that bring the rules that govern an item from then on. */
const BRINGING_RULES = ["opinion.referred", "opinion.re-referred", "opinion.rules-migrated"];
/** A due date that is only moved goes on being counted from the day it was set. */
const MOVED_ALONE = [
  "task.due-settled", "task.due-recounted", "commitment.due-settled", "commitment.due-recounted",
];
/** What begins under the rules of the congress that raised the first opinion it answers. */
const ANSWERING = ["plan.drafted", "task.planned", "commitment.drafted"];

/** Follows the events of a whole log in order, and refuses the first that was not allowed. */
export class Rules {
  #tables;
  #dues;
  #county;
  #eventsOf;

  /** `placeOf` tells the place of an item by its id, `eventsOf` how many events an item has. */
  constructor(tables, placeOf, eventsOf) {
    this.#tables = tables;
    this.#dues = new FieldPlaces(tables, "due");
    this.#county = new County(placeOf);
    this.#eventsOf = eventsOf;
  }

  /** Refuse to go on to an event of another act while an item referred to has not begun. */
  beginAct(stated) {
    this.#county.beginAct(stated);
  }

  /** Take the next event, of the item at this place. */
  follow(stated, place) {
    this.beginAct(stated);
    const event = this.#eventOf(stated, place);
    const rules = RULES_OF[kindOf(event.topic)];
    const status = this.#statusAfter(event);
    if (event.version === 1) requireIdentity(event, rules);
    else if (this.#isStep(event)) rules.requireInOrder?.(event);
    this.#requireProfile(event);
    this.#requirePrescribed(event);
    this.#apply(event, rules, place);
    this.#county.requireActingUnit(event);
    this.#take(event, status, place);
  }

  /** Return what was found of the next event, with its item named if it is of one that is known. */
  named(finding, stated, place) {
    if (!finding.reason) return finding;
    return this.#eventOf(stated, place).refusal(finding.problem, ...finding.reason);
  }

  /** Refuse an end at which an item referred to has not begun. */
  finish() {
    this.#county.endAct();
  }

  #eventOf(stated, place) {
    const { records, tree } = this.#county;
    const event = new JudgedEvent(stated, this.#tables, tree);
    event.item = records.at(place) ?? RULES_OF[kindOf(event.topic)].begun(event.state);
    return event;
  }

  #isStep({ topic }) {
    return this.#tables.transitions[topic].step;
  }

  #statusAfter({ topic, version, state, item: { status } }) {
    const { begins, ways } = this.#tables.transitions[topic];
    if (version === 1) return begins;
    const way = ways.find(([from, , when]) => {
      return (from === null || from.includes(status)) && (!when || state[when[0]] === when[1]);
    });
    return way[1] ?? status;
  }

  /** Refuse rules that were never published, or others than those that govern the item. */
  #requireProfile(event) {
    const { book } = this.#county;
    const { item, profile, topic, version } = event;
    event.require(book.has(profile), "所引规则方案没有公布过", "rules never published");
    if (version === 1) item.profile = profile;
    event.require(
      profile === item.profile || BRINGING_RULES.includes(topic), "所引规则方案不是适用的规则方案",
      "other rules than those that govern the item",
    );
    const congress = this.#bringsRulesOf(event);
    event.require(
      congress === null || profile === book.governing(congress, event.day),
      "所引规则方案不是当日适用的规则方案",
      "other rules than those in force for its congress on that day",
    );
  }

  /** Return whose rules an event is to bring; null where it brings none. */
  #bringsRulesOf({ item, topic, state, unit }) {
    if (BRINGING_RULES.includes(topic)) return item.raisedBy;
    return ANSWERING.includes(topic) ? this.#county.raisedBy(state.opinion_ids) ?? unit : null;
  }

  #requirePrescribed(event) {
    const dues = new Map();
    for (const { field, holder, key } of this.#dues.objectsIn(event)) {
      if (isNewDue(event, field)) dues.set(field, holder[key]);
    }
    const { book } = this.#county;
    if (!takesDueOver(event)) {
      for (const due of dues.values()) requireDerivedNow(event, due, book);
    }
    requirePrescribed(event, dues, book.of(event.profile));
  }

  #apply(event, rules, place) {
    if (event.topic.endsWith(".corrected")) {
      this.#correct(event, rules, place);
    } else {
      rules.byTopic[event.topic]?.(event, this.#county);
    }
  }

  /** Put a corrected day in the place of the wrong one. */
  #correct(event, { requireDates, correctClaim }, place) {
    const { item, state: { field, corrects, now } } = event;
    if (field === "occurred_on") {
      item.days[corrects - 1] = now;
      this.#county.tree.correct(place, corrects, now);
      requireDates?.(event, this.#county);
      this.#county.oweRecount(owedRecount(event, this.#county));
      return;
    }
    event.require(correctClaim, "该日期不能更正", "this field cannot be corrected");
    correctClaim(event);
  }

  #take(event, status, place) {
    const { item, day, version } = event;
    const { records, tree } = this.#county;
    item.status = status;
    item.days.push(day);
    if (this.#isStep(event)) item.steps.push(version);
    tree.follow(event, place, day);
    if (version === 1) records.add(place, item);
    const isLast = version === this.#eventsOf(place);
    if (isLast && !item.isOpen) records.forget(place);
  }
}

function requireIdentity(event, { identifiedBy = ({ item }) => item.number }) {
  event.require(
    identityOf(event.item.kind, identifiedBy(event)) === event.id, "标识与编号不符",
    "the identity does not follow from the number",
  );
}

/** Refuse a due date counted from another day, or by other notices than are on record. */
function requireDerivedNow(event, due, book) {
  if (!due.basis) return;
  book.requireLatestNotices(event, due);
  event.require(
    due.basis.start === event.day || MOVED_ALONE.includes(event.topic), "期限不是自办理当日起算",
    "a due date is not counted from the day it was set",
  );
}

/** Tell whether a due date is that of the measure of a plan, or the one a task has. */
function takesDueOver({ topic, state }) {
  const isOfMeasure = topic === "task.planned" && state.plan_id !== null;
  return isOfMeasure || topic === "task.extension-requested";
}
