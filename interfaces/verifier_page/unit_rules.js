import { Item } from "./records.js";

export const UNIT_RULES = Object.freeze({
  begun: (state) => new Item("unit", state.code),
  byTopic: {},
});
