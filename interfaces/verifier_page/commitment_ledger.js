// The ledger of commitments: what each event changes in a commitment's row, what the row shows.

import {
  daysLate, dueCell, dueOf, fact, itemNumber, itemNumbers, takeSettledDue, unitName, word,
} from "./cells.js";

const NOTHING_KEPT = Object.freeze({
  filedOn: null, filingNumber: null, publishedOn: null, channel: null, claimedOn: null,
  claimed: null, fulfilledOn: null, verifiedOn: null, result: null, resultPublishedOn: null,
  followedUpOn: null, followUp: null, withdrawnOn: null,
});

function drafted(state) {
  const due = dueOf(state.due);
  return {
    ...NOTHING_KEPT,
    number: state.number, unit: state.unit, text: state.text,
    isQuantified: state.quantified !== null, due, originalDue: due.on,
    opinionIds: state.opinion_ids, planId: state.plan_id,
  };
}

function promiseAmended({ text, due: stated, quantified, channel }) {
  const [due, isQuantified] = [stated && dueOf(stated), quantified !== null];
  return (row) => {
    row.channel = channel;
    row.isQuantified ||= isQuantified;
    row.text = text || row.text;
    row.due = due ?? row.due;
  };
}

function verified({ result }) {
  return (row, day) => {
    Object.assign(row, {
      result, fulfilledOn: result === "fulfilled" ? row.claimed : null, verifiedOn: day,
      resultPublishedOn: null, followedUpOn: null, followUp: null,
    });
  };
}

function followedUp({ satisfaction: followUp }) {
  return (row, day) => {
    Object.assign(row, { followedUpOn: day, followUp });
    if (followUp === "dissatisfied") Object.assign(row, { result: null, fulfilledOn: null });
  };
}

function withdrawn() {
  return (row, day) => {
    Object.assign(row, { withdrawnOn: day, result: row.publishedOn ? "unfulfilled" : null });
  };
}

/** How commitments are told. */
export const COMMITMENTS = Object.freeze({
  begin: drafted,
  changes: {
    "commitment.filed": ({ filing_number: filingNumber }) => (row, day) => {
      Object.assign(row, { filingNumber, filedOn: day });
    },
    "commitment.published": ({ channel }) => (row, day) => {
      Object.assign(row, { channel, publishedOn: day });
    },
    "commitment.amended": promiseAmended,
    "commitment.handed-over": ({ successor }) => (row) => (row.unit = successor),
    "commitment.due-settled": takeSettledDue,
    "commitment.due-recounted": takeSettledDue,
    "commitment.fulfilment-claimed": ({ fulfilled_on: claim }) => (row, day) => {
      Object.assign(row, { claimedOn: day, claimed: claim });
    },
    "commitment.verified": verified,
    "commitment.result-published": () => (row, day) => (row.resultPublishedOn = day),
    "commitment.follow-up-recorded": followedUp,
    "commitment.withdrawn": withdrawn,
  },
  isListed: (row, has) => has(row.begunOn),
});

/** What was taken back before it was made public is never late. */
function promiseLate(row, { asOf }) {
  if (row.withdrawnOn && !row.publishedOn) return 0;
  return daysLate(row.due, row.fulfilledOn ?? asOf);
}

export const COMMITMENT_COLUMNS = Object.freeze({
  编号: fact("number"),
  单位: unitName("unit"),
  承诺内容: fact("text"),
  量化: fact("isQuantified"),
  承诺期限: dueCell,
  原定期限: fact("originalDue"),
  回应意见: itemNumbers("opinionIds"),
  整改方案: itemNumber("planId"),
  状态: word("status", "commitment_status"),
  起草日期: fact("begunOn"),
  备案日期: fact("filedOn"),
  备案号: fact("filingNumber"),
  公开日期: fact("publishedOn"),
  公开渠道: fact("channel"),
  申报兑现日期: fact("claimedOn"),
  核验日期: fact("verifiedOn"),
  兑现情况: word("result", "fulfilment"),
  兑现日期: fact("fulfilledOn"),
  践诺公示日期: fact("resultPublishedOn"),
  回访日期: fact("followedUpOn"),
  回访满意度: word("followUp", "grade"),
  撤回日期: fact("withdrawnOn"),
  逾期天数: promiseLate,
  逾期未兑现: (row, known) => row.fulfilledOn === null && promiseLate(row, known) > 0,
  标识: fact("id"),
});
