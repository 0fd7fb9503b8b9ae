// What a public commitment allows, from its draft to its last follow-up.

import { requireAmendment } from "./amendments.js";
import { correctDoneOn } from "./claims.js";
import { Commitment, requireCommitmentDates, requireUnexpired } from "./commitment_record.js";
import { requireLineage } from "./hands.js";
import { requireSuccession } from "./successions.js";

const NOT_PROMISER = Object.freeze(["不是作出承诺的单位", "it is not the unit that promised"]);

/** Draft what a unit that exists is to promise. */
function draftCommitment(event, county) {
  const { unit, opinion_ids: opinions, plan_id: plan } = event.state;
  county.requireActive(event, unit);
  county.answer(event, opinions);
  event.item.raisedBy = county.raisedBy(opinions);
  event.require(
    plan === null || county.item("plan", plan), "整改方案不存在", "there is no such plan",
  );
}

/** Pass what is counted and dated, or is waived; never one's own promise. */
function reviewCommitment(event) {
  const { item, unit, state: { waiver } } = event;
  event.requireIndependent(
    unit !== item.unit, "承诺单位不得审定自己的承诺", "reviewed by the unit that promises",
  );
  event.requireIndependent(
    !event.inside((each) => each === item.unit),
    `${unit}隶属于承诺单位${item.unit},不得审定其承诺`,
    `reviewed by unit ${unit} inside the unit that promises`,
  );
  item.isWaived = waiver !== null;
  requireClear(event);
}

function requireClear(event) {
  const { isWaived, quantified, dues } = event.item;
  event.require(
    isWaived || (quantified !== null && dues.on !== null), "未量化或者未定时限",
    "neither counted nor dated",
  );
}

/** Change a promise not yet kept; once published, in public, and when it is due in time. */
function amendCommitment(event) {
  const { item, state: { text, due, quantified, channel } } = event;
  requireUnfulfilled(event);
  event.require(
    item.isPublished === (channel !== null), "公开后的变更应当公开",
    "amended otherwise than in public",
  );
  requireAmendment(event, { text: item.text, quantified: item.quantified }, item.dues.present);
  item.text = text ?? item.text;
  item.quantified = quantified ?? item.quantified;
  if (due !== null) moveDue(event, due);
  if (item.status !== "drafted") requireClear(event);
}

/** Let another unit keep what one that has ended promised, as others decide. */
function handPromiseOver(event, county) {
  const { item, state: { successor } } = event;
  item.hands.requireOther(event);
  requireSuccession(event, county, [item.unit], NOT_PROMISER);
  item.unit = successor;
  item.hands.join([successor], []);
}

function moveDue(event, due) {
  const { item, version, day } = event;
  if (item.isPublished) {
    requireUnexpired(event, item.dues.on, day);
    item.moved.push({ version, due: item.dues.on });
  }
  item.dues.restate(event, due);
}

function requireUnfulfilled(event) {
  event.require(!event.item.isFulfilled, "承诺已经兑现", "the promise was kept");
}

/** Claim, as the unit that promised, what was kept since the draft or the reopening. */
function claimFulfilment(event, { tree }) {
  const { item, version, day, state: { fulfilled_on: fulfilled, evidence } } = event;
  requireUnfulfilled(event);
  const lineage = requireLineage(event, tree);
  event.require(lineage.includes(item.unit), ...NOT_PROMISER);
  event.require(evidence.length, "缺少佐证材料", "there is no evidence");
  event.require(
    item.dayOf(item.standsSince) <= fulfilled && fulfilled <= day, "兑现日期不符",
    "fulfilled on an impossible day",
  );
  item.claim(version, fulfilled);
  item.hands.report(event, lineage);
}

/** Verify the claim, independently. */
function verifyFulfilment(event, { tree }) {
  const { item, state } = event;
  item.hands.requireWhollyOther(event, tree);
  item.judge(state.result);
}

/** Publish the very result that was found. */
function publishResult(event) {
  const { item, state } = event;
  event.require(state.result === item.result, "公示与核验不符", "another result was verified");
}

/** Follow up; a dissatisfied answer makes the promise stand again. */
function followUp({ item, version, state: { satisfaction: grade } }) {
  if (grade === "dissatisfied") item.standsSince = version;
}

export const COMMITMENT_RULES = Object.freeze({
  begun: (state) => new Commitment(state),
  byTopic: {
    "commitment.drafted": draftCommitment,
    "commitment.reviewed": reviewCommitment,
    "commitment.published": ({ item }) => { item.isPublished = true; },
    "commitment.amended": amendCommitment,
    "commitment.handed-over": handPromiseOver,
    "commitment.due-settled": (event) => event.item.dues.settle(event),
    "commitment.due-recounted": (event, county) => {
      event.item.hands.requireOther(event);
      event.item.dues.recount(event);
      county.takeRecount(event);
    },
    "commitment.fulfilment-claimed": claimFulfilment,
    "commitment.verified": verifyFulfilment,
    "commitment.result-published": publishResult,
    "commitment.follow-up-recorded": followUp,
    "commitment.withdrawn": requireUnfulfilled,
  },
  requireDates: requireCommitmentDates,
  correctClaim: (event) => correctDoneOn(event, "fulfilled_on", event.item.claims),
});
