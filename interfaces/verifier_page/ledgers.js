// The ledgers of a bundle, of which a digest is kept for the rows of each item.

import { writtenCell } from "./cells.js";
import { COMMITMENT_COLUMNS } from "./commitment_ledger.js";
import { COVERAGE_COLUMNS, takenOn } from "./coverage_ledger.js";
import { ExpectedRows, RowsDigest } from "./expected_rows.js";
import { ListingCheck } from "./listing_check.js";
import { NOTICE_COLUMNS } from "./notice_ledger.js";
import { OPINION_COLUMNS } from "./opinion_ledger.js";
import { PROFILE_COLUMNS, YEAR_COLUMNS, versionsOf } from "./reference_ledgers.js";
import { Problem } from "./refusal.js";
import { REMINDER_COLUMNS } from "./reminder_list.js";
import { DUTY_COLUMNS, TASK_COLUMNS, dutiesOf } from "./task_ledger.js";
import { UNIT_COLUMNS } from "./unit_register.js";

/**
 * Each ledger: of which items it tells, what its columns show and, where that is not one row an
 * item, which rows it has of one. The rows of one that `isOrdered` follow the first column.
 */
const LEDGERS = [
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
].map((ledger) => ({
  rowsOf: (row) => [row], ...ledger, shown: Object.values(ledger.columns),
}));

export class Ledgers {
  #standings;
  #known;
  #placeOf;
  #expected = new Map();
  #digest = new RowsDigest();

  /** `known` is what cells may depend on beside rows, `placeOf` tells the place of an id. */
  constructor(standings, known, placeOf) {
    this.#standings = standings;
    this.#known = known;
    this.#placeOf = placeOf;
    for (const ledger of LEDGERS) this.#expected.set(ledger, new ExpectedRows());
  }

  /** Expect the rows of an item in every ledger that tells of it. */
  add({ place, kind, row }) {
    for (const ledger of LEDGERS) {
      if (ledger.kind !== kind) continue;
      const rows = this.#listed(ledger, row);
      if (!rows.length) continue;
      for (const cells of rows) this.#digest.add(cells);
      this.#expected.get(ledger).expect(place, this.#digest.finish());
    }
  }

  /** Return the check of each ledger by its path: a function of what reads its blocks. */
  get checks() {
    return LEDGERS.map((ledger) => [ledger.path, (read) => this.#check(ledger, read)]);
  }

  #check(ledger, read) {
    const cellsOf = async (id) => this.#listed(ledger, await this.#standings.rowOf(id));
    const { path, columns, isOrdered } = ledger;
    const listing = {
      path, columns: Object.keys(columns), isOrdered, problem: Problem.LEDGER_DIFFERS,
    };
    return new ListingCheck(listing, read).run(this.#expected.get(ledger), this.#placeOf, cellsOf);
  }

  /** Return what a ledger has of an item, in cells; nothing where the period leaves it out. */
  #listed({ kind, shown, rowsOf }, row) {
    if (!this.#standings.isListed(kind, row)) return [];
    return rowsOf(row).map((each) => shown.map((cell) => writtenCell(cell(each, this.#known))));
  }
}
