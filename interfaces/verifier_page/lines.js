// Cuts the blocks of a file into lines.

import { LINE_END, joined } from "./bytes.js";

/** Yield, for each block, the lines that end in it; what is too long for a line ends them. */
export async function* linesOf(blocks, longest) {
  let pending = new Uint8Array(0);
  for await (const block of blocks) {
    const lines = [];
    let start = 0;
    for (let end = block.indexOf(LINE_END); end >= 0; end = block.indexOf(LINE_END, start)) {
      const rest = block.subarray(start, end + 1);
      lines.push(pending.length ? joined(pending, rest) : rest);
      if (pending.length) pending = new Uint8Array(0);
      start = end + 1;
    }
    yield lines;
    pending = joined(pending, block.subarray(start));
    if (pending.length > longest) break;
  }
  if (pending.length) yield [pending];
}

/** Yield the same lines one by one. */
export async function* eachLine(blocks, longest) {
  for await (const lines of linesOf(blocks, longest)) yield* lines;
}
