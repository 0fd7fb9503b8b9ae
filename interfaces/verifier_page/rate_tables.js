// The rates and counts of a county as tables, and the same rates as one JSON document.

import { joined, textOf } from "./bytes.js";
import { percentage, roundedHalfUp } from "./figure_numbers.js";
import { NO_UNIT } from "./figures.js";
import { isObject, NotJson, plainJson } from "./json.js";
import { Problem, Refused } from "./refusal.js";

export const RATES_JSON = "比率/比率.json";
const LARGEST_RATES = 67_108_864;
const WHOLE_COUNTY = "全部";
/** What stands in the document, in this order. */
const STATED = Object.freeze([
  "definitions_version", "county", "title", "period_from", "period_to", "as_of", "known_at",
  "selection", "rates", "handling_days",
]);

export const RATE_HEADERS = Object.freeze([
  "指标代码", "指标", "范围", "单位代码", "分子", "分母", "比率", "未定时限不计入", "计算口径",
]);
export const COUNT_HEADERS = Object.freeze([
  "指标代码", "指标", "范围", "单位代码", "件数", "总天数", "平均天数", "未定时限不计入",
  "计算口径",
]);

/** Yield each rate, followed by the same rate of every unit. */
export function* rateRows(figures) {
  for (const rate of figures.rates()) {
    for (const [unit, [numerator, denominator, leftOut]] of figures.groups(rate.code)) {
      const cells = [numerator, denominator, percentage(numerator, denominator), leftOut];
      yield figureRow(figures, rate, unit, cells);
    }
  }
}

/** Yield each count, followed by the same count of every unit; those of days come last. */
export function* countRows(figures) {
  const counts = [...figures.counts()];
  const ofDays = counts.filter(countsDays);
  for (const count of [...counts.filter((each) => !countsDays(each)), ...ofDays]) {
    for (const [unit, [days, number, leftOut]] of figures.groups(count.code)) {
      const late = countsDays(count) ? [days, roundedHalfUp(days, number)] : [null, null];
      yield figureRow(figures, count, unit, [number, ...late, leftOut]);
    }
  }
}

function countsDays({ code }) {
  return code.endsWith("-days");
}

function figureRow(figures, { code, title }, unit, cells) {
  const called = unit === null ? WHOLE_COUNTY : figures.called(unit);
  const about = `${code}(${unit || WHOLE_COUNTY})`;
  return { about, cells: [code, title, called, unit || null, ...cells] };
}

/**
 * Refuse the first rate of the document that differs, then what stands beside the rates, then any
 * form but the one it has: nothing is told twice, written otherwise, or beside what is recomputed.
 */
export async function requireRatesJson(figures, { periodFrom, periodTo, asOf }, blocks) {
  const text = await readText(blocks);
  const stated = ratesIn(text);
  const rates = isObject(stated) ? stated.rates : null;
  if (!Array.isArray(rates) || !rates.every(isObject)) throw notReadable();
  const expected = [...figures.rates()].map((rate) => {
    const found = rates.filter(({ code }) => code === rate.code);
    const following = asStated(figures, rate, found[0]?.formula ?? null);
    requireRate(found, following);
    return following;
  });
  if (rates.length !== expected.length) throw differs("*", null, rates.length, expected.length);
  const beside = {
    period_from: periodFrom, period_to: periodTo, as_of: asOf, handling_days: figures.days.facts(),
  };
  for (const [name, fact] of Object.entries(beside)) {
    if (!sameFacts(stated[name], fact)) throw differs(name, null, stated[name], fact);
  }
  const told = { ...stated, ...beside, rates: expected };
  const inForm = Object.fromEntries(STATED.map((name) => [name, told[name] ?? null]));
  if (`${JSON.stringify(inForm, null, 1)}\n` !== text) throw notReadable();
}

/** Return the text of a file; null where it is none. */
async function readText(blocks) {
  const parts = [];
  let length = 0;
  for await (const block of blocks) {
    parts.push(block);
    length += block.length;
    if (length > LARGEST_RATES) throw notReadable();
  }
  return textOf(joined(...parts));
}

function ratesIn(text) {
  try {
    return plainJson(text ?? "");
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    return null;
  }
}

/** Return a rate as it should be; what it says in words is that of the one found. */
function asStated(figures, { code, title, source }, formula) {
  const [[, whole], ...units] = figures.groups(code);
  return {
    code,
    title,
    formula,
    source,
    ...countsIn(whole),
    by_unit: units.map(([unit, sums]) => {
      return { unit: unit || null, name: figures.called(unit), ...countsIn(sums) };
    }),
  };
}

function countsIn([numerator, denominator, leftOut]) {
  const percent = roundedHalfUp(100 * numerator, denominator);
  return { numerator, denominator, percent, left_out: leftOut };
}

/** Name the unit and the counts that differ; where the shape differs, the rate alone. */
function requireRate(found, expected) {
  const { code } = expected;
  const parts = found.length === 1 ? found[0].by_unit : null;
  if (!Array.isArray(parts) || !parts.every(isObject)) {
    throw differs(code, null, `${found.length}项`, "1项");
  }
  const [stated, recomputed] = [groupsIn(found[0], parts), groupsIn(expected, expected.by_unit)];
  for (let at = 0; at < Math.min(stated.length, recomputed.length); at++) {
    const [[, one], [unit, other]] = [stated[at], recomputed[at]];
    if (!sameFacts(one, other)) throw differs(code, unit, quotient(one), quotient(other));
  }
  if (stated.length !== recomputed.length) {
    throw differs(code, null, `${stated.length}组`, `${recomputed.length}组`);
  }
}

function groupsIn(rate, parts) {
  const groups = [[null, rate], ...parts.map((part) => [part.unit || NO_UNIT, part])];
  return groups.map(([unit, { by_unit: _, formula: __, ...facts }]) => [unit, facts]);
}

function quotient({ numerator, denominator }) {
  return `${numerator}/${denominator}`;
}

/** Tell whether what is stated is what follows; to verify.py true and 1 are one. */
function sameFacts(stated, fact) {
  if (!isObject(fact)) return (typeof stated === "boolean" ? Number(stated) : stated) === fact;
  const names = Object.keys(fact);
  return (
    isObject(stated) &&
    Object.keys(stated).length === names.length &&
    names.every((name) => Object.hasOwn(stated, name) && sameFacts(stated[name], fact[name]))
  );
}

function differs(code, unit, ...facts) {
  const [stated, recomputed] = facts.map((each) => {
    return typeof each === "string" ? each : JSON.stringify(each ?? null);
  });
  return new Refused(
    Problem.RATES_DIFFER,
    `比率${code}(${unit ?? WHOLE_COUNTY})写的是${stated},按事件应为${recomputed}`,
    `${code} of ${unit ?? "the whole"}: stated ${stated}, recomputed ${recomputed}`,
    RATES_JSON,
  );
}

function notReadable() {
  return new Refused(Problem.RATES_DIFFER, "不是规定的格式", "is not in its form", RATES_JSON);
}
