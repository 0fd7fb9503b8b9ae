// Four eyes, told from the events alone: whoever carried a matter out never judges it.

/** Who had a hand in carrying a matter out: units by code, persons by name. */
export class Hands {
  /** Units that are responsible, were responsible, or reported. */
  #units;
  /** Units that reported and every unit above them. */
  #superiors = new Set();
  #persons = new Set();

  constructor(units = []) {
    this.#units = new Set(units);
  }

  /** Add units made responsible and the persons named with them. */
  join(units, persons) {
    for (const unit of units) this.#units.add(unit);
    for (const person of persons) this.#persons.add(person);
  }

  /** Add who reported, their unit and the units above it. */
  report({ actor }, lineage) {
    this.join(lineage.slice(0, 1), [actor]);
    for (const unit of lineage) this.#superiors.add(unit);
  }

  /** Refuse a decision by a person or a unit that carried the matter out, or inside one. */
  requireOther(event) {
    event.requireIndependent(
      !this.#units.has(event.unit), `${event.unit}参与了该事项的办理,不得由其审定`,
      `unit ${event.unit} carried the matter out and may not decide on it`,
    );
    const inside = event.inside((unit) => this.#units.has(unit));
    event.requireIndependent(
      inside === undefined, `${event.unit}隶属于参与了该事项办理的${inside},不得由其审定`,
      `unit ${event.unit} is inside unit ${inside}, which carried the matter out`,
    );
    this.#requireOtherPerson(event, "审定", "decide on it");
  }

  /** Refuse a verifier inside a performing unit, above one, or who performed in person. */
  requireWhollyOther(event, tree) {
    const inside = tree.lineageOn(event.unit, event.day).find((unit) => this.#units.has(unit));
    event.requireIndependent(
      inside === undefined, `核查单位${event.unit}就是或者隶属于承办单位${inside}`,
      `the verifying unit ${event.unit} is inside a performing unit`,
    );
    event.requireIndependent(
      !this.#superiors.has(event.unit), `报告办理情况的单位隶属于核查单位${event.unit}`,
      `a unit that reported is under the verifying unit ${event.unit}`,
    );
    this.#requireOtherPerson(event, "核查", "verify it");
    requireLineage(event, tree);
  }

  #requireOtherPerson(event, judging, inEnglish) {
    event.requireIndependent(
      !this.#persons.has(event.actor), `${event.actor}参与了该事项的办理,不得由其${judging}`,
      `${event.actor} carried the matter out and may not ${inEnglish}`,
    );
  }
}

/** Refuse what is done by a unit that is responsible for a plan or was, or by who handed it in. */
export function requireNotOfPlan(event, plan, { tree }, [byUnit, byPerson, english]) {
  event.requireIndependent(
    !plan.isOf(tree.lineageOn(event.unit, event.day)), `责任单位不得${byUnit}`,
    `${english} by the responsible unit`,
  );
  event.requireIndependent(
    event.actor !== plan.submitter, `${event.actor}报送该方案,不得由其${byPerson}`,
    `${english} by ${event.actor}, who handed it in`,
  );
}

/** Refuse a change of what was approved by its unit, one inside it, or who handed it in. */
export function requireChangedByOther(event, plan, county) {
  requireNotOfPlan(event, plan, county, ["自行变更已审定的方案", "变更", "changed"]);
}

/** Refuse a change of a task by those who may not change its plan. */
export function requireNotOfOwnPlan(event, county) {
  const { planId } = event.item;
  if (planId !== null) requireChangedByOther(event, county.item("plan", planId), county);
}

/** Return the line of units an event states; refuse one that is not the tree's on that day. */
export function requireLineage(event, tree) {
  const { lineage: stated } = event.state;
  const found = tree.lineageOn(event.unit, event.day);
  event.require(
    stated.length === found.length && stated.every((unit, at) => unit === found[at]),
    `所写隶属关系${stated.join("、")}与单位登记不符`,
    `the line of units stated is not that of unit ${event.unit} on that day`,
  );
  return stated;
}
