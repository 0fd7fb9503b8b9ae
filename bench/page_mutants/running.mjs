// node running.mjs JOBS OUT BUDGET WORKERS [MODULE…]: puts jobs to every mutant not run so far.
//
// BUDGET is how many milliseconds a mutant is given. OUT/results.jsonl gains a line for each.

import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";

/** A mutant whose job takes so many times as long as before, and at least so long, hangs. */
const [HANGING, LEAST_HANGING] = [25, 4_000];
/** Modules loaded anew are never forgotten, so a thread is replaced after so many mutants. */
const MOST_LOADED = 60;
const MOST_MEMORY = 2_500; // MiB
const WATCHED_EVERY = 250;
const SHARED = 40;

const [kept, out, budget, workers, ...modules] = process.argv.slice(2);
const mutants = JSON.parse(readFileSync(join(out, "mutants.json"), "utf8"));
const { jobs } = JSON.parse(readFileSync(join(out, "reached.json"), "utf8"));
const results = join(out, "results.jsonl");
const lines = existsSync(results) ? readFileSync(results, "utf8").split("\n").filter(Boolean) : [];
const done = new Set(lines.map((line) => JSON.parse(line).mutant));

/** The mutants of a module go to one thread, which learns from each for the next. */
const queues = Object.values(
  Object.groupBy([...mutants.keys()].filter(isToBeRun), (mutant) => mutants[mutant].file),
);

function isToBeRun(mutant) {
  return !done.has(mutant) && (!modules.length || modules.includes(mutants[mutant].file));
}

class Thread {
  #clock = new SharedArrayBuffer(16);
  #worker;
  #loaded = 0;

  constructor() {
    this.#worker = new Worker(new URL("./worker.mjs", import.meta.url), {
      workerData: { kept, out, budget: Number(budget), clock: this.#clock },
      resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY },
    });
    this.isReady = new Promise((ready) => this.#worker.once("message", ready));
    this.isSpent = false;
  }

  /** Return what comes of a mutant: which job tells it, if any. */
  async ask(mutant) {
    await this.isReady;
    const { promise, resolve: settle } = Promise.withResolvers();
    const fails = () => settle({ told: "memory" });
    const watch = setInterval(() => this.#hangs() && settle({ told: "hanging" }), WATCHED_EVERY);
    this.#worker.once("message", settle).once("error", fails);
    this.#worker.postMessage(mutant);
    const result = await promise;
    this.#worker.off("message", settle).off("error", fails);
    clearInterval(watch);
    if (result.isAnew) this.#loaded++;
    const isLost = ["hanging", "memory"].includes(result.told);
    this.isSpent = result.spoilt || isLost || this.#loaded >= MOST_LOADED;
    return result;
  }

  #hangs() {
    const [since, job] = new Float64Array(this.#clock);
    const usual = jobs[job]?.time ?? 0; // of no job, modules are being loaded
    return since && Date.now() - since > Math.max(LEAST_HANGING, HANGING * usual);
  }

  end() {
    return this.#worker.terminate();
  }
}

const again = new Set();

async function work() {
  let thread = new Thread();
  while (queues.length) {
    const queue = queues.shift();
    while (queue.length) {
      const mutant = queue.shift();
      const { spoilt, ...result } = await thread.ask(mutant);
      if (thread.isSpent) {
        await thread.end();
        thread = new Thread();
      }
      if (spoilt && !again.has(mutant)) {
        again.add(mutant);
        queue.unshift(mutant); // put to a thread that remembers nothing
      } else appendFileSync(results, `${JSON.stringify({ mutant, ...result })}\n`);
      if (!queues.length && queue.length > SHARED) queues.push(queue.splice(queue.length / 2));
    }
  }
  await thread.end();
}

await Promise.all(Array.from({ length: Number(workers) }, work));
