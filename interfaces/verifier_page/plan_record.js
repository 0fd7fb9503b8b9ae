// What of a plan decides whether the next step was allowed: its opinions, measures and tasks.

import { isSameFact, knownDue } from "./due_origins.js";
import { Item } from "./records.js";

/** What pins down each of the five elements of a measure. */
const PINNED_DOWN = Object.freeze({
  measure: () => true,
  duty: ({ responsibility: { leaders, offices } }) => leaders.length && offices.length,
  person: ({ responsibility: { leaders, assignees } }) => leaders.length || assignees.length,
  fund: ({ fund }) => fund,
  deadline: ({ due }) => due.on,
});

/** A measure as it reads now, and which of its missing elements were waived. */
class PlannedMeasure {
  #stated;
  #waived = new Set();

  constructor(stated) {
    this.#stated = stated;
  }

  get text() {
    return this.#stated.text;
  }

  get target() {
    return this.#stated.target;
  }

  get due() {
    return knownDue(this.#stated.due);
  }

  get answers() {
    return this.#stated.answers;
  }

  /** What its task is to say word for word. */
  get agreed() {
    const { text, sub_actions: actions, target, handling } = this.#stated;
    return [text, actions, target, handling, this.due];
  }

  /** The elements neither pinned down nor waived. */
  get missing() {
    return Object.keys(PINNED_DOWN).filter((element) => {
      return !PINNED_DOWN[element](this.#stated) && !this.#waived.has(element);
    });
  }

  get leadUnit() {
    return this.#stated.responsibility.lead_unit;
  }

  reads(stated) {
    return isSameFact(this.#stated, stated);
  }

  waive(elements) {
    for (const element of elements) this.#waived.add(element);
  }

  /** Read as before, with another unit in the lead. */
  hand(successor) {
    this.amend({ responsibility: { ...this.#stated.responsibility, lead_unit: successor } });
  }

  /** Read otherwise where something else is given. */
  amend(given) {
    const changed = Object.entries(given).filter(([, fact]) => fact !== null);
    this.#stated = { ...this.#stated, ...Object.fromEntries(changed) };
  }
}

export class Plan extends Item {
  /** The units that were responsible before the one that is. */
  #former = [];
  #declined = new Set();
  /** Each measure by its number. */
  measures = new Map();
  /** The identities of the tasks that carry it out. */
  tasks = [];
  /** Who handed it in last. */
  submitter = null;

  constructor({ number, unit, opinion_ids: opinions }) {
    super("plan", number);
    this.unit = unit;
    this.opinions = opinions;
  }

  /** Tell whether every opinion is answered by a measure, or expressly declined. */
  get isCovered() {
    const answered = new Set([...this.measures.values()].flatMap(({ answers }) => answers));
    return this.opinions.every((id) => answered.has(id) || this.#declined.has(id));
  }

  /** Tell whether no measure misses an element that was not waived. */
  get isComplete() {
    return [...this.measures.values()].every(({ missing }) => missing.length === 0);
  }

  /** Return the number of the task by which a measure is carried out. */
  taskNumber(no) {
    return `${this.number}-${no}`;
  }

  /** Return the opinions that the task of a measure answers, all where the measure names none. */
  answeredBy(no) {
    const { answers } = this.measures.get(no);
    return answers.length ? answers : this.opinions;
  }

  /** Tell whether a line of units leads to one that is responsible, or was. */
  isOf(lineage) {
    return [this.unit, ...this.#former].some((unit) => lineage.includes(unit));
  }

  /** Return the numbers of the live measures that a unit leads. */
  ledBy(unit) {
    const led = [...this.measures].filter(([, { leadUnit }]) => (leadUnit ?? this.unit) === unit);
    return led.map(([no]) => no).sort((one, other) => one - other);
  }

  /** Let the successor be responsible, and lead the measures that name the unit. */
  handOver(unit, successor) {
    for (const measure of this.measures.values()) {
      if (measure.leadUnit === unit) measure.hand(successor);
    }
    this.#former.push(unit);
    this.unit = successor;
  }

  put(stated) {
    this.measures.set(stated.no, new PlannedMeasure(stated));
  }

  declines(opinion) {
    return this.#declined.has(opinion);
  }

  decline(opinion) {
    this.#declined.add(opinion);
  }
}
