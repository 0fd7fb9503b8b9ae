// node reaching.mjs JOBS OUT: notes which mutants each job reaches, its time and its answer.

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { answerTo, compared, keptJobs } from "./jobs.mjs";

const [folder, out] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(join(resolve(out), "reaching", name)));
const names = readdirSync(join(out, "reaching")).filter((name) => name.endsWith(".js"));
for (const name of names) await load(name);
const { reached$: reached } = await load("reached$.js");
const IMPORTED = / from "\.\/([^"]+)";$/gm;
const placesOf = (marks) => [...marks.keys()].filter((mutant) => marks[mutant]);

const atLoading = placesOf(reached);
const jobs = [];
for (const job of keptJobs(folder)) {
  reached.fill(0);
  const begin = performance.now();
  const answer = await answerTo(job, load);
  const time = performance.now() - begin;
  if (answer !== JSON.stringify(job.answer)) throw new Error(`answered otherwise: ${job.tests}`);
  jobs.push({ time, expected: compared(job, answer), reached: placesOf(reached) });
}
const importers = Object.fromEntries(names.map((name) => [name, []]));
for (const name of names) {
  const program = readFileSync(join(out, "reaching", name), "utf8");
  for (const [, imported] of program.matchAll(IMPORTED)) importers[imported].push(name);
}
writeFileSync(join(out, "reached.json"), JSON.stringify({ atLoading, importers, jobs }));
const seconds = jobs.reduce((sum, { time }) => sum + time, 0) / 1000;
console.log(`${jobs.length} jobs in ${seconds.toFixed(0)} s`);
