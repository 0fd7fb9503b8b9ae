// Who may act on an opinion: its lead units, its proposers, and those who have no hand in it.

/** Refuse an act that only a lead unit may do. */
export function requireLead(event) {
  event.require(event.item.lead.includes(event.unit), "不是主办单位", "it is not a lead unit");
}

/** Refuse a decision by a unit that handles the opinion or did, or by one inside it. */
export function requireNotHandling(event) {
  const { lead, coUnits, former } = event.item;
  requireOutside(event, [...lead, ...coUnits], "承办单位", "handles");
  requireOutside(event, former, "原承办单位", "handled");
}

function requireOutside(event, units, called, does) {
  const { unit } = event;
  event.requireIndependent(
    !units.includes(unit), `${unit}是${called},不得由其审定`,
    `unit ${unit} ${does} the opinion and may not decide on it`,
  );
  const inside = event.inside((each) => units.includes(each));
  event.requireIndependent(
    inside === undefined, `${unit}隶属于${called}${inside},不得由其审定`,
    `unit ${unit} is inside unit ${inside}, which ${does} the opinion`,
  );
}

/** Refuse somebody who did not propose the opinion, where anybody did. */
export function requireProposer(event, person) {
  const { proposers } = event.item;
  event.require(
    !proposers.length || proposers.includes(person), `${person}不是提出人`,
    `${person} is not a proposer`,
  );
}
