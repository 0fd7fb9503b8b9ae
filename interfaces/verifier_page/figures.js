// Every rate and count, told anew from rows: for the whole county and for each unit.

import { writtenCell } from "./cells.js";
import { Divided } from "./divisions.js";
import { DigestSet, RowsDigest } from "./expected_rows.js";
import { HandlingDays } from "./handling_days.js";
import { byCodePoint } from "./json.js";
import { OPINION_COUNTS, OPINION_RATES } from "./opinion_figures.js";
import { smallestBase } from "./ranking.js";
import {
  COMMITMENT_COUNTS, COMMITMENT_RATES, MEASURE_RATES, TASK_COUNTS, TASK_RATES,
} from "./work_figures.js";

export const NO_UNIT = "未定单位";

/** By the kind of item: what its ledger is called, what is counted of it, who answers for it. */
const COUNTED = Object.freeze({
  opinion: {
    source: "opinions", label: "意见", rates: OPINION_RATES, counts: OPINION_COUNTS,
    leftOut: ["withdrawn", "not_admitted"], unitOf: ({ lead }) => lead[0] ?? null,
    numberOf: ({ number }) => number, contentOf: ({ title }) => title,
  },
  measure: {
    source: "measures", label: "整改措施", rates: MEASURE_RATES, counts: [],
    leftOut: [], unitOf: ({ unit }) => unit,
    numberOf: ({ plan, no }) => `${plan}第${no}项`, contentOf: ({ text }) => text,
  },
  task: {
    source: "tasks", label: "整改任务", rates: TASK_RATES, counts: TASK_COUNTS,
    leftOut: ["cancelled"], unitOf: ({ units }) => units[0] ?? null,
    numberOf: ({ number }) => number, contentOf: ({ text }) => text,
  },
  commitment: {
    source: "commitments", label: "公开承诺", rates: COMMITMENT_RATES, counts: COMMITMENT_COUNTS,
    leftOut: [], unitOf: ({ unit }) => unit,
    numberOf: ({ number }) => number, contentOf: ({ text }) => text,
  },
});

/** Return the kind of item that a ledger called so is about; undefined where there is none. */
export function kindCalled(label) {
  return Object.keys(COUNTED).find((kind) => COUNTED[kind].label === label);
}

/** Return the number by which the list of items calls an item of this kind. */
export function listedNumber(kind, row) {
  return COUNTED[kind].numberOf(row);
}

export class Figures {
  #asOf;
  #has;
  #shared;
  #sums = new Map();
  /** The smallest base for a ranking by the congress whose rules state it. */
  #bases = new Map();
  #digest;
  /** What each item counts for in the list of items. */
  listed = new DigestSet();

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
    this.#digest = new RowsDigest(this.usualCells);
  }

  /** What the list of items says most: which rate a row is about. */
  get usualCells() {
    return [...this.rates()].flatMap(({ code, title }) => [code, title]);
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

  /** Count an item of any kind; those of which no figure tells count for nothing. */
  add(kind, row) {
    if (kind === "rule-profile") this.#takeRules(row);
    if (!Object.hasOwn(COUNTED, kind) || this.#isLeftOut(kind, row)) return;
    this.divided.add(kind, row);
    if (kind === "opinion") this.days.add(row);
    const { rates, counts, unitOf } = COUNTED[kind];
    const [unit, weighed] = [unitOf(row) || "", this.#weighed(rates, row)];
    this.#list(this.#contributions(kind, row, weighed));
    for (const [{ code }, weights] of weighed) this.#count(code, unit, weights);
    for (const [{ code }, weights] of this.#weighed(counts, row)) this.#count(code, unit, weights);
  }

  #isLeftOut(kind, { status }) {
    return COUNTED[kind].leftOut.includes(status);
  }

  #list(rows) {
    if (!rows.length) return;
    for (const cells of rows) this.#digest.add(cells);
    this.listed.add(this.#digest.finish());
  }

  /** Return the rows of an item in the list of what each counts for, in written cells. */
  rowsOf(kind, row) {
    if (this.#isLeftOut(kind, row)) return [];
    return this.#contributions(kind, row, this.#weighed(COUNTED[kind].rates, row));
  }

  #contributions(kind, row, weighed) {
    const { label, unitOf, numberOf, contentOf } = COUNTED[kind];
    const unit = unitOf(row);
    const name = unit === null ? null : this.called(unit);
    const told = [label, numberOf(row), contentOf(row), unit, name].map(writtenCell);
    return weighed
      .filter(([, weights]) => weights.some(Boolean))
      .map(([{ code, title }, weights]) => [code, title, ...told, ...weights.map(String)]);
  }

  /** Return what an item adds to those of the figures whose period it belongs to. */
  #weighed(figures, row) {
    const weighed = [];
    for (const figure of figures) {
      if (this.#has(row[figure.cohort])) weighed.push([figure, figure.weigh(row, this.#asOf)]);
    }
    return weighed;
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
