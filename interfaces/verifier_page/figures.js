// Every rate and count, told anew from rows: for the whole county and for each unit.

import { Detail } from "./details.js";
import { Divided } from "./divisions.js";
import { HandlingDays } from "./handling_days.js";
import { byCodePoint } from "./json.js";
import { OPINION_COUNTS, OPINION_RATES } from "./opinion_figures.js";
import { smallestBase } from "./ranking.js";
import { partsInLead } from "./split_parts.js";
import {
  COMMITMENT_COUNTS, COMMITMENT_RATES, MEASURE_RATES, TASK_COUNTS, TASK_RATES,
} from "./work_figures.js";

export const NO_UNIT = "未定单位";

/** By the kind of item: what is counted of it and told where, and who answers for it. */
const COUNTED = Object.freeze({
  opinion: {
    source: "opinions", path: "比率/意见明细.csv", rates: OPINION_RATES, counts: OPINION_COUNTS,
    leftOut: ["withdrawn", "not_admitted"], unitsOf: ({ lead }) => lead,
    numberOf: ({ number }) => number, contentOf: ({ title }) => title,
  },
  measure: {
    source: "measures", path: "比率/措施明细.csv", rates: MEASURE_RATES, counts: [],
    leftOut: [], unitsOf: ({ unit }) => [unit],
    numberOf: ({ plan, no }) => `${plan}第${no}项`, contentOf: ({ text }) => text,
  },
  task: {
    source: "tasks", path: "比率/任务明细.csv", rates: TASK_RATES, counts: TASK_COUNTS,
    leftOut: ["cancelled"], unitsOf: ({ units }) => units.slice(0, 1),
    numberOf: ({ number }) => number, contentOf: ({ text }) => text,
  },
  commitment: {
    source: "commitments", path: "比率/承诺明细.csv", rates: COMMITMENT_RATES,
    counts: COMMITMENT_COUNTS, leftOut: [], unitsOf: ({ unit }) => [unit],
    numberOf: ({ number }) => number, contentOf: ({ text }) => text,
  },
});

/** What stands for the parts of split opinions where kinds of items stand. */
const SPLIT = "part";

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
    this.#details.set(SPLIT, new Detail("比率/分办明细.csv", OPINION_RATES));
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
    if (kind !== "opinion") return;
    this.#details.get(SPLIT).expect(place, rows.flatMap((row) => this.#detailedParts(row)));
  }

  /**
   * Count an item; return its rows in the table that tells what it counts for. One that is split
   * among lead units counts once for the whole, and for each of them its part.
   */
  #taken(kind, row) {
    if (isLeftOut(kind, row)) return [];
    this.divided.add(kind, row);
    if (kind === "opinion") this.days.add(row);
    const { rates, counts, unitsOf } = COUNTED[kind];
    const figures = [...rates, ...counts];
    const weighed = this.#weighed(figures, row);
    this.#count(figures, null, weighed);
    const parts = partsCounted(kind, row);
    for (const [unit, part] of parts) this.#count(figures, unit, this.#weighed(figures, part));
    if (!parts.length) this.#count(figures, unitsOf(row)[0] || "", weighed);
    return this.#detailed(kind, row, weighed.slice(0, rates.length));
  }

  /** Return the rows of the parts of an opinion in the table that tells what they count for. */
  #detailedParts(row) {
    return partsCounted("opinion", row).flatMap(([, part]) => {
      return this.#detailed("opinion", part, this.#weighed(OPINION_RATES, part));
    });
  }

  #detailed(kind, row, weighed) {
    const { unitsOf, numberOf, contentOf } = COUNTED[kind];
    const units = unitsOf(row);
    const told = {
      number: numberOf(row),
      content: contentOf(row),
      unit: units.join("、") || null,
      name: units.map((each) => this.called(each)).join("、") || null,
      id: row.id,
    };
    return this.#details.get(kind).rowsOf(told, weighed);
  }

  /** Return the check of each table of details by its path: a function of what reads its blocks. */
  detailChecks(placeOf, standing) {
    return [...this.#details].map(([kind, detail]) => {
      const told = (row) => (kind === SPLIT ? this.#detailedParts(row) : this.#toldOf(kind, row));
      const of = kind === SPLIT ? "opinion" : kind;
      const rowsOf = async (id) => (await standing(of, id)).flatMap(told);
      return [detail.path, (read) => detail.check(read, placeOf, rowsOf)];
    });
  }

  #toldOf(kind, row) {
    return this.#detailed(kind, row, this.#weighed(COUNTED[kind].rates, row));
  }

  /** Return what an item adds to each figure, null where the period leaves it out. */
  #weighed(figures, row) {
    return figures.map(({ cohort, weigh }) => {
      return this.#has(row[cohort]) ? weigh(row, this.#asOf) : null;
    });
  }

  /** Add what an item counts for, where it counts, to the sums of a unit, or the whole (null). */
  #count(figures, unit, weighed) {
    figures.forEach(({ code }, place) => {
      const [groups, weights] = [this.#sums.get(code), weighed[place]];
      if (!weights) return;
      if (!groups.has(unit)) groups.set(unit, [0, 0, 0]);
      const sums = groups.get(unit);
      for (let at = 0; at < weights.length; at++) sums[at] += weights[at];
    });
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

/** Return what counts for each lead unit of an item that is split among several. */
function partsCounted(kind, row) {
  return kind === "opinion" && !isLeftOut(kind, row) ? partsInLead(row) : [];
}

/** Tell whether figures leave an item out altogether. */
function isLeftOut(kind, { status }) {
  return COUNTED[kind].leftOut.includes(status);
}
