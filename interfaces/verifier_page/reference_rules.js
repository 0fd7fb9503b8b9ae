// How rules of congresses and the holidays of years come into force, before any item cites them.

import { daysLater, isWeekend } from "./days.js";
import { isSameFact } from "./due_origins.js";
import { Item } from "./records.js";
import { STATUTORY } from "./reference_ledgers.js";

/** The units that may have rules of their own. */
const MAKERS_OF_RULES = Object.freeze(["standing_committee", "presidium"]);
const FIRST_YEAR = 1949;
/** Of a scale of warnings; in days before or after the due date. */
/** How many years ahead holidays are arranged at most. */
const YEARS_AHEAD = 2;

/** The rules of a congress: its draft, and how far the last of its versions reaches. */
class RuleProfile extends Item {
  draft = null;
  versions = 0;
  begins = null;
  ends = null;

  constructor({ congress }) {
    super("rule-profile", congress);
  }

  /** Tell whether a version that begins on a day goes on from the last one. */
  adjoins(day) {
    if (this.versions === 0) return true;
    return day > this.begins && (this.ends === null || daysLater(this.ends, 1) === day);
  }
}

function draftIn({ title, rules, basis }) {
  return { title, rules, basis };
}

function draftProfile(event, county) {
  const { item, state } = event;
  event.require(state.congress === item.number, "机关代码不符", "another congress is named");
  if (event.version === 1 && item.number !== STATUTORY) {
    county.requireActive(event, item.number);
    event.require(
      MAKERS_OF_RULES.includes(county.tree.unit(item.number).kind), "不是人大常委会或者主席团",
      "neither a standing committee nor a presidium",
    );
  }
  item.draft = draftIn(state);
}

function redraftProfile({ item, state }) {
  item.draft = draftIn(state);
}

function discardDraft({ item }) {
  item.draft = null;
}

function publishProfile(event, { book }) {
  const { item, state } = event;
  const { version, rules, valid_from: begins, valid_until: ends } = state;
  event.require(isSameFact(draftIn(state), item.draft), "与草案不同", "it is not what was drafted");
  event.require(version === item.versions + 1, "版次不连续", "versions do not count up by one");
  event.require(begins >= event.day, "规则不能溯及既往", "rules begin before their publication");
  event.require(ends === null || ends >= begins, "失效早于施行", "it ends before it begins");
  event.require(
    item.adjoins(begins), "与上一版不相衔接", "it does not adjoin the version before it",
  );
  Object.assign(item, { versions: version, begins, ends, draft: null });
  book.publish(item.number, rules, begins, ends);
}

function endProfile(event, { book }) {
  const { item, state: { version, valid_until: until } } = event;
  event.require(
    item.versions > 0 && version === item.versions && item.ends === null, "没有可以废止的版本",
    "there is no version to end",
  );
  event.require(
    until >= event.day && until >= item.begins, "失效日期过早",
    "it ends before it begins or before this is decided",
  );
  item.ends = until;
  book.end(item.number, until);
}

/** How rules are made: drafted, published as drafted, one version after another. */
export const RULE_PROFILE_RULES = Object.freeze({
  begun: (state) => new RuleProfile(state),
  byTopic: {
    "rule-profile.drafted": draftProfile,
    "rule-profile.redrafted": redraftProfile,
    "rule-profile.draft-discarded": discardDraft,
    "rule-profile.published": publishProfile,
    "rule-profile.ended": endProfile,
  },
});

/** A year, of which it is remembered how its latest notice is dated. */
class CalendarYear extends Item {
  noticeDate = null;

  constructor({ year }) {
    super("calendar-year", year);
  }
}

function arrangeYear(event, { book }) {
  const { year } = event.state;
  const latest = Number(event.day.slice(0, 4)) + YEARS_AHEAD;
  event.require(FIRST_YEAR <= year && year <= latest, "年度超出范围", "the year is out of range");
  takeArrangement(event, book);
}

function rearrangeYear(event, { book }) {
  const { item: { noticeDate: earlier }, state: { notice: { notice_date: later } } } = event;
  event.require(
    earlier === null || later === null || earlier <= later, "通知早于现行安排的通知",
    "the notice is older than the one in force",
  );
  takeArrangement(event, book);
}

/** Put a notice on record, whose days are of the year, each once. */
function takeArrangement(event, book) {
  const { item, state: { notice } } = event;
  const days = [...notice.days_off, ...notice.working_days];
  const areOfYear = days.every((day) => day.slice(0, 4) === String(item.number));
  event.require(
    areOfYear && new Set(days).size === days.length, "所列日期不属于该年度或者重复",
    "a day is of another year or is listed twice",
  );
  event.require(
    notice.working_days.every(isWeekend), "调休上班日不是周末",
    "a day made a working day is no weekend",
  );
  event.require(
    notice.notice_date === null || notice.notice_date <= event.day, "通知日期晚于办理日期",
    "the notice is dated after the act",
  );
  item.noticeDate = notice.notice_date;
  book.arrange(Number(item.number), notice);
}

/** How the holidays of a year come on record: by one notice after another. */
export const CALENDAR_YEAR_RULES = Object.freeze({
  begun: (state) => new CalendarYear(state),
  byTopic: {
    "calendar-year.published": arrangeYear,
    "calendar-year.amended": rearrangeYear,
  },
});
