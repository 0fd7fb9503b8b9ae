// Reads parts of the file that was chosen; nothing else is ever read.

import { Problem, Refused } from "./refusal.js";

/** Return the bytes of a part of the file, which lies within it. */
export async function part(blob, start, length) {
  try {
    return new Uint8Array(await blob.slice(start, start + length).arrayBuffer());
  } catch {
    throw new Refused(Problem.UNREADABLE, "无法读取", "cannot be read");
  }
}
