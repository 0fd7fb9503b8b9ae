// Whether urging goes by the scale of warnings that applies to an item: its level, its colour.

import { daysLater } from "./days.js";
import { isSameFact } from "./due_origins.js";

/**
 * Return the scale of the rules an item began under, else of those in force where it was raised,
 * or the first opinion it answers was; work nobody raised goes by the unit in the lead, and a unit
 * by the one that urges it. The mildest level comes first.
 */
function levelsFor(event, item, book) {
  if (item.kind !== "unit" && item.profile !== null) return book.of(item.profile).levels;
  const owner = item.kind === "unit" ? event.unit : item.raisedBy ?? item.responsibleUnits[0];
  return book.of(book.governing(owner, event.day)).levels;
}

/** Refuse another level than the strongest one that a due date has reached. */
export function requireLevel(event, item, book) {
  const { due, level } = event.state;
  const reached = levelReached(levelsFor(event, item, book), due, event.day, book.workDays);
  event.require(
    isSameFact(reached, level), "不是已到的预警等级", "it is not the level that is reached",
  );
}

/** Refuse a colour that does not stand for what an item is urged about. */
export function requireColour(event, item, book) {
  const { colour, trigger } = event.state;
  event.require(
    levelsFor(event, item, book).some((each) => each.colour === colour && each.trigger === trigger),
    "预警颜色与督办事由不符", "the colour does not stand for the trigger",
  );
}

/** Return the strongest level that something due on a day has reached on another; null for none. */
function levelReached(levels, due, day, workDays) {
  const strongestFirst = [...levels].reverse();
  return strongestFirst.find((each) => isReached(each, due, day, workDays)) ?? null;
}

/** Tell whether a level is reached; what is due today is near and not past. */
function isReached({ trigger, days, counted_in: unit }, due, day, workDays) {
  if (trigger === "near_due") {
    return day <= due && due < workDays.later(day, { length: days + 1, unit });
  }
  const tomorrow = daysLater(day, 1);
  return trigger === "overdue" && due < workDays.earlier(tomorrow, { length: days, unit });
}
