// Jobs for the modules of the page: {"bundle": path, "policy": path?, "checkpoints": [path…],
// "receipts": [path…]}, answered by the verdict; {"module": "sha256.js", "call": "sha256",
// "arguments": […]}, answered by the result; {"module": "columns.js", "make": "Column",
// "arguments": […], "calls": [["at", 0]…]}, answered by what each method of one new object returns,
// or each property holds. {"hex": "…"} stands for bytes, {"integer": "…"} for a BigInt.

import { basename } from "node:path";

/**
 * Return the answer to a job as JSON. `load` imports a module of the page by its name, `blobOf` gives
 * the contents of a file, `stated` is what the page is told of transitions, forms and tables.
 */
export async function answered(job, stated, load, blobOf) {
  const does = job.bundle ? judged : job.make ? made : called;
  return JSON.stringify((await does(job, load, blobOf, stated)) ?? null, encoded);
}

async function judged(job, load, blobOf, stated) {
  const named = async (path) => ({ name: basename(path), blob: await blobOf(path) });
  const given = {
    policy: job.policy ? await named(job.policy) : null,
    checkpoints: await Promise.all((job.checkpoints ?? []).map(named)),
    receipts: await Promise.all((job.receipts ?? []).map(named)),
  };
  const { Check } = await load("verdict.js");
  const check = new Check(await blobOf(job.bundle), given, stated);
  const verdict = await check.verdict();
  if (!job.timelineOf || !verdict.ok) return verdict;
  const found = check.find(job.timelineOf);
  const timeline = await check.timeline(found.items[0]);
  return { ...verdict, contents: check.contents(), all: check.find(""), found, timeline };
}

async function called(job, load) {
  const module = await load(job.module);
  try {
    return await module[job.call](...decoded(job.arguments));
  } catch (error) {
    return { thrown: error.constructor.name };
  }
}

async function made(job, load) {
  const module = await load(job.module);
  const object = new module[job.make](...decoded(job.arguments));
  return job.calls.map(([name, ...given]) => {
    const member = object[name];
    return typeof member === "function" ? member.apply(object, decoded(given)) : member;
  });
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
