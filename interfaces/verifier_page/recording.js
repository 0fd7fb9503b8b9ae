// When an event was recorded, and the day on which that was in China.

import { dayNumber, nextDay } from "./days.js";

const RECORDED_AT =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?Z$/;
const LAST_YEAR = 99_990_000;
/** The hour in Greenwich at which the next day begins in China. */
const MIDNIGHT_IN_CHINA = 16;

/** Return the number of the day in China of a moment in its one form; null for any other text. */
export function recordedDay(text) {
  const found = RECORDED_AT.exec(text);
  const day = found && dayNumber(found[1]);
  if (!day || day >= LAST_YEAR) return null;
  return Number(found[2]) >= MIDNIGHT_IN_CHINA ? nextDay(day) : day;
}
