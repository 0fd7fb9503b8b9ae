// Items told anew as they stood on a day: each event in the order of dates as corrected.
//
// What an event changes in a row is taken from it at once, so that no event is kept.

import { detached } from "./bytes.js";
import { dayText } from "./days.js";
import { kindOf } from "./topics.js";

function nothing() {
  return () => {};
}

/**
 * How items are told. `kinds` says by the kind of item how a row `begin`s from what the first event
 * states, and what later ones `changes`: from what an event states and its version, a function of
 * row and day.
 */
export class Telling {
  #kinds;
  #transitions;

  constructor(kinds, transitions) {
    this.#kinds = kinds;
    this.#transitions = transitions;
  }

  tells({ topic }) {
    return Object.hasOwn(this.#kinds, kindOf(topic));
  }

  /** Return the row with which an item begins. */
  begin({ topic, aggregateId, state }) {
    const status = this.#transitions[topic].begins;
    const row = this.#kinds[kindOf(topic)].begin(state);
    return Object.assign(row, { id: detached(aggregateId), status });
  }

  /** Return what an event changes in the row of its item. */
  change({ topic, state, version }) {
    const change = (this.#kinds[kindOf(topic)].changes[topic] ?? nothing)(state, Number(version));
    const { step: isStep, ways: every } = this.#transitions[topic];
    const ways = every.filter(([, , when]) => when === null || state[when[0]] === when[1]);
    // the way of a step was open when it was recorded, though a note before it be dated later
    const otherwise = isStep ? ways[0] : undefined;
    return (row, day) => {
      const way = ways.find(([from]) => from === null || from.includes(row.status)) ?? otherwise;
      change(row, day);
      row.status = way?.[1] ?? row.status;
    };
  }
}

/** One item: its row as far as it is told, and the changes that wait for their turn. */
export class Story {
  #row;
  #changes = [];

  constructor(row) {
    this.#row = row;
  }

  /** Change the row at once. */
  go(day, change) {
    change(this.#row, dayText(day));
  }

  /** Keep the change that came with this version until all are there. */
  keep(version, change) {
    this.#changes.push({ version, change });
  }

  /** Return the row on a day, null where nothing had begun; `dayOf` tells the day of a version. */
  rowOn(asOf, dayOf) {
    const begun = dayOf(1);
    if (begun > asOf) return null;
    const dated = this.#changes.map(({ version, change }) => {
      return { day: Math.max(dayOf(version), begun), change };
    });
    dated.sort((one, other) => one.day - other.day);
    for (const { day, change } of dated) if (day <= asOf) this.go(day, change);
    return this.#row;
  }
}

/** Keeps the events of few items while a log is first read, to tell them once it has ended. */
export class KeptStories {
  #telling;
  #stories = new Map();

  constructor(kinds, transitions) {
    this.#telling = new Telling(kinds, transitions);
  }

  /** Take the next event, of the item at this place; those of other kinds say nothing here. */
  follow(event, place) {
    if (!this.#telling.tells(event)) return;
    const known = this.#stories.get(place);
    if (known) {
      known.story.keep(Number(event.version), this.#telling.change(event));
    } else {
      const story = new Story(this.#telling.begin(event));
      this.#stories.set(place, { kind: kindOf(event.topic), story });
    }
  }

  /** Yield the kind and row of each item that had begun on a day, once. */
  *rowsOn(asOf, dates) {
    for (const [place, { kind, story }] of this.#stories) {
      const row = story.rowOn(asOf, (version) => dates.dayOf(place, version));
      if (row) yield [kind, row];
    }
    this.#stories.clear();
  }
}

/** Follows the events of a whole log and hands out the row of each item with its last event. */
export class Stories {
  #telling;
  #dates;
  #asOf;
  #stories = new Map();

  /** `dates` knows every date as corrected; `asOf` is the day for which the rows stand. */
  constructor(telling, dates, asOf) {
    this.#telling = telling;
    this.#dates = dates;
    this.#asOf = asOf;
  }

  /** Take the next event; return the row of its item if it is the last and the item had begun. */
  follow(event, place) {
    if (!this.#telling.tells(event)) return null;
    const version = Number(event.version);
    if (version === 1) this.#begin(event, place);
    else this.#go(event, place, version);
    if (version < this.#dates.eventsOf(place)) return null;
    const { story } = this.#stories.get(place);
    this.#stories.delete(place);
    return story.rowOn(this.#asOf, (each) => this.#dates.dayOf(place, each));
  }

  #begin(event, place) {
    const isInOrder = this.#dates.isInOrder(place);
    const row = this.#telling.begin(event);
    row.begunOn = dayText(this.#dates.dayOf(place, 1));
    this.#stories.set(place, { story: new Story(row), isInOrder });
  }

  #go(event, place, version) {
    const { story, isInOrder } = this.#stories.get(place);
    Object.assign(event.state, this.#dates.correctedClaim(place, version));
    const change = this.#telling.change(event);
    const day = this.#dates.dayOf(place, version);
    if (!isInOrder) story.keep(version, change);
    else if (day <= this.#asOf) story.go(day, change);
  }
}
