// What is said of a table that does not follow from the events, and how its records are read.

import { Refused } from "./refusal.js";
import { NotATable, tableRecords } from "./table_records.js";

/** Says of one table, with the code of its kind, what is wrong and where. */
export class TableRefusals {
  #problem;
  #path;

  constructor(problem, path) {
    this.#problem = problem;
    this.#path = path;
  }

  /** Refuse a cell in a line below the headers, which are line 0. */
  refuse(line, column, stated, recomputed) {
    throw new Refused(
      this.#problem,
      `“${column}”写的是“${stated}”,按事件应为“${recomputed}”`,
      `${column}: stated “${stated}”, recomputed “${recomputed}”`,
      this.#path,
      line,
    );
  }

  /** Refuse headers that are not these. */
  requireHeaders(record, headers) {
    if (sameCells(record, headers)) return;
    this.refuse(0, "表头", record.join(","), headers.join(","));
  }

  /**
   * Hand each record below the headers to `take`, with its line, until that returns something;
   * return this, or null. Refuse other headers, and what is no table.
   */
  async pass(blocks, headers, take) {
    let line = -1;
    try {
      for await (const records of tableRecords(blocks)) {
        for (const record of records) {
          line++;
          if (line === 0) this.requireHeaders(record, headers);
          const found = line === 0 ? null : take(record, line);
          if (found) return found;
        }
      }
    } catch (error) {
      if (!(error instanceof NotATable)) throw error;
      const english = "is not a table in its form";
      throw new Refused(this.#problem, "不是规定格式的表格", english, this.#path);
    }
    if (line < 0) this.requireHeaders([], headers);
    return null;
  }
}

function sameCells(record, cells) {
  return record.length === cells.length && record.every((cell, at) => cell === cells[at]);
}
