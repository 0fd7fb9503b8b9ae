// How kinds of facts are written, and what the plain ones are.
//
// `?` after a kind allows null, `*` makes it a list, `[2..12]` one of so many, `!` after a list
// keeps anything from standing in it twice; `0..100` is a whole number, `=early|late` a word.

import { dayNumber } from "./days.js";

const EARLIEST_DAY = 19_491_001;
const LATEST_DAY = 21_991_231;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DIGEST = /^[0-9a-f]{64}$/;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}$/;
const PLAIN_AMOUNT = /^-?(?:0|[1-9][0-9]{0,13})(?:\.[0-9]{1,6})?$/;
/** What is counted in powers of ten has no digits behind the point that they do not reach. */
const AMOUNT_IN_POWERS = /^-?(?:0|[1-9](?:\.([0-9]{1,12}))?)E\+([1-9]|1[0-3])$/;
/** Stands for the name of somebody who is named no more; more than one may be meant. */
const ERASED = /^〔个人信息已停止处理·[0-9a-f]{12}〕$/;

export const PLAIN_KINDS = Object.freeze({
  text: (value) => typeof value === "string",
  flag: (value) => typeof value === "boolean",
  number: (value) => Number.isSafeInteger(value),
  id: isLike(ID),
  amount: isStatedAmount,
  digest: isLike(DIGEST),
  media_type: isLike(MEDIA_TYPE),
  day: isDay,
});

export function isListKind(kind) {
  return /[*\]!]$/.test(kind);
}

/** Return the kind of what stands in a list. */
export function eachOf(kind) {
  return kind.replace(/(?:\*|\[[0-9.]*\])!?$/, "");
}

/** Return how many may stand in a list, or between what a number lies: the least and the most. */
export function boundsOf(text) {
  const [, low, high] = /([0-9]*)\.\.([0-9]*)/.exec(text) ?? ["", "", ""];
  return [Number(low), high === "" ? Number.MAX_SAFE_INTEGER : Number(high)];
}

/** Tell whether a list holds anything twice; persons are known by the folded form. */
export function isRepeated(kind, values) {
  const named = eachOf(kind) === "person" ? foldedNames(values) : values;
  return new Set(named).size < named.length;
}

function foldedNames(values) {
  return values.filter((each) => !ERASED.test(each)).map((each) => each.normalize("NFKC"));
}

function isLike(pattern) {
  return (value) => typeof value === "string" && pattern.test(value);
}

function isStatedAmount(value) {
  if (typeof value !== "string") return false;
  if (PLAIN_AMOUNT.test(value)) return true;
  const [, decimals = "", power] = AMOUNT_IN_POWERS.exec(value) ?? [];
  return power !== undefined && decimals.length < Number(power);
}

function isDay(value) {
  const day = typeof value === "string" ? dayNumber(value) : null;
  return day !== null && day >= EARLIEST_DAY && day <= LATEST_DAY;
}
