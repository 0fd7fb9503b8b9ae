// Cuts the blocks of a file into lines.

import { LINE_END, joined, textOf } from "./bytes.js";

const FIRST_ROOM_OF_LINES = 65_536;
/** How many bytes of lines are handed out at once: longer texts are slow to be thrown away. */
const LINES_AT_ONCE = 32_768;

/**
 * Yield the lines of a file, some at a time, one behind the other in one array of bytes; what is
 * too long for a line ends them. The bytes are good until the next lines are asked for.
 */
export async function* linesOf(blocks, longest) {
  let room = new Uint8Array(FIRST_ROOM_OF_LINES);
  let pending = 0;
  for await (const block of blocks) {
    const length = pending + block.length;
    if (length > room.length) room = joined(room.subarray(0, pending), new Uint8Array(2 * length));
    room.set(block, pending);
    const end = room.lastIndexOf(LINE_END, length - 1) + 1;
    for (let start = 0; start < end; ) {
      const near = room.lastIndexOf(LINE_END, Math.min(start + LINES_AT_ONCE, end) - 1) + 1;
      const stop = near > start ? near : room.indexOf(LINE_END, start) + 1;
      yield cut(room.subarray(start, stop));
      start = stop;
    }
    room.copyWithin(0, end, length);
    pending = length - end;
    if (pending > longest) break;
  }
  if (pending) yield [room.subarray(0, pending)];
}

function cut(bytes) {
  const lines = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(LINE_END, start) + 1;
    lines.push(bytes.subarray(start, end));
    start = end;
  }
  return lines;
}

/** Return the text of each of these lines, which stand so; null for one that is not UTF-8. */
export function decodedLines(lines) {
  const [first, last] = [lines[0], lines.at(-1)];
  const length = last.byteOffset + last.length - first.byteOffset;
  const whole = textOf(new Uint8Array(first.buffer, first.byteOffset, length));
  if (whole === null) return lines.map(textOf);
  const texts = [];
  for (let start = 0; start < whole.length; ) {
    const end = whole.indexOf("\n", start) + 1 || whole.length;
    texts.push(whole.slice(start, end));
    start = end;
  }
  return texts;
}

/** Yield the same lines one by one. */
export async function* eachLine(blocks, longest) {
  for await (const lines of linesOf(blocks, longest)) yield* lines;
}
