// What each item counts for in the rates: a table for each kind of item that rates count.

import { UNDATED, writtenCell } from "./cells.js";
import { ExpectedRows, RowsDigest } from "./expected_rows.js";
import { ListingCheck } from "./listing_check.js";
import { Problem } from "./refusal.js";

const NO_WEIGHTS = Object.freeze([0, 0, 0]);
const [IN_BOTH, WITH_UNDATED] = [["分子", "分母"], ["分子", "分母", UNDATED]];

/** The table of one kind of item, at a path, with two or three columns for each rate. */
export class Detail {
  #path;
  #rates;
  #expected = new ExpectedRows();
  #digest = new RowsDigest();

  constructor(path, rates) {
    this.#path = path;
    this.#rates = rates;
  }

  get path() {
    return this.#path;
  }

  /** Expect these rows under the identity at a place. */
  expect(place, rows) {
    if (!rows.length) return;
    for (const cells of rows) this.#digest.add(cells);
    this.#expected.expect(place, this.#digest.finish());
  }

  /** Return the row of an item, in written cells: none where it counts for nothing. */
  rowsOf({ number, content, unit, name, id }, weighed) {
    if (!weighed.some((weights) => weights?.some(Boolean))) return [];
    const cells = [number, content, unit, name].map(writtenCell);
    weighed.forEach((weights, at) => {
      const [numerator, denominator, leftOut] = weights ?? NO_WEIGHTS;
      cells.push(String(numerator), String(denominator));
      if (this.#rates[at].leavesOut) cells.push(String(leftOut));
    });
    cells.push(id);
    return [cells];
  }

  /** Compare the table, whose blocks `read` gives, with what is expected. */
  check(read, placeOf, rowsOf) {
    const sides = this.#rates.flatMap(({ title, leavesOut }) => {
      return (leavesOut ? WITH_UNDATED : IN_BOTH).map((side) => title + side);
    });
    const columns = ["编号", "内容", "单位代码", "单位", ...sides, "标识"];
    const listing = { path: this.#path, columns, problem: Problem.RATES_DIFFER };
    return new ListingCheck(listing, read).run(this.#expected, placeOf, rowsOf);
  }
}
