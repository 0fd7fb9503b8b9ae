// The ledger of supervision notices: what each event changes in a row, what the row shows.

import { UNDATED, daysLate, fact, unitName, word } from "./cells.js";

function issued({ act, subject, refers_to: former, ...state }) {
  return {
    number: state.number, kind: state.kind, colour: state.colour, trigger: state.trigger,
    unit: state.unit, competentBody: state.competent_body, demand: state.demand,
    signer: state.signer, issuer: act.unit, replyDue: state.reply_due.on,
    subjectKind: subject.kind, subjectNumber: subject.number, subjectDue: subject.due?.on ?? null,
    refersTo: former?.number ?? null, acknowledgedOn: null, respondedOn: null, response: null,
    liftedOn: null, liftedBecause: null, escalatedOn: null, escalatedTo: null,
  };
}

/** How notices are told. */
export const NOTICES = Object.freeze({
  begin: issued,
  changes: {
    "notice.acknowledged": () => (row, day) => (row.acknowledgedOn = day),
    "notice.responded": ({ response }) => (row, day) => {
      Object.assign(row, { respondedOn: day, response });
    },
    "notice.lifted": ({ reason: liftedBecause }) => (row, day) => {
      Object.assign(row, { liftedOn: day, liftedBecause });
    },
    "notice.escalated": ({ to: { number: escalatedTo } }) => (row, day) => {
      Object.assign(row, { escalatedOn: day, escalatedTo });
    },
  },
  isListed: (row, has) => has(row.begunOn),
});

function subjectLate({ subjectDue, begunOn }) {
  return subjectDue && daysLate({ on: subjectDue }, begunOn);
}

function replyLate({ replyDue, respondedOn, liftedOn, escalatedOn }, { asOf }) {
  return daysLate({ on: replyDue }, respondedOn ?? liftedOn ?? escalatedOn ?? asOf);
}

export const NOTICE_COLUMNS = Object.freeze({
  编号: fact("number"),
  督办方式: word("kind", "notice_kind"),
  颜色: fact("colour"),
  事由: word("trigger", "trigger"),
  单位: unitName("unit"),
  有权机关: unitName("competentBody"),
  事项类别: word("subjectKind", "subject_kind"),
  事项: fact("subjectNumber"),
  原期限: fact("subjectDue"),
  逾期天数: subjectLate,
  要求: fact("demand"),
  签发单位: unitName("issuer"),
  签发日期: fact("begunOn"),
  回复期限: ({ replyDue }) => replyDue ?? UNDATED,
  签发人: fact("signer"),
  状态: word("status", "notice_status"),
  签收日期: fact("acknowledgedOn"),
  回复日期: fact("respondedOn"),
  回复: fact("response"),
  回复逾期天数: replyLate,
  升级自: fact("refersTo"),
  升级为: fact("escalatedTo"),
  升级日期: fact("escalatedOn"),
  解除日期: fact("liftedOn"),
  解除理由: fact("liftedBecause"),
  标识: fact("id"),
});
