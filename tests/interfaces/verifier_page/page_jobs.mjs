// Jobs for the modules of the page, and their answers.
//
// {"bundle": path, "policy": path?, "checkpoints": [path…], "receipts": [path…],
// "leaves": [text…]} is answered by the verdict, with "progress" by the shares told on the way as well; {"module": "sha256.js", "call": "sha256", "arguments": […]} by the result, in a list
// where it is yielded one by one; {"module": "columns.js", "make": "Column", "arguments": […],
// "calls": [["at", 0]…]} by what each method of one new object returns, or each property holds;
// what is thrown by its class and, where it has them, its sentences and place. {"told": …} and
// {"counted": …} are told of in `told_rows.mjs`. {"hex": "…"} stands for bytes, {"integer": "…"}
// for a BigInt, {"map": [[key, value]…]} for a Map.

import { basename } from "node:path";
import { counted, shown } from "./told_rows.mjs";

/**
 * Return the answer to a job as JSON. `stated` is what the page is told of transitions, forms and
 * tables; `load` imports a module of the page by its name, `blobOf` gives the contents of a file.
 */
export async function answered(job, stated, load, blobOf) {
  return JSON.stringify((await done(job, stated, load, blobOf)) ?? null, encoded);
}

function done(job, stated, load, blobOf) {
  if (job.bundle) return judged(job, stated, load, blobOf);
  if (job.told) return shown(job, stated, load);
  if (job.counted) return counted(job, stated, load);
  return job.make ? made(job, load) : called(job, load);
}

async function judged(job, stated, load, blobOf) {
  const named = async (path) => ({ name: basename(path), blob: await blobOf(path) });
  const given = {
    policy: job.policy ? await named(job.policy) : null,
    checkpoints: await Promise.all((job.checkpoints ?? []).map(named)),
    receipts: await Promise.all((job.receipts ?? []).map(named)),
    leaves: job.leaves ?? [],
  };
  const { Check } = await load("verdict.js");
  const shares = [];
  const tell = (share) => shares.push(share);
  const check = new Check(await blobOf(job.bundle), given, stated, ...(job.progress ? [tell] : []));
  const verdict = await check.verdict();
  if (job.progress) return { ...verdict, shares };
  if (!job.timelineOf || !verdict.ok) return verdict;
  const found = check.find(job.timelineOf);
  const timeline = await check.timeline(found.items[0]);
  return { ...verdict, contents: check.contents(), all: check.find(""), found, timeline };
}

async function called(job, load) {
  const module = await load(job.module);
  try {
    return await whole(module[job.call](...decoded(job.arguments)));
  } catch (error) {
    return thrown(error);
  }
}

async function made(job, load) {
  const module = await load(job.module);
  const object = new module[job.make](...decoded(job.arguments));
  const answers = [];
  for (const [name, ...given] of job.calls) {
    const member = object[name];
    const does = typeof member === "function" ? member.bind(object) : () => member;
    try {
      answers.push(await does(...decoded(given)));
    } catch (error) {
      answers.push(thrown(error));
    }
  }
  return answers;
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
