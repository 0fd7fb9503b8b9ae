// Inclusion proofs: a line of log/proofs.jsonl, and the receipt a unit keeps (C2SP tlog-proof).

import { bytesOf, fromBase64, textOf } from "./bytes.js";
import { NotJson, parseJson } from "./json.js";
import { LONGEST_NOTE } from "./note.js";
import { Problem, Refused } from "./refusal.js";
import { NotCanonical, strictBase64, strictNumber, strictText } from "./strict.js";
import { HASH_LENGTH, LONGEST_PROOF } from "./tree.js";

const MAGIC = "c2sp.org/tlog-proof@v1";
const LONGEST_EXTRA = 16 * 1024;
export const LONGEST_RECEIPT = LONGEST_NOTE + 2 * LONGEST_EXTRA;

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
  return new Refused(Problem.MALFORMED_PROOF, "不是规定格式的证明", "is not a proof", path, line);
}

/** Return the index, the proof and the signed checkpoint of a receipt, none of it verified yet. */
export function readReceipt(bytes) {
  const text = strictText(bytes, LONGEST_RECEIPT);
  const blank = text.indexOf("\n\n");
  const checkpoint = text.slice(blank + 2);
  if (blank < 0 || !checkpoint) throw new NotCanonical("没有检查点", "has no checkpoint");
  const lines = text.slice(0, blank).split("\n");
  if (lines.shift() !== MAGIC) throw new NotCanonical("首行标识不对", "has another heading", 1);
  if (lines[0]?.startsWith("extra ")) requireExtra(lines.shift());
  const index = lines.shift();
  if (!index?.startsWith("index ")) throw new NotCanonical("没有记录序号", "has no index");
  if (lines.length > LONGEST_PROOF) throw new NotCanonical("证明过长", "has too long a proof");
  return {
    index: strictNumber(index.slice("index ".length)),
    proof: lines.map((line) => strictBase64(line, null, HASH_LENGTH)),
    checkpoint: bytesOf(checkpoint),
  };
}

/** What stands beside a proof is signed by nobody; it is held to its form and not used. */
function requireExtra(line) {
  const { length } = strictBase64(line.slice("extra ".length), 2);
  if (!length || length > LONGEST_EXTRA) {
    throw new NotCanonical("附带内容长度不对", "what stands beside the proof has a wrong length", 2);
  }
}
