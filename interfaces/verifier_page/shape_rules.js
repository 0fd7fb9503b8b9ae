// What must hold between the facts of a shape, each of which is sound by itself.

import { isAmountWithin } from "./amounts.js";
import { MONTHS_BETWEEN } from "./reporting.js";

const MONTHS_IN_A_YEAR = 12;

/** Return the rules by shape, `ofShapes`, and by the kind of a deadline, `ofDeadlines`. */
export function shapeRules(longestTerms) {
  return {
    ofShapes: new Map(Object.entries({
      due: ({ on, undated }) => (on === null) === undated,
      term: ({ length, unit }) => length >= 1 && length <= longestTerms[unit],
      target: isTargetBounded,
      phase: ({ starts_on: starts, ends_on: ends }) => starts <= ends,
      recurring: runsForwards,
      measure: isMeasureConsistent,
      level: isLevelSensible,
      scale: ({ levels }) => areAllDifferent(levels.map(levelMark)),
      retention: ({ kept_as: kept, until }) => (until === null) === (kept === "permanent"),
    })),
    ofDeadlines: new Map(Object.entries({
      window: runsForwards,
      period_end: ({ ordinal, period }) => ordinal * MONTHS_BETWEEN[period] <= MONTHS_IN_A_YEAR,
      recurring: runsForwards,
      before_meeting: ({ term }) => term.unit !== "month",
      by_difficulty: isDifficultyComplete,
    })),
  };
}

function runsForwards({ first, last }) {
  return last === null || first <= last;
}

function isTargetBounded({ minimum, maximum }) {
  if (minimum === null || maximum === null) return minimum !== maximum;
  return isAmountWithin(minimum, { minimum: null, maximum });
}

function isMeasureConsistent({ sub_actions: actions, handling, review_on: review }) {
  const areNumbered = areAllDifferent(actions.map(({ no }) => no));
  return areNumbered && (handling !== "long_term" || review !== null);
}

function isLevelSensible({ trigger, days, counted_in: unit }) {
  return unit !== "month" && (trigger === "behind") === (days === 0);
}

function levelMark({ trigger, days, counted_in: unit }) {
  return `${trigger} ${days} ${unit}`;
}

function areAllDifferent(values) {
  return new Set(values).size === values.length;
}

function isDifficultyComplete({ difficulty, day, review_on: review }) {
  if ((difficulty === "long_term" ? review : day) === null) return false;
  return day === null || review === null || review <= day;
}
