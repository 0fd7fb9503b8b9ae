// Units ranked by each rate: exactly, and by the rules that governed the county on the day.

import { percentage } from "./figure_numbers.js";
import { STATUTORY } from "./reference_ledgers.js";

/** Below it nobody is ranked, where no rules say otherwise. */
const USUAL_BASE = 5;
/** The rates of which less is better. */
const LOWEST_FIRST = Object.freeze([
  "return-rate", "rehandling-rate", "extension-rate", "recurrence-rate", "supervision-rate",
  "task-extension-rate", "task-recurrence-rate", "task-supervision-rate",
  "commitment-supervision-rate",
]);

export const RANKING_HEADERS = Object.freeze([
  "指标代码", "指标", "名次", "单位代码", "单位", "分子", "分母", "比率", "参加排名的最小分母",
  "排名次序",
]);

/** Yield the units by each rate in their places; those without a place come last. */
export function* rankingRows(figures) {
  const base = figures.smallestBase();
  for (const { code, title } of figures.rates()) {
    const isLowestFirst = LOWEST_FIRST.includes(code);
    const counted = [];
    for (const [unit, [numerator, denominator]] of figures.groups(code)) {
      if (unit) counted.push({ unit, numerator, denominator });
    }
    for (const each of ranked(counted, base, isLowestFirst)) {
      const { place, unit, numerator, denominator } = each;
      const cells = [
        code, title, place ?? "不排名", unit, figures.called(unit), numerator, denominator,
        percentage(numerator, denominator), base, isLowestFirst ? "低者在前" : "高者在前",
      ];
      yield { about: `${code}(${unit})`, cells };
    }
  }
}

/**
 * Return units, which come in the order of their codes, by their exact rates; equal rates share a
 * place, which the next ones skip.
 */
function ranked(counted, base, isLowestFirst) {
  const isApart = ({ denominator }) => denominator < base || !denominator;
  const compared = counted.filter((each) => !isApart(each)).sort((one, other) => {
    const byRate = isLowestFirst ? difference(one, other) : difference(other, one);
    return byRate || other.denominator - one.denominator;
  });
  let before = null;
  compared.forEach((each, at) => {
    each.place = before && !difference(before, each) ? before.place : at + 1;
    before = each;
  });
  return [...compared, ...counted.filter(isApart)];
}

/** Return a number that tells which rate is lower, exactly. */
function difference(one, other) {
  return one.numerator * other.denominator - other.numerator * one.denominator;
}

/**
 * Return below which base nobody is ranked: as the only standing committee has it, else those above
 * it, else the statutory rules. `bases` are those in force by congress, `units` stand by code.
 */
export function smallestBase(bases, units) {
  const congresses = [...units.values()].filter(({ kind, endedOn }) => {
    return kind === "standing_committee" && endedOn === null;
  });
  if (congresses.length !== 1) return USUAL_BASE;
  const lineage = [];
  for (let code = congresses[0].code; code && !lineage.includes(code); ) {
    lineage.push(code);
    code = units.get(code)?.parent;
  }
  const found = [...lineage, STATUTORY].find((code) => bases.has(code));
  return found === undefined ? USUAL_BASE : bases.get(found);
}
