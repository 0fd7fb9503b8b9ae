// Inclusion proofs: a line of log/proofs.jsonl, and the receipt a unit keeps (C2SP tlog-proof).

import { bytesOf, fromBase64, textOf } from "./bytes.js";
import { NotJson, parseJson } from "./json.js";
import { ABOUT, NotCanonical, WRONG } from "./not_canonical.js";
import { LONGEST_NOTE } from "./note.js";
import { Problem, Refused } from "./refusal.js";
import { lineEnds, strictBase64, strictNumber, strictText } from "./strict.js";
import { HASH_LENGTH, LONGEST_PROOF } from "./tree.js";

/** Shows how an entry begins that is not UTF-8. */
const HEADER_OF_ENTRY = new TextDecoder("utf-8", { ignoreBOM: true });
const MAGIC = "c2sp.org/tlog-proof@v1";
const EXTRA = "extra ";
const INDEX = "index ";
/** With a line end it is one line of an export. */
const LONGEST_ENTRY = 1_048_575;
const ENTRY_BEGINNING = /^\{"sequence":([1-9][0-9]{0,18}),"topic":"/;
export const LONGEST_RECEIPT = LONGEST_NOTE + 2 * LONGEST_ENTRY;

/** Return sequence and hashes of the line about an event, which has one form. */
export function readProofLine(bytes, path, line) {
  const { stated, hashes } = readStated(bytes, path, line);
  const sequence = stated.get("sequence");
  if (typeof sequence === "bigint" && sequence > 0n) {
    requireForm(bytes, `"sequence":${sequence}`, stated, path, line);
    return { sequence, hashes };
  }
  throw noProof(path, line);
}

/** Return name and hashes of the line about what a later log begins on, which has one form. */
export function readLinkLine(bytes, path, line) {
  const { stated, hashes } = readStated(bytes, path, line);
  const log = stated.get("log");
  if (typeof log === "string") {
    requireForm(bytes, `"log":${JSON.stringify(log)}`, stated, path, line);
    return { log, hashes };
  }
  throw noProof(path, line);
}

function readStated(bytes, path, line) {
  try {
    const stated = parseJson(textOf(bytes) ?? "");
    const encoded = stated instanceof Map ? stated.get("hashes") : null;
    if (Array.isArray(encoded) && encoded.length <= LONGEST_PROOF) {
      const hashes = encoded.map((each) => (typeof each === "string" ? fromBase64(each) : null));
      if (hashes.every((each) => each?.length === HASH_LENGTH)) return { stated, hashes };
    }
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
  }
  throw noProof(path, line);
}

function requireForm(bytes, subject, stated, path, line) {
  const oneForm = `{${subject},"hashes":${JSON.stringify(stated.get("hashes"))}}\n`;
  if (textOf(bytes) !== oneForm) throw noProof(path, line);
}

function noProof(path, line) {
  return new Refused(
    Problem.MALFORMED_PROOF, "不是规定的书写格式", "is not in its one form", path, line,
  );
}

/**
 * Return the entry of its event, the index, the proof and the signed checkpoint of a receipt, none
 * of it verified yet, and the line in which the checkpoint begins.
 */
export function readReceipt(bytes) {
  const text = strictText(bytes, LONGEST_RECEIPT, ABOUT.PROOF_FILE);
  const blank = text.indexOf("\n\n");
  const checkpoint = text.slice(blank + 2);
  if (blank < 0 || !checkpoint) {
    throw new NotCanonical(WRONG.MISSING_LINE, ABOUT.CHECKPOINT, lineEnds(text) + 1);
  }
  const [heading, ...lines] = text.slice(0, blank).split("\n");
  if (heading !== MAGIC) throw new NotCanonical(WRONG.MALFORMED_LINE, ABOUT.HEADING, 1);
  const checkpointLine = lineEnds(text.slice(0, blank + 2)) + 1;
  const hasExtra = Boolean(lines[0]?.startsWith(EXTRA));
  const entry = hasExtra ? readExtra(lines.shift()) : null;
  const indexLine = hasExtra ? 3 : 2;
  const index = readIndex(lines.shift(), indexLine);
  const proof = readProof(lines, indexLine + 1);
  return { entry, index, proof, checkpoint: bytesOf(checkpoint), checkpointLine };
}

function readExtra(text) {
  const extra = strictBase64(text.slice(EXTRA.length), ABOUT.EXTRA, 2);
  if (extra.length && extra.length <= LONGEST_ENTRY) return extra;
  throw new NotCanonical(WRONG.WRONG_LENGTH, ABOUT.EXTRA, 2);
}

/** Return the sequence of the event in a receipt; without one it tells of no event. */
export function sequenceOf(entry) {
  if (!entry) throw new NotCanonical(WRONG.MISSING_LINE, ABOUT.EXTRA, 2);
  const found = ENTRY_BEGINNING.exec(HEADER_OF_ENTRY.decode(entry));
  if (!found) throw new NotCanonical(WRONG.MALFORMED_LINE, ABOUT.LEAF);
  return BigInt(found[1]);
}

function readIndex(text, line) {
  if (text === undefined) throw new NotCanonical(WRONG.MISSING_LINE, ABOUT.INDEX, line);
  if (!text.startsWith(INDEX)) throw new NotCanonical(WRONG.MALFORMED_LINE, ABOUT.INDEX, line);
  return strictNumber(text.slice(INDEX.length), ABOUT.INDEX, line);
}

function readProof(lines, first) {
  if (lines.length > LONGEST_PROOF) {
    throw new NotCanonical(WRONG.PROOF_LENGTH_DIFFERS, ABOUT.PROOF, first);
  }
  return lines.map((text, at) => strictBase64(text, ABOUT.PROOF, first + at, HASH_LENGTH));
}
