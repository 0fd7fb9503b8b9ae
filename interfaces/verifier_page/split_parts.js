// The parts of an opinion that is split among several lead units: what each did of its own.

/** What each lead unit has of its own; everything else it shares with the opinion. */
const OWN_FACTS = Object.freeze([
  "acknowledgedOn", "consultedOn", "firstRepliedOn", "firstReplyDue", "firstClass", "currentClass",
]);

/** Begin a part for each of several lead units; a talk held before counts for all of them. */
export function partsAmong(lead, consultedOn) {
  if (lead.length === 1) return null;
  const nothingYet = Object.fromEntries(OWN_FACTS.map((name) => [name, null]));
  return new Map(lead.map((unit) => [unit, { ...nothingYet, consultedOn }]));
}

/** Return the part of the unit that acts; one that counts for nothing where there is none. */
export function ownPart({ parts }, { unit }) {
  return parts?.get(unit) ?? {};
}

/** Return the parts a talk counts for: its lead unit's, or all where somebody else held it. */
export function partsConsulted({ parts }, { unit }) {
  const own = parts?.get(unit);
  return own ? [own] : allParts({ parts });
}

/** Let the successor have the part of the unit that ended; the row has its new lead units. */
export function handPartOver(row, { unit, successor }) {
  const { parts, lead, round } = row;
  if (!parts?.has(unit)) return;
  const own = parts.get(unit);
  const other = parts.get(successor);
  const taken = new Map(parts).set(successor, other ? inOneHand(own, other) : own);
  const left = new Map(lead.map((each) => [each, taken.get(each)]));
  row.parts = left.size > 1 ? left : null;
  if (round === 1) Object.assign(row, asWhole([...left.values()]));
}

/** Return what counts of an opinion in its first round: the first signature, the worst class. */
function asWhole(parts) {
  const [acknowledgedOn = null] = told(parts, "acknowledgedOn");
  const worst = told(parts, "firstClass").at(-1) ?? null;
  return {
    acknowledgedOn, firstClass: worst, currentClass: worst, classifiedRound: Number(worst !== null),
  };
}

/** Return, from the least on, what parts have of a fact. */
function told(parts, name) {
  return parts.map((part) => part[name]).filter((fact) => fact).sort();
}

/** Return what counts as done of two parts that are one now: what was done for both. */
function inOneHand(own, other) {
  const done = Object.fromEntries(OWN_FACTS.map((name) => [name, null]));
  [done.consultedOn = null] = told([own, other], "consultedOn");
  if (own.acknowledgedOn && other.acknowledgedOn) {
    done.acknowledgedOn = latest(own.acknowledgedOn, other.acknowledgedOn);
  }
  if (own.firstRepliedOn && other.firstRepliedOn) {
    const { firstRepliedOn, firstReplyDue } =
      own.firstRepliedOn >= other.firstRepliedOn ? own : other;
    const firstClass = latest(own.firstClass, other.firstClass);
    const currentClass = latest(own.currentClass, other.currentClass);
    Object.assign(done, { firstRepliedOn, firstReplyDue, firstClass, currentClass });
  }
  return done;
}

/** Of two days the later one, of two classes the worse. */
function latest(one, other) {
  return one >= other ? one : other;
}

export function allParts({ parts }) {
  return parts ? [...parts.values()] : [];
}

/** Return each lead unit of a split opinion, and the opinion as it stands for that unit. */
export function partsInLead(row) {
  if (!row.parts) return [];
  return [...row.parts].map(([unit, ownFacts]) => [unit, { ...row, ...ownFacts, lead: [unit] }]);
}
