// Lists the items that were found, and tells the life of one.

import { bilingual, element, replaceContents, rowOf, tableOf } from "./elements.js";
import { FRAME } from "./event_form.js";

const LONGEST_FACT = 2_000;
const LIST_HEADINGS = [
  ["种类", "kind"], ["编号", "number"], ["标题", "title"], ["状态", "status"],
  ["事件", "events"], ["最近办理", "latest event"], ["日期", "date"],
];
const TIMELINE_HEADINGS = [
  ["序号", "sequence"], ["日期", "date"], ["办理", "event"], ["办理人", "who"], ["登记时刻", "recorded"],
  ["内容", "facts"],
];

/** What to call the things a bundle names by stored words. */
class Labels {
  constructor(tables) {
    this.tables = tables;
  }

  kind(kind) {
    return own(this.tables.kinds, kind) ?? kind;
  }

  status({ kind, status }) {
    return own(own(this.tables.statuses, kind) ?? {}, status) ?? status ?? "";
  }

  event(topic) {
    return own(this.tables.transitions, topic)?.label ?? topic;
  }
}

function own(table, name) {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The items found in a bundle; `choose` is called with the one whose life is asked for. */
export class ItemsView {
  #labels;
  #choose;

  constructor(tables, choose) {
    this.#labels = new Labels(tables);
    this.#choose = choose;
  }

  /** Show the items that were found. */
  show({ items, count, unlisted }) {
    const rows = items.map((item) => this.#row(item));
    const more = unlisted ? `;另有未列出的事件${unlisted}条` : "";
    const told = `共${count}件,显示${items.length}件${more}`;
    replaceContents(
      "items", tableOf(LIST_HEADINGS, rows), bilingual("p", told, `${count} found`, "count"),
    );
  }

  #row(item) {
    const button = element("button", "link", item.number || item.id);
    button.type = "button";
    button.addEventListener("click", () => this.#choose(item));
    const label = this.#labels.event(item.lastTopic);
    const status = this.#labels.status(item);
    const kind = this.#labels.kind(item.kind);
    return rowOf(kind, button, item.title, status, String(item.events), label, item.lastOn);
  }

  /** Show the life of one item, as its events tell it. */
  showTimeline(item, events) {
    const kind = this.#labels.kind(item.kind);
    const heading = bilingual("h2", `${kind} ${item.number}`, "timeline");
    const rows = events.map((event) => this.#timelineRow(event));
    replaceContents("timeline", heading, tableOf(TIMELINE_HEADINGS, rows));
    document.getElementById("timeline").scrollIntoView();
  }

  #timelineRow({ sequence, topic, state }) {
    const act = state.act ?? {};
    return rowOf(
      sequence,
      plain(act.occurred_on),
      bilingual("span", this.#labels.event(topic), topic),
      `${plain(act.actor)}(${plain(act.unit)})`,
      plain(act.recorded_at),
      factList(state),
    );
  }
}

function factList(state) {
  const facts = Object.entries(state).filter(([name]) => !FRAME.includes(name));
  const list = element("dl", "facts");
  for (const [name, value] of facts) {
    list.append(element("dt", "", name), element("dd", "", plain(value)));
  }
  return list;
}

function plain(value) {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > LONGEST_FACT ? `${text.slice(0, LONGEST_FACT)}…` : text;
}
