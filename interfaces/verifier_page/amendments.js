// What an amendment says of what was before: neither more nor other than there was.

import { isSameFact, requireFormerDue } from "./due_origins.js";

const CALLED = Object.freeze({
  text: ["内容", "text"], target: ["目标", "target"], quantified: ["指标", "figure"],
});

/**
 * Refuse an amendment that changes nothing, or states something else as former. `present` is what
 * there is before it, `due` what is known of its due date; `formerOf` tells what names its former.
 */
export function requireAmendment(event, present, due, formerOf = (name) => `${name}_was`) {
  const { state } = event;
  const isChanged = (name) => state[name] !== null;
  const requireChange = (holds) => event.require(holds, "没有变化", "nothing changes");
  requireChange([...Object.keys(present), "due"].some(isChanged));
  for (const [name, was] of Object.entries(present)) {
    requireChange(!isChanged(name) || !isSameFact(state[name], was));
    const [chinese, english] = CALLED[name];
    event.require(
      isSameFact(state[formerOf(name)], isChanged(name) ? was : null),
      `所写原${chinese}与实际${chinese}不符`, `the ${english} stated as former is not the one there was`,
    );
  }
  const stated = state[formerOf("due")];
  event.require(
    (stated !== null) === isChanged("due"), "期限与原期限应当一并写明",
    "a due date and the one before it are stated together",
  );
  if (stated === null) return;
  requireFormerDue(event, stated, due);
  requireChange(state.due.on !== due.on);
}
