// The signed log in a bundle: its policy, its checkpoints, and where each event stands in its tree.

import { bytesOf, sameBytes, textOf } from "./bytes.js";
import { NotJson, parseJson } from "./json.js";
import { eachLine } from "./lines.js";
import { readSignedCheckpoint, verifiedSignatures } from "./note.js";
import { LONGEST_POLICY, decideQuorum, readPolicy } from "./policy.js";
import { readProofLine } from "./proof.js";
import { Problem, Refused } from "./refusal.js";
import { NotCanonical } from "./strict.js";
import { isIncluded } from "./tree.js";

export const POLICY_PATH = "log/policy.txt";
export const CHECKPOINTS_PATH = "log/checkpoints.jsonl";
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
    throw new Refused(problem, error.chinese, error.english, path, line ?? error.line);
  }
}

export function policyFrom(bytes, path) {
  if (bytes.length > LONGEST_POLICY) {
    throw new Refused(Problem.MALFORMED_POLICY, "过大", "is too large", path);
  }
  return refusing(Problem.MALFORMED_POLICY, path, null, () => readPolicy(bytes));
}

/** Read the checkpoints of the bundle and verify who signed them. */
export async function bundleCheckpoints(archive, policy, knownAt) {
  const found = [];
  let signatures = 0;
  const lines = eachLine(archive.blocks(CHECKPOINTS_PATH), LONGEST_CHECKPOINT_LINE);
  for await (const bytes of lines) {
    const line = found.length + 1;
    const checkpoint = openedCheckpoint(noteIn(bytes, line), policy, CHECKPOINTS_PATH, line);
    requireFollows(checkpoint, found.at(-1), knownAt, line);
    found.push(checkpoint);
    signatures += checkpoint.signers;
    if (line > MOST_CHECKPOINTS || signatures > MOST_VERIFIED) throw tooMany();
  }
  if (!found.length) throw malformedCheckpoint().at(CHECKPOINTS_PATH);
  requireQuorum(found.at(-1), CHECKPOINTS_PATH, found.length);
  return found;
}

function tooMany() {
  return new Refused(
    Problem.TOO_LARGE,
    `检查点超过${MOST_CHECKPOINTS}个或者签名超过${MOST_VERIFIED}个,超出核验上限`,
    `has over ${MOST_CHECKPOINTS} checkpoints or ${MOST_VERIFIED} signatures`,
    CHECKPOINTS_PATH,
  );
}

function malformedCheckpoint() {
  return new Refused(Problem.MALFORMED_CHECKPOINT, "不是规定格式的检查点", "is not a checkpoint");
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
  throw malformedCheckpoint().at(CHECKPOINTS_PATH, line);
}

/** Return a checkpoint that one of the policy's logs has signed, and the quorum it reached. */
export function openedCheckpoint(bytes, policy, path, line = null, malformed = null) {
  const problem = malformed ?? Problem.MALFORMED_CHECKPOINT;
  const checkpoint = refusing(problem, path, line, () => readSignedCheckpoint(bytes));
  const logs = policy.logs.filter((key) => key.name === checkpoint.origin);
  if (!logs.length) {
    throw new Refused(Problem.WRONG_LOG, "不是策略所列的日志", "is of another log", path, line);
  }
  const keys = [...logs, ...policy.witnesses.map(({ key }) => key)];
  const { verified, wrong } = verifiedSignatures(checkpoint, keys);
  const isByLog = logs.some((key) => verified.has(key));
  if (wrong === "repeated" || (wrong === "forged" && !verifiedSignatures(checkpoint, logs).wrong)) {
    throw new Refused(problem, "签名重复或见证的签名不符", "a cosignature is wrong", path, line);
  }
  if (wrong || !isByLog) {
    const english = "the log's signature is missing or wrong";
    throw new Refused(Problem.UNSIGNED_CHECKPOINT, "日志的签名缺失或不符", english, path, line);
  }
  const quorum = decideQuorum(policy, verified);
  return { ...checkpoint, line, quorum, signers: verified.size };
}

export function requireQuorum({ quorum }, path, line = null) {
  if (quorum.isMet) return;
  throw new Refused(
    Problem.QUORUM_NOT_MET,
    `见证没有达到法定数,缺${quorum.absent.join("、")}`,
    `too few witnesses cosigned; missing ${quorum.absent.join(", ")}`,
    path,
    line,
  );
}

function requireFollows(checkpoint, before, knownAt, line) {
  if (before && checkpoint.origin !== before.origin) {
    throw new Refused(
      Problem.WRONG_LOG, "与前面的检查点不是同一日志", "is of another log than before",
      CHECKPOINTS_PATH, line,
    );
  }
  if (before && checkpoint.size <= before.size) {
    throw new Refused(
      Problem.CHECKPOINTS_NOT_ASCENDING,
      `记录总数${checkpoint.size}不大于前一个的${before.size}`,
      `its size ${checkpoint.size} is not above ${before.size}`,
      CHECKPOINTS_PATH,
      line,
    );
  }
  if (checkpoint.size > knownAt) {
    throw new Refused(
      Problem.MALFORMED_CHECKPOINT,
      `记录总数${checkpoint.size}晚于所称知悉时点${knownAt}`,
      `its size ${checkpoint.size} is later than what was known, ${knownAt}`,
      CHECKPOINTS_PATH,
      line,
    );
  }
}

/** Require the tree of the bundle's own lines to have the root of each checkpoint. */
export function requireRoots(checkpoints, roots) {
  for (const { size, root, line } of checkpoints) {
    if (sameBytes(roots.get(size), root)) continue;
    throw new Refused(
      Problem.ROOT_DIFFERS,
      `由前${size}条事件算出的根哈希与检查点所签的不同:事件被改动、增删过`,
      `the first ${size} events give another root: they were altered, added or removed`,
      CHECKPOINTS_PATH,
      line,
    );
  }
}

/** Require a proof for each event of a partial bundle, in order, under its one checkpoint. */
export async function requireProofs(archive, checkpoint, events) {
  let line = 0;
  for await (const bytes of eachLine(archive.blocks(PROOFS_PATH), LONGEST_PROOF_LINE)) {
    line++;
    const { sequence, hashes } = readProofLine(bytes, PROOFS_PATH, line);
    if (line > events.length || sequence !== events.sequenceAt(line - 1)) throw otherLines(line);
    const leaf = events.leafAt(line - 1);
    if (!isIncluded(leaf, sequence - 1n, checkpoint.size, hashes, checkpoint.root)) {
      throw new Refused(
        Problem.NOT_INCLUDED,
        `不能证明序号${sequence}的事件在日志中`,
        `does not prove event ${sequence} to be in the log`,
        PROOFS_PATH,
        line,
      );
    }
  }
  if (line < events.length) throw otherLines(line + 1);
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
