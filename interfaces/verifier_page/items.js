// What a reader sees of the items a bundle tells of: only what its events say.

import { detached } from "./bytes.js";
import { LONGEST_LINE, readEventLine } from "./events.js";
import { linesOf } from "./lines.js";
import { EVENTS_PATH } from "./manifest.js";

/** How many items are kept to be listed; the verdict is on all of them. */
const MOST_LISTED = 100_000;
/** How many items found are handed out at once. */
const MOST_FOUND = 200;
const LONGEST_TITLE = 120;
const MOST_IN_TIMELINE = 2_000;

/** Keeps one short record of each item while events pass. */
export class ItemIndex {
  #items = [];
  #topics = new Map();
  /** Events of items beyond those that are listed. */
  unlisted = 0;

  /** Take the next event, of the item at this place in the order of appearance. */
  follow(event, place) {
    if (place >= MOST_LISTED) {
      this.unlisted++;
      return;
    }
    this.#items[place] ??= begunItem(event);
    const item = this.#items[place];
    item.events++;
    item.lastTopic = this.#known(event.topic);
    item.lastOn = plainText(event.state.act?.occurred_on);
    item.lastSequence = event.sequence;
  }

  /** Return the one copy kept of a topic. */
  #known(topic) {
    if (!this.#topics.has(topic)) this.#topics.set(detached(topic), detached(topic));
    return this.#topics.get(topic);
  }

  /** Return how many items have the wanted text in number or title, and the first of them. */
  find(wanted, legality) {
    const text = wanted.trim().toLowerCase();
    const places = [...this.#items.keys()].filter((place) => {
      const { number, title } = this.#items[place];
      return `${number}\n${title}`.toLowerCase().includes(text);
    });
    const items = places.slice(0, MOST_FOUND).map((place) => this.#told(place, legality));
    return { count: places.length, items, unlisted: this.unlisted };
  }

  #told(place, legality) {
    const item = this.#items[place];
    return {
      ...item,
      lastSequence: String(item.lastSequence),
      status: legality.statusOf(place),
    };
  }
}

function begunItem({ aggregateId, topic, state }) {
  const number = state.number ?? state.code ?? state.congress ?? state.year ?? "";
  const title = state.title ?? state.name ?? state.text ?? state.demand ?? "";
  return {
    id: detached(aggregateId),
    kind: detached(topic.slice(0, topic.indexOf("."))),
    number: plainText(number),
    title: plainText(title),
    events: 0,
  };
}

function plainText(fact) {
  return typeof fact === "string" || typeof fact === "number"
    ? String(fact).slice(0, LONGEST_TITLE)
    : "";
}

/** Read the events of one item again, for its timeline; it ends with the event `last`. */
export async function timeline(archive, aggregateId, last) {
  const found = [];
  for await (const line of linesOf(archive.blocks(EVENTS_PATH), LONGEST_LINE)) {
    const { sequence, topic, aggregateId: id, version, state } = readEventLine(line);
    if (id !== aggregateId) continue;
    found.push({ sequence: String(sequence), topic, version: String(version), state });
    if (found.length === MOST_IN_TIMELINE || String(sequence) === last) break;
  }
  return found;
}
