// The manifest of a bundle: what it covers, and size and digest of each of its files.

import { bytesOf, sameBytes, textOf } from "./bytes.js";
import { NotJson, canonicalJson, parseJson } from "./json.js";
import { NOT_PLAIN, foldedPath, isPlainPath } from "./paths.js";
import { characters, isPrintable } from "./printable.js";
import { Problem, Refused } from "./refusal.js";

export const MANIFEST_PATH = "manifest.json";
export const EVENTS_PATH = "events.jsonl";
export const LARGEST_MANIFEST = 16_777_216;
const FORMAT = "zhuoluo-audit-bundle";
const FORMAT_VERSION = 1n;
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
  ["readme", /^README\.txt$/],
]);
const TABLES_OF_ALL = ["ledger", "rates"];
/** Every kind of file. */
const FILE_KINDS = [
  "events", "log", "ledger", "rates", "opening", "schema", "attachment", "verifier", "page",
  "readme",
];
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
  const fields = new StatedFields("manifest", stated);
  requireKnownFormat(stated);
  fields.requireOnly(ROOT_FIELDS);
  const manifest = {
    scope: readScope(stated.get("scope")),
    events: readRange(stated.get("events")),
    files: fields.list("files").map(readFile),
  };
  requireGeneration(stated.get("generation"));
  requireConsistent(manifest);
  const oneForm = canonicalJson(new Map(stated).set("version", FORMAT_VERSION));
  if (!sameBytes(bytesOf(`${oneForm}\n`), bytes)) {
    throw malformed("清单不是规定的书写格式", "the manifest is not in its one form");
  }
  return manifest;
}

function parsed(bytes) {
  const parts = bytes.filter((byte) => byte === 0x7b || byte === 0x5b || byte === 0x2c).length;
  if (parts > MOST_PARTS) {
    throw malformed(
      `清单所列内容超过${MOST_PARTS}项`, `the manifest lists more than ${MOST_PARTS} things`,
    );
  }
  try {
    const text = textOf(bytes);
    if (text === null) throw new NotJson();
    return parseJson(text);
  } catch (error) {
    if (error instanceof NotJson) throw malformed("清单不是有效的JSON", "the manifest is not JSON");
    throw error;
  }
}

function requireKnownFormat(stated) {
  // what is equal to the number in another form is refused for its form
  const isVersion = [FORMAT_VERSION, 1, true].includes(stated.get("version"));
  if (stated.get("format") !== FORMAT || !isVersion) {
    throw new Refused(
      Problem.UNKNOWN_FORMAT,
      `不是${FORMAT}第${FORMAT_VERSION}版的清单`,
      `not a manifest of ${FORMAT}, version ${FORMAT_VERSION}`,
      MANIFEST_PATH,
    );
  }
}

/** A JSON object of the manifest, each field read as what it must be or refused by name. */
class StatedFields {
  #where;
  #stated;

  constructor(where, stated) {
    if (!(stated instanceof Map)) {
      throw malformed(`${where}不是JSON对象`, `${where} is not a JSON object`);
    }
    this.#where = where;
    this.#stated = stated;
  }

  get names() {
    return [...this.#stated.keys()];
  }

  requireOnly(names) {
    if (this.#stated.size === names.length && names.every((name) => this.#stated.has(name))) return;
    throw malformed(
      `${this.#where}的字段应为${names.join("、")}`,
      `the fields of ${this.#where} must be ${names.join(", ")}`,
    );
  }

  list(name) {
    const value = this.#stated.get(name);
    return this.#required(Array.isArray(value), name, "列表", "a list");
  }

  text(name) {
    const isText = typeof this.#stated.get(name) === "string";
    return this.#required(isText, name, "文字", "a text");
  }

  word(name, words) {
    const isOne = words.includes(this.text(name));
    return this.#required(isOne, name, `${words.join("、")}之一`, `one of ${words.join(", ")}`);
  }

  number(name) {
    const isWhole = typeof this.#stated.get(name) === "bigint";
    return this.#required(isWhole, name, "整数", "a whole number");
  }

  optionalNumber(name) {
    return this.#stated.get(name) === null ? null : this.number(name);
  }

  textOrNumber(name) {
    return typeof this.#stated.get(name) === "string" ? this.text(name) : this.number(name);
  }

  day(name) {
    const text = this.text(name);
    const [year, month, day] = text.split("-").map(Number);
    const found = new Date(0);
    found.setUTCFullYear(year, month - 1, day);
    // a day there is not in the month lies in the one before or after
    const isThere = DAY.test(text) && year >= 1 && found.getUTCMonth() === month - 1;
    return this.#required(isThere, name, "日期", "a date");
  }

  #required(holds, name, chinese, english) {
    if (holds) return this.#stated.get(name);
    throw malformed(
      `${this.#where}的${name}应为${chinese}`, `${name} of ${this.#where} must be ${english}`,
    );
  }
}

function requireCount(name, value) {
  if (value >= 0n && value < LARGEST_COUNT) return;
  throw malformed(`${name}应为不小于0的整数`, `${name} must be a natural number`);
}

function requireLine(text) {
  if (text.trim() && characters(text) <= LONGEST_SCOPE_TEXT && isPrintable(text)) return;
  throw malformed(
    `单位、标题和事项编号应为一行文字,不超过${LONGEST_SCOPE_TEXT}字`,
    `names, titles and keys are one line of at most ${LONGEST_SCOPE_TEXT} characters`,
  );
}

function readScope(stated) {
  const fields = new StatedFields("scope", stated);
  fields.requireOnly(SCOPE_FIELDS);
  const scope = {
    county: fields.text("county"),
    title: fields.text("title"),
    periodFrom: fields.day("period_from"),
    periodTo: fields.day("period_to"),
    asOf: fields.day("as_of"),
    knownAt: fields.number("known_at"),
    selection: readSelection(stated.get("selection")),
  };
  requireLine(scope.county);
  requireLine(scope.title);
  if (scope.periodFrom > scope.periodTo) {
    throw malformed(
      `期间的起日${scope.periodFrom}晚于止日${scope.periodTo}`,
      `the period begins on ${scope.periodFrom}, after its end ${scope.periodTo}`,
    );
  }
  requireCount("known_at", scope.knownAt);
  return scope;
}

function readSelection(stated) {
  if (stated === null) return null;
  const fields = new StatedFields("selection", stated);
  fields.requireOnly(["kind", "key"]);
  const selection = { kind: fields.word("kind", SELECTIONS), key: fields.text("key") };
  requireLine(selection.key);
  return selection;
}

function readRange(stated) {
  const fields = new StatedFields("events", stated);
  fields.requireOnly(["first", "last", "count"]);
  const first = fields.optionalNumber("first");
  const last = fields.optionalNumber("last");
  const count = fields.number("count");
  requireCount("events.count", count);
  const isEmpty = first === null && last === null && count === 0n;
  const span = first === null || last === null ? 0n : last - first + 1n;
  if (!isEmpty && !(first >= 1n && count >= 1n && count <= span)) {
    throw malformed(
      "事件的首尾序号与条数不一致",
      "first and last sequence and the number of events do not agree",
    );
  }
  const isWhole = count === span;
  return { first, last, count, isWhole, isFromTheFirst: isWhole && first === 1n };
}

function readFile(stated) {
  const fields = new StatedFields("files", stated);
  fields.requireOnly(FILE_FIELDS);
  const file = {
    path: fields.text("path"),
    kind: fields.word("kind", FILE_KINDS),
    bytes: fields.number("bytes"),
    rows: fields.optionalNumber("rows"),
    sha256: fields.text("sha256"),
  };
  if (!isPlainPath(file.path)) throw malformed(...NOT_PLAIN);
  requirePlace(file);
  requireCount("bytes", file.bytes);
  requireCount("rows", file.rows ?? 0n);
  if (!SHA256_HEX.test(file.sha256)) {
    throw malformed(
      `${file.path}的SHA-256摘要格式不对`, `the SHA-256 of ${file.path} is malformed`,
    );
  }
  return file;
}

function requirePlace({ path, kind }) {
  const belongs = [...PLACES.keys()].find((each) => PLACES.get(each).test(path));
  if (belongs ? belongs === kind : TABLES_OF_ALL.includes(kind)) return;
  throw malformed(`${path}不能是${kind}文件`, `${path} cannot be a file of kind ${kind}`);
}

function requireGeneration(stated) {
  const fields = new StatedFields("generation", stated);
  for (const name of fields.names) fields.textOrNumber(name);
}

function requireConsistent({ scope, events, files }) {
  const seen = new Set([foldedPath(MANIFEST_PATH)]);
  for (const { path } of files) {
    if (seen.has(foldedPath(path))) {
      throw malformed(`文件${path}重复列出`, `file ${path} is listed twice`);
    }
    seen.add(foldedPath(path));
  }
  const listed = files.find(({ path }) => path === EVENTS_PATH);
  if (!listed) {
    throw malformed(`清单应列出事件文件${EVENTS_PATH}`, `the manifest must list ${EVENTS_PATH}`);
  }
  if (listed.rows !== events.count) {
    throw malformed(
      `事件条数与${EVENTS_PATH}的行数不一致`,
      `the number of events differs from the lines of ${EVENTS_PATH}`,
    );
  }
  requireKnown(scope, events);
  if (scope.selection) requireNoTables(files);
}

/** Refuse ledgers and rates in a part: they follow from all events, which it lacks. */
function requireNoTables(files) {
  const tables = TABLES_OF_ALL.flatMap((kind) => files.filter((each) => each.kind === kind));
  if (!tables.length) return;
  const [{ path }] = tables;
  throw malformed(
    `部分导出包不应有台账和比率,却列有${path}`,
    `a partial bundle has neither ledgers nor rates, but lists ${path}`,
  );
}

function requireKnown({ selection, knownAt }, { count, last, isFromTheFirst }) {
  if ((last ?? 0n) > knownAt) {
    throw malformed("事件的最后序号晚于所称知悉时点", "the last event is later than known_at");
  }
  const isAll = (last ?? 0n) === knownAt && (isFromTheFirst || !count);
  if (selection === null && !isAll) {
    throw malformed(
      `完整导出包应含第1至第${knownAt}条的全部事件`,
      `a whole bundle must hold all events from 1 to ${knownAt}`,
    );
  }
}
