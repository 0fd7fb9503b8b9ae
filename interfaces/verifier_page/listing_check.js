// Compares a table of items in the bundle with the rows that follow from its events, cell by cell.

import { RowsDigest, sameDigest } from "./expected_rows.js";
import { TableRefusals } from "./table_refusals.js";

const SERIAL = "序号";
const IDENTITY = "标识";
const NO_SUCH_ROW = "没有这一行";

/**
 * The check of one table with these `columns`, before which a row has its number; the last of them
 * tells its item. `read` gives its blocks anew each time.
 */
export class ListingCheck {
  #isOrdered;
  #read;
  #headers;
  #refusals;
  #digest = new RowsDigest();
  #line = 0;

  constructor({ path, columns, problem, isOrdered = false }, read) {
    this.#isOrdered = isOrdered;
    this.#read = read;
    this.#headers = [SERIAL, ...columns];
    this.#refusals = new TableRefusals(problem, path);
  }

  /**
   * Refuse the first row that differs, rows too many or missing. `expected` are the digests,
   * `placeOf` tells the place of an item, `cellsOf` its rows in full.
   */
  async run(expected, placeOf, cellsOf) {
    const check = this.#isOrdered ? this.#runOrdered : this.#runInGroups;
    const found = await check.call(this, expected, placeOf, cellsOf);
    if (found !== expected.count) {
      this.#refusals.refuse(this.#line + 1, "事项数", found, expected.count);
    }
  }

  /** Return how many items were found, whose rows stand together. */
  async #runInGroups(expected, placeOf, cellsOf) {
    let [group, found] = [null, 0];
    const differingGroup = () => {
      if (!group) return null;
      const wanted = expected.take(placeOf(group.identity));
      if (!wanted) this.#refusals.refuse(group.line, IDENTITY, group.identity, NO_SUCH_ROW);
      found++;
      return sameDigest(this.#digest.finish(), wanted) ? null : group;
    };
    const first = await this.#pass((record) => {
      const identity = record.at(-1);
      if (group?.identity !== identity) {
        const differing = differingGroup();
        if (differing) return differing;
        group = { identity, line: this.#line };
      }
      this.#digest.add(record, 1);
      return null;
    });
    const differing = first ?? differingGroup();
    if (differing) await this.#nameDifference(differing, await cellsOf(differing.identity));
    return found;
  }

  /** Return how many items were found, one in a row, by what is in the first column. */
  async #runOrdered(expected, placeOf, cellsOf) {
    let [by, before, found] = [null, null, 0];
    const differing = await this.#pass((record) => {
      const identity = record.at(-1);
      const wanted = expected.at(placeOf(identity));
      if (!wanted) this.#refuse(IDENTITY, identity, NO_SUCH_ROW);
      this.#digest.add(record, 1);
      if (!sameDigest(this.#digest.finish(), wanted)) return record;
      if (record[1] < by || (record[1] === by && identity <= before)) {
        this.#refuse(IDENTITY, identity, `列在${before}之前`);
      }
      [by, before, found] = [record[1], identity, found + 1];
      return null;
    });
    if (differing) this.#requireCells(differing, (await cellsOf(differing.at(-1)))[0]);
    return found;
  }

  /** Hand the records below the headers, each in its place, to `take`; keep the line at hand. */
  #pass(take) {
    return this.#refusals.pass(this.#read(), this.#headers, (record, line) => {
      this.#line = line;
      this.#requireInPlace(record);
      return take(record);
    });
  }

  #requireInPlace(record) {
    if (record.length !== this.#headers.length) {
      this.#refuse("列数", record.length, this.#headers.length);
    }
    if (record[0] !== String(this.#line)) this.#refuse(SERIAL, record[0], this.#line);
  }

  /** Name the first difference in the rows of an item, which begin at a line. */
  async #nameDifference({ identity, line: first }, rows) {
    let found = 0;
    await this.#pass((record) => {
      if (this.#line < first) return null;
      if (record.at(-1) !== identity) return true;
      if (found === rows.length) this.#refuse(IDENTITY, identity, NO_SUCH_ROW);
      this.#requireCells(record, rows[found++]);
      return null;
    });
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
