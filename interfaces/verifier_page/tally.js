// Size, digest and rows of a file of the bundle, taken from its bytes while they pass.

import { LINE_END, toHex } from "./bytes.js";
import { Sha256 } from "./sha256.js";

const QUOTATION_MARK = 34;
const TEXT_SUFFIX = /\.(?:json|jsonl|txt)$/;
const TABLE_SUFFIX = /\.csv$/;

export class Tally {
  #hash = new Sha256();
  #isTable;
  #isText;
  #rows = 0;
  #isQuoted = false;
  #hasOpenRow = false;
  bytes = 0;

  constructor(path) {
    this.#isTable = TABLE_SUFFIX.test(path);
    this.#isText = TEXT_SUFFIX.test(path);
  }

  add(block) {
    this.#hash.update(block);
    this.bytes += block.length;
    if (this.#isTable) this.#countRecords(block);
    else if (this.#isText) this.#countLines(block);
    this.#hasOpenRow = block[block.length - 1] !== LINE_END;
  }

  #countLines(block) {
    for (let at = block.indexOf(LINE_END); at >= 0; at = block.indexOf(LINE_END, at + 1)) {
      this.#rows++;
    }
  }

  /** A line end inside quotation marks belongs to a cell; a doubled mark leaves and re-enters. */
  #countRecords(block) {
    let [rows, isQuoted] = [this.#rows, this.#isQuoted];
    for (let at = 0; at < block.length; at++) {
      if (block[at] === QUOTATION_MARK) isQuoted = !isQuoted;
      else if (block[at] === LINE_END && !isQuoted) rows++;
    }
    [this.#rows, this.#isQuoted] = [rows, isQuoted];
  }

  /** Return what the manifest says, or should say, about this file. */
  total() {
    const rows = this.#rows + (this.#hasOpenRow ? 1 : 0);
    return {
      rows: this.#isTable ? BigInt(Math.max(rows - 1, 0)) : this.#isText ? BigInt(rows) : null,
      sha256: toHex(this.#hash.digest()),
    };
  }
}
