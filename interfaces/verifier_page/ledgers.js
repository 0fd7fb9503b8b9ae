// The ledgers that are told anew from the events of a whole bundle and compared with it.

import { writtenCell } from "./cells.js";
import { COMMITMENTS, COMMITMENT_COLUMNS } from "./commitment_ledger.js";
import { COVERAGE_COLUMNS, takenOn } from "./coverage_ledger.js";
import { dayNumber } from "./days.js";
import { ExpectedRows, RowsDigest } from "./expected_rows.js";
import { LedgerCheck } from "./ledger_check.js";
import { NOTICES, NOTICE_COLUMNS } from "./notice_ledger.js";
import { OPINIONS, OPINION_COLUMNS } from "./opinion_ledger.js";
import {
  PROFILES, PROFILE_COLUMNS, YEARS, YEAR_COLUMNS, versionsOf,
} from "./reference_ledgers.js";
import { REMINDERS, REMINDER_COLUMNS } from "./reminder_list.js";
import { Stories, Telling } from "./stories.js";
import { DUTY_COLUMNS, TASKS, TASK_COLUMNS, dutiesOf } from "./task_ledger.js";
import { kindOf } from "./topics.js";
import { UNITS, UNIT_COLUMNS } from "./unit_register.js";

const KINDS = Object.freeze({
  opinion: OPINIONS, task: TASKS, commitment: COMMITMENTS, notice: NOTICES, unit: UNITS,
  "rule-profile": PROFILES, "calendar-year": YEARS, reminder: REMINDERS,
});

/**
 * Each ledger: of which items it tells, what its columns show and, where that is not one row an
 * item, which rows it has of one. The rows of one that `isOrdered` follow the first column.
 */
const LEDGERS = Object.freeze([
  { path: "台账/意见台账.csv", kind: "opinion", columns: OPINION_COLUMNS },
  { path: "台账/任务台账.csv", kind: "task", columns: TASK_COLUMNS },
  { path: "台账/承诺台账.csv", kind: "commitment", columns: COMMITMENT_COLUMNS },
  { path: "台账/责任清单.csv", kind: "task", columns: DUTY_COLUMNS, rowsOf: dutiesOf },
  { path: "台账/措施覆盖.csv", kind: "opinion", columns: COVERAGE_COLUMNS, rowsOf: takenOn },
  { path: "台账/督办台账.csv", kind: "notice", columns: NOTICE_COLUMNS },
  { path: "台账/单位名册.csv", kind: "unit", columns: UNIT_COLUMNS },
  {
    path: "台账/规则方案.csv", kind: "rule-profile", columns: PROFILE_COLUMNS, rowsOf: versionsOf,
  },
  { path: "台账/节假日安排.csv", kind: "calendar-year", columns: YEAR_COLUMNS },
  { path: "台账/催办提醒.csv", kind: "reminder", columns: REMINDER_COLUMNS, isOrdered: true },
]);

/** Return those of the paths at which a ledger stands that is recomputed. */
export function recomputedAmong(paths) {
  return paths.filter((path) => LEDGERS.some((ledger) => ledger.path === path));
}

/** The ledgers of one bundle, whose events have proven sound. */
export class Ledgers {
  #scope;
  #telling;
  #dates;
  #shared;
  #known;
  /** The number of each item by its place. */
  #numbers = [];
  #placeOf;
  #expected = new Map();
  #digest = new RowsDigest();

  /** `dates` knows every date as corrected, `placeOf` the place of an id. */
  constructor({ scope }, tables, dates, shared, placeOf) {
    this.#scope = scope;
    this.#telling = new Telling(KINDS, tables.transitions);
    this.#dates = dates;
    this.#shared = shared;
    this.#placeOf = placeOf;
    this.#known = {
      nameOf: (code) => shared.nameOf(code),
      asOf: scope.asOf,
      words: tables.labels,
      numberOf: (id) => this.#numbers[placeOf(id)] ?? id,
    };
    for (const ledger of LEDGERS) this.#expected.set(ledger, new ExpectedRows());
  }

  /**
   * Refuse the first of the tables at these paths that is not there, or that does not follow from
   * the events. `readTable` gives the blocks of one, or refuses.
   */
  async check(paths, readTable, readEvents) {
    this.#shared.tell(dayNumber(this.#scope.asOf), this.#dates);
    for await (const [place, kind, row] of this.#rows(readEvents())) {
      this.#expect(place, kind, row);
    }
    for (const path of paths) {
      const ledger = LEDGERS.find((each) => each.path === path);
      if (ledger) await this.#compare(ledger, () => readTable(path), readEvents);
      else readTable(path);
    }
  }

  async #compare(ledger, read, readEvents) {
    const cellsOf = (identity) => this.#cellsOf(ledger, identity, readEvents());
    const expected = this.#expected.get(ledger);
    await new LedgerCheck(ledger, read).run(expected, this.#placeOf, cellsOf);
  }

  /** Yield how each item stood, with its place and kind, once its last event has passed. */
  async *#rows(events) {
    const stories = new Stories(this.#telling, this.#dates, dayNumber(this.#scope.asOf));
    for await (const event of events) {
      const place = this.#placeOf(event.aggregateId);
      if (event.version === 1n) this.#numbers[place] = event.state.number;
      const row = stories.follow(event, place);
      if (!row) continue;
      const kind = kindOf(event.topic);
      if (kind === "opinion") row.answers = this.#shared.answersFor(row.id);
      yield [place, kind, row];
    }
  }

  #expect(place, kind, row) {
    for (const ledger of LEDGERS) {
      if (ledger.kind !== kind) continue;
      const rows = this.#listed(ledger, row);
      if (!rows.length) continue;
      for (const cells of rows) this.#digest.add(cells);
      this.#expected.get(ledger).expect(place, this.#digest.finish());
    }
  }

  /** Return what a ledger has of an item, in cells; nothing where the period leaves it out. */
  #listed({ kind, columns, rowsOf = (row) => [row] }, row) {
    const { periodFrom, periodTo } = this.#scope;
    const has = (day) => day !== null && periodFrom <= day && day <= periodTo;
    if (!KINDS[kind].isListed(row, has)) return [];
    const shown = Object.values(columns);
    return rowsOf(row).map((each) => shown.map((cell) => writtenCell(cell(each, this.#known))));
  }

  async #cellsOf(ledger, identity, events) {
    for await (const [, , row] of this.#rows(only(events, identity))) {
      return this.#listed(ledger, row);
    }
    return [];
  }
}

async function* only(events, identity) {
  for await (const event of events) if (event.aggregateId === identity) yield event;
}
