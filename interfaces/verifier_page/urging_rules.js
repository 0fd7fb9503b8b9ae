import { Item } from "./records.js";

export const NOTICE_RULES = Object.freeze({
  begun: (state) => new Item("notice", state.number),
  byTopic: {},
});
export const REMINDER_RULES = Object.freeze({
  begun: (state) => new Item("reminder", state.item_number),
  byTopic: {},
});
export const TICK_RULES = Object.freeze({
  begun: (state) => new Item("tick", "daily"),
  byTopic: {},
});
