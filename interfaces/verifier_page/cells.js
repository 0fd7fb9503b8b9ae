// The cells of a ledger: what each shows of a row, and how the tables write it.
//
// A cell is a function of a row and of what is `known` beside it: `nameOf`, which tells what a unit
// is called, the day `asOf` which the tables stand for, the `words` by which stored ones are shown,
// and `numberOf`, which tells the number of an item from its identity.

import { daysBetween } from "./days.js";

/** Shown where nothing is due on any day. */
export const UNDATED = "未定时限";
/** A text that begins so is written with an apostrophe before it. */
const FORMULA_SIGNS = new Set("'=+-@\t\r\n＝＋－＠");
const SURROGATE = /[\ud800-\udfff]/;
const LONE_SURROGATE = /\p{Cs}/gu;

/** Return a fact as the tables write it. */
export function writtenCell(fact) {
  if (fact === null) return "";
  if (typeof fact === "boolean") return fact ? "是" : "否";
  if (typeof fact === "number") return String(fact);
  const text = FORMULA_SIGNS.has(fact[0]) ? `'${fact}` : fact;
  if (!SURROGATE.test(text)) return text;
  return text.replace(LONE_SURROGATE, (half) => `\\u${half.charCodeAt(0).toString(16)}`);
}

/** Return a due date as rows keep it: the day or null, and whether a year was unpublished. */
export function dueOf({ on, basis }) {
  const isProvisional = Boolean(basis?.calendar.some(({ version }) => version === null));
  return { on, isProvisional };
}

/** Tell whether two due dates of rows are the same day, and both provisional or neither. */
export function isSameDue({ on, isProvisional }, other) {
  return on === other.on && isProvisional === other.isProvisional;
}

/** A due date derived again is followed, unless another one was stated meanwhile. */
export function takeSettledDue({ of_original: isOriginal, due_was: was, due: stated }) {
  const [former, due] = [dueOf(was), dueOf(stated)];
  return (row) => {
    if (isOriginal) row.originalDue = due.on;
    if (isSameDue(row.due, former)) row.due = due;
  };
}

/** Show a fact as it stands. */
export function fact(name) {
  return (row) => row[name];
}

/** Show what a stored word of this kind is called. */
export function word(name, kind) {
  return (row, { words }) => (row[name] ? words[kind][row[name]] : null);
}

/** Show how many there are. */
export function howMany(name) {
  return (row) => row[name].length;
}

/** Show several short texts. */
export function joinedTexts(name) {
  return (row) => row[name].join("、") || null;
}

/** Show the number of an item that may be referred to. */
export function itemNumber(name) {
  return (row, { numberOf }) => row[name] && numberOf(row[name]);
}

export function itemNumbers(name) {
  return (row, { numberOf }) => row[name].map(numberOf).join("、") || null;
}

export function unitName(name) {
  return (row, known) => calledUnit(row[name], known);
}

export function unitNames(name) {
  return (row, known) => row[name].map((code) => calledUnit(code, known)).join("、") || null;
}

export function calledUnit(code, { nameOf }) {
  return nameOf(code);
}

/** Show the day something is due, that it is provisional, or that none was set. */
export function dueCell({ due }) {
  if (due === null) return null;
  if (due.on === null) return UNDATED;
  return due.isProvisional ? `${due.on}(暂定)` : due.on;
}

/** Return by how many days something due then was late on a day. */
export function daysLate(due, day) {
  return due?.on ? Math.max(daysBetween(due.on, day), 0) : 0;
}
