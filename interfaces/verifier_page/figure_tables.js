// Compares a table of figures with what follows from the events, row by row in its order.

import { writtenCell } from "./cells.js";
import { Problem } from "./refusal.js";
import { TableRefusals } from "./table_refusals.js";

/**
 * Refuse the first cell that differs, rows too many or missing. An expected row says what it is
 * `about` and its `cells`; headers beyond those stand over words that are not recomputed.
 */
export async function compareFigures({ path, headers }, expected, blocks) {
  const refusals = new TableRefusals(Problem.RATES_DIFFER, path);
  let last = 0;
  const requireNext = (record, line) => {
    const { value: row, done } = expected.next();
    if (done) refusals.refuse(line, "行数", "更多", last);
    requireFigures(refusals, headers, row, record, line);
    last = line;
  };
  await refusals.pass(blocks, headers, requireNext);
  const { value: missing } = expected.next();
  if (missing) requireFigures(refusals, headers, missing, [], last + 1);
}

function requireFigures(refusals, headers, { about, cells }, record, line) {
  if (record.length !== headers.length) {
    refusals.refuse(line, `${about}列数`, record.length, headers.length);
  }
  const written = cells.map(writtenCell);
  const at = written.findIndex((cell, column) => cell !== record[column]);
  if (at >= 0) refusals.refuse(line, `${about}${headers[at]}`, record[at], written[at]);
}
