// Every rate and count, told anew from rows: for the whole county and for each unit.

import { Detail } from "./details.js";
import { Divided } from "./divisions.js";
import { HandlingDays } from "./handling_days.js";
import { byCodePoint } from "./json.js";
import { OPINION_COUNTS, OPINION_RATES } from "./opinion_figures.js";
import { smallestBase } from "./ranking.js";
import {
  COMMITMENT_COUNTS, COMMITMENT_RATES, MEASURE_RATES, TASK_COUNTS, TASK_RATES,
} from "./work_figures.js";

export const NO_UNIT = "未定单位";

/** By the kind of item: what is counted of it and told where, and who answers for it. */
const COUNTED = Object.freeze({
  opinion: {
    source: "opinions", path: "比率/意见明细.csv", rates: OPINION_RATES, counts: OPINION_COUNTS,
    leftOut: ["withdrawn", "not_admitted"], unitOf: ({ lead }) => lead[0] ?? null,
    numberOf: ({ number }) => number, contentOf: ({ title }) => title,
  },
  measure: {
    source: "measures", path: "比率/措施明细.csv", rates: MEASURE_RATES, counts: [],
    leftOut: [], unitOf: ({ unit }) => unit,
    numberOf: ({ plan, no }) => `${plan}第${no}项`, contentOf: ({ text }) => text,
  },
  task: {
    source: "tasks", path: "比率/任务明细.csv", rates: TASK_RATES, counts: TASK_COUNTS,
    leftOut: ["cancelled"], unitOf: ({ units }) => units[0] ?? null,
    numberOf: ({ number }) => number, contentOf: ({ text }) => text,
  },
  commitment: {
    source: "commitments", path: "比率/承诺明细.csv", rates: COMMITMENT_RATES,
    counts: COMMITMENT_COUNTS, leftOut: [], unitOf: ({ unit }) => unit,
    numberOf: ({ number }) => number, contentOf: ({ text }) => text,
  },
});

export class Figures {
  #asOf;
  #has;
  #shared;
  #sums = new Map();
  /** The smallest base for a ranking by the congress whose rules state it. */
  #bases = new Map();
  /** By the kind of item the table that tells what each counts for. */
  #details = new Map();

  /** `has` tells whether a day lies in the period, `words` what stored ones are called. */
  constructor(asOf, has, shared, words) {
    this.#asOf = asOf;
    this.#has = has;
    this.#shared = shared;
    this.divided = new Divided(has, words);
    this.days = new HandlingDays(has, asOf);
    for (const { code } of [...this.rates(), ...this.counts()]) {
      this.#sums.set(code, new Map([[null, [0, 0, 0]]]));
    }
    for (const [kind, { path, rates }] of Object.entries(COUNTED)) {
      this.#details.set(kind, new Detail(path, rates));
    }
  }

  /** Yield each rate, with what the ledger of its items is called by programs. */
  *rates() {
    for (const { source, rates } of Object.values(COUNTED)) {
      for (const rate of rates) yield { source, ...rate };
    }
  }

  /** Yield each count. */
  *counts() {
    for (const { counts } of Object.values(COUNTED)) yield* counts;
  }

  /** Count the rows of any kind under the identity at a place; many kinds count for nothing. */
  add(kind, place, rows) {
    if (kind === "rule-profile") rows.forEach((row) => this.#takeRules(row));
    if (!Object.hasOwn(COUNTED, kind)) return;
    this.#details.get(kind).expect(place, rows.flatMap((row) => this.#taken(kind, row)));
  }

  /** Count an item; return its rows in the table that tells what it counts for. */
  #taken(kind, row) {
    if (isLeftOut(kind, row)) return [];
    this.divided.add(kind, row);
    if (kind === "opinion") this.days.add(row);
    const { rates, counts, unitOf } = COUNTED[kind];
    const [unit, weighed] = [unitOf(row) || "", this.#weighed(rates, row)];
    const all = [...weighed, ...this.#weighed(counts, row)];
    [...rates, ...counts].forEach(({ code }, at) => {
      if (all[at]) this.#count(code, unit, all[at]);
    });
    return this.#detailed(kind, row, weighed);
  }

  #detailed(kind, row, weighed) {
    const { unitOf, numberOf, contentOf } = COUNTED[kind];
    const unit = unitOf(row);
    const told = {
      number: numberOf(row),
      content: contentOf(row),
      unit,
      name: unit === null ? null : this.called(unit),
      id: row.id,
    };
    return this.#details.get(kind).rowsOf(told, weighed);
  }

  /** Return the check of each table of details by its path: a function of what reads its blocks. */
  detailChecks(placeOf, standing) {
    return [...this.#details].map(([kind, detail]) => {
      const rowsOf = async (id) => (await standing(kind, id)).flatMap((row) => {
        return this.#detailed(kind, row, this.#weighed(COUNTED[kind].rates, row));
      });
      return [detail.path, (read) => detail.check(read, placeOf, rowsOf)];
    });
  }

  /** Return what an item adds to each figure, null where the period leaves it out. */
  #weighed(figures, row) {
    return figures.map(({ cohort, weigh }) => {
      return this.#has(row[cohort]) ? weigh(row, this.#asOf) : null;
    });
  }

  #count(code, unit, weights) {
    const groups = this.#sums.get(code);
    if (!groups.has(unit)) groups.set(unit, [0, 0, 0]);
    const [whole, part] = [groups.get(null), groups.get(unit)];
    for (let at = 0; at < weights.length; at++) {
      whole[at] += weights[at];
      part[at] += weights[at];
    }
  }

  #takeRules({ congress, versions }) {
    for (const { validFrom, validUntil, rankingBase } of versions) {
      const isInForce = validFrom <= this.#asOf && this.#asOf <= (validUntil ?? this.#asOf);
      if (isInForce) this.#bases.set(congress, rankingBase);
    }
  }

  /** Return below which base nobody is ranked on the day. */
  smallestBase() {
    return smallestBase(this.#bases, this.#shared.units);
  }

  /** Return what a unit is called; what items without one are, too. */
  called(unit) {
    return unit ? this.#shared.nameOf(unit) : NO_UNIT;
  }

  /** Return the sums of a figure: of the whole (null), then of each unit by its code. */
  groups(code) {
    const groups = this.#sums.get(code);
    const units = [...groups.keys()].filter((unit) => unit !== null).sort(byCodePoint);
    return [null, ...units].map((unit) => [unit, groups.get(unit)]);
  }
}

/** Tell whether figures leave an item out altogether. */
function isLeftOut(kind, { status }) {
  return COUNTED[kind].leftOut.includes(status);
}
