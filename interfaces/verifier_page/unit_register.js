// Units as they stood on a day, what they are called, and what their register shows.

import { fact, unitName, word } from "./cells.js";
import { Story, Telling } from "./stories.js";

/** How units are told. */
export const UNITS = Object.freeze({
  begin: ({ code, name, kind, level, parent }) => {
    return { code, name, kind, level, parent, endedOn: null, successor: null };
  },
  changes: {
    "unit.renamed": ({ name }) => (row) => (row.name = name),
    "unit.moved": ({ parent }) => (row) => (row.parent = parent),
    "unit.merged": ({ successor }) => (row, day) => {
      Object.assign(row, { endedOn: day, successor });
    },
    "unit.closed": () => (row, day) => (row.endedOn = day),
  },
  isListed: () => true,
});

export const UNIT_COLUMNS = Object.freeze({
  代码: fact("code"),
  名称: fact("name"),
  性质: word("kind", "unit_kind"),
  层级: word("level", "unit_level"),
  上级单位: unitName("parent"),
  撤并日期: fact("endedOn"),
  承接单位: unitName("successor"),
  标识: fact("id"),
});

/** Follows events and keeps what units are called, for names are wanted before a log has ended. */
export class UnitNames {
  #telling;
  #stories = new Map();

  constructor(transitions) {
    this.#telling = new Telling({ unit: UNITS }, transitions);
  }

  /** Take the next event, of the item at this place; others than units say nothing here. */
  follow(event, place) {
    if (!this.#telling.tells(event)) return;
    const story = this.#stories.get(place);
    if (story) story.keep(Number(event.version), this.#telling.change(event));
    else this.#stories.set(place, new Story(this.#telling.begin(event)));
  }

  /** Return names by code on a day; `dates` knows every date as corrected. */
  namesOn(asOf, dates) {
    const names = new Map();
    for (const [place, story] of this.#stories) {
      const row = story.rowOn(asOf, (version) => dates.dayOf(place, version));
      if (row) names.set(row.code, row.name);
    }
    return names;
  }
}
