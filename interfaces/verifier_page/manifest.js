// The manifest of a bundle: what it covers, and size and digest of each of its files.

import { bytesOf, sameBytes, textOf } from "./bytes.js";
import { NotJson, canonicalJson, parseJson } from "./json.js";
import { foldedPath, isPlainPath } from "./paths.js";
import { characters, isPrintable } from "./printable.js";
import { Problem, Refused } from "./refusal.js";

export const MANIFEST_PATH = "manifest.json";
export const EVENTS_PATH = "events.jsonl";
export const LARGEST_MANIFEST = 16_777_216;
const FORMAT = "zhuoluo-audit-bundle";
const FORMAT_VERSION = 1;
const MOST_PARTS = 1_000_000;
const LONGEST_SCOPE_TEXT = 300;
const LARGEST_COUNT = 10n ** 18n;
const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const SHA256_HEX = /^[0-9a-f]{64}$/;
/** Where files of a kind stand, and none of another kind; the rest stand anywhere else. */
const PLACES = new Map([
  ["events", /^events\.jsonl$/],
  ["log", /^log\/(?:policy\.txt|checkpoints\.jsonl|proofs\.jsonl)$/],
  ["schema", /^schemas\/[a-z0-9.@-]+\.json$/],
  ["attachment", /^attachments\/[0-9a-f]{64}$/],
  ["verifier", /^verify\.py$/],
  ["page", /^核验\.html$/],
  ["opening", /^personal\/openings\.jsonl$/],
]);
const ELSEWHERE = ["ledger", "rates", "readme"];
const SELECTIONS = ["opinion", "task", "commitment", "unit"];
const ROOT_FIELDS = ["format", "version", "scope", "events", "files", "generation"];
const SCOPE_FIELDS = [
  "county", "title", "period_from", "period_to", "as_of", "known_at", "selection",
];
const FILE_FIELDS = ["path", "kind", "bytes", "rows", "sha256"];

function malformed(chinese, english) {
  return new Refused(Problem.MALFORMED_MANIFEST, chinese, english, MANIFEST_PATH);
}

/** Return the manifest these bytes are; every other form of it is refused. */
export function readManifest(bytes) {
  const stated = parsed(bytes);
  requireMap(stated, "manifest");
  requireKnownFormat(stated);
  requireOnly(stated, "manifest", ROOT_FIELDS);
  requireCount(stated, "version");
  const manifest = {
    scope: readScope(stated.get("scope")),
    events: readRange(stated.get("events")),
    files: requireList(stated.get("files")).map(readFile),
  };
  requireGeneration(stated.get("generation"));
  requireConsistent(manifest);
  if (!sameBytes(bytesOf(`${canonicalJson(stated)}\n`), bytes)) {
    throw malformed("清单不是规定的书写格式", "is not in its one form");
  }
  return manifest;
}

function parsed(bytes) {
  const parts = bytes.filter((byte) => byte === 0x7b || byte === 0x5b || byte === 0x2c).length;
  if (parts > MOST_PARTS) {
    throw malformed(`清单所列内容超过${MOST_PARTS}项`, `lists over ${MOST_PARTS} parts`);
  }
  try {
    const text = textOf(bytes);
    if (text === null) throw new NotJson();
    return parseJson(text);
  } catch (error) {
    if (error instanceof NotJson) throw malformed("清单不是有效的JSON", "is not JSON");
    throw error;
  }
}

function requireKnownFormat(stated) {
  const version = stated.get("version");
  const isVersion = typeof version !== "string" && Number(version) === FORMAT_VERSION;
  if (stated.get("format") !== FORMAT || !isVersion) {
    throw new Refused(
      Problem.UNKNOWN_FORMAT,
      `不是${FORMAT}第${FORMAT_VERSION}版的清单`,
      `is not a manifest of ${FORMAT} version ${FORMAT_VERSION}`,
      MANIFEST_PATH,
    );
  }
}

function requireMap(stated, where) {
  if (!(stated instanceof Map)) throw malformed(`${where}不是JSON对象`, `${where} is no object`);
}

function requireList(stated) {
  if (!Array.isArray(stated)) throw malformed("清单的files应为列表", "files is no list");
  return stated;
}

function requireOnly(stated, where, names) {
  requireMap(stated, where);
  if (stated.size !== names.length || !names.every((name) => stated.has(name))) {
    const english = `the fields of ${where} must be ${names.join(", ")}`;
    throw malformed(`${where}的字段应为${names.join("、")}`, english);
  }
}

function requireText(stated, name) {
  if (typeof stated.get(name) !== "string") {
    throw malformed(`${name}应为文字`, `${name} is no text`);
  }
  return stated.get(name);
}

function requireCount(stated, name) {
  const value = stated.get(name);
  if (typeof value !== "bigint" || value < 0n || value >= LARGEST_COUNT) {
    throw malformed(`${name}应为不小于0的整数`, `${name} is no count`);
  }
  return value;
}

function optionalCount(stated, name) {
  return stated.get(name) === null ? null : requireCount(stated, name);
}

function requireDay(stated, name) {
  const text = requireText(stated, name);
  const [year, month, day] = text.split("-").map(Number);
  const found = new Date(0);
  found.setUTCFullYear(year, month - 1, day);
  // a day there is not in the month lies in the one before or after
  if (!DAY.test(text) || year < 1 || found.getUTCMonth() !== month - 1) {
    throw malformed(`${name}应为日期`, `${name} is no date`);
  }
  return text;
}

function requireLine(stated, name) {
  const text = requireText(stated, name);
  if (!text.trim() || characters(text) > LONGEST_SCOPE_TEXT || !isPrintable(text)) {
    throw malformed(
      `单位和标题应为一行文字,不超过${LONGEST_SCOPE_TEXT}字`,
      `${name} should be one line of at most ${LONGEST_SCOPE_TEXT} characters`,
    );
  }
  return text;
}

function readScope(stated) {
  requireOnly(stated, "scope", SCOPE_FIELDS);
  const scope = {
    county: requireLine(stated, "county"),
    title: requireLine(stated, "title"),
    periodFrom: requireDay(stated, "period_from"),
    periodTo: requireDay(stated, "period_to"),
    asOf: requireDay(stated, "as_of"),
    knownAt: requireCount(stated, "known_at"),
    selection: readSelection(stated.get("selection")),
  };
  if (scope.periodFrom > scope.periodTo) {
    throw malformed("期间的起日晚于止日", "the period ends before it begins");
  }
  return scope;
}

function readSelection(stated) {
  if (stated === null) return null;
  requireOnly(stated, "selection", ["kind", "key"]);
  const selection = { kind: requireText(stated, "kind"), key: requireLine(stated, "key") };
  if (!SELECTIONS.includes(selection.kind)) {
    throw malformed("selection的种类不明", "selection is of no known kind");
  }
  return selection;
}

function readRange(stated) {
  requireOnly(stated, "events", ["first", "last", "count"]);
  const first = optionalCount(stated, "first");
  const last = optionalCount(stated, "last");
  const count = requireCount(stated, "count");
  const isEmpty = first === null && last === null && count === 0n;
  const span = first === null || last === null ? 0n : last - first + 1n;
  if (!isEmpty && !(first >= 1n && count >= 1n && count <= span)) {
    throw malformed("事件的首尾序号与条数不一致", "first, last and count disagree");
  }
  const isWhole = count === span;
  return { first, last, count, isWhole, isFromTheFirst: isWhole && first === 1n };
}

function readFile(stated) {
  requireOnly(stated, "files", FILE_FIELDS);
  const file = {
    path: requireText(stated, "path"),
    kind: requireText(stated, "kind"),
    bytes: requireCount(stated, "bytes"),
    rows: optionalCount(stated, "rows"),
    sha256: requireText(stated, "sha256"),
  };
  if (!isPlainPath(file.path)) throw malformed("文件名不可用", "lists a path that is not plain");
  const belongs = [...PLACES.keys()].find((kind) => PLACES.get(kind).test(file.path));
  if (belongs ? belongs !== file.kind : !ELSEWHERE.includes(file.kind)) {
    throw malformed(`${file.path}的文件种类不对`, `${file.path} is of a wrong kind`);
  }
  if (!SHA256_HEX.test(file.sha256)) {
    throw malformed(`${file.path}的SHA-256摘要格式不对`, `digest of ${file.path} is malformed`);
  }
  return file;
}

function requireGeneration(stated) {
  requireMap(stated, "generation");
  for (const [name, value] of stated) {
    if (typeof value !== "string" && typeof value !== "bigint") {
      throw malformed(`generation的${name}应为整数`, `generation: ${name} is no whole number`);
    }
  }
}

function requireConsistent({ scope, events, files }) {
  const seen = new Set([foldedPath(MANIFEST_PATH)]);
  for (const { path } of files) {
    if (seen.has(foldedPath(path))) throw malformed(`文件${path}重复列出`, `lists ${path} twice`);
    seen.add(foldedPath(path));
  }
  if (files.find(({ path }) => path === EVENTS_PATH)?.rows !== events.count) {
    throw malformed(`事件条数与${EVENTS_PATH}的行数不一致`, "events and rows disagree");
  }
  if ((events.last ?? 0n) > scope.knownAt) {
    throw malformed("事件的最后序号晚于所称知悉时点", "events are later than what was known");
  }
  const isAll = (events.last ?? 0n) === scope.knownAt && (events.isFromTheFirst || !events.count);
  if (scope.selection === null && !isAll) {
    throw malformed("完整导出包应含全部事件", "a whole bundle must hold all events");
  }
}
