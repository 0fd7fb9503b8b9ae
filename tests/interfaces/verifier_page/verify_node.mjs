// Runs the modules of the page under Node. Standard input: one job a line, as `page_jobs.mjs` has
// them; standard output: the answers. The arguments are the folder of the modules, or a page to
// take the program from, and a file of what the page is told.

import { openAsBlob, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import vm from "node:vm";
import { answered } from "./page_jobs.mjs";

const [source, tables] = process.argv.slice(2);
const stated = JSON.parse(readFileSync(tables, "utf8"));

function assembled(page) {
  const [, program] = /<script id="verifier">([^]*?)<\/script>/.exec(readFileSync(page, "utf8"));
  // globals of their own, as a page has, and not looked up through Node, which takes long
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY);
  Object.assign(context, { Blob, TextEncoder, TextDecoder, console });
  return { Check: vm.runInContext(`${program}\nCheck;`, context) };
}

function load(name) {
  if (!statSync(source).isDirectory()) return assembled(source);
  return import(pathToFileURL(join(source, name)));
}

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await answered(JSON.parse(line), stated, load, openAsBlob);
  process.stdout.write(`${answer}\n`);
}
