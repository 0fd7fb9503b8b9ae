// What urging allows: supervision notices, reminders, and the days gone through for them.

import { daysBetween } from "./days.js";
import { isSameFact } from "./due_origins.js";
import { Item } from "./records.js";
import { requireColour, requireLevel } from "./warning_rules.js";

/** How a unit is urged, the mildest first; the last two through a body that can act on it. */
const MILDEST_FIRST = Object.freeze([
  "supervision_notice", "key_supervision", "interview", "circular",
]);
const THROUGH_BODY = MILDEST_FIRST.slice(2);

/** A notice: who urges whom about what. */
class Notice extends Item {
  constructor({ act, number, unit, competent_body: body, subject, reply_due: due, kind }) {
    super("notice", number);
    this.issuer = act.unit;
    this.recipient = body ?? unit;
    this.subject = subject.id;
    this.repliesBy = due.on;
    this.severity = MILDEST_FIRST.indexOf(kind);
  }
}

function issueNotice(event, county) {
  const { subject } = event.state;
  const urged = county.item(subject.kind, subject.id);
  event.require(urged?.number === subject.number, "督办的事项不存在", "no such item");
  if (subject.kind === "unit") requireUnitOrOneAbove(event, county.tree);
  else requireUrgent(event, urged, county.tree);
  requireAddressees(event, county);
  event.requireDueNotBefore(event.state.reply_due);
  requireColour(event, urged, county.book);
  requireEscalated(event, county);
}

function requireUnitOrOneAbove(event, tree) {
  const { subject, unit } = event.state;
  const above = tree.lineageOn(subject.number, event.day);
  event.require(above.includes(unit), "单位不符", "another unit is urged");
}

/** Refuse to urge a unit that answers for nothing here, or what its due date does not bear out. */
function requireUrgent(event, urged, tree) {
  const { subject, unit, trigger } = event.state;
  event.require(urged.isOpen, "事项已经办结或者终止", "the item has ended");
  event.require(
    urged.responsibleUnits.some((each) => tree.lineageOn(each, event.day).includes(unit)),
    "不是责任单位", "it does not answer for the item",
  );
  const due = urged.presentDue;
  event.require((subject.due?.on ?? null) === due, "所写期限不符", "another due date is stated");
  const isOverdue = due !== null && event.day > due;
  event.require(
    trigger === "behind" || (due !== null && isOverdue === (trigger === "overdue")),
    "督办事由与期限不符", "the due date does not bear the trigger out",
  );
}

function requireAddressees(event, county) {
  const { kind, unit, competent_body: body } = event.state;
  event.require(
    (body !== null) === THROUGH_BODY.includes(kind) && body !== unit, "有权机关不符",
    "the competent body does not fit",
  );
  for (const code of body === null ? [unit] : [unit, body]) {
    event.require(code !== event.unit, "不得督办自身", "a unit urges itself");
    county.requireActive(event, code);
  }
}

/** Refuse to take the place of another notice than the one that gave way to this, or a severer. */
function requireEscalated(event, county) {
  const { refers_to: before, subject, kind } = event.state;
  const escalated = county.awaiting(event.id);
  const named = before === null ? [] : [before.id];
  event.require(
    named.every((id) => escalated.includes(id)), "没有升级为本通知的督办",
    "no notice was escalated to this one",
  );
  event.require(
    isSameFact(escalated, named), "没有写明升级为本通知的督办",
    "a notice was escalated to this one and is not named",
  );
  if (before === null) return;
  const earlier = county.item("notice", before.id);
  event.require(earlier.number === before.number, "编号与标识不符", "number and identity differ");
  event.require(earlier.subject === subject.id, "事项不同", "another subject");
  event.require(
    MILDEST_FIRST.indexOf(kind) >= earlier.severity, "升级后的督办方式更轻",
    "an escalation is milder in kind",
  );
}

/** A notice is signed for, and responded to, by whom it was sent to or a unit inside. */
function answerNotice(event, { tree }) {
  event.require(
    tree.lineageOn(event.unit, event.day).includes(event.item.recipient), "不是受文单位",
    "the notice was not sent to it",
  );
}

function liftNotice(event) {
  event.require(event.unit === event.item.issuer, "不是签发单位", "it did not issue the notice");
}

function escalateNotice(event, county) {
  const { to } = event.state;
  county.referAhead(event, "notice", to.id, to.number);
}

/** Refuse a correction that puts the issue after the day by which a reply is due. */
function requireIssuedInTime(event) {
  const { item } = event;
  event.requireDueNotBefore({ on: item.repliesBy }, item.dayOf(1));
}

export const NOTICE_RULES = Object.freeze({
  begun: (state) => new Notice(state),
  byTopic: {
    "notice.issued": issueNotice,
    "notice.acknowledged": answerNotice,
    "notice.responded": answerNotice,
    "notice.lifted": liftNotice,
    "notice.escalated": escalateNotice,
  },
  requireDates: requireIssuedInTime,
});

/** A reminder never changes. */
class Reminder extends Item {
  constructor({ item_number: number }) {
    super("reminder", number);
  }

  get isOpen() {
    return false;
  }
}

/** No unit is reminded twice of the same round and due date at one level. */
function identityOfReminder({ state }) {
  const { item_kind: kind, item_id: id, round, due, level, unit } = state;
  const mark = `${level.trigger}-${level.days}-${level.counted_in}-${level.colour}`;
  return `${kind}:${id}:${round}:${due}:${mark}:${unit}`;
}

/** The lead is reminded of what is still owed, by the due date it has. */
function raiseReminder(event, county) {
  const { item_kind: kind, item_id: id, item_number: number, unit, round, due } = event.state;
  const owing = kind === "unit" ? null : county.item(kind, id);
  event.require(owing?.number === number, "提醒的事项不存在", "no such item");
  event.require(
    owing.isOpen && owing.isOwed && owing.presentDue === due, "该事项无需催办",
    "nothing is owed",
  );
  event.require(round === owing.roundNumber, "轮次不符", "another round is stated");
  event.require(owing.owingUnits.includes(unit), "不是牵头单位", "not the lead");
  requireDaysLeft(event, daysBetween(event.day, due));
  requireLevel(event, owing, county.book);
  const above = event.state.level.up_the_line ? county.tree.parentOn(unit, event.day) : null;
  event.require(event.state.unit_above === above, "上级单位不符", "another unit above is told");
  county.remind(event);
}

function requireDaysLeft(event, left) {
  const { days_left: daysLeft, days_overdue: daysOverdue } = event.state;
  event.require(
    daysLeft === (left >= 0 ? left : null) && daysOverdue === (left < 0 ? -left : null),
    "天数不符", "wrong number of days",
  );
}

export const REMINDER_RULES = Object.freeze({
  begun: (state) => new Reminder(state),
  identifiedBy: identityOfReminder,
  byTopic: { "reminder.raised": raiseReminder },
});

/** How far the days have been gone through; no day is before the empty text. */
class Tick extends Item {
  done = "";
  underWay = "";
  /** How many reminders the parts of the day under way had. */
  raised = 0;

  constructor() {
    super("tick", "daily");
  }
}

/** A tick counts the reminders of its act once, and at the end of a day those of all its parts. */
function countTick(event, county) {
  const { item, state: { day, raised } } = event;
  const reminders = county.countReminders();
  event.require(day === event.day, "日期不符", "another day is stated");
  event.require(day > item.done && day >= item.underWay, "当日已经做过", "the day was done");
  const inAll = (item.underWay === day ? item.raised : 0) + reminders;
  const isDone = event.topic === "tick.done";
  event.require(
    raised === (isDone ? inAll : reminders), "件数不符", "another number of reminders is stated",
  );
  Object.assign(item, isDone ? { done: day, underWay: "" } : { underWay: day }, { raised: inAll });
}

export const TICK_RULES = Object.freeze({
  begun: () => new Tick(),
  byTopic: { "tick.advanced": countTick, "tick.done": countTick },
});
