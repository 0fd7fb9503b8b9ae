// What a reader sees of the items a bundle tells of: only what its events say.

import { detached } from "./bytes.js";
import { Column, Words } from "./columns.js";
import { kindOf } from "./topics.js";

/** How many items are kept to be listed; the verdict is on all of them. */
const MOST_LISTED = 100_000;
/** How many items found are handed out at once. */
const MOST_FOUND = 200;
const LONGEST_TITLE = 120;
const MOST_IN_TIMELINE = 2_000;

/** Keeps one short record of each item while events pass. */
export class ItemIndex {
  #items = [];
  #lastOn = [];
  #counts = new Column(Int32Array);
  #lastTopics = new Column(Int32Array);
  #lastSequences = new Column(BigUint64Array);
  #topics = new Words();
  /** Events of items beyond those that are listed. */
  unlisted = 0;

  /** Take the next event, of the item at this place in the order of appearance. */
  follow(event, place) {
    if (place >= MOST_LISTED) {
      this.unlisted++;
      return;
    }
    this.#items[place] ??= begunItem(event);
    this.#lastOn[place] = plainText(event.state.act?.occurred_on);
    this.#counts.set(place, this.#counts.find(place) + 1);
    this.#lastTopics.set(place, this.#topics.numberOf(event.topic));
    this.#lastSequences.set(place, event.sequence);
  }

  /** Return how many items have the wanted text in number or title, and the first of them. */
  find(wanted, legality, identityAt) {
    const text = wanted.trim().toLowerCase();
    const places = [...this.#items.keys()].filter((place) => {
      const { number, title } = this.#items[place];
      return `${number}\n${title}`.toLowerCase().includes(text);
    });
    const told = places.slice(0, MOST_FOUND);
    const items = told.map((place) => this.#told(place, legality, identityAt));
    return { count: places.length, items, unlisted: this.unlisted };
  }

  #told(place, legality, identityAt) {
    const lastTopic = this.#topics.wordOf(this.#lastTopics.at(place));
    return {
      id: identityAt(place),
      ...this.#items[place],
      kind: kindOf(lastTopic),
      events: this.#counts.at(place),
      lastTopic,
      lastOn: this.#lastOn[place],
      lastSequence: String(this.#lastSequences.at(place)),
      status: legality.statusOf(place),
    };
  }
}

function begunItem({ state }) {
  const number = state.number ?? state.code ?? state.congress ?? state.year ?? "";
  const title = state.title ?? state.name ?? state.text ?? state.demand ?? "";
  return { number: plainText(number), title: plainText(title) };
}

/** Return a fact as short text that does not keep a longer one alive. */
function plainText(fact) {
  if (typeof fact !== "string" && typeof fact !== "number") return "";
  const text = String(fact);
  return text.length > LONGEST_TITLE ? detached(text.slice(0, LONGEST_TITLE)) : text;
}

/** Return the timeline of one item, which ends with the event `last`, from `blocks` of events. */
export async function timeline(blocks, aggregateId, last) {
  const found = [];
  for await (const events of blocks) {
    for (const { sequence, topic, aggregateId: id, version, state } of events) {
      if (id !== aggregateId) continue;
      found.push({ sequence: String(sequence), topic, version: String(version), state });
      if (found.length === MOST_IN_TIMELINE || String(sequence) === last) return found;
    }
  }
  return found;
}
