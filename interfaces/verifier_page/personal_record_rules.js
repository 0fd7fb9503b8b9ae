import { Item } from "./records.js";

export const PERSONAL_RECORD_RULES = Object.freeze({
  begun: (state) => new Item("personal-record", state.subject),
  byTopic: {},
});
