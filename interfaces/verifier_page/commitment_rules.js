import { Item } from "./records.js";

export const COMMITMENT_RULES = Object.freeze({
  begun: (state) => new Item("commitment", state.number),
  byTopic: {},
});
