// Who handles an opinion, and what counts as done, once one unit stands in for another.

/** Return units with the successor in the place of the one that ended, each once. */
function succeeded(units, { unit, successor }) {
  return [...new Set(units.map((each) => (each === unit ? successor : each)))];
}

/** Return lead units and co-units after a handover; who leads is no co-unit as well. */
export function unitsAfter({ lead, coUnits }, handover) {
  const leading = succeeded(lead, handover);
  const beside = succeeded(coUnits, handover).filter((each) => !leading.includes(each));
  return { lead: leading, coUnits: beside };
}

/** Return whose parts are done; of two parts in one hand both, or neither. */
export function doneAfter(done, parts, handover) {
  const both = [handover.unit, handover.successor];
  const areAllIn = (units) => both.every((each) => units.includes(each));
  const isHalfDone = areAllIn(parts) && !areAllIn(done);
  return isHalfDone ? done.filter((each) => !both.includes(each)) : succeeded(done, handover);
}
