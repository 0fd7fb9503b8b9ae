// Compares a ledger of the bundle with the rows that follow from its events, cell by cell.

import { RowsDigest } from "./expected_rows.js";
import { Problem } from "./refusal.js";
import { TableRefusals } from "./table_refusals.js";

const SERIAL = "序号";
const IDENTITY = "标识";
const NO_SUCH_ROW = "没有这一行";

/** The check of one ledger; `read` gives its blocks anew each time. */
export class LedgerCheck {
  #ledger;
  #read;
  #headers;
  #refusals;
  #line = 0;

  constructor(ledger, read) {
    this.#ledger = ledger;
    this.#read = read;
    this.#headers = [SERIAL, ...Object.keys(ledger.columns)];
    this.#refusals = new TableRefusals(Problem.LEDGER_DIFFERS, ledger.path);
  }

  /**
   * Refuse the first row that differs, rows too many or missing. `expected` are the digests,
   * `placeOf` tells the place of an item, `cellsOf` its rows in full.
   */
  async run(expected, placeOf, cellsOf) {
    const check = this.#ledger.isOrdered ? this.#runOrdered : this.#runInGroups;
    const found = await check.call(this, expected, placeOf, cellsOf);
    if (found !== expected.count) {
      this.#refusals.refuse(this.#line + 1, "事项数", found, expected.count);
    }
  }

  /** Return how many items were found, whose rows stand together. */
  async #runInGroups(expected, placeOf, cellsOf) {
    const digest = new RowsDigest();
    let found = 0;
    for await (const { identity, line } of this.#groups(digest)) {
      const wanted = expected.take(placeOf(identity));
      if (!wanted) this.#refusals.refuse(line, IDENTITY, identity, NO_SUCH_ROW);
      if (digest.finish().some((word, at) => word !== wanted[at])) {
        await this.#nameDifference(identity, line, await cellsOf(identity));
      }
      found++;
    }
    return found;
  }

  /** Return how many items were found, one in a row, by what is in the first column. */
  async #runOrdered(expected, placeOf, cellsOf) {
    const digest = new RowsDigest();
    let [by, before, found] = ["", "", 0];
    for await (const record of this.#records()) {
      const identity = record.at(-1);
      const wanted = expected.at(placeOf(identity));
      if (!wanted) this.#refuse(IDENTITY, identity, NO_SUCH_ROW);
      digest.add(record.slice(1));
      if (digest.finish().some((word, at) => word !== wanted[at])) {
        this.#requireCells(record, (await cellsOf(identity))[0]);
      }
      if (record[1] < by || (record[1] === by && identity <= before)) {
        this.#refuse(IDENTITY, identity, `列在${before}之前`);
      }
      [by, before, found] = [record[1], identity, found + 1];
    }
    return found;
  }

  /** Yield each item whose rows have passed together, with the line of the first. */
  async *#groups(digest) {
    let group = null;
    for await (const record of this.#records()) {
      const identity = record.at(-1);
      if (group && group.identity !== identity) yield group;
      if (group?.identity !== identity) group = { identity, line: this.#line };
      digest.add(record.slice(1));
    }
    if (group) yield group;
  }

  /** Yield the records below the headers, each in its place, and keep the line at hand. */
  async *#records() {
    this.#line = -1;
    for await (const record of this.#refusals.records(this.#read())) {
      this.#line++;
      if (this.#line === 0) this.#refusals.requireHeaders(record, this.#headers);
      else yield this.#inPlace(record);
    }
    if (this.#line < 0) this.#refusals.requireHeaders([], this.#headers);
  }

  #inPlace(record) {
    if (record.length !== this.#headers.length) {
      this.#refuse("列数", record.length, this.#headers.length);
    }
    if (record[0] !== String(this.#line)) this.#refuse(SERIAL, record[0], this.#line);
    return record;
  }

  /** Name the first difference in the rows of an item, which begin at a line. */
  async #nameDifference(identity, first, rows) {
    let found = 0;
    for await (const record of this.#records()) {
      if (this.#line < first) continue;
      if (record.at(-1) !== identity) break;
      if (found === rows.length) this.#refuse(IDENTITY, identity, NO_SUCH_ROW);
      this.#requireCells(record, rows[found++]);
    }
    this.#refusals.refuse(first + found, `${identity}的行数`, found, rows.length);
  }

  #requireCells(record, row) {
    const at = row.findIndex((cell, number) => cell !== record[number + 1]);
    if (at >= 0) this.#refuse(this.#headers[at + 1], record[at + 1], row[at]);
  }

  #refuse(column, stated, recomputed) {
    this.#refusals.refuse(this.#line, column, stated, recomputed);
  }
}
