// What ends a check: the first thing found wrong, where, and in both languages.

import { shown } from "./printable.js";

export const Problem = Object.freeze({
  UNREADABLE: "unreadable",
  NOT_AN_ARCHIVE: "not-an-archive",
  TOO_LARGE: "too-large",
  UNSAFE_NAME: "unsafe-name",
  DUPLICATE_FILE: "duplicate-file",
  MISSING_FILE: "missing-file",
  UNLISTED_FILE: "unlisted-file",
  DAMAGED_FILE: "damaged-file",
  UNKNOWN_FORMAT: "unknown-format",
  MALFORMED_MANIFEST: "malformed-manifest",
  SIZE_DIFFERS: "size-differs",
  DIGEST_DIFFERS: "digest-differs",
  ROWS_DIFFER: "rows-differ",
  MALFORMED_LINE: "malformed-line",
  BROKEN_CHAIN: "broken-chain",
  SELECTION_DIFFERS: "selection-differs",
  MALFORMED_POLICY: "malformed-policy",
  MALFORMED_CHECKPOINT: "malformed-checkpoint",
  WRONG_LOG: "wrong-log",
  UNSIGNED_CHECKPOINT: "unsigned-checkpoint",
  QUORUM_NOT_MET: "quorum-not-met",
  CHECKPOINTS_NOT_ASCENDING: "checkpoints-not-ascending",
  ROOT_DIFFERS: "root-differs",
  MALFORMED_PROOF: "malformed-proof",
  NOT_INCLUDED: "not-included",
  CHECKPOINT_CONTRADICTS: "checkpoint-contradicts",
  RECEIPT_CONTRADICTS: "receipt-contradicts",
  MALFORMED_RECEIPT: "malformed-receipt",
  ILLEGAL_TRANSITION: "illegal-transition",
  MALFORMED_EVENT: "malformed-event",
  FOUR_EYES_VIOLATED: "four-eyes-violated",
  ATTACHMENT_DIFFERS: "attachment-differs",
  LEDGER_DIFFERS: "ledger-differs",
  RATES_DIFFER: "rates-differ",
  MALFORMED_SEALED_VALUE: "malformed-sealed-value",
  MALFORMED_OPENING: "malformed-opening",
  OPENING_CONTRADICTS: "opening-contradicts",
  OPENING_WITHOUT_VALUE: "opening-without-value",
  ERASED_YET_TOLD: "erased-yet-told",
  SCHEMA_MISSING: "schema-missing",
});

/** The first thing found wrong; `line` counts from 1 in the file named by `path`. */
export class Refused extends Error {
  /** Why an event was refused, in both languages, where its item is still to be named. */
  reason = null;

  constructor(problem, chinese, english, path = null, line = null) {
    super(problem);
    Object.assign(this, { problem, chinese, english, path, line });
  }

  /** Return the same refusal as one of a place in a file. */
  at(path, line = null) {
    const refused = new Refused(this.problem, this.chinese, this.english, path, line);
    return Object.assign(refused, { reason: this.reason });
  }

  get verdict() {
    const path = this.path === null ? null : shown(this.path);
    const chinese = (path ?? "导出包") + (this.line === null ? "" : `第${this.line}行`);
    const english = (path ?? "the bundle") + (this.line === null ? "" : `, line ${this.line}`);
    return {
      ok: false,
      problem: this.problem,
      path,
      line: this.line,
      chinese: shown(`核验不通过:${chinese}:${this.chinese}。`),
      english: shown(`Refused: ${english}: ${this.english}.`),
    };
  }
}

/** Return the refusal of an event that could not happen; its item is still to be named. */
export function illegal(event, chinese, english) {
  return Object.assign(illegalAlone(event, chinese, english), { reason: [chinese, english] });
}

/** Return the refusal of an event that could not happen, of no item that can be named. */
export function illegalAlone({ sequence, line }, chinese, english) {
  const sentences = [`序号${sequence}——${chinese}`, `event ${sequence}: ${english}`];
  return new Refused(Problem.ILLEGAL_TRANSITION, ...sentences, null, line);
}
