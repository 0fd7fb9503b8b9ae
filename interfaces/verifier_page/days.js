// Days as whole numbers, 20150131 for the last of January, which order as days do.

import { detached } from "./bytes.js";

const DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;
/** The days seen, each with its number; there are fewer a log can speak of. */
const DAY_NUMBERS = new Map();
const MOST_DAYS = 100_000;
const MILLISECONDS_OF_DAY = 86_400_000;
const MONTHS_OF_YEAR = 12;
const LAST_YEAR_OF_ALL = 9_999;
const SUNDAY = 0;
const SATURDAY = 6;

/** Return the number of a day, or null where the text is none. */
export function dayNumber(text) {
  const known = DAY_NUMBERS.get(text);
  if (known !== undefined) return known;
  const found = computedDay(text);
  if (found !== null && DAY_NUMBERS.size < MOST_DAYS) DAY_NUMBERS.set(detached(text), found);
  return found;
}

function computedDay(text) {
  const found = DATE.exec(text);
  if (!found) return null;
  const [year, month, day] = found.slice(1).map(Number);
  const date = dateOf(year, month, day);
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return year && isReal ? numberOf(date) : null;
}

/** Return the number of the day after a day. */
export function nextDay(day) {
  return numberOf(dateOf(Math.floor(day / 10_000), Math.floor(day / 100) % 100, (day % 100) + 1));
}

/** Return the day so many days after a day, both as text. */
export function daysLater(text, days) {
  const day = new Date(Date.parse(text) + days * MILLISECONDS_OF_DAY);
  return day.toISOString().slice(0, text.length);
}

/** Return the same day number so many months later, or the month's end where there is none. */
export function monthsLater(text, months) {
  const [year, month, day] = text.split("-").map(Number);
  const from = dateOf(year, month + months, 1);
  const last = lastDayOfMonth(from.getUTCFullYear(), from.getUTCMonth() + 1);
  return last.slice(0, -2) + String(Math.min(day, Number(last.slice(-2)))).padStart(2, "0");
}

/** Return a day of a month as text; null where there is no such month. */
export function dayInMonth(year, month, day) {
  const isThere = year >= 1 && year <= LAST_YEAR_OF_ALL && month >= 1 && month <= MONTHS_OF_YEAR;
  return isThere ? dayText(numberOf(dateOf(year, month, day))) : null;
}

/** Return the last day of a month as text; null where there is no such month. */
export function lastDayOfMonth(year, month) {
  return dayInMonth(year, month, dateOf(year, month + 1, 0).getUTCDate());
}

export function isWeekend(text) {
  return [SUNDAY, SATURDAY].includes(new Date(text).getUTCDay());
}

/** Return the day a number stands for, as text. */
export function dayText(day) {
  const digits = String(day).padStart(8, "0");
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

/** Return how many days one day, as text, lies after another; negative where it lies before. */
export function daysBetween(first, last) {
  return (Date.parse(last) - Date.parse(first)) / MILLISECONDS_OF_DAY;
}

function dateOf(year, month, day) {
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  return date;
}

function numberOf(date) {
  return date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
}
