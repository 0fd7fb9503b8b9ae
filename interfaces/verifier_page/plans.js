// Plans as they stood on a day: their measures, and what each has for the opinions it is about.

/** A measure as it reads; of a class, whose objects take less room than those put together. */
class Measure {
  addedOn = null;

  constructor({ no, text, responsibility, fund, due, answers }) {
    const { leaders, offices, assignees, lead_unit: leadUnit } = responsibility;
    this.no = no;
    this.text = text;
    this.leadUnit = leadUnit;
    this.isDated = due.on !== null;
    this.answers = answers;
    const besidesDeadline = [
      true, // the measure itself
      leaders.length && offices.length,
      leaders.length || assignees.length,
      fund,
    ];
    this.filledBesides = besidesDeadline.filter(Boolean).length;
  }

  /** How many of the five elements it pins down. */
  get filled() {
    return this.filledBesides + (this.isDated ? 1 : 0);
  }
}

function planDrafted({ number, unit, opinion_ids: opinionIds }) {
  return { number, unit, opinionIds, measures: new Map(), waived: new Map() };
}

function measurePut({ measure: stated }) {
  const measure = new Measure(stated);
  return ({ measures }, day) => {
    measure.addedOn = measures.get(measure.no)?.addedOn ?? day;
    measures.set(measure.no, measure);
  };
}

function measureTaken({ no }) {
  return ({ measures }) => measures.delete(no);
}

function measureAmended({ no, text, due }) {
  return ({ measures }) => {
    const measure = measures.get(no);
    if (!measure) return;
    measure.text = text || measure.text;
    if (due) measure.isDated = due.on !== null;
  };
}

function planHandedOver({ successor, measures: numbers }) {
  return (plan) => {
    plan.unit = successor;
    for (const no of numbers) {
      const measure = plan.measures.get(no);
      if (measure?.leadUnit) measure.leadUnit = successor;
    }
  };
}

/** How plans are told. */
export const PLANS = Object.freeze({
  begin: planDrafted,
  changes: {
    "plan.measure-added": measurePut,
    "plan.measure-revised": measurePut,
    "plan.measure-removed": measureTaken,
    "plan.measure-cancelled": measureTaken,
    "plan.measure-amended": measureAmended,
    "plan.handed-over": planHandedOver,
    "plan.opinion-waived": ({ opinion_id: id, reason }) => ({ waived }) => waived.set(id, reason),
  },
});

/** Yield what a plan has for each of its opinions, with the opinion's identity. */
export function* answersIn(plan) {
  const answering = new Map();
  for (const { no, text, answers } of measuresByNumber(plan)) {
    const told = `${plan.number}第${no}项:${text}`;
    for (const id of new Set(answers)) answering.set(id, [...(answering.get(id) ?? []), told]);
  }
  const { number, status, waived } = plan;
  for (const id of plan.opinionIds) {
    const waivedBecause = waived.get(id) ?? null;
    yield [id, { plan: number, status, measures: answering.get(id) ?? [], waivedBecause }];
  }
}

/** Return a row for each measure of a plan, by their numbers. */
export function measureRows(plan) {
  return measuresByNumber(plan).map(({ no, text, leadUnit, addedOn, filled }) => {
    const { id, number, unit } = plan;
    return { id, plan: number, no, text, unit: leadUnit || unit, addedOn, filled };
  });
}

function measuresByNumber({ measures }) {
  return [...measures.values()].sort((one, other) => one.no - other.no);
}
