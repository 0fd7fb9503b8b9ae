// node mutating.mjs MODULES TOOLS OUT: writes the mutants of the page's modules.
//
// The mutators are Stryker's, and a few more (`more_mutators.mjs`). OUT/unchanged has the modules
// as they are; in those of OUT/switched every mutant stands at once, behind a switch; those of
// OUT/reaching tell which mutants a job reaches. OUT/mutants.json says what each changes. TOOLS is
// where @stryker-mutator/instrumenter is installed.

import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { moreMutators } from "./more_mutators.mjs";
import { reachingProgram } from "./reaching_program.mjs";

const [modules, tools, out] = process.argv.slice(2);
const installed = createRequire(join(resolve(tools), "package.json"));
const instrumenter = installed.resolve("@stryker-mutator/instrumenter");
const babel = createRequire(instrumenter)("@babel/core");
const { allMutators } = await import(new URL("mutators/mutate.js", pathToFileURL(instrumenter)));
const { Instrumenter } = await import(pathToFileURL(instrumenter));

const SHOWING = ["elements.js", "items_view.js", "page.js", "serving.js", "verdict_view.js"];
const HELPERS = /^function stry(?:NS|Cov|MutAct)_9fa48\(.*\) ?\{[^]*?\n\}\n|^stryNS_9fa48\(\);\n/gm;
const LONGEST_EXCERPT = 120;

const files = readdirSync(modules)
  .filter((name) => name.endsWith(".js") && !SHOWING.includes(name))
  .sort()
  .map((name) => ({ name, mutate: true, content: readFileSync(join(modules, name), "utf8") }));
const log = { debug() {}, info() {}, warn: console.warn, isDebugEnabled: () => false };
const options = { ignorers: [], excludedMutations: [], plugins: null, noHeader: false };
allMutators.push(...moreMutators(babel.types));
const { files: made, mutants } = await new Instrumenter(log).instrument(files, options);

function write(folder, name, text) {
  mkdirSync(join(out, folder), { recursive: true });
  writeFileSync(join(out, folder, name), text);
}

const kinds = mutants.map(({ mutatorName }) => mutatorName);
for (const { name, content } of files) write("unchanged", name, content);
for (const { name, content } of made) {
  const program = content.replace(HELPERS, "");
  const switched = program
    .replace(/stryMutAct_9fa48\("(\d+)"\)/g, "mutant$ === $1")
    .replace(/stryCov_9fa48\([^)]*\)/g, "0");
  write("switched", name, `import { mutant$ } from "./switch$.js";\n${switched}`);
  write("reaching", name, reachingProgram(babel, program, kinds));
}
write(
  "switched",
  "switch$.js",
  `export let mutant$ = Number(new URL(import.meta.url).searchParams.get("mutant") ?? -1);
export function switchTo(mutant) {
  mutant$ = mutant;
}
`,
);
write("reaching", "reached$.js", `export const reached$ = new Uint8Array(${mutants.length});\n`);
for (const folder of ["unchanged", "switched", "reaching"]) {
  write(folder, "package.json", '{"type": "module"}\n');
}

const lines = new Map(files.map(({ name, content }) => [name, content.split("\n")]));

function excerpt({ fileName, location: { start, end } }) {
  const text = lines.get(fileName);
  const last = start.line === end.line ? end.column : undefined;
  const first = text[start.line].slice(start.column, last);
  const end$ = last === undefined ? ` … ${text[end.line].slice(0, end.column).trim()}` : "";
  return (first + end$).slice(0, LONGEST_EXCERPT);
}

const told = mutants.map((mutant) => ({
  file: mutant.fileName,
  line: mutant.location.start.line + 1,
  column: mutant.location.start.column,
  kind: mutant.mutatorName,
  from: excerpt(mutant),
  to: mutant.replacement.slice(0, LONGEST_EXCERPT),
}));
writeFileSync(join(out, "mutants.json"), JSON.stringify(told));
console.log(`${told.length} mutants of ${files.length} modules`);
