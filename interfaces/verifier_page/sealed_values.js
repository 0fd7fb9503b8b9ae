// Sealed values as events state them: their form, and what binds each to one text.

import { bytesOf, toBase64 } from "./bytes.js";
import { sha256 } from "./sha256.js";

const SALTED_BYTES = 32;
/** Bytes of nonce, salt and tag around the content; of what its length is a multiple. */
const SEALED_AROUND = 60;
const SEALED_IN_STEPS = 32;
/** As long as a text of 80,000 bytes is when it is sealed. */
const LONGEST_SEALED = SEALED_AROUND + 80_032;
const COMMITMENT_TAG = bytesOf("zhuoluo/personal-value/1\n");
const PARTS_OF_VALUE = ["subject", "salted", "sealed"];
const SUBJECT = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ONE_BASE64 =
  /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$/;
const DIGITS_IN_MARKER = 12;

/** Tell whether this is a person's random identity, in its one form. */
export function isSubject(stated) {
  return typeof stated === "string" && SUBJECT.test(stated);
}

/** Tell whether an event states a sealed value in its one form. */
export function isSealedValue(stated) {
  const { subject, salted, sealed } = stated;
  if (Object.keys(stated).length !== PARTS_OF_VALUE.length) return false;
  if (!isSubject(subject) || lengthInBase64(salted) !== SALTED_BYTES) return false;
  const content = lengthInBase64(sealed) - SEALED_AROUND;
  const isInBounds = content > 0 && content <= LONGEST_SEALED - SEALED_AROUND;
  return isInBounds && content % SEALED_IN_STEPS === 0;
}

/** Return what is read where the text is not told; no two persons have the same. */
export function markerOf(subject) {
  return `〔个人信息已停止处理·${subject.replaceAll("-", "").slice(0, DIGITS_IN_MARKER)}〕`;
}

/** Return in Base64 what binds an event to a person's text at one place in it. */
export function commitment(subject, event, field, salt, text) {
  const [topic, path] = [bytesOf(event.topic), bytesOf(field)];
  const numbers = new DataView(new ArrayBuffer(12));
  numbers.setBigUint64(0, event.version);
  numbers.setUint16(8, topic.length);
  numbers.setUint16(10, path.length);
  return toBase64(sha256(
    COMMITMENT_TAG, salt, identityBytes(subject), identityBytes(event.aggregateId),
    new Uint8Array(numbers.buffer), topic, path, bytesOf(text),
  ));
}

/** Return how many bytes a text encodes; -1 where it is not Base64 in its one spelling. */
function lengthInBase64(text) {
  if (typeof text !== "string" || !ONE_BASE64.test(text)) return -1;
  return (text.length / 4) * 3 - (text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0);
}

function identityBytes(identity) {
  const hex = identity.replaceAll("-", "");
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at++) bytes[at] = parseInt(hex.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}
