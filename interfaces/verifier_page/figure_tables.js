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
  const records = refusals.records(blocks);
  const next = async () => (await records.next()).value;
  let line = 0;
  refusals.requireHeaders((await next()) ?? [], headers);
  for (const { about, cells } of expected) {
    line++;
    const record = (await next()) ?? [];
    if (record.length !== headers.length) {
      refusals.refuse(line, `${about}列数`, record.length, headers.length);
    }
    const written = cells.map(writtenCell);
    const at = written.findIndex((cell, column) => cell !== record[column]);
    if (at >= 0) refusals.refuse(line, `${about}${headers[at]}`, record[at], written[at]);
  }
  if ((await next()) !== undefined) refusals.refuse(line + 1, "行数", "更多", line);
}
