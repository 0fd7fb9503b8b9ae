// Signed notes and the checkpoints they hold (C2SP signed-note, tlog-checkpoint).

import { bytesOf } from "./bytes.js";
import { KEY_ID_LENGTH, hasSigned, isKeyOf } from "./keys.js";
import { ABOUT, NotCanonical, WRONG } from "./not_canonical.js";
import { lineEnds, requireName, strictBase64, strictNumber, strictText } from "./strict.js";
import { HASH_LENGTH } from "./tree.js";

export const LONGEST_NOTE = 128 * 1024;
const MOST_NOTE_LINES = 1_024;
const MOST_SIGNATURES = 64;
const LONGEST_CHECKPOINT = 512;
const LINES_OF_CHECKPOINT = 3;
/** What the line of the SM3 root begins with, which may follow them. */
const SM3_LINE = "sm3 ";
const DASH = "—";

/** Return the text of a note and its signatures, of which nothing is known yet. */
function readNote(bytes, firstLine) {
  const text = strictText(bytes, LONGEST_NOTE, ABOUT.NOTE);
  const ends = lineEnds(text);
  if (ends > MOST_NOTE_LINES) throw new NotCanonical(WRONG.TOO_MANY_LINES, ABOUT.NOTE);
  const blank = text.lastIndexOf("\n\n");
  const lines = text.slice(blank + 2).split("\n").slice(0, -1);
  if (blank < 0 || !lines.length) {
    throw new NotCanonical(WRONG.MISSING_LINE, ABOUT.SIGNATURE, firstLine + ends);
  }
  if (lines.length > MOST_SIGNATURES) {
    throw new NotCanonical(WRONG.TOO_MANY_SIGNATURES, ABOUT.SIGNATURE);
  }
  const first = firstLine + ends - lines.length;
  const signatures = lines.map((line, at) => readSignature(line, first + at));
  return { text: text.slice(0, blank + 1), signatures };
}

function readSignature(text, line) {
  const parts = text.split(" ");
  if (parts.length !== 3 || parts[0] !== DASH) {
    throw new NotCanonical(WRONG.MALFORMED_LINE, ABOUT.SIGNATURE, line);
  }
  requireName(parts[1], ABOUT.SIGNATURE, line);
  const value = strictBase64(parts[2], ABOUT.SIGNATURE, line);
  if (value.length <= KEY_ID_LENGTH) {
    throw new NotCanonical(WRONG.WRONG_LENGTH, ABOUT.SIGNATURE, line);
  }
  const [keyId, rest] = [value.subarray(0, KEY_ID_LENGTH), value.subarray(KEY_ID_LENGTH)];
  return { name: parts[1], keyId, value: rest, text, line };
}

/** Return origin, size, root and SM3 root, or null, of a checkpoint's text, and nothing else. */
function readCheckpointText(text, firstLine) {
  strictText(bytesOf(text), LONGEST_CHECKPOINT, ABOUT.CHECKPOINT);
  const lines = text.split("\n").slice(0, -1);
  const hasSm3 = lines[LINES_OF_CHECKPOINT]?.startsWith(SM3_LINE) ?? false;
  const wanted = LINES_OF_CHECKPOINT + Number(hasSm3);
  if (lines.length !== wanted) {
    const isShort = lines.length < wanted;
    const line = firstLine + Math.min(lines.length, wanted);
    const wrong = isShort ? WRONG.MISSING_LINE : WRONG.UNEXPECTED_LINE;
    throw new NotCanonical(wrong, ABOUT.CHECKPOINT, line);
  }
  requireName(lines[0], ABOUT.ORIGIN, firstLine);
  return {
    origin: lines[0],
    size: strictNumber(lines[1], ABOUT.SIZE, firstLine + 1),
    root: strictBase64(lines[2], ABOUT.ROOT, firstLine + 2, HASH_LENGTH),
    sm3Root: hasSm3 ? readSm3Root(lines[LINES_OF_CHECKPOINT], firstLine) : null,
  };
}

function readSm3Root(text, firstLine) {
  const stated = text.slice(SM3_LINE.length);
  return strictBase64(stated, ABOUT.SM3_ROOT, firstLine + LINES_OF_CHECKPOINT, HASH_LENGTH);
}

/** Return a signed checkpoint read, and not verified yet; it begins in a line of its file. */
export function readSignedCheckpoint(bytes, firstLine = 1) {
  const note = readNote(bytes, firstLine);
  return { ...readCheckpointText(note.text, firstLine), ...note };
}

/**
 * Verify every signature by a key that is known.
 *
 * Returns the keys that signed, and what is wrong first: one that is wrong or signs twice condemns
 * the note, as does that no known key has signed it.
 */
export function verifiedSignatures(note, keys) {
  const verified = new Set();
  for (const signature of note.signatures) {
    const key = keys.find((each) => isKeyOf(each, signature));
    if (!key) continue;
    const found = verified.has(key) ? WRONG.REPEATED_SIGNATURE : wrongWith(signature, key, note);
    if (found) {
      return { verified, wrong: new NotCanonical(found, ABOUT.SIGNATURE, signature.line) };
    }
    verified.add(key);
  }
  const wrong = verified.size ? null : new NotCanonical(WRONG.UNSIGNED, ABOUT.SIGNATURE);
  return { verified, wrong };
}

function wrongWith({ value }, key, { text }) {
  return hasSigned(key, text, value) ? null : WRONG.WRONG_SIGNATURE;
}
