// In which order jobs are put to a mutant: first those likely to be answered otherwise.

import { Sources } from "./sources.mjs";

/** A mutant that no more jobs than `FEW` reach tells what they are about, and mutants `NEAR` it. */
const [FEW, NEAR] = [60, 80];
/** How many jobs come first for telling the nearest mutants, later for being about the place. */
const [NEAREST, ABOUT_IT] = [8, 40];
/** So many jobs that told mutants in lines with the same names come before the others. */
const MOST_RELATED = 120;
/** Of the jobs that are answered by one sentence so many do. */
const WITH_SENTENCE = 5;
/** Answers that end far on: what is sound, and what lacks nothing but the first table. */
const FAR = /^\{"ok":true|^\["missing-file","比率\/比率.json"/;
const [WIDEST, SLOWEST] = [12, 500];
/** Answers that begin with as many equal characters are of one kind. */
const SAME_ANSWER = 400;
/** Mutants of these are loaded one by one: what they remember hides one, or switches slow them. */
export const ONE_BY_ONE = ["days.js", "crc32.js", "ed25519.js", "sha256.js", "sha512.js"];

/** Knows what each job reaches, and learns which ones tell mutants from the modules as they are. */
export class Order {
  #mutants;
  #jobs;
  #atLoading;
  #reaching = new Map();
  #ofModule = new Map();
  #rare;
  #called;
  #told = new Map();
  #answering = new Map();
  #toldAt = new Map();
  #sources;
  #widest;

  /**
   * `importers` has for each module the ones that import it; `called` which one each job calls,
   * `sources` the text of each module.
   */
  constructor(mutants, { jobs, atLoading, importers }, called, sources) {
    this.#mutants = mutants;
    this.#called = called;
    this.#sources = new Sources(mutants, sources);
    this.#jobs = jobs;
    this.#atLoading = new Set(atLoading);
    for (const [number, { reached }] of jobs.entries()) {
      for (const mutant of reached) listAt(this.#reaching, mutant).push(number);
      const modules = new Set(reached.map((mutant) => mutants[mutant].file));
      for (const module of modules) listAt(this.#ofModule, module).push(number);
    }
    this.#widest = widest(jobs);
    const isRare = (mutant) => this.#reaching.get(mutant).length <= FEW;
    this.#rare = jobs.map(({ reached }) => reached.filter(isRare));
    for (const [module, names] of Object.entries(importers)) {
      if (this.#ofModule.has(module)) continue; // else nothing but constants stand in it
      const using = names.flatMap((name) => this.#ofModule.get(name) ?? []);
      this.#ofModule.set(module, [...new Set(using)]);
    }
  }

  /** Tell whether modules are to be loaded anew for a mutant. */
  isLoadedAnew(mutant) {
    return this.#atLoading.has(mutant) || ONE_BY_ONE.includes(this.#mutants[mutant].file);
  }

  /** Remember that a job is answered otherwise by a mutant. */
  tells(job, mutant) {
    const { file, line } = this.#mutants[mutant];
    listAt(this.#told, file).push([mutant, job]);
    listAt(this.#toldAt, `${file}:${line}`).push(job);
  }

  /** Return the numbers of all jobs that may tell a mutant. */
  of(mutant) {
    const { file } = this.#mutants[mutant];
    const [by, key] = this.#atLoading.has(mutant)
      ? [this.#ofModule, file]
      : [this.#reaching, mutant];
    const jobs = by.get(key) ?? [];
    const able = new Set(jobs);
    const neighbours = (this.#told.get(file) ?? [])
      .filter(([, job]) => able.has(job))
      .sort(([a], [b]) => Math.abs(a - mutant) - Math.abs(b - mutant))
      .map(([, job]) => job);
    const about = jobs
      .map((job) => [job, this.#weight(job, mutant)])
      .filter(([, weight]) => weight)
      .sort(([, a], [, b]) => b - a)
      .map(([job]) => job);
    const near = [...new Set(neighbours)];
    const sentences = this.#withSentence(mutant).filter((job) => able.has(job));
    const calls = this.#quickestFirst(jobs.filter((job) => this.#called[job] === file));
    return [
      ...new Set([
        ...near.slice(0, NEAREST), ...sentences,
        ...this.#widest.filter((job) => able.has(job)),
        ...this.#related(mutant).filter((job) => able.has(job)).slice(0, MOST_RELATED),
        ...calls, ...near,
        ...about.slice(0, ABOUT_IT), ...this.#inTurns(jobs),
      ]),
    ];
  }

  /** Return jobs answered by a sentence that stands near a mutant, those of the nearest first. */
  #withSentence(mutant) {
    return this.#sources.sentencesNear(mutant).flatMap((text) => this.#answeredBy(text));
  }

  /** Return jobs that told mutants in lines with names of its own, those with rare ones first. */
  #related(mutant) {
    const places = this.#sources.linesRelatedTo(mutant);
    return places.flatMap((place) => [...new Set(this.#toldAt.get(place) ?? [])]);
  }

  #answeredBy(text) {
    if (!this.#answering.has(text)) {
      const found = [...this.#jobs.keys()].filter((job) => this.#jobs[job].expected.includes(text));
      this.#answering.set(text, this.#quickestFirst(found).slice(0, WITH_SENTENCE));
    }
    return this.#answering.get(text);
  }

  #quickestFirst(jobs) {
    return [...jobs].sort((a, b) => this.#jobs[a].time - this.#jobs[b].time);
  }

  /** Weigh how near to a mutant a job reaches what few do, by how long it takes. */
  #weight(job, mutant) {
    const { file } = this.#mutants[mutant];
    let weight = 0;
    for (const each of this.#rare[job]) {
      const distance = Math.abs(each - mutant);
      if (distance < NEAR && this.#mutants[each].file === file) weight += 1 + 3 / (1 + distance);
    }
    return weight / Math.sqrt(this.#jobs[job].time + 2);
  }

  /** Return the quickest job of each kind of answer, then the next one of each, and so on. */
  #inTurns(jobs) {
    const kinds = new Map();
    for (const job of this.#quickestFirst(jobs)) {
      listAt(kinds, this.#jobs[job].expected.slice(0, SAME_ANSWER)).push(job);
    }
    const queues = [...kinds.values()];
    const turns = Math.max(0, ...queues.map((queue) => queue.length));
    return [...Array(turns).keys()].flatMap((turn) => queues.flatMap((queue) => queue[turn] ?? []));
  }
}

/** Return jobs that get far, each of which reaches the most that those before it do not. */
function widest(jobs) {
  const candidates = [...jobs.keys()].filter((job) => {
    return FAR.test(jobs[job].expected) && jobs[job].time <= SLOWEST;
  });
  const [found, reached] = [[], new Set()];
  const more = (job) => jobs[job].reached.reduce((sum, each) => sum + !reached.has(each), 0);
  for (let turn = 0; turn < Math.min(WIDEST, candidates.length); turn++) {
    const [[best]] = candidates.map((job) => [job, more(job)]).sort(([, a], [, b]) => b - a);
    found.push(best);
    for (const each of jobs[best].reached) reached.add(each);
  }
  return found.sort((a, b) => jobs[a].time - jobs[b].time);
}

function listAt(map, key) {
  if (!map.has(key)) map.set(key, []);
  return map.get(key);
}
