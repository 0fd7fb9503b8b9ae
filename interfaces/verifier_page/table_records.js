// The records of a table (RFC 4180), cut from its blocks: cells between commas, some in quotation
// marks, within which a doubled mark stands for one and a line may end.

const LONGEST_CELL = 4_194_304;
/** No row has so many cells, and none that follows from a log has so long a line. */
const MOST_CELLS = 1_000;
const LONGEST_TABLE_LINE = 67_108_864;
/** How much is decoded at once: longer texts are slow to be thrown away. */
const BYTES_AT_ONCE = 32_768;
const MARK = '"';
const PLAIN_CELL = /[^,\r\n]*/y;

/** What stands there is no table. */
export class NotATable extends Error {}

/** Yield the records of a table, each a list of cells, some at a time. */
export async function* tableRecords(blocks) {
  const reader = new RecordReader();
  let rest = "";
  for await (const text of textsOf(blocks)) {
    rest += text;
    // a long line is put together once, not with every piece of it
    const lines = text.includes("\n") ? rest.split("\n") : [rest];
    rest = lines.pop();
    if (rest.length > LONGEST_TABLE_LINE) throw new NotATable();
    if (lines.length) yield* recordsIn(lines, reader);
  }
  if (rest) yield* recordsIn([rest], reader, "");
  reader.finish();
}

/** Yield at once the records that end in these lines, those before what is no table as well. */
function* recordsIn(lines, reader, lineEnd = "\n") {
  const records = [];
  try {
    for (const line of lines) {
      const record = reader.take(line, lineEnd);
      if (record) records.push(record);
    }
  } finally {
    yield records;
  }
}

async function* textsOf(blocks) {
  // a byte order mark at the beginning is no part of the text
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decoded = (...bytes) => {
    try {
      return decoder.decode(...bytes);
    } catch {
      throw new NotATable();
    }
  };
  for await (const block of blocks) {
    for (let at = 0; at < block.length; at += BYTES_AT_ONCE) {
      yield decoded(block.subarray(at, at + BYTES_AT_ONCE), { stream: true });
    }
  }
  yield decoded();
}

/** Takes line after line; a record goes on in the next while a quotation mark is open. */
class RecordReader {
  #cells = [];
  #cell = "";
  #isOpen = false;

  /** Take a line and its end; return the record that ends in it, or null. */
  take(text, lineEnd) {
    if (!this.#isOpen && !text.includes(MARK)) return plainCells(text);
    const line = text + lineEnd;
    let at = 0;
    do {
      at = this.#takeCell(line, at);
      if (this.#isOpen) return null;
    } while (line[at++] === ",");
    if (contentEnd(line) >= at) throw new NotATable();
    const cells = this.#cells;
    this.#cells = [];
    return cells;
  }

  /** Take the cell that begins or goes on at a place; return where it ends. */
  #takeCell(line, at) {
    if (!this.#isOpen && line[at] !== MARK) {
      PLAIN_CELL.lastIndex = at;
      [this.#cell] = PLAIN_CELL.exec(line);
      this.#endCell();
      return PLAIN_CELL.lastIndex;
    }
    const begin = this.#isOpen ? at : at + 1;
    const end = closingMark(line, begin);
    this.#cell += line.slice(begin, end).replaceAll('""', MARK);
    this.#isOpen = end === line.length;
    if (this.#cell.length > LONGEST_CELL) throw new NotATable();
    if (!this.#isOpen) this.#endCell();
    return end + 1;
  }

  #endCell() {
    this.#cells.push(this.#cell);
    this.#cell = "";
    if (this.#cells.length > MOST_CELLS) throw new NotATable();
  }

  /** Refuse an end within a cell. */
  finish() {
    if (this.#isOpen) throw new NotATable();
  }
}

function plainCells(line) {
  const end = line.indexOf("\r");
  if (end >= 0 && contentEnd(line) > end) throw new NotATable();
  const text = end >= 0 ? line.slice(0, end) : line;
  return text ? text.split(",", MOST_CELLS + 1) : [];
}

/** Return where the line ends, of whatever characters they are, begin. */
function contentEnd(line) {
  let end = line.length;
  while (end && (line[end - 1] === "\n" || line[end - 1] === "\r")) end--;
  return end;
}

/** Return where a cell in quotation marks is closed, or the end of the line. */
function closingMark(line, from) {
  let mark = line.indexOf(MARK, from);
  while (mark >= 0 && line[mark + 1] === MARK) mark = line.indexOf(MARK, mark + 2);
  return mark >= 0 ? mark : line.length;
}
