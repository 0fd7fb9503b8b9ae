// The list of reminders, which never change once they are raised.

import { fact, unitName, word } from "./cells.js";
import { daysBetween } from "./days.js";

function raised({ item_kind: kind, item_number: number, unit, unit_above: unitAbove, ...state }) {
  const { colour, trigger, days, counted_in: countedIn } = state.level;
  return {
    kind, number, unit, unitAbove, round: state.round, due: state.due, colour, trigger, days,
    countedIn,
  };
}

/** How reminders are told. */
export const REMINDERS = Object.freeze({
  begin: raised,
  changes: {},
  isListed: (row, has) => has(row.begunOn),
});

/** Return how many days there were to go; less than none where it was late. */
function daysLeft({ begunOn, due }) {
  return daysBetween(begunOn, due);
}

export const REMINDER_COLUMNS = Object.freeze({
  提醒日期: fact("begunOn"),
  事项类别: word("kind", "subject_kind"),
  事项: fact("number"),
  单位: unitName("unit"),
  一并提醒的上级单位: unitName("unitAbove"),
  轮次: fact("round"),
  期限: fact("due"),
  颜色: fact("colour"),
  事由: word("trigger", "trigger"),
  预警等级: ({ days, countedIn }, { words }) => `${days}${words.term_unit[countedIn]}`,
  剩余天数: (row) => (daysLeft(row) < 0 ? null : daysLeft(row)),
  逾期天数: (row) => (daysLeft(row) < 0 ? -daysLeft(row) : null),
  标识: fact("id"),
});
