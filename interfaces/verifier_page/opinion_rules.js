import { Item } from "./records.js";

export const OPINION_RULES = Object.freeze({
  begun: (state) => new Item("opinion", state.number),
  byTopic: {},
});
