// Signed notes and the checkpoints they hold (C2SP signed-note, tlog-checkpoint).

import { bytesOf } from "./bytes.js";
import { KEY_ID_LENGTH, hasSigned, isKeyOf } from "./keys.js";
import { NotCanonical, requireName, strictBase64, strictNumber, strictText } from "./strict.js";
import { HASH_LENGTH } from "./tree.js";

export const LONGEST_NOTE = 128 * 1024;
const MOST_NOTE_LINES = 1_024;
const MOST_SIGNATURES = 64;
const LONGEST_CHECKPOINT = 512;
const DASH = "—";

/** Return the text of a note and its signatures, of which nothing is known yet. */
export function readNote(bytes) {
  const text = strictText(bytes, LONGEST_NOTE);
  if (text.split("\n").length - 1 > MOST_NOTE_LINES) {
    throw new NotCanonical("行数过多", "has too many lines");
  }
  const blank = text.lastIndexOf("\n\n");
  const lines = text.slice(blank + 2).split("\n").slice(0, -1);
  if (blank < 0 || !lines.length) throw new NotCanonical("缺少签名", "has no signature");
  if (lines.length > MOST_SIGNATURES) throw new NotCanonical("签名过多", "too many signatures");
  return { text: text.slice(0, blank + 1), signatures: lines.map(readSignature) };
}

function readSignature(line) {
  const parts = line.split(" ");
  if (parts.length !== 3 || parts[0] !== DASH) {
    throw new NotCanonical("签名行的写法不对", "a signature line is malformed");
  }
  requireName(parts[1]);
  const value = strictBase64(parts[2]);
  if (value.length <= KEY_ID_LENGTH) throw new NotCanonical("签名过短", "a signature is too short");
  const [keyId, rest] = [value.subarray(0, KEY_ID_LENGTH), value.subarray(KEY_ID_LENGTH)];
  return { name: parts[1], keyId, value: rest, line };
}

/** Return origin, size and root of a checkpoint's text, which has nothing else. */
function readCheckpointText(text) {
  strictText(bytesOf(text), LONGEST_CHECKPOINT);
  const lines = text.split("\n").slice(0, -1);
  if (lines.length !== 3) throw new NotCanonical("检查点应为三行", "a checkpoint has three lines");
  requireName(lines[0]);
  return {
    origin: lines[0],
    size: strictNumber(lines[1]),
    root: strictBase64(lines[2], null, HASH_LENGTH),
  };
}

/** Return a signed checkpoint read, and not verified yet. */
export function readSignedCheckpoint(bytes) {
  const note = readNote(bytes);
  return { ...readCheckpointText(note.text), ...note };
}

/**
 * Verify every signature by a key that is known.
 *
 * Returns the keys that signed, and what was wrong first: `forged` or `repeated` condemns the note,
 * `unsigned` tells that no known key has signed it.
 */
export function verifiedSignatures(note, keys) {
  const verified = new Set();
  for (const signature of note.signatures) {
    const key = keys.find((each) => isKeyOf(each, signature));
    if (!key) continue;
    if (verified.has(key)) return { verified, wrong: "repeated" };
    if (!hasSigned(key, note.text, signature.value)) return { verified, wrong: "forged" };
    verified.add(key);
  }
  return { verified, wrong: verified.size ? null : "unsigned" };
}
