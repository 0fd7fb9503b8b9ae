// Runs the modules of the page under Node. Standard input: one JSON object a line, either
// {"bundle": path, "policy": path?, "checkpoints": [path…], "receipts": [path…]}, answered by the
// verdict, or {"module": "sha256.js", "call": "sha256", "arguments": […]}, answered by the result,
// or {"module": "columns.js", "make": "Column", "arguments": […], "calls": [["at", 0]…]}, answered by
// what each method of one new object returns, or each property holds;
// what is thrown is answered by its class and, where it has them, its sentences and place; and
// what is yielded one by one is answered as a list.
// {"hex": "…"} stands for bytes, {"integer": "…"} for a BigInt, {"map": [[key, value]…]} for a Map.
// The argument is the folder of the modules, or a page to take the program from.

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
  if (value?.map !== undefined) return new Map(decoded(value.map));
  if (value?.integer !== undefined) return BigInt(value.integer);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, decoded(each)]));
}

function encoded(_, value) {
  if (value instanceof Uint8Array) return { hex: Buffer.from(value).toString("hex") };
  if (value instanceof Map) return { map: [...value] };
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
    return await whole(module[job.call](...decoded(job.arguments)));
  } catch (error) {
    return thrown(error);
  }
}

function thrown({ constructor, problem, chinese, english, path, line }) {
  return { thrown: constructor.name, problem, chinese, english, path, line };
}

/** Return a result, in a list where it comes one by one: what was yielded may not last. */
async function whole(result) {
  if (!result?.[Symbol.asyncIterator]) return result;
  const list = [];
  for await (const each of result) list.push(JSON.parse(JSON.stringify(each, encoded)));
  return list;
}

async function made(job) {
  const module = await import(pathToFileURL(join(source, job.module)));
  const object = new module[job.make](...decoded(job.arguments));
  const answers = [];
  for (const [name, ...given] of job.calls) {
    const member = object[name];
    try {
      answers.push(typeof member === "function" ? await member.apply(object, decoded(given)) : member);
    } catch (error) {
      answers.push(thrown(error));
    }
  }
  return answers;
}

for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line);
  const answer = await (job.bundle ? judged(job) : job.make ? made(job) : called(job));
  process.stdout.write(`${JSON.stringify(answer ?? null, encoded)}\n`);
}
