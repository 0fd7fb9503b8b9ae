// The signed log in a bundle: its policy, its checkpoints, and where each event stands in its tree.

import { bytesOf, sameBytes, textOf } from "./bytes.js";
import { NotJson, parseJson } from "./json.js";
import { eachLine } from "./lines.js";
import { isKeyOf } from "./keys.js";
import { CHECKPOINTS_PATH, Logs } from "./logs.js";
import { MANIFEST_PATH } from "./manifest.js";
import { ABOUT, NotCanonical, WRONG } from "./not_canonical.js";
import { readSignedCheckpoint, verifiedSignatures } from "./note.js";
import { decideQuorum, readPolicy } from "./policy.js";
import { readLinkLine, readProofLine } from "./proof.js";
import { Problem, Refused } from "./refusal.js";
import { isIncluded } from "./tree.js";

export const POLICY_PATH = "log/policy.txt";
export const PROOFS_PATH = "log/proofs.jsonl";
const LONGEST_CHECKPOINT_LINE = 262_144;
const LONGEST_PROOF_LINE = 4_096;
const MOST_CHECKPOINTS = 10_000;
/** The most signatures that are verified for one bundle; it bounds the time. */
const MOST_VERIFIED = 40_000;

/** Run `reading`; what is not in its one form is refused as `problem` at that place. */
export function refusing(problem, path, line, reading) {
  try {
    return reading();
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error;
    throw notInForm(error, problem, path, line);
  }
}

/** Return the refusal of a file, or of what stands in one line of it, with the line inside. */
export function notInForm(error, problem, path, line = null) {
  if (line !== null) return new Refused(problem, ...error.sentences, path, line);
  return new Refused(problem, error.chinese, error.english, path, error.line);
}

export function policyFrom(bytes, path) {
  return refusing(Problem.MALFORMED_POLICY, path, null, () => readPolicy(bytes));
}

/** Read the checkpoints of the bundle and verify who signed them. */
export async function bundleLogs(archive, policy, knownAt) {
  const logs = new Logs();
  let signatures = 0;
  const lines = eachLine(archive.blocks(CHECKPOINTS_PATH), LONGEST_CHECKPOINT_LINE);
  for await (const bytes of lines) {
    const line = logs.checkpoints.length + 1;
    const checkpoint = openedCheckpoint(noteIn(bytes, line), policy, {
      path: CHECKPOINTS_PATH, line,
    });
    logs.add(checkpoint, knownAt);
    signatures += checkpoint.signers;
    if (line > MOST_CHECKPOINTS || signatures > MOST_VERIFIED) throw tooMany();
  }
  if (!logs.last) throw malformedCheckpoint("没有检查点", "has no checkpoint");
  requireQuorum(logs.last, CHECKPOINTS_PATH, logs.checkpoints.length);
  return logs;
}

function tooMany() {
  return new Refused(
    Problem.TOO_LARGE,
    `检查点超过${MOST_CHECKPOINTS}个或者签名超过${MOST_VERIFIED}个,超出核验上限`,
    `more than ${MOST_CHECKPOINTS} checkpoints or ${MOST_VERIFIED} signatures, ` +
      "more than are checked",
    CHECKPOINTS_PATH,
  );
}

function malformedCheckpoint(chinese, english, line = null) {
  return new Refused(Problem.MALFORMED_CHECKPOINT, chinese, english, CHECKPOINTS_PATH, line);
}

function noteIn(bytes, line) {
  try {
    const text = textOf(bytes) ?? "";
    const stated = parseJson(text);
    const note = stated instanceof Map ? stated.get("note") : null;
    const isOneForm = typeof note === "string" && `${JSON.stringify({ note })}\n` === text;
    if (isOneForm && textOf(bytesOf(note)) === note) return bytesOf(note);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
  }
  throw malformedCheckpoint("不是规定的书写格式", "is not in its one form", line);
}

/**
 * Return a checkpoint that one of the policy's logs has signed, and the quorum it reached. It
 * stands in a `line` of the file at this path, or in the file itself from `firstLine` on.
 */
export function openedCheckpoint(bytes, policy, { path, line = null, firstLine = 1, malformed }) {
  const problem = malformed ?? Problem.MALFORMED_CHECKPOINT;
  const checkpoint = refusing(problem, path, line, () => readSignedCheckpoint(bytes, firstLine));
  const logs = policy.logs.filter((key) => key.name === checkpoint.origin);
  if (!logs.length) {
    const unknown = new NotCanonical(WRONG.UNKNOWN_LOG, ABOUT.ORIGIN, firstLine);
    throw notInForm(unknown, Problem.WRONG_LOG, path, line);
  }
  const witnesses = policy.witnesses.map(({ key }) => key);
  const { verified, wrong } = verifiedSignatures(checkpoint, [...logs, ...witnesses]);
  if (wrong) throw notInForm(wrong, faultOf(wrong, checkpoint, logs) ?? problem, path, line);
  const log = logs.find((key) => verified.has(key));
  if (!log) {
    const unsigned = new NotCanonical(WRONG.UNSIGNED, ABOUT.ORIGIN, firstLine);
    throw notInForm(unsigned, Problem.UNSIGNED_CHECKPOINT, path, line);
  }
  const quorum = decideQuorum(policy, verified);
  const signed = asSigned(checkpoint, log);
  return { ...checkpoint, line, quorum, signers: verified.size, signed };
}

/** Return the fault if it is about the log; a witness's wrong signature is another matter. */
function faultOf({ wrong }, checkpoint, logs) {
  if (wrong === WRONG.REPEATED_SIGNATURE) return null;
  return verifiedSignatures(checkpoint, logs).wrong ? Problem.UNSIGNED_CHECKPOINT : null;
}

/** Return the note as its log signed it, without cosignatures: what a later log begins on. */
function asSigned({ text, signatures }, key) {
  return `${text}\n${signatures.find((each) => isKeyOf(key, each)).text}\n`;
}

export function requireQuorum({ quorum }, path, line = null) {
  if (quorum.isMet) return;
  throw new Refused(Problem.QUORUM_NOT_MET, ...quorum.reason, path, line);
}

/** Require the trees of the bundle's own lines to have the root of each checkpoint. */
export function requireRoots(logs, roots) {
  for (const { log, size, covers, root, line } of logs.checkpoints) {
    if (sameBytes(roots.get(log.origin).get(size), root)) continue;
    throw new Refused(
      Problem.ROOT_DIFFERS,
      `由前${covers}条事件算出的根哈希与检查点所签的不同:事件被改动、增删过`,
      `the root over the first ${covers} events is not the signed one: ` +
        "events were altered, added or removed",
      CHECKPOINTS_PATH,
      line,
    );
  }
}

/**
 * Require a partial bundle to prove what each log after the first begins on, then where each event
 * stands, in order; it has one checkpoint of each log.
 */
export async function requireProofs(archive, logs, events) {
  const repeated = logs.checkpoints.findIndex(({ log }, at, all) => log === all[at - 1]?.log);
  if (repeated > 0) throw twoOfOneLog(repeated + 1);
  const links = logs.checkpoints.length - 1;
  let line = 0;
  for await (const bytes of eachLine(archive.blocks(PROOFS_PATH), LONGEST_PROOF_LINE)) {
    line++;
    if (line <= links) requireLink(bytes, logs.checkpoints[line], line);
    else requireEvent(bytes, logs, events, line - 1 - links, line);
  }
  if (line < links + events.length) throw otherLines(line + 1);
}

/** Require a signed part to know as much as its last checkpoint covers: no part has more. */
export function requireKnownAt({ last: { covers } }, { knownAt }) {
  if (covers === knownAt) return;
  throw new Refused(
    Problem.MALFORMED_MANIFEST,
    `部分导出包的知悉序号应为检查点所覆盖的${covers},清单写的是${knownAt}`,
    `known_at of a partial bundle is what its checkpoints cover, ${covers}, not ${knownAt}`,
    MANIFEST_PATH,
  );
}

function twoOfOneLog(line) {
  return new Refused(
    Problem.MALFORMED_CHECKPOINT,
    "部分导出包的每个日志应恰有一个检查点",
    "a partial bundle has exactly one checkpoint of each log",
    CHECKPOINTS_PATH,
    line,
  );
}

function requireLink(bytes, checkpoint, line) {
  const { log, hashes } = readLinkLine(bytes, PROOFS_PATH, line);
  const { origin, lead } = checkpoint.log;
  if (log !== origin) {
    throw new Refused(
      Problem.MALFORMED_PROOF,
      `应证明日志${origin}从何开始`,
      `should prove what the log ${origin} begins on`,
      PROOFS_PATH,
      line,
    );
  }
  requireIncluded(lead, 0n, checkpoint, hashes, line);
}

function requireEvent(bytes, logs, events, place, line) {
  const { sequence, hashes } = readProofLine(bytes, PROOFS_PATH, line);
  if (place >= events.length || sequence !== events.sequenceAt(place)) throw otherLines(line);
  const checkpoint = logs.covering(sequence);
  const index = sequence - checkpoint.log.first;
  requireIncluded(events.leafAt(place), index, checkpoint, hashes, line);
}

function requireIncluded(leaf, index, { size, root, log }, hashes, line) {
  if (isIncluded(leaf, index, size, hashes, root)) return;
  throw new Refused(
    Problem.NOT_INCLUDED,
    `不能证明所指的在日志${log.origin}中`,
    `does not prove it to be in the log ${log.origin}`,
    PROOFS_PATH,
    line,
  );
}

function otherLines(line) {
  return new Refused(
    Problem.MALFORMED_PROOF,
    "各行应与事件逐行对应",
    "the lines must be those of the events, one for one",
    PROOFS_PATH,
    line,
  );
}
