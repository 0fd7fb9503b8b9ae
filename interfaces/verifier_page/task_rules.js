import { Item } from "./records.js";

export const TASK_RULES = Object.freeze({
  begun: (state) => new Item("task", state.number),
  byTopic: {},
});
