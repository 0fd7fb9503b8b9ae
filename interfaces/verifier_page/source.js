// Reads parts of the file that was chosen; nothing else is ever read.

import { Problem, Refused } from "./refusal.js";

const PIECE = 262_144;

/** Return the bytes of a part of the file, which lies within it. */
export async function part(blob, start, length) {
  try {
    return new Uint8Array(await blob.slice(start, start + length).arrayBuffer());
  } catch {
    throw new Refused(Problem.UNREADABLE, "无法读取", "cannot be read");
  }
}

/** Hands out parts one after the other from larger pieces, since each reading takes its time. */
export class ReadAhead {
  #blob;
  #start = 0;
  #piece = new Uint8Array(0);

  constructor(blob) {
    this.#blob = blob;
  }

  async read(start, length) {
    const end = start + length;
    if (start < this.#start || end > this.#start + this.#piece.length) {
      const size = Math.min(Math.max(PIECE, length), this.#blob.size - start);
      this.#piece = await part(this.#blob, start, size);
      this.#start = start;
    }
    return this.#piece.subarray(start - this.#start, end - this.#start);
  }
}
