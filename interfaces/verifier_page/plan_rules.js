import { Item } from "./records.js";

export const PLAN_RULES = Object.freeze({
  begun: (state) => new Item("plan", state.number),
  byTopic: {},
});
