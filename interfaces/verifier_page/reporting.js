// When reports on a task are expected, and how many never came.

import { daysBetween, daysLater, monthsLater } from "./days.js";

const DAYS_OF_WEEK = 7;
/** How many months lie between days on which something recurs; none in a `week`. */
export const MONTHS_BETWEEN = Object.freeze({ month: 1, quarter: 3, half_year: 6, year: 12 });

/** Expect reports from a day on as is arranged, or no more where `arranged` is null. */
export function expectReports(row, arranged, since) {
  row.reportsMissed = reportsMissing(row, since);
  row.reportDue = arranged && expectedFrom(arranged, since);
  row.reporting = arranged ?? row.reporting;
}

/** Take a report for the next day on which one is expected. */
export function takeReport(row, on) {
  const { reporting, reportDue } = row;
  const expected = reporting && expectedFrom(reporting, on);
  if (reportDue === null || expected === null || expected < reportDue) return;
  row.reportsMissed = reportsMissing(row, on);
  row.reportDue = expectedFrom(reporting, daysLater(expected, 1));
}

/** Return how many reports expected before a day never came. */
export function reportsMissing({ reporting, reportDue, reportsMissed }, day) {
  if (reporting === null || reportDue === null) return reportsMissed;
  const { last } = reporting;
  const until = last !== null && last < day ? daysLater(last, 1) : day;
  const expected = countBefore(reporting, until) - countBefore(reporting, reportDue);
  return reportsMissed + Math.max(expected, 0);
}

/** Return the first day from one on, on which a report is expected; null where there is none. */
export function expectedFrom(arranged, day) {
  const found = expectedDay(arranged, countBefore(arranged, day));
  return arranged.last !== null && found > arranged.last ? null : found;
}

/** Return how many days on which reports are expected lie before a day, were there no last one. */
function countBefore(arranged, day) {
  const days = arranged.every === "week" ? DAYS_OF_WEEK : 31 * MONTHS_BETWEEN[arranged.every];
  let count = Math.max(Math.floor(daysBetween(arranged.first, day) / days), 0);
  while (expectedDay(arranged, count) < day) count++;
  return count;
}

function expectedDay({ every, first }, number) {
  if (every === "week") return daysLater(first, DAYS_OF_WEEK * number);
  return monthsLater(first, MONTHS_BETWEEN[every] * number);
}
