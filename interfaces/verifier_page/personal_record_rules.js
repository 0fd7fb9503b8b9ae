// What is allowed with personal data: kept its term, erased by two persons on a ground of law.

import { isSameFact } from "./due_origins.js";
import { Item } from "./records.js";

/** After a refusal on these grounds the data may be stored and secured, and nothing else. */
const STORED_ALONE_AFTER = Object.freeze(["retention_not_over", "technically_hard"]);

/** Of one person's data: on what basis and how long it is kept, and who asked for its erasure. */
class PersonalRecord extends Item {
  requester = null;
  /** The term that was shortened, unless what followed lasts as long again, and by whom. */
  termBefore = null;
  shortenedBy = [];
  /** Whether processing was restricted before the request at hand. */
  wasRestricted;
  /** Who asked and who refused, while after that the data is stored alone. */
  storedAloneBy = [];

  constructor({ subject, basis, retention }) {
    super("personal-record", subject);
    this.basis = basis;
    this.retention = retention;
  }

  /** Tell whether the law demands that the data is still there on a day. */
  mustBeKeptOn(day) {
    return day <= lastDayBound(this.retention);
  }

  /** Keep the data for another term; remember who shortened which. */
  keepFor(retention, actor) {
    const before = this.termBefore ?? this.retention;
    const last = lastDayBound(retention);
    if (last >= lastDayBound(before)) {
      this.termBefore = null;
      this.shortenedBy = [];
    } else if (last < lastDayBound(this.retention)) {
      this.termBefore = before;
      this.shortenedBy = [...this.shortenedBy, actor];
    }
    this.retention = retention;
  }
}

/** Return the last day on which the law demands that the data is still there, as text. */
function lastDayBound({ kept_as: kind, until }) {
  return kind === "as_needed" ? "" : until ?? "9999-12-31";
}

function requireTerm(event) {
  const { until } = event.state.retention;
  event.require(until === null || until >= event.day, "保管期限已届满", "the term is over");
}

function reclassify(event) {
  const { item, state: { retention, retention_was: former } } = event;
  event.require(isSameFact(former, item.retention), "所写原保管期限不符", "another former term");
  event.require(!isSameFact(retention, item.retention), "保管期限没有变化", "the same term");
  requireTerm(event);
  item.keepFor(retention, event.actor);
}

function requestErasure(event) {
  const { item, state: { ground } } = event;
  event.require(
    ground !== "consent_withdrawn" || item.basis === "consent", "不是基于同意处理的个人信息",
    "the data was not held by consent",
  );
  requireNotByShortener(event);
  item.requester = event.actor;
  item.wasRestricted = item.status === "restricted";
}

function approveErasure(event) {
  requireOtherThanRequester(event);
  requireNotByShortener(event);
  event.require(
    !event.item.mustBeKeptOn(event.day), "法定保存期限未届满", "the term of the law is not over",
  );
}

function refuseErasure(event) {
  const { item, state: { ground, restricted } } = event;
  requireOtherThanRequester(event);
  event.require(
    ground !== "retention_not_over" || item.mustBeKeptOn(event.day), "没有未届满的法定保存期限",
    "no term of the law forbids it",
  );
  event.require(
    restricted === (item.wasRestricted || STORED_ALONE_AFTER.includes(ground)),
    "是否限制处理与不批准的理由不符",
    "whether it is restricted does not follow from the ground",
  );
  if (STORED_ALONE_AFTER.includes(ground)) item.storedAloneBy = [item.requester, event.actor];
}

/** Let processing go on; after storage alone as a third person decides. */
function liftRestriction(event) {
  event.requireIndependent(
    !event.item.storedAloneBy.includes(event.actor),
    `${event.actor}提出或者审批过删除申请,不得由其解除限制`,
    `${event.actor} asked for the erasure or decided on it and may not lift the restriction`,
  );
  event.item.storedAloneBy = [];
}

function requireOtherThanRequester(event) {
  event.requireIndependent(
    event.actor !== event.item.requester, `${event.actor}提出了删除申请,不得由其审批`,
    `${event.actor} asked for the erasure and may not decide on it`,
  );
}

/** Erasing what the term of before would keep takes two others than who shortened it. */
function requireNotByShortener(event) {
  const { actor, day, item: { shortenedBy, termBefore } } = event;
  const restsOnIt = termBefore !== null && day <= lastDayBound(termBefore);
  event.requireIndependent(
    !restsOnIt || !shortenedBy.includes(actor), `${actor}缩短过保管期限,不得由其申请或者批准据此的删除`,
    `${actor} shortened the term and may neither ask for the erasure nor approve it`,
  );
}

export const PERSONAL_RECORD_RULES = Object.freeze({
  begun: (state) => new PersonalRecord(state),
  byTopic: {
    "personal-record.opened": requireTerm,
    "personal-record.reclassified": reclassify,
    "personal-record.restriction-lifted": liftRestriction,
    "personal-record.erasure-requested": requestErasure,
    "personal-record.erasure-approved": approveErasure,
    "personal-record.erasure-refused": refuseErasure,
  },
});
