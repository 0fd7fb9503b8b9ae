// Whether the files of a bundle are those its manifest lists, and as it states them.

import { POLICY_PATH, PROOFS_PATH } from "./log.js";
import { CHECKPOINTS_PATH } from "./logs.js";
import { MANIFEST_PATH } from "./manifest.js";
import { Problem, Refused } from "./refusal.js";

/** Refuse a bundle that describes some kinds of events and leaves others undescribed. */
export function requireSchemas(files, topics) {
  const described = files.filter(({ kind }) => kind === "schema").map(({ path }) => path);
  if (!described.length) return;
  const wanted = topics.map((topic) => `schemas/${topic}.json`);
  const missing = wanted.find((path) => !described.includes(path));
  if (missing) {
    throw new Refused(
      Problem.SCHEMA_MISSING, "没有这种事件的结构说明", "the schema of this kind of event is missing",
      missing,
    );
  }
}

export function requireSameFiles(archive, { files }) {
  const listed = [...files.map(({ path }) => path), MANIFEST_PATH];
  const missing = listed.find((path) => !archive.has(path));
  if (missing) {
    throw new Refused(
      Problem.MISSING_FILE,
      "清单列有此文件,压缩包内没有",
      "is listed in the manifest but is not in the archive",
      missing,
    );
  }
  const known = new Set(listed);
  const unlisted = archive.paths.find((path) => !known.has(path));
  if (unlisted !== undefined) {
    throw new Refused(
      Problem.UNLISTED_FILE,
      "清单没有列出这个文件",
      "is in the archive but is not listed in the manifest",
      unlisted,
    );
  }
  if (archive.paths.some((path, at) => path !== listed[at])) {
    throw new Refused(
      Problem.MALFORMED_MANIFEST,
      "各文件在压缩包内的次序与清单不同",
      "lists the files in another order than they stand in",
      MANIFEST_PATH,
    );
  }
}

/** Refuse a table that no export writes, where there are tables to be recomputed. */
export function requireKnownTables({ files }, { required, workbooks }) {
  if (!required.length) return;
  const tables = ["ledger", "rates"].flatMap((kind) => files.filter((each) => each.kind === kind));
  const other = tables.find(({ path }) => ![...required, ...workbooks].includes(path));
  if (!other) return;
  throw new Refused(
    Problem.MALFORMED_MANIFEST,
    `${other.path}不是导出包应有的表`,
    `${other.path} is no table of an export`,
    MANIFEST_PATH,
  );
}

export function requireSize({ path, bytes }, found) {
  if (found === bytes) return;
  throw new Refused(
    Problem.SIZE_DIFFERS,
    `为${found}字节,清单所列为${bytes}字节`,
    `has ${found} bytes, but the manifest states ${bytes}`,
    path,
  );
}

export function requireAsStated(stated, found) {
  const { path } = stated;
  if (found.sha256 !== stated.sha256) {
    throw new Refused(
      Problem.DIGEST_DIFFERS,
      "内容与清单所列的SHA-256摘要不符",
      "its SHA-256 is not the one the manifest states",
      path,
    );
  }
  if (found.rows !== stated.rows) {
    throw new Refused(
      Problem.ROWS_DIFFER,
      `为${rowsSaid(found)[0]},清单所列为${rowsSaid(stated)[0]}`,
      `has ${rowsSaid(found)[1]}, but the manifest states ${rowsSaid(stated)[1]}`,
      path,
    );
  }
}

function rowsSaid({ rows }) {
  return rows === null ? ["不计行数的文件", "no rows to count"] : [`${rows}行`, `${rows} rows`];
}

/** Tell whether the bundle is signed; the log's files are all there or none is. */
export function requireLogFiles({ files, scope }) {
  const found = files.filter(({ kind }) => kind === "log").map(({ path }) => path);
  if (!found.length) return false;
  const proofs = scope.selection === null ? [] : [PROOFS_PATH];
  const wanted = [CHECKPOINTS_PATH, POLICY_PATH, ...proofs].sort();
  const missing = wanted.find((path) => !found.includes(path));
  if (missing) {
    throw new Refused(
      Problem.MISSING_FILE, "没有列入清单", "is not listed in the manifest", missing,
    );
  }
  if (found.every((path) => wanted.includes(path))) return true;
  throw new Refused(
    Problem.MALFORMED_PROOF,
    "完整导出包不应另有逐条证明",
    "a whole bundle carries no proofs of single events",
    PROOFS_PATH,
  );
}
