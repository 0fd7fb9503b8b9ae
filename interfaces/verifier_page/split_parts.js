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

export function allParts({ parts }) {
  return parts ? [...parts.values()] : [];
}

/** Return each lead unit of a split opinion, and the opinion as it stands for that unit. */
export function partsInLead(row) {
  if (!row.parts) return [];
  return [...row.parts].map(([unit, ownFacts]) => [unit, { ...row, ...ownFacts, lead: [unit] }]);
}
