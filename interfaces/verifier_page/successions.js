// Who is in charge, and what counts as done, once one unit stands in for another.

/** Refuse that a unit that is `inCharge` is succeeded by its own hand, or while it exists. */
export function requireSuccession(event, county, inCharge, notInCharge) {
  const { unit, successor } = event.state;
  event.requireIndependent(
    event.unit !== successor, `${successor}是承接单位,不得由其决定移交`,
    `unit ${successor} takes over and may not decide on it`,
  );
  event.requireIndependent(
    !event.inside((each) => each === successor),
    `${event.unit}隶属于承接单位${successor},不得由其决定移交`,
    `unit ${event.unit} is inside unit ${successor}, which takes over`,
  );
  event.require(inCharge.includes(unit), ...notInCharge);
  event.require(
    !county.tree.isActiveOn(unit, event.day), `单位${unit}当日尚未撤并`,
    `unit ${unit} has not ended on that day`,
  );
  county.requireActive(event, successor);
}

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
