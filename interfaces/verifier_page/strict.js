// What the C2SP text formats have in common, read in one canonical form only.

import { bytesOf, fromBase64, textOf } from "./bytes.js";
import { isPrintable } from "./printable.js";

const PLAIN_NUMBER = /^(?:0|[1-9][0-9]{0,18})$/;
export const LARGEST_NUMBER = 2n ** 63n - 1n;
const LONGEST_NAME = 255;
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f]/;

/** A file in one of these formats is not in its one form; says why and in which line. */
export class NotCanonical extends Error {
  constructor(chinese, english, line = null) {
    super(english);
    Object.assign(this, { chinese, english, line });
  }
}

/** Return the text of a file: UTF-8, no control character, a line end at its end. */
export function strictText(bytes, longest) {
  if (bytes.length > longest) {
    throw new NotCanonical(`超过${longest}字节`, `over ${longest} bytes`);
  }
  const text = textOf(bytes);
  if (text === null) throw new NotCanonical("不是UTF-8文字", "is not UTF-8");
  const control = text.search(CONTROL);
  if (control >= 0) {
    const line = text.slice(0, control).split("\n").length;
    throw new NotCanonical("含有控制字符", "has a control character", line);
  }
  if (!text.endsWith("\n")) throw new NotCanonical("末行没有换行", "has no line end at its end");
  return text;
}

export function strictNumber(text, line = null) {
  const number = PLAIN_NUMBER.test(text) ? BigInt(text) : -1n;
  if (number < 0n || number > LARGEST_NUMBER) {
    throw new NotCanonical("数字的写法不对或超出范围", "a number is malformed or too large", line);
  }
  return number;
}

/** Return bytes from Base64 in its one spelling, `length` of them if it is given. */
export function strictBase64(text, line = null, length = null) {
  const bytes = fromBase64(text);
  if (!bytes || (length !== null && bytes.length !== length)) {
    throw new NotCanonical("Base64的写法或长度不对", "Base64 is malformed or of a wrong length", line);
  }
  return bytes;
}

export function requireName(name, line = null) {
  const isPlain = isPrintable(name) && !/[ +]/.test(name);
  if (!name || !isPlain || bytesOf(name).length > LONGEST_NAME) {
    throw new NotCanonical("名称不可用", "a name is malformed", line);
  }
}
