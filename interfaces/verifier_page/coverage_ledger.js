// Which opinions the measures of plans answer, and of which a plan says why it does not.

import { calledUnit } from "./cells.js";
import { OPINION_COLUMNS } from "./opinion_ledger.js";

/** Of these no measure can be expected; what no unit ever had is not listed at all. */
const NOT_TAKEN_ON = Object.freeze(["formed", "referred", "return_requested", "withdrawn"]);

/** Return the row of an opinion that measures can be expected of. */
export function takenOn(row) {
  return NOT_TAKEN_ON.includes(row.status) ? [] : [row];
}

/** Tell whether a measure answers the opinion. */
export function isAnswered({ answers }) {
  return answers.some(({ measures }) => measures.length);
}

function howAnswered(row) {
  if (isAnswered(row)) return "已有措施回应";
  const isWaived = row.answers.some(({ waivedBecause }) => waivedBecause !== null);
  return isWaived ? "已说明不予回应" : "尚无措施回应";
}

/** Show something of every plan, by their numbers. */
function ofAnswers(told) {
  return ({ answers }, known) => {
    return answers.flatMap((answer) => told(answer, known)).join(";") || null;
  };
}

export const COVERAGE_COLUMNS = Object.freeze({
  意见编号: OPINION_COLUMNS.编号,
  标题: OPINION_COLUMNS.标题,
  来源文件: OPINION_COLUMNS.来源文件,
  主办单位: ({ lead }, known) => calledUnit(lead[0], known),
  意见状态: OPINION_COLUMNS.状态,
  回应情况: howAnswered,
  整改方案: ofAnswers(({ plan, status }, { words }) => `${plan}(${words.plan_status[status]})`),
  回应措施: ofAnswers(({ measures }) => measures),
  不予回应理由: ofAnswers(({ waivedBecause }) => waivedBecause ?? []),
  标识: OPINION_COLUMNS.标识,
});
