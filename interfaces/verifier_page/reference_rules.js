import { Item } from "./records.js";

export const RULE_PROFILE_RULES = Object.freeze({
  begun: (state) => new Item("rule-profile", state.congress),
  byTopic: {},
});
export const CALENDAR_YEAR_RULES = Object.freeze({
  begun: (state) => new Item("calendar-year", state.year),
  byTopic: {},
});
