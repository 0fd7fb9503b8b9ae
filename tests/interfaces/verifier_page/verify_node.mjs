// Runs the modules of the page under Node. Standard input: one JSON object a line, either
// {"bundle": path, "policy": path?, "checkpoints": [path…], "receipts": [path…]}, answered by the
// verdict, or {"module": "sha256.js", "call": "sha256", "arguments": […]}, answered by the result,
// or {"module": "columns.js", "make": "Column", "arguments": […], "calls": [["at", 0]…]}, answered
// by what each method of one new object returns, or each property holds,
// or {"told": [{"topic": …, "on": day, "state": {…}}…], "ledger": ["units.js", "UNITS", "COLUMNS",
// "rowsOf"?], "days": […], "names": {…}?}, the events of one item, answered by the cells of its rows
// on each day,
// or {"counted": [{"kind": "task", "told": […], …}…], …}, answered by the tables of figures;
// {"hex": "…"} stands for bytes, {"integer": "…"} for a BigInt. The argument is the folder of the
// modules, or a page to take the program from.

import { openAsBlob, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import vm from "node:vm";

const [source, tables] = process.argv.slice(2);
const stated = JSON.parse(readFileSync(tables, "utf8"));

async function named(path) {
  return path && { name: basename(path), blob: await openAsBlob(path) };
}

function assembledCheck(page) {
  const [, program] = /<script id="verifier">([^]*?)<\/script>/.exec(readFileSync(page, "utf8"));
  // globals of their own, as a page has, and not looked up through Node, which takes long
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY);
  Object.assign(context, { Blob, TextEncoder, TextDecoder, console });
  return vm.runInContext(`${program}\nCheck;`, context);
}

async function checkClass() {
  if (!statSync(source).isDirectory()) return assembledCheck(source);
  return (await import(pathToFileURL(join(source, "verdict.js")))).Check;
}

function decoded(value) {
  if (Array.isArray(value)) return value.map(decoded);
  if (value?.hex !== undefined) return Uint8Array.from(Buffer.from(value.hex, "hex"));
  return value?.integer === undefined ? value : BigInt(value.integer);
}

function encoded(_, value) {
  if (value instanceof Uint8Array) return { hex: Buffer.from(value).toString("hex") };
  return typeof value === "bigint" ? { integer: String(value) } : value;
}

async function judged(job) {
  const given = {
    policy: (await named(job.policy)) ?? null,
    checkpoints: await Promise.all((job.checkpoints ?? []).map(named)),
    receipts: await Promise.all((job.receipts ?? []).map(named)),
  };
  const Check = await checkClass();
  const check = new Check(await openAsBlob(job.bundle), given, stated);
  const verdict = await check.verdict();
  if (!job.timelineOf || !verdict.ok) return verdict;
  const found = check.find(job.timelineOf);
  const timeline = await check.timeline(found.items[0]);
  return { ...verdict, contents: check.contents(), all: check.find(""), found, timeline };
}

async function called(job) {
  const module = await import(pathToFileURL(join(source, job.module)));
  try {
    return await module[job.call](...decoded(job.arguments));
  } catch (error) {
    return { thrown: error.constructor.name };
  }
}

async function made(job) {
  const module = await import(pathToFileURL(join(source, job.module)));
  const object = new module[job.make](...decoded(job.arguments));
  return job.calls.map(([name, ...given]) => {
    const member = object[name];
    return typeof member === "function" ? member.apply(object, decoded(given)) : member;
  });
}

function loaded(name) {
  return import(pathToFileURL(join(source, name)));
}

/** Return how the item stood on a day that these events tell of; null where it had not begun. */
async function rowOn(load, told, [file, kind], day) {
  const [{ Stories, Telling }, { kindOf }, { dayNumber }, ledger] =
    await Promise.all(["stories.js", "topics.js", "days.js", file].map(load));
  const telling = new Telling({ [kindOf(told[0].topic)]: ledger[kind] }, stated.transitions);
  const begun = dayNumber(told[0].on);
  const numbers = told.map(({ on }) => Math.max(dayNumber(on), begun));
  const dates = {
    eventsOf: () => told.length,
    isInOrder: () => numbers.every((number, at) => at === 0 || numbers[at - 1] <= number),
    dayOf: (_, version) => numbers[version - 1],
    correctedClaim: () => undefined,
  };
  const stories = new Stories(telling, dates, dayNumber(day));
  const rows = told.map(({ topic, state }, at) => {
    return stories.follow({ topic, state, version: BigInt(at + 1), aggregateId: "" }, 0);
  });
  return rows.at(-1);
}

async function shown({ told, ledger, days, names = {} }, load) {
  const [file, , columns, rowsOf] = ledger;
  const [{ writtenCell }, listed] = await Promise.all(["cells.js", file].map(load));
  const cells = Object.entries(listed[columns]).slice(0, -1);
  return Promise.all(days.map(async (day) => {
    const row = await rowOn(load, told, ledger, day);
    const nameOf = (code) => names[code] ?? code;
    const known = { nameOf, numberOf: (id) => id, asOf: day, words: stated.labels };
    const rows = row && rowsOf ? listed[rowsOf](row) : row ? [row] : [];
    return rows.map((each) =>
      Object.fromEntries(cells.map(([name, cell]) => [name, writtenCell(cell(each, known))])),
    );
  }));
}

async function counted({ counted: items, kinds, units, beside, period, asOf }, load) {
  const [since, until] = period;
  const [{ Figures }, { rateRows, countRows }, { rankingRows }] =
    await Promise.all(["figures.js", "rate_tables.js", "ranking.js"].map(load));
  const shared = { units: new Map(units), nameOf: (code) => code };
  const has = (day) => day !== null && since <= day && day <= until;
  const figures = new Figures(asOf, has, shared, stated.labels);
  for (const [at, { kind, told, ...facts }] of items.entries()) {
    const row = await rowOn(load, told, kinds[kind], asOf);
    if (row) figures.add(kind, at, [{ ...row, ...facts }]);
  }
  for (const [kind, rows] of beside) figures.add(kind, items.length, rows);
  const tables = [
    rateRows(figures), countRows(figures), rankingRows(figures), figures.divided.rows(),
    figures.days.rows(),
  ];
  return [...tables.map((rows) => [...rows]), figures.days.facts()];
}

function answered(job) {
  if (job.bundle) return judged(job);
  if (job.told) return shown(job, loaded);
  if (job.counted) return counted(job, loaded);
  return job.make ? made(job) : called(job);
}

for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  const answer = await answered(job);
  process.stdout.write(`${JSON.stringify(answer ?? null, encoded)}\n`);
}
