// Keys that verify notes (C2SP signed-note, tlog-cosignature).

import { bigEndian, bytesOf, joined, sameBytes, toHex } from "./bytes.js";
import { KEY_LENGTH, isStrongKey, verifySignature } from "./ed25519.js";
import { ABOUT, NotCanonical, WRONG } from "./not_canonical.js";
import { characters } from "./printable.js";
import { sha256 } from "./sha256.js";
import { LARGEST_NUMBER, requireName, strictBase64 } from "./strict.js";

export const KEY_ID_LENGTH = 4;
/** What a key signs: the text of a note, or the text and a time. The byte is part of its ID. */
export const KeyType = Object.freeze({ LOG: 1, WITNESS: 4 });
const TIMESTAMP_LENGTH = 8;
const LONGEST_KEY = 512;

/** Return the key written as `<name>+<ID>+<type and key>`; its ID must be the one they give. */
export function readKey(text, line) {
  const [name, keyId, ...rest] = text.split("+");
  requireKey(characters(text) <= LONGEST_KEY && rest.length, WRONG.MALFORMED_KEY, line);
  requireName(name, ABOUT.KEY, line);
  requireKey(/^[0-9a-f]{8}$/.test(keyId), WRONG.MALFORMED_KEY, line);
  const typed = strictBase64(rest.join("+"), ABOUT.KEY, line);
  requireKey(Object.values(KeyType).includes(typed[0]), WRONG.UNSUPPORTED_KEY, line);
  requireKey(typed.length === 1 + KEY_LENGTH, WRONG.WRONG_LENGTH, line);
  const id = keyIdOf(name, typed);
  requireKey(toHex(id) === keyId, WRONG.KEY_ID_DIFFERS, line);
  const publicKey = typed.subarray(1);
  requireKey(isStrongKey(publicKey), WRONG.WEAK_KEY, line);
  return { name, id, type: typed[0], publicKey, text };
}

function requireKey(holds, wrong, line) {
  if (!holds) throw new NotCanonical(wrong, ABOUT.KEY, line);
}

function keyIdOf(name, typed) {
  return sha256(bytesOf(`${name}\n`), typed).subarray(0, KEY_ID_LENGTH);
}

/** Return 32 hexadecimal digits, in groups of four, to compare a key with paper. */
export function fingerprint(key) {
  return toHex(sha256(bytesOf(key.text))).slice(0, 32).match(/.{4}/g).join(" ");
}

export function isKeyOf(key, signature) {
  return key.name === signature.name && sameBytes(key.id, signature.keyId);
}

/** Tell whether the key signed `text`; a cosignature begins with its time. */
export function hasSigned(key, text, value) {
  if (key.type === KeyType.LOG) return verifySignature(key.publicKey, bytesOf(text), value);
  const timestamp = bigEndian(value.subarray(0, TIMESTAMP_LENGTH));
  if (timestamp > LARGEST_NUMBER) return false;
  const message = joined(bytesOf(`cosignature/v1\ntime ${timestamp}\n`), bytesOf(text));
  return verifySignature(key.publicKey, message, value.subarray(TIMESTAMP_LENGTH));
}
