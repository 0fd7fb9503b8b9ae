// Rounds that count up, due dates that follow from those before, and items that must be there.

import { dayNumber } from "./days.js";
import { Column } from "./columns.js";
import { illegal } from "./refusal.js";

const SAME_ROUND = [
  "opinion.replied", "opinion.reply-evaluated", "opinion.feedback-lapsed", "opinion.closed",
  "opinion.due-settled", "task.closeout-requested", "task.verification-passed",
  "task.verification-failed", "task.closed-out",
];
const FIRST_DUE = ["task.planned", "commitment.drafted"];
/** Sets a due date anew and states the one before it. */
const RESTATING = [
  "opinion.clarification-given", "opinion.due-settled", "opinion.rules-migrated", "task.amended",
  "task.due-settled", "commitment.amended", "commitment.due-settled",
];
const NEXT_ROUND = [
  "opinion.rehandling-ordered", "opinion.reopened", "task.verification-failed",
  "task.recurrence-found",
];
const EXTENDING = ["opinion.extension-granted", "task.extension-granted"];
const REFERRING_ANEW = ["opinion.referred", "opinion.re-referred"];

/** Follows events in order; `kindOfItem` tells the kind of an item that has begun, by its id. */
export class Terms {
  #kindOfItem;
  #rounds = new Column(Int32Array);
  #dues = new Column(Int32Array);
  #causation = "";
  /** References to items that may still begin in the same act. */
  #awaited = [];
  #rules = new Map();

  constructor(kindOfItem) {
    this.#kindOfItem = kindOfItem;
    this.#add(SAME_ROUND, (event, place) => this.#requireRound(event, this.#rounds.find(place)));
    this.#add(RESTATING, (event, place) => this.#restate(event, place));
    this.#add(EXTENDING, (event, place, day) => this.#extend(event, place, day));
    this.#add(REFERRING_ANEW, (event, place, day) => this.#begin(event, place, day, 1));
    this.#add(FIRST_DUE, ({ state }, place) => this.#set(place, 1, state.due));
    this.#add(NEXT_ROUND, (event, place, day) => this.#beginNext(event, place, day));
    this.#add(["opinion.replied"], (event, _, day) => {
      for (const { due } of event.state.promised_items) requireNotBefore(event, due, day);
    });
    this.#add(["notice.issued"], (event, _, day) => {
      requireNotBefore(event, event.state.reply_due, day);
    });
    this.#addReferences();
  }

  /** Refuse to go on to the next act while an item referred to has not begun. */
  beginAct({ state }) {
    if (state.act.causation_id === this.#causation) return;
    this.endAct();
    this.#causation = state.act.causation_id;
  }

  /** Refuse an end at which an item referred to has not begun. */
  endAct() {
    for (const [event, kind, id] of this.#awaited) this.#requireItem(event, kind, id);
    this.#awaited = [];
  }

  /** Take the next event, of the item at this place, dated on this day. */
  follow(event, place, day) {
    for (const rule of this.#rules.get(event.topic) ?? []) rule(event, place, day);
  }

  #add(topics, rule) {
    for (const topic of topics) this.#rules.set(topic, [...(this.#rules.get(topic) ?? []), rule]);
  }

  #addReferences() {
    const answering = (event) => {
      for (const id of event.state.opinion_ids) this.#requireItem(event, "opinion", id);
      if (event.state.plan_id) this.#requireItem(event, "plan", event.state.plan_id);
    };
    this.#add(["plan.drafted", "task.planned", "commitment.drafted"], answering);
    const referring = {
      "opinion.merged-into": ({ into }) => ["opinion", into],
      "notice.issued": ({ subject }) => [subject.kind, subject.id],
      "reminder.raised": (state) => [state.item_kind, state.item_id],
    };
    for (const [topic, named] of Object.entries(referring)) {
      this.#add([topic], (event) => this.#requireItem(event, ...named(event.state)));
    }
    this.#add(["opinion.work-linked"], (event) => {
      this.#awaited.push([event, event.state.kind, event.state.work_id]);
    });
    this.#add(["notice.escalated"], (event) => {
      this.#awaited.push([event, "notice", event.state.to.id]);
    });
  }

  #requireItem(event, kind, id) {
    if (this.#kindOfItem(id) === kind) return;
    throw illegal(event, "所指的事项不存在", `there is no such ${kind}`);
  }

  #requireRound(event, round) {
    if (event.state.round === round) return;
    throw illegal(event, `轮次应为第${round}轮`, `the round should be ${round}`);
  }

  #requireDueWas(event, place) {
    const was = event.state.due_was;
    if (was && dayOf(was) === this.#dues.find(place)) return;
    throw illegal(event, "所写原期限与实际期限不符", "another due date was in force before it");
  }

  #restate(event, place) {
    const { due } = event.state;
    if (due === null) return;
    this.#requireDueWas(event, place);
    this.#dues.set(place, dayOf(due));
  }

  #extend(event, place, day) {
    const [due, until] = [this.#dues.find(place), dayNumber(event.state.until)];
    this.#requireDueWas(event, place);
    if (!due || day > due) {
      throw illegal(event, "未定时限或者期限已届满", "the due date has passed, or there is none");
    }
    if (until <= due) throw illegal(event, "延期后不晚于原期限", "it leads to no later day");
    this.#dues.set(place, until);
  }

  #beginNext(event, place, day) {
    const next = this.#rounds.find(place) + 1;
    if (event.topic.startsWith("opinion.")) this.#requireRound(event, next);
    this.#begin(event, place, day, next);
  }

  #begin(event, place, day, round) {
    const due = event.state.due ?? event.state.new_due;
    requireNotBefore(event, due, day);
    this.#set(place, round, due);
  }

  #set(place, round, due) {
    this.#rounds.set(place, round);
    this.#dues.set(place, dayOf(due));
  }
}

/** Return the day something is due, or 0 where it is undated. */
function dayOf(due) {
  return due.on === null ? 0 : dayNumber(due.on);
}

function requireNotBefore(event, due, day) {
  if (due.on !== null && dayOf(due) < day) {
    throw illegal(event, "期限早于当日", "it is due before the day it is set on");
  }
}
