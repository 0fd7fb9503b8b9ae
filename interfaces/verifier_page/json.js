// JSON (RFC 8259) read strictly, integers exactly, and written in the manifest's one form.
//
// The browser's own reader rounds large integers, so it cannot tell two manifests apart.

/** So many lists and objects may stand in one another. */
const DEEPEST = 100;
const BRACKET = /"(?:[^"\\]|\\.)*"|[[{]|[\]}]/gs;
const MOST_DIGITS_OF_INTEGER = 4_300;
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const WORDS = Object.freeze({ true: true, false: false, null: null });

/** Tell whether what was read of JSON is an object; a number with a fraction may be a `Number`. */
export function isObject(value) {
  const isPlain = typeof value !== "object" || value === null;
  return !isPlain && !Array.isArray(value) && !(value instanceof Number);
}

/** The text is not JSON, or deeper or longer than any reader must bear. */
export class NotJson extends Error {}

/** Return what `text` says: objects as maps, integers as BigInt, other numbers as Number. */
export function parseJson(text) {
  requireShallow(text);
  const reader = new JsonReader(text);
  const value = reader.value();
  reader.end();
  return value;
}

/** Return what `text` says as the browser reads it: no integer exactly that is large. */
export function plainJson(text) {
  requireShallow(text);
  try {
    return JSON.parse(text);
  } catch {
    throw new NotJson();
  }
}

function requireShallow(text) {
  if (countOf(text, "[") + countOf(text, "{") <= DEEPEST) return;
  let depth = 0;
  for (const [mark] of text.matchAll(BRACKET)) {
    if ("[{".includes(mark)) depth++;
    else if ("]}".includes(mark)) depth--;
    if (depth > DEEPEST) throw new NotJson();
  }
}

function countOf(text, mark) {
  let count = 0;
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) count++;
  return count;
}

class JsonReader {
  #text;
  #at = 0;

  constructor(text) {
    this.#text = text;
  }

  end() {
    this.#space();
    if (this.#at !== this.#text.length) throw new NotJson();
  }

  value() {
    this.#space();
    const first = this.#text[this.#at];
    if (first === "{") return this.#object();
    if (first === "[") return this.#list();
    if (first === '"') return this.#string();
    const word = Object.keys(WORDS).find((each) => this.#text.startsWith(each, this.#at));
    if (word === undefined) return this.#number();
    this.#at += word.length;
    return WORDS[word];
  }

  #space() {
    this.#match(SPACE);
  }

  #match(pattern) {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (!found) throw new NotJson();
    this.#at = pattern.lastIndex;
    return found;
  }

  #mark(mark) {
    this.#space();
    const isThere = this.#text[this.#at] === mark;
    if (isThere) this.#at++;
    return isThere;
  }

  #require(mark) {
    if (!this.#mark(mark)) throw new NotJson();
  }

  #object() {
    const fields = new Map();
    this.#require("{");
    if (this.#mark("}")) return fields;
    do {
      this.#space();
      const name = this.#string();
      this.#require(":");
      fields.set(name, this.value());
    } while (this.#mark(","));
    this.#require("}");
    return fields;
  }

  #list() {
    const items = [];
    this.#require("[");
    if (this.#mark("]")) return items;
    do items.push(this.value());
    while (this.#mark(","));
    this.#require("]");
    return items;
  }

  /** What ends with a quotation mark and does not begin with one is no JSON either. */
  #string() {
    let end = this.#at + 1;
    while (end < this.#text.length && this.#text[end] !== '"') {
      end += this.#text[end] === "\\" ? 2 : 1;
    }
    const quoted = this.#text.slice(this.#at, end + 1);
    this.#at = end + 1;
    try {
      return JSON.parse(quoted);
    } catch {
      throw new NotJson();
    }
  }

  #number() {
    const [whole, integer, fraction, exponent] = this.#match(NUMBER);
    if (fraction || exponent) return Number(whole);
    const digits = integer.length - (integer.startsWith("-") ? 1 : 0);
    if (digits > MOST_DIGITS_OF_INTEGER) throw new NotJson();
    return BigInt(integer);
  }
}

/** Return the text with keys sorted by code point and an indent of one space. */
export function canonicalJson(value, indent = "\n") {
  const deeper = `${indent} `;
  if (value instanceof Map) {
    const names = [...value.keys()].sort(byCodePoint);
    const fields = names.map((name) => {
      return `${JSON.stringify(name)}: ${canonicalJson(value.get(name), deeper)}`;
    });
    return fields.length ? `{${deeper}${fields.join(`,${deeper}`)}${indent}}` : "{}";
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => canonicalJson(item, deeper));
    return items.length ? `[${deeper}${items.join(`,${deeper}`)}${indent}]` : "[]";
  }
  return typeof value === "bigint" ? String(value) : JSON.stringify(value);
}

/** Say which of two texts comes first, by their code points. */
export function byCodePoint(left, right) {
  const [a, b] = [[...left], [...right]];
  const at = a.findIndex((each, index) => each !== b[index]);
  if (at < 0) return a.length - b.length;
  return b[at] === undefined ? 1 : a[at].codePointAt(0) - b[at].codePointAt(0);
}
