// Keys that verify notes (C2SP signed-note, tlog-cosignature).

import { bigEndian, bytesOf, joined, sameBytes, toHex } from "./bytes.js";
import { KEY_LENGTH, isStrongKey, verifySignature } from "./ed25519.js";
import { characters } from "./printable.js";
import { sha256 } from "./sha256.js";
import { LARGEST_NUMBER, NotCanonical, requireName, strictBase64 } from "./strict.js";

export const KEY_ID_LENGTH = 4;
/** What a key signs: the text of a note, or the text and a time. The byte is part of its ID. */
export const KeyType = Object.freeze({ LOG: 1, WITNESS: 4 });
const TIMESTAMP_LENGTH = 8;
const LONGEST_KEY = 512;

/** Return the key written as `<name>+<ID>+<type and key>`; its ID must be the one they give. */
export function readKey(text, line) {
  const malformed = new NotCanonical("公钥的写法不对", "a key is malformed", line);
  const [name, keyId, ...rest] = text.split("+");
  const isLong = characters(text) > LONGEST_KEY;
  if (isLong || !rest.length || !/^[0-9a-f]{8}$/.test(keyId)) throw malformed;
  requireName(name, line);
  const typed = strictBase64(rest.join("+"), line, 1 + KEY_LENGTH);
  if (!Object.values(KeyType).includes(typed[0])) throw malformed;
  const id = keyIdOf(name, typed);
  if (toHex(id) !== keyId) throw new NotCanonical("公钥的标识不符", "a key ID differs", line);
  const publicKey = typed.subarray(1);
  if (!isStrongKey(publicKey)) throw new NotCanonical("公钥不可用", "a key is weak", line);
  return { name, id, type: typed[0], publicKey, text };
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
