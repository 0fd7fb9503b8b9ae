// Four eyes, told from the events alone: whoever carried a matter out never judges it.

import { Column } from "./columns.js";
import { Problem, Refused } from "./refusal.js";
import { UnitTree } from "./unit_tree.js";

/** Makes units responsible, with the persons named beside them. */
const ENTRUSTING = ["task.assigned", "task.reassigned"];
/** Reports or claims what was carried out. */
const REPORTING = [
  "task.progress-reported", "task.closeout-requested", "commitment.fulfilment-claimed",
];
/** Judges as somebody wholly independent: neither inside nor above whoever carried it out. */
const VERIFYING = ["task.verification-passed", "task.verification-failed", "commitment.verified"];
/** Decides as another unit and another person than those who carried it out. */
const DECIDING = [
  "task.extension-granted", "task.extension-refused", "task.objection-recorded",
  "task.closed-out", "task.look-back-passed",
];
const REFERRING = ["opinion.referred", "opinion.re-referred"];
/** Decides on an opinion, for or against the units that handle it. */
const OF_OPINION = [
  "opinion.return-accepted", "opinion.return-refused", "opinion.extension-granted",
  "opinion.extension-refused", "opinion.clarification-given", "opinion.feedback-lapsed",
  "opinion.rehandling-ordered", "opinion.closed", "opinion.look-back-recorded",
];
const OF_PLAN = ["plan.approved", "plan.rejected"];
const ASKING = ["plan.submitted", "personal-record.erasure-requested"];
const OF_ERASURE = ["personal-record.erasure-approved", "personal-record.erasure-refused"];
const DRAFTING = ["plan.drafted", "commitment.drafted"];
const NOBODY = new Set();

/** Groups of names, each kept once and with a number, for many items have the same. */
class Groups {
  #groups = [NOBODY];
  #numbers = new Map([[NOBODY, 0]]);
  #known = new Map();

  /** Return a group with more names in it. */
  joined(group, names) {
    if (names.every((name) => group.has(name))) return group;
    const larger = new Set([...group, ...names]);
    const key = JSON.stringify([...larger]);
    if (!this.#known.has(key)) {
      this.#known.set(key, larger);
      this.#numbers.set(larger, this.#groups.push(larger) - 1);
    }
    return this.#known.get(key);
  }

  numberOf(group) {
    return this.#numbers.get(group);
  }

  groupOf(number) {
    return this.#groups[number];
  }
}

/** Who carried out the item at a `place`: units, the units above them, persons. */
class Hands {
  #groups;
  #units = new Column(Int32Array);
  #superiors = new Column(Int32Array);
  #persons = new Column(Int32Array);
  place = 0;

  constructor(groups) {
    this.#groups = groups;
  }

  get units() {
    return this.#groups.groupOf(this.#units.find(this.place));
  }

  set units(group) {
    this.#units.set(this.place, this.#groups.numberOf(group));
  }

  get superiors() {
    return this.#groups.groupOf(this.#superiors.find(this.place));
  }

  set superiors(group) {
    this.#superiors.set(this.place, this.#groups.numberOf(group));
  }

  get persons() {
    return this.#groups.groupOf(this.#persons.find(this.place));
  }

  set persons(group) {
    this.#persons.set(this.place, this.#groups.numberOf(group));
  }
}

/** Follows events in order and refuses the first that somebody judged who should not have. */
export class FourEyes {
  #tree = new UnitTree();
  #groups = new Groups();
  #hands = new Hands(this.#groups);
  #rules = new Map([
    ...rulesOf(ENTRUSTING, (event, hands) => this.#entrust(event, hands)),
    ...rulesOf(REPORTING, (event, hands, day) => this.#report(event, hands, day)),
    ...rulesOf(VERIFYING, (event, hands, day) => this.#requireIndependent(event, hands, day)),
    ...rulesOf(DECIDING, requireOther),
    ...rulesOf(REFERRING, (event, hands) => {
      const { lead, co_units: coUnits } = event.state;
      hands.units = this.#groups.joined(NOBODY, [...lead, ...coUnits]);
    }),
    ...rulesOf(OF_OPINION, requireOther),
    ...rulesOf(OF_PLAN, (event, hands, day) => this.#requireOfPlan(event, hands, day)),
    ...rulesOf(ASKING, ({ state }, hands) => {
      hands.persons = this.#groups.joined(NOBODY, [state.act.actor]);
    }),
    ...rulesOf(OF_ERASURE, (event, hands) => requirePerson(event, hands, event.state.act.actor)),
    ...rulesOf(DRAFTING, ({ state }, hands) => {
      hands.units = this.#groups.joined(NOBODY, [state.unit]);
    }),
    ["commitment.reviewed", requireOther],
  ]);

  /** Take the next event, of the item at this place, dated on this day. */
  follow(event, place, day) {
    this.#tree.follow(event, place, day);
    const rule = this.#rules.get(event.topic);
    if (!rule) return;
    this.#hands.place = place;
    rule(event, this.#hands, day);
  }

  /** Take over a corrected date of an earlier event. */
  correct(place, version, day) {
    this.#tree.correct(place, version, day);
  }

  #report(event, hands, day) {
    const lineage = this.#lineage(event, day);
    hands.units = this.#groups.joined(hands.units, lineage.slice(0, 1));
    hands.persons = this.#groups.joined(hands.persons, [event.state.act.actor]);
    hands.superiors = this.#groups.joined(hands.superiors, lineage);
  }

  #entrust({ state }, hands) {
    hands.units = this.#groups.joined(hands.units, state.units);
    hands.persons = this.#groups.joined(hands.persons, [...state.leaders, ...state.assignees]);
  }

  #requireIndependent(event, hands, day) {
    const { unit, actor } = event.state.act;
    const inside = this.#tree.lineageOn(unit, day).find((each) => hands.units.has(each));
    if (inside !== undefined) {
      throw violated(
        event, `核查单位${unit}就是或者隶属于承办单位${inside}`, `${unit} is inside ${inside}`,
      );
    }
    if (hands.superiors.has(unit)) {
      throw violated(
        event, `报告单位隶属于核查单位${unit}`, `a unit that reported is under ${unit}`,
      );
    }
    requirePerson(event, hands, actor);
    this.#lineage(event, day);
  }

  #requireOfPlan(event, hands, day) {
    const { unit, actor } = event.state.act;
    const inside = this.#tree.lineageOn(unit, day).find((each) => hands.units.has(each));
    if (inside !== undefined) {
      throw violated(
        event, `责任单位${inside}不得审定自己的方案`, `${inside} may not judge its own plan`,
      );
    }
    requirePerson(event, hands, actor);
    this.#lineage(event, day);
  }

  /** Return the line of units stated, which must be that of the tree on the day. */
  #lineage(event, day) {
    const stated = event.state.lineage;
    const found = this.#tree.lineageOn(event.state.act.unit, day);
    if (stated.length === found.length && stated.every((each, at) => each === found[at])) {
      return stated;
    }
    throw new Refused(
      Problem.ILLEGAL_TRANSITION,
      `序号${event.sequence}:所写隶属关系与单位登记不符`,
      `event ${event.sequence}: the line of units stated is not that of the unit on that day`,
    );
  }
}

function rulesOf(topics, rule) {
  return topics.map((topic) => [topic, rule]);
}

function requireOther(event, hands) {
  const { unit, actor } = event.state.act;
  if (hands.units.has(unit)) {
    throw violated(event, `${unit}参与了该事项的办理`, `unit ${unit} carried the matter out`);
  }
  requirePerson(event, hands, actor);
}

function requirePerson(event, hands, actor) {
  if (hands.persons.has(actor)) {
    throw violated(event, `${actor}参与了该事项的办理`, `${actor} carried the matter out`);
  }
}

function violated({ sequence }, chinese, english) {
  return new Refused(
    Problem.FOUR_EYES_VIOLATED,
    `序号${sequence}:${chinese},不得由其审定`,
    `event ${sequence}: ${english} and may not judge it`,
  );
}
