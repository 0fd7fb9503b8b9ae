// What was judged and counted by: the published versions of rules, and the holidays of years.

import { calledUnit, fact, howMany, joinedTexts } from "./cells.js";
import { daysLater } from "./days.js";

/** Stands for the congress whose rules are the statutory ones. */
export const STATUTORY = "STATUTORY";
const STATUTORY_RULES = "法定规则";

/** A version ends where the next one begins. */
function published(state) {
  const { version, title, valid_from: validFrom, valid_until: validUntil } = state;
  const told = {
    version, title, validFrom, validUntil, basisDocument: state.basis_document,
    rankingBase: state.rules.figures.ranking_base,
  };
  return ({ versions }) => {
    const before = versions.at(-1);
    if (before) before.validUntil ??= daysLater(validFrom, -1);
    versions.push(told);
  };
}

function ended({ valid_until: validUntil }) {
  return ({ versions }) => (versions.at(-1).validUntil = validUntil);
}

/** How the rules of a congress are told. */
export const PROFILES = Object.freeze({
  begin: ({ congress }) => ({ congress, versions: [] }),
  changes: { "rule-profile.published": published, "rule-profile.ended": ended },
  isListed: () => true,
});

/** Return a row for each published version. */
export function versionsOf({ id, congress, versions }) {
  return versions.map((version) => ({ id, congress, ...version }));
}

export const PROFILE_COLUMNS = Object.freeze({
  机关代码: fact("congress"),
  机关: ({ congress }, known) => {
    return congress === STATUTORY ? STATUTORY_RULES : calledUnit(congress, known);
  },
  版次: fact("version"),
  名称: fact("title"),
  施行日期: fact("validFrom"),
  失效日期: fact("validUntil"),
  公布文号: fact("basisDocument"),
  标识: fact("id"),
});

function arranged(notice) {
  return {
    noticeNumber: notice.notice_number, noticeDate: notice.notice_date, source: notice.source,
    daysOff: notice.days_off, workingDays: notice.working_days,
  };
}

/** How the holidays of a year are told: as the latest of its notices arranged them. */
export const YEARS = Object.freeze({
  begin: ({ year, notice }) => ({ year: String(year), notices: 1, ...arranged(notice) }),
  changes: {
    "calendar-year.amended": ({ notice }) => (row) => {
      Object.assign(row, arranged(notice), { notices: row.notices + 1 });
    },
  },
  isListed: () => true,
});

export const YEAR_COLUMNS = Object.freeze({
  年度: fact("year"),
  版次: fact("notices"),
  文号: fact("noticeNumber"),
  通知日期: fact("noticeDate"),
  出处: fact("source"),
  放假天数: howMany("daysOff"),
  放假: joinedTexts("daysOff"),
  调休上班: joinedTexts("workingDays"),
  标识: fact("id"),
});
