// Everything a log has told so far, for rules that reach across items.

import { Records } from "./records.js";
import { isRecountOf, refuseUncounted, requireOwed } from "./recounts.js";
import { Rulebook } from "./rulebook.js";
import { UnitTree } from "./unit_tree.js";

/** The unit of what the system itself puts on record. */
const SYSTEM = "SYSTEM";
/** What events are called that follow from an act, and may be dated later than it. */
const FOLLOWING = [".due-settled", ".due-recounted", ".rules-migrated"];

export class County {
  /** References to items that may still begin in the same act. */
  #awaited = [];
  /** What began work in the act at hand, by the opinion it answers and its own id. */
  #unlinked = new Map();
  /** What the correction before has counted anew by the very next event, null for nothing. */
  #recount = null;
  #causation = null;
  /** How many reminders the act at hand has raised that no tick has counted yet. */
  #reminders = 0;
  /** The first of these; all of them may be too many to be kept. */
  #firstReminder = null;

  constructor(placeOf) {
    this.records = new Records(placeOf);
    this.tree = new UnitTree();
    this.book = new Rulebook((code, day) => this.tree.lineageOn(code, day));
  }

  /** Return the item of this kind with this id; null where there is none. */
  item(kind, id) {
    return this.records.find(id, kind);
  }

  /** Refuse a unit that does not exist on the day of the event. */
  requireActive(event, code) {
    event.require(this.tree.unit(code), `没有登记过单位${code}`, `no unit ${code} was registered`);
    event.require(
      this.tree.isActiveOn(code, event.day), `单位${code}当日尚未设立或者已经撤并`,
      `unit ${code} does not exist on that day`,
    );
  }

  /**
   * Refuse an act for a unit that is not there yet, or no more, on its day. A unit that is not
   * registered is not judged by that; what the register itself tells is entered afterwards.
   */
  requireActingUnit(event) {
    const { topic, unit } = event;
    if (unit === SYSTEM || !this.tree.unit(unit) || topic.startsWith("unit.")) return;
    if (!FOLLOWING.some((ending) => topic.endsWith(ending))) this.requireActive(event, unit);
  }

  /** Refuse a reference unless the item is there, or begins before the act is over. */
  refer(event, kind, id, number) {
    const reference = { event, kind, id, number };
    if (!this.#isThere(reference)) this.#awaited.push(reference);
  }

  /** Refuse a reference unless the item is still to begin before the act is over. */
  referAhead(event, kind, id, number) {
    event.require(this.records.find(id) === null, `${number}此前已有`, `${number} was there before`);
    this.refer(event, kind, id, number);
  }

  /** Return the ids of the items whose events refer to one that has not begun. */
  awaiting(id) {
    return this.#awaited.filter((each) => each.id === id).map(({ event }) => event.id);
  }

  /** Refuse work on an opinion there is not; an open one is linked to it in the same act. */
  answer(event, opinions) {
    for (const id of opinions) {
      const found = this.item("opinion", id);
      event.require(found, "回应的意见不存在", "it answers no known opinion");
      if (found.isOpen && !found.linked.includes(event.id)) {
        this.#unlinked.set(`${id} ${event.id}`, event);
      }
    }
  }

  /** Take down that an opinion is linked to work. */
  link(event, kind, id, number) {
    this.refer(event, kind, id, number);
    this.#unlinked.delete(`${event.id} ${id}`);
  }

  /** Return which congress raised the first of these opinions; null where none is known. */
  raisedBy(opinions) {
    const first = opinions.length ? this.item("opinion", opinions[0]) : null;
    return first && first.raisedBy;
  }

  /** Take down a reminder, which a tick is to count in the same act. */
  remind(event) {
    this.#firstReminder ??= event;
    this.#reminders++;
  }

  /** Return how many reminders are to be counted, once. */
  countReminders() {
    const count = this.#reminders;
    [this.#reminders, this.#firstReminder] = [0, null];
    return count;
  }

  /** Take down that the very next event is to count a due date anew, null for none. */
  oweRecount(owed) {
    this.#recount = owed;
  }

  /** Refuse to count a due date anew unless the correction just before has it moved. */
  takeRecount(event) {
    const owed = this.#recount;
    this.#recount = null;
    requireOwed(event, owed);
  }

  /** Refuse to go on to an event while something is missing before it. */
  beginAct(stated) {
    const { causation_id: causation } = stated.state.act;
    if (causation !== this.#causation) {
      this.#causation = causation;
      this.endAct();
    }
    if (this.#recount && !isRecountOf(this.#recount, stated)) refuseUncounted(this.#recount);
  }

  /** Refuse an end without an item referred to, a link to work, a tick, or a recount. */
  endAct() {
    if (this.#recount) refuseUncounted(this.#recount);
    for (const reference of this.#awaited) {
      const { event, kind, number } = reference;
      event.require(this.#isThere(reference), `没有${number}`, `there is no ${kind} ${number}`);
    }
    this.#awaited = [];
    for (const event of this.#unlinked.values()) {
      event.require(
        false, "所回应的意见没有与之关联", "an opinion it answers is not linked to it",
      );
    }
    this.#firstReminder?.require(
      false, "该提醒没有计入定时催办", "no tick counts the reminder",
    );
  }

  /** Return what keeps an opinion from being closed, or a plan from its end, of this work. */
  holdingUp(ids) {
    const held = ids.filter((id) => this.#holdsUp(id));
    return held.map((id) => this.records.find(id)?.number ?? id);
  }

  #holdsUp(id) {
    const found = this.records.find(id);
    if (found === null) return true;
    if (found.kind === "task") return found.isOpen;
    return found.kind === "commitment" && found.isOpen && found.result !== "fulfilled";
  }

  #isThere({ event, kind, id, number }) {
    const found = this.records.find(id);
    if (found === null) return false;
    event.require(
      found.kind === kind && found.number === number, `所指的${number}另有其事项`,
      `${number} is another item`,
    );
    return true;
  }
}
