// The jobs that tests of the page handed to Node, as `recording.py` keeps them.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { answered } from "../../tests/interfaces/verifier_page/page_jobs.mjs";

/** Tests that compare nothing of a verdict about acts, which are judged without rules there. */
const OF_ALL_BUT_ACTS = ["test_same_verdict.py", "test_same_rotation.py", "test_same_sm3.py"];
const ABOUT_ACTS = ["malformed-event", "illegal-transition"];
/** The test that compares no more than whether something is accepted. */
const ACCEPTED = ["test_damage_anywhere_is_refused"];

/** Return each job once, with the tests it is of. */
export function keptJobs(folder) {
  const found = new Map();
  for (const name of readdirSync(folder).filter((each) => each.endsWith(".jsonl")).sort()) {
    for (const line of readFileSync(join(folder, name), "utf8").split("\n").filter(Boolean)) {
      const { test, ...kept } = JSON.parse(line);
      const key = JSON.stringify([kept.tables, kept.job]);
      if (!found.has(key)) found.set(key, { ...kept, tests: [] });
      found.get(key).tests.push(test);
    }
  }
  return [...found.values()];
}

const contents = new Map();

function remembered(path, read) {
  if (!contents.has(path)) contents.set(path, read(readFileSync(path)));
  return contents.get(path);
}

/** Return what a job is answered by the modules that `load` imports, as JSON. */
export function answerTo({ job, tables }, load) {
  const stated = remembered(tables, (data) => JSON.parse(data));
  return answered(job, stated, load, (path) => remembered(path, (data) => new Blob([data])));
}

/** Return of an answer what the tests of its job compare. */
export function compared({ job, tests }, text) {
  const areAll = (names) => tests.every((test) => names.some((name) => test.includes(name)));
  const answer = JSON.parse(text);
  if (areAll(ACCEPTED)) return String(answer.ok);
  if (!job.bundle) return text;
  const { ok, problem, path, line, chinese, english } = answer;
  if (areAll(OF_ALL_BUT_ACTS) && ABOUT_ACTS.includes(problem)) return "about acts";
  return ok ? text : JSON.stringify([problem, path, line, chinese, english]);
}
