// How items divide: by class, by satisfaction, by status; the shares of a whole come to 100.

import { apportioned } from "./figure_numbers.js";

const CLASSES = ["result_class", ["A", "B", "C", "D"]];
const GRADES = ["grade", ["satisfied", "basically_satisfied", "dissatisfied"]];
const OF_OPINIONS = ["opinion", "referredOn", "交办日期在期间内的意见"];
const OF_TASKS = ["task", "begunOn", "立项日期在期间内的整改任务"];
const OF_PROMISES = ["commitment", "begunOn", "起草日期在期间内的公开承诺"];

/** Each with its items, the fact by which they divide, and its parts in their order. */
const DIVISIONS = Object.freeze([
  ["办理结果分类", OF_OPINIONS, "currentClass", CLASSES],
  ["首次答复的结果分类", OF_OPINIONS, "firstClass", CLASSES],
  ["满意度", OF_OPINIONS, "lastGrade", GRADES],
  ["第一轮满意度", OF_OPINIONS, "firstGrade", GRADES],
  ["意见办理状态", OF_OPINIONS, "status", ["opinion_status", [
    "drafted", "formed", "referred", "return_requested", "in_handling", "merged", "replied",
    "tracking", "rehandling", "closed",
  ]]],
  ["任务状态", OF_TASKS, "status", ["task_status", [
    "planned", "assigned", "in_progress", "long_term", "closeout_requested", "accepted",
    "closed_out",
  ]]],
  ["承诺状态", OF_PROMISES, "status", ["commitment_status", [
    "drafted", "reviewed", "filed", "published", "claimed", "verified", "fulfilment_published",
    "followed_up", "archived", "withdrawn",
  ]]],
]);

export const SHARE_HEADERS = Object.freeze([
  "构成", "项目", "件数", "占比", "合计", "未列入", "范围",
]);

/** Counts the items that figures are about, by their parts. */
export class Divided {
  #has;
  #words;
  #counts = DIVISIONS.map(() => new Map());

  /** `has` tells whether a day lies in the period, `words` what stored ones are called. */
  constructor(has, words) {
    this.#has = has;
    this.#words = words;
  }

  /** Count an item wherever it belongs. */
  add(kind, row) {
    DIVISIONS.forEach(([, [of, cohort], fact], at) => {
      if (of !== kind || !this.#has(row[cohort])) return;
      const counts = this.#counts[at];
      counts.set(row[fact], (counts.get(row[fact]) ?? 0) + 1);
    });
  }

  /** Yield each part of each whole; items of no part are counted beside it. */
  *rows() {
    for (const [at, [title, [, , about], , [words, parts]]] of DIVISIONS.entries()) {
      const counts = parts.map((part) => this.#counts[at].get(part) ?? 0);
      const [total, shares] = [counts.reduce((sum, count) => sum + count), apportioned(counts)];
      const leftOut = this.#counts[at].get(null) ?? 0;
      for (const [place, part] of parts.entries()) {
        const label = this.#words[words][part];
        const cells = [title, label, counts[place], shares[place], total, leftOut, about];
        yield { about: `${title}(${label})`, cells };
      }
    }
  }
}
