// What is remembered of a public commitment while the rules are followed.

import { DueHistory } from "./due_history.js";
import { Hands } from "./hands.js";
import { Item } from "./records.js";

const ENDED_COMMITMENT = ["archived", "withdrawn"];
const NOT_OWED = ["claimed", ...ENDED_COMMITMENT];

/** One claim that the promise was kept on a day, `doneOn`; versions of events, not their days. */
class CommitmentClaim {
  claimedIn;
  doneOn;
  /** The version before whose day nothing is fulfilled. */
  notBefore;
  result = null;

  constructor(claimedIn, doneOn, notBefore) {
    this.claimedIn = claimedIn;
    this.doneOn = doneOn;
    this.notBefore = notBefore;
  }

  get isJudged() {
    return this.result !== null;
  }
}

/** A promise of one unit, or of whoever took its place. */
export class Commitment extends Item {
  unit;
  hands;
  dues;
  text;
  /** What it is to reach, null where that is not counted. */
  quantified;
  /** Whether it need be neither counted nor dated. */
  isWaived = false;
  isPublished = false;
  claims = [];
  /** The version of each amendment of a published due date, and the day due before it. */
  moved = [];
  /** Which congress raised the first opinion it answers, null where none did. */
  raisedBy = null;
  #lastJudged = null;
  /** The version of the draft or of the last dissatisfied answer: it is to be kept from then on. */
  standsSince = 1;

  constructor({ number, text, unit, quantified, due }) {
    super("commitment", number);
    this.unit = unit;
    this.hands = new Hands([unit]);
    this.dues = new DueHistory(due);
    this.text = text;
    this.quantified = quantified;
  }

  get isOpen() {
    return !ENDED_COMMITMENT.includes(this.status);
  }

  /** The result that stands, null where none does. */
  get result() {
    const isThere = this.#lastJudged?.claimedIn > this.standsSince;
    return isThere && this.status !== "withdrawn" ? this.#lastJudged.result : null;
  }

  get isFulfilled() {
    return this.result === "fulfilled";
  }

  /** It has one round alone. */
  get roundNumber() {
    return 1;
  }

  get presentDue() {
    return this.dues.on;
  }

  get responsibleUnits() {
    return [this.unit];
  }

  /** Whether its due date binds the unit that promised now. */
  get isOwed() {
    return !NOT_OWED.includes(this.status) && !this.isFulfilled;
  }

  claim(version, fulfilledOn) {
    this.claims.push(new CommitmentClaim(version, fulfilledOn, this.standsSince));
  }

  /** Take down what was found of the last claim. */
  judge(result) {
    this.#lastJudged = this.claims.at(-1);
    this.#lastJudged.result = result;
  }
}

/** Refuse to put off what was promised in public once it has been due. */
export function requireUnexpired(event, due, day) {
  event.require(
    due === null || day <= due, "承诺的时限届满后不能再变更",
    "what was promised is put off after its due date",
  );
}

/** Refuse a correction by which a claim or an amendment would rest on nothing. */
export function requireCommitmentDates(event) {
  const { item } = event;
  for (const { notBefore, doneOn, claimedIn } of item.claims) {
    event.require(
      item.dayOf(notBefore) <= doneOn && doneOn <= item.dayOf(claimedIn),
      "兑现日期不在起草至申报之间", "the fulfilment lies outside the promise",
    );
  }
  item.dues.requireInOrder(event);
  for (const { version, due } of item.moved) requireUnexpired(event, due, item.dayOf(version));
}
