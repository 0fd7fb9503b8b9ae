// Sealed values as events state them: their form, and what binds each to one text.

import { bytesOf } from "./bytes.js";
import { readIdentity } from "./places.js";
import { Sha256 } from "./sha256.js";

const SALTED_BYTES = 32;
/** Bytes of nonce, salt and tag around the content; of what its length is a multiple. */
const SEALED_AROUND = 60;
const SEALED_IN_STEPS = 32;
/** As long as a text of 80,000 bytes is when it is sealed. */
const LONGEST_SEALED = SEALED_AROUND + 80_032;
const COMMITMENT_TAG = bytesOf("zhuoluo/personal-value/1\n");
/** Subject, salted and sealed. */
const PARTS_OF_VALUE = 3;
const SUBJECT = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Of a length that four divides. */
const ONE_BASE64 = /^[A-Za-z0-9+/]*(?:[AQgw]==|[AEIMQUYcgkosw048]=)?$/;
const DIGITS_IN_MARKER = 12;

/** Tell whether this is a person's random identity, in its one form. */
export function isSubject(stated) {
  return typeof stated === "string" && SUBJECT.test(stated);
}

/** Tell whether an event states a sealed value in its one form. */
export function isSealedValue(stated) {
  const { subject, salted, sealed } = stated;
  if (Object.keys(stated).length !== PARTS_OF_VALUE) return false;
  if (!isSubject(subject) || lengthInBase64(salted) !== SALTED_BYTES) return false;
  const content = lengthInBase64(sealed) - SEALED_AROUND;
  const isInBounds = content > 0 && content <= LONGEST_SEALED - SEALED_AROUND;
  return isInBounds && content % SEALED_IN_STEPS === 0;
}

/** Return what is read where the text is not told; no two persons have the same. */
export function markerOf(subject) {
  return `〔个人信息已停止处理·${subject.replaceAll("-", "").slice(0, DIGITS_IN_MARKER)}〕`;
}

/** What a commitment is a digest of, one at a time: parts of one length, then words. */
const COMMITTED = new Uint8Array(1_024);
const COMMITTED_NUMBERS = new DataView(COMMITTED.buffer);
const SALT_AT = COMMITMENT_TAG.length;
const SUBJECT_AT = SALT_AT + SALTED_BYTES;
const ITEM_AT = SUBJECT_AT + 16;
const VERSION_AT = ITEM_AT + 16;
const LENGTHS_AT = VERSION_AT + 8;
const WORDS_AT = LENGTHS_AT + 4;
const COMMITTED_WORDS = COMMITTED.subarray(WORDS_AT);
const COMMITMENT_ENCODER = new TextEncoder();
const COMMITMENT_HASH = new Sha256();
COMMITTED.set(COMMITMENT_TAG);

/** Return what binds an event to a person's text at one place in it. */
export function commitment(subject, { aggregateId, version, topic }, field, salt, text) {
  COMMITTED.set(salt, SALT_AT);
  readIdentity(subject, COMMITTED, SUBJECT_AT);
  readIdentity(aggregateId, COMMITTED, ITEM_AT);
  COMMITTED_NUMBERS.setBigUint64(VERSION_AT, version);
  // names of topics and fields are ASCII
  COMMITTED_NUMBERS.setUint16(LENGTHS_AT, topic.length);
  COMMITTED_NUMBERS.setUint16(LENGTHS_AT + 2, field.length);
  const { written } = COMMITMENT_ENCODER.encodeInto(topic + field + text, COMMITTED_WORDS);
  return COMMITMENT_HASH.update(COMMITTED, 0, WORDS_AT + written).digest();
}

/** Return how many bytes a text encodes; -1 where it is not Base64 in its one spelling. */
function lengthInBase64(text) {
  if (typeof text !== "string" || text.length % 4 || !ONE_BASE64.test(text)) return -1;
  return (text.length / 4) * 3 - (text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0);
}
