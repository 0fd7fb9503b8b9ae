// What the C2SP text formats have in common, read in one canonical form only.

import { LINE_END, bytesOf, fromBase64, textOf } from "./bytes.js";
import { NotCanonical, WRONG } from "./not_canonical.js";
import { isPrintable } from "./printable.js";

const PLAIN_NUMBER = /^(?:0|[1-9][0-9]{0,18})$/;
export const LARGEST_NUMBER = 2n ** 63n - 1n;
const LONGEST_NAME = 255;
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f]/;

/** Return the text of a file: UTF-8, no control character, a line end at its end. */
export function strictText(bytes, longest, about) {
  if (bytes.length > longest) throw new NotCanonical(WRONG.TOO_LARGE, about);
  const text = textOf(bytes);
  if (text === null) throw new NotCanonical(WRONG.NOT_UTF8, about, lineThatIsNoText(bytes));
  const control = text.search(CONTROL);
  if (control >= 0) {
    throw new NotCanonical(WRONG.CONTROL_CHARACTER, about, lineEnds(text.slice(0, control)) + 1);
  }
  if (!text.endsWith("\n")) {
    throw new NotCanonical(WRONG.NO_FINAL_NEWLINE, about, lineEnds(text) + 1);
  }
  return text;
}

function lineThatIsNoText(bytes) {
  let [begin, line] = [0, 1];
  for (;;) {
    const end = bytes.indexOf(LINE_END, begin);
    if (end < 0 || textOf(bytes.subarray(begin, end)) === null) return line;
    [begin, line] = [end + 1, line + 1];
  }
}

export function lineEnds(text) {
  return text.split("\n").length - 1;
}

export function strictNumber(text, about, line = null) {
  if (!PLAIN_NUMBER.test(text)) throw new NotCanonical(WRONG.MALFORMED_NUMBER, about, line);
  const number = BigInt(text);
  if (number > LARGEST_NUMBER) throw new NotCanonical(WRONG.NUMBER_OUT_OF_RANGE, about, line);
  return number;
}

/** Return bytes from Base64 in its one spelling, `length` of them if it is given. */
export function strictBase64(text, about, line = null, length = null) {
  const bytes = fromBase64(text);
  if (!bytes) throw new NotCanonical(WRONG.BASE64_NOT_CANONICAL, about, line);
  if (length !== null && bytes.length !== length) {
    throw new NotCanonical(WRONG.WRONG_LENGTH, about, line);
  }
  return bytes;
}

export function requireName(name, about, line = null) {
  const isPlain = isPrintable(name) && !/[ +]/.test(name);
  if (!name || !isPlain || bytesOf(name).length > LONGEST_NAME) {
    throw new NotCanonical(WRONG.MALFORMED_NAME, about, line);
  }
}
