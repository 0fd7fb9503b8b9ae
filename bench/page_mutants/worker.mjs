// A thread that puts jobs to one mutant after another, to each for a limited time.

import { existsSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { answerTo, compared, keptJobs } from "./jobs.mjs";
import { ONE_BY_ONE, Order } from "./order.mjs";

const ONE_MUTANT = /\?mutant=(\d+)$/;
const SWITCH = "switch$.js";
const [NO_MUTANT, NO_JOB] = [-1, -1];
const { kept, out, budget, clock } = workerData;
const underWay = new Float64Array(clock); // when the job under way began, and which one it is
const stated = JSON.parse(readFileSync(join(out, "reached.json"), "utf8"));
const mutants = JSON.parse(readFileSync(join(out, "mutants.json"), "utf8"));
const jobs = keptJobs(kept);
const files = new Set(mutants.map(({ file }) => file));
const sources = Object.fromEntries(
  [...files].map((file) => [file, readFileSync(join(out, "unchanged", file), "utf8")]),
);
const order = new Order(mutants, stated, jobs.map(({ job }) => job.module), sources);
const folders = ["switched", "unchanged"].map((name) => pathToFileURL(join(resolve(out), name)));

const results = join(out, "results.jsonl");
for (const line of existsSync(results) ? readFileSync(results, "utf8").split("\n") : []) {
  const { mutant, told } = JSON.parse(line || "{}");
  if (typeof told === "number") order.tells(told, mutant);
}

registerHooks({
  // of modules loaded for one mutant only its own has switches
  resolve(name, { parentURL = "", ...context }, next) {
    if (!folders.some((folder) => parentURL.startsWith(folder))) {
      return next(name, { parentURL, ...context });
    }
    const [mark = "", mutant] = ONE_MUTANT.exec(parentURL) ?? [];
    return { url: placeOf(basename(name), mutant) + mark, shortCircuit: true };
  },
});

function placeOf(name, mutant) {
  const isSwitched = mutant ? mutants[mutant].file === name : !ONE_BY_ONE.includes(name);
  return `${folders[isSwitched || name === SWITCH ? 0 : 1]}/${name}`;
}

function loaderOf(mutant) {
  const mark = mutant === NO_MUTANT ? "" : `?mutant=${mutant}`;
  return (name) => import(placeOf(name, mark && String(mutant)) + mark);
}

const load = loaderOf(NO_MUTANT);
const { switchTo } = await load(SWITCH);
await load("verdict.js");

/** Return what is done for a job, undefined where it fails; whoever waits can tell if it hangs. */
async function watched(does, number = NO_JOB) {
  underWay.set([Date.now(), number]);
  try {
    return await does();
  } catch {
    return undefined;
  } finally {
    underWay[0] = 0;
  }
}

async function isAnsweredAlike(number, loader) {
  const answer = await watched(() => answerTo(jobs[number], loader), number);
  return answer !== undefined && compared(jobs[number], answer) === stated.jobs[number].expected;
}

/** Return the job that tells the mutant, or of how many it was asked how many in vain. */
async function asked(mutant, loader) {
  const numbers = order.of(mutant);
  const end = performance.now() + budget;
  let count = 0;
  for (; count < numbers.length && performance.now() < end; count++) {
    if (!(await isAnsweredAlike(numbers[count], loader))) return { told: numbers[count] };
  }
  return { told: null, count, of: numbers.length };
}

async function loadedAnew(mutant) {
  const loader = loaderOf(mutant);
  const isLoaded = await watched(() => loader("verdict.js"));
  return isLoaded ? asked(mutant, loader) : { told: "loading" };
}

/** `spoilt`: modules answer otherwise without the mutant too, for what they remember of it. */
async function switched(mutant) {
  switchTo(mutant);
  const result = await asked(mutant, load);
  switchTo(NO_MUTANT);
  const spoilt = result.told !== null && !(await isAnsweredAlike(result.told, load));
  return { ...result, spoilt };
}

parentPort.on("message", async (mutant) => {
  const isAnew = order.isLoadedAnew(mutant);
  const result = await (isAnew ? loadedAnew(mutant) : switched(mutant));
  if (typeof result.told === "number") order.tells(result.told, mutant);
  parentPort.postMessage({ ...result, isAnew });
});
parentPort.postMessage("ready");
