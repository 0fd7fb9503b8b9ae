// Compares the list of what each item counts for in each rate with what follows from the events.

import { RowsDigest } from "./expected_rows.js";
import { Problem } from "./refusal.js";
import { TableRefusals, sameCells } from "./table_refusals.js";

export const ITEMS_CSV = "比率/比率明细.csv";
const HEADERS = Object.freeze([
  "指标代码", "指标", "台账", "编号", "内容", "单位代码", "单位", "计入分子", "计入分母",
  "未定时限不计入",
]);
/** The columns that tell which item a row is about. */
const LEDGER_COLUMN = 2;
const NUMBER_COLUMN = 3;

/** The check of the list; `read` gives its blocks anew each time. */
export class ItemListCheck {
  #read;
  #refusals = new TableRefusals(Problem.RATES_DIFFER, ITEMS_CSV);
  #digest;

  /** `usual` are what digests take in by number, as do those that are expected. */
  constructor(read, usual) {
    this.#read = read;
    this.#digest = new RowsDigest(usual);
  }

  /**
   * Refuse an item that counts for other than stated, twice or not at all. `expected` are the
   * digests, `rowsOf` tells the rows of the item with this number in the ledger called so.
   */
  async run(expected, rowsOf) {
    let [group, found] = [null, 0];
    const isDiffering = () => {
      if (!group) return false;
      found++;
      return !expected.take(this.#digest.finish());
    };
    const first = await this.#pass((record, line) => {
      if (!group || !isAbout(record, group)) {
        if (isDiffering()) return group;
        group = { ledger: record[LEDGER_COLUMN], number: record[NUMBER_COLUMN], line };
      }
      this.#digest.add(record);
      return null;
    });
    if (first || isDiffering()) {
      await this.#nameDifference(group, await this.#rowsLeft(group, expected, rowsOf));
    }
    const line = group?.line ?? 0;
    if (found !== expected.count) this.#refusals.refuse(line, "件数", found, expected.count);
  }

  #pass(take) {
    return this.#refusals.pass(this.#read(), HEADERS, take);
  }

  /** Return the rows of an item, none where it was in the list before or counts for nothing. */
  async #rowsLeft({ ledger, number }, expected, rowsOf) {
    const rows = await rowsOf(ledger, number);
    for (const row of rows) this.#digest.add(row);
    return expected.has(this.#digest.finish()) ? rows : [];
  }

  /** Name the first difference in the rows of an item. */
  async #nameDifference(group, rows) {
    let found = 0;
    await this.#pass((record, line) => {
      if (line < group.line) return false;
      if (!isAbout(record, group)) return true;
      this.#requireRow(record, line, rows[found++] ?? []);
      return false;
    });
    const missing = `${group.number}${rows[found]?.[0]}`;
    this.#refusals.refuse(group.line, missing, "无", "有");
  }

  #requireRow(record, line, cells) {
    if (record.length !== HEADERS.length) {
      this.#refusals.refuse(line, "列数", record.length, HEADERS.length);
    }
    if (sameCells(record, cells)) return;
    const at = Math.max(cells.findIndex((cell, column) => cell !== record[column]), 0);
    const column = `${record[0]}${HEADERS[at]}`;
    this.#refusals.refuse(line, column, record[at], cells[at] ?? "没有这一行");
  }
}

function isAbout(record, { ledger, number }) {
  return record[LEDGER_COLUMN] === ledger && record[NUMBER_COLUMN] === number;
}
